"""`askcity conversations`: single conversations, for those who must hand them over or erase them."""

import sys
from typing import Annotated

import typer

from askcity.commands.offices import in_office
from askcity.commands.output import say
from handoff.keeping.transcript import Format
from handoff.keeping.transcript import transcript as written
from handoff.office import Office

conversations = typer.Typer(help="Single conversations.", no_args_is_help=True)
Id = Annotated[str, typer.Argument(help="The conversation's id.")]


@conversations.command()
def erase(conversation: Id) -> None:
    """Erase a conversation with its cases, for good."""
    in_office(lambda office: office.erasure.erase(conversation))
    say("erased")


@conversations.command()
def transcript(
    conversation: Id,
    form: Annotated[Format, typer.Option("--format", help="json, text or html")] = Format.TEXT,
) -> None:
    """Write a conversation to standard output."""

    async def taken(office: Office) -> str:
        standing = await office.log.find(conversation)
        return written(standing, await office.log.read_all(conversation), form)

    sys.stdout.write(in_office(taken))
