"""Fitting the order of candidates: the evidence for each passage against whether its page answers.

`python -m eval.ranking OUT.toml DATA_DIR QUESTIONS.jsonl …` writes `index/ranking.toml`; QUESTIONS are as for
`eval.calibration`. The loss is a softmax over each question's candidates; every set weighs the same. What is judged later
must not be among the questions.
"""

import json
import sys
from collections.abc import Iterator, Sequence
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


def fit(sets: Sequence[Sequence[Candidates]]) -> dict[str, float]:
    """The weights under which right candidates come first."""
    everything = np.concatenate([one.evidence for candidates in sets for one in candidates])
    spread = everything.std(axis=0) + 1e-6
    weights = torch.zeros(len(NAMES), dtype=torch.float64, requires_grad=True)
    scaled = [[(torch.tensor(one.evidence / spread), torch.tensor(one.right)) for one in own] for own in sets]
    optimiser = torch.optim.LBFGS([weights], max_iter=60, line_search_fn="strong_wolfe")

    def closure() -> float:
        optimiser.zero_grad()
        losses = [sum(_loss(weights, *one) for one in own) / len(own) for own in scaled]
        loss = torch.stack([torch.as_tensor(one) for one in losses]).mean() + RIDGE * (weights**2).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return float(loss.detach())

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    found = weights.detach().numpy() / spread
    return {name: round(float(value), 2) for name, value in zip(NAMES, found, strict=True)} | GIVEN


def _loss(weights: torch.Tensor, evidence: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    sums = evidence @ weights
    return torch.logsumexp(sums, 0) - torch.logsumexp(sums[right], 0)


def main(arguments: Sequence[str]) -> None:
    """Collect, fit and write."""
    out, *paths = arguments
    pairs = list(zip(paths[::2], paths[1::2], strict=True))
    sets = [
        list(collect(open_generation(Path(folder), catalogue=shipped()), Path(questions)))
        for folder, questions in pairs
    ]
    counted = zip(pairs, sets, strict=True)
    names = "、".join(f"{Path(questions).stem}（{len(own)}）" for (_, questions), own in counted)
    lines = [f"# 候選段落的排序：線性加權，由 eval.ranking 於 {today()} 以下列題目擬合：{names}。"]
    lines += ["", "[weights]", *(f"{name} = {weight}" for name, weight in fit(sets).items())]
    Path(out).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
