"""The page families that cities' sites are made of, each on a page of its own."""

from datetime import date

import pytest

from crawler.page import Link, PageKind
from tests.extract.f1 import f1
from tests.extract.samples import CMS, MUSEUM, SINGLE, TABLES, WEBLOG, page

BIG5 = TABLES.encode("cp950", "xmlcharrefreplace")
GOLD = {
    "cms": (
        CMS,
        "一、報名資格 年滿55歲之市民,不限設籍。每人以三班為限。二、費用 班別 學費 書法 600元 歌唱 800元"
        "申請期間:115年11月20日至12月10日 洽詢電話:(01) 555-1234 轉 12 報名表.pdf",
    ),
    "table": (
        BIG5,
        "市民使用火化爐,每具收費六千元。非市民每具一萬二千元。峯堃里居民減半。"
        "項目 市民 非市民 火化 6,000元 12,000元 骨灰罐 500元 800元",
    ),
    "museum": (
        MUSEUM,
        "常設展採分時入場,假日請預約。開放時間 週二至週五 09:00–17:00 週六、週日 09:00–18:00 16:30 停止入場 週一 休館"
        "票價 票種 票價 對象 全票 100元 一般觀眾 夜間票 50元 一般觀眾 半票 70元 學生 館區平面圖",
    ),
    "single": (
        SINGLE,
        "送托公共化托育機構者,每月補助七千元。請備妥托育契約,向戶籍地區公所申請。常見疑問 可以補領嗎?可追溯三個月。",
    ),
    "weblog": (
        WEBLOG,
        "活動日期:2026/12/20(星期日)06:00 報名期間:即日起至2026年12月5日止。線上填表 需手機號碼 超商繳費"
        "退費至12月8日。簡章請見路跑簡章。",
    ),
}


@pytest.mark.parametrize("family", GOLD)
def test_each_family_gives_its_content_and_nothing_else(family: str) -> None:
    body, gold = GOLD[family]
    assert f1(page(body).markdown, gold) >= 0.99


def test_a_page_of_the_shared_cms_gives_all_its_facts() -> None:
    found = page(CMS, agency="示範市政府社會局")
    assert (found.title, found.kind) == ("長青學苑招生", PageKind.ARTICLE)
    assert found.breadcrumb == ("銀髮福利", "學習活動")
    assert found.agency == "示範市政府社會局"
    assert found.updated_on == date(2026, 11, 16)
    assert (found.valid_from, found.valid_until) == (date(2026, 11, 20), date(2026, 12, 10))
    assert "老人福利科" in found.contact
    assert "(01) 555-1234 轉 12" in found.contact
    assert [link.text for link in found.attachments] == ["報名表.pdf"]
    assert "| 書法 | 600元 |" in found.markdown
    assert "## 一、報名資格" in found.markdown


def test_an_old_table_layout_in_big5_gives_title_breadcrumb_and_table() -> None:
    found = page(BIG5, "http://funeral.city.example/default.asp?id=7", "text/html")
    assert found.title == "火化規費"
    assert found.breadcrumb == ("規費",)
    assert found.updated_on == date(2026, 10, 5)
    assert "| 火化 | 6,000元 | 12,000元 |" in found.markdown
    assert "便民項目" not in found.markdown


def test_opening_hours_in_a_definition_list_stay_with_their_days() -> None:
    markdown = page(MUSEUM).markdown
    assert "- 週一\uff1a休館" in markdown
    assert "0900-000-000" not in markdown


def test_a_page_with_hashed_class_names_gives_its_content_and_date() -> None:
    found = page(SINGLE, "https://care.city.example/page/care")
    assert found.title == "托育補助怎麼請"
    assert found.updated_on == date(2026, 11, 2)
    assert "隱私權" not in found.markdown


def test_a_weblog_entry_keeps_its_lists_and_leaves_comments_and_widgets_out() -> None:
    found = page(WEBLOG, "https://run.city.example/?p=8")
    assert found.title == "冬季路跑報名開跑"
    assert "1. 線上填表\n   - 需手機號碼\n2. 超商繳費" in found.markdown
    assert not {"路人甲", "夏季游泳", "標籤"} & set(found.markdown.split())
    assert found.attachments == (Link("https://run.city.example/wp-content/uploads/run.pdf", "路跑簡章"),)
    assert found.canonical_url == "https://run.city.example/2026/11/winter-run/"
    assert found.updated_on == date(2026, 11, 10)


def test_links_of_the_whole_page_are_found_for_discovery() -> None:
    addresses = {link.url for link in page(CMS).links}
    assert "https://social.city.example/News.aspx?n=003B" in addresses
    assert not any(address.startswith("javascript") for address in addresses)


def test_content_that_stands_only_in_a_script_is_found() -> None:
    found = page(
        '<html><head><title>長照 | 平台</title></head><body><div id="app"></div><script>window.__STATE__='
        '{"page":{"title":"長照服務","content":"<p>撥打1966即可申請長照服務。</p>"}};</script></body></html>'
    )
    assert (found.title, found.markdown) == ("長照服務", "撥打1966即可申請長照服務。")
