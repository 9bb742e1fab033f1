"""Generations: a build becomes current whole or not at all, and the one before stays within reach."""

import json
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from askcity.errors import AskcityError, BusyError, IndexingError, NoIndexError
from crawler.page import Page, PageKind
from crawler.store import PageStore
from index.build import build
from index.generation import Generations
from tests.index.town import TODAY, Town, matters, page, streets


class BrokenStore:
    """A page store whose disk fails after some pages."""

    def __init__(self, store: PageStore) -> None:
        self._store = store

    def live_pages(self) -> Iterable[Page]:
        for number, each in enumerate(self._store.live_pages()):
            if number == 5:
                raise OSError("input/output error")
            yield each

    def snapshot_digest(self) -> str:
        return self._store.snapshot_digest()


def fail_at(step: str) -> Callable[[str, float], None]:
    """Progress that fails when a step is told."""

    def told(name: str, _share: float) -> None:
        if name == step:
            raise KeyboardInterrupt(step)

    return told


def pointer(town: Town) -> dict[str, str | None]:
    state: dict[str, str | None] = json.loads(
        (town.folder / "index" / "current.json").read_text(encoding="utf-8")
    )
    return state


def test_a_build_becomes_current_with_all_that_it_holds(town: Town) -> None:
    town.write(*matters(), page("list", "連結清單", "一二三", kind=PageKind.LIST, site="other"))
    manifest = town.build()
    assert town.generations.current() == manifest.generation
    assert town.generations.previous() is None
    assert town.generations.manifest(manifest.generation) == manifest
    assert (manifest.pages, manifest.chunks, manifest.sites) == (len(matters()), len(matters()), 1)
    assert manifest.snapshot == town.store.snapshot_digest()
    assert manifest.seconds.keys() == {"chunk", "train", "embed", "check"}
    assert town.names() == {manifest.generation}


def test_lists_of_links_are_not_answered_from(town: Town) -> None:
    town.write(*matters(), page("list", "沙發清運連結", "大型廢棄傢俱清運", kind=PageKind.LIST))
    town.build()
    assert "沙發清運連結" not in town.titles("沙發清運", 50)


def test_attachments_are_answered_from(town: Town) -> None:
    town.write(*matters(), page("form", "溜冰場申請書", "溜冰場租用須知", kind=PageKind.ATTACHMENT))
    town.build()
    assert town.titles("溜冰場", 1) == ["溜冰場申請書"]


@pytest.mark.parametrize("step", ["train", "embed"])
def test_a_build_that_is_interrupted_leaves_everything_as_it_was(served: Town, step: str) -> None:
    before, stamp, vectors = served.files(), served.generations.stamp(), served.vectors()
    served.write(*streets(100))
    with pytest.raises(KeyboardInterrupt):
        served.build(progress=fail_at(step))
    assert served.files() == before
    assert served.names() == {served.generations.current()}
    assert served.generations.stamp() == stamp
    assert served.vectors().keys() == vectors.keys()
    assert served.titles("沙發清運", 1) == ["大型廢棄傢俱清運"]


def test_a_page_store_that_fails_leaves_everything_as_it_was(served: Town) -> None:
    before = served.files()
    with pytest.raises(OSError, match="input/output"):
        build(BrokenStore(served.store), served.options())
    assert served.files() == before


def test_an_empty_page_store_leaves_everything_as_it_was(served: Town) -> None:
    before = served.files()
    served.remove(each.url for each in matters())
    with pytest.raises(IndexingError, match="askcity crawl"):
        served.build(allow_shrink=True)
    assert served.files() == before


def test_the_next_build_works_after_a_failed_one_and_cleans_what_was_left(served: Town) -> None:
    leftover = served.generations.folder("20200101T000000000000Z.building")
    (leftover / "lexical").mkdir(parents=True)
    (leftover / "lexical" / "half").write_text("half", encoding="utf-8")
    first = served.generations.current()
    second = served.build().generation
    assert served.names() == {first, second}


def test_a_generation_that_never_became_current_is_pruned(served: Town) -> None:
    first = served.generations.current()
    orphan = served.generations.folder("20200101T000000000000Z")
    orphan.mkdir()
    second = served.build().generation
    assert served.names() == {first, second}


def test_current_and_previous_are_kept_and_older_ones_pruned(served: Town) -> None:
    names = [served.generations.current(), *(served.build().generation for _ in range(3))]
    assert served.names() == set(names[-2:])
    assert pointer(served) == {"current": names[-1], "previous": names[-2]}


def test_rollback_goes_back_and_forth(served: Town) -> None:
    first = served.generations.current()
    served.write(page("new", "溜冰場", "溜冰場在公園旁，門票八十元。"))
    second = served.build().generation
    assert served.titles("溜冰場門票", 1) == ["溜冰場"]
    assert served.generations.rollback() == first
    assert "溜冰場" not in served.titles("溜冰場門票")
    assert served.generations.previous() == second
    assert served.generations.rollback() == second
    assert served.titles("溜冰場門票", 1) == ["溜冰場"]
    assert served.names() == {first, second}


def test_a_build_after_a_rollback_keeps_the_one_that_was_rolled_back_to(served: Town) -> None:
    first = served.generations.current()
    served.build()
    served.generations.rollback()
    third = served.build().generation
    assert served.names() == {first, third}
    assert served.generations.rollback() == first


