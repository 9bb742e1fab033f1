"""The order of the candidates."""

from dataclasses import fields

import pytest

from index.passage import Passage
from index.ranking import Evidence, Scores, evidence, rank, shipped
from tests.index.test_fold import passage as made

WORDS = {"生育": 2.0, "津貼": 1.0}


def scores(**lexical: float) -> Scores:
    """Scores of candidates by their ids, alike but for the lexical ones."""
    return Scores(lexical, {}, dict.fromkeys(lexical, 0.5), {})


def candidate(id_: str, text: str = "說明") -> Passage:
    """A candidate."""
    return made(id_, text=text)


def test_the_weights_are_of_evidence_that_there_is() -> None:
    assert shipped().keys() <= {field.name for field in fields(Evidence)}


def test_the_better_found_comes_first_and_scores_are_shares_of_one() -> None:
    ranked = rank("生育津貼", WORDS, [candidate("a"), candidate("b")], scores(a=5.0, b=10.0))
    assert [passage.chunk_id for passage in ranked] == ["b", "a"]
    assert sum(passage.score for passage in ranked) == pytest.approx(1.0)


def test_the_kind_of_answer_that_is_asked_for_decides_between_equals() -> None:
    passages = [candidate("a", "向戶政事務所申請。"), candidate("b", "每胎20,000元。")]
    assert rank("可以領多少錢", WORDS, passages, scores(a=5.0, b=5.0))[0].chunk_id == "b"


def test_a_page_whose_agency_is_named_comes_before_its_equal() -> None:
    passages = [made(name, agency=name) for name in ("美術館", "圖書館")]
    words = {"圖書": 1.0, "書館": 1.0, "幾點": 1.0}
    assert rank("圖書館幾點開", words, passages, scores(美術館=5.0, 圖書館=5.0))[0].agency == "圖書館"


def test_other_candidates_of_the_same_page_count_for_it() -> None:
    first, second = made("a", url="same"), made("b", url="same")
    alone = evidence("生育", WORDS, [first], Scores({"a": 1.0}, {}, {"a": 0.2}, {}))[0]
    together = evidence(
        "生育", WORDS, [first, second], Scores({"a": 1.0, "b": 1.0}, {}, {"a": 0.2, "b": 0.9}, {})
    )[0]
    assert (alone.page_cosine, together.page_cosine) == (0.0, 0.9)


def test_nothing_found_is_nothing_ranked() -> None:
    assert rank("生育津貼", WORDS, [], scores()) == []
