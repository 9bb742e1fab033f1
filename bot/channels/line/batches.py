"""What goes out in one call, and what can become of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from handoff.events import Author, Event


class Way(StrEnum):
    """How a message goes to LINE."""

    REPLY = "reply"
    PUSH = "push"
    NONE = "none"


class Status(StrEnum):
    """What became of a message.

    `unknown`: LINE may or may not have it, and it is not sent again. `held`: there are no messages left this month, so
    that it goes out with the answer to the citizen's next one. `carried`: the same, in the conversation that came after.
    """

    SENDING = "sending"
    ACCEPTED = "accepted"
    UNKNOWN = "unknown"
    HELD = "held"
    CARRIED = "carried"
    FAILED = "failed"
    BLOCKED = "blocked"


class Pushes(StrEnum):
    """For whom pushes are to be had."""

    ALL = "all"
    PEOPLE = "people"
    NONE = "none"

    def allow(self, events: Iterable[Event]) -> bool:
        """Whether these entries of a log may be pushed; where it gets tight, people's words come before the bot's."""
        if self is Pushes.PEOPLE:
            return any(event.author is Author.AGENT for event in events)
        return self is Pushes.ALL


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages that go out in one call; `id` is the retry key, `reply_token` is empty for a push."""

    id: str
    conversation: str
    recipient: str
    way: Way
    attempt: int
    events: tuple[Event, ...]
    reply_token: str = field(default="", repr=False)
