"""What the console says: both languages say everything, and every closed value has its word."""

import re
from pathlib import Path

import pytest

import handoff.console
from bot.channels.line.batches import Status
from handoff.agents.values import Presence, Role
from handoff.cases.kinds import report_kinds
from handoff.cases.values import CaseState
from handoff.console.outgoing import Notice
from handoff.lane.values import Decided
from handoff.queue.values import Outcome
from handoff.states import Reason, State, Unavailable, Why

STATIC = Path(handoff.console.__file__).parent / "static"
KEY = re.compile(r'(?:^|[\s,{])"?([A-Za-z][\w.-]*)"?: "', re.MULTILINE)
USED = re.compile(r'\bt\("([\w.-]+)"')
FAMILIES = {
    "presence": Presence,
    "role": Role,
    "report": report_kinds(),
    "case_state": CaseState,
    "decided": Decided,
    "outcome": Outcome,
    "reason": Reason,
    "state": State,
    "outgoing": Status,
    "leaving": Notice,
    "channel_notice": set(Notice) - {Notice.BLOCKED},
    "move": [*Why, *Unavailable],
}


def keys(language: str) -> set[str]:
    return set(KEY.findall((STATIC / "words" / f"{language}.js").read_text(encoding="utf-8")))


def test_both_languages_say_the_same_things() -> None:
    assert keys("zh-TW") == keys("en")


def test_everything_that_is_said_has_its_words() -> None:
    scripts = (STATIC / "js").rglob("*.js")
    used = {key for script in scripts for key in USED.findall(script.read_text(encoding="utf-8"))}
    assert used <= keys("zh-TW")


@pytest.mark.parametrize("family", FAMILIES)
def test_every_closed_value_has_its_word(family: str) -> None:
    assert {f"{family}.{value}" for value in FAMILIES[family]} <= keys("zh-TW")


def test_no_script_can_make_markup_from_text() -> None:
    sinks = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function")
    scripts = (STATIC / "js").rglob("*.js")
    assert [script.name for script in scripts if sinks.search(script.read_text(encoding="utf-8"))] == []
