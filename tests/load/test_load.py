"""A short load on the real service."""

from tests.load.run import Profile
from tests.slow.load import run


def test_nothing_is_lost_doubled_or_refused_at_five_messages_a_second_over_a_hundred_streams() -> None:
    report = run(Profile(rate=5, seconds=6, streams=100))
    assert report.faultless, report
    assert report.acknowledged == report.sent > 0
    assert report.degraded == 0
