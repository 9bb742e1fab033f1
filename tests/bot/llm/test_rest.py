"""A model that fails is left alone for a while, so that citizens do not wait for it in vain."""

from bot.llm.rest import FAILURES, SECONDS, Rest
from tests.bot.llm.stubs import composing, draft, nobody


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_after_failures_in_a_row_there_are_no_calls_until_one_tries_again() -> None:
    clock = Clock()
    rest = Rest(clock)
    for _ in range(FAILURES):
        assert rest.allows()
        rest.failed()
    assert not rest.allows()
    clock.now = SECONDS
    assert [rest.allows(), rest.allows()] == [True, False]
    rest.succeeded()
    assert [rest.allows(), rest.allows()] == [True, True]


def test_a_success_in_between_begins_the_count_anew() -> None:
    rest = Rest(Clock())
    for _ in range(FAILURES * 2):
        rest.failed()
        rest.succeeded()
    assert rest.allows()


def test_a_server_that_refuses_is_not_asked_a_fourth_time() -> None:
    with composing(lambda handler, _: handler.refuse(503)) as (words, server):
        for _ in range(FAILURES + 2):
            assert words.composed("補辦多少錢", draft(), nobody) == draft()
        assert len(server.requests) == FAILURES
