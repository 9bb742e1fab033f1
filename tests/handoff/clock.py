"""A clock that a test may set; it goes on by itself, as the real one does."""

from datetime import datetime, timedelta

from handoff.service import utc_now


class Clock:
    """The real time, shifted."""

    def __init__(self) -> None:
        self._shift = timedelta(0)

    def __call__(self) -> datetime:
        return utc_now() + self._shift

    def advance(self, **time: float) -> None:
        """Let time pass: `advance(seconds=40)`."""
        self._shift += timedelta(**time)
