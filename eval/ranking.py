"""Fitting the order of candidates: the evidence for each passage against whether its page answers.

`python -m eval.ranking OUT.toml DATA_DIR QUESTIONS.jsonl … [--official DATA_DIR QUESTIONS.jsonl …]` writes
`index/ranking.toml`; QUESTIONS are as for `eval.calibration`, first in citizens' words, then in the pages' own. The
loss is a softmax over each question's candidates; every set weighs the same. What is fitted on citizens' words stays as it is
when the weights for official wording are fitted on all sets. What is judged later must not be among the questions.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from askcity.clock import today
from index.ranking import Evidence
from index.retrieve import Generation, open_generation
from index.services.catalogue import shipped

NAMES = tuple(Evidence.__dataclass_fields__)
RIDGE = 0.01
"""Penalty on squared weights of standardised evidence."""
GIVEN = {"title": 4.0}
"""Evidence that people's own words hardly ever show, so that nothing can be fitted; chosen for titles asked verbatim."""
OFFICIAL = "--official"


@dataclass(frozen=True, slots=True)
class Candidates:
    """A question's candidates, shape (candidates, evidence), and which are of a page that answers."""

    evidence: NDArray[np.float64]
    right: NDArray[np.bool_]


def collect(generation: Generation, questions: Path) -> Iterator[Candidates]:
    """The candidates of every question of a file that has a right one among them."""
    for line in questions.read_text(encoding="utf-8").splitlines():
        asked = json.loads(line)
        gold = frozenset(asked["gold"])
        candidates = generation.candidates(asked["question"], today())
        right = np.array([passage.url in gold for passage, _ in candidates])
        if right.any():
            yield Candidates(np.array([astuple(one) for _, one in candidates]), right)


def fit(
    sets: Sequence[Sequence[Candidates]], names: Sequence[str], fixed: Mapping[str, float]
) -> dict[str, float]:
    """The weights of the evidence `names`, beside `fixed` ones, under which right candidates come first."""
    columns = [NAMES.index(name) for name in names]
    known = np.array([fixed.get(name, 0.0) for name in NAMES])
    everything = np.concatenate([one.evidence for candidates in sets for one in candidates])
    spread = everything.std(axis=0)[columns] + 1e-6
    weights = torch.zeros(len(names), dtype=torch.float64, requires_grad=True)
    scaled = [
        [
            (
                torch.tensor(one.evidence[:, columns] / spread),
                torch.tensor(one.evidence @ known),
                torch.tensor(one.right),
            )
            for one in own
        ]
        for own in sets
    ]
    optimiser = torch.optim.LBFGS([weights], max_iter=60, line_search_fn="strong_wolfe")

    def closure() -> float:
        optimiser.zero_grad()
        losses = [sum(_loss(weights, *one) for one in own) / len(own) for own in scaled]
        loss = torch.stack([torch.as_tensor(one) for one in losses]).mean() + RIDGE * (weights**2).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return float(loss.detach())

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    found = weights.detach().numpy() / spread
    return dict(fixed) | {name: round(float(value), 2) for name, value in zip(names, found, strict=True)}


def _loss(
    weights: torch.Tensor, evidence: torch.Tensor, known: torch.Tensor, right: torch.Tensor
) -> torch.Tensor:
    sums = evidence @ weights + known
    return torch.logsumexp(sums, 0) - torch.logsumexp(sums[right], 0)


def main(arguments: Sequence[str]) -> None:
    """Collect, fit and write."""
    out, *paths = arguments
    split = paths.index(OFFICIAL) if OFFICIAL in paths else len(paths)
    own, official = paths[:split], paths[split + 1 :]
    everyday, formal = _sets(own), _sets(official)
    always = [name for name in NAMES if name not in GIVEN and not name.startswith("official_")]
    weights = fit(list(everyday.values()), always, GIVEN)
    rest = [name for name in NAMES if name.startswith("official_")]
    weights = fit([*everyday.values(), *formal.values()], rest, weights)
    names = "、".join(f"{name}（{len(found)}）" for name, found in (everyday | formal).items())
    lines = [f"# 候選段落的排序：線性加權，由 eval.ranking 於 {today()} 以下列題目擬合：{names}。"]
    lines += ["", "[weights]", *(f"{name} = {weights[name]}" for name in NAMES)]
    Path(out).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _sets(paths: Sequence[str]) -> dict[str, list[Candidates]]:
    """The candidates by the name of each file of questions; `paths` are pairs of a data folder and such a file."""
    pairs = zip(paths[::2], paths[1::2], strict=True)
    return {
        Path(questions).stem: list(
            collect(open_generation(Path(folder), catalogue=shipped()), Path(questions))
        )
        for folder, questions in pairs
    }


if __name__ == "__main__":
    main(sys.argv[1:])
