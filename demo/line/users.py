"""Who uses the made-up LINE, and what each sees in the chat."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Side(StrEnum):
    """Who wrote what stands in a chat."""

    CITIZEN = "citizen"
    SERVICE = "service"
    NOTE = "note"


@dataclass
class Entry:
    """Something in a chat; `way` tells how it came: by reply or by push."""

    number: int
    side: Side
    message: dict[str, Any]
    at: float
    way: str = ""
    unsent: bool = False


@dataclass
class User:
    """Somebody with LINE on a phone."""

    id: str
    name: str = "王小明"
    follows: bool = True
    loading_until: float = 0.0
    entries: list[Entry] = field(default_factory=list)

    def profile(self) -> dict[str, Any]:
        """The user as LINE describes them."""
        return {"userId": self.id, "displayName": self.name, "language": "zh-TW"}
