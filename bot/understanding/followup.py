"""A follow-up made to stand by itself, from what the citizen said before; no language model."""

import re
from collections.abc import Collection, Sequence

from bot.answer import SITE, Turn
from bot.understanding.data import LONGEST, document, pattern
from bot.understanding.matter import (
    asks,
    attribute,
    bare,
    district,
    leans,
    own_matter,
    stands_alone,
    topic,
    weight,
)
from bot.understanding.places import moved
from index.asking import asked_for

LOOK_BACK = 6
"""Earlier turns of the citizen that are read."""
BRIEF = 14
"""Characters of a message that may be about the matter before although it names something itself."""
NAMES_MOST = 4
"""Characters of matter that a message may name which points back in so many words: 它、這個."""
NAMES_LITTLE = 2
"""The same where it is only connected with what was said: 那……."""
A_WORD = 4
"""Characters up to which a message that asks nothing may be the answer to something left open: 國定假日."""
LONGEST_TOPIC = 60
SPEAKERS = ("citizen", SITE)


def resolve(text: str, history: Sequence[Turn], places: Collection[str] = ()) -> str:
    """The message with what it leaves out put in; unchanged where it stands by itself. `places` are the city's districts."""
    return text if len(text) > LONGEST else _joined(text, talked_of(history, places), places)


def talked_of(history: Sequence[Turn], places: Collection[str] = ()) -> str:
    """What the citizen last asked, made to stand by itself; empty where nothing was asked yet."""
    before = ""
    for turn in [turn for turn in history if turn.author in SPEAKERS][-LOOK_BACK:]:
        before = _joined(turn.text[:LONGEST], before, places)
    return before


def _joined(text: str, before: str, places: Collection[str]) -> str:
    """A message after one that stands by itself (`before`), itself made to stand alone."""
    if not before or not bare(text):
        return text if bare(text) else before
    if pattern("followup", "no_question").search(bare(text)):
        return before
    if pattern("followup", "told_of_oneself").search(bare(text)) and not asks(text):
        return f"{before} {bare(text)}"
    elsewhere = _in_another_district(text, before, places)
    if elsewhere is not None or _tells_something(text):
        return elsewhere or text
    steps = (step(text, before) for step in (_other_place, _other_group, _other_thing, _same_matter))
    return next((found for found in steps if found is not None), text)


def _tells_something(text: str) -> bool:
    return not asks(text) and not pattern("words", "kinds").search(text) and weight(bare(text)) > A_WORD


def _in_another_district(text: str, before: str, places: Collection[str]) -> str | None:
    """那竹溪的呢: the same question, or another one, of another of the city's districts."""
    if (found := moved(text, before, places)) is None:
        return None
    there, rest = found
    return f"{topic(there)} {_asking(rest)}" if _asking(rest) else there


def _other_place(text: str, before: str) -> str | None:
    """那鳳山區呢: the same question of another district."""
    named = district(text)
    place = named or _short_name(text, before)
    if place is None or (named and stands_alone(text.replace(named, " "))):
        return None
    rest = _asking(text.replace(place, " ")) if named else ""
    told = district(before)
    moved = before.replace(told, place) if told else f"{place} {before}"
    return f"{topic(moved)} {rest}" if rest else moved


def _short_name(text: str, before: str) -> str | None:
    """那鳳山呢, after a question that named a district in full."""
    match = re.fullmatch(r"(?:那|啊|那麼)?([\u3400-\u9fff]{2})呢?", bare(text))
    if match is None or district(before) is None or not stands_alone(match.group(1)):
        return None
    return None if _group(text) or attribute(text) else f"{match.group(1)}區"


def _other_group(text: str, before: str) -> str | None:
    """那外籍配偶可以嗎: the same question for somebody else."""
    group = _group(text)
    if group is None or group in before or stands_alone(text.replace(group, " ")):
        return None
    rest = _asking(text.replace(group, " "))
    if asked_for(rest) and not pattern("followup", "connects").search(bare(text)):
        return None
    told = _group(before)
    moved = before.replace(told, group) if told else f"{group} {before}"
    return f"{topic(moved)} {rest}" if rest else moved


def _other_thing(text: str, before: str) -> str | None:
    """那身分證呢: another thing, asked about in the same way."""
    match = re.fullmatch(r"(?:那|啊|還有|那麼)?(?:如果是|換成|要是)?(.{2,10}?)呢", bare(text) + _ne(text))
    if match is None or attribute(text) or not stands_alone(match.group(1)):
        return None
    thing = match.group(1)
    if asks(thing) or _group(thing):
        return None
    action = pattern("words", "actions").findall(before)
    kept = "" if pattern("words", "actions").search(thing) else "".join(_once(action))
    asking = f"{kept} {_tail(before)}".strip()
    return f"{thing}{kept} {_tail(before)}" if asking else f"{before} {thing}"


def _same_matter(text: str, before: str) -> str | None:
    """要帶什麼, 它星期一有開嗎: another question about the same matter."""
    if not leans(text) and not _points_back(text):
        return None
    asking = _asking(text) or bare(text)
    if _ne(text) and asked_for(asking) is None:  # 星期天呢
        asking += _tail(before)
    return f"{topic(before)[:LONGEST_TOPIC]} {asking}"


def _points_back(text: str) -> bool:
    """Whether a brief message says that it is about what was said before."""
    said = bare(text)
    if weight(said) > BRIEF:
        return False
    named = weight(own_matter(said))
    if pattern("words", "points_back").search(said):
        return named <= NAMES_MOST
    return bool(pattern("followup", "connects").search(said)) and named <= NAMES_LITTLE


def _asking(text: str) -> str:
    """The asking of a message without the words that point back; empty where it asks nothing of its own."""
    left = re.sub(r"呢?[?？!！。~～ ]*$", "", text).strip()
    for part in document("followup")["pointing"]:
        left = re.sub(part, "", left).strip()
    return "" if pattern("followup", "asks_the_same").fullmatch(left) else left


def _tail(question: str) -> str:
    """How a question asks: 戶口名簿補發要帶什麼 -> 要帶什麼."""
    said, about = bare(question), topic(question)
    return said[len(about) :] if said.startswith(about) else ""


def _group(text: str) -> str | None:
    match = pattern("words", "groups").search(text)
    return match.group() if match else None


def _ne(text: str) -> str:
    return "呢" if re.search(r"呢[?？。~！! ]*$", text) else ""


def _once(words: Sequence[str | tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys(word for word in words if isinstance(word, str)))
