"""Fitting the confidence model: features of answered questions against whether the answer was right.

`python -m eval.calibration DATA_DIR QUESTIONS.jsonl [DATA_DIR QUESTIONS.jsonl …]` prints `bot/confidence.toml` with its
figures. A line of QUESTIONS is `{"question", "gold": [address, …]}`; no gold means that no page answers it. Each pair
weighs the same, however many questions it has. What is judged later must not be among them.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from askcity.clock import today
from bot.confidence import Features, Model, features, word_weights
from index.retrieve import Generation, open_generation

DEPTH = 10
NAMES = tuple(field.name for field in fields(Features))
REGULARISATION = 1_000.0
"""scikit-learn's C on weights that sum to the number of sets."""
TOLERATED = 1 / 3
"""Share of the unanswerable questions of the worst set that may be answered; the threshold follows from it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with the evidence for its best passage, whether that passage is right, and whether any page is."""

    features: Features
    right: bool
    answerable: bool


def judge(generation: Generation, questions: Path) -> list[Judged]:
    """Look every question of a file up; questions that find nothing at all are left out."""
    judged = []
    for line in questions.read_text(encoding="utf-8").splitlines():
        asked = json.loads(line)
        retrieval = generation.retrieve(asked["question"], today(), DEPTH)
        weights = word_weights(asked["question"], generation.lexical)
        evidence = features(retrieval, weights)
        if evidence is not None:
            right = retrieval.passages[0].url in asked["gold"]
            judged.append(Judged(evidence, right, bool(asked["gold"])))
    return judged


def fit(sets: Sequence[Sequence[Judged]]) -> Model:
    """The model that fits the sets best, all of the same weight, with the threshold that keeps to `TOLERATED`."""
    rows = [one for judged in sets for one in judged]
    weights = np.concatenate([np.full(len(judged), 1 / len(judged)) for judged in sets])
    fitted = LogisticRegression(C=REGULARISATION).fit(
        _matrix(rows), [one.right for one in rows], sample_weight=weights
    )
    found = {name: round(float(weight), 2) for name, weight in zip(NAMES, fitted.coef_[0], strict=True)}
    model = Model(round(float(fitted.intercept_[0]), 2), found, 0.0)
    return Model(model.intercept, model.weights, max(_threshold(model, judged) for judged in sets))


def report(model: Model, judged: Sequence[Judged]) -> str:
    """How the model does on a set: calibration error, and what would be answered."""
    confidence = np.array([model.probability(one.features) for one in judged])
    right = np.array([one.right for one in judged])
    answered, answerable = confidence >= model.threshold, np.array([one.answerable for one in judged])
    return (
        f"n {len(judged)}, right {right.mean():.3f}, ECE {_calibration_error(confidence, right):.3f}, "
        f"answered of the answerable {_share(answered[answerable])}, of the others {_share(answered[~answerable])}"
    )


def _share(flags: NDArray[np.bool_]) -> str:
    return f"{flags.mean():.3f}" if len(flags) else "–"


def _matrix(judged: Sequence[Judged]) -> NDArray[np.float64]:
    return np.array([[getattr(one.features, name) for name in NAMES] for one in judged])


def _threshold(model: Model, judged: Sequence[Judged]) -> float:
    hopeless = [model.probability(one.features) for one in judged if not one.answerable]
    return round(float(np.quantile(hopeless, 1 - TOLERATED)), 2) if hopeless else 0.0


def _calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    bins = np.minimum(9, (confidence * 10).astype(int))
    gaps = [abs(confidence[bins == one].sum() - right[bins == one].sum()) for one in range(10)]
    return float(sum(gaps) / len(confidence))


def main(arguments: Sequence[str]) -> None:
    """Fit and print."""
    pairs = list(zip(arguments[::2], arguments[1::2], strict=True))
    sets = [judge(open_generation(Path(folder)), Path(questions)) for folder, questions in pairs]
    model = fit(sets)
    print(f"intercept = {model.intercept}\nthreshold = {model.threshold}\n\n[weights]")
    print("\n".join(f"{name} = {weight}" for name, weight in model.weights.items()))
    for (_, questions), judged in zip(pairs, sets, strict=True):
        print(f"# {Path(questions).stem}: {report(model, judged)}")


if __name__ == "__main__":
    main(sys.argv[1:])
