"""What the bot says: from the right place, in the page's own words, and nothing beyond."""

import re
from datetime import timedelta

import pytest

from bot.answer import AnswerStatus
from tests.bot.conftest import NOON, Ask
from tests.index.town import Town

QUESTIONS = (
    "生育津貼可以領多少錢？",
    "生育津貼要帶什麼文件",
    "生育津貼什麼時候要申請",
    "生育津貼電話",
    "誰可以申請生育津貼",
    "東禾分館開到幾點",
    "西榮分館地址",
    "北嶺分館星期一有開嗎",
    "沙發要丟怎麼辦",
    "大型廢棄物要錢嗎",
    "大型廢棄物怎麼預約",
    "市民卡多少錢",
    "停車逾期加收多少",
    "市府幾點開",
    "市府在哪裡",
    "結婚登記要帶什麼",
    "結婚登記免費嗎",
    "狗沒打晶片罰多少",
    "石坪區公所電話",
    "竹溪區公所地址",
    "中樞區公所幾點下班",
    "環湖路跑報名費",
    "圖書館國定假日有開嗎",
    "床墊怎麼丟",
    "犬貓登記",
    "東禾區公所在哪",
)
FIGURE = re.compile(r"\d[\d,]*")


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_stands_word_for_word_in_the_stored_page(question: str, ask: Ask, indexed: Town) -> None:
    answer = ask(question)
    assert answer.citations
    for citation in answer.citations:
        (page,) = indexed.store.pages(url=citation.url)
        assert citation.quote in page.markdown
        assert (citation.page_digest, citation.title, citation.agency) == (
            page.digest,
            page.title,
            page.agency,
        )


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_figure_of_an_answer_stands_in_a_cited_page(question: str, ask: Ask, indexed: Town) -> None:
    answer = ask(question)
    cited = "".join(
        page.title + page.markdown
        for citation in answer.citations
        for page in indexed.store.pages(url=citation.url)
    )
    assert [figure for figure in FIGURE.findall(answer.text) if figure not in cited] == []


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("生育津貼可以領多少錢？", "20,000元", "存摺"),
        ("生育津貼要帶什麼文件", "戶口名簿影本", "20,000"),
        ("生育津貼什麼時候要申請", "60日內", "存摺"),
        ("生育津貼電話", "(01) 555-3000 轉 321", "20,000"),
        ("東禾分館開到幾點", "08:30–21:00", "10:00–19:00"),
        ("西榮分館地址", "榮景路5號", "嶺東路"),
        ("石坪區公所電話", "555-8106", "555-8107"),
        ("狗沒打晶片罰多少", "15,000元", "20,000元"),
    ],
)
def test_what_is_asked_is_answered_and_the_rest_left_out(
    question: str, said: str, unsaid: str, ask: Ask
) -> None:
    text = ask(question).text
    assert said in text
    assert unsaid not in text


def test_two_questions_in_one_message_are_both_answered(ask: Ask) -> None:
    answer = ask("生育津貼可以領多少錢？東禾分館開到幾點？")
    assert "20,000元" in answer.text
    assert "21:00" in answer.text
    assert {citation.title for citation in answer.citations} >= {"生育津貼申請", "圖書館各分館開放時間"}


def test_a_part_without_an_answer_is_named(ask: Ask) -> None:
    answer = ask("圖書館各分館開放時間？量子電腦的股票怎麼買賣？", threshold=None)
    assert answer.status is AnswerStatus.PARTIAL
    assert "量子電腦的股票怎麼買賣？" in answer.text
    assert {citation.title for citation in answer.citations} == {"圖書館各分館開放時間"}


@pytest.mark.parametrize("question", ["量子電腦的股票怎麼買賣", "鯨豚擱淺時誰負責解剖", "火星移民簽證"])
def test_what_no_page_says_is_not_answered(question: str, ask: Ask) -> None:
    answer = ask(question, threshold=None)
    assert answer.status in (AnswerStatus.UNANSWERABLE, AnswerStatus.CLARIFY)
    assert answer.citations == ()
    assert 0 <= answer.confidence < 0.5


def test_agencies_that_contradict_each_other_are_both_heard(ask: Ask) -> None:
    answer = ask("路邊停車逾期催繳加收多少工本費")
    assert set(answer.agencies) == {"交通局", "停車管理中心"}
    assert "【交通局】" in answer.text
    assert "50元" in answer.text
    assert "30元" in answer.text


def test_what_has_expired_is_not_cited_and_on_its_last_day_it_is(ask: Ask) -> None:
    assert "600元" in ask("環湖路跑報名費", NOON).text
    assert "600元" not in ask("環湖路跑報名費", NOON + timedelta(days=1)).text


def test_a_day_ends_at_midnight_in_the_city(ask: Ask) -> None:
    assert "600元" in ask("環湖路跑報名費", NOON + timedelta(hours=11)).text
    assert "600元" not in ask("環湖路跑報名費", NOON + timedelta(hours=13)).text


def test_the_same_question_gets_the_same_answer_and_its_time_is_told(ask: Ask) -> None:
    first, second = ask("市民卡多少錢"), ask("市民卡多少錢")
    assert (first.text, first.citations, first.confidence) == (
        second.text,
        second.citations,
        second.confidence,
    )
    assert first.elapsed_ms > 0


def test_simplified_characters_find_what_is_written_in_traditional_ones(ask: Ask) -> None:
    assert "20,000元" in ask("生育津贴可以领多少钱").text


def test_a_pages_hidden_orders_do_not_change_what_the_bot_does(ask: Ask) -> None:
    answer = ask("市民卡多少錢")
    assert "100元" in answer.text
    assert "0900-123-456" not in answer.text
