"""Agents of a service under test, and their side of the console's API."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import insert, select

from handoff.agents.values import Agent, Presence, Role
from handoff.bus import LocalBus
from handoff.office import Office, open_office
from handoff.tables import agents

PASSWORD = "correct horse battery staple"
STAFF = (
    Agent("lin", "林小姐", team="第一組"),
    Agent("wang", "王先生", team="第二組", agencies=("示範市政府社會局",)),
    Agent("chief", "陳組長", Role.SUPERVISOR),
    Agent("admin", "系統管理員", Role.ADMIN),
    Agent("audit", "稽核人員", Role.AUDITOR),
)


def in_database(url: str, work: Callable[[Office], Awaitable[Any]]) -> Any:
    """Do something in the office over a database, as another process would."""

    async def carried_out() -> Any:
        office = open_office(url, LocalBus())
        try:
            return await work(office)
        finally:
            await office.close()

    with ThreadPoolExecutor(1) as elsewhere:  # the browser's tests have a loop running in their own thread
        return elsewhere.submit(lambda: asyncio.run(carried_out())).result()


def in_office(folder: Path, work: Callable[[Office], Awaitable[Any]]) -> Any:
    """The same in the office of a service's folder."""
    return in_database(f"sqlite:///{folder / 'askcity.sqlite3'}", work)


def hire(folder: Path) -> None:
    """Accounts for everybody of STAFF, with the same password; hashing it once is enough."""

    async def all_of_them(office: Office) -> None:
        for agent in STAFF:
            await office.agents.add(agent, PASSWORD)

    in_office(folder, all_of_them)


def move_in(folder: Path, url: str) -> None:
    """The accounts of a folder's database in another one too, without hashing passwords again."""

    async def there(office: Office) -> list[dict[str, Any]]:
        return await office.storage.reader.run(
            lambda connection: [dict(row) for row in connection.execute(select(agents)).mappings()]
        )

    rows = in_office(folder, there)

    async def here(office: Office) -> None:
        await office.storage.writer.run(lambda connection: connection.execute(insert(agents), rows))

    in_database(url, here)


def come_on_duty(folder: Path, *names: str) -> None:
    """Let agents be online."""

    async def come(office: Office) -> None:
        for name in names:
            await office.agents.set_presence(name, Presence.ONLINE)

    in_office(folder, come)


class Console:
    """An agent who is signed in."""

    def __init__(self, url: str, name: str, password: str = PASSWORD) -> None:
        self.url, self.name = url, name
        self.http = httpx.Client(base_url=f"{url}/api/console", timeout=20)
        signed = self.http.post("/session", json={"name": name, "password": password})
        assert signed.status_code == 200, signed.text
        self.http.headers["X-CSRF-Token"] = signed.json()["csrf"]

    def __enter__(self) -> "Console":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    @property
    def cookie(self) -> str:
        """The cookies as a header."""
        return "; ".join(f"{one.name}={one.value}" for one in self.http.cookies.jar)

    def read(self, conversation: str) -> Any:
        """A conversation with all that is kept of it."""
        response = self.http.get(f"/conversations/{conversation}")
        assert response.status_code == 200, response.text
        return response.json()

    def act(self, conversation: str, act: str, body: Any = None) -> httpx.Response:
        """Do something with a conversation."""
        return self.http.post(f"/conversations/{conversation}/{act}", json=body)

    def say(self, conversation: str, text: str, **more: Any) -> httpx.Response:
        """Say something to the citizen."""
        return self.act(conversation, "messages", {"client_id": secrets.token_hex(8), "text": text, **more})
