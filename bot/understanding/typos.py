"""Wrong characters of the right sound, put right where the city knows the right word and not the written one."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.understanding.data import LONGEST, document
from bot.understanding.sounds import exact, key

Known = Callable[[str], int]
"""How many passages of the index hold a bigram."""

LENGTHS = (4, 3, 2)
RUN = re.compile(r"[\u3400-\u9fff]{2,}")
CLEARLY = 5
"""Passages that must hold each bigram of the right word."""
ONCE_IN_A_WHILE = 0.02
"""A written bigram is still taken for a mistake where it is this rare against the right one."""
TIMES_A_WORD = 4
"""Terms that two characters must begin or end to count as a word."""
TIMES_SAID = 3
"""Messages in which a bigram must stand to be everyday speech; a mistake is seldom made thrice."""
KEPT = 4
"""Words of the same sound that are kept, the most frequent."""
PLAIN = frozenset(
    "的了嗎呢吧我你妳您他她它們這那哪不沒有是在要會能可以去來到和跟與就都也還很太什麼怎樣誰待帶坐做買賣放走大小上下中前後年月日天人家老男女先話說想問請看聽吃喝一二三四五六七八九十個"
)
"""Characters of everyday speech, which are neither put in nor taken out, but for 在 and 再."""

ASKING = frozenset("哪什麼怎誰嗎呢")
"""Characters of asking, which stand in titles but in no word of the city's."""


@dataclass(frozen=True, slots=True)
class Change:
    """A word in the text from `start` that gives way to the right one."""

    start: int
    word: str


class Vocabulary:
    """The words of a city by their sound, and what people write in everyday speech; built once for an index generation.

    `terms` are titles of pages and official names; their words are what stands at their beginning or end. `everyday`
    are messages as citizens write them (the phrasings of the catalogue), whose bigrams are no mistakes.
    """

    def __init__(self, terms: Iterable[str], everyday: Iterable[str] = ()) -> None:
        counts = Counter(word for term in terms for run in RUN.findall(term) for word in _words(run))
        self._words = {
            word
            for word, count in counts.items()
            if (len(word) > 2 or count >= TIMES_A_WORD) and not ASKING.intersection(word)
        }
        said = Counter(pair for message in everyday for run in RUN.findall(message) for pair in _pairs(run))
        self._everyday = {pair for pair, count in said.items() if count >= TIMES_SAID}
        by_sound: defaultdict[str, list[str]] = defaultdict(list)
        for word, _ in counts.most_common():
            alike = by_sound[key(word)] if word in self._words else []
            if len(alike) < KEPT:
                alike.append(word)
        self._by_sound = dict(by_sound)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def is_everyday(self, pair: str) -> bool:
        """Whether people write a bigram often enough for it to be no mistake."""
        return pair in self._everyday

    def sounding_like(self, word: str) -> list[str]:
        """Other words of the city that sound nearly like this one, the more frequent first."""
        return [other for other in self._by_sound.get(key(word), []) if other != word]


def spoken(text: str) -> str:
    """A text with 注音文 and the spelling of chats as usual: 偶想問ㄉ -> 我想問的."""
    for pattern, plain in document("spoken")["replace"]:
        text = re.sub(pattern, plain, text)
    return text


def corrected(text: str, vocabulary: Vocabulary, known: Known) -> str | None:
    """The text with its wrong characters put right, None where nothing is to be put right."""
    if len(text) > LONGEST:
        return None
    plain = spoken(text)
    characters = list(plain)
    for change in _changes(plain, vocabulary, known):
        characters[change.start : change.start + len(change.word)] = change.word
    result = "".join(characters)
    return result if result != text else None


def _changes(text: str, vocabulary: Vocabulary, known: Known) -> Iterator[Change]:
    """The words to put right, the longer before the shorter, none over another."""
    taken: set[int] = set()
    for length in LENGTHS:
        for run in RUN.finditer(text):
            for start in range(run.start(), run.end() - length + 1):
                places = range(start, start + length)
                if taken.intersection(places):
                    continue
                right = _right_word(text, start, length, vocabulary, known)
                if right is not None:
                    taken.update(places)
                    yield Change(start, right)


def _right_word(text: str, start: int, length: int, vocabulary: Vocabulary, known: Known) -> str | None:
    written = text[start : start + length]
    if written in vocabulary:
        return None
    for word in vocabulary.sounding_like(written):
        wrong = [place for place in range(length) if written[place] != word[place]]
        if not _may_be_meant(written, word, wrong) or not _is_known(word, known):
            continue
        around = [pair for place in wrong for pair in _pairs_at(text, start, place, word)]
        if not any(_is_right(pair, right, vocabulary, known) for pair, right in around):
            return word
    return None


def _may_be_meant(written: str, word: str, wrong: list[int]) -> bool:
    """Whether enough of a word is as written, and its wrong characters are no everyday ones."""
    if any(written[place] in PLAIN or word[place] in PLAIN for place in wrong):
        return False
    if len(word) == 2:
        return len(wrong) == 1 and exact(written[wrong[0]]) == exact(word[wrong[0]])
    return len(wrong) <= len(word) // 2


def _is_known(word: str, known: Known) -> bool:
    return all(known(word[place : place + 2]) >= CLEARLY for place in range(len(word) - 1))


def _pairs_at(text: str, start: int, place: int, word: str) -> Iterator[tuple[str, str]]:
    """The bigrams with a written character, each with the one that stands there in the right word ("" outside of it)."""
    for left in (place - 1, place):
        pair = text[max(0, start + left) : start + left + 2]
        if RUN.fullmatch(pair):
            yield pair, word[left : left + 2] if 0 <= left < len(word) - 1 else ""


def _is_right(pair: str, right: str, vocabulary: Vocabulary, known: Known) -> bool:
    """Whether the city knows a written bigram, or people often write it."""
    often = ONCE_IN_A_WHILE * known(right) if right else 0.0
    return vocabulary.is_everyday(pair) or known(pair) > often


def _words(run: str) -> Iterator[str]:
    """What stands at the beginning and at the end of a run."""
    for length in LENGTHS:
        if len(run) >= length:
            yield run[:length]
        if len(run) > length:
            yield run[-length:]


def _pairs(run: str) -> Iterator[str]:
    return (run[place : place + 2] for place in range(len(run) - 1))
