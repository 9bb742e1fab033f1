"""What a message says once the usual ways of hiding words are undone."""

import base64
import binascii
import codecs
import re
from collections.abc import Iterator
from urllib.parse import unquote

BASE64 = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{16,}={0,2}")
HEX = re.compile(r"(?<![0-9a-fA-F])(?:[0-9a-fA-F]{2} ?){8,}")
PERCENT = re.compile(r"(?<![/?=&\w.%-])(?:%[0-9a-fA-F]{2}){9,}")
ESCAPED = re.compile(r"(?:\\u[0-9a-fA-F]{4}){3,}")
SENTENCE = re.compile(r"[\u3400-\u9fff]{3}|[a-z]+ [a-z]+ [a-z]+")
LATIN = re.compile(r"[a-z][a-z ,.!']{11,}")
LEET = str.maketrans("013457@$", "oieastas")
SPELT = re.compile(r"(?<![a-z])[a-z](?:[ .*_-][a-z](?![a-z])){3,}")
"""Latin letters one by one: i g n o r e."""


def decoded(text: str) -> Iterator[str]:
    """Other readings of a text, each folded: digits as letters, letters turned by 13, base64, hexadecimal."""
    lowered = text.lower()
    if LATIN.search(lowered):
        yield codecs.decode(lowered, "rot13")
    if re.search(r"[a-z][013457@$]|[013457@$][a-z]", lowered):
        yield lowered.translate(LEET)
    if SPELT.search(lowered):
        yield SPELT.sub(lambda run: re.sub(r"[^a-z]", "", run[0]), lowered)
    yield from (reading.lower() for reading in map(_from_base64, BASE64.findall(text)) if reading)
    yield from (reading.lower() for reading in map(_from_hex, HEX.findall(text)) if reading)


def hides_text(text: str) -> bool:
    """Whether a text holds code that turns out to be a sentence."""
    readings = [*map(_from_base64, BASE64.findall(text)), *map(_from_hex, HEX.findall(text))]
    readings += map(unquote, PERCENT.findall(text))
    readings += [code.encode().decode("unicode_escape") for code in ESCAPED.findall(text)]
    return any(SENTENCE.search(reading) for reading in readings)


def _from_base64(code: str) -> str:
    try:
        return base64.b64decode(code + "=" * (-len(code) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""


def _from_hex(code: str) -> str:
    try:
        return bytes.fromhex(code).decode("utf-8")
    except ValueError:
        return ""
