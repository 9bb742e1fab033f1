"""What a page says of itself: title, agency, days, periods, contact."""

from datetime import date

import pytest

from crawler.extract.dates import first_day, spans
from crawler.page import Extracted
from tests.extract.samples import URL, article, page

TODAY = date(2026, 11, 23)


def stated(line: str, title: str = "補助說明", updated: str = "2026-11-01") -> Extracted:
    return page(article(f"<p>{line}</p><p>詳情如下。</p><p>更新日期:{updated}</p>", title))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("民國115年11月5日", date(2026, 11, 5)),
        ("中華民國 99 年 1 月 2 日", date(2010, 1, 2)),
        ("115-11-05", date(2026, 11, 5)),
        ("115/11/05", date(2026, 11, 5)),
        ("115.11.05", date(2026, 11, 5)),
        ("115/11/5", date(2026, 11, 5)),
        ("2026年11月5日", date(2026, 11, 5)),
        ("2026/11/05 08:30", date(2026, 11, 5)),
        ("3天前", date(2026, 11, 20)),
        ("三天前", date(2026, 11, 20)),
        ("2 週前", date(2026, 11, 9)),
        ("5小時前", TODAY),
        ("昨天", date(2026, 11, 22)),
        ("115年13月5日", None),
        ("02-12-34", None),
        ("115.11.05.1", None),
        ("電話 2720-8889", None),
    ],
)
def test_days_are_read_as_taiwanese_pages_write_them(text: str, day: date | None) -> None:
    assert first_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("115年11月5日至12月3日", date(2026, 11, 5), date(2026, 12, 3)),
        ("115年11月5日(星期四)9時起至20日止", date(2026, 11, 5), date(2026, 11, 20)),
        ("115/12/20~116/01/03", date(2026, 12, 20), date(2027, 1, 3)),
        ("115年12月20日至1月3日", date(2026, 12, 20), date(2027, 1, 3)),
        ("自即日起至115年12月31日止", None, date(2026, 12, 31)),
        ("自115年7月1日起", date(2026, 7, 1), None),
        ("115年12月5日", date(2026, 12, 5), date(2026, 12, 5)),
    ],
)
def test_periods_are_read_with_what_their_second_day_leaves_out(
    text: str, start: date | None, end: date | None
) -> None:
    span = next(spans(text))
    assert (span.start, span.end) == (start, end)


@pytest.mark.parametrize(
    "line",
    [
        "更新日期:115-11-05",
        "最後異動日期\uff1a115年11月5日",
        "發布日期 2026/11/05",
        "張貼日期:115.11.05 點閱數:12",
    ],
)
def test_the_day_of_the_last_change_is_read_from_its_label(line: str) -> None:
    found = page(article(f"<p>每月五千元。</p><p>{line}</p>"))
    assert found.updated_on == date(2026, 11, 5)
    assert found.markdown == "每月五千元。"


def test_a_relative_day_counts_from_the_day_of_fetching() -> None:
    assert page(article("<p>更新日期:3天前</p><p>每月五千元。</p>")).updated_on == date(2026, 11, 20)


def test_a_change_outweighs_the_publication() -> None:
    assert page(
        article("<p>內容。</p><p>發布日期:115-01-01</p><p>更新日期:115-03-02</p>")
    ).updated_on == date(2026, 3, 2)


def test_the_day_of_the_whole_site_is_not_the_page_s() -> None:
    body = article("<p>每月五千元。</p>").replace("<footer>", "<footer><p>網站更新日期:115-11-23</p>")
    assert page(body).updated_on is None
    assert page(body.replace("<footer>", "<div>")).updated_on is None


def test_the_day_is_read_from_metadata_where_the_text_has_none() -> None:
    assert page(
        article(
            "<p>甲。</p>", head='<meta property="article:modified_time" content="2026-10-01T08:00:00+08:00">'
        )
    ).updated_on == date(2026, 10, 1)
    assert page(
        article(
            "<p>甲。</p>", head='<script type="application/ld+json">{"dateModified":"2026-10-02"}</script>'
        )
    ).updated_on == date(2026, 10, 2)


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("活動日期:115年12月5日(星期六)", date(2026, 12, 5), date(2026, 12, 5)),
        ("申請期間:115年11月1日至12月31日", date(2026, 11, 1), date(2026, 12, 31)),
        ("三、報名期間\uff1a自即日起至115年12月10日止", None, date(2026, 12, 10)),
        ("公告期限:115/12/31", None, date(2026, 12, 31)),
        ("公告至115年12月31日", None, date(2026, 12, 31)),
        ("停水時間:115年11月25日8時至26日20時", date(2026, 11, 25), date(2026, 11, 26)),
    ],
)
def test_a_labelled_period_is_the_page_s_validity(line: str, start: date | None, end: date | None) -> None:
    found = stated(line)
    assert (found.valid_from, found.valid_until) == (start, end)


@pytest.mark.parametrize(
    "line",
    [
        "申請期間:每年11月1日至11月30日",
        "104年度之申請期間為104年3月1日至104年3月31日,逾期不予補發。",
        "本辦法自115年1月1日施行至116年12月31日。",
        "申請期間:104年3月1日至104年3月31日",
        "活動日期:另行公告",
    ],
)
def test_prose_recurring_and_long_past_periods_do_not_end_a_page(line: str) -> None:
    found = stated(line)
    assert (found.valid_from, found.valid_until) == (None, None)


