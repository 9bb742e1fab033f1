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


def test_of_pages_on_one_matter_the_one_on_the_asked_point_comes_first() -> None:
    titles = ("房屋租金補貼申請資格", "房屋租金補貼何時發放")
    passages = [made(title, title=title) for title in titles]
    ranked = rank("租金補貼每個月幾號入帳", WORDS, passages, Scores(dict.fromkeys(titles, 5.0), {}, {}, {}))
    assert ranked[0].title == "房屋租金補貼何時發放"


def test_a_question_in_the_pages_own_words_trusts_its_words_more_than_what_services_suggest() -> None:
    passages = [candidate("own", "生育津貼"), candidate("suggested", "說明")]
    found = Scores({"own": 10.0, "suggested": 5.0}, {"suggested": 10.0}, {}, {"suggested": 0.8})
    shares = {one.chunk_id: one.score for one in rank("生育津貼", {"生育": 1.0}, passages, found)}
    foreign = {one.chunk_id: one.score for one in rank("生囝仔", {"囝仔": 1.0}, passages, found)}
    assert shares["own"] > shares["suggested"] and shares["own"] > foreign["own"]
