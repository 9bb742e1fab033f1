"""Extraction keeps up with the crawl."""

import statistics
import time

import pytest

from crawler.extract import extract
from tests.extract.samples import CMS, fetched

SLOW_MACHINE = 3.0
"""The budgets are those of one core of the reference machine; a test machine may be this much slower."""


def _pages(size: int) -> list[bytes]:
    filler = "".join(
        f'<li class="item"><a href="/News.aspx?n={number:05X}">便民服務項目第{number}類</a>\n        <!-- {"x" * 60} --></li>'
        for number in range(size // 180)
    )
    return [
        CMS.replace("</ul></div></div>", f"{filler}<li>{number}</li></ul></div></div>", 1).encode()
        for number in range(12)
    ]


@pytest.mark.parametrize(("size", "budget"), [(20_000, 0.006), (200_000, 0.030)])
def test_a_page_is_extracted_within_its_budget(size: int, budget: float) -> None:
    times = []
    for body in _pages(size):
        begun = time.process_time()
        extract(fetched(body))
        times.append(time.process_time() - begun)
    assert statistics.median(times) <= budget * SLOW_MACHINE
