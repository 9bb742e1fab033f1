"""What is done to cases, each in one transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from askcity.errors import ConflictError, NotFoundError
from handoff.agents import operations as agents
from handoff.cases import kinds, numbers
from handoff.cases.values import Case, CaseNote, CaseState, NewCase, Progress, Report, Taken
from handoff.events import Conversation, Draft
from handoff.journal import append, locked, shift, state_entry
from handoff.queue import tickets
from handoff.queue.values import Outcome
from handoff.states import Reason, State, Why
from handoff.tables import case_notes, cases, deliveries
from handoff.tokens import same
from handoff.wording import Occasion, clock, told

MOST_OPEN = 5
"""Cases that one conversation may have open."""
MOST_FAILURES = 10
LOCKED_FOR = timedelta(hours=1)
"""After so many wrong checks a case is not found for so long."""


def open_case(connection: Connection, id_: str, new: NewCase, *, deliver: bool, now: datetime) -> Taken:
    """Take a case in, once for each `client_id`; who waited for a person goes back to the bot.

    Raises NotFound- and ConflictError.
    """
    conversation = locked(connection, id_)
    before = _sent_before(connection, id_, new)
    if before is not None:
        return before
    _refuse_too_many(connection, id_)
    taken = Taken(_free_number(connection, now), numbers.check_of(new.contact), now + _within(new))
    connection.execute(insert(cases).values(**_fields(id_, new, taken, now)))
    if new.report is not None and deliver:
        line = {"case_number": taken.number, "attempts": 0, "next_at": now, "last_error": ""}
        connection.execute(insert(deliveries).values(**line))
    _tell(connection, conversation, _receipt(new, taken), now)
    return taken


def claim(connection: Connection, number: str, agent: str, now: datetime) -> None:
    """Give an open case to an agent: one conditional update. Raises NotFound-, Forbidden- and ConflictError."""
    agents.serving(connection, agent)
    free = (cases.c.number == number, cases.c.state == CaseState.OPEN)
    values = {"state": CaseState.CLAIMED, "agent": agent, "updated_at": now}
    if connection.execute(update(cases).where(*free).values(**values)).rowcount == 0:
        case = found(connection, number)
        raise ConflictError(f"the case is not open: agent {case.agent} has it, its state is {case.state}")
    agents.record(connection, agent, "claim_case", now, details={"case": number})


def put_back(connection: Connection, number: str, agent: str, now: datetime) -> None:
    """Give a claimed case back. Raises NotFound-, Forbidden- and ConflictError."""
    _held(connection, number, agent)
    values = {"state": CaseState.OPEN, "agent": None, "updated_at": now}
    connection.execute(update(cases).where(cases.c.number == number).values(**values))
    agents.record(connection, agent, "put_back_case", now, details={"case": number})


def note(connection: Connection, number: str, agent: str, text: str, now: datetime) -> None:
    """Note something of a case. Raises NotFound- and ForbiddenError."""
    agents.serving(connection, agent)
    found(connection, number)
    line = {"case_number": number, "agent": agent, "text": text, "created_at": now}
    connection.execute(insert(case_notes).values(**line))


def resolve(
    connection: Connection, number: str, agent: str, *, outcome: Outcome, answer: str, now: datetime
) -> Case:
    """End a case; its conversation hears the answer. Raises NotFound-, Forbidden- and ConflictError."""
    case = _held(connection, number, agent)
    values = {"state": CaseState.DONE, "outcome": outcome, "answer": answer, "updated_at": now}
    connection.execute(update(cases).where(cases.c.number == number).values(**values))
    agents.record(connection, agent, "resolve_case", now, details={"case": number, "outcome": outcome})
    message = told(Occasion.CASE_DONE, number=number, answer=answer)
    append(connection, locked(connection, case.conversation), [message], now)
    return case


def look_up(connection: Connection, number: str, check: str, now: datetime) -> Progress | None:
    """How far a case is; None for a wrong number or check, or after too many wrong ones."""
    row = connection.execute(select(cases).where(cases.c.number == number).with_for_update()).one_or_none()
    if row is None:
        return None
    recent = row.failed_at is not None and now - row.failed_at < LOCKED_FOR
    if recent and row.failures >= MOST_FAILURES:
        return None
    if not same(check.strip().casefold(), row.check_code):
        failures = row.failures + 1 if recent else 1
        failed = {"failures": failures, "failed_at": now}
        connection.execute(update(cases).where(cases.c.number == number).values(**failed))
        return None
    state = CaseState(row.state)
    return Progress(row.number, state, row.due_at, row.created_at, row.updated_at, row.answer)


def found(connection: Connection, number: str) -> Case:
    """One case. Raises NotFoundError."""
    row = connection.execute(select(cases).where(cases.c.number == number)).one_or_none()
    if row is None:
        raise NotFoundError(f"no case {number}")
    return case_of(row)


def listed(connection: Connection, states: Sequence[CaseState], limit: int) -> list[Case]:
    """The cases in these states, the most pressing first."""
    query = select(cases).where(cases.c.state.in_(states)).order_by(cases.c.due_at, cases.c.number)
    return [case_of(row) for row in connection.execute(query.limit(limit))]


def of_conversation(connection: Connection, id_: str) -> list[Case]:
    """A conversation's cases, oldest first."""
    query = select(cases).where(cases.c.conversation_id == id_).order_by(cases.c.created_at)
    return [case_of(row) for row in connection.execute(query)]


