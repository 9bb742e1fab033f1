"""The current generation as a service holds it: a new one is picked up without a failed query, an old one let go."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from askcity.errors import NoIndexError
from index import serving
from index.retrieve import Generation
from index.serving import ServingIndex
from tests.index.town import TODAY, Town, matters, page

THREADS = 4
PATIENCE = 30.0
QUESTION = "溜冰場第幾版"


class Watched(Generation):
    """A generation that notes when it is closed."""

    __slots__ = ("closed",)
    closed: threading.Event

    def close(self) -> None:
        assert not self.closed.is_set()
        self.closed.set()
        super().close()


class Service:
    """A ServingIndex over a town, with all that it opened."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self.opened: list[Watched] = []
        self.asked = threading.Event()
        self.index = ServingIndex(town.generations, self._open)

    def _open(self) -> Watched:
        self.asked.set()
        plain = self._town.open()
        parts = (
            plain.manifest,
            plain.lexical,
            plain.vectors,
            plain.embedder,
            plain.lease,
            plain.matcher,
            plain.everyday,
            plain.nearby,
        )
        watched = Watched(*parts)
        object.__setattr__(watched, "closed", threading.Event())
        self.opened.append(watched)
        return watched

    def question(self) -> tuple[str, str]:
        """Ask once: the generation that answered and the text that it found."""
        with self.index.lend() as generation:
            found = generation.retrieve(QUESTION, TODAY, 1)
            return found.generation, found.passages[0].text

    def await_generation(self, name: str) -> None:
        """Ask until a generation answers."""
        deadline = time.monotonic() + PATIENCE
        while self.question()[0] != name:
            assert time.monotonic() < deadline


def version(town: Town, number: int) -> str:
    """Build a generation whose rink page tells its number; returns its name."""
    town.write(page("rink", "溜冰場", f"溜冰場須知第{number}版。"))
    return town.build().generation


@pytest.fixture
def service(served: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A service that looks for a new generation at every query."""
    monkeypatch.setattr(serving, "LOOK_EVERY", 0.0)
    service = Service(served)
    yield service
    service.index.close()
    refreshing = [thread for thread in threading.enumerate() if thread.name == "index-refresh"]
    for thread in refreshing:
        thread.join(PATIENCE)


def test_no_query_fails_and_none_mixes_generations_while_new_ones_arrive(
    served: Town, service: Service
) -> None:
    stop, answered, failures = threading.Event(), threading.Condition(), list[BaseException]()
    answers: dict[str, set[str]] = {}

    def ask() -> None:
        try:
            while not stop.is_set():
                name, text = service.question()
                with answered:
                    answers.setdefault(name, set()).add(text)
                    answered.notify_all()
        except BaseException as error:
            failures.append(error)

    texts: dict[str, set[str]] = {}
    askers = [threading.Thread(target=ask) for _ in range(THREADS)]
    try:
        for number in range(4):
            name = version(served, number)
            texts[name] = {f"溜冰場須知第{number}版。"}
            if number == 0:
                for asker in askers:
                    asker.start()
            with answered:
                assert answered.wait_for(partial(answers.__contains__, name), PATIENCE), failures
        with answered:
            back = served.generations.rollback()
            answers.pop(back)
            assert answered.wait_for(partial(answers.__contains__, back), PATIENCE), failures
    finally:
        stop.set()
        for asker in askers:
            asker.join()
    assert failures == []
    assert answers == texts


def test_an_old_generation_is_closed_after_its_last_user(served: Town, service: Service) -> None:
    first = version(served, 1)
    with service.index.lend() as outer:
        with service.index.lend() as inner:
            assert inner is outer
            service.await_generation(version(served, 2))
            assert not service.opened[0].closed.is_set()
            assert inner.retrieve(QUESTION, TODAY, 1).passages[0].text == "溜冰場須知第1版。"
        assert not service.opened[0].closed.is_set()
        assert outer.manifest.generation == first
    assert service.opened[0].closed.is_set()
    assert not service.opened[1].closed.is_set()


def test_an_old_generation_that_nobody_uses_is_closed_at_the_switch(served: Town, service: Service) -> None:
    version(served, 1)
    service.question()
    service.await_generation(version(served, 2))
    assert service.opened[0].closed.wait(PATIENCE)


def test_a_query_that_fails_gives_its_generation_back(served: Town, service: Service) -> None:
    version(served, 1)
    with pytest.raises(ZeroDivisionError), service.index.lend():
        raise ZeroDivisionError
    service.await_generation(version(served, 2))
    assert service.opened[0].closed.wait(PATIENCE)


def test_closing_gives_the_generation_back_after_its_last_user(served: Town, service: Service) -> None:
    version(served, 1)
    with service.index.lend() as generation:
        service.index.close()
        assert not service.opened[0].closed.is_set()
        assert generation.retrieve(QUESTION, TODAY, 1).passages
    assert service.opened[0].closed.is_set()


def test_many_first_queries_load_the_generation_once(served: Town, service: Service) -> None:
    name = version(served, 1)
    together, answers = threading.Barrier(THREADS), list[str]()

    def ask() -> None:
        together.wait(PATIENCE)
        answers.append(service.question()[0])

    askers = [threading.Thread(target=ask) for _ in range(THREADS)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert answers == [name] * THREADS
    assert len(service.opened) == 1


def test_before_there_is_an_index_it_says_so_and_afterwards_it_answers(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "LOOK_EVERY", 0.0)
    service = Service(town)
    for _ in range(2):
        with pytest.raises(NoIndexError, match="askcity index"):
            service.question()
    town.write(*matters())
    name = version(town, 1)
    assert service.question() == (name, "溜冰場須知第1版。")
    service.index.close()


def test_a_generation_that_cannot_be_opened_leaves_the_old_one_serving_until_there_is_a_better_one(
    served: Town, service: Service
) -> None:
    first = version(served, 1)
    assert service.question()[0] == first
    service.asked.clear()
    served.generations.switch("20990101T000000000000Z")
    assert service.question()[0] == first
    assert service.asked.wait(PATIENCE)
    assert service.question()[0] == first
    assert served.generations.rollback() == first
    service.await_generation(version(served, 2))


def test_two_builds_before_a_service_looks_fail_no_query(
    served: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "LOOK_EVERY", 1e9)
    service = Service(served)
    first = version(served, 1)
    assert service.question()[0] == first
    version(served, 2)
    version(served, 3)
    with ThreadPoolExecutor(2 * THREADS) as pool:
        answers = list(pool.map(lambda _: service.question(), range(100)))
    assert answers == [(first, "溜冰場須知第1版。")] * 100
    service.index.close()


def test_it_does_not_look_at_the_disk_at_every_query(served: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "LOOK_EVERY", 1e9)
    service = Service(served)
    first = version(served, 1)
    assert service.question()[0] == first
    version(served, 2)
    assert {service.question()[0] for _ in range(20)} == {first}
    service.index.close()
