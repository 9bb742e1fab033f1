"""The figures on cases small enough to work out by hand."""

import pytest

from eval.metrics import (
    aurc,
    calibration_error,
    coverage_at,
    estimate,
    ndcg_at,
    recall_at,
    reciprocal_rank,
    reliability,
    risk_coverage,
    sign_test,
)

FOUND = ["a", "b", "c"]


def test_a_page_counts_as_found_only_within_the_first_k() -> None:
    assert recall_at(FOUND, {"b"}, 1) == 0
    assert recall_at(FOUND, {"b"}, 2) == 1


def test_the_rank_counts_as_its_reciprocal() -> None:
    assert reciprocal_rank(FOUND, {"c", "b"}) == 0.5
    assert reciprocal_rank(FOUND, {"x"}) == 0


def test_the_best_order_gains_everything_and_a_worse_one_less() -> None:
    assert ndcg_at(FOUND, {"a", "b"}, 10) == pytest.approx(1)
    assert ndcg_at(FOUND, {"b"}, 10) == pytest.approx(1 / 1.5849625)
    assert ndcg_at(FOUND, set(), 10) == 0


def test_risk_rises_with_coverage_when_the_sure_are_right() -> None:
    curve = risk_coverage([0.9, 0.8, 0.1, 0.7], [True, True, False, True])
    assert curve == [(0.25, 0), (0.5, 0), (0.75, 0), (1, 0.25)]
    assert aurc([0.9, 0.8, 0.1, 0.7], [True, True, False, True]) == pytest.approx(0.0625)


def test_equal_confidence_is_covered_together_whatever_its_order() -> None:
    assert risk_coverage([0.5, 0.5], [True, False]) == risk_coverage([0.5, 0.5], [False, True]) == [(1, 0.5)]


def test_coverage_is_the_largest_within_the_risk() -> None:
    confidence, right = [0.9, 0.8, 0.7, 0.6], [True, False, True, True]
    assert coverage_at(confidence, right, 0.25) == 1
    assert coverage_at(confidence, right, 0.05) == 0.25
    assert coverage_at([0.9], [False], 0.05) == 0


def test_confidence_that_comes_true_has_no_error() -> None:
    assert calibration_error([0.5, 0.5], [True, False]) == 0
    assert calibration_error([1.0, 1.0], [True, False]) == 0.5
    assert sum(one.count for one in reliability([0.0, 0.34, 1.0], [True, False, True])) == 3


def test_an_interval_holds_its_figure_and_is_the_same_every_time() -> None:
    rows = [(float(number % 4 == 0),) for number in range(200)]
    found = estimate(rows)
    assert found.low < found.value == 0.25 < found.high
    assert found.count == 200
    assert estimate(rows) == found


def test_the_sign_test_is_exact() -> None:
    assert sign_test(0, 0) == 1
    assert sign_test(5, 5) == 1
    assert sign_test(0, 6) == pytest.approx(2 / 64)
