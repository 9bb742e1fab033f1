"""The city's front page: what the bot can do, what citizens ask at the events of life, how much it has read."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from askcity.clock import TAIPEI
from bot.channels.web.assets import assets
from bot.channels.web.city import Figures

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Able:
    """Something that the bot can do."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """An event of life, and what citizens ask then."""

    title: str
    questions: tuple[str, ...]


def front_page(figures: Figures) -> str:
    """The page as HTML."""
    updated = figures.updated.astimezone(TAIPEI).date() if figures.updated else None
    return template("front.html").render(able=_able(), events=_events(), figures=figures, updated=updated)


def template(name: str) -> Template:
    """A page's template; whatever is put into it is escaped."""
    return _environment().get_template(name)


def _able() -> list[Able]:
    return [Able(**entry) for entry in _content()["able"]]


def _events() -> list[LifeEvent]:
    return [LifeEvent(entry["title"], tuple(entry["questions"])) for entry in _content()["event"]]


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads((HERE / "front.toml").read_text(encoding="utf-8"))


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(HERE / "templates")
    made = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.globals["files"] = assets().home
    return made
