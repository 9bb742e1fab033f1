"""Fits what the guards weigh: `python -m eval.weights danger` and `python -m eval.weights attacks`.

To be told apart are sentences written for it (`data/*_sentences.toml`) with the calibration half of the evaluation's
set, and civic questions: the look-alikes of both and the phrasings and names of the service catalogue. Nothing that is used here is used for
judging. The bias is moved until of civic questions about services that the weights did not see no more than tolerated are taken.
"""

import json
import math
import sys
import tomllib
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

import bot.guard
import index
from bot.guard import attacks, danger
from bot.guard.likeness import SCALE, SIGN, WINDOW, Weights, fitted
from bot.guard.speech import clauses

DATA = Path(__file__).parent / "data"
SERVICES = Path(index.__file__).parent / "services"
STRENGTH = 2.0
"""Inverse of the regularisation."""
SOUGHT_COUNTS = 4.0
"""How many civic clauses one sought message weighs."""
RAREST = 2
"""Evidence in fewer messages is left out."""
SMALLEST = 0.2
"""Weights below this are left out."""
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be told apart from civic questions."""

    sentences: str
    sought: tuple[str, ...]
    """The lists of the sentences' file that are sought; `civic` is the other, `in_catalogue` is left out of both."""
    calibration: str
    flag: str
    evidence: Callable[[str], set[str]]
    weights: str
    about: str
    tolerated: float
    """Share of civic messages that the weights may take."""
    others: tuple[tuple[str, str], ...] = ()
    """Lists of other sentences' files that are civic here."""


TASKS = {
    "danger": Task(
        "danger_sentences.toml",
        ("1925", "119", "113", "110"),
        "emergency.calibration.jsonl",
        "emergency",
        danger.evidence,
        "danger_weights.toml",
        "一句話有多像緊急",
        0.0075,
        (("attack_sentences.toml", "attacks"), ("attack_sentences.toml", "civic")),
    ),
    "attacks": Task(
        "attack_sentences.toml",
        ("attacks",),
        "injections.calibration.jsonl",
        "attack",
        attacks.evidence,
        "attack_weights.toml",
        "一句話有多像想讓機器人不照規矩做事",
        0.003,
    ),
}


@dataclass(frozen=True, slots=True)
class Example:
    """A message by its clauses' evidence; those of a group are held out together."""

    clauses: tuple[frozenset[str], ...]
    sought: bool
    group: str

    @property
    def fold(self) -> int:
        """The part of the cross-validation that it belongs to."""
        return zlib.crc32(self.group.encode()) % FOLDS


def examples(task: Task) -> list[Example]:
    """All messages to learn from."""
    written = _written(task.sentences)
    sought = [text for name in task.sought for text in written[name]]
    alike = [*written["civic"], *(text for file, name in task.others for text in _written(file)[name])]
    civic = {text: text for text in alike} | dict(phrasings()) | dict(names())
    for line in (DATA / task.calibration).read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        turns = item.get("turns") or [item["text"]]
        if not item[task.flag]:
            civic |= {text: text for text in turns}
        elif len(turns) == 1:  # of longer talks the last turn alone may tell nothing
            sought.append(turns[0])
    neither = {*sought, *written.get("in_catalogue", ())}
    found = [_example(task, text, True, text) for text in dict.fromkeys(sought)]
    return found + [
        _example(task, text, False, group) for text, group in civic.items() if text not in neither
    ]


def phrasings() -> Iterator[tuple[str, str]]:
    """How citizens ask for the services of the catalogue, each with its service's key."""
    for service in _services():
        yield from ((phrasing, service["key"]) for phrasing in service["phrasings"])


def names() -> Iterator[tuple[str, str]]:
    """What the city calls the services of the catalogue, each with its service's key."""
    for service in _services():
        yield from ((name, service["key"]) for name in (service["label"], *service["names"]))


def _services() -> Iterator[dict[str, Any]]:
    for path in sorted(SERVICES.glob("*.toml")):
        yield from tomllib.loads(path.read_text(encoding="utf-8"))["service"]


