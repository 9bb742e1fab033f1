"""Carries batches to LINE and draws the conclusions: at most one visible answer, whatever LINE does."""

import structlog

from bot.channels.line.batches import Batch, Status, Way
from bot.channels.line.figures import LineFigures
from bot.channels.line.outbox import Outbox
from bot.channels.line.platform import Platform, Result, Said
from bot.channels.line.quota import Quota
from bot.channels.line.render import messages

log = structlog.get_logger(__name__)


class Courier:
    """Sends what is due."""

    def __init__(self, outbox: Outbox, platform: Platform, quota: Quota, figures: LineFigures) -> None:
        self._outbox, self._platform, self._quota, self._figures = outbox, platform, quota, figures

    async def deliver(self, batch: Batch) -> None:
        """Make one attempt and note what came of it."""
        if batch.way is Way.REPLY:
            rendered = messages(batch.events, batch.conversation)
            said = await self._platform.reply(batch.reply_token, rendered)
            status = await self._after_reply(batch, said)
        else:
            said = await self._push(batch)
            status = await self._after_push(batch, said)
        self._figures.sent(status, len(batch.events))
        self._figures.calls.labels(batch.way, said.result).inc()
        log.info(
            "line_call",
            conversation=batch.conversation,
            way=batch.way,
            attempt=batch.attempt,
            result=said.result,
            detail=said.detail,
        )

    async def _push(self, batch: Batch) -> Said:
        """Push a batch; where LINE refuses its cards, the same in plain text, so that the words arrive."""
        rendered = messages(batch.events, batch.conversation)
        said = await self._platform.push(batch.recipient, rendered, batch.id)
        if said.result is Result.REFUSED and any(one["type"] == "flex" for one in rendered):
            rendered = messages(batch.events, batch.conversation, plain=True)
            said = await self._platform.push(batch.recipient, rendered, batch.id)
        return said

    async def _after_reply(self, batch: Batch, said: Said) -> Status:
        """A reply that LINE turned away may be pushed; one that it may have taken must not."""
        if said.result is Result.ACCEPTED:
            return await self._settled(batch, Status.ACCEPTED, said)
        if said.result is Result.UNCLEAR:
            return await self._settled(batch, Status.UNKNOWN, said)
        if not self._quota.pushes.allow(batch.events):
            return await self._settled(batch, Status.HELD, said)
        return await self._pushed_later(batch, said)

    async def _after_push(self, batch: Batch, said: Said) -> Status:
        """The key makes repeating safe, so that only a refusal ends it."""
        if said.result is Result.ACCEPTED:
            return await self._settled(batch, Status.ACCEPTED, said)
        if said.result is Result.REFUSED:
            return await self._settled(batch, Status.FAILED, said)
        if said.result is Result.SPENT:
            await self._quota.spent()
            return await self._settled(batch, Status.HELD, said)
        return await self._pushed_later(batch, said)

    async def _settled(self, batch: Batch, status: Status, said: Said) -> Status:
        await self._outbox.settle(batch, status, said.detail)
        return status

    async def _pushed_later(self, batch: Batch, said: Said) -> Status:
        at_once = batch.way is Way.REPLY and said.result is Result.REFUSED
        later = await self._outbox.push_later(batch, said.detail, at_once=at_once)
        return Status.SENDING if later else Status.FAILED
