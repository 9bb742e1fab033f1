"""The shapes of requests and responses: the only place where input is checked for form."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

LONGEST_TEXT = 2_000
"""Characters of one message."""


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


class NewConversation(_Request):
    """Opening a conversation; `locale` is a language tag."""

    locale: str = Field("zh-TW", max_length=35, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")


class NewMessage(_Request):
    """A citizen's message; `client_id` is the sender's own number for it, and makes a repetition harmless."""

    client_id: str = Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_speakable)]


class NewRating(_Request):
    """What a citizen thinks of the answer with this `seq`."""

    seq: int = Field(ge=1, le=2_147_483_647)
    helpful: bool
    comment: Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_no_nul)] = ""


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


class About(BaseModel):
    """What the bot has read, and questions to begin with."""

    sites: int
    pages: int
    agencies: int
    updated: datetime | None
    examples: list[str]


class Problem(BaseModel):
    """An RFC 9457 problem document."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] | None = None
