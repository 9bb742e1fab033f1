"""Words that would like to be more than words: each calls `__xss` once it is taken for markup, code or an address."""

import base64
import tomllib
from itertools import chain
from pathlib import Path

HOOK = "__xss"
RUN = f"{HOOK}(1)"
PAGE = base64.b64encode(f"<script>{RUN}</script>".encode()).decode()
IMAGE = f"<img src=x onerror={RUN}>"
LARGE = (
    "Z" + "\u0300\u0335\u0489\u0361" * 200 + IMAGE,  # letters that grow over the lines
    "\ufdfd" * 60,  # one letter as wide as a sentence
    "\u0e49" * 300,
    "\U0001f1f9" * 120,
    "a" * 2_000,  # one word
    f"{IMAGE}長" * 2_084,  # beyond 50,000 characters
)


def _armed(text: str) -> str:
    return text.replace("RUN", RUN).replace("BASE64", PAGE)


def _payloads() -> tuple[str, ...]:
    families: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    handlers = (f"<{one}=RUN>" for one in families.pop("handlers"))
    return tuple(dict.fromkeys(map(_armed, chain(handlers, LARGE, *families.values()))))


PAYLOADS = _payloads()
