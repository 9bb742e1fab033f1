"""A message split into its questions, each made to stand by itself."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.understanding.data import LONGEST, document, pattern
from bot.understanding.listing import listed, matters_of_one_question
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
from index.asking import asked_for

MOST = 4
STORY = 40
"""Characters of a story that a question is given which needs it."""
BRIEF = 12
"""Characters of a story that a question is given even where it names a matter itself, but hardly: `THIN` characters of it."""
THIN = 3
DWELLS = 5
"""A question after a comma that names no more than this still dwells on the matter of the one before: 需要建照嗎."""
OPEN_END = re.compile(document("aspects")["open_end"])
HARD = "。！？!?；;\n\r…"
BREAK = re.compile(
    r"(?<=[。！!？?；;…])\s*|[\n\r]+|(?<=[，,])\s*|(?<=[\u3400-\u9fff])[ \u3000]+(?=[\u3400-\u9fff])|(?<![\d.])(?=[1-9][.、)）](?!\d))|(?<=[嗎呢])(?=[\u3400-\u9fff]{4})(?!啡)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a message between marks; `last` where its sentence ends with it."""

    text: str
    asking: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was told before it in its own sentence (`lead`) and in the message (`story`).

    `linked` where only a comma or a space parts it from the question before.
    """

    text: str
    lead: str
    story: str
    linked: bool


def aspects(text: str) -> tuple[str, ...]:
    """The questions of a message, at most four; a message of one question, or a very long one, is given back as it is."""
    if len(text) > LONGEST:
        return (text.strip(),)
    if each := matters_of_one_question(text, [clause.text for clause in _clauses(text)]):
        return each[:MOST]
    found = [replace(asked, text=one) for asked in _asked(_clauses(text)) for one in listed(asked.text)]
    whole = list(dict.fromkeys(_whole(found, _told_place(text))))
    if len(whole) < 2:
        return (text.strip(),)
    return (*whole[: MOST - 1], " ".join(whole[MOST - 1 :])) if len(whole) > MOST else tuple(whole)


def _clauses(text: str) -> list[Clause]:
    spread = re.sub(document("aspects")["also"], r"\n\g<0>", text)
    starts = [0, *(match.end() for match in BREAK.finditer(spread)), len(spread)]
    pieces = [part for start, end in pairwise(starts) for part in _questions_in_row(spread[start:end])]
    clauses: list[Clause] = []
    for piece in pieces:
        said = piece.strip().strip("，, ")
        if not bare(said):
            continue
        if clauses and re.match(document("aspects")["goes_on"], said) and clauses[-1].asking:
            joined = f"{clauses[-1].text}，{said}"
            clauses[-1] = Clause(joined, True, piece.rstrip(" ")[-1:] in HARD)
        else:
            clauses.append(Clause(said, _asking(said), piece.rstrip(" ")[-1:] in HARD))
    return clauses


def _questions_in_row(piece: str) -> list[str]:
    """The questions between 、 where each asks for itself."""
    parts = piece.split("、")
    return parts if len(parts) > 1 and all(map(pattern("words", "asks").search, parts)) else [piece]


def _asking(said: str) -> bool:
    """Whether a clause asks; what follows 另外 and is wished for is asked for too."""
    return asks(said) or re.match(f"{document('aspects')['also']}.*(?:想|要)", said) is not None


def _asked(clauses: Iterable[Clause]) -> Iterator[Asked]:
    """The asking clauses, each with what stands before it."""
    story: list[str] = []
    lead: list[str] = []
    linked = False
    for clause in clauses:
        if clause.asking:
            opened = _opened(clause.text)
            yield Asked(opened, "，".join(lead), "，".join(story), linked and opened == clause.text)
            story, lead, linked = [*story, *lead], [], True
        elif stands_alone(clause.text) or district(clause.text):
            lead.append(bare(clause.text))
        if clause.last:
            story, lead, linked = [*story, *lead], [], False


def _whole(found: Iterable[Asked], told_place: str) -> list[str]:
    """Each question with as much of what was told before as it needs; one that only adds to another joins it."""
    whole: list[str] = []
    before, kind = "", None
    for asked in found:
        key = _kind(asked.text)
        goes_on = bool(whole) and leans(asked.text) and not asked.lead
        if goes_on and _only_adds(asked.text, key, kind, whole[-1]):
            whole[-1] = f"{whole[-1]} {asked.text}"
        elif text := _with_context(asked, before):
            alone = text == asked.text and not goes_on and (key is None or key != kind)
            dwells = asked.linked and alone and _names_little(asked.text)
            whole.append(_placed(f"{before} {text}".strip() if dwells else text, told_place))
            before = before if goes_on or dwells else topic(text)[-STORY:]
        kind = key or kind
    return whole


def _names_little(text: str) -> bool:
    return weight(own_matter(text)) <= DWELLS and not re.search(document("words")["names_a_matter"], text)


def _kind(text: str) -> str | None:
    found = asked_for(text)
    return found.key if found else None


def _only_adds(text: str, key: str | None, kind: str | None, held: str) -> bool:
    """Whether a question asks nothing new after `held`, which asks for `kind`, or says what that one left open."""
    if OPEN_END.search(held) or key == kind:
        return True
    return key is None and not attribute(text) and not stands_alone(text)


def _with_context(asked: Asked, before: str) -> str:
    """A question made to stand by itself; empty where it is about nothing that was said."""
    lead = f"{asked.lead[-STORY:]}，" if asked.lead else ""
    if not leans(asked.text):
        thin = weight(topic(asked.text)) <= THIN and len(asked.story) <= BRIEF
        story = f"{asked.story}，" if asked.story and thin and not lead else ""
        return f"{story}{lead}{asked.text}"
    if before:
        return f"{before} {lead}{asked.text}"
    story = f"{asked.story[-STORY:]}，" if asked.story and not lead else ""
    return f"{story}{lead}{asked.text}" if story or lead else ""


def _placed(text: str, told_place: str) -> str:
    return text if not told_place or told_place in text or district(text) else f"{told_place} {text}"


def _told_place(text: str) -> str:
    """The district named in a clause that does not ask: where the citizen lives."""
    told = (clause for clause in _clauses(text) if not clause.asking)
    return next((named for clause in told if (named := district(clause.text))), "")


def _opened(text: str) -> str:
    """A question without the connecting words and greetings before it."""
    left = re.sub(rf"^{document('aspects')['also']}", "", text)
    polite = pattern("words", "polite")
    while (match := polite.match(left)) and match.end() and len(match.group()) < len(left):
        left = left[match.end() :]
    return left