def test_every_switch_changes_the_stamp(served: Town) -> None:
    stamps = [served.generations.stamp()]
    served.build()
    stamps.append(served.generations.stamp())
    served.build()
    stamps.append(served.generations.stamp())
    assert len(set(stamps)) == 3
    assert 0 not in stamps


def test_without_an_index_there_is_nothing_to_serve_or_to_roll_back_to(town: Town) -> None:
    assert town.generations.stamp() == 0
    assert town.generations.previous() is None
    with pytest.raises(NoIndexError, match="askcity index"):
        town.open()
    with pytest.raises(NoIndexError, match="no earlier generation"):
        town.generations.rollback()


def test_a_first_generation_has_none_to_roll_back_to(served: Town) -> None:
    current = served.generations.current()
    with pytest.raises(NoIndexError, match="no earlier generation"):
        served.generations.rollback()
    assert served.generations.current() == current


def test_a_previous_generation_that_is_gone_cannot_be_rolled_back_to(served: Town) -> None:
    first = served.generations.current()
    second = served.build().generation
    served.generations.folder(first).rename(served.folder / "taken-away")
    with pytest.raises(NoIndexError, match="no earlier generation"):
        served.generations.rollback()
    assert served.generations.current() == second


def test_a_previous_generation_that_is_damaged_is_not_rolled_back_to(served: Town) -> None:
    first = served.generations.current()
    second = served.build().generation
    (served.generations.folder(first) / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(AskcityError):
        served.generations.manifest(served.generations.rollback())
    assert served.generations.current() == second


def test_of_two_builds_at_once_the_second_is_refused_and_the_first_ends_well(served: Town) -> None:
    under_way, go_on = threading.Event(), threading.Event()
    built: list[str] = []

    def hold(step: str, _share: float) -> None:
        if step == "embed":
            under_way.set()
            assert go_on.wait(30)

    first = threading.Thread(target=lambda: built.append(served.build(progress=hold).generation))
    first.start()
    try:
        assert under_way.wait(30)
        before = served.generations.current()
        with pytest.raises(BusyError, match="askcity index"):
            served.build()
        assert served.generations.current() == before
    finally:
        go_on.set()
        first.join()
    assert built == [served.generations.current()]
    assert served.titles("沙發清運", 1) == ["大型廢棄傢俱清運"]


def test_a_second_build_is_refused_until_the_first_has_switched(
    served: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late_switch(generations: Generations, name: str) -> None:
        monkeypatch.undo()
        with pytest.raises(BusyError):
            served.build()
        generations.switch(name)

    monkeypatch.setattr(Generations, "switch", late_switch)
    served.build()
    assert served.titles("沙發清運", 1) == ["大型廢棄傢俱清運"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"generation": "x"}', "null", None])
def test_a_damaged_manifest_tells_what_to_do_and_the_next_build_repairs_it(
    served: Town, damage: str | None
) -> None:
    current = served.generations.current()
    path = served.generations.folder(current) / "manifest.json"
    if damage is None:
        path.unlink()
    else:
        path.write_text(damage, encoding="utf-8")
    with pytest.raises(IndexingError) as error:
        served.open()
    assert all(part in str(error.value) for part in (current, "damaged", "askcity index"))
    served.build()
    assert served.titles("沙發清運", 1) == ["大型廢棄傢俱清運"]


@pytest.mark.parametrize("damage", ["", "{", "[]"])
def test_a_damaged_pointer_tells_what_to_do_and_the_next_build_repairs_it(served: Town, damage: str) -> None:
    (served.folder / "index" / "current.json").write_text(damage, encoding="utf-8")
    with pytest.raises(AskcityError, match="askcity index"):
        served.open()
    served.build()
    assert served.titles("沙發清運", 1) == ["大型廢棄傢俱清運"]


@pytest.mark.parametrize("part", ["vectors", "lexical"])
def test_a_generation_that_lost_a_part_tells_what_to_do(served: Town, part: str) -> None:
    current = served.generations.current()
    (served.generations.folder(current) / part).rename(served.folder / "taken-away")
    with pytest.raises(AskcityError, match="askcity index"):
        served.open()


@pytest.mark.parametrize(
    "part",
    [
        "lexical",
        "embedder",
        "vectors",
    ],
)
def test_the_next_build_replaces_a_generation_that_lost_a_part(served: Town, part: str) -> None:
    current = served.generations.current()
    (served.generations.folder(current) / part).rename(served.folder / "taken-away")
    served.build()
    assert served.titles("沙發清運", 1) == ["大型廢棄傢俱清運"]


def test_readers_of_the_generation_before_are_not_disturbed_by_a_switch(served: Town) -> None:
    generation = served.open()
    served.write(page("new", "溜冰場", "溜冰場在公園旁，門票八十元。"))
    served.build()
    found = generation.retrieve("沙發清運", TODAY, 1)
    generation.close()
    assert [passage.title for passage in found.passages] == ["大型廢棄傢俱清運"]
    assert found.generation == served.generations.previous()


def test_generations_of_two_data_folders_do_not_meet(served: Town, tmp_path: Path) -> None:
    other = Town(tmp_path / "other")
    other.write(*streets(10))
    other.build()
    assert served.titles("沙發清運", 1) == ["大型廢棄傢俱清運"]
    assert Generations(other.folder).current() != served.generations.current()
    other.close()
