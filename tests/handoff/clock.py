"""A clock that a test may set; it goes on by itself, as the real one does."""

import time
from datetime import datetime, timedelta

from handoff.service import utc_now


class Clock:
    """The real time, shifted."""

    def __init__(self) -> None:
        self._shift = timedelta(0)
        self._passed = 0.0

    def __call__(self) -> datetime:
        return utc_now() + self._shift

    def advance(self, **spans: float) -> None:
        """Let time pass: `advance(seconds=40)`."""
        self.leap(**spans)
        self._passed += timedelta(**spans).total_seconds()

    def leap(self, **spans: float) -> None:
        """Set the clock ahead, while no time passes."""
        self._shift += timedelta(**spans)

    def passed(self) -> float:
        """Seconds since some moment, whatever the clock says."""
        return time.monotonic() + self._passed
