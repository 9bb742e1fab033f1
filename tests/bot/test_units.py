"""A passage as units: quoted word for word, readable, whole where they belong together."""

import random
from dataclasses import replace

import pytest

from bot.units import units
from bot.verify import Statement, verified
from index.passage import Passage
from index.retrieve import Generation
from tests.bot.city import BIRTH, LIBRARY, WASTE


@pytest.fixture
def passage(generation: Generation) -> Passage:
    """Any passage, to put texts into."""
    return next(iter(generation.lexical.search({"津貼": 1.0}, 1)))


PIECES = (
    "一般的一句話。接著又一句！還有嗎？有；",
    "- 清單一項，附[連結](https://a.test/x?y=1)。",
    "1. 第一步：填表。",
    "| 名稱 | 費用 |\n| --- | --- |\n| 全票 | 100元 |\n| 半票 | [50元](https://a.test) |",
    "## 標題",
    "電話 (01) 555-1234 轉 56。",
    "價格 1,200 元 (含稅).",
    "* 星號項目",
    "| a \\| b | c |\n|---|---|\n| d | |",
    "![圖](https://a.test/i.png)",
)


@pytest.mark.parametrize("seed", range(30))
def test_every_quote_stands_in_the_passage_whatever_it_is_made_of(passage: Passage, seed: int) -> None:
    chance = random.Random(seed)
    text = "\n\n".join(chance.choices(PIECES, k=8))
    made = replace(passage, text=text)
    assert [unit for unit in units(made) if not unit.quote or unit.quote not in text] == []


def test_rows_carry_the_names_of_their_columns(passage: Passage) -> None:
    found = [unit.text for unit in units(replace(passage, text=LIBRARY)) if unit.is_row]
    assert "東禾分館（地址：東禾區藝文路10號；開放時間：週二至週日 08:30–21:00）" in found


def test_links_read_as_their_text_and_addresses_with_question_marks_stay_whole(passage: Passage) -> None:
    texts = [unit.text for unit in units(replace(passage, text=WASTE))]
    assert any("詳見收運說明" in text and "https://clean.city.test/guide" not in text for text in texts)
    assert any("https://clean.city.test/book?type=big&from=web" in text for text in texts)


def test_a_sentence_does_not_end_within_a_link(passage: Passage) -> None:
    line = "辦法見[申請須知。請先閱讀！](https://city.test/a)與附件。其餘洽本局。"
    found = units(replace(passage, text=line))
    assert [unit.text for unit in found] == ["辦法見申請須知。請先閱讀！與附件。", "其餘洽本局。"]
    assert found[0].quote == "申請須知。請先閱讀！"


def test_a_quoted_row_leaves_out_cells_merged_with_the_row_above(passage: Passage) -> None:
    rows = "| 類別 | 程度 | 金額 | 備註 |\n| --- | --- | --- | --- |\n| 住宿 | 輕度 | 10元 | 按月 |\n| 住宿 | 重度 | 30元 | 按月 |"
    first, second = units(replace(passage, text=rows))
    assert first.quote == "| 住宿 | 輕度 | 10元 | 按月 |"
    assert second.quote == "重度 | 30元"
    assert second.text == "住宿（程度：重度；金額：30元；備註：按月）"


def test_a_phone_number_stays_with_its_extension(passage: Passage) -> None:
    texts = [unit.text for unit in units(replace(passage, text=BIRTH))]
    assert "社會局婦女福利科 (01) 555-3000 轉 321。" in texts


def test_list_items_stand_alone_under_their_heading(passage: Passage) -> None:
    items = [unit for unit in units(replace(passage, text=BIRTH)) if unit.is_item]
    assert [unit.heading for unit in items] == ["應備文件"] * 3
    assert items[0].text == "申請人身分證、印章。"


@pytest.mark.parametrize(
    "claim",
    [
        "加收工本費60元",
        "應於61日內提出",
        "請撥 (01) 555-9999",
        "見 https://evil.test/pay",
        "請寫信到 a@evil.test",
    ],
)
def test_a_claim_that_its_page_does_not_make_is_dropped(passage: Passage, claim: str) -> None:
    source = replace(passage, title="說明", text="加收工本費50元，應於60日內提出，請撥 (01) 555-1234。")
    quote = "加收工本費50元"
    assert verified([Statement(claim, quote, source)]) == []
    assert verified([Statement(quote, quote, source)]) != []


@pytest.mark.parametrize(
    "claim",
    [
        "規費500元",
        "請撥 07-3368",
        "請撥 3368333",
        "見 https://city.test/pay",
        "見 city.test.tw/pay",
        "請寫信到 box@city.test",
        "滿二歲",
        "共5 天",
    ],
)
def test_a_part_of_a_figure_or_an_address_is_not_backed_by_the_whole(passage: Passage, claim: str) -> None:
    text = (
        "規費1,500元，請撥 07-3368333，見 https://city.test/payment 與 city.test.tw/payment，"
        "寫信到 mailbox@city.test，滿十二歲，共15 天。"
    )
    source = replace(passage, title="說明", text=text)
    assert verified([Statement(claim, "規費", source)]) == []
    assert verified([Statement(text, "規費", source)]) != []


@pytest.mark.parametrize(
    "line",
    [
        "處新臺幣2千至1萬元罰鍰，最高30萬元；第一名5 萬元、第二名三萬元。",
        "2.二週彈性工時（第30條第2項）：每7日中至少應有1日之例假。",
        "請見官網https://www.city.test/home；場地名單在http://list.city.test/點選報名；信箱a@city.test，謝謝。",
        "服務時間：週一至週五08：00～17：30（12/24、115.1.1休息），電話07-3368333#12。",
        "1.5倍、1,200元、28%、0.5公里、24小時、2/3、38.5℃、#7。",
        "| 梯次 | Day1 | 費用 |\n| --- | --- | --- |\n| 第1梯 | 報到：2樓 | 3萬元 |",
    ],
)
def test_all_that_a_page_says_passes_in_its_own_words(passage: Passage, line: str) -> None:
    source = replace(passage, title="說明", text=line)
    said = [Statement(unit.text, unit.quote, source) for unit in units(source)]
    assert said
    assert verified(said) == said


def test_a_quote_that_its_page_does_not_hold_is_dropped(passage: Passage) -> None:
    source = replace(passage, text="加收工本費50元。")
    assert verified([Statement("加收", "加收工本費", source), Statement("加收", "", source)]) == [
        Statement("加收", "加收工本費", source)
    ]
    assert verified([Statement("加收", "加收規費", source)]) == []
