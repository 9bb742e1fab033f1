"""What the tests of the evaluation data share: the demo city on a day."""

from datetime import date

import pytest

from demo.city import City, load_city

DAY = date(2026, 11, 26)


@pytest.fixture(scope="session")
def city() -> City:
    """The demo city on a Thursday in autumn."""
    return load_city(DAY)
