"""The shapes of what consoles send: the only place where it is checked for form."""

from dataclasses import replace
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from handoff.agents.values import Agent, Role
from handoff.desk.values import Canned, Saying
from handoff.duty.values import Fact, Mode
from handoff.lane.values import Rules, Topic
from handoff.queue.values import Outcome, Target

LONGEST_TEXT = 2_000
ClientId = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9._:-]+$")]
Name = Annotated[str, Field(min_length=1, max_length=64)]


def _speakable(text: str) -> str:
    if not text.strip():
        raise ValueError("must hold more than white space")
    return text


def _holds_nul(value: Any) -> bool:
    """Whether there is a NUL character in a value's texts, which PostgreSQL takes nowhere."""
    if isinstance(value, dict):
        return any(map(_holds_nul, (*value.keys(), *value.values())))
    return (
        any(map(_holds_nul, value)) if isinstance(value, list) else isinstance(value, str) and "\x00" in value
    )


Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_speakable)]
Optional = Annotated[str, Field(max_length=LONGEST_TEXT)]
Tag = Annotated[str, Field(min_length=1, max_length=32), AfterValidator(_speakable)]
Agency = Annotated[str, Field(min_length=1, max_length=128), AfterValidator(_speakable)]
DisplayName = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_speakable)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Span = Annotated[str, Field(pattern=r"^\d{2}:\d{2}-\d{2}:\d{2}$")]
Week = dict[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], list[Span]]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, told: Any) -> Any:
        if _holds_nul(told):
            raise ValueError("must not hold NUL characters")
        return told


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


class NewHours(_Request):
    """Service hours in the shape of `hours.toml`; whether they can be understood is looked at where they are used."""

    most_waiting: int = Field(ge=1, le=100_000)
    week: Week
    typhoon: Week
    holidays: dict[Day, Annotated[str, Field(min_length=1, max_length=32)]] = Field(max_length=400)


class NewFact(_Request):
    """A verified fact with its source."""

    text: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_speakable)]
    url: str = Field(max_length=2_048, pattern=r"^https?://")


class NewMode(_Request):
    """Typhoon mode, its facts, and the words that tell who is concerned."""

    typhoon: bool
    facts: list[NewFact] = Field(default_factory=list, max_length=10)
    words: list[Tag] = Field(default_factory=list, max_length=100)

    def value(self) -> Mode:
        """The mode."""
        return Mode(
            self.typhoon, None, tuple(Fact(one.text, one.url) for one in self.facts), tuple(self.words)
        )


class Duties(_Request):
    """What an agent is there for."""

    team: Name | None = None
    agencies: tuple[Agency, ...] = Field(default=(), max_length=50)
    languages: tuple[Annotated[str, Field(max_length=35)], ...] = Field(default=("zh-TW",), min_length=1)
    capacity: int = Field(4, ge=1, le=50)


class Account(_Request):
    """What an administrator sets of an account."""

    display_name: DisplayName
    role: Role
    disabled: bool = False

    def applied(self, before: Agent) -> Agent:
        """The account with what was set."""
        return replace(before, display_name=self.display_name, role=self.role, disabled=self.disabled)


class NewAccount(Duties):
    """A new account."""

    name: Name
    display_name: DisplayName
    role: Role = Role.AGENT

    def value(self) -> Agent:
        """The account."""
        return Agent(**self.model_dump())


class NewPassword(_Request):
    """The old password, and the new one."""

    old: str = Field(max_length=256, repr=False)
    new: str = Field(max_length=256, repr=False)


class NewTopic(_Request):
    """A topic whose answers are held back: of these agencies, or to questions with one of these words."""

    label: Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_speakable)]
    agencies: tuple[Agency, ...] = Field(default=(), max_length=50)
    words: tuple[Tag, ...] = Field(default=(), max_length=100)


class NewRules(_Request):
    """The topics, and how long an answer may wait."""

    topics: tuple[NewTopic, ...] = Field(max_length=50)
    minutes: int = Field(5, ge=1, le=120)

    def value(self) -> Rules:
        """The rules."""
        return Rules(tuple(Topic(**one.model_dump()) for one in self.topics), self.minutes)


class Approval(_Request):
    """The words that the citizen is to see."""

    text: Annotated[str, Field(min_length=1, max_length=8_000), AfterValidator(_speakable)]
