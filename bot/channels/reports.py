"""A report that the citizen has confirmed in the talk, as a case."""

from bot.answer import Question
from bot.reporting import collected
from handoff.cases.kinds import kind_of
from handoff.cases.values import NewCase, Report


def confirmed_case(question: Question, seq: int) -> NewCase | None:
    """The case of the report that the message `seq` confirms; None where it confirms none."""
    report = collected(question)
    if report is None or not report.sent or not report.told.what or not report.told.where:
        return None
    told = report.told
    kind = kind_of(told.what or "").key
    filed = Report(kind, told.what or "", told.where or "", told.since or "", danger=bool(told.danger))
    return NewCase(f"report-{seq}", "", report=filed)
