"""How words sound, without tones and without the differences that typing by sound most often confuses."""

import os
import re
from functools import cache

# Only single characters are asked for; the table of phrases would take 40 MB of every process.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")

from pypinyin import Style, pinyin

RETROFLEX = re.compile(r"^([zcs])h")
NASAL = re.compile(r"(?<=[ei])ng$")
IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")


@cache
def exact(character: str) -> str:
    """The toneless sound of a character: 證 -> zheng."""
    return pinyin(character, style=Style.NORMAL)[0][0]


@cache
def near(character: str) -> str:
    """The sound with ㄓㄔㄕ as ㄗㄘㄙ and ㄥ as ㄣ: 證 -> zen."""
    return NASAL.sub("n", RETROFLEX.sub(r"\1", exact(character)))


def key(word: str) -> str:
    """How a word sounds, nearly."""
    return " ".join(map(near, word))
