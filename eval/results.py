"""A run's folder: `results.jsonl`, a line for each item, and `figures.json`."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.figures import Figure
from eval.judging import Outcome
from eval.metrics import Estimate

RESULTS, FIGURES = "results.jsonl", "figures.json"


@dataclass(frozen=True, slots=True)
class Run:
    """What was judged, in which part of the data, of which index generation."""

    split: str
    generation: str
    figures: tuple[Figure, ...]
    outcomes: tuple[Outcome, ...]


def write(run: Run, folder: Path) -> None:
    """Write a run to a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(one.document(), ensure_ascii=False) + "\n" for one in run.outcomes)
    (folder / RESULTS).write_text("".join(lines), encoding="utf-8")
    text = json.dumps(document(run), ensure_ascii=False, indent=1)
    (folder / FIGURES).write_text(text + "\n", encoding="utf-8")


def document(run: Run) -> dict[str, object]:
    """The figures of a run as JSON."""
    rows = [{"group": one.group, "name": one.name, **asdict(one.estimate)} for one in run.figures]
    return {"split": run.split, "generation": run.generation, "figures": rows}


def read(folder: Path) -> Run:
    """The run of a folder. Raises OSError where there is none."""
    told = json.loads((folder / FIGURES).read_text(encoding="utf-8"))
    return Run(told["split"], told["generation"], tuple(_figures(told["figures"])), read_outcomes(folder))


def read_outcomes(folder: Path) -> tuple[Outcome, ...]:
    """The outcomes of a run. Raises OSError where there are none."""
    lines = (folder / RESULTS).read_text(encoding="utf-8").splitlines()
    return tuple(Outcome.read(json.loads(line)) for line in lines)


def by_key(figures: Sequence[Figure]) -> dict[str, Estimate]:
    """Figures by what floors are set for."""
    return {one.key: one.estimate for one in figures}


def _figures(rows: Iterable[dict[str, object]]) -> Iterable[Figure]:
    for row in rows:
        group, name = str(row.pop("group")), str(row.pop("name"))
        yield Figure(group, name, Estimate(**row))  # type: ignore[arg-type]
