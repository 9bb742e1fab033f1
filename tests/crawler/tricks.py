"""Addresses that try to make a crawler reach inside; `{port}` is the canary's port, `{hub}` an allowed host."""

LOOPBACK_HOSTS = (
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "127.000.000.001",
    "2130706433",
    "0x7f000001",
    "0x7F.0.0.1",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "0177.0.1",
    "127.0.0.1.",
    "0",
    "0.0.0.0",
    "0x0",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "city.localhost",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[0000::0001]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::]",
    "[::1%25lo]",
    "１２７.０.０.１",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "ｌｏｃａｌｈｏｓｔ",
    "%31%32%37.0.0.1",
    "127.0.0.1%00",
)

PRIVATE_HOSTS = (
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "[fc00::1]",
    "[fe80::1]",
    "[ff02::1]",
)

METADATA_HOSTS = (
    "169.254.169.254",
    "2852039166",
    "0xA9FEA9FE",
    "0251.0376.0251.0376",
    "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]",
    "[fd00:ec2::254]",
)

SPELLINGS = (
    "http://{hub}@127.0.0.1:{port}/trick",
    "http://user:password@127.0.0.1:{port}/trick",
    "http://127.0.0.1:{port}\\@{hub}/trick",
    "http://{hub}\\@127.0.0.1:{port}/trick",
    "http://127.0.0.1:{port}#@{hub}/trick",
    "http://127.0.0.1:{port}?@{hub}/trick",
    "http://127.0.0.1:{port}%2f@{hub}/trick",
    "http:\\\\127.0.0.1:{port}\\trick",
    "http:///127.0.0.1:{port}/trick",
    "http:127.0.0.1:{port}/trick",
    "//127.0.0.1:{port}/trick",
    "/\\127.0.0.1:{port}/trick",
    "///127.0.0.1:{port}/trick",
    "ht\ntp://127.0.0.1:{port}/trick",
    "http://127.0.0.1:\t{port}/trick",
    "HTTP://127.0.0.1:{port}/trick",
    "https://127.0.0.1:{port}/trick",
    "ws://127.0.0.1:{port}/trick",
    "ftp://127.0.0.1:{port}/trick",
    "gopher://127.0.0.1:{port}/_GET%20/trick",
    "file:///etc/passwd",
    "file://127.0.0.1/etc/passwd",
    "s3://127.0.0.1:{port}/trick",
    "data:text/html,<h1>trick</h1>",
    "javascript:fetch('http://127.0.0.1:{port}/trick')",
    "view-source:http://127.0.0.1:{port}/trick",
)


def trick_urls(port: int, hub: str) -> list[str]:
    """Every trick as an address."""
    hosts = (*LOOPBACK_HOSTS, *PRIVATE_HOSTS, *METADATA_HOSTS)
    return [
        *(f"http://{host}:{port}/trick" for host in hosts),
        *(spelling.format(port=port, hub=hub) for spelling in SPELLINGS),
    ]
