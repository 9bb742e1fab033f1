"""What past answers rely on, and which of them a page's change has put in doubt."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, Row, delete, func, insert, select

from bot.fragments import link
from handoff.tables import conversations, events, warrants, warrants_read

log = structlog.get_logger(__name__)

BATCH = 100
"""Conversations read in one transaction."""
CITED = ("url", "quote", "page_digest", "fetched_at")


class Doubt(StrEnum):
    """Why an answer is in doubt."""

    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Warrant:
    """A quote behind the answer `seq` of a conversation, with the page as it was crawled then."""

    conversation: str
    seq: int
    said_at: datetime
    url: str
    quote: str
    page_digest: str
    fetched_at: str

    @property
    def link(self) -> str:
        """The page's address, opening at the quote."""
        return link(self.url, self.quote)


@dataclass(frozen=True, slots=True)
class Current:
    """A page as it is now."""

    digest: str
    text: str


Lookup = Callable[[str], Current | None]
"""The page at an address; None where it is gone."""


class Warrants:
    """The warrants of all answers in the log; each reading first takes in what was said since the last one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_page(self, url: str) -> list[Warrant]:
        """The answers that relied on a page, oldest first."""
        self._gather()
        return list(self._stored(url))

    def doubted(self, lookup: Lookup) -> dict[Warrant, Doubt]:
        """The answers whose page is gone or no longer has the quote, oldest first."""
        self._gather()
        current = cache(lookup)
        judged = ((warrant, _doubt(warrant, current(warrant.url))) for warrant in self._stored())
        return {warrant: doubt for warrant, doubt in judged if doubt is not None}

    def _stored(self, url: str | None = None) -> Iterator[Warrant]:
        query = select(warrants).order_by(
            warrants.c.said_at, warrants.c.conversation_id, warrants.c.seq, warrants.c.place
        )
        query = query if url is None else query.where(warrants.c.url == url)
        reading = self._engine.execution_options(sqlite_begin="DEFERRED")
        with reading.connect() as connection:
            rows = connection.execute(query).all()
        return map(_warrant, rows)

    def _gather(self) -> None:
        """Read on in every log that has grown; what was found and how far it was read are written together."""
        more = True
        while more:
            with self._engine.begin() as connection:
                grown = connection.execute(_grown()).all()
                for row in grown:
                    _read_on(connection, row.id, row.last_seq)
            more = len(grown) == BATCH


def _grown() -> Any:
    """Conversations with unread entries, locked so that two readers do not take in the same ones."""
    seen = func.coalesce(warrants_read.c.seq, 0)
    joined = conversations.outerjoin(warrants_read, warrants_read.c.conversation_id == conversations.c.id)
    query = select(conversations.c.id, conversations.c.last_seq).select_from(joined)
    return query.where(conversations.c.last_seq > seen).limit(BATCH).with_for_update(of=conversations)


def _read_on(connection: Connection, conversation: str, last: int) -> None:
    own = warrants_read.c.conversation_id == conversation
    seen = connection.execute(select(warrants_read.c.seq).where(own)).scalar_one_or_none() or 0
    here = (events.c.conversation_id == conversation, events.c.seq > seen, events.c.seq <= last)
    found = [row for event in connection.execute(select(events).where(*here)) for row in _rows(event)]
    if found:
        connection.execute(insert(warrants), found)
    connection.execute(delete(warrants_read).where(own))
    connection.execute(insert(warrants_read).values(conversation_id=conversation, seq=last))


def _rows(event: Row[Any]) -> Iterator[dict[str, Any]]:
    """The rows of a message's citations; one that does not tell page and quote is left out, and logged."""
    for place, citation in enumerate(event.details.get("citations") or ()):
        facts = _facts(citation)
        if facts is None:
            log.warning("citation_unreadable", conversation=event.conversation_id, seq=event.seq, place=place)
            continue
        said = {"conversation_id": event.conversation_id, "seq": event.seq, "said_at": event.created_at}
        yield {**said, "place": place, **facts}


def _facts(citation: object) -> dict[str, str] | None:
    if not isinstance(citation, Mapping):
        return None
    facts = {name: fact for name in CITED if isinstance(fact := citation.get(name), str) and fact}
    return facts if len(facts) == len(CITED) else None


def _warrant(row: Row[Any]) -> Warrant:
    return Warrant(
        row.conversation_id, row.seq, row.said_at, row.url, row.quote, row.page_digest, row.fetched_at
    )


def _doubt(warrant: Warrant, page: Current | None) -> Doubt | None:
    if page is None:
        return Doubt.GONE
    if page.digest == warrant.page_digest or warrant.quote in page.text:
        return None
    return Doubt.CHANGED