def test_a_period_in_an_answer_does_not_end_the_answer() -> None:
    assert stated("申請期間:115年11月1日至12月31日", title="如何申請補助?").valid_until is None


def test_the_event_outweighs_its_registration() -> None:
    found = page(article("<p>報名期間:115年11月1日至30日</p><p>活動日期:115年12月20日</p>", "路跑"))
    assert found.valid_until == date(2026, 12, 20)


def test_a_period_in_a_table_or_below_its_heading_counts() -> None:
    table = "<table><tr><th>展覽期間</th><td>115年11月1日至116年2月1日</td></tr><tr><th>地點</th><td>一樓</td></tr></table>"
    assert page(article(table, "特展")).valid_until == date(2027, 2, 1)
    assert page(article("<h3>展覽期間</h3><p>115年11月1日至116年2月1日</p>", "特展")).valid_until == date(
        2027, 2, 1
    )


def test_an_event_in_linked_data_gives_the_period() -> None:
    head = '<script type="application/ld+json">{"@type":"Event","startDate":"2026-12-01T10:00","endDate":"2026-12-03"}</script>'
    found = page(article("<p>三日。</p>", "市集", head))
    assert (found.valid_from, found.valid_until) == (date(2026, 12, 1), date(2026, 12, 3))


@pytest.mark.parametrize(
    ("named", "agency"),
    [
        ("婦女福利科", "示範市政府社會局"),
        ("社會局", "示範市政府社會局"),
        ("示範市政府社會局婦女福利科", "示範市政府社會局"),
        ("示範市政府衛生局", "示範市政府衛生局"),
    ],
)
def test_units_and_short_names_count_as_the_site_s_agency(named: str, agency: str) -> None:
    assert (
        page(article(f"<p>甲。</p><p>資料提供單位:{named}</p>"), agency="示範市政府社會局").agency == agency
    )


def test_the_site_s_agency_stands_where_the_page_names_none() -> None:
    assert page(article("<p>甲。</p>"), agency="示範市政府社會局").agency == "示範市政府社會局"
    assert page(article("<p>甲。</p>")).agency is None


def test_contact_lines_are_gathered() -> None:
    found = page(
        article(
            "<p>每月五千元。</p><h3>聯絡窗口</h3><p>陳小姐 (01) 555-1234 分機 12</p><p>地址:市府路1號</p><p>承辦單位\uff1a福利科</p>"
        )
    )
    assert found.contact.split("\n") == [
        "陳小姐 (01) 555-1234 分機 12",
        "地址:市府路1號",
        "承辦單位\uff1a福利科",
    ]


@pytest.mark.parametrize(
    ("stated_title", "heading", "title"),
    [
        ("示範市政府社會局-敬老卡申辦", "<h2>敬老卡申辦</h2>", "敬老卡申辦"),
        ("敬老卡申辦 | 示範市政府社會局全球資訊網", "<div class='x'>敬老卡申辦</div>", "敬老卡申辦"),
        ("示範市政府社會局-A-B卡申辦", "<h3>A-B卡申辦</h3>", "A-B卡申辦"),
        ("示範市政府社會局", "<h1>敬老卡申辦</h1>", "敬老卡申辦"),
        ("示範市政府社會局", "<p class='title'>敬老卡申辦</p>", "敬老卡申辦"),
        ("敬老卡申辦::示範市政府社會局", "", "敬老卡申辦"),
        ("", "", "年滿65歲者得申請。"),
    ],
)
def test_the_title_is_the_page_s_own(stated_title: str, heading: str, title: str) -> None:
    body = f"<html><head><title>{stated_title}</title></head><body><div id='a'>{heading}<p>年滿65歲者得申請。</p></div></body></html>"
    assert page(body).title == title


def test_a_page_never_lacks_a_title() -> None:
    assert page(f"<html><body><p>{'很長的句子沒有標題,' * 20}</p></body></html>").title


def test_a_canonical_address_on_another_host_or_at_the_start_page_is_not_believed() -> None:
    for target in ("https://evil.example/x", "/"):
        assert (
            page(article("<p>甲。</p>", head=f'<link rel="canonical" href="{target}">'), URL).canonical_url
            is None
        )
    assert (
        page(article("<p>甲。</p>", head='<link rel="canonical" href="/cp.aspx?n=9#x">')).canonical_url
        == "https://social.city.example/cp.aspx?n=9"
    )


def test_an_old_page_named_like_its_site_is_called_by_its_bold_first_line() -> None:
    body = (
        "<html><head><title>::: 示範市地政處 :::</title></head><body><table><tr><td><b>土地登記規費</b></td></tr>"
        "<tr><td><h2>金額</h2><p>登記費千分之一。</p></td></tr></table></body></html>"
    )
    assert page(body).title == "土地登記規費"


def test_publication_data_around_the_content_are_facts_and_no_text() -> None:
    found = page(
        article(
            "<p>發布日期:115/11/02 承辦單位:登記課</p><p>登記費千分之一。</p><p>回上頁 | TOP</p>",
            "土地登記規費",
        )
    )
    assert (found.updated_on, found.markdown) == (date(2026, 11, 2), "登記費千分之一。")
