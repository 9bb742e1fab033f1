"""Cases as documents, for other systems: JSON and CSV."""

import csv
import io
import json
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from askcity.clock import TAIPEI
from handoff.cases.kinds import report_kinds
from handoff.cases.values import Case

EVERYTHING = 1_000_000
"""More cases than there are."""


class Format(StrEnum):
    """How cases are written."""

    JSON = "json"
    CSV = "csv"


MEDIA_TYPES = {Format.JSON: "application/json", Format.CSV: "text/csv; charset=utf-8"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make spreadsheets calculate instead of show."""


def document(case: Case) -> dict[str, Any]:
    """A case as JSON; times in Asia/Taipei."""
    report = case.report
    return {
        "number": case.number,
        "kind": report.kind if report else "message",
        "label": report_kinds()[report.kind].label if report else "留言",
        "state": case.state,
        "what": report.what if report else case.text,
        "where": report.where if report else "",
        "since": report.since if report else "",
        "danger": report.danger if report else False,
        "name": case.name,
        "contact": case.contact,
        "due_at": case.due_at.astimezone(TAIPEI).isoformat(timespec="seconds"),
        "created_at": case.created_at.astimezone(TAIPEI).isoformat(timespec="seconds"),
        "agent": case.agent,
        "outcome": case.outcome,
        "answer": case.answer,
    }


def as_json(cases: Iterable[Case]) -> str:
    """Cases as a JSON list."""
    return json.dumps([document(case) for case in cases], ensure_ascii=False, indent=2)


def as_csv(cases: Iterable[Case]) -> str:
    """Cases as CSV with a header, in UTF-8 with a mark by which spreadsheets know it."""
    rows = [document(case) for case in cases]
    file = io.StringIO()
    writer = csv.writer(file)
    header = list(rows[0]) if rows else ["number"]
    writer.writerow(header)
    writer.writerows([_cell(row[name]) for name in header] for row in rows)
    return "\ufeff" + file.getvalue()


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
