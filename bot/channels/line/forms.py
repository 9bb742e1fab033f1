"""A message or a report left in the chat, one question after the other. What is filled in stands beside the log, not in
it: contact details belong to the case alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import Connection, select, update

from bot.channels.line import limits
from bot.channels.line.chats import said
from bot.channels.line.tables import chats
from bot.channels.line.wording import Step, phrase, steps
from handoff.cases.kinds import kind_of
from handoff.cases.values import NewCase, Report
from handoff.events import Author, Draft, EventKind
from handoff.journal import append, locked
from handoff.service import Service
from handoff.states import State
from handoff.tables import conversations

FORGOTTEN_AFTER = timedelta(minutes=30)


class Form(StrEnum):
    """What can be left."""

    MESSAGE = "message"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as far as it is filled in; `client_id` names the case that it becomes, `said` the messages in it."""

    form: Form
    client_id: str
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    said: tuple[str, ...] = ()

    @property
    def step(self) -> Step | None:
        """What is asked next; None where all is there."""
        return next((step for step in steps(self.form) if step.key not in self.answers), None)

    def case(self) -> NewCase:
        """The case that a filled form becomes."""
        told = self.answers
        if self.form is Form.MESSAGE:
            return NewCase(self.client_id, told["text"], contact=told["contact"])
        danger = steps(self.form)[-1].yes == told["danger"]
        report = Report(kind_of(told["what"]).key, told["what"], told["where"], danger=danger)
        return NewCase(self.client_id, "", report=report)


class Forms(Service):
    """The forms that are being filled in, one a chat."""

    async def open(self, conversation: str) -> Filled | None:
        """The form that the citizen is filling in; none where it was forgotten or a person has the word."""
        return await self._read(partial(_open, id_=conversation, now=self._now()))

    async def begin(self, conversation: str, form: Form, client_id: str) -> None:
        """Ask the first question of a form, once for each `client_id`."""
        filled = Filled(form, client_id)
        work = partial(_go_on, id_=conversation, filled=filled, client_id=client_id, now=self._now())
        await self._write(work, conversation)

    async def answer(self, conversation: str, filled: Filled, client_id: str, text: str) -> Filled:
        """Take an answer in, once for each `client_id`, and ask the next question; the form with it."""
        step = filled.step
        if step is None:
            return filled
        given = "" if text == step.skip else limits.cut(text, step.longest)
        if given and len(given) < step.shortest:
            again = phrase("too_short")
            work = partial(_go_on, id_=conversation, filled=filled, client_id=client_id, now=self._now())
            await self._write(partial(work, before=again, done=step), conversation)
            return filled
        answers = {**filled.answers, step.key: given}
        further = Filled(filled.form, filled.client_id, answers, (*filled.said, client_id))
        work = partial(_go_on, id_=conversation, filled=further, client_id=client_id, now=self._now())
        await self._write(partial(work, done=step), conversation)
        return further

    async def end(self, conversation: str) -> None:
        """Forget what was filled in."""
        row = update(chats).where(chats.c.conversation_id == conversation).values(form=None)
        await self._storage.writer.run(lambda connection: connection.execute(row).rowcount)


def _open(connection: Connection, id_: str, now: datetime) -> Filled | None:
    query = (
        select(chats.c.form, conversations.c.state)
        .join(conversations, conversations.c.id == chats.c.conversation_id)
        .where(chats.c.conversation_id == id_)
    )
    form, state = connection.execute(query).one()
    if form is None or state not in (State.BOT, State.QUEUED):
        return None
    if now - datetime.fromisoformat(form["at"]) > FORGOTTEN_AFTER:
        return None
    return Filled(Form(form["form"]), form["client_id"], form["answers"], tuple(form["said"]))


def _go_on(
    connection: Connection,
    id_: str,
    filled: Filled,
    client_id: str,
    now: datetime,
    *,
    before: str = "",
    done: Step | None = None,
) -> int:
    """Write that a step was answered, though not what, and the next question."""
    conversation = locked(connection, id_)
    if said(connection, id_, client_id):
        return conversation.last_seq
    drafts = []
    if done is not None:
        text = phrase("form_filled").format(step=done.name)
        drafts.append(Draft(EventKind.MESSAGE, Author.CITIZEN, text, client_id=client_id))
    if filled.step is not None:
        drafts.append(_question(filled, before, client_id if done is None else None))
    kept: dict[str, Any] = {
        "form": filled.form,
        "client_id": filled.client_id,
        "answers": dict(filled.answers),
        "said": list(filled.said),
        "at": now.isoformat(),
    }
    connection.execute(update(chats).where(chats.c.conversation_id == id_).values(form=kept))
    return append(connection, conversation, drafts, now)


def _question(filled: Filled, before: str, client_id: str | None) -> Draft:
    step = filled.step
    assert step is not None
    details = {"form": filled.form, "taps": list(step.answers)}
    text = f"{before}\n{step.ask}" if before else step.ask
    return Draft(EventKind.MESSAGE, Author.SYSTEM, text, details, client_id)
