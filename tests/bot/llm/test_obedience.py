"""A model that does whatever a text tells it leads nobody astray: what it says is checked, not what it was asked.

`python -m tests.slow.obedience` does the same with every attack in every frame.
"""

from collections.abc import Iterator

import pytest

from bot.llm.wordsmith import ModelWordsmith
from tests.bot.llm.obedient import (
    BESIDE,
    all_of,
    attacks,
    obedient,
    poisoned,
    said_of_attack,
    searched_for_attack,
    seen_of_page,
)
from tests.bot.llm.openai_server import says
from tests.bot.llm.stubs import composing


@pytest.fixture(scope="module")
def words() -> Iterator[ModelWordsmith]:
    with composing(says(obedient, size=500)) as (made, _):
        yield made


def test_nothing_of_an_attack_in_the_question_is_said(words: ModelWordsmith) -> None:
    assert all_of([said_of_attack(words, BESIDE(attack)) for attack in attacks()]) == []


def test_an_attack_that_was_said_before_lures_no_followup_away(words: ModelWordsmith) -> None:
    assert all_of([searched_for_attack(words, attack) for attack in attacks()]) == []


def test_nothing_planted_on_a_page_is_said(words: ModelWordsmith) -> None:
    pages = list(poisoned())
    found = [seen_of_page(words, page) for page in pages]
    used = sum(one for one, _ in found)
    assert (len(pages) >= 30, used > len(pages) / 2) == (True, True)
    assert all_of([leaks for _, leaks in found]) == []
