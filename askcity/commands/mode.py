"""`askcity mode`: what applies in a typhoon."""

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from askcity.commands.offices import in_office
from askcity.commands.output import print_json, say
from askcity.errors import ConfigurationError
from handoff.duty.values import Fact, Mode

WORDS = (
    "淹水",
    "積水",
    "停電",
    "停水",
    "避難",
    "收容",
    "撤離",
    "坍方",
    "土石流",
    "受困",
    "停班",
    "停課",
    "路樹倒",
    "災害",
)
"""Words by which a message concerns the typhoon, unless others are given."""

mode = typer.Typer(
    help="Typhoon mode: longer hours, pinned facts, people for what is urgent.", no_args_is_help=True
)


class Switch(StrEnum):
    """On or off."""

    ON = "on"
    OFF = "off"


@mode.command()
def typhoon(
    switch: Annotated[Switch, typer.Argument(help="on or off")],
    fact: Annotated[
        list[str] | None, typer.Option(help="A verified fact as `text|https://source`; may be repeated.")
    ] = None,
    word: Annotated[
        list[str] | None, typer.Option(help="A word that makes a message urgent; may be repeated.")
    ] = None,
) -> None:
    """Switch typhoon mode on or off."""
    facts = tuple(map(_fact, fact or ()))
    on = switch is Switch.ON
    chosen = Mode(typhoon=on, facts=facts if on else (), words=tuple(word or WORDS) if on else ())
    in_office(lambda office: office.duty.set_mode(chosen))
    say(f"typhoon mode is {switch}")


@mode.command()
def status(json: Annotated[bool, typer.Option(help="One JSON document.")] = False) -> None:
    """Tell which mode is in force."""
    now = in_office(lambda office: office.duty.mode())
    if json:
        print_json(asdict(now))
        return
    typer.echo(f"typhoon mode: {'on' if now.typhoon else 'off'}")
    for fact in now.facts:
        typer.echo(f"{fact.text}\t{fact.url}")


def _fact(text: str) -> Fact:
    said, _, url = text.rpartition("|")
    if not said.strip() or not url.startswith(("https://", "http://")):
        raise ConfigurationError(f"{text!r} is no fact with its source; write it as `text|https://source`")
    return Fact(said.strip(), url)
