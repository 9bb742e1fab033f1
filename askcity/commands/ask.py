"""`askcity ask`: one answer, or an answer for each line of a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from askcity import clock
from askcity.commands.batch import Batch, field, one_or_many, run_batch
from askcity.commands.output import print_json, say
from askcity.errors import ConfigurationError
from askcity.logs import configure_logs
from askcity.opening import catalogue, opened, wordsmith
from askcity.settings import Settings, load_settings
from bot.answer import Answer, Question, Turn
from bot.finding import Searchable
from bot.pipeline import Pipeline
from index.retrieve import Generation


def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    batch: Annotated[
        Path | None, typer.Option(help='JSON Lines file of {"id","question"} or {"id","turns"}.')
    ] = None,
    out: Annotated[Path | None, typer.Option(help="JSON Lines file to write the answers to.")] = None,
) -> None:
    """The answer to a question with its sources, or to each question of a file."""
    settings = load_settings()
    configure_logs(settings.log_level)
    wanted = one_or_many("QUESTION", question, batch, out)
    pipeline = _pipeline(opened(settings), settings)
    if isinstance(wanted, Batch):
        done = run_batch(wanted, asked, lambda one: answer_document(pipeline.answer(one)))
        say(f"{done} questions")
        return
    answer = pipeline.answer(Question(wanted, clock.now()))
    if json:
        print_json(answer_document(answer))
    else:
        _show(answer)


def asked(line: dict[str, Any]) -> Question:
    """The question of a line of a file. Raises ConfigurationError."""
    now = clock.now()
    if "turns" not in line:
        return Question(field(line, "question"), now)
    turns = line["turns"]
    if not isinstance(turns, list) or not turns:
        raise ConfigurationError(
            f"--batch: line with id {line['id']!r}: 'turns' must be a list with at least one turn"
        )
    *earlier, last = (_turn(turn, line) for turn in turns)
    return Question(last.text, now, tuple(earlier))


def answer_document(answer: Answer) -> dict[str, Any]:
    """An answer as the contract's JSON; questions on the command line are answered in Chinese, untranslated."""
    return {name: fact for name, fact in asdict(answer).items() if name != "translation"}


def _turn(turn: object, line: dict[str, Any]) -> Turn:
    match turn:
        case str():
            return Turn("citizen", turn)
        case {"text": str(text), **rest}:
            return Turn(str(rest.get("author", rest.get("role", "citizen"))), text)
    raise ConfigurationError(
        f'--batch: line with id {line["id"]!r}: a turn is a text or an object with "text"'
    )


def _pipeline(generation: Generation, settings: Settings) -> Pipeline:
    @contextmanager
    def lend() -> Iterator[Searchable]:
        yield generation

    return Pipeline(
        lend,
        catalogue=catalogue(settings),
        error_budget=settings.error_budget,
        words=wordsmith(settings),
    )


def _show(answer: Answer) -> None:
    console = Console()
    console.print(answer.text, markup=False)
    for choice in answer.choices:
        console.print(f"  ・{choice.label}", markup=False, highlight=False)
    pages = {citation.url: citation for citation in reversed(answer.citations)}
    for number, citation in enumerate(reversed(pages.values()), 1):
        console.print(f"\n[{number}] {citation.title}（{citation.agency}）", markup=False, highlight=False)
        console.print(f"    {citation.url}", markup=False, soft_wrap=True)
    console.print(f"\n{answer.status.value}, confidence {answer.confidence:.2f}", style="dim", markup=False)
