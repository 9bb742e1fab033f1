"""Candidates that give way to others: expired, said already, or outdated."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from crawler.page import PageKind
from index.fold import DEPTH, OUTDATED_DAYS, drop_expired, fold_duplicates, newest_first
from index.passage import Passage, Rejection
from tests.index.town import FETCHED, TODAY

NOTICE = "本市各區公所辦理資源回收兌換活動，請民眾攜帶回收物到場，兌換清潔用品，換完為止。"


def passage(name: str, score: float = 1.0, **facts: Any) -> Passage:
    made = Passage(
        chunk_id=name,
        url=f"https://town.test/{name}",
        title="資源回收兌換活動",
        site="town",
        agency="環境保護局",
        heading="",
        position=0,
        text=NOTICE,
        kind=PageKind.ARTICLE,
        page_digest=name,
        updated_on=None,
        valid_from=None,
        valid_until=None,
        fetched_at=FETCHED,
        score=score,
    )
    return replace(made, **facts)


def ids(passages: list[Passage]) -> list[str]:
    return [each.chunk_id for each in passages]


def test_a_passage_is_shown_through_its_last_day_and_not_after() -> None:
    last = passage("last", valid_until=TODAY)
    assert drop_expired([last], TODAY - timedelta(days=1)) == ([last], [])
    assert drop_expired([last], TODAY) == ([last], [])
    kept, rejected = drop_expired([last], TODAY + timedelta(days=1))
    assert kept == []
    assert [(each.passage, each.reason) for each in rejected] == [(last, Rejection.EXPIRED)]


def test_a_passage_without_an_end_does_not_expire() -> None:
    endless = passage("endless")
    assert drop_expired([endless], date.max) == ([endless], [])


def test_the_same_text_again_gives_way_to_the_better_one_and_to_others() -> None:
    best, copy = passage("best", 1.0), passage("copy", 0.99)
    other = passage("other", 0.9, text="路燈不亮請撥工務局專線。", title="路燈維修")
    folded = fold_duplicates([best, copy, other])
    assert ids(folded) == ["best", "other", "copy"]
    assert folded[2].score < copy.score
    assert folded[2].why["said_already"] == 1.0
    assert folded[:2] == [best, other]


def test_nothing_is_left_out_by_folding() -> None:
    copies = [passage(f"{number}", 1.0 - number / 1000) for number in range(50)]
    assert sorted(ids(fold_duplicates(copies))) == sorted(ids(copies))


def test_nearly_the_same_text_gives_way_too() -> None:
    folded = fold_duplicates([passage("best", 1.0), passage("near", 0.99, text=f"{NOTICE[:-1]}！")])
    assert "said_already" in folded[1].why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("電話07-3368333", "電話07-3368334"),
        ("自6月1日起", "自7月1日起"),
        ("每張30元", "每張60元"),
        ("1樓", "1樓、2樓"),
    ],
)
def test_the_same_text_with_other_numbers_is_another_passage(one: str, other: str) -> None:
    pages = [passage("one", 1.0, text=NOTICE + one), passage("other", 0.99, text=NOTICE + other)]
    assert fold_duplicates(pages) == pages


@pytest.mark.parametrize(("one", "other"), [("每張三十元", "每張六十元"), ("自六月起", "自七月起")])
def test_the_same_text_with_other_chinese_numerals_is_another_passage(one: str, other: str) -> None:
    long = f"{NOTICE}逾時不候，詳情請洽各區清潔隊或撥市民專線查詢，當日如遇颱風停止上班則順延辦理。"
    pages = [passage("one", 1.0, text=long + one), passage("other", 0.99, text=long + other)]
    assert fold_duplicates(pages) == pages


def test_what_differs_from_all_before_it_keeps_its_score() -> None:
    first = passage("first", 1.0, text="路燈不亮請撥工務局專線。", title="路燈維修")
    second = passage("second", 0.9)
    assert fold_duplicates([first, second]) == [first, second]


def test_a_newer_page_of_the_same_agency_and_matter_comes_before_an_older_one() -> None:
    older = passage("older", 1.0, updated_on=date(2024, 1, 1))
    newer = passage("newer", 0.5, updated_on=date(2026, 1, 1))
    assert ids(newest_first([older, newer])) == ["newer", "older"]
    assert ids(newest_first([newer, older])) == ["newer", "older"]


def test_the_newest_of_several_comes_first_in_whichever_order_they_were_found() -> None:
    years = [passage(str(year), 1.0, updated_on=date(year, 1, 1)) for year in (2022, 2024, 2026)]
    other = passage("other", 0.9, text="路燈不亮請撥工務局專線。", title="路燈維修", updated_on=TODAY)
    for found in (
        [years[0], years[1], years[2]],
        [years[1], years[0], years[2]],
        [years[2], years[0], years[1]],
    ):
        ordered = ids(newest_first([*found, other]))
        assert ordered[0] == "2026"
        assert sorted(ordered) == ["2022", "2024", "2026", "other"]


@pytest.mark.parametrize(
    ("why", "facts"),
    [
        ("agency", {"agency": "社會局"}),
        ("title", {"title": "路燈維修"}),
        ("text", {"text": "路燈不亮請撥工務局專線，維修人員會在三日內前往處理。"}),
        ("no date", {"updated_on": None}),
        ("hardly newer", {"updated_on": date(2024, 1, 1) + timedelta(days=OUTDATED_DAYS)}),
        ("same page", {"url": "https://town.test/older"}),
    ],
)
def test_a_page_of_another_agency_or_matter_or_of_hardly_another_date_stays_behind(
    why: str, facts: dict[str, Any]
) -> None:
    older = passage("older", 1.0, updated_on=date(2024, 1, 1))
    other = passage(why, 0.5, **{"updated_on": date(2026, 1, 1), **facts})
    assert ids(newest_first([older, other])) == ["older", why]


def test_what_is_far_down_the_list_stays_there() -> None:
    filling = [
        passage(f"{number}", text=f"第{number}則別的事情", title=f"別的事情{number}", agency=f"第{number}局")
        for number in range(DEPTH)
    ]
    newer = passage("newer", 0.1, updated_on=TODAY)
    found = [passage("older", updated_on=date(2020, 1, 1)), *filling, newer]
    assert newest_first(found) == found
