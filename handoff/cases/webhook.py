"""Delivers reports to the city's dispatch system: signed, and again until they arrive."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import structlog

from handoff.background import background
from handoff.cases.cases import Cases
from handoff.cases.deliveries import Delivery
from handoff.cases.document import document
from handoff.service import Clock, utc_now

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Hook:
    """Where reports go, and the key by which the receiver knows them; times are in seconds."""

    url: str
    secret: str = field(default="", repr=False)
    timeout: float = 10.0
    every: float = 5.0


class Webhook:
    """Posts each report until a 2xx comes back; a receiver knows a repetition by `X-Askcity-Delivery`."""

    def __init__(self, cases: Cases, hook: Hook, now: Clock = utc_now) -> None:
        self._cases, self._hook, self._now = cases, hook, now

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Deliver for the length of the block."""
        async with background(report_webhook=self._rounds()):
            yield

    async def deliver(self) -> int:
        """Try what is due; how many were tried."""
        due = await self._cases.due_deliveries()
        if not due:
            return 0  # a client is dear to make
        async with httpx.AsyncClient(timeout=self._hook.timeout, follow_redirects=False) as client:
            for delivery in due:
                error = await self._post(client, delivery)
                await self._cases.delivered(delivery, error)
                log.info("report_delivery", case=delivery.case.number, attempt=delivery.attempt, error=error)
        return len(due)

    async def _post(self, client: httpx.AsyncClient, delivery: Delivery) -> str | None:
        body = json.dumps(document(delivery.case), ensure_ascii=False).encode()
        stamp = str(int(self._now().timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Askcity-Delivery": str(delivery.id),
            "X-Askcity-Timestamp": stamp,
            "X-Askcity-Signature": signature(self._hook.secret, stamp, body),
        }
        try:
            response = await client.post(self._hook.url, content=body, headers=headers)
        except httpx.HTTPError as error:
            return type(error).__name__
        return None if response.is_success else f"status {response.status_code}"

    async def _rounds(self) -> None:
        while True:
            try:
                await self.deliver()
            except Exception as error:  # the database may be away for a while; the next round tries again
                log.error("deliveries_failed", error=type(error).__name__)
            await asyncio.sleep(self._hook.every)


def signature(secret: str, stamp: str, body: bytes) -> str:
    """`sha256=` and the HMAC of time stamp, dot and body."""
    signed = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={signed.hexdigest()}"
