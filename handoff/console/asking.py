"""Which of a citizen's messages ask something, and which only ask for a person, say yes or no, or greet."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

from handoff import consent
from handoff.events import Author

ASK_NOTHING = frozenset({"handoff", "greeting", "refused"})
"""How the bot's turn ended on messages without a question of their own."""


class Said(Protocol):
    """A message of the log, or its row."""

    @property
    def seq(self) -> int: ...
    @property
    def author(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def details(self) -> Mapping[str, Any]: ...


Message = TypeVar("Message", bound=Said)


def asked(messages: Iterable[Message]) -> list[Message]:
    """The citizen's messages that ask something, in order; all of theirs where none does."""
    every = list(messages)
    citizens = [one for one in every if one.author == Author.CITIZEN]
    answered = {
        one.details.get("answers")
        for one in every
        if one.author == Author.BOT and one.details.get("status") in ASK_NOTHING
    }
    asking = [one for one in citizens if one.seq not in answered and consent.given(one.text) is None]
    return asking or citizens
