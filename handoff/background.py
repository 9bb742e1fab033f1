"""Work that goes on for the length of a block and is ended with it."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any


@asynccontextmanager
async def background(**work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run each piece of work as a task of its name; at the end of the block all are cancelled and waited for."""
    tasks = [asyncio.create_task(one, name=name.replace("_", "-")) for name, one in work.items()]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
