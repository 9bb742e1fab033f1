"""What an event does: words go to the desk as on the web, the rest is answered politely or ignored."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from askcity.errors import TransitionError
from bot.channels.desk import CitizenDesk
from bot.channels.line.chats import Chats, ReplyToken
from bot.channels.line.inbox import Inbox, Outcome
from bot.channels.line.incoming import Incoming, Speaker, mentions_us, part, speaker, text_of
from bot.channels.line.render import CANCEL
from bot.channels.line.wording import stand_in

LOCALE = "zh-TW"
LONGEST_TEXT = 2_000
REPLY_WITHIN = timedelta(seconds=50)
"""LINE lets a reply token live for a minute; what is later than this goes another way."""


class Intake:
    """Handles events of the inbox; handling one twice does no more than once."""

    def __init__(self, desk: CitizenDesk, chats: Chats, inbox: Inbox) -> None:
        self._desk, self._chats, self._inbox = desk, chats, inbox

    async def handle(self, event: Incoming, received_at: datetime) -> Outcome:
        """Do what an event asks for. Raises OverloadedError."""
        who = speaker(event.document)
        if event.kind == "unsend" and event.message_id:
            await self._chats.redact(_client_id(event.message_id))
            return Outcome.DONE
        if who is None:
            return Outcome.IGNORED
        if event.kind in {"follow", "unfollow"}:
            await self._chats.set_reachable(who, event.kind == "follow")
            return Outcome.DONE
        token = _token(event, received_at)
        if event.kind == "postback":
            return await self._postback(who, part(event.document, "postback"), token)
        if event.kind == "message" and event.message_id:
            return await self._message(who, event.message_id, part(event.document, "message"), token)
        return Outcome.IGNORED

    async def _message(
        self, who: Speaker, message_id: str, message: Mapping[str, Any], token: ReplyToken | None
    ) -> Outcome:
        if (who.in_group and not mentions_us(message)) or await self._inbox.unsent(message_id):
            return Outcome.IGNORED
        conversation = await self._conversation(who, token)
        text = _storable(text_of(message, "text"))
        if message.get("type") == "text" and text:
            await self._desk.send(conversation, _client_id(message_id), text)
        else:
            kind = stand_in(text_of(message, "type"))
            await self._chats.tell_unreadable(conversation, _client_id(message_id), kind)
        return Outcome.DONE

    async def _postback(self, who: Speaker, postback: Mapping[str, Any], token: ReplyToken | None) -> Outcome:
        conversation = await self._chats.current(who)
        if text_of(postback, "data") != CANCEL or conversation is None:
            return Outcome.IGNORED
        if token is not None:
            await self._chats.allow_reply(conversation, token)
        try:
            await self._desk.cancel(conversation)
        except TransitionError:
            return Outcome.IGNORED
        return Outcome.DONE

    async def _conversation(self, who: Speaker, token: ReplyToken | None) -> str:
        conversation = await self._chats.current(who)
        if conversation is None:
            conversation = (await self._desk.open(LOCALE, "line")).id
            await self._chats.begin(who, conversation)
        if token is not None:
            await self._chats.allow_reply(conversation, token)
        return conversation


def _client_id(message_id: str) -> str:
    """The message's name in the log: the same message is stored once."""
    return f"line-{message_id}"[:64]


def _storable(text: str) -> str:
    """The text without what a database does not take: NUL, halves of characters."""
    return text.replace("\x00", "").encode(errors="replace").decode().strip()[:LONGEST_TEXT]


def _token(event: Incoming, received_at: datetime) -> ReplyToken | None:
    """The event's reply token; one that was delivered again may be as old as the event."""
    token = text_of(event.document, "replyToken")
    again = part(event.document, "deliveryContext").get("isRedelivery") is True
    if not token:
        return None
    return ReplyToken(token[:128], (event.happened_at if again else received_at) + REPLY_WITHIN)
