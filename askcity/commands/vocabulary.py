"""`askcity vocabulary test`: what the catalogue of services makes of a citizen's words."""

from typing import Annotated, Any

import typer

from askcity.commands.output import print_json
from askcity.opening import catalogue, opened
from askcity.settings import load_settings
from index.services.everyday import EverydayWords
from index.services.matcher import ServiceMatch

vocabulary = typer.Typer(help="The catalogue of services and everyday words.", no_args_is_help=True)


@vocabulary.callback()
def root() -> None:
    """The catalogue of services and everyday words."""


@vocabulary.command("test")
def test(
    word: Annotated[str, typer.Argument(help="A word or a question, as citizens say it.")],
    json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """What a word is widened to: official terms of the vocabulary, and the services that it may be about."""
    settings = load_settings()
    official = EverydayWords(catalogue(settings).words).official(word)
    matches = opened(settings).services_for(word)
    if json:
        print_json({"official": list(official), "services": [_document(match) for match in matches]})
        return
    print(f"vocabulary: {'、'.join(official) or '-'}")
    for match in matches:
        names = "、".join(match.service.names)
        print(f"{match.share:.0%}  {match.service.label}（{match.service.agency}）: {names}")


def _document(match: ServiceMatch) -> dict[str, Any]:
    return {
        "key": match.service.key,
        "label": match.service.label,
        "agency": match.service.agency,
        "names": list(match.service.names),
        "similarity": round(match.similarity, 4),
        "share": round(match.share, 4),
    }
