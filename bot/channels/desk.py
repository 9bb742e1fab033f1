"""What a citizen can do in a conversation, the same on every channel; personal data is taken out before it is stored."""

from dataclasses import replace

from bot.channels.answering import Answering
from bot.channels.entries import wish_for_a_person
from bot.channels.metrics import Metrics
from bot.guard import mask
from handoff.events import Conversation, Opened, Rating, Receipt
from handoff.log import ConversationLog


class CitizenDesk:
    """Takes in what citizens do, durably, and sets the bot to work."""

    def __init__(self, log: ConversationLog, answering: Answering, metrics: Metrics) -> None:
        self._log, self._answering, self._metrics = log, answering, metrics

    async def open(self, locale: str) -> Opened:
        """A new conversation. Raises OverloadedError."""
        return await self._log.open(locale)

    async def send(self, conversation: str, client_id: str, text: str) -> Receipt:
        """Take a message in, masked; when this returns it is durable, and the answer is on its way."""
        self._answering.admit()
        receipt = await self._log.send(conversation, client_id, mask(text).text)
        if receipt.fresh:
            self._metrics.messages.inc()
            self._answering.notice(conversation)
        return receipt

    async def ask_for_a_person(self, conversation: str) -> Conversation:
        """Record the wish for a person and tell the citizen what is true; where the conversation stands then."""
        await self._log.record_wish(conversation, wish_for_a_person())
        return await self._log.find(conversation)

    async def rate(self, conversation: str, rating: Rating) -> None:
        """Store what the citizen thinks of an answer. Raises NotFoundError."""
        await self._log.rate(conversation, replace(rating, comment=mask(rating.comment).text))
