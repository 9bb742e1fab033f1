"""What the child says about a document, and how that crosses the pipe: as JSON, since the child is not trusted."""

import json
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How reading a document ended."""

    READ = "read"
    EMPTY = "empty"
    SCANNED = "scanned"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    BOMB = "bomb"


@dataclass(frozen=True, slots=True)
class Reply:
    """The outcome with the document's Markdown and the title in its properties, or with one line on what was wrong."""

    outcome: Outcome
    markdown: str = ""
    title: str = ""
    detail: str = ""


class RefusedError(Exception):
    """A document that a reader will not read; `outcome` says why."""

    def __init__(self, outcome: Outcome, detail: str = "") -> None:
        super().__init__(detail or outcome.value)
        self.outcome = outcome


def encode(reply: Reply) -> bytes:
    """A reply as bytes for the pipe."""
    return json.dumps([reply.outcome, reply.markdown, reply.title, reply.detail]).encode("ascii")


def decode(data: bytes) -> Reply:
    """The reply in these bytes. Raises ValueError for anything else."""
    parts = json.loads(data)
    if not isinstance(parts, list) or len(parts) != 4 or not all(isinstance(part, str) for part in parts):
        raise ValueError("not a reply")
    return Reply(Outcome(parts[0]), *parts[1:])
