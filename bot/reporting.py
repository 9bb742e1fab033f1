"""A report collected in the talk: one question at a time, the citizen's word, then it is passed on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.answer import Answer, AnswerStatus, Choice, HandoffReason, Question, Turn
from bot.replies import beginning, is_reply, quick_replies, reply
from bot.understanding.data import document
from bot.understanding.matter import asks
from bot.understanding.reports import ReportFields, is_report, report_fields

CITIZEN = "citizen"
LONGEST = 200
"""Characters of an answer that are kept."""


class Step(StrEnum):
    """What a report is still asked for, in the order of asking; closed. Each has its wording and its quick replies."""

    WHAT = "what"
    WHERE = "where"
    DANGER = "danger"
    SINCE = "since"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Collected:
    """What a report holds so far, what the bot asked last, and whether the citizen has sent or dropped it."""

    told: ReportFields
    asked: Step | None = None
    sent: bool = False
    dropped: bool = False


def collected(question: Question) -> Collected | None:
    """The report that a message begins or goes on with; None where it does neither."""
    report: Collected | None = None
    for turn in (*question.history, Turn(CITIZEN, question.text)):
        if turn.author == CITIZEN:
            report = _heard(turn.text, report)
        elif report is not None:
            step = _asked(turn.text)
            report = None if step is None else replace(report, asked=step)
    return report


def is_collecting(history: Sequence[Turn]) -> bool:
    """Whether the bot asked something about a report just now."""
    return bool(history) and history[-1].author != CITIZEN and _asked(history[-1].text) is not None


def report_turn(question: Question) -> Answer | None:
    """What the bot says to a message that begins a report or goes on with one; None where it does neither."""
    report = collected(question)
    if report is None:
        return None
    if report.dropped:
        return Answer(AnswerStatus.GREETING, reply("greeting_report_dropped"), 1.0)
    if report.sent:
        text = reply("handoff_report", **_summary(report.told))
        return Answer(AnswerStatus.HANDOFF, text, 1.0, handoff=HandoffReason.REPORT)
    step = _next(report)
    values = _summary(report.told) if step is Step.CONFIRM else {}
    choices = tuple(Choice(label, "", None) for label in quick_replies(_key(step)))
    return Answer(AnswerStatus.CLARIFY, reply(_key(step), **values), 1.0, choices=choices)


def _heard(text: str, report: Collected | None) -> Collected | None:
    """The report after a message of the citizen; None where the message has nothing to do with one."""
    if report is None or report.asked is None:
        return Collected(report_fields(text, ())) if is_report(text) else None
    said = text.strip()
    words = document("reports")["talk"]
    if re.fullmatch(words["drop"], said):
        return replace(report, dropped=True)
    if report.asked is Step.CONFIRM:
        return _confirmed(said, report)
    if asks(said) and not is_report(said) and not _is_answer(said, report.asked):
        return None
    return Collected(_answered(said, report.asked, report.told))


def _is_answer(said: str, step: Step) -> bool:
    """Whether what looks like a question is an answer: 這幾天, 前幾天吧."""
    vague = step is Step.SINCE and re.search(document("reports")["talk"]["vague_since"], said) is not None
    return vague or said in quick_replies(_key(step))


def _confirmed(said: str, report: Collected) -> Collected | None:
    words = document("reports")["talk"]
    if re.fullmatch(words["send"], said):
        return replace(report, sent=True)
    if re.fullmatch(words["change_where"], said):
        return Collected(replace(report.told, where=None))
    if re.fullmatch(words["change_what"], said):
        return Collected(replace(report.told, what=None))
    if asks(said):
        return None
    new, told = report_fields(said, ()), report.told
    danger = told.danger if new.danger is None else new.danger
    return Collected(
        replace(told, where=new.where or told.where, since=new.since or told.since, danger=danger)
    )


def _answered(said: str, step: Step, told: ReportFields) -> ReportFields:
    """The fields with the answer to the question asked, and with what else the message tells of the open ones."""
    more = report_fields(said, ())
    words = document("reports")["talk"]
    answer = said[:LONGEST]
    if step is Step.SINCE and re.search(words["unknown"], said):
        answer = str(words["unknown_since"])
    danger = told.danger if told.danger is not None else more.danger
    if step is Step.DANGER and danger is None:
        danger = not re.search(words["no"], said)
    return ReportFields(
        answer if step is Step.WHAT else told.what or more.what,
        answer if step is Step.WHERE else told.where or more.where,
        answer if step is Step.SINCE else told.since or more.since,
        danger,
    )


def _next(report: Collected) -> Step:
    steps: Sequence[Step] = (Step.WHAT, Step.WHERE, Step.DANGER, Step.SINCE)
    return next((step for step in steps if getattr(report.told, step.value) is None), Step.CONFIRM)


def _asked(text: str) -> Step | None:
    """What the bot asked with a message; None where it asked nothing about a report."""
    open_steps = (step for step in Step if step is not Step.CONFIRM and is_reply(text, _key(step)))
    return next(open_steps, Step.CONFIRM if text.startswith(beginning(_key(Step.CONFIRM))) else None)


def _key(step: Step) -> str:
    return f"clarify_report_{step.value}"


def _summary(told: ReportFields) -> dict[str, str]:
    data = document("reports")["talk"]
    return {
        "what": told.what or "",
        "where": told.where or "",
        "since": told.since or data["unknown_since"],
        "danger": data["danger_yes"] if told.danger else data["danger_no"],
    }
