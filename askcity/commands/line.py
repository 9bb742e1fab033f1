"""`askcity line`: set the LINE channel up, find out what is wrong with it, try it without an account."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from askcity import clock
from askcity.commands.line_simulate import simulate
from askcity.commands.output import print_json
from askcity.settings import Settings, load_settings
from bot.channels.line.platform import LINE
from bot.channels.line.upkeep import Access, Finding, Level, Management, examine, set_up
from bot.channels.line.upkeep.management import LINE_DATA
from bot.channels.line.upkeep.setup import Wanted

MARKS = {Level.GOOD: "✓", Level.DONE: "→", Level.HINT: "・", Level.WARNING: "！", Level.BAD: "✗"}

line = typer.Typer(help="Set up and examine the LINE channel, or try it without an account.")
line.command()(simulate)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@line.command()
def setup(
    address: Annotated[
        str | None,
        typer.Option(help="Where the service is reached from outside, such as https://bot.example.gov.tw."),
    ] = None,
    font: Annotated[Path | None, typer.Option(help="Font file for the words of the rich menu.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    json: AsJson = False,
) -> None:
    """Check the keys, set and test the webhook, upload the rich menu; what is done already is left as it is."""
    access = access_of(load_settings())
    wanted = Wanted(address, font, dry_run)
    with Management(access) as channel:
        report(set_up(access, channel, wanted), as_json=json)


@line.command()
def doctor(json: AsJson = False) -> None:
    """Say in plain words what is wrong with the LINE channel; exit code 1 where something is."""
    access = access_of(load_settings())
    with Management(access) as channel:
        report(examine(access, channel, clock.now()), as_json=json)


def access_of(settings: Settings) -> Access:
    """The channel of the settings."""
    secret, token = settings.line_channel_secret, settings.line_channel_access_token
    base = (settings.line_api_base or LINE).rstrip("/")
    data_base = settings.line_data_api_base or settings.line_api_base or LINE_DATA
    return Access(
        secret.get_secret_value() if secret else "",
        token.get_secret_value() if token else "",
        base,
        data_base.rstrip("/"),
    )


def report(findings: Iterable[Finding], *, as_json: bool = False) -> None:
    """Tell the findings one by one; leave with code 1 where one of them is bad."""
    told = []
    for finding in findings:
        told.append(finding)
        if not as_json:
            print(f"{MARKS[finding.level]} {finding.text}", flush=True)
    if as_json:
        print_json([{"level": one.level, "key": one.key, "text": one.text} for one in told])
    worst = sum(one.level is Level.BAD for one in told)
    if worst:
        print(f"askcity: {worst} thing(s) keep LINE from working; see the lines marked ✗", file=sys.stderr)
        raise typer.Exit(1)
