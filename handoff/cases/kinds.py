"""What kinds of reports there are and how soon each is to be dealt with; data in `kinds.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A kind of report; the words by which it is told."""

    key: str
    label: str
    within: timedelta
    words: tuple[str, ...]


def report_kinds() -> Mapping[str, ReportKind]:
    """All kinds, by key, in their order."""
    return _kinds()


def kind_of(text: str) -> ReportKind:
    """The kind of report that a text describes; the last one is for all others."""
    kinds = list(_kinds().values())
    return next((kind for kind in kinds if any(word in text for word in kind.words)), kinds[-1])


def message_within() -> timedelta:
    """How soon a message is to be answered."""
    return timedelta(hours=_data()["message_hours"])


def report_within(kind: ReportKind, *, danger: bool) -> timedelta:
    """How soon a report is to be dealt with."""
    return min(kind.within, timedelta(hours=_data()["danger_hours"])) if danger else kind.within


@cache
def _kinds() -> dict[str, ReportKind]:
    return {
        one["key"]: ReportKind(one["key"], one["label"], timedelta(hours=one["hours"]), tuple(one["words"]))
        for one in _data()["report"]
    }


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8"))
