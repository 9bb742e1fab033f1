"""Fitting the confidence: features of what is found against whether it is right.

`askcity eval calibrate` (or `python -m eval.calibration OUT.toml DATA_DIR QUESTIONS.jsonl …`) writes a model as
`bot/confidence.toml` is. A line of QUESTIONS is `{"question", "gold": [address, …]}`; no gold means that no page answers
it. Each pair of a data folder and a file weighs the same, however many questions it has. What is judged later must not
be among them.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from askcity.clock import today
from bot.choices import MOST
from bot.confidence import NAMES, Features, shipped
from bot.finding import find
from bot.reading import Asking
from index.asking import asked_for
from index.retrieve import Generation, open_generation
from index.services.catalogue import shipped as shipped_catalogue

REGULARISATION = 1_000.0
"""scikit-learn's C on weights that sum to the number of sets."""
STRICT = ("how_much", "how_long", "who", "documents", "when")
"""Kinds of answers where a wrong one does harm: amounts, deadlines, who qualifies, what to bring."""
STEPS = 60
OFFERED_FROM = 0.25
"""Probability from which the right page is likely enough among the first few to offer them."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with the evidence for what was found, and whether that is right."""

    features: Features
    right: bool
    """Whether a page that answers it is cited."""
    among_first: bool
    """Whether one is among the pages that would be offered as choices."""
    answerable: bool
    kind: str


def judge(generation: Generation, questions: Path) -> list[Judged]:
    """Look every question of a file up; questions that find nothing at all are left out."""
    lines = (json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines())
    return [one for line in lines for one in _judged(generation, line["question"], frozenset(line["gold"]))]


def _judged(generation: Generation, question: str, gold: frozenset[str]) -> Iterator[Judged]:
    found = find(Asking(question, question), [question], today(), generation, shipped())
    if found.features is None:
        return
    cited = {statement.passage.url for statement in found.draft.statements}
    first = {page.best.url for page in found.pages[:MOST]}
    kind = asked_for(question)
    key = "" if kind is None else kind.key
    yield Judged(found.features, bool(cited & gold), bool(first & gold), bool(gold), key)


def calibrate(sets: Sequence[Sequence[Judged]]) -> str:
    """The model that fits the sets best, all of the same weight, as TOML."""
    rows = [one for judged in sets for one in judged]
    weights = np.concatenate([np.full(len(judged), 1 / len(judged)) for judged in sets])
    right = _fitted(rows, [one.right for one in rows], weights)
    offer = _fitted(rows, [one.among_first for one in rows], weights)
    sure = _probabilities(right, rows)
    lines = [f"intercept = {right[0]:.2f}", "", "[weights]", *_weights(right)]
    lines += [
        "",
        "[offer]",
        f"intercept = {offer[0]:.2f}",
        f"threshold = {OFFERED_FROM}",
        "",
        "[offer.weights]",
    ]
    lines += _weights(offer)
    for name, kinds in (("strict", STRICT), ("other", ())):
        chosen = np.array([(one.kind in STRICT) == bool(kinds) for one in rows])
        curve = _curve(sure[chosen], np.array([one.right for one in rows])[chosen], weights[chosen])
        lines += ["", f"[[tier]]  # {name}", f"kinds = {json.dumps(list(kinds))}"]
        lines += [f"curve = [{', '.join(f'[{at:.3f}, {risk:.4f}]' for at, risk in curve)}]"]
    return "\n".join(lines) + "\n"


def _fitted(rows: Sequence[Judged], labels: Sequence[bool], weights: Floats) -> tuple[float, Floats]:
    model = LogisticRegression(C=REGULARISATION, max_iter=1_000).fit(
        _matrix(rows), labels, sample_weight=weights
    )
    return round(float(model.intercept_[0]), 2), np.round(model.coef_[0], 2)


def _weights(model: tuple[float, Floats]) -> list[str]:
    return [f"{name} = {weight:.2f}" for name, weight in zip(NAMES, model[1], strict=True)]


def _probabilities(model: tuple[float, Floats], rows: Sequence[Judged]) -> Floats:
    found: Floats = 1 / (1 + np.exp(-(model[0] + _matrix(rows) @ model[1])))
    return found


def _matrix(rows: Sequence[Judged]) -> Floats:
    return np.array([[getattr(one.features, name) for name in NAMES] for one in rows])


def _curve(sure: Floats, right: NDArray[np.bool_], weights: Floats) -> list[tuple[float, float]]:
    """Thresholds with the share of all questions that are answered wrongly from there on.

    One more question, answered wrongly, is added: the finite-sample term of conformal risk control.
    """
    one_more = weights.mean()
    total = weights.sum() + one_more
    thresholds = np.quantile(sure, np.linspace(0, 0.99, STEPS))
    wrong = (weights[(sure >= at) & ~right].sum() + one_more for at in thresholds)
    return [(float(at), float(risk / total)) for at, risk in zip(thresholds, wrong, strict=True)]


def main(arguments: Sequence[str]) -> None:
    """Judge, fit and write."""
    out, *paths = arguments
    pairs = list(zip(paths[::2], paths[1::2], strict=True))
    sets = [
        judge(open_generation(Path(folder), catalogue=shipped_catalogue()), Path(questions))
        for folder, questions in pairs
    ]
    names = "、".join(
        f"{Path(questions).stem}（{len(judged)}）" for (_, questions), judged in zip(pairs, sets, strict=True)
    )
    head = f"# 信心模型：邏輯迴歸，由 eval.calibration 於 {today()} 以下列題目擬合：{names}。擬合用的題目不再用來評分。\n"
    Path(out).write_text(head + calibrate(sets), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
