"""Dates: written the Taiwanese ways, relative to the day, so that some things lie ahead and others are over."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from demo.city import City, load_city
from demo.dates import (
    FORMATS,
    ago,
    fill,
    resolve,
    roc_dashed,
    roc_dotted,
    roc_long,
    roc_period,
    western_period,
)
from demo.values import Family, Kind
from tests.demo.conftest import TODAY
from tests.demo.visitor import Visitor

DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("", "民國115年3月5日"),
        ("iso", "2026-03-05"),
        ("slash", "2026/03/05"),
        ("roc", "115.03.05"),
        ("md", "3月5日"),
        ("week", "3月5日（星期四）"),
    ],
)
def test_a_date_is_written_in_each_style(style: str, written: str) -> None:
    assert FORMATS[style](DAY) == written
    assert fill(f"自{{{{+2 {style}}}}}起", DAY - timedelta(2)) == f"自{written}起"
    assert set(FORMATS) == {"", "iso", "slash", "roc", "md", "week"}


def test_an_unknown_style_and_a_day_that_is_none_are_refused() -> None:
    with pytest.raises(ValueError, match="weekday"):
        fill("{{+1 weekday}}", DAY)
    with pytest.raises(ValueError, match="is no date"):
        fill("{{ 3 }}", DAY)
    with pytest.raises(ValueError, match="is not a day"):
        resolve("soon", DAY)


@pytest.mark.parametrize(
    ("days", "said"), [(0, "今天"), (1, "1天前"), (13, "1週前"), (45, "1個月前"), (800, "2年前")]
)
def test_how_long_ago_is_said_as_people_say_it(days: int, said: str) -> None:
    assert ago(DAY - timedelta(days), DAY) == said


def test_pages_of_every_family_show_when_they_were_changed_in_their_own_way(visitor: Visitor) -> None:
    shown = {
        Family.CMS: lambda day: f"更新日期：{roc_dashed(day)}",
        Family.TABLE: lambda day: f"更新日期：{roc_dotted(day)}",
        Family.MUSEUM: lambda day: f"最後更新：{day:%Y.%m.%d}",
        Family.SPA: lambda day: f'<div class="_0d2e">{day}</div>',
        Family.WP: lambda day: f"{day.year} 年 {day.month} 月 {day.day} 日",
    }
    for site in visitor.city.sites.values():
        if site.key != "archive":
            document = visitor.map(site.key).documents[0]
            html = visitor.read(site.key, visitor.path(document))
            assert shown[site.family](document.updated) in html, site.key


def test_pages_of_every_family_show_the_days_on_which_they_hold(visitor: Visitor) -> None:
    shown: dict[Family, Callable[[date, date], str]] = {
        Family.CMS: lambda first, last: f"有效期間：{roc_dashed(first)}至{roc_dashed(last)}",
        Family.TABLE: lambda first, last: f"公告期限：{roc_dotted(first)}至{roc_dotted(last)}",
        Family.MUSEUM: lambda first, last: f'"startDate": "{first}", "endDate": "{last}"',
        Family.SPA: lambda first, last: f"期間：{roc_period(first, last)}</div>",
        Family.WP: lambda first, last: f"期間：{western_period(first, last)}</span>",
    }
    seen = set()
    for each in visitor.city.documents:
        if each.valid_from and each.valid_until:
            family = visitor.city.sites[each.site].family
            seen.add(family)
            html = visitor.article(each.site, each.slug)
            assert shown[family](each.valid_from, each.valid_until) in html, (each.site, each.slug)
    assert seen == set(Family)


@pytest.mark.parametrize(
    ("last", "roc", "western"),
    [
        (DAY, "115年3月5日", "2026年3月5日"),
        (DAY + timedelta(30), "115年3月5日至4月4日", "2026年3月5日至4月4日"),
        (DAY + timedelta(365), "115年3月5日至116年3月5日", "2026年3月5日至2027年3月5日"),
    ],
)
def test_a_period_says_the_year_once_where_it_can(last: date, roc: str, western: str) -> None:
    assert (roc_period(DAY, last), western_period(DAY, last)) == (roc, western)


def test_single_page_looking_sites_say_how_long_ago_their_news_are(visitor: Visitor) -> None:
    html = visitor.read("events", visitor.path(visitor.map("events").documents[0]))
    assert re.search(r'<span class="_rd3">(?:今天|\d+(?:天|週|個月|年)前)</span>', html)


def test_texts_use_roc_dates_relative_dates_and_western_ones(city: City) -> None:
    text = "\n".join(document.body for document in city.documents)
    for form in (
        r"民國\d{2,3}年\d{1,2}月\d{1,2}日",
        r"\d{4}/\d\d/\d\d",
        r"\d月\d+日（星期[一二三四五六日]）",
        r"(?:今天|明天|昨天|本週|下週|本月|下個?月|即日起)",
    ):
        assert len(re.findall(form, text)) >= 3, form


def test_some_events_lie_ahead_some_go_on_and_some_are_over(city: City) -> None:
    phases: Counter[str] = Counter()
    for each in city.documents:
        if each.kind is Kind.EVENT and each.valid_from and each.valid_until:
            phases["over" if each.valid_until < TODAY else "ahead" if each.valid_from > TODAY else "on"] += 1
    assert phases["over"] >= 5
    assert phases["on"] >= 3
    assert phases["ahead"] >= 10


def test_everything_planted_as_expired_is_over_and_still_served(visitor: Visitor) -> None:
    expired = [each for each in visitor.city.documents if each.planted == "expired"]
    assert len(expired) >= 8
    for each in expired:
        assert each.valid_until is not None
        assert each.valid_until < TODAY, each.slug
        assert visitor.get(each.site, visitor.path(each)).status_code == 200


def test_no_page_was_changed_in_the_future_or_ends_before_it_begins(city: City) -> None:
    for each in city.documents:
        assert each.updated <= TODAY, (each.site, each.slug)
        assert not (each.valid_from and each.valid_until) or each.valid_from <= each.valid_until, each.slug


def unfilled(city: City) -> set[tuple[str, str]]:
    """Site and slug of the pages and documents in whose text a template's marks are left."""
    bodies = [(each.site, each.slug, each.body) for each in city.documents]
    bodies += [(each.site, each.name, each.body) for each in city.attachments]
    return {(site, name) for site, name, body in bodies if re.search(r"\{\{|\}\}|\{%|%\}", body)}


def test_no_date_is_left_unfilled_but_in_the_parks(city: City) -> None:
    assert {site for site, _ in unfilled(city)} <= {"parks"}


def test_no_date_is_left_unfilled(city: City) -> None:
    assert unfilled(city) == set()


def test_the_next_day_moves_relative_dates_by_a_day_and_fixed_ones_not_at_all(city: City) -> None:
    next_day = load_city(TODAY + timedelta(1))
    fair = next_day.document("events", "community-fair").valid_from
    assert fair == TODAY + timedelta(14)
    assert roc_long(fair) not in city.document("events", "community-fair").body
    assert next_day.document("bus", "fare-2022").updated == date(2022, 7, 1)


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2027, 2, 28), date(2028, 2, 29)])
def test_on_any_later_day_events_lie_ahead_and_what_expired_stays_expired(day: date) -> None:
    documents = load_city(day).documents
    assert (
        sum(
            each.kind is Kind.EVENT and each.valid_until is not None and each.valid_until >= day
            for each in documents
        )
        >= 20
    )
    expired = [each.valid_until for each in documents if each.planted == "expired"]
    assert len(expired) >= 8
    assert all(until is not None and until < day for until in expired)
    assert [each.slug for each in documents if each.updated > day] == []
