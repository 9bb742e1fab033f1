"""Documents: read in a child process that may fail alone."""

import os
import time
from pathlib import Path

import pytest

from crawler.attachments.archive import checked
from crawler.attachments.child import ChildFailedError, ChildReader
from crawler.attachments.documents import read_document
from crawler.attachments.reply import Outcome, RefusedError, Reply
from crawler.page import Dropped, DropReason, Extracted, PageKind
from tests.extract import documents
from tests.extract.samples import dropped, page

ODT_BODY = (
    '<office:text><text:h text:outline-level="1">敬老卡申請書</text:h><text:p>年滿65歲<text:span>者,</text:span>檢附<text:s/>身分證。</text:p>'
    "<text:list><text:list-item><text:p>照片</text:p></text:list-item><text:list-item><text:p>印章</text:p></text:list-item></text:list>"
    "<table:table><table:table-row><table:table-cell><text:p>項目</text:p></table:table-cell><table:table-cell><text:p>費用</text:p></table:table-cell></table:table-row>"
    "<table:table-row><table:table-cell><text:p>補發</text:p></table:table-cell><table:table-cell><text:p>100元</text:p></table:table-cell></table:table-row></table:table></office:text>"
)
FILE = "https://city.example/files/form"


def document(body: bytes, suffix: str) -> Extracted:
    found = page(body, f"{FILE}.{suffix}", "application/octet-stream", "示範市政府")
    assert found.kind is PageKind.ATTACHMENT
    return found


def refused(body: bytes, suffix: str) -> DropReason:
    return dropped(body, f"{FILE}.{suffix}", "application/octet-stream").reason


def test_a_pdf_gives_paragraphs_put_together_and_tables() -> None:
    lines = [
        "場地租借規則",
        "一、申請人應於使用日前十四日提出申請,並檢附申請書一份及身分證影本一份,逾",
        "期不予受理。",
        "二、費用如下表。",
    ]
    found = document(documents.make_pdf([lines, ["第二頁"]], [["場地", "費用"], ["禮堂", "1,200元"]]), "pdf")
    assert found.title == "場地租借規則"
    assert "逾期不予受理。" in found.markdown
    assert "| 場地 | 費用 |\n| --- | --- |\n| 禮堂 | 1,200元 |" in found.markdown
    assert found.markdown.endswith("第二頁")
    assert found.agency == "示範市政府"


def test_a_pdf_s_stated_title_is_used_unless_a_program_made_it_up() -> None:
    assert document(documents.make_pdf([["甲"]], title="租借須知"), "pdf").title == "租借須知"
    assert (
        document(documents.make_pdf([["甲乙丙"]], title="Microsoft Word - form.doc"), "pdf").title == "甲乙丙"
    )


def test_a_scanned_pdf_is_empty_and_says_so() -> None:
    found = dropped(documents.make_scan(), f"{FILE}.pdf")
    assert (found.reason, found.detail.split(":")[0]) == (DropReason.EMPTY, "scanned")


def test_an_encrypted_pdf_is_unreadable() -> None:
    assert refused(documents.make_pdf([["甲"]], password="secret"), "pdf") is DropReason.UNREADABLE


def test_a_word_document_keeps_the_order_of_text_lists_and_tables() -> None:
    assert document(documents.make_docx(), "docx").markdown == (
        "申請人應於使用日前十四日提出申請。\n\n- 申請書一份\n- 身分證影本\n\n"
        "| 場地 | 每小時費用 |\n| --- | --- |\n| 禮堂 | 1,200元 |\n\n逾期不予受理。"
    )


def test_sheets_become_tables_under_their_names() -> None:
    body = documents.make_xlsx(
        {
            "費率": [["停車費率表"], ["區域", "每小時"], ["中樞", "40元"]],
            "時段": [["日", "時"], ["週一", "8–20"]],
        }
    )
    assert document(body, "xlsx").markdown == (
        "## 費率\n\n停車費率表\n\n| 區域 | 每小時 |\n| --- | --- |\n| 中樞 | 40元 |\n\n## 時段\n\n| 日 | 時 |\n| --- | --- |\n| 週一 | 8–20 |"
    )


def test_an_opendocument_text_gives_headings_lists_and_tables() -> None:
    found = document(documents.make_odf(ODT_BODY), "odt")
    assert found.title == "敬老卡申請書"
    assert (
        found.markdown
        == "年滿65歲者,檢附 身分證。\n\n- 照片\n- 印章\n\n| 項目 | 費用 |\n| --- | --- |\n| 補發 | 100元 |"
    )


