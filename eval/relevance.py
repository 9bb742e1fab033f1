"""Fitting how well a unit of a page answers: the evidence for each against whether it states a fact that was asked for.

`python -m eval.relevance OUT.toml DATA_DIR QUESTIONS.jsonl …` writes `bot/relevance.toml`. A line of QUESTIONS is
`{"question", "gold": [address, …], "facts": [[spelling, …], …]}`. The page that answers is given; of several the one that retrieval
puts first. The loss is a softmax over the page's units; every set weighs the same. Prints, in five folds, how many answers state
all facts, and their mean length. What is judged later must not be among the questions.
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
from bot.relevance import NAMES
from bot.select import Located, Scored, choose, evident, locate
from eval.facts import states
from index.passage import Passage
from index.query import traditional
from index.retrieve import Generation, open_generation
from index.services.catalogue import shipped

DEEP = 40
"""Passages among which the page's best one is looked for."""
RIDGE = 0.01
"""Penalty on squared weights of standardised evidence."""
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the units of a page that answers it, their evidence, and which state a fact."""

    words: dict[str, float]
    located: list[Located]
    evidence: NDArray[np.float64]
    right: NDArray[np.bool_]
    facts: list[list[str]]

    def answered(self, weights: dict[str, float]) -> tuple[bool, int]:
        """Whether what would be chosen states all facts, and its characters."""
        sums = (self.evidence @ np.array([weights[name] for name in NAMES])).tolist()
        fits = self.evidence[:, NAMES.index("kind")] > 0
        scored = [Scored(*one) for one in zip(self.located, sums, fits.tolist(), strict=True)]
        text = "\n".join(one.unit.text for one in choose(scored, self.words))
        return all(states(text, fact) for fact in self.facts), len(text)


def collect(generation: Generation, questions: Path) -> Iterator[Example]:
    """The examples of a file's questions whose page states all facts."""
    for line in questions.read_text(encoding="utf-8").splitlines():
        asked = json.loads(line)
        if not asked["gold"] or not asked.get("facts"):
            continue
        best = _best(generation, asked["question"], asked["gold"])
        if best is None:
            continue
        facts = [[fact] if isinstance(fact, str) else fact for fact in asked["facts"]]
        located = locate(generation.lexical.page(best.url))
        if all(any(states(one.unit.text, fact) for one in located) for fact in facts):
            yield _example(generation, asked["question"], best, located, facts)


def _best(generation: Generation, question: str, gold: Sequence[str]) -> Passage | None:
    found = (one for one in generation.retrieve(question, today(), DEEP).passages if one.url in gold)
    pages = (passage for url in gold for passage in generation.lexical.page(url))
    return next(found, None) or next(pages, None)


def _example(
    generation: Generation, question: str, best: Passage, located: list[Located], facts: list[list[str]]
) -> Example:
    words = dict(generation.lexical.word_weights(traditional(question)))
    evidence = evident(question, best, located, words)
    right = [any(states(one.unit.text, fact) for fact in facts) for one in located]
    return Example(words, located, np.array([astuple(one) for one in evidence]), np.array(right), facts)


def fit(sets: Sequence[Sequence[Example]]) -> dict[str, float]:
    """The weights under which units that state a fact come first."""
    spread = np.concatenate([one.evidence for own in sets for one in own]).std(axis=0) + 1e-6
    scaled = [[(torch.tensor(one.evidence / spread), torch.tensor(one.right)) for one in own] for own in sets]
    weights = torch.zeros(len(NAMES), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=80, line_search_fn="strong_wolfe")

    def closure() -> float:
        optimiser.zero_grad()
        losses = [
            torch.stack(
                [
                    torch.logsumexp(rows @ weights, 0) - torch.logsumexp((rows @ weights)[right], 0)
                    for rows, right in own
                ]
            ).mean()
            for own in scaled
        ]
        loss = torch.stack(losses).mean() + RIDGE * (weights**2).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return float(loss.detach())

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    found = weights.detach().numpy() / spread
    return {name: round(float(value), 2) for name, value in zip(NAMES, found, strict=True)}


def held_out(sets: Sequence[Sequence[Example]]) -> list[tuple[float, float]]:
    """By set the share of answers that state all facts, and their mean length, by weights that did not see the question."""
    said: list[list[tuple[bool, int]]] = [[] for _ in sets]
    for fold in range(FOLDS):
        weights = fit([[one for i, one in enumerate(own) if i % FOLDS != fold] for own in sets])
        for own, told in zip(sets, said, strict=True):
            told += [one.answered(weights) for i, one in enumerate(own) if i % FOLDS == fold]
    return [
        (float(np.mean([right for right, _ in told])), float(np.mean([length for _, length in told])))
        for told in said
    ]


def main(arguments: Sequence[str]) -> None:
    """Collect, judge in folds, fit and write."""
    out, *paths = arguments
    pairs = list(zip(paths[::2], paths[1::2], strict=True))
    sets = [
        list(collect(open_generation(Path(folder), catalogue=shipped()), Path(questions)))
        for folder, questions in pairs
    ]
    told = [
        f"{Path(questions).stem}（{len(own)} 題，要點齊全 {share:.3f}，平均 {length:.0f} 字）"
        for (_, questions), own, (share, length) in zip(pairs, sets, held_out(sets), strict=True)
    ]
    print("\n".join(told))
    weights = fit(sets)
    lines = [
        "# 頁面裡哪幾句回答了問題：線性加權，各證據的意思見 relevance.py。",
        f"# 由 eval.relevance 於 {today()} 以下列題目擬合，括號內是五折交叉驗證：{'、'.join(told)}。",
        "",
        "[weights]",
        *(f"{name} = {weights[name]}" for name in NAMES),
    ]
    Path(out).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
