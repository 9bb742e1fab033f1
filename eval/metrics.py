"""Figures as pure functions: order of what is found, confidence against outcome, intervals, paired comparison."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], float]

RESAMPLES = 1_000
SEED = 20_260_101
BINS = 10


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval over `count` items."""

    value: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Bin:
    """A stretch of confidence: the mean of it, the share that is right, the number of items."""

    confidence: float
    right: float
    count: int


def recall_at(found: Sequence[str], gold: Collection[str], k: int) -> float:
    """1 if any page that answers is among the first `k`, else 0."""
    return float(any(one in gold for one in found[:k]))


def reciprocal_rank(found: Sequence[str], gold: Collection[str]) -> float:
    """1 through the rank of the first page that answers; 0 without one."""
    return next((1 / rank for rank, one in enumerate(found, 1) if one in gold), 0.0)


def ndcg_at(found: Sequence[str], gold: Collection[str], k: int) -> float:
    """Gain of the pages that answer, discounted by rank, against the best possible order; from 0 to 1."""
    gain = sum(1 / np.log2(rank + 1) for rank, one in enumerate(found[:k], 1) if one in gold)
    best = sum(1 / np.log2(rank + 1) for rank in range(1, min(len(set(gold)), k) + 1))
    return float(gain / best) if best else 0.0


def risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """Points (coverage, share of wrong among the covered), for every threshold from high to low."""
    sure, wrong = np.asarray(confidence, float), ~np.asarray(right, bool)
    order = np.argsort(-sure, kind="stable")
    last = np.append(sure[order][1:] != sure[order][:-1], True)  # equal confidence: all or none
    covered = np.arange(1, len(order) + 1)
    risk = np.cumsum(wrong[order]) / covered
    pairs = zip(covered[last] / len(order), risk[last], strict=True)
    return [(float(coverage), float(share)) for coverage, share in pairs]


def aurc(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """Area under the risk-coverage curve; lower is better."""
    before, area = 0.0, 0.0
    for coverage, risk in risk_coverage(confidence, right):
        area, before = area + risk * (coverage - before), coverage
    return area


def coverage_at(confidence: Sequence[float], right: Sequence[bool], risk: float) -> float:
    """The largest coverage at which no more than `risk` of the covered is wrong."""
    return max((share for share, wrong in risk_coverage(confidence, right) if wrong <= risk), default=0.0)


def reliability(confidence: Sequence[float], right: Sequence[bool], bins: int = BINS) -> list[Bin]:
    """Confidence against outcome in stretches of equal width; empty ones are left out."""
    sure, hit = np.asarray(confidence, float), np.asarray(right, float)
    place = np.minimum((sure * bins).astype(int), bins - 1)
    inside = [place == number for number in range(bins)]
    return [Bin(float(sure[at].mean()), float(hit[at].mean()), int(at.sum())) for at in inside if at.any()]


def calibration_error(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error: the mean distance of confidence from outcome over the stretches."""
    weighed = (one.count * abs(one.confidence - one.right) for one in reliability(confidence, right))
    return sum(weighed) / len(confidence)


def mean(rows: Floats) -> float:
    """The mean of the first column."""
    return float(rows[:, 0].mean())


def estimate(rows: Sequence[Sequence[float]], statistic: Statistic = mean) -> Estimate:
    """A statistic of rows, shape (items, columns), with its 95 % bootstrap interval over items."""
    table = np.asarray(rows, float)
    draw = np.random.default_rng(SEED)
    picks = (draw.integers(0, len(table), len(table)) for _ in range(RESAMPLES))
    low, high = np.quantile([statistic(table[pick]) for pick in picks], [0.025, 0.975])
    return Estimate(statistic(table), float(low), float(high), len(table))


def sign_test(won: int, lost: int) -> float:
    """McNemar's exact test: the probability of a split at least as uneven if both sides were equal."""
    trials = won + lost
    tail = sum(comb(trials, number) for number in range(min(won, lost) + 1)) * 0.5**trials
    return min(1.0, float(2 * tail))