def test_an_opendocument_sheet_that_repeats_cells_without_end_stays_small() -> None:
    cell = '<table:table-cell table:number-columns-repeated="99999999"><text:p>甲</text:p></table:table-cell>'
    body = f'<office:spreadsheet><table:table table:name="表"><table:table-row>{cell * 5}</table:table-row></table:table></office:spreadsheet>'
    assert (
        len(
            document(
                documents.make_odf(body, b"application/vnd.oasis.opendocument.spreadsheet"), "ods"
            ).markdown
        )
        < 5_000
    )


def test_text_and_csv_are_read_in_their_encoding() -> None:
    found = page("租借須知\n每小時五百元。\n押金一千元。".encode("cp950"), f"{FILE}.txt", "text/plain")
    assert (found.title, found.markdown) == ("租借須知", "每小時五百元。\n\n押金一千元。")
    assert (
        page("區,電話\n中樞,555-1234\n".encode("cp950"), f"{FILE}.csv", "text/csv").markdown
        == "| 區 | 電話 |\n| --- | --- |\n| 中樞 | 555-1234 |"
    )


def test_a_file_without_title_is_called_by_its_name() -> None:
    body = "很長的一行文字沒有標題,".encode() * 9
    assert page(body, "https://city.example/%E8%A6%8F%E5%89%87.txt", "text/plain").title == "規則"


def test_zip_and_xml_bombs_are_stopped_before_they_are_unpacked() -> None:
    huge = documents.make_zip({"mimetype": documents.ODT_TYPE, "content.xml": bytes(60_000_000)})
    entities = documents.make_odf(
        ODT_BODY, prologue='<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    )
    assert refused(huge, "odt") is DropReason.BOMB
    assert refused(entities, "odt") is DropReason.BOMB


def test_an_archive_of_too_many_entries_is_refused() -> None:
    with pytest.raises(RefusedError) as refusal:
        checked(documents.make_zip({f"word/{number}.xml": b"" for number in range(5_000)}))
    assert refusal.value.outcome is Outcome.BOMB


@pytest.mark.parametrize("suffix", ["pdf", "docx", "xlsx", "odt"])
def test_broken_documents_cost_only_themselves(suffix: str) -> None:
    whole = {
        "pdf": documents.make_pdf([["甲"]]),
        "docx": documents.make_docx(),
        "xlsx": documents.make_xlsx({"表": [["甲"]]}),
        "odt": documents.make_odf(ODT_BODY),
    }[suffix]
    assert refused(whole[: len(whole) // 2], suffix) in (DropReason.UNREADABLE, DropReason.UNSUPPORTED_TYPE)
    assert document(whole, suffix).markdown


def test_a_document_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    body = documents.make_pdf([["頁"]] * 3_000)
    with ChildReader(seconds=1) as reader:
        begun = time.monotonic()
        with pytest.raises(ChildFailedError) as failure:
            reader.read("pdf", body)
        assert failure.value.reason is DropReason.UNREADABLE
        assert time.monotonic() - begun < 5
        assert reader.read("text", "甲".encode()).markdown == "甲"


def test_a_document_that_needs_too_much_memory_costs_only_itself() -> None:
    with ChildReader(memory=150 * 1024 * 1024) as reader:
        assert reader.read("text", b"x" * 120_000_000).outcome is Outcome.BOMB
        assert reader.read("text", "甲".encode()).markdown == "甲"


def test_the_child_is_given_none_of_the_program_s_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKCITY_LLM_API_KEY", "key-of-the-city")
    with ChildReader() as reader:
        reader.read("text", b"x")
        environments = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/environ") if _is_child(path)]
    assert environments
    assert not any(b"key-of-the-city" in environment for environment in environments)


def test_a_reply_of_a_child_gone_wrong_is_no_page() -> None:
    class Liar:
        def read(self, format_name: str, body: bytes) -> Reply:
            raise ChildFailedError(DropReason.UNREADABLE, f"{format_name}: {len(body)}")

    assert read_document("pdf", b"x", "a.pdf", None, Liar()) == Dropped(DropReason.UNREADABLE, "pdf: 1")


def _is_child(environ: Path) -> bool:
    try:
        status = (environ.parent / "stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return False
    return int(status[1]) == os.getpid() and b"attachments.serve" in (environ.parent / "cmdline").read_bytes()
