"""Two runs over the same items: what the one does better, and whether that could be chance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.judging import Outcome
from eval.metrics import Estimate, estimate, sign_test


@dataclass(frozen=True, slots=True)
class Difference:
    """A score of the second run minus that of the first over common items; items won and lost, McNemar's p."""

    group: str
    name: str
    mean: Estimate
    won: int
    lost: int
    chance: float


def compare(first: Sequence[Outcome], second: Sequence[Outcome]) -> list[Difference]:
    """The differences by set and score, over the items that both runs scored."""
    other = {(one.set, one.id): one for one in second}
    common = [(one, other[one.set, one.id]) for one in first if (one.set, one.id) in other]
    names = dict.fromkeys((one.set, name) for one, _ in common for name in one.scores)
    return [found for key in names for found in _difference(*key, common)]


def _difference(group: str, name: str, common: Sequence[tuple[Outcome, Outcome]]) -> Iterator[Difference]:
    pairs = [
        (one.scores[name], two.scores[name])
        for one, two in common
        if one.set == group and name in one.scores and name in two.scores
    ]
    if pairs:
        won, lost = sum(two > one for one, two in pairs), sum(two < one for one, two in pairs)
        mean = estimate([(two - one,) for one, two in pairs])
        yield Difference(group, name, mean, won, lost, sign_test(won, lost))
