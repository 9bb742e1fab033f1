"""What an answer is worth: an item of the data against what the bot said."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.answer import Answer, AnswerStatus
from eval.datasets import Aspect, Item
from eval.facts import states
from eval.metrics import ndcg_at, recall_at, reciprocal_rank

SAID = frozenset({AnswerStatus.ANSWERED, AnswerStatus.PARTIAL})
"""Statuses in which the bot states something from the city's pages."""
LOOKED_UP = SAID | {AnswerStatus.CLARIFY, AnswerStatus.UNANSWERABLE}
"""Statuses in which the confidence is about what was found."""
RANKED_SETS = frozenset({"answerable", "time"})
"""Sets in which the turn that is judged says by itself what to look for, and one matter."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One judged turn. `scores` holds what applies to it only; shares and truths from 0 to 1, `characters` counts."""

    set: str
    id: str
    kind: str
    agency: str
    turns: tuple[str, ...]
    expected: tuple[str, ...]
    status: str
    text: str
    confidence: float
    cited: tuple[str, ...]
    elapsed_ms: float
    scores: Mapping[str, float]

    def document(self) -> dict[str, Any]:
        """As a line of JSON."""
        return asdict(self)

    @classmethod
    def read(cls, line: Mapping[str, Any]) -> "Outcome":
        """From a line of JSON."""
        lists = {name: tuple(line[name]) for name in ("turns", "expected", "cited")}
        return cls(**{**line, **lists})


@dataclass(frozen=True, slots=True)
class Said:
    """What the bot did at a turn: its answer, the best it could have given, the pages found, best first."""

    answer: Answer
    best: Answer
    found: tuple[str, ...]


def judge(name: str, item: Item, said: Said, stored: Mapping[str, str]) -> Outcome:
    """The outcome of an item of the set `name`; `stored` are the texts of all pages by address."""
    scores = {**_abstention(item, said), **_citations(said.answer, stored)}
    if item.aspects:
        scores |= _answered(item, said.answer)
        if name in RANKED_SETS:
            scores |= _ranked(said.found, item.aspects[0].gold)
    answer = said.answer
    return Outcome(
        name,
        item.id,
        item.kind,
        item.agency,
        item.turns,
        tuple(" / ".join(fact) for aspect in item.aspects for fact in aspect.facts),
        answer.status.value,
        answer.text,
        said.best.confidence if answer.status in LOOKED_UP else answer.confidence,
        _addresses(answer),
        answer.elapsed_ms,
        scores,
    )


def _ranked(found: Sequence[str], gold: Collection[str]) -> dict[str, float]:
    recalls = {f"R@{k}": recall_at(found, gold, k) for k in (1, 5, 10)}
    return {**recalls, "MRR": reciprocal_rank(found, gold), "nDCG@10": ndcg_at(found, gold, 10)}


def _answered(item: Item, answer: Answer) -> dict[str, float]:
    """Over all that could be answered; what was not answered states and cites nothing."""
    facts = [fact for aspect in item.aspects for fact in aspect.facts]
    cited = _addresses(answer)
    scores = {"citation_recall": _share([bool({*one.gold, *one.also} & {*cited}) for one in item.aspects])}
    if facts:
        scores["facts"] = _share([states(answer.text, fact) for fact in facts]) if cited else 0.0
    if len(item.aspects) > 1:
        scores["aspects"] = _share([_covered(one, answer) for one in item.aspects])
    if answer.status is AnswerStatus.CLARIFY:
        gold = {address for one in item.aspects for address in (*one.gold, *one.also)}
        scores["right_choice"] = float(any(choice.url in gold for choice in answer.choices))
    if answer.status in SAID:
        scores |= _when_answered(item, answer, cited)
    return scores


def _when_answered(item: Item, answer: Answer, cited: Sequence[str]) -> dict[str, float]:
    right = {address for one in item.aspects for address in (*one.gold, *one.also)}
    scores = {"characters": float(len(answer.text))}
    if cited:
        scores["citation_precision"] = _share([address in right for address in cited])
    if item.agency:
        scores["agency"] = float(any(item.agency in one or one in item.agency for one in answer.agencies))
    if item.not_gold:
        scores["nothing_outdated"] = float(not {*item.not_gold} & {*cited})
    return scores


def _citations(answer: Answer, stored: Mapping[str, str]) -> dict[str, float]:
    if not answer.citations:
        return {}
    return {"verbatim": _share([one.quote in stored.get(one.url, "") for one in answer.citations])}


def _abstention(item: Item, said: Said) -> dict[str, float]:
    """Whether the bot spoke, and whether the best that it could have said is right."""
    scores = {"spoke": float(said.answer.status in SAID)}
    if not item.aspects:
        scores["held_back"] = 1 - scores["spoke"]
    if said.answer.status in LOOKED_UP:
        scores["best_cited"] = float(_cites(item, said.best))
        scores["best_right"] = float(_cites(item, said.best) and _states_all(item, said.best))
    return scores


def _cites(item: Item, answer: Answer) -> bool:
    """Whether a page that answers is cited, which is what the confidence is the probability of."""
    gold = {address for one in item.aspects for address in (*one.gold, *one.also)}
    return bool(gold & {*_addresses(answer)})


def _states_all(item: Item, answer: Answer) -> bool:
    return all(states(answer.text, fact) for aspect in item.aspects for fact in aspect.facts)


def _covered(aspect: Aspect, answer: Answer) -> bool:
    cited = bool({*aspect.gold, *aspect.also} & {*_addresses(answer)})
    return cited and all(states(answer.text, fact) for fact in aspect.facts)


def _addresses(answer: Answer) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.url for one in answer.citations))


def _share(truths: Sequence[bool]) -> float:
    return sum(truths) / len(truths)
