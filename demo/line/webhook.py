"""Calls of the service's webhook: signed, and made again while they are not confirmed."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from demo.line.platform import Line, body_of

ANSWERS_WITHIN = 2.0
"""Seconds that LINE gives a webhook."""
PAUSES = (2.0, 10.0, 30.0)
"""Seconds before an event that was not confirmed is sent again; LINE takes longer."""


@dataclass(frozen=True, slots=True)
class Call:
    """How a call ended: a status, or 0 with LINE's word for what went wrong."""

    status: int
    reason: str = "OK"
    detail: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether the service has the event."""
        return 200 <= self.status < 300


class Caller:
    """Tells the service what happened."""

    def __init__(self, line: Line, pauses: Sequence[float] = PAUSES) -> None:
        self._line, self._pauses = line, pauses
        self._tasks: set[asyncio.Task[None]] = set()

    async def tell(self, *events: dict[str, Any]) -> Call:
        """Send events; what is not confirmed is sent again in time, as a redelivery."""
        webhook = self._line.channel.webhook
        if not webhook.endpoint or not webhook.active:
            return Call(0, "WEBHOOK_OFF")
        call = await self._call(webhook.endpoint, events)
        if not call.confirmed and webhook.redelivers:
            task = asyncio.create_task(self._again(events))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return call

    async def redeliver(self, *events: dict[str, Any]) -> Call:
        """Send events once more, as LINE does where it did not hear the confirmation."""
        again = [{**event, "deliveryContext": {"isRedelivery": True}} for event in events]
        return await self._call(self._line.channel.webhook.endpoint, again)

    async def test(self, endpoint: str) -> dict[str, Any]:
        """Try an endpoint with no events, and say what came of it as LINE does."""
        call = await self._call(endpoint, ())
        return {
            "success": call.confirmed,
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._line.now)),
            "statusCode": call.status,
            "reason": call.reason,
            "detail": call.detail or str(call.status),
        }

    async def close(self) -> None:
        """Give up what was to be sent again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _again(self, events: tuple[dict[str, Any], ...]) -> None:
        for pause in self._pauses:
            await asyncio.sleep(pause)
            if (await self.redeliver(*events)).confirmed:
                return

    async def _call(self, endpoint: str, events: Sequence[dict[str, Any]]) -> Call:
        call = await self._post(endpoint, body_of(*events))
        told = ", ".join(event["type"] for event in events) or "test"
        again = any(event["deliveryContext"]["isRedelivery"] for event in events)
        with self._line.changing() as line:
            line.journal.note(line.now, f"{told}{' (again)' if again else ''}", call.status, to_service=True)
        return call

    async def _post(self, endpoint: str, body: bytes) -> Call:
        headers = {
            "X-Line-Signature": self._line.sign(body),
            "Content-Type": "application/json; charset=utf-8",
        }
        try:
            async with httpx.AsyncClient(timeout=ANSWERS_WITHIN) as client:
                answer = await client.post(endpoint, content=body, headers=headers)
        except httpx.TimeoutException:
            return Call(0, "REQUEST_TIMEOUT", "Request timeout")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Call(0, "COULD_NOT_CONNECT", f"Connection failed: {type(error).__name__}")
        return Call(answer.status_code, "OK" if answer.is_success else "ERROR_STATUS_CODE")
