"""The values that leave the index: passages found, candidates rejected, and how long each step took."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from crawler.page import PageKind
from index.services.matcher import ServiceMatch

SAID_ALREADY = "said_already"
"""Key in `why` of a passage that says the same as a better one."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk with the facts of its page. `score` orders passages of one retrieval and means nothing beyond it."""

    chunk_id: str
    url: str
    title: str
    site: str
    agency: str
    heading: str
    position: int
    text: str
    kind: PageKind
    page_digest: str
    updated_on: date | None
    valid_from: date | None
    valid_until: date | None
    fetched_at: datetime
    site_name: str = ""
    score: float = 0.0
    why: Mapping[str, float] = field(default_factory=dict, compare=False)

    @property
    def searchable(self) -> str:
        """What the indexes saw: title, headings, text."""
        return "\n".join(part for part in (self.title, self.heading, self.text) if part)


class Rejection(StrEnum):
    """Why a candidate is not among the passages."""

    EXPIRED = "expired"
    BELOW_CUT = "below_cut"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A candidate that was found and left out."""

    passage: Passage
    reason: Rejection


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The outcome of one search: passages best first, what was left out, milliseconds by step."""

    query: str
    passages: tuple[Passage, ...]
    rejected: tuple[Rejected, ...]
    timings_ms: Mapping[str, float]
    generation: str
    services: tuple[ServiceMatch, ...] = ()
