"""What is said in LINE on the way to a link. Codes never reach the log, nor the bot."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from askcity.errors import LimitedError
from bot.channels.limits import Gate, Matter
from bot.channels.line.incoming import Incoming, Speaker, part, speaker, text_of
from bot.channels.line.linking.codes import code_in
from bot.channels.line.linking.links import Links
from bot.channels.line.linking.wording import said
from bot.channels.line.platform import Platform
from bot.channels.line.render import Message

AGREE, REFUSE = "link", "no-link"
HOW = frozenset({"接續網頁對話", "連結網頁對話", "連結網頁"})
RELEASE = frozenset({"解除連結", "取消連結"})
Name = Callable[[str], Awaitable[str]]


class Linking:
    """Takes the events that are about links; what it says goes out by the reply token, or not at all."""

    def __init__(self, links: Links, platform: Platform, gate: Gate, name: Name) -> None:
        self._links, self._platform, self._gate, self._name = links, platform, gate, name

    async def takes(self, event: Incoming) -> bool:
        """Whether an event was about a link; then it is dealt with. In groups there are no links."""
        who = speaker(event.document)
        if who is None or who.in_group:
            return False
        answer = await self._answer(who, event)
        if answer is None:
            return False
        token = text_of(event.document, "replyToken")
        if token:
            await self._platform.reply(token, [answer])
        return True

    async def _answer(self, who: Speaker, event: Incoming) -> Message | None:
        if event.kind == "postback":
            return await self._tapped(who, text_of(part(event.document, "postback"), "data"))
        if event.kind != "message":
            return None
        text = text_of(part(event.document, "message"), "text").strip()
        code = code_in(text)
        if code is not None:
            return await self._typed(who, code)
        if text in HOW:
            return _text(said("how"))
        return await self._release(who) if text in RELEASE else None

    async def _typed(self, who: Speaker, code: str) -> Message:
        try:
            await self._gate.admit_line_matter(Matter.LINKING, who.subject)
        except LimitedError as error:
            return _text(said("wait").format(seconds=error.seconds))
        conversation = await self._links.type(who, code, await self._name(who.subject))
        if conversation is None:
            return _text(said("void"))
        return {
            **_text(said("ask")),
            "quickReply": {
                "items": [_button("agree", AGREE, conversation), _button("refuse", REFUSE, conversation)]
            },
        }

    async def _tapped(self, who: Speaker, data: str) -> Message | None:
        told = dict(parse_qsl(data[:300]))
        conversation = told.get("in", "")
        if told.get("do") == AGREE:
            return _text(said("agreed" if await self._links.agree(who, conversation) else "void"))
        if told.get("do") == REFUSE:
            await self._links.refuse(who, conversation)
            return _text(said("refused"))
        return None

    async def _release(self, who: Speaker) -> Message:
        conversation = await self._links.of(who)
        if conversation is None:
            return _text(said("not_linked"))
        await self._links.undo(conversation)
        return _text(said("released"))


def _text(text: str) -> Message:
    return {"type": "text", "text": text.strip()}


def _button(key: str, act: str, conversation: str) -> dict[str, Any]:
    data = urlencode({"do": act, "in": conversation})
    action = {"type": "postback", "label": said(key), "data": data, "displayText": said(key)}
    return {"type": "action", "action": action}
