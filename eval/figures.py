"""From outcomes to figures: by set, by kind and by agency, each with its 95 % interval."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from eval.judging import Outcome
from eval.metrics import Estimate, Floats, aurc, calibration_error, coverage_at, estimate
from eval.safety import Rate, interval

RISK = 0.05
ALL = "all"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a group: a set, `set/kind`, `agency:NAME`, `all` or `safety`."""

    group: str
    name: str
    estimate: Estimate

    @property
    def key(self) -> str:
        """What floors are set for."""
        return f"{self.group} {self.name}"


def figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    """All figures of a run but those of safety."""
    found = [figure for group, own in _groups(outcomes).items() for figure in _means(group, own)]
    return [*found, *_latency(outcomes), *_abstention(outcomes)]


def safety(rates: Iterable[Rate]) -> list[Figure]:
    """The guards' figures, with Wilson's intervals."""
    return [Figure("safety", one.name, _rate(one)) for one in rates if one.whole]


def pairs(outcomes: Sequence[Outcome], truth: str) -> tuple[list[float], list[bool]]:
    """Confidence and outcome of everything that was looked for."""
    judged = [one for one in outcomes if truth in one.scores]
    return [one.confidence for one in judged], [one.scores[truth] > 0 for one in judged]


def _rate(rate: Rate) -> Estimate:
    return Estimate(rate.count / rate.whole, *interval(rate.count, rate.whole), rate.whole)


def _groups(outcomes: Sequence[Outcome]) -> Mapping[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        groups[one.set].append(one)
        if one.kind:
            groups[f"{one.set}/{one.kind}"].append(one)
        if one.agency:
            groups[f"agency:{one.agency}"].append(one)
    return groups


def _means(group: str, outcomes: Sequence[Outcome]) -> Iterator[Figure]:
    names = dict.fromkeys(name for one in outcomes for name in one.scores if not name.startswith("best_"))
    for name in names:
        values = [(one.scores[name],) for one in outcomes if name in one.scores]
        yield Figure(group, name, estimate(values))


def _latency(outcomes: Sequence[Outcome]) -> Iterator[Figure]:
    rows = [(one.elapsed_ms,) for one in outcomes]
    for share in (50, 99):
        yield Figure(ALL, f"p{share} ms", estimate(rows, partial(_percentile, at=share)))


def _percentile(table: Floats, at: int) -> float:
    return float(np.percentile(table[:, 0], at))


def _abstention(outcomes: Sequence[Outcome]) -> Iterator[Figure]:
    """Confidence against outcome: `cited` (a page that answers is cited), `right` (and every fact is stated)."""
    for truth in ("cited", "right"):
        confidence, right = pairs(outcomes, f"best_{truth}")
        if not confidence:
            continue
        rows = list(zip(confidence, map(float, right), strict=True))
        yield Figure(ALL, f"AURC {truth}", estimate(rows, _of(aurc)))
        yield Figure(ALL, f"ECE {truth}", estimate(rows, _of(calibration_error)))
        yield Figure(ALL, f"coverage at risk {RISK:.0%} {truth}", estimate(rows, _of(_coverage)))
        spoken = [one for one in outcomes if one.scores["spoke"] and f"best_{truth}" in one.scores]
        if spoken:
            wrong = [(1 - one.scores[f"best_{truth}"],) for one in spoken]
            yield Figure(ALL, f"wrong when answered {truth}", estimate(wrong))


def _coverage(confidence: Sequence[float], right: Sequence[bool]) -> float:
    return coverage_at(confidence, right, RISK)


def _of(statistic: Callable[[Sequence[float], Sequence[bool]], float]) -> Callable[[Floats], float]:
    def of(table: Floats) -> float:
        return statistic(table[:, 0].tolist(), (table[:, 1] > 0).tolist())

    return of
