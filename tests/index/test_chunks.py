"""Pages to chunks: nothing of a page is lost, and what belongs together stays together."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.chunk import TARGET, Chunk, chunk_page
from tests.index.town import page

LONG = "本項業務由承辦人員受理後依規定審查。" * 20
"""One line of 360 characters: too long to be put together with its neighbours."""


def chunks(markdown: str, title: str = "標題") -> list[Chunk]:
    return chunk_page(page("chunked", title, markdown))


def bare(text: str) -> str:
    """Text without white space and heading marks, which chunking may change."""
    return re.sub(r"[\s#]+", "", text)


def said(chunk: Chunk) -> str:
    """All that a chunk tells."""
    return bare("".join((*chunk.heading_path, chunk.text)))


def table(rows: int) -> str:
    lines = [f"| 第{row}區 | 中正路{row}號 | 07-{7_000_000 + row} |" for row in range(rows)]
    return "\n".join(["| 區別 | 地址 | 電話 |", "| --- | --- | --- |", *lines])


def test_a_chunk_carries_the_headings_above_it() -> None:
    found = chunks(f"{LONG}\n\n## 申請\n\n{LONG}\n\n### 應備文件\n\n{LONG}\n\n## 費用\n\n{LONG}")
    assert [chunk.heading_path for chunk in found] == [(), ("申請",), ("申請", "應備文件"), ("費用",)]
    assert found[2].heading == "申請 > 應備文件"
    assert found[2].searchable == f"標題\n申請 > 應備文件\n{LONG}"


def test_a_heading_may_skip_a_level_and_return() -> None:
    found = chunks(f"## 甲\n\n#### 乙\n\n{LONG}\n\n### 丙\n\n{LONG}\n\n## 丁\n\n{LONG}")
    assert [chunk.heading_path for chunk in found] == [("甲", "乙"), ("甲", "丙"), ("丁",)]


def test_a_heading_needs_no_empty_lines_around_it() -> None:
    found = chunks(f"## 甲\n{LONG}\n## 乙\n{LONG}")
    assert [(chunk.heading_path, chunk.text) for chunk in found] == [(("甲",), LONG), (("乙",), LONG)]


def test_every_piece_of_a_cut_table_has_the_header_and_whole_rows() -> None:
    original = table(60)
    header, rows = original.splitlines()[:2], original.splitlines()[2:]
    found = chunks(original)
    assert len(found) > 2
    assert all(chunk.text.splitlines()[:2] == header for chunk in found)
    assert [line for chunk in found for line in chunk.text.splitlines()[2:]] == rows
    assert all(len(chunk.text) <= TARGET + len("\n".join(header)) for chunk in found)


def test_a_table_right_below_a_line_of_text_keeps_its_header_when_it_is_cut() -> None:
    original = table(60)
    header = original.splitlines()[0]
    found = chunks(f"各區據點如下：\n{original}")
    assert len(found) > 2
    assert all(header in chunk.text.splitlines() for chunk in found)


def test_a_table_row_longer_than_a_chunk_stays_whole() -> None:
    row = f"| 甲區 | {LONG}{LONG} |"
    (found,) = [
        chunk
        for chunk in chunks(f"| 區別 | 說明 |\n| --- | --- |\n{row}\n{row[:-2]}完 |")
        if row in chunk.text
    ]
    assert found.text.splitlines() == ["| 區別 | 說明 |", "| --- | --- |", row]


@pytest.mark.parametrize(
    "line",
    [
        "地址：802高雄市苓雅區四維三路2號3樓（近捷運三多商圈站；公車：四維國小站）",
        "電話：07-336-8333轉2345；傳真：07-331-5678；1999市民專線",
        "費用：全票新臺幣1,200元；半票新臺幣600元！身心障礙者及陪同者1人免費。",
    ],
)
@pytest.mark.parametrize("before", range(0, 40, 3))
def test_lines_of_addresses_phones_and_fees_stay_whole_wherever_they_stand(line: str, before: int) -> None:
    filling = [f"- 第{number}項說明文字若干" for number in range(80)]
    found = chunks("\n".join([*filling[:before], line, *filling[before:]]))
    assert len(found) > 1
    assert [line in chunk.text.splitlines() for chunk in found].count(True) == 1


@pytest.mark.parametrize("mark", list("。！？；"))
def test_a_long_line_is_cut_after_full_width_marks_and_nowhere_else(mark: str) -> None:
    sentences = [f"第{number:03}句說的是要帶的文件, 依序: 甲. 乙. 丙{mark}" for number in range(60)]
    found = chunks("".join(sentences))
    assert len(found) > 2
    assert [line for chunk in found for line in chunk.text.splitlines()] == sentences


def test_a_sentence_longer_than_a_chunk_stays_whole() -> None:
    sentence = f"{'很長而沒有標點的句子' * 80}。"
    assert sentence in [
        line for chunk in chunks(f"前句。{sentence}後句。") for line in chunk.text.splitlines()
    ]


def test_short_neighbours_become_one_chunk_that_keeps_their_headings() -> None:
    (found,) = chunks("## 地址\n\n中山路1號\n\n## 電話\n\n07-1234567\n\n## 傳真\n\n07-7654321")
    assert found.heading_path == ()
    assert found.text == "## 地址\n\n中山路1號\n\n## 電話\n\n07-1234567\n\n## 傳真\n\n07-7654321"


def test_short_neighbours_below_one_heading_share_it() -> None:
    (found,) = chunks("## 服務據點\n\n### 東區\n\n中山路1號\n\n### 西區\n\n中正路2號")
    assert found.heading_path == ("服務據點",)
    assert found.text == "## 東區\n\n中山路1號\n\n## 西區\n\n中正路2號"


def test_headings_that_differ_above_an_equal_one_are_kept() -> None:
    (found,) = chunks("## 東館\n\n### 開放時間\n\n上午九時\n\n## 西館\n\n### 開放時間\n\n下午一時")
    assert found.text.index("東館") < found.text.index("上午九時") < found.text.index("西館")


def test_long_neighbours_stay_apart() -> None:
    assert [chunk.text for chunk in chunks(f"## 甲\n\n{LONG}\n\n## 乙\n\n{LONG}")] == [LONG, LONG]


def test_chunk_ids_stay_when_sections_change_places() -> None:
    sections = [f"## 第{number}節\n\n第{number}節。{LONG}" for number in range(5)]
    before, after = chunks("\n\n".join(sections)), chunks("\n\n".join(reversed(sections)))
    assert {chunk.heading: chunk.id for chunk in before} == {chunk.heading: chunk.id for chunk in after}
    assert [chunk.position for chunk in after] == list(range(5))


def test_a_chunk_id_tells_pages_titles_headings_and_texts_apart() -> None:
    made = [
        page("a", "標題", f"## 甲\n\n{LONG}"),
        page("b", "標題", f"## 甲\n\n{LONG}"),
        page("a", "別題", f"## 甲\n\n{LONG}"),
        page("a", "標題", f"## 乙\n\n{LONG}"),
        page("a", "標題", f"## 甲\n\n{LONG}。"),
    ]
    assert len({chunk.id for each in made for chunk in chunk_page(each)}) == len(made)


def test_the_same_section_twice_on_a_page_is_two_chunks() -> None:
    found = chunks("\n\n".join([f"## 甲\n\n{LONG}"] * 3))
    assert len({chunk.id for chunk in found}) == 3
    assert len({chunk.digest for chunk in found}) == 1


def test_a_page_without_text_is_found_by_its_title() -> None:
    assert [(chunk.text, chunk.heading_path) for chunk in chunks("", title="停車場")] == [("停車場", ())]


@pytest.mark.parametrize(
    "markdown",
    ["## 本館免費參觀\n\n## 地址\n\n中山路1號", "## 地址\n\n中山路1號\n\n## 本館免費參觀", "## 本館免費參觀"],
)
def test_a_heading_without_text_of_its_own_is_kept(markdown: str) -> None:
    assert "本館免費參觀" in "".join(said(chunk) for chunk in chunks(markdown))


LINES = st.text("甲乙丙丁。！？；，07 -", min_size=1, max_size=30).filter(str.strip)
PARAGRAPHS = st.lists(LINES, min_size=1, max_size=6).map("\n".join) | st.builds(
    lambda line, times: line * times, LINES, st.integers(20, 80)
)
SECTIONS = st.tuples(st.integers(2, 4), PARAGRAPHS)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.lists(SECTIONS, min_size=1, max_size=12))
def test_all_text_of_a_page_is_in_its_chunks_once_and_in_order(drawn: list[tuple[int, str]]) -> None:
    headed = [(f"標題{number}號", level, text) for number, (level, text) in enumerate(drawn)]
    found = chunks("\n\n".join(f"{'#' * level} {name}\n\n{text}" for name, level, text in headed))
    text = re.sub(r"標題\d+號", "", bare("".join(chunk.text for chunk in found)))
    assert text == bare("".join(text for _, _, text in headed))
    assert all(any(name in said(chunk) for chunk in found) for name, _, _ in headed)
