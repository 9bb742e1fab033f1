"""The shapes of requests and responses: the only place where input is checked for form."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from handoff.cases.kinds import kind_of, report_kinds
from handoff.cases.values import NewCase, Report

LONGEST_TEXT = 2_000
"""Characters of one message."""
SHORTEST_CONTACT = 4
ClientId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]


def _speakable(text: str) -> str:
    if not text.strip():
        raise ValueError("must hold more than white space")
    if "\x00" in text:
        raise ValueError("must not hold NUL characters")
    return text


def _no_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("must not hold NUL characters")
    return text


class _Request(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


Locale = Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
"""A language tag."""


class NewLocale(_Request):
    """The language that the citizen reads from now on."""

    locale: Locale


class NewConversation(_Request):
    """Opening a conversation; `locale` is a language tag, `site` the key of the city's site that the citizen is on."""

    locale: Locale = "zh-TW"
    site: str | None = Field(None, max_length=64, pattern=r"^[a-z0-9-]+$")


class NewMessage(_Request):
    """A citizen's message; `client_id` is the sender's own number for it, and makes a repetition harmless."""

    client_id: ClientId
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_speakable)]


class NewRating(_Request):
    """What a citizen thinks of the answer with this `seq`."""

    seq: int = Field(ge=1, le=2_147_483_647)
    helpful: bool
    comment: Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_no_nul)] = ""


class NewReport(_Request):
    """What is to be repaired or dealt with; without a `kind` it is told from the words."""

    kind: str | None = Field(None, max_length=16)
    what: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_speakable)]
    where: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_speakable)]
    since: Annotated[str, Field(max_length=64), AfterValidator(_no_nul)] = ""
    danger: bool = False

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str | None) -> str | None:
        if kind is not None and kind not in report_kinds():
            raise ValueError(f"must be one of {', '.join(report_kinds())}")
        return kind

    def value(self) -> Report:
        """The report with its kind."""
        return Report(self.kind or kind_of(self.what).key, self.what, self.where, self.since, self.danger)


class NewCaseForm(_Request):
    """A message for the agents, with contact details, or a report."""

    client_id: ClientId
    text: Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_no_nul)] = ""
    name: Annotated[str, Field(max_length=64), AfterValidator(_no_nul)] = ""
    contact: Annotated[str, Field(max_length=128), AfterValidator(_no_nul)] = ""
    report: NewReport | None = None

    @model_validator(mode="after")
    def _enough(self) -> Self:
        if self.report is None and not (self.text.strip() and len(self.contact.strip()) >= SHORTEST_CONTACT):
            raise ValueError("must hold a text and contact details, or a report")
        return self

    def value(self) -> NewCase:
        """The case to open."""
        report = self.report.value() if self.report else None
        return NewCase(self.client_id, self.text.strip(), self.name.strip(), self.contact.strip(), report)


class CaseLookup(_Request):
    """The number of a case, and the last four of its contact or its code."""

    number: str = Field(min_length=1, max_length=32)
    check: str = Field(min_length=1, max_length=32)


class NewOpinion(_Request):
    """What a citizen thinks of the service, from 1 to 5."""

    score: int = Field(ge=1, le=5)
    comment: Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_no_nul)] = ""


class ReadMark(_Request):
    """How far the citizen has read."""

    seq: int = Field(ge=1, le=2_147_483_647)


class Typed(_Request):
    """What the citizen is typing; empty when they stopped."""

    text: Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_no_nul)] = ""


class ConversationOpened(BaseModel):
    """A new conversation with the citizen's only key."""

    id: str
    token: str


class MessageTaken(BaseModel):
    """A durable message and its place in the conversation."""

    id: str
    seq: int


class Standing(BaseModel):
    """Where a conversation stands."""

    state: str
    seq: int


class CaseTaken(BaseModel):
    """A case that was taken in; `code` only where there are no contact details to look it up by."""

    number: str
    code: str | None
    due_at: datetime


class CaseProgress(BaseModel):
    """How far a case is."""

    number: str
    state: str
    due_at: datetime
    created_at: datetime
    updated_at: datetime
    answer: str


class About(BaseModel):
    """What the bot has read, questions to begin with, and what is kept how long (in days; 0: without an end)."""

    sites: int
    pages: int
    agencies: int
    updated: datetime | None
    examples: list[str]
    retention_days: int
    case_retention_days: int
    language_model: bool
    line: bool


class Problem(BaseModel):
    """An RFC 9457 problem document."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] | None = None
