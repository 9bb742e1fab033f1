"""What is answered beside the conversation: it reaches neither the log nor the bot."""

from typing import Protocol

from bot.channels.line import taps
from bot.channels.line.incoming import Incoming, part, text_of
from bot.channels.line.platform import Platform
from bot.channels.line.wording import phrase
from bot.channels.wording import examples

EXAMPLES = "do=examples"


class Aside(Protocol):
    """Something that takes events before the conversation does."""

    async def takes(self, event: Incoming) -> bool:
        """Whether the event was for it; then it is dealt with."""
        ...


class Examples:
    """Shows what many people ask, to be tapped."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    async def takes(self, event: Incoming) -> bool:
        """Whether somebody tapped the menu's tile for it. An answer that does not arrive is not worth a push."""
        if event.kind != "postback" or text_of(part(event.document, "postback"), "data") != EXAMPLES:
            return False
        token = text_of(event.document, "replyToken")
        if token:
            items = [taps.choice(question) for question in examples()]
            await self._platform.reply(
                token, [{"type": "text", "text": phrase("examples"), "quickReply": {"items": items}}]
            )
        return True