def notes_of(connection: Connection, number: str) -> list[CaseNote]:
    """What was noted of a case, in order."""
    query = select(case_notes).where(case_notes.c.case_number == number).order_by(case_notes.c.id)
    return [CaseNote(row.id, row.agent, row.text, row.created_at) for row in connection.execute(query)]


def case_of(row: Any) -> Case:
    """A row as a value."""
    report = None
    if row.report_kind is not None:
        report = Report(row.report_kind, row.what, row.place, row.since, row.danger)
    return Case(
        row.number,
        row.conversation_id,
        CaseState(row.state),
        row.reason,
        row.text,
        row.name,
        row.contact,
        report,
        row.agent,
        Outcome(row.outcome) if row.outcome else None,
        row.answer,
        row.due_at,
        row.created_at,
        row.updated_at,
    )


def _sent_before(connection: Connection, id_: str, new: NewCase) -> Taken | None:
    query = select(cases).where(cases.c.conversation_id == id_, cases.c.client_id == new.client_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else Taken(row.number, row.check_code, row.due_at)


def _refuse_too_many(connection: Connection, id_: str) -> None:
    query = select(func.count()).where(cases.c.conversation_id == id_, cases.c.state != CaseState.DONE)
    if connection.execute(query).scalar_one() >= MOST_OPEN:
        raise ConflictError(f"this conversation has {MOST_OPEN} open cases already; wait for one to be done")


def _free_number(connection: Connection, now: datetime) -> str:
    while True:
        number = numbers.new_number(now)
        if connection.execute(select(cases.c.number).where(cases.c.number == number)).first() is None:
            return number


def _within(new: NewCase) -> timedelta:
    if new.report is None:
        return kinds.message_within()
    return kinds.report_within(kinds.report_kinds()[new.report.kind], danger=new.report.danger)


def _fields(id_: str, new: NewCase, taken: Taken, now: datetime) -> dict[str, Any]:
    report = new.report
    reported = {
        "report_kind": report.kind if report else None,
        "what": report.what if report else "",
        "place": report.where if report else "",
        "since": report.since if report else "",
        "danger": report.danger if report else False,
    }
    return {
        "number": taken.number,
        "conversation_id": id_,
        "client_id": new.client_id,
        "state": CaseState.OPEN,
        "reason": Reason.REPORT if report else Why.LEFT_MESSAGE,
        "text": new.text,
        "name": new.name,
        "contact": new.contact,
        "check_code": taken.check,
        "failures": 0,
        "answer": "",
        "due_at": taken.due_at,
        "created_at": now,
        "updated_at": now,
        **reported,
    }


def _receipt(new: NewCase, taken: Taken) -> Draft:
    """What the citizen is told; the check only where it is not their own contact's."""
    if new.contact:
        return told(Occasion.CASE_OPENED, number=taken.number, due=clock(taken.due_at))
    values = {"number": taken.number, "check": taken.check, "due": clock(taken.due_at)}
    return told(Occasion.CASE_OPENED_WITH_CODE, **values)


def _tell(connection: Connection, conversation: Conversation, message: Draft, now: datetime) -> None:
    if conversation.state is State.QUEUED:
        entries = [state_entry(State.BOT, Why.LEFT_MESSAGE), message]
        shift(connection, conversation, State.BOT, entries, now=now)
        tickets.end(connection, conversation.id, Why.LEFT_MESSAGE, now)
    else:
        append(connection, conversation, [message], now)


def _held(connection: Connection, number: str, agent: str) -> Case:
    agents.serving(connection, agent)
    case = found(connection, number)
    if case.state is not CaseState.CLAIMED:
        raise ConflictError(f"the case is not being worked on; its state is {case.state}")
    if case.agent != agent:
        agents.may_act(connection, agent, case.agent)
    return case
