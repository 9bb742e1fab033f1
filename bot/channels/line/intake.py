"""What an event does: words go to the desk as on the web, the rest is answered politely or ignored."""

from datetime import timedelta

from askcity.errors import TransitionError
from bot.channels.desk import CitizenDesk
from bot.channels.line.chats import Chats, ReplyToken
from bot.channels.line.filling import Filling
from bot.channels.line.forms import Form, Forms
from bot.channels.line.inbox import Inbox, Outcome
from bot.channels.line.incoming import Incoming, Speaker, mentions_us, part, speaker, text_of
from bot.channels.line.taps import SCORES, Act, Tap, tapped
from bot.channels.line.turnstile import Turnstile
from bot.channels.line.wording import phrase, stand_in
from bot.guard import mask

LOCALE = "zh-TW"
LONGEST_TEXT = 2_000
REPLY_WITHIN = timedelta(seconds=50)
"""LINE lets a reply token live for a minute; what is later than this goes another way."""
GREETINGS = {"follow": "welcome", "join": "joined"}
FORMS = {Act.MESSAGE: Form.MESSAGE, Act.REPORT: Form.REPORT}


class Intake:
    """Handles events of the inbox; handling one twice does no more than once."""

    def __init__(
        self, desk: CitizenDesk, chats: Chats, forms: Forms, inbox: Inbox, turnstile: Turnstile
    ) -> None:
        self._desk, self._chats, self._inbox, self._turnstile = desk, chats, inbox, turnstile
        self._forms = Filling(desk, chats, forms)

    async def handle(self, event: Incoming) -> Outcome:
        """Do what an event asks for. Raises OverloadedError."""
        who, token = speaker(event.document), _token(event)
        if event.kind in GREETINGS:
            return await self._greet(event.kind, who, token)
        if event.kind == "unsend" and event.message_id:
            await self._chats.redact(_client_id(event.message_id))
            return Outcome.DONE
        return Outcome.IGNORED if who is None else await self._said(who, event, token)

    async def _said(self, who: Speaker, event: Incoming, token: ReplyToken | None) -> Outcome:
        match event.kind:
            case "message" if event.message_id:
                return await self._message(who, event, token)
            case "messageEdited" if event.message_id:
                return await self._edited(who, event, token)
            case "postback":
                tap = tapped(text_of(part(event.document, "postback"), "data"))
                return await self._tap(who, tap, event, token) if tap else Outcome.IGNORED
            case "unfollow":
                await self._chats.set_reachable(who, False)
                return Outcome.DONE
        return Outcome.IGNORED

    async def _greet(self, kind: str, who: Speaker | None, token: ReplyToken | None) -> Outcome:
        """Say who answers here. A greeting that does not arrive is not worth a push."""
        if kind == "follow" and who is not None:
            await self._chats.set_reachable(who, True)
        if token is not None:
            await self._turnstile.tell(token, phrase(GREETINGS[kind]))
        return Outcome.DONE

    async def _message(self, who: Speaker, event: Incoming, token: ReplyToken | None) -> Outcome:
        message, message_id = part(event.document, "message"), str(event.message_id)
        if (who.in_group and not mentions_us(message)) or await self._inbox.unsent(message_id):
            return Outcome.IGNORED
        client_id, text = _client_id(message_id), _storable(text_of(message, "text"))
        if not await self._turnstile.admits(who, text, token):
            return Outcome.LIMITED
        conversation = await self._conversation(who, token)
        if await self._forms.takes(conversation, client_id, message, text):
            return Outcome.DONE
        if message.get("type") != "text" or not text:
            kind = stand_in(text_of(message, "type"))
            await self._chats.tell_unreadable(conversation, client_id, kind)
            return Outcome.DONE
        await self._desk.send(conversation, client_id, text[:LONGEST_TEXT])
        if len(text) > LONGEST_TEXT:
            told = phrase("too_long").format(n=f"{LONGEST_TEXT:,}")
            await self._chats.say(conversation, f"{client_id}-cut"[:64], told)
        return Outcome.DONE

    async def _edited(self, who: Speaker, event: Incoming, token: ReplyToken | None) -> Outcome:
        """The last wording counts; what is only now addressed to the bot is a message."""
        text = _storable(text_of(part(event.document, "message"), "text"))[:LONGEST_TEXT]
        if (
            not text
            or await self._inbox.edited_since(event)
            or await self._inbox.unsent(str(event.message_id))
        ):
            return Outcome.IGNORED
        if await self._chats.edit(_client_id(str(event.message_id)), mask(text).text):
            return Outcome.DONE
        return await self._message(who, event, token)

    async def _tap(self, who: Speaker, tap: Tap, event: Incoming, token: ReplyToken | None) -> Outcome:
        if tap.act is Act.RATE:
            return await self._rate(who, tap, event, token)
        client_id = _client_id(event.event_id)
        if tap.act in FORMS:
            conversation = await self._conversation(who, token)
            await self._forms.begin(conversation, FORMS[tap.act], client_id)
            return Outcome.DONE
        current = await self._chats.current(who)
        if current is None:
            return Outcome.IGNORED
        if token is not None:
            await self._chats.allow_reply(current, token)
        if tap.act is Act.LEAVE:
            await self._forms.leave(current, client_id)
        if tap.act is Act.CANCEL:
            try:
                await self._desk.cancel(current)
            except TransitionError:
                return Outcome.IGNORED
        return Outcome.DONE

    async def _rate(self, who: Speaker, tap: Tap, event: Incoming, token: ReplyToken | None) -> Outcome:
        """Store how the citizen found the service in a conversation of theirs; the last rating counts."""
        if tap.value not in map(str, SCORES) or not await self._chats.owns(who, tap.place):
            return Outcome.IGNORED
        await self._desk.rate_service(tap.place, int(tap.value), "")
        if token is not None:
            await self._chats.allow_reply(tap.place, token)
        told = phrase("rated").format(n=tap.value)
        await self._chats.say(tap.place, _client_id(event.event_id), told)
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
    return text.replace("\x00", "").encode(errors="replace").decode().strip()


def _token(event: Incoming) -> ReplyToken | None:
    """The event's reply token; one that was delivered again may be as old as the event."""
    token = text_of(event.document, "replyToken")
    again = part(event.document, "deliveryContext").get("isRedelivery") is True
    begun = event.happened_at if again else event.received_at
    return ReplyToken(token[:128], begun + REPLY_WITHIN) if token and begun else None
