"""The guards read any text in linear time, and a message in a few milliseconds."""

import time
from collections.abc import Callable

import pytest

from bot.guard import mask, planted, screen, without_foreign

LENGTH = 50_000
SHAPES = [
    "死",
    "a",
    "1",
    "1 ",
    "1-",
    "A1",
    "a.",
    "a@",
    "我想",
    "他在有人",
    "中正路",
    "0912345678 ",
    "{{",
    "年月",
    "\u200b",
    "，",
]
GUARDS: dict[str, Callable[[str], object]] = {
    "screen": screen,
    "mask": mask,
    "planted": planted,
    "links": lambda text: without_foreign(text, "https://www.city.example/"),
}


def fastest(guard: Callable[[str], object], text: str, tries: int = 3) -> float:
    """Seconds of the fastest of a few runs: others use the machine too."""
    times = []
    for _ in range(tries):
        start = time.process_time()
        guard(text)
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize("name", list(GUARDS))
@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_fifty_thousand_characters_take_a_moment(shape: str, name: str) -> None:
    text = (shape * LENGTH)[:LENGTH]
    assert fastest(GUARDS[name], text) < 0.4


def test_twice_the_text_takes_no_more_than_about_twice_the_time() -> None:
    text = "我住示範市東禾區藝文路10號3樓，手機0900-123-456，"
    assert fastest(mask, text * 800) < 4 * fastest(mask, text * 400)


def test_a_message_is_screened_in_under_five_milliseconds() -> None:
    message = "請問我家小孩剛出生，要怎麼申請生育津貼，需要帶什麼文件，去哪裡辦？"
    assert fastest(screen, message, 20) < 0.005
