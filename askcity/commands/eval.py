"""`askcity eval`: judge the bot by the project's own data, compare runs, report them, fit the confidence."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from askcity import clock
from askcity.commands import judging
from askcity.commands.demo import (
    SITES_PORT,
    Stamp,
    bring_up_to_date,
    content_digest,
    prepared_settings,
    sites,
)
from askcity.commands.output import print_json, say
from askcity.database import open_database
from askcity.errors import ConfigurationError
from askcity.logs import configure_logs
from askcity.opening import catalogue, opened
from askcity.settings import load_settings
from crawler.store import PageStore
from demo.city import load_city
from eval import calibration, report, results, safety
from eval.compare import compare
from eval.datasets import Split, load
from eval.figures import figures
from eval.figures import safety as safety_figures
from eval.judging import Outcome
from eval.results import Run
from eval.running import Subject
from eval.running import run as run_sets

SETS = ("answerable", "cross_agency", "conversations", "time", "unanswerable")
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]

evaluation = typer.Typer(help="Judge the bot by the demo city's questions.", no_args_is_help=True)


@evaluation.command("demo-index")
def demo_index(
    sites_port: Annotated[
        int, typer.Option(help="Port of the demo city's sites.", min=1, max=65_535)
    ] = SITES_PORT,
) -> None:
    """Crawl and index the demo city into the data folder, unless that was done today."""
    settings = load_settings()
    configure_logs("WARNING")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    today = clock.today()
    city = load_city(today)
    with sites(city, sites_port):
        stamp = Stamp(today, sites_port, content_digest())
        bring_up_to_date(prepared_settings(settings, city, sites_port), stamp)


@evaluation.command("run")
def run(
    set_: Annotated[list[str] | None, typer.Option("--set", help="Only this set; may be repeated.")] = None,
    split: Annotated[Split, typer.Option(help="The part of the data.")] = Split.CALIBRATION,
    out: Annotated[Path | None, typer.Option(help="Folder for the results.")] = None,
    json: JsonOption = False,
) -> None:
    """Put the bot through the data; the data folder must hold the demo city (`askcity eval demo-index`)."""
    unknown = sorted({*(set_ or ())} - {*SETS})
    if unknown:
        raise ConfigurationError(f"--set {', '.join(unknown)}: choose from {', '.join(SETS)}")
    done = _run(set_ or SETS, split, with_safety=not set_)
    if out is not None:
        results.write(done, out)
    if json:
        print_json(results.document(done))
    else:
        _show(done)


@evaluation.command("compare")
def compare_runs(first: Path, second: Path, json: JsonOption = False) -> None:
    """What the second run does better than the first on the same items, with 95 % intervals."""
    found = compare(_read(first).outcomes, _read(second).outcomes)
    if json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        mean = one.mean
        print(
            f"{one.group:14} {one.name:20} {mean.value:+8.3f} [{mean.low:+.3f}, {mean.high:+.3f}]"
            f"  won {one.won} lost {one.lost} p={one.chance:.3f}"
        )


@evaluation.command("report")
def write_report(folder: Path) -> None:
    """Write a run's `report.html` beside its results."""
    target = folder / "report.html"
    target.write_text(report.html(_read(folder)), encoding="utf-8")
    say(str(target))


@evaluation.command("judge")
def judge(
    folder: Path,
    limit: Annotated[int, typer.Option(help="At most so many answers.", min=1)] = 100,
    json: JsonOption = False,
) -> None:
    """Let the language model of the settings judge a run's answers: are they backed, do they answer the question."""
    configure_logs("ERROR")
    found = judging.opinions(judging.chosen(_read(folder).outcomes, limit), load_settings())
    told = judging.document(found)
    if json:
        print_json(told)
    else:
        print("\n".join(judging.lines(told)))


@evaluation.command("calibrate")
def calibrate(
    out: Annotated[Path, typer.Argument(help="The TOML file to write.")],
    paths: Annotated[list[str], typer.Argument(help="DATA_DIR QUESTIONS.jsonl, any number of pairs.")],
) -> None:
    """Fit the confidence on named data and write it as a TOML file."""
    if len(paths) % 2:
        raise ConfigurationError("give pairs of DATA_DIR and QUESTIONS.jsonl")
    calibration.main([str(out), *paths])


def _run(sets: Sequence[str], split: Split, *, with_safety: bool) -> Run:
    settings = load_settings()
    configure_logs("WARNING")
    stamp = Stamp.read(settings.data_dir.absolute())
    city = load_city(stamp.day)
    items = {name: load(name, split, city, stamp.port) for name in sets}
    stored = {page.url: page.markdown for page in PageStore(open_database(settings.database)).pages()}
    generation = opened(settings)
    try:
        subject = Subject(generation, catalogue(settings), settings.error_budget)
        outcomes: tuple[Outcome, ...] = tuple(run_sets(subject, items, stored))
    finally:
        generation.close()
    guards = safety_figures(safety.rates(split)) if with_safety else []
    return Run(split.value, generation.name, (*figures(outcomes), *guards), outcomes)


def _read(folder: Path) -> Run:
    try:
        return results.read(folder)
    except OSError as error:
        raise ConfigurationError(f"{folder}: no results of `askcity eval run --out`") from error


def _show(done: Run) -> None:
    for one in done.figures:
        told = one.estimate
        print(f"{one.key:52} {told.value:8.3f} [{told.low:.3f}, {told.high:.3f}] n={told.count}")
