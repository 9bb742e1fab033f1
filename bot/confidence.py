"""How likely the answer is right: a few readable features and a small fitted model (`confidence.toml`)."""

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.compose import Draft
from index.asking import all_asked_for, asked_for
from index.passage import SAID_ALREADY
from index.ranking import likeness, share
from index.tokens import bigrams, tokens
from index.wondering import points

if TYPE_CHECKING:
    from bot.finding import FoundPage

ENOUGH = 0.25
"""Coverage below which a lead counts for less: the best of nothing is nothing."""
UNKNOWN = 0.5
MAYBE_ELSEWHERE = 0.3
"""What counts where nothing is known of what else may be meant: as much as with the wrong answers of the calibration."""
CHANCE = 0.15
"""Likeness that any two questions may have."""
SAME = 0.5
"""Match from which a question is taken for the title's own."""
HOW_AT_ALL = frozenset({"way"})
"""What a title asks that is about the whole of its matter: 結婚登記怎麼辦."""
QUESTION = re.compile("[?\uff1f]|嗎|如何|何|哪|什麼|甚麼|怎|多少|是否|可否|能否|有無")


@dataclass(frozen=True, slots=True)
class Features:
    """What the confidence rests on; each between 0 and 1."""

    match: float
    """How nearly the question is its title, word for word: 0 where they are less than nearly the same."""
    another: float
    """How much the question resembles its title, where that is a question too and not the same one."""
    lead: float
    """How far its lexical score is ahead of the next page's, as far as it covers the question at all."""
    trust: float
    """The share of the trust that ranking gives to the pages that speak, of all candidates'."""
    margin: float
    """How far that is ahead of the next page that says something else."""
    elsewhere: float
    """How much nearer it is to a service that the passage is not about: the city may have no page on what is meant."""
    kind: float
    """Whether the answer holds a kind of answer that is asked for; a half where none is."""


NAMES = tuple(Features.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Tier:
    """A group of kinds of answers; `curve` holds pairs of a threshold and the risk of answering from it on.

    The risk is the share of all questions of the group that get a wrong answer (conformal risk control, arXiv:2208.02814).
    """

    kinds: frozenset[str]
    curve: tuple[tuple[float, float], ...]

    def threshold(self, budget: float) -> float:
        """The lowest threshold at which wrong answers stay within the budget, a share of all questions; 1 where none does."""
        kept = [threshold for threshold, risk in self.curve if risk <= budget]
        return min(kept, default=1.0)


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model over the features, the tiers of risk, and from which probability choices are offered."""

    intercept: float
    weights: Mapping[str, float]
    tiers: tuple[Tier, ...]
    offer: "Offer"

    def probability(self, evidence: Features) -> float:
        """Probability in (0, 1) that an answer from the best page is right."""
        return _logistic(self.intercept, self.weights, evidence)

    def threshold(self, question: str, budget: float) -> float:
        """The confidence from which a question is answered; the first tier that knows its kind decides, else the last."""
        kind = asked_for(question)
        key = "" if kind is None else kind.key
        tier = next((tier for tier in self.tiers if key in tier.kinds), self.tiers[-1])
        return tier.threshold(budget)

    def lowest(self, budget: float) -> float:
        """The confidence below which nothing is answered, whatever its kind."""
        return min(tier.threshold(budget) for tier in self.tiers)


@dataclass(frozen=True, slots=True)
class Offer:
    """A logistic model for whether the right page is among the first few, and from which probability they are offered."""

    intercept: float
    weights: Mapping[str, float]
    threshold: float

    def is_due(self, evidence: Features) -> bool:
        """Whether the first few pages are worth offering as choices."""
        return _logistic(self.intercept, self.weights, evidence) >= self.threshold


@cache
def shipped() -> Model:
    """The model that comes with the program."""
    return read_model(Path(__file__).parent / "confidence.toml")


def read_model(path: Path) -> Model:
    """A model as `askcity eval calibrate` writes it."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    offer = document["offer"]
    tiers = tuple(
        Tier(frozenset(tier["kinds"]), tuple((pair[0], pair[1]) for pair in tier["curve"]))
        for tier in document["tier"]
    )
    return Model(
        document["intercept"],
        document["weights"],
        tiers,
        Offer(offer["intercept"], offer["weights"], offer["threshold"]),
    )


def features(
    question: str,
    speakers: Sequence["FoundPage"],
    pages: Sequence["FoundPage"],
    words: Mapping[str, float],
    draft: Draft,
    *,
    nearest: float | None,
) -> Features:
    """The features of what was found, at least one page that speaks.

    `words` are the question's words with their idf, `nearest` the cosine of the nearest wording of any service, None where
    there is no catalogue of services.
    """
    best, asked = speakers[0], bigrams(question)
    rivals = [page for page in pages if page not in speakers and SAID_ALREADY not in page.best.why]
    trust = sum(page.share for page in speakers)
    why = best.best.why
    own = why.get("bm25", 0.0)
    rival = max((page.best.why.get("bm25", 0.0) for page in rivals), default=0.0)
    coverage = share(words, frozenset(tokens(best.best.searchable)))
    return Features(
        match=likeness(asked, bigrams(best.best.title)),
        another=_another(asked, best.best.title),
        lead=min(1.0, coverage / ENOUGH) * max(0.0, 1 - rival / own) if own > 0 else 0.0,
        trust=min(1.0, trust),
        margin=max(0.0, trust - max((page.share for page in rivals), default=0.0)),
        elsewhere=MAYBE_ELSEWHERE
        if nearest is None
        else max(0.0, nearest - max(0.0, why.get("service", 0.0))),
        kind=_kind_found(question, draft),
    )


def _another(asked: frozenset[str], title: str) -> float:
    words = bigrams(title)
    if not QUESTION.search(title) or points(title) == HOW_AT_ALL or likeness(asked, words) > SAME:
        return 0.0
    return max(0.0, 2 * len(asked & words) / (len(asked) + len(words) or 1) - CHANCE)


def _kind_found(question: str, draft: Draft) -> float:
    kinds = [kind for kind in all_asked_for(question) if not kind.is_rule]
    if not kinds:
        return UNKNOWN
    return float(any(kind.in_text(statement.text) for kind in kinds for statement in draft.statements))


def _logistic(intercept: float, weights: Mapping[str, float], evidence: Features) -> float:
    z = intercept + sum(weight * getattr(evidence, name) for name, weight in weights.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
