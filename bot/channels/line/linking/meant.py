"""What of a linked conversation is told in LINE: everything but the bot's answers to questions asked on the web.

They are read there, and in LINE each would be a push that costs.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from handoff.events import Author, Event, EventKind
from handoff.tables import conversations, events

FROM_LINE = "line-"
"""How the names of messages from LINE begin."""


def meant_for_line(connection: Connection, id_: str, told: Sequence[Event]) -> list[Event]:
    """The entries that go to LINE."""
    channel = select(conversations.c.channel).where(conversations.c.id == id_)
    if connection.execute(channel).scalar_one() == "line":
        return list(told)
    return [
        event
        for event in told
        if event.author is not Author.BOT or _asked_in_line(connection, id_, event.seq)
    ]


def _asked_in_line(connection: Connection, id_: str, seq: int) -> bool:
    asked = (
        select(events.c.client_id)
        .where(
            events.c.conversation_id == id_,
            events.c.seq < seq,
            events.c.author == Author.CITIZEN,
            events.c.kind == EventKind.MESSAGE,
        )
        .order_by(events.c.seq.desc())
    )
    return (connection.execute(asked.limit(1)).scalar() or "").startswith(FROM_LINE)
