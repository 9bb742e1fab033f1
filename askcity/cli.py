"""The command line: each command in a module of its own, imported when it is called."""

import importlib
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from askcity.errors import AskcityError

COMMANDS = {
    "crawl": ("askcity.commands.crawl", "crawl"),
    "pages": ("askcity.commands.crawl", "pages"),
    "sites": ("askcity.commands.crawl", "sites"),
    "index": ("askcity.commands.index", "index"),
    "search": ("askcity.commands.search", "search"),
    "ask": ("askcity.commands.ask", "ask"),
    "vocabulary": ("askcity.commands.vocabulary", "vocabulary"),
    "status": ("askcity.commands.status", "status"),
    "serve": ("askcity.commands.serve", "serve"),
    "demo": ("askcity.commands.demo", "demo"),
    "eval": ("askcity.commands.eval", "evaluation"),
    "agents": ("askcity.commands.agents", "agents"),
    "mode": ("askcity.commands.mode", "mode"),
    "cases": ("askcity.commands.cases", "cases"),
    "warrants": ("askcity.commands.warrants", "warrants"),
    "line": ("askcity.commands.line", "line"),
    "conversations": ("askcity.commands.conversations", "conversations"),
}
"""Where each command lives: libraries take seconds to import, and no command needs all of them."""


class LazyGroup(TyperGroup):
    """Commands that are imported when they are asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """One command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        found: Any = getattr(importlib.import_module(module), attribute)
        if isinstance(found, typer.Typer):
            return typer.main.get_command(found)
        single = typer.Typer(add_completion=False)
        single.command(name=cmd_name)(found)
        command = typer.main.get_command(single)
        command.name = cmd_name
        return command


app = typer.Typer(
    cls=LazyGroup,
    help="Crawl a city's sites, answer its citizens with quoted sources, hand over to people.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def root() -> None:
    """Crawl a city's sites, answer its citizens with quoted sources, hand over to people."""


def main() -> None:
    """Run the command line; what the program can explain is one line on stderr and exit code 1."""
    try:
        app()
    except AskcityError as error:
        print(f"askcity: {error}", file=sys.stderr)
        sys.exit(1)