def fit(learned: Sequence[Example]) -> Weights:
    """Weights of a logistic regression over the evidence of whole messages and of civic ones' clauses."""
    rows = [row for example in learned for row in _rows(example)]
    counts = Counter(one for row, _ in rows for one in row)
    known = [{one: value for one, value in row.items() if counts[one] >= RAREST} for row, _ in rows]
    columns = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, class_weight={True: SOUGHT_COUNTS, False: 1.0}, max_iter=2000)
    model.fit(columns.fit_transform(known), [sought for _, sought in rows])
    weighed = zip(columns.get_feature_names_out(), model.coef_[0], strict=True)
    heavy = {str(one): round(float(weight), 2) for one, weight in weighed if abs(weight) >= SMALLEST}
    return Weights(round(float(model.intercept_[0]), 2), heavy)


def held_out(learned: Sequence[Example]) -> list[tuple[float, Example]]:
    """Each example with its score by weights that did not see its group."""
    scored = []
    for fold in range(FOLDS):
        weights = fit([one for one in learned if one.fold != fold])
        scored += [(weights.score(one.clauses), one) for one in learned if one.fold == fold]
    return scored


def margin(scored: Sequence[tuple[float, Example]], tolerated: float) -> float:
    """What the bias is lowered by, so that as many civic messages as tolerated are taken."""
    return round(float(np.quantile([score for score, one in scored if not one.sought], 1 - tolerated)), 2)


def report(scored: Sequence[tuple[float, Example]], lowered: float) -> str:
    """Recall and false alarms of the weights alone on what they did not see."""
    taken = Counter(one.sought for score, one in scored if score > lowered)
    there = Counter(one.sought for _, one in scored)
    return (
        f"held out in {FOLDS} folds, weights alone: "
        f"found {taken[True]}/{there[True]}, civic taken {taken[False]}/{there[False]}"
    )


def _written(file: str) -> dict[str, list[str]]:
    return tomllib.loads((DATA / file).read_text(encoding="utf-8"))


def shipped(task: Task) -> Weights:
    """The weights in use."""
    return fitted(task.weights.removesuffix(".toml"))


def _example(task: Task, text: str, sought: bool, group: str) -> Example:
    return Example(tuple(frozenset(task.evidence(one)) for one in clauses(text).split("\n")), sought, group)


def _rows(example: Example) -> Iterator[tuple[dict[str, float], bool]]:
    """The message as one row; a civic one also clause by clause, since any of them might be taken."""
    yield _row(example.clauses[-WINDOW:]), example.sought
    if not example.sought and len(example.clauses) > 1:
        yield from ((_row([clause]), False) for clause in example.clauses)


def _row(some: Sequence[frozenset[str]]) -> dict[str, float]:
    """What each piece of evidence of a stretch of clauses counts, as `Weights.score` counts it."""
    counts = Counter(one for clause in some for one in clause)
    grams = sum(count for one, count in counts.items() if not one.startswith(SIGN))
    share = SCALE / math.sqrt(max(1, grams))
    return {one: count * (1.0 if one.startswith(SIGN) else share) for one, count in counts.items()}


def _toml(task: Task, weights: Weights, how_good: str) -> str:
    ordered = sorted(weights.of.items(), key=lambda one: (-one[1], one[0]))
    head = [
        f"# {task.about}：單字、相鄰兩字（\\n 是句子的頭尾）與句型的權重。由 python -m eval.weights 產生，不要手改。",
        f"# {how_good}",
        f"bias = {weights.bias}",
        "",
        "[weights]",
    ]
    lines = [f"{json.dumps(one, ensure_ascii=False)} = {weight}" for one, weight in ordered]
    return "\n".join([*head, *lines, ""])


def main(name: str) -> None:
    """Fit, print how good the weights are, and write them."""
    task = TASKS[name]
    learned = examples(task)
    scored = held_out(learned)
    lowered = margin(scored, task.tolerated)
    how_good = report(scored, lowered)
    print(how_good)
    weights = fit(learned)
    weights = Weights(round(weights.bias - lowered, 2), weights.of)
    place = Path(bot.guard.__file__).parent / task.weights
    place.write_text(_toml(task, weights, how_good), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
