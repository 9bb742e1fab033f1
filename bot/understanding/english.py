"""Words of other languages as the city's terms: English, Vietnamese, Indonesian, Thai, Japanese (`glossaries/`)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from bot.understanding.data import LONGEST, document

SPACED = ("english", "vietnamese", "indonesian")
"""Languages with spaces between words; where a text could be several of them the one that knows most of it counts."""
THAI = re.compile(r"[\u0e01-\u0e4e]")
KANA = re.compile(r"[\u3041-\u30ff]")
LATIN = re.compile(r"[^\W\d_]{2,}")
WORD = r"(?<![^\W\d_]){}(?:s|es)?(?![^\W\d_])"


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of one language, and one expression that finds them, the longer before the shorter."""

    terms: dict[str, str]
    any_term: re.Pattern[str]


def translated(text: str) -> str:
    """The city's terms for what a text in another language says, to be searched with it; empty where none is known."""
    said = _plain(text[:LONGEST])
    if KANA.search(said):
        return _terms("japanese", said)[0]
    if THAI.search(said):
        return _terms("thai", said)[0]
    if not LATIN.search(said):
        return ""
    return max((_terms(language, said) for language in SPACED), key=lambda found: found[1])[0]


def _terms(language: str, said: str) -> tuple[str, int]:
    """The terms in the order of the text, each once, and how many characters of it they translate."""
    glossary = _glossary(language)
    found = [match.group("term") for match in glossary.any_term.finditer(said)]
    words = [word for term in found for word in glossary.terms[term].split()]
    return " ".join(dict.fromkeys(words)), sum(map(len, found))


@cache
def _glossary(language: str) -> Glossary:
    terms = {_plain(term): city for term, city in document(f"glossaries/{language}")["terms"].items()}
    longest_first = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    pattern = f"(?P<term>{longest_first})"
    return Glossary(terms, re.compile(WORD.format(pattern) if language in SPACED else pattern))


def _plain(text: str) -> str:
    """A text in NFKC and lower case, with plain apostrophes."""
    return unicodedata.normalize("NFKC", text).lower().replace("\u2019", "'")
