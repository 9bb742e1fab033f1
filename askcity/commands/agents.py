"""`askcity agents`: the accounts of those who talk with citizens."""

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from askcity.commands.offices import in_office
from askcity.commands.output import print_json, say
from askcity.errors import ConfigurationError
from handoff.agents.values import Agent, Role

agents = typer.Typer(help="The accounts of those who talk with citizens.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The name to sign in with.")]


@agents.command()
def add(
    name: Name,
    *,
    role: Annotated[Role, typer.Option(help="What the account is for.")] = Role.AGENT,
    display_name: Annotated[str | None, typer.Option(help="The name that citizens see.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="A language spoken; may be repeated.")] = None,
    agency: Annotated[
        list[str] | None, typer.Option(help="An agency whose matters the agent knows; none means all.")
    ] = None,
    team: Annotated[str | None, typer.Option(help="The team.")] = None,
    capacity: Annotated[int, typer.Option(help="Conversations offered at once.", min=1, max=50)] = 4,
    password_stdin: Annotated[bool, typer.Option(help="Read the password from standard input.")] = False,
    no_password: Annotated[bool, typer.Option(help="The account signs in through OIDC only.")] = False,
) -> None:
    """Add an account. The password is asked for, or read from standard input."""
    languages = tuple(language or ("zh-TW",))
    account = Agent(name, display_name or name, role, languages, tuple(agency or ()), team, capacity)
    password = None if no_password else _password(password_stdin)
    in_office(lambda office: office.agents.add(account, password))
    say(f"added {role} {name}")


@agents.command("list")
def list_agents(json: Annotated[bool, typer.Option(help="One JSON document.")] = False) -> None:
    """List the accounts."""
    found = in_office(lambda office: office.agents.all())
    if json:
        print_json([asdict(agent) for agent in found])
        return
    for agent in found:
        state = "disabled" if agent.disabled else "open"
        typer.echo("\t".join((agent.name, agent.role, state, agent.display_name)))


@agents.command()
def disable(name: Name) -> None:
    """Shut an account; what the agent holds goes back to the queue."""
    in_office(lambda office: office.agents.disable(name))
    say(f"disabled {name}")


@agents.command()
def enable(name: Name) -> None:
    """Open an account again."""
    in_office(lambda office: office.agents.enable(name))
    say(f"enabled {name}")


@agents.command()
def password(
    name: Name,
    password_stdin: Annotated[bool, typer.Option(help="Read the password from standard input.")] = False,
) -> None:
    """Set a new password."""
    new = _password(password_stdin)
    in_office(lambda office: office.agents.set_password(name, new))
    say(f"changed the password of {name}")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise ConfigurationError("there is no terminal to ask for the password; use --password-stdin")
    answer: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer
