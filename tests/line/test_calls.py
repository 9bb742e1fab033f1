"""What can be said for certain after a call."""

import socket
from contextlib import closing
from uuid import uuid4

import pytest

from bot.channels.line.platform import Platform, Result, Usage
from tests.line.platform import SLOW, Line

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("outcome", "result"),
    [
        (200, Result.ACCEPTED),
        (400, Result.REFUSED),
        (401, Result.REFUSED),
        (409, Result.ACCEPTED),
        (429, Result.NOT_NOW),
        (500, Result.UNCLEAR),
        (502, Result.UNCLEAR),
        (503, Result.NOT_NOW),
        (504, Result.UNCLEAR),
        (SLOW, Result.UNCLEAR),
    ],
)
async def test_a_refusal_is_told_apart_from_what_may_have_arrived(
    line: Line, outcome: int | str, result: Result
) -> None:
    line.failures = [outcome]
    platform = Platform("token", line.url, timeout=0.3)
    assert (await platform.push("U1", [{"type": "text", "text": "答"}], str(uuid4()))).result is result
    await platform.close()


async def test_a_month_that_is_used_up_is_told_apart_from_too_many_calls(line: Line) -> None:
    line.channel.month.most = 0
    platform = Platform("token", line.url)
    said = await platform.push("U1", [{"type": "text", "text": "答"}], str(uuid4()))
    assert (said.result, said.detail) == (Result.SPENT, "status 429")
    await platform.close()


async def test_where_nobody_listens_nothing_has_arrived() -> None:
    with closing(socket.socket()) as nobody:
        nobody.bind(("127.0.0.1", 0))
        platform = Platform("token", f"http://127.0.0.1:{nobody.getsockname()[1]}", timeout=0.5)
        assert (await platform.reply("T1", [])).result is Result.NOT_NOW
        await platform.close()


@pytest.mark.parametrize("quota", [None, 200])
async def test_the_months_messages_are_read(line: Line, quota: int | None) -> None:
    line.channel.month.most, line.channel.month.used = quota, 7
    platform = Platform("token", line.url)
    assert await platform.usage() == Usage(quota, 7)
    await platform.close()
