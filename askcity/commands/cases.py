"""`askcity cases`: messages and reports, for other systems."""

import sys
from typing import Annotated

import typer

from askcity.commands.offices import in_office
from askcity.commands.output import print_json
from handoff.cases.document import EVERYTHING, Format, as_csv, document
from handoff.cases.values import CaseState

cases = typer.Typer(help="Messages and reports of citizens.", no_args_is_help=True)


@cases.callback()
def root() -> None:
    """Messages and reports of citizens."""


@cases.command()
def export(
    form: Annotated[Format, typer.Option("--format", help="json or csv")] = Format.JSON,
    state: Annotated[
        list[CaseState] | None, typer.Option(help="A state; may be repeated; all if none.")
    ] = None,
    reports: Annotated[bool, typer.Option(help="Reports only, no messages.")] = False,
) -> None:
    """Write cases to standard output, the most pressing first."""
    found = in_office(lambda office: office.cases.all(tuple(state or CaseState), EVERYTHING))
    wanted = [case for case in found if case.report is not None or not reports]
    if form is Format.JSON:
        print_json([document(case) for case in wanted])
    else:
        sys.stdout.write(as_csv(wanted))
