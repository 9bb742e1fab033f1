"""The gate: bounds hold, and neither they nor the data change without a reason."""

from typing import Any

import pytest

from eval.gate import accepted, complaints
from eval.metrics import Estimate

DATA = "digest of the data"


def baseline() -> dict[str, Any]:
    bounds = {"split": "calibration", "floors": {"answerable facts": 0.8}, "ceilings": {"all ECE cited": 0.1}}
    return accepted({**bounds, "history": []}, DATA, "first figures")


def found(facts: float = 0.9, error: float = 0.05) -> dict[str, Estimate]:
    values = {"answerable facts": facts, "all ECE cited": error}
    return {key: Estimate(value, value, value, 1) for key, value in values.items()}


def test_a_run_within_its_bounds_passes() -> None:
    assert complaints(baseline(), DATA, "calibration", found()) == []


@pytest.mark.parametrize("figures", [found(facts=0.79), found(error=0.11), {}])
def test_a_run_below_a_floor_above_a_ceiling_or_without_the_figure_is_refused(
    figures: dict[str, Estimate],
) -> None:
    assert complaints(baseline(), DATA, "calibration", figures)


def test_a_floor_lowered_silently_is_refused_even_when_it_holds() -> None:
    lowered = {**baseline(), "floors": {"answerable facts": 0.5}}
    assert complaints(lowered, DATA, "calibration", found()) != []
    assert complaints(accepted(lowered, DATA, "a reason"), DATA, "calibration", found()) == []


def test_a_floor_removed_silently_is_refused() -> None:
    assert complaints({**baseline(), "floors": {}}, DATA, "calibration", found()) != []


def test_data_changed_silently_are_refused() -> None:
    assert complaints(baseline(), "other data", "calibration", found()) != []
    assert complaints(accepted(baseline(), "other data", "why"), "other data", "calibration", found()) == []


def test_a_change_without_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="reason"):
        accepted(baseline(), DATA, "  ")
    silent = baseline()
    silent["history"][-1]["reason"] = ""
    assert complaints(silent, DATA, "calibration", found()) != []


def test_the_other_part_of_the_data_is_refused() -> None:
    assert complaints(baseline(), DATA, "test", found()) != []
