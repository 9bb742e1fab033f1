"""The time of the city."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")


def now() -> datetime:
    """The time now, aware, in Asia/Taipei."""
    return datetime.now(TAIPEI)


def today() -> date:
    """The day that it is in the city."""
    return now().date()
