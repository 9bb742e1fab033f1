"""What a language model wrote, read strictly: one JSON object of the form that was asked for."""

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from askcity.errors import AskcityError

THINKING, THOUGHT = "<think>", "</think>"
"""Around what models that reason write first where their server does not take it out."""


class UnusableReplyError(AskcityError):
    """A language model wrote something else than it was asked for."""


class Said(BaseModel):
    """A sentence with the source and the words in it that it rests on."""

    model_config = ConfigDict(frozen=True)

    text: str = Field(min_length=1, max_length=400)
    source: str = Field(max_length=40)
    quote: str = Field(min_length=2, max_length=600)


class Composed(BaseModel):
    """An answer; `complete` is false where the sources do not answer all of the question."""

    model_config = ConfigDict(frozen=True)

    sentences: tuple[Said, ...] = Field(max_length=20)
    complete: bool


class Rewritten(BaseModel):
    """A follow-up as a question of its own."""

    model_config = ConfigDict(frozen=True)

    question: str = Field(min_length=1, max_length=200)


class Summarised(BaseModel):
    """A conversation in a few lines."""

    model_config = ConfigDict(frozen=True)

    lines: tuple[str, ...] = Field(max_length=20)


class Translated(BaseModel):
    """An answer's lines in another language, in order."""

    model_config = ConfigDict(frozen=True)

    lines: tuple[str, ...] = Field(max_length=200)


Form = TypeVar("Form", bound=BaseModel)


def spoken(text: str) -> str:
    """A reply without what a reasoning model thinks aloud before it."""
    if not text.lstrip().startswith(THINKING):
        return text
    return text.partition(THOUGHT)[2]


def parsed(text: str, form: type[Form]) -> Form:
    """The object in a reply, with or without words or a code fence around it. Raises UnusableReplyError."""
    text = spoken(text)
    start, end = text.find("{"), text.rfind("}")
    try:
        return form.model_validate_json(text[start : end + 1])
    except (ValidationError, UnicodeEncodeError):
        raise UnusableReplyError("the language model's reply is not of the form asked for") from None
