"""Matters named in a row before one way of asking: 身分證地址、垃圾車時間、小孩轉學要怎麼弄."""

import re
from collections.abc import Sequence

from bot.understanding.data import document, pattern
from bot.understanding.matter import asks, stands_alone, weight

JOINED = re.compile(r"[、/]|(?:跟|和|與|及|以及|還有)")
SHORT = 3
"""Characters of an item that is not found by itself, only with the situation told before it."""


def listed(question: str) -> tuple[str, ...]:
    """A question for each matter in the row, or the question as it is where it is about one matter."""
    data = document("aspects")
    wished = re.search(data["wished"], question)
    if wished is not None:
        return tuple(JOINED.split(wished["row"]))
    tail = re.search(data["shared_tail"], question)
    if tail is None or tail.start() == 0 or re.search(data["about_all"], question):
        return (question,)
    asking = tail.group()
    situation, items = _items(question[: tail.start()])
    if len(items) < 2 or not _are_matters(items, question):
        return (question,)
    needs = [weight(item) <= SHORT or place == 0 for place, item in enumerate(items)]
    return tuple(
        f"{situation if needed else ''}{item}{asking}" for item, needed in zip(items, needs, strict=True)
    )


def matters_of_one_question(message: str, clauses: Sequence[str]) -> tuple[str, ...]:
    """A question for each of the matters told before a last clause that asks for all of them; empty where it does not.

    「遺失的身分證、市民卡都要補，各多少錢」, 「想借禮堂，也想借腳踏車，要多早申請」.
    """
    data = document("aspects")
    if len(clauses) < 2 or any(map(asks, clauses[:-1])) or not asks(clauses[-1]):
        return ()
    *told, last = clauses
    each = re.search(data["each"], last)
    if each is None and (stands_alone(last) or len(told) < 2 or not re.search(data["too"], told[-1])):
        return ()
    asking = each["what"] + each["asking"] if each else last
    rows = [row for clause in told if len(row := _row(clause, listing=each is not None)) > 1]
    if re.search(data["about_all"], message):
        return ()
    if rows:
        return tuple(f"{item}{asking}" for row in rows for item in row)
    matters = [one for one in told if stands_alone(one)]
    wished = [one for one in matters if re.search(data["wishes"], one)]
    matters = matters if each or len(wished) < 2 else wished
    return tuple(f"{matter}，{asking}" for matter in matters) if len(matters) > 1 else ()


def _row(clause: str, *, listing: bool) -> list[str]:
    """The matters named in a row in a clause, each with the action that they share."""
    if not listing:
        return []
    shared = re.search(document("aspects")["shared_action"], clause)
    row = clause[: shared.start()] if shared else clause
    action = shared["action"] if shared else ""
    return [f"{item.strip()}{action}" for item in JOINED.split(row) if stands_alone(item)]


def _items(row: str) -> tuple[str, list[str]]:
    """What is told before a row of matters, and the matters."""
    told = re.match(document("aspects")["situation"], re.split(r"[、/]", row)[0])
    situation = told.group() if told else ""
    return situation, [item.strip() for item in JOINED.split(row[len(situation) :]) if item.strip()]


def _are_matters(items: Sequence[str], question: str) -> bool:
    """Whether each item is a matter of its own: no person, no day, and a known kind of matter where 跟 joins them.

    A short first item of two, as in 國小、國中學區, has its noun in the second.
    """
    persons, matters = pattern("words", "persons"), pattern("words", "matters")
    not_items = re.compile(document("aspects")["not_items"])
    if any(persons.search(item) or not_items.search(item) or len(item) < 2 for item in items):
        return False
    if not re.search("[、/]", question):
        return all(matters.search(item) for item in items)
    first_is_clipped = len(items) == 2 and weight(items[0]) <= 2 and not matters.search(items[0])
    return not first_is_clipped and all(stands_alone(item) or matters.search(item) for item in items)
