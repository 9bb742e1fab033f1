"""What a citizen can do in a conversation, the same on every channel; personal data is taken out before it is stored."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError

from askcity.errors import OverloadedError
from bot.channels.answering import Answering
from bot.channels.danger import help_for
from bot.channels.metrics import Metrics
from bot.channels.sites import CitySite
from bot.guard import mask
from handoff import wording
from handoff.cases.values import NewCase, Taken
from handoff.desk.values import Satisfaction, Side
from handoff.events import Conversation, Opened, Rating, Receipt
from handoff.office import Office
from handoff.queue.values import Need
from handoff.states import Reason, State


class CitizenDesk:
    """Takes in what citizens do, durably, and sets the bot to work."""

    def __init__(
        self,
        office: Office,
        answering: Answering,
        metrics: Metrics,
        sites: Mapping[str, CitySite] | None = None,
    ) -> None:
        self._office, self._answering, self._metrics = office, answering, metrics
        self._sites = sites or {}

    async def open(self, locale: str, channel: str = "web", site: str | None = None) -> Opened:
        """A new conversation, opened on the city site with the key `site`. Raises OverloadedError."""
        return await self._office.log.open(locale, channel, site if site in self._sites else None)

    async def speak(self, conversation: str, locale: str) -> None:
        """Go on in another language. Raises NotFoundError."""
        await self._office.log.speak(conversation, locale)

    async def send(self, conversation: str, client_id: str, text: str, source: str | None = None) -> Receipt:
        """Take a message in, masked; when this returns it is durable, and the answer is on its way.

        `source` is from where it comes, for fair turns. What tells of danger is taken in however much waits. Raises
        OverloadedError, for danger with the numbers to call, also where the database takes nothing.
        """
        helping = await help_for(text)
        if helping is None:
            self._answering.admit(source)
        try:
            receipt = await self._office.log.send(conversation, client_id, mask(text).text)
        except (OverloadedError, SQLAlchemyError) as error:
            if helping is None:
                raise
            raise OverloadedError(helping, danger=True) from error
        if not receipt.fresh:
            return receipt
        self._metrics.messages.inc()
        if helping is None:
            self._answering.notice(conversation, source)
        else:
            self._answering.hurry(conversation, receipt.seq)
        return receipt

    async def ask_for_a_person(self, conversation: str) -> Conversation:
        """Queue the conversation, or record the wish and tell the citizen what is true; where it stands then."""
        standing = await self._office.log.find(conversation)
        site = self._sites.get(standing.site or "")
        need = Need(Reason.ASKED_FOR_HUMAN, standing.locale, site.agency if site else None)
        availability = await self._office.duty.availability(need)
        if availability.available or standing.state is not State.BOT:
            await self._office.queue.join(conversation, need)
        else:
            await self._office.log.record_wish(conversation, wording.regret(availability, need.reason))
        return await self._office.log.find(conversation)

    async def cancel(self, conversation: str) -> Conversation:
        """Go on with the bot instead of waiting. Raises TransitionError."""
        await self._office.queue.cancel(conversation)
        return await self._office.log.find(conversation)

    async def close(self, conversation: str) -> Conversation:
        """End the conversation."""
        await self._office.queue.close_by_citizen(conversation)
        return await self._office.log.find(conversation)

    async def rate(self, conversation: str, rating: Rating) -> None:
        """Store what the citizen thinks of an answer. Raises NotFoundError."""
        await self._office.log.rate(conversation, replace(rating, comment=mask(rating.comment).text))

    async def rate_service(self, conversation: str, score: int, comment: str) -> None:
        """Store what the citizen thinks of the service as a whole. Raises NotFoundError."""
        await self._office.desk.satisfied(conversation, Satisfaction(score, mask(comment).text))

    async def leave_case(self, conversation: str, new: NewCase) -> Taken:
        """Take a message or a report in; contact details are kept in the case alone. Raises ConflictError."""
        return await self._office.cases.open(conversation, new)

    async def read(self, conversation: str, seq: int) -> None:
        """Note how far the citizen has read. Raises NotFoundError."""
        await self._office.desk.read(conversation, Side.CITIZEN, seq)

    async def typing(self, conversation: str, text: str) -> None:
        """Show the agent who has the word what the citizen is typing, masked. Raises NotFoundError."""
        await self._office.desk.preview(conversation, mask(text).text)
