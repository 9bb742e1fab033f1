"""Fair turns: nobody's questions wait for another's flood."""

import pytest

from bot.channels.turns import LANES, Turns

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def order(turns: Turns, count: int) -> list[str]:
    """The next so many; each is done with its question."""
    found = []
    for _ in range(count):
        conversation, _ = await turns.next()
        turns.served(conversation, more=False)
        found.append(conversation)
    return found


async def test_many_conversations_of_one_address_do_not_hold_up_the_others() -> None:
    turns = Turns()
    for number in range(200):
        turns.join(f"flood{number}", "198.51.100.7")
    for number in range(10):
        turns.join(f"quiet{number}")
    first = await order(turns, 10 + LANES)
    assert {f"quiet{number}" for number in range(10)} <= set(first)
    assert len(turns) == 200 - LANES
    assert turns.of("198.51.100.7") == 200 - LANES


async def test_inside_an_address_the_longest_waiting_comes_first() -> None:
    turns = Turns()
    names = [f"c{number}" for number in range(64)]
    for name in names:
        turns.join(name, "198.51.100.7")
    served = await order(turns, 64)
    assert sorted(served) == sorted(names)
    for place, name in enumerate(served):
        assert abs(place - names.index(name)) <= 40


async def test_a_conversation_is_in_the_line_once_and_comes_back_for_what_came_meanwhile() -> None:
    turns = Turns()
    turns.join("a")
    turns.join("a")
    assert (await turns.next())[0] == "a"
    turns.join("b")
    turns.join("a")
    turns.served("a", more=False)
    assert await order(turns, 2) == ["b", "a"]
    assert len(turns) == 0
    assert turns.longest_wait() == 0


async def test_how_long_the_next_has_waited_is_known() -> None:
    turns = Turns()
    turns.join("a")
    assert 0 < turns.longest_wait() < 5
    assert 0 < (await turns.next())[1] < 5
