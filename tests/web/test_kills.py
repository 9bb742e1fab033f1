"""kill -9 of the real service under load."""

from pathlib import Path

from tests.web import kills


def test_five_kills_under_load_neither_lose_nor_double_nor_reorder_a_message(tmp_path: Path) -> None:
    report = kills.run(tmp_path, kills=5, messages=1_000)
    assert report.acknowledged == 1_000
    assert (report.lost, report.doubled, report.out_of_order) == (0, 0, 0)
    assert (report.unanswered, report.answered_twice) == (0, 0)
    assert report.stream_faults == 0
