"""The gate before everything that citizens can do: who asks for too much is told when to come back."""

from collections.abc import Mapping

from starlette.requests import HTTPConnection

from askcity.errors import LimitedError
from bot.channels.danger import help_for
from bot.channels.limits.callers import Caller, Callers
from bot.channels.limits.counting import Counters
from bot.channels.limits.rules import Matter, Rules, Scope, load, refusal
from bot.channels.metrics import Metrics

Whose = Mapping[Scope, str]
"""In whose name something is counted."""


class Gate:
    """Counts, and raises LimitedError for what is too much; a message that tells of danger has an allowance of its own."""

    def __init__(
        self,
        metrics: Metrics,
        rules: Rules | None = None,
        counters: Counters | None = None,
        callers: Callers | None = None,
    ) -> None:
        self._metrics, self._rules = metrics, rules or load()
        self.counters, self._callers = counters or Counters(), callers or Callers()

    def caller(self, connection: HTTPConnection) -> Caller:
        """Who is at the other end of a connection."""
        return self._callers.of(connection)

    async def admit(self, matter: Matter, caller: Caller) -> None:
        """Let a request of an address through. Raises LimitedError."""
        await self._count(matter, _address(caller))

    async def admit_within(self, matter: Matter, caller: Caller, conversation: str) -> None:
        """Let a request in a conversation through, whose key the caller has shown. Raises LimitedError."""
        await self._count(matter, _conversation(caller, conversation))

    async def admit_message(self, caller: Caller, conversation: str, text: str) -> None:
        """Let a message through. Raises LimitedError; with the numbers to call where the message tells of danger."""
        await self._hear(text, {**_address(caller), **_conversation(caller, conversation)})

    async def admit_line_user(self, user: str, text: str) -> None:
        """The same for a LINE user's message; what the error says can be told to the user."""
        await self._hear(text, {Scope.LINE_USER: user})

    async def admit_line_matter(self, matter: Matter, user: str) -> None:
        """Let something else that a LINE user does through. Raises LimitedError."""
        await self._count(matter, {Scope.LINE_USER: user})

    async def _hear(self, text: str, whose: Whose) -> None:
        try:
            await self._count(Matter.MESSAGE, whose)
        except LimitedError:
            helping = await help_for(text)
            if helping is None:
                raise
            await self._help(helping, whose)

    async def _help(self, helping: str, whose: Whose) -> None:
        """Count what tells of danger; where even that is too much, the refusal itself helps."""
        try:
            await self._count(Matter.EMERGENCY, whose)
        except LimitedError as error:
            raise LimitedError(helping, error.seconds, danger=True) from None

    async def _count(self, matter: Matter, whose: Whose) -> None:
        for scope, key in whose.items():
            seconds = await self.counters.hit(self._rules.of(matter, scope), matter, scope, key)
            if seconds:
                self._metrics.limited.labels(matter, scope).inc()
                raise LimitedError(refusal(matter, seconds), seconds)


def _address(caller: Caller) -> Whose:
    return {} if caller.address is None else {Scope.ADDRESS: caller.address}


def _conversation(caller: Caller, conversation: str) -> Whose:
    return {} if caller.free else {Scope.CONVERSATION: conversation}
