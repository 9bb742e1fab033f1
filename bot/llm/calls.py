"""Calls of the language model: capped, timed, counted, and left alone for a while where they fail."""

import threading
import time
from typing import Protocol, TypeVar

import structlog
from pydantic import BaseModel

from bot.llm.model import Access, ChatModel, may_be_asked_plainly
from bot.llm.prompt import Messages
from bot.llm.replies import parsed, spoken
from bot.llm.rest import Rest
from bot.llm.usage import Outcome, Usage

log = structlog.get_logger(__name__)
Form = TypeVar("Form", bound=BaseModel)


class Listener(Protocol):
    """Whoever hears a reply while it is written."""

    @property
    def bound(self) -> bool:
        """Whether something of it has been told, so that it is too late to ask again."""
        ...

    def heard(self, text: str) -> None:
        """The reply so far."""
        ...


class Patient:
    """Waits for the whole reply."""

    bound = False

    def heard(self, text: str) -> None:
        """Nothing happens yet."""


class Calls:
    """Calls of one model."""

    def __init__(self, access: Access, usage: Usage) -> None:
        self.usage, self.seconds = usage, access.timeout
        self._model = ChatModel(access, usage)
        self._free = threading.BoundedSemaphore(access.concurrency)
        self._rest = Rest()

    def close(self) -> None:
        """Break off the calls under way."""
        self._model.close()

    def ask(
        self, messages: Messages, form: type[Form], listener: Listener | None = None, within: float = 60.0
    ) -> Form | None:
        """A reply of a form, within so many seconds or the settings' time; None, counted, where there is none."""
        if not self._free.acquire(blocking=False):
            self.usage.count(Outcome.BUSY)
            return None
        try:
            if self._rest.allows():
                return self._asked(messages, form, listener or Patient(), min(within, self.seconds))
            self.usage.count(Outcome.RESTING)
            return None
        finally:
            self._free.release()

    def _asked(self, messages: Messages, form: type[Form], listener: Listener, seconds: float) -> Form | None:
        try:
            reply = self._tried(messages, form, listener, seconds)
        except TimeoutError:
            self._failed(Outcome.TIMEOUT)
        except (
            Exception
        ) as error:  # whatever a provider's client raises, the citizen gets an answer without it
            log.warning("llm.failed", error=type(error).__name__)
            if may_be_asked_plainly(error):
                self.usage.count(Outcome.UNUSABLE)
            else:
                self._failed(Outcome.ERROR)
        else:
            self._rest.succeeded()
            return reply
        return None

    def _failed(self, outcome: Outcome) -> None:
        self.usage.count(outcome)
        self._rest.failed()

    def _tried(self, messages: Messages, form: type[Form], listener: Listener, seconds: float) -> Form:
        """Ask in JSON mode, then once plainly, both within the time of one."""
        until = time.monotonic() + seconds
        try:
            return parsed(self._read(messages, listener, seconds, as_json=True), form)
        except Exception as error:
            if listener.bound or not may_be_asked_plainly(error):
                raise
        left = max(0.0, until - time.monotonic())
        return parsed(self._read(messages, Patient(), left, as_json=False), form)

    def _read(self, messages: Messages, listener: Listener, seconds: float, *, as_json: bool) -> str:
        text = ""
        for piece in self._model.pieces(messages, seconds, as_json=as_json):
            text += piece
            listener.heard(spoken(text))
        return text
