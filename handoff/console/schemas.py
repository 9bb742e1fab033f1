"""The shapes of what consoles send: the only place where it is checked for form."""

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from handoff.desk.values import Canned, Saying
from handoff.queue.values import Outcome, Target

LONGEST_TEXT = 2_000
ClientId = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9._:-]+$")]
Name = Annotated[str, Field(min_length=1, max_length=64)]


def _speakable(text: str) -> str:
    if not text.strip():
        raise ValueError("must hold more than white space")
    return text


def _no_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("must not hold NUL characters")
    return text


Text = Annotated[
    str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_speakable), AfterValidator(_no_nul)
]
Optional = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_no_nul)]
Tag = Annotated[str, Field(min_length=1, max_length=32), AfterValidator(_speakable), AfterValidator(_no_nul)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Credentials(_Request):
    """What an agent signs in with."""

    name: str = Field(min_length=1, max_length=64)
    password: str = Field(min_length=1, max_length=256, repr=False)


class Cited(_Request):
    """A source that goes along with a message."""

    url: str = Field(max_length=2_048, pattern=r"^https?://")
    title: str = Field(max_length=300)
    site: str = Field(max_length=128)
    agency: str = Field(max_length=128)
    quote: str = Field(max_length=2_000)
    page_digest: str = Field(max_length=128)
    fetched_at: str = Field(max_length=40)


class NewMessage(_Request):
    """What an agent says; `client_id` makes a repetition harmless."""

    client_id: ClientId
    text: Text
    citations: list[Cited] = Field(default_factory=list, max_length=8)

    def value(self) -> Saying:
        """What is said."""
        return Saying(self.client_id, self.text, tuple(one.model_dump() for one in self.citations))


class NewNote(_Request):
    """A private note, with an addressee a whisper."""

    text: Text
    addressee: Name | None = None


class NewTags(_Request):
    """All tags of a conversation."""

    tags: list[Tag] = Field(max_length=12)


class Transfer(_Request):
    """Where a conversation goes: exactly one of agent, team and agency."""

    agent: Name | None = None
    team: Name | None = None
    agency: Annotated[str, Field(min_length=1, max_length=128)] | None = None
    note: Optional = ""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(target is not None for target in (self.agent, self.team, self.agency)) != 1:
            raise ValueError("must hold exactly one of agent, team and agency")
        return self

    def value(self) -> Target:
        """The target."""
        return Target(self.agent, self.team, self.agency)


class Closing(_Request):
    """How a conversation ended."""

    outcome: Outcome


class NewCanned(_Request):
    """A reply to insert; a `shared` one is everybody's."""

    shortcut: str = Field(min_length=1, max_length=32, pattern=r"^\S+$")
    title: Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_speakable)]
    text: Text
    shared: bool = False

    def value(self, id_: int, agent: str) -> Canned:
        """The reply as it is stored."""
        return Canned(id_, self.shortcut, self.title, self.text, None if self.shared else agent)


class CaseAnswer(_Request):
    """How a case ended, and what its citizen is told."""

    outcome: Outcome
    answer: Text
