"""Carries batches to LINE and draws the conclusions: at most one visible answer, whatever LINE does."""

import structlog

from bot.channels.line.outbox import Batch, Outbox, Status, Way
from bot.channels.line.platform import Platform, Result, Said
from bot.channels.line.render import messages

log = structlog.get_logger(__name__)


class Courier:
    """Sends what is due."""

    def __init__(self, outbox: Outbox, platform: Platform) -> None:
        self._outbox, self._platform = outbox, platform

    async def deliver(self, batch: Batch) -> None:
        """Make one attempt and note what came of it."""
        rendered = messages(batch.events)
        if batch.way is Way.REPLY:
            said = await self._platform.reply(batch.reply_token, rendered)
            await self._after_reply(batch, said)
        else:
            said = await self._platform.push(batch.recipient, rendered, batch.id)
            await self._after_push(batch, said)
        log.info("line_call", way=batch.way, attempt=batch.attempt, result=said.result, detail=said.detail)

    async def _after_reply(self, batch: Batch, said: Said) -> None:
        """A reply that LINE turned away may be pushed; one that it may have taken must not."""
        if said.result is Result.ACCEPTED:
            await self._outbox.settle(batch, Status.ACCEPTED, said.detail)
        elif said.result is Result.UNCLEAR:
            await self._outbox.settle(batch, Status.UNKNOWN, said.detail)
        else:
            at_once = said.result is Result.REFUSED
            await self._outbox.push_later(batch, said.detail, at_once=at_once)

    async def _after_push(self, batch: Batch, said: Said) -> None:
        """The key makes repeating safe, so that only a refusal ends it."""
        if said.result is Result.ACCEPTED:
            await self._outbox.settle(batch, Status.ACCEPTED, said.detail)
        elif said.result is Result.REFUSED:
            await self._outbox.settle(batch, Status.FAILED, said.detail)
        else:
            await self._outbox.push_later(batch, said.detail)
