"""Bytes to text: what the bytes are outweighs what the page says they are."""

import codecs
import re
from collections.abc import Iterator, Mapping

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
META = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
ALIASES = {
    "big5": "cp950",
    "x-x-big5": "cp950",
    "big5-hkscs": "big5hkscs",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
}
FREQUENT = re.compile(
    "[的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得于著下自之年過發後作里用道行所然家種事成方"
    "多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日市府政局處公民服務請辦申資料電話應及與"
    "或月元區間者由至於期第新文化活社福保護相關單位規網站明提供證件]"
)
"""Characters that any running Chinese text is full of: a wrong decoding has hardly any of them."""

BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
HAN, KANA = re.compile("[\u4e00-\u9fff]"), re.compile("[\u3040-\u30ff\uac00-\ud7a3]")
PRIVATE = re.compile("[\ue000-\uf8ff]")
LATIN, DOUBLED = re.compile("[\x80-\xff]"), re.compile("[ÃÂåæçèé][\x80-\xbf]")
SAMPLE = 20_000
"""Bytes or characters that the choice between encodings looks at."""

COUNTED = 3_000
"""Characters beyond ASCII that are counted."""

TOLERATED = 0.03
"""Share of undecodable characters, among those beyond ASCII, above which a text counts as unreadable."""


def decode(body: bytes, headers: Mapping[str, str]) -> str | None:
    """The text of a response, or None where no encoding makes it readable."""
    for bom, encoding in BOMS:
        if body.startswith(bom):
            return _checked(body[len(bom) :].decode(encoding, "replace"))
    try:
        return _checked(_undoubled(body.decode()))
    except UnicodeDecodeError:
        return _checked(body.decode(_best(body, headers), "replace"))


def _best(body: bytes, headers: Mapping[str, str]) -> str:
    """The encoding that leaves the fewest holes and the most ordinary Chinese; ties go to the earlier one."""
    return max(_candidates(body, headers), key=lambda name: _plausibility(body.decode(name, "replace")))


def _candidates(body: bytes, headers: Mapping[str, str]) -> Iterator[str]:
    yield "cp950"
    yield "utf-8"
    declared = [match[1].decode("ascii") for match in META.finditer(body[:4096])]
    header = HEADER.search(headers.get("content-type", ""))
    for name in ([header[1]] if header else []) + declared:
        known = ALIASES.get(name.lower(), name)
        try:
            "".encode(known)
        except (LookupError, UnicodeError):
            continue
        yield known
    yield from ("big5hkscs", "gb18030", "cp1252")


def _plausibility(text: str) -> float:
    beyond = _beyond_ascii(text)
    if not beyond:
        return 0.0
    usual = len(FREQUENT.findall(beyond))
    return (usual - 4 * beyond.count("\ufffd") - 0.5 * len(LATIN.findall(beyond))) / len(beyond)


def _undoubled(text: str) -> str:
    """Text that was encoded to UTF-8 twice, put right; any other text as it is."""
    beyond = _beyond_ascii(text)
    odd = len(LATIN.findall(beyond))
    if odd < 20 or odd < 0.5 * len(beyond):
        return text
    for encoding in ("latin-1", "cp1252"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


def _checked(text: str) -> str | None:
    beyond = _beyond_ascii(text)
    broken = beyond.count("\ufffd")
    if broken > 3 and broken > TOLERATED * len(beyond):
        return None
    return None if _looks_garbled(beyond) else text


def _looks_garbled(beyond: str) -> bool:
    """Whether characters beyond ASCII are what a wrong decoding leaves: accented runs, or Han without frequent ones."""
    han, latin = len(HAN.findall(beyond)), len(LATIN.findall(beyond))
    if latin > 40 and latin > 3 * han and DOUBLED.search(beyond):
        return True
    foreign = len(KANA.findall(beyond)) > 0.2 * han
    rare = len(FREQUENT.findall(beyond)) < 0.06 * han or len(PRIVATE.findall(beyond)) > 0.02 * han
    return han > 80 and not foreign and rare


def _beyond_ascii(text: str) -> str:
    """A sample of a text's characters beyond ASCII."""
    found = "".join(BEYOND_ASCII.findall(text, 0, SAMPLE))
    return (found if len(found) > 200 else "".join(BEYOND_ASCII.findall(text)))[:COUNTED]
