"""Content as Markdown: structure kept, nothing added."""

from tests.extract.samples import article, markdown, page


def test_headings_begin_at_the_second_level_and_keep_their_order() -> None:
    assert markdown("<h3>資格</h3><p>甲</p><h4>例外</h4><p>乙</p>") == "## 資格\n\n甲\n\n### 例外\n\n乙"


def test_the_title_is_not_repeated() -> None:
    found = page(article("<h2>補助說明</h2><p>每月五千元。</p>"))
    assert (found.title, found.markdown) == ("補助說明", "每月五千元。")


def test_lists_keep_their_nesting_and_numbers() -> None:
    html = '<ul><li>甲<ol start="3"><li>丙</li><li>丁</li></ol></li><li>乙</li></ul>'
    assert markdown(html) == "- 甲\n  3. 丙\n  4. 丁\n- 乙"


def test_chinese_numbering_stays_text_on_lines_of_its_own() -> None:
    assert markdown("<p>一、資格<br>(一)設籍<br>1.滿一年</p>") == "一、資格\n(一)設籍\n1.滿一年"


def test_two_line_breaks_part_paragraphs() -> None:
    assert markdown("<div>甲段。<br><br>乙段。<br>丙行。</div>") == "甲段。\n\n乙段。\n丙行。"


def test_source_line_ends_within_chinese_leave_no_blank() -> None:
    assert markdown("<p>向戶籍地\n  區公所申請 Form\nA</p>") == "向戶籍地區公所申請 Form A"


def test_spans_of_cells_are_filled_in() -> None:
    html = '<table><tr><th>類別</th><th colspan="2">費用</th></tr><tr><td rowspan="2">單次</td><td>全票</td><td>50</td></tr><tr><td>半票</td><td>25</td></tr></table>'
    assert markdown(html).splitlines() == [
        "| 類別 | 費用 | 費用 |",
        "| --- | --- | --- |",
        "| 單次 | 全票 | 50 |",
        "| 單次 | 半票 | 25 |",
    ]


def test_a_table_of_keys_and_values_gets_no_false_header() -> None:
    html = (
        "<table><tr><th>電話</th><td>(01) 555-1234</td></tr><tr><th>地址</th><td>市府路1號</td></tr></table>"
    )
    assert markdown(html) == "|  |  |\n| --- | --- |\n| 電話 | (01) 555-1234 |\n| 地址 | 市府路1號 |"


def test_a_row_across_the_whole_table_is_its_caption() -> None:
    html = '<table><tr><td colspan="2">收費表</td></tr><tr><th>項目</th><th>金額</th></tr><tr><td>謄本</td><td>15元</td></tr></table>'
    assert markdown(html).startswith("收費表\n\n| 項目 | 金額 |")


def test_tables_that_lay_out_the_page_become_text() -> None:
    html = "<table><tr><td><h3>資格</h3><p>設籍本市。</p></td><td><ul><li>身分證</li></ul></td></tr></table>"
    assert markdown(html) == "## 資格\n\n設籍本市。\n\n- 身分證"


def test_a_bar_in_a_cell_does_not_break_the_row() -> None:
    assert "| 甲\\|乙 | 1 |" in markdown(
        "<table><tr><th>項</th><th>值</th></tr><tr><td>甲|乙</td><td>1</td></tr></table>"
    )


def test_spans_beyond_reason_do_not_blow_a_table_up() -> None:
    html = (
        "<table><tr><th>項</th><th>值</th></tr>"
        + '<tr><td rowspan="65000" colspan="999999">甲</td><td>1</td></tr>' * 50
        + "</table>"
    )
    assert len(markdown(html)) < 200_000


def test_links_are_absolute_and_keep_their_text() -> None:
    assert (
        markdown('<p>見<a href="../a b.html?x=1#top">說明</a>。</p>')
        == "見[說明](https://social.city.example/a%20b.html?x=1)。"
    )


def test_links_that_lead_nowhere_are_text() -> None:
    assert (
        markdown('<p><a href="javascript:alert(1)">甲</a><a href="mailto:a@b">乙</a><a href="#x">丙</a></p>')
        == "甲乙丙"
    )


def test_links_are_relative_to_the_base_of_the_page() -> None:
    found = page(article('<p>見<a href="b">乙</a></p>', head='<base href="https://other.example/dir/">'))
    assert found.markdown == "見[乙](https://other.example/dir/b)"


def test_a_card_that_is_one_link_keeps_heading_and_text() -> None:
    html = '<p>三處分館。</p><a href="/x"><h3>總館</h3><p>週一休館</p></a>'
    assert markdown(html).endswith("## [總館](https://social.city.example/x)\n\n週一休館")


def test_inline_elements_around_blocks_do_not_glue_them_together() -> None:
    assert markdown("<font color='#333'><p>甲</p><p>乙</p></font>") == "甲\n\n乙"


def test_text_that_looks_like_a_heading_stays_text() -> None:
    assert markdown("<p># 甲</p>") == "\\# 甲"


def test_documents_pasted_into_a_page_do_not_end_it() -> None:
    html = "<p>甲</p></body></html><html><head><title>無標題文件</title></head><body><p>乙</p></body></html><p>丙</p>"
    assert markdown(html) == "甲\n\n乙\n\n丙"


def test_struck_out_words_are_no_content() -> None:
    assert markdown("<p>每次<del>50元</del>60元</p>") == "每次60元"


def test_deep_nesting_keeps_the_text() -> None:
    assert "底" in markdown("<div>" * 600 + "底" + "</div>" * 600)


def test_a_page_that_says_no_more_than_its_title_keeps_it() -> None:
    found = page(article("<p>因颱風來襲,本週活動取消。</p>", "因颱風來襲,本週活動取消。"))
    assert found.markdown == "因颱風來襲,本週活動取消。"
