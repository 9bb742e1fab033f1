"""How many messages of one user are read: who sends too many is told once for each while, by the free reply."""

from datetime import datetime, timedelta

from askcity.errors import LimitedError
from bot.channels.danger import help_for
from bot.channels.limits import Gate
from bot.channels.line.chats import ReplyToken
from bot.channels.line.incoming import Speaker
from bot.channels.line.platform import Platform
from bot.channels.line.wording import phrase
from handoff.service import Clock


class Turnstile:
    """Lets messages through, and says what belongs to no conversation."""

    def __init__(self, gate: Gate, platform: Platform, now: Clock) -> None:
        self._gate, self._platform, self._now = gate, platform, now
        self._told: dict[str, datetime] = {}

    async def admits(self, who: Speaker, text: str, token: ReplyToken | None) -> bool:
        """Whether a message is to be read. Whoever is in danger hears whom to call at every message."""
        try:
            await self._gate.admit_line_user(who.subject, text)
        except LimitedError as refusal:
            helping = await help_for(text)
            if token is not None and (helping is not None or self._first(who, refusal.seconds)):
                told = helping or phrase("too_fast").format(seconds=refusal.seconds)
                await self.tell(token, told)
            return False
        return True

    async def tell(self, token: ReplyToken, text: str) -> None:
        """Say something by a reply token; what does not arrive is not worth a push."""
        await self._platform.reply(token.token, [{"type": "text", "text": text}])

    def _first(self, who: Speaker, seconds: int) -> bool:
        now = self._now()
        self._told = {subject: until for subject, until in self._told.items() if until > now}
        if who.subject in self._told:
            return False
        self._told[who.subject] = now + timedelta(seconds=seconds)
        return True
