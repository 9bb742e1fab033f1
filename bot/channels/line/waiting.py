"""While an answer is being found: the user sees that it is, and is given a free way to it before the reply token dies."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, select, update

from bot.channels.line import taps
from bot.channels.line.platform import Platform, Result
from bot.channels.line.tables import chats
from bot.channels.line.wording import phrase
from handoff.bus import Bus
from handoff.service import Clock, Service
from handoff.states import State
from handoff.storage import Storage
from handoff.tables import conversations, questions

LOADING_AFTER = timedelta(seconds=1)
LOADING_SECONDS = 20
TAP_BEFORE = timedelta(seconds=12)
"""How long before the end of its reply token a question that is still open is answered with something to tap."""
TAP_WITHIN = timedelta(minutes=5)
"""How long an answer waits for the tap before it is pushed."""
MOST, MOST_OWED = 50, 5_000


@dataclass(frozen=True, slots=True)
class Open:
    """A chat with a question of which the bot owes the answer."""

    conversation: str
    recipient: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Expiring:
    """A chat whose reply token is about to die before the answer is there."""

    conversation: str
    reply_token: str = field(repr=False)


class Waiting(Service):
    """Looks after those who wait for the bot."""

    def __init__(self, storage: Storage, bus: Bus, now: Clock, platform: Platform) -> None:
        super().__init__(storage, bus, now)
        self._platform = platform
        self._shown: dict[str, datetime] = {}

    async def show(self) -> None:
        """Show those who are alone with the bot that it is at work."""
        await asyncio.gather(*map(self._show, await self._unshown()))

    async def offer(self) -> None:
        """Offer a tap where the time of a reply token runs out."""
        expiring = await self._read(partial(_expiring, now=self._now()))
        if expiring:
            taken = await self._storage.writer.run(partial(_take, expiring=expiring, now=self._now()))
            await asyncio.gather(*map(self._offer, taken))

    async def _unshown(self) -> list[Open]:
        now = self._now()
        waiting = await self._read(partial(_open, asked_before=now - LOADING_AFTER))
        lasting = timedelta(seconds=LOADING_SECONDS)
        self._shown = {id_: at for id_, at in self._shown.items() if now - at < lasting}
        unshown = [one for one in waiting if one.alone and one.conversation not in self._shown]
        self._shown.update({one.conversation: now for one in unshown})
        return unshown

    async def _show(self, one: Open) -> None:
        await self._platform.show_loading(one.recipient, LOADING_SECONDS)

    async def _offer(self, one: Expiring) -> None:
        """What may have arrived is waited for; what was turned away leaves the answer to be pushed."""
        message = {"type": "text", "text": phrase("still_looking"), "quickReply": {"items": [_tap()]}}
        said = await self._platform.reply(one.reply_token, [message])
        if said.result not in (Result.ACCEPTED, Result.UNCLEAR):
            row = update(chats).where(chats.c.conversation_id == one.conversation).values(tap_until=None)
            await self._storage.writer.run(lambda connection: connection.execute(row).rowcount)


def _tap() -> taps.Item:
    return taps.button(phrase("continue"), taps.Act.CONTINUE)


def _open(connection: Connection, asked_before: datetime) -> list[Open]:
    query = (
        select(chats.c.conversation_id, chats.c.recipient, chats.c.subject)
        .distinct()
        .join(questions, questions.c.conversation_id == chats.c.conversation_id)
        .where(questions.c.asked_at <= asked_before, chats.c.reachable)
        .limit(MOST)
    )
    rows = connection.execute(query)
    return [Open(row.conversation_id, row.recipient, row.subject == row.recipient) for row in rows]


def _expiring(connection: Connection, now: datetime) -> list[Expiring]:
    """Chats whose token is about to die with a question open; of all chats only those with one are looked at."""
    owed = connection.execute(select(questions.c.conversation_id).distinct().limit(MOST_OWED)).scalars().all()
    if not owed:
        return []
    soon = (chats.c.reply_until > now, chats.c.reply_until <= now + TAP_BEFORE)
    query = (
        select(chats.c.conversation_id, chats.c.reply_token)
        .join(conversations, conversations.c.id == chats.c.conversation_id)
        .where(chats.c.conversation_id.in_(owed))
        .where(*soon, conversations.c.state == State.BOT, chats.c.reachable)
        .limit(MOST)
    )
    return [Expiring(row.conversation_id, row.reply_token) for row in connection.execute(query)]


def _take(connection: Connection, expiring: Sequence[Expiring], now: datetime) -> list[Expiring]:
    """Those of which the token is this process's to use."""
    return [one for one in expiring if _taken(connection, one, now)]


def _taken(connection: Connection, one: Expiring, now: datetime) -> bool:
    row = update(chats).where(
        chats.c.conversation_id == one.conversation, chats.c.reply_token == one.reply_token
    )
    values = {"reply_token": None, "reply_until": None, "tap_until": now + TAP_WITHIN}
    return connection.execute(row.values(**values)).rowcount == 1
