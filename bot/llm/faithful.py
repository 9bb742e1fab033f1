"""Whether a translated line says what its source says, as far as that can be told without knowing the language."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from bot.guard import planted
from bot.understanding.numerals import value
from bot.verify import addresses

NUMBER = re.compile(r"\d(?:[,.:/-]*\d)*")
MONTH = re.compile(r"\d{1,2}(?=月)")
ROC_YEAR = re.compile(r"\d{2,3}(?=年)")
NUMERAL = re.compile(r"([〇○零一二三四五六七八九十兩]{1,3})([百千萬億]?)")
SCALES = {
    "百": 100,
    "千": 1_000,
    "萬": 10_000,
    "万": 10_000,
    "億": 10**8,
    "thousand": 1_000,
    "million": 10**6,
    "billion": 10**9,
    "nghìn": 1_000,
    "ngàn": 1_000,
    "triệu": 10**6,
    "tỷ": 10**9,
    "ribu": 1_000,
    "juta": 10**6,
    "miliar": 10**9,
    "พัน": 1_000,
    "หมื่น": 10_000,
    "แสน": 100_000,
    "ล้าน": 10**6,
}
SCALED = re.compile(rf"(\d[\d,]*(?:\.\d+)?)[ -]?({'|'.join(SCALES)})", re.IGNORECASE)
COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
"""Between thousands: 4,500萬, 45,000,000 and 45 million are the same figure."""
FIRST_YEAR = 1911
SCRIPTS = {
    "en": re.compile(r"[a-z]", re.IGNORECASE),
    "vi": re.compile(r"[a-z\u00c0-\u01b0\u1ea0-\u1ef9]", re.IGNORECASE),
    "id": re.compile(r"[a-z]", re.IGNORECASE),
    "th": re.compile(r"[\u0e01-\u0e4e]"),
    "ja": re.compile(r"[\u3041-\u30ff\u3400-\u9fff]"),
}
KANA = re.compile(r"[\u3041-\u30ff]")
OWN_SCRIPT = 0.6
"""Share of a line's letters that must be of its language; names of places and forms may stay Chinese."""
LONGEST = 5
"""Times as long as the source a line may be."""
ROOM = 40
"""Characters that a short line may be longer in any case."""


def faithful(text: str, source: str, locale: str) -> bool:
    """Whether a line has exactly its source's figures and addresses, is in its language, and holds nothing planted."""
    return (
        bool(text)
        and text.isprintable()
        and "⟦" not in text
        and len(text) <= LONGEST * len(source) + ROOM
        and _same_figures(text, source)
        and addresses(text) == addresses(source)
        and not planted(text)
        and _in_language(text, locale)
    )


def _same_figures(text: str, source: str) -> bool:
    """Every figure of either stands in the other; months may become names, years of the Republic those of our era."""
    own, given = set(_figures(text)), set(_figures(source))
    folded = _folded(source)
    years = {year: str(int(year) + FIRST_YEAR) for year in ROC_YEAR.findall(folded)}
    numerals = {str(value(digits) * SCALES.get(scale, 1)) for digits, scale in NUMERAL.findall(folded)}
    named = set(MONTH.findall(folded))
    added = own - given - set(years.values()) - numerals
    lost = {one for one in given - own - named if years.get(one) not in own}
    return not added and not lost


def _figures(text: str) -> Iterator[str]:
    """Figures, written out; of a time of day the hour, and the minutes unless they are 00."""
    for figure in NUMBER.findall(_folded(text)):
        yield from (part for part in figure.split(":") if part != "00")


def _folded(text: str) -> str:
    """A text in NFKC with its figures written out, without commas between thousands."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text))
    return COMMA.sub("", SCALED.sub(_written_out, folded))


def _written_out(match: re.Match[str]) -> str:
    scaled = Decimal(match[1].replace(",", "")) * SCALES[match[2].lower()]
    return str(int(scaled)) if scaled == int(scaled) else str(scaled)


def _in_language(text: str, locale: str) -> bool:
    language = locale.lower().split("-")[0]
    letters = [mark for mark in text if mark.isalpha()]
    own = sum(SCRIPTS[language].fullmatch(mark) is not None for mark in letters)
    written = not letters or own >= OWN_SCRIPT * len(letters)
    return written and (language != "ja" or bool(KANA.search(text)))
