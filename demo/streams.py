"""Bodies that no crawler should take to the end: bombs, endless ones, far too large ones."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Iterator
from functools import cache

MEGABYTE = 1_000_000
PIECE = ("<p>這是沒有盡頭的內容。</p>\n" * 512).encode()
OPENING = '<!DOCTYPE html><html lang="zh-Hant"><head><meta charset="utf-8"><title>資料</title></head><body>\n'.encode()


@cache
def bomb(megabytes: int) -> bytes:
    """A gzip stream that grows by a thousand times when it is unpacked."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = b"0" * MEGABYTE
    pieces = [packer.compress(OPENING), *(packer.compress(zeros) for _ in range(megabytes)), packer.flush()]
    return b"".join(pieces)


def large(megabytes: int) -> Iterator[bytes]:
    """So many megabytes of a page, piece by piece."""
    left = megabytes * MEGABYTE
    while left > 0:
        yield PIECE[:left]
        left -= len(PIECE)


async def endless() -> AsyncIterator[bytes]:
    """A page that never ends; the pauses let the other sites have their turn."""
    yield OPENING
    while True:
        yield PIECE
        await asyncio.sleep(0.001)
