"""A citizen's side of the API: speaks HTTP, follows the event stream."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class Heard:
    """One event of the stream."""

    kind: str
    id: int | None
    data: dict[str, Any]


class Citizen:
    """One conversation at a service."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=20)
        opened = self.http.post("/api/conversations", json={"locale": "zh-TW"})
        assert opened.status_code == 201, opened.text
        self.id, self.token = opened.json()["id"], opened.json()["token"]
        self.key = {"Authorization": f"Bearer {self.token}"}

    def __enter__(self) -> "Citizen":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def post(self, what: str, body: Any, **headers: str) -> httpx.Response:
        return self.http.post(
            f"/api/conversations/{self.id}/{what}", json=body, headers={**self.key, **headers}
        )

    def send(self, text: str, client_id: str | None = None) -> httpx.Response:
        return self.post("messages", {"client_id": client_id or secrets.token_hex(8), "text": text})

    @contextmanager
    def stream(self, after: int | None = None, **headers: str) -> Iterator[Iterator[Heard]]:
        """The event stream, open for the block."""
        path = f"/api/conversations/{self.id}/events" + ("" if after is None else f"?after={after}")
        with self.http.stream("GET", path, headers={**self.key, **headers}) as response:
            assert response.status_code == 200, response.read()
            yield heard(response.iter_lines())

    def hear(self, count: int, after: int | None = None, **headers: str) -> list[Heard]:
        """The next so many numbered events."""
        with self.stream(after, **headers) as events:
            numbered = (event for event in events if event.id is not None)
            return [next(numbered) for _ in range(count)]


def heard(lines: Iterator[str]) -> Iterator[Heard]:
    """Server-sent events from their lines; comments and the like are left out."""
    fields: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(":")
            fields[name] = value.strip()
            continue
        if "data" in fields:
            yield Heard(fields.get("event", "message"), _number(fields.get("id")), json.loads(fields["data"]))
        fields = {}


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)
