"""The agents' side of a running service, over the same database."""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import anyio

from handoff.agents.values import Agent, Presence
from handoff.bus import LocalBus
from handoff.office import Office, open_office

Result = TypeVar("Result")


class Counter:
    """Does what agents do, each time through an office of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._url = f"sqlite:///{folder / 'askcity.sqlite3'}"

    def on_duty(self, name: str) -> None:
        """Let an agent arrive."""

        async def arrive(office: Office) -> None:
            await office.agents.add(Agent(name, "小美"))
            await office.agents.set_presence(name, Presence.ONLINE)

        self.do(arrive)

    def do(self, work: Callable[[Office], Awaitable[Result]]) -> Result:
        """Do something at the office."""

        async def carried_out() -> Result:
            office = open_office(self._url, LocalBus())
            try:
                return await work(office)
            finally:
                await office.close()

        with ThreadPoolExecutor(1) as apart:  # a browser under test has a loop in this thread already
            return apart.submit(anyio.run, carried_out).result()
