"""From outcomes to figures, a folder, a comparison and a page."""

from dataclasses import replace
from pathlib import Path

from eval.compare import compare
from eval.figures import figures
from eval.judging import Outcome
from eval.report import html
from eval.results import Run, by_key, read, write


def outcome(number: int, *, right: bool, confidence: float) -> Outcome:
    truth = float(right)
    scores = {"facts": truth, "spoke": 1.0, "best_cited": truth, "best_right": truth}
    return Outcome(
        set="answerable",
        id=f"a{number}",
        kind="how",
        agency="社會局",
        turns=("怎麼辦 <b>",),
        expected=("200元",),
        status="answered",
        text="答案 <script>",
        confidence=confidence,
        cited=("http://a.test/",),
        elapsed_ms=float(number),
        scores=scores,
    )


OUTCOMES = tuple(outcome(number, right=number % 4 != 0, confidence=1 - number / 40) for number in range(20))
RUN = Run("calibration", "g1", tuple(figures(OUTCOMES)), OUTCOMES)


def test_figures_are_by_set_kind_and_agency() -> None:
    found = by_key(RUN.figures)
    assert found["answerable facts"].value == found["answerable/how facts"].value == 0.75
    assert found["agency:社會局 facts"].count == 20
    assert found["all wrong when answered right"].value == 0.25
    assert found["all p50 ms"].value == 9.5


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    write(RUN, tmp_path / "run")
    assert read(tmp_path / "run") == RUN


def test_a_run_does_not_differ_from_itself() -> None:
    assert all(one.won == one.lost == 0 and one.chance == 1 for one in compare(OUTCOMES, OUTCOMES))


def test_what_is_better_throughout_is_told_from_chance() -> None:
    better = [replace(one, scores={**one.scores, "facts": 1.0}) for one in OUTCOMES]
    found = {one.name: one for one in compare(OUTCOMES, better)}
    assert (found["facts"].won, found["facts"].lost, found["facts"].mean.value) == (5, 0, 0.25)
    assert found["facts"].mean.low > 0


def test_items_of_one_run_alone_are_not_compared() -> None:
    assert {one.mean.count for one in compare(OUTCOMES, OUTCOMES[:5])} == {5}


def test_the_page_shows_the_surest_fault_first_and_needs_nothing_else() -> None:
    page = html(RUN)
    assert page.index("answerable a0") < page.index("answerable a4")
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "src=" not in page
    assert "href=" not in page
