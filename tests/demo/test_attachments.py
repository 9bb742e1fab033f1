"""Documents to download: every format that city offices use, linked, readable, the scan not."""

import base64
import io
import re
import zipfile
from urllib.parse import parse_qs, urlsplit

import docx
import openpyxl
import pdfplumber
import pypdf
import pytest

from demo.attachments import MEDIA_TYPES
from demo.blocks import Table, blocks_of
from demo.values import Attachment, Family, Format
from tests.demo.visitor import Visitor, links_in


def files(visitor: Visitor, *formats: Format) -> list[tuple[Attachment, bytes]]:
    """The documents of some formats with their bytes, as their addresses answer; at least one."""
    found = []
    for attachment in visitor.city.attachments:
        if attachment.format in formats:
            path = visitor.map(attachment.site).file_path(attachment)
            answered = visitor.get(attachment.site, path)
            assert answered.status_code == 200, attachment.filename
            assert answered.headers["content-type"] == MEDIA_TYPES[attachment.format]
            assert attachment.filename in answered.headers["content-disposition"]
            found.append((attachment, answered.content))
    assert found
    return found


def squeezed(text: str) -> str:
    """A text without white space."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("format", Format)
def test_every_format_is_there(visitor: Visitor, format: Format) -> None:
    assert files(visitor, format)


def test_every_document_is_linked_from_a_page_of_its_site(visitor: Visitor) -> None:
    for attachment in visitor.city.attachments:
        layout = visitor.map(attachment.site)
        holders = [each for each in layout.documents if attachment.filename in each.attachments]
        assert holders, attachment.filename
        html = visitor.read(attachment.site, layout.article_path(holders[0]))
        assert layout.file_path(attachment) in links_in(html), attachment.filename


def test_the_shared_cms_hands_documents_out_by_number_with_the_name_in_base64(visitor: Visitor) -> None:
    sites = visitor.city.sites
    path, attachment = next(
        (visitor.map(each.site).file_path(each), each)
        for each in visitor.city.attachments
        if sites[each.site].family is Family.CMS
    )
    assert path.startswith("/Download.ashx?u=")
    name = base64.urlsafe_b64decode(parse_qs(urlsplit(path).query)["n"][0]).decode()
    assert name == f"{attachment.title}.{attachment.format.extension}"


def test_pdf_documents_hold_their_title_and_text(visitor: Visitor) -> None:
    for attachment, body in files(visitor, Format.PDF):
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
        assert squeezed(attachment.title) in squeezed(text), attachment.filename


def test_pdf_documents_hold_ruled_tables(visitor: Visitor) -> None:
    ruled = []
    for attachment, body in files(visitor, Format.PDF):
        tables = [block for block in blocks_of(attachment.body) if isinstance(block, Table)]
        with pdfplumber.open(io.BytesIO(body)) as pdf:
            found = [table for page in pdf.pages for table in page.extract_tables()]
        assert len(found) >= len(tables), attachment.filename
        ruled += tables
    assert ruled


def test_the_scans_are_pictures_without_text(visitor: Visitor) -> None:
    for attachment, body in files(visitor, Format.SCAN):
        (page,) = pypdf.PdfReader(io.BytesIO(body)).pages
        assert page.extract_text().strip() == "", attachment.filename
        assert len(page.images) == 1


def test_word_documents_hold_their_title(visitor: Visitor) -> None:
    for attachment, body in files(visitor, Format.DOCX):
        assert docx.Document(io.BytesIO(body)).paragraphs[0].text == attachment.title


def test_workbooks_hold_a_sheet_for_each_table_with_all_its_rows(visitor: Visitor) -> None:
    for attachment, body in files(visitor, Format.XLSX):
        tables = [block for block in blocks_of(attachment.body) if isinstance(block, Table)]
        book = openpyxl.load_workbook(io.BytesIO(body))
        assert len(book.worksheets) >= len(tables) >= 1, attachment.filename
        cells = {str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row}
        assert {cell for table in tables for row in table.rows for cell in row if cell} <= cells


def test_opendocument_texts_are_packed_as_the_format_demands(visitor: Visitor) -> None:
    for attachment, body in files(visitor, Format.ODT):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            first = archive.infolist()[0]
            assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
            assert attachment.title in archive.read("content.xml").decode()
