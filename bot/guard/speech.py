"""A message as it would be said aloud: one clause a line, with the tricks and habits of typing undone."""

import re
import unicodedata
from functools import cache, lru_cache

from bot.guard.patterns import document
from index.query import traditional
from index.tokens import fold

LONGEST = 2_000
"""Characters; the chat takes 2,000."""
HAN = "\u3400-\u9fff"
INVISIBLE = ("Cf", "Cc", "Mn", "Me", "Co", "Cs", "Cn")
LETTER_BY_LETTER = re.compile(rf"(?<![{HAN}])[{HAN}](?:[ .,*_~/|\\-][{HAN}](?![{HAN}])){{2,}}")
"""Three characters or more that stand one by one: 不 想 活."""
INSIDE = re.compile(rf"(?<=[{HAN}])[*_^`'\"|.\u00b7\u2027-](?=[{HAN}])")
"""A single mark between two characters, which no sentence needs: 自*殺."""
BREAK = re.compile(
    rf"[^\w\s{HAN}'-]+|(?<![a-z0-9])['-]+|['-]+(?![a-z0-9])|\s*\n\s*|(?<=[{HAN}])\s+|\s+(?=[{HAN}])|_+"
)
"""What ends a clause: marks but for those inside Latin words, ends of lines, spaces beside Chinese characters."""
SPACES = re.compile(r"[ \t]+")
LINES = re.compile(r"\s*\n\s*")


def clauses(text: str) -> str:
    """The message's clauses, one a line, folded; signs of sounds, homophones and Taigi are written in common words.

    Of a message of more than LONGEST characters these are the clauses of its beginning and its end.
    """
    said = fold(traditional(visible(ends(text)))).replace("\u2019", "'")
    said = LETTER_BY_LETTER.sub(lambda run: re.sub(rf"[^{HAN}]", "", run[0]), said)
    said = INSIDE.sub("", said)
    for pattern, word in _respelt():
        said = pattern.sub(word, said)
    return LINES.sub("\n", SPACES.sub(" ", BREAK.sub("\n", said))).strip()


def ends(text: str) -> str:
    """The beginning and the end of a text that is longer than LONGEST characters."""
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]}\n{text[-half:]}"


def visible(text: str) -> str:
    """A text without characters that have no shape of their own; white space stays."""
    return "".join(mark for mark in text if _is_visible(mark))


@lru_cache(maxsize=65_536)
def _is_visible(mark: str) -> bool:
    return mark.isspace() or unicodedata.category(mark) not in INVISIBLE


@cache
def _respelt() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(fold(one["as"])), one["means"]) for one in document("speech")["respelt"])
