"""A document as a page: what the child read, its title, and why there is nothing to read."""

import re
from typing import Protocol

from crawler.attachments.child import ChildFailedError, shared_reader
from crawler.attachments.reply import Outcome, Reply
from crawler.page import Dropped, DropReason, Extracted, PageKind

REASONS = {
    Outcome.ENCRYPTED: DropReason.UNREADABLE,
    Outcome.BROKEN: DropReason.UNREADABLE,
    Outcome.BOMB: DropReason.BOMB,
    Outcome.SCANNED: DropReason.EMPTY,
    Outcome.EMPTY: DropReason.EMPTY,
}
MEANINGLESS = re.compile(
    r"^(?:microsoft (?:word|excel|powerpoint)\b.*|untitled.*|無標題|document\d*|文件\d*|book\d*|活頁簿\d*|工作表\d*|sheet\d*|新增.*|.{0,1})$",
    re.IGNORECASE,
)
SUFFIX = re.compile(r"\.(?:pdf|od[ts]|docx?|xlsx?|csv|txt)$", re.IGNORECASE)
SHEETS = ("xlsx", "ods", "csv")
"""Formats whose headings are names of sheets."""

MAX_TITLE = 120


class Reader(Protocol):
    """Turns the bytes of a document into a reply."""

    def read(self, format_name: str, body: bytes) -> Reply:
        """The reply; raises ChildFailedError where reading was cut short."""


def read_document(
    format_name: str, body: bytes, name: str, agency: str | None, reader: Reader | None = None
) -> Extracted | Dropped:
    """The page that a document makes, or why it makes none. `name` is its file name, which may be empty."""
    try:
        reply = (reader or shared_reader()).read(format_name, body)
    except ChildFailedError as error:
        return Dropped(error.reason, str(error))
    if reply.outcome is not Outcome.READ:
        return Dropped(REASONS[reply.outcome], reply.detail or reply.outcome.value)
    title = _title(reply, name, headings=format_name not in SHEETS)
    return Extracted(
        title=title, kind=PageKind.ATTACHMENT, markdown=_without_title(reply.markdown, title), agency=agency
    )


def _title(reply: Reply, name: str, *, headings: bool) -> str:
    """The title of the document's properties, its first heading or short line, or its file's name."""
    stem = SUFFIX.sub("", name).strip()
    first = next((line for line in reply.markdown.split("\n") if line.strip()), "")
    heading = re.match(r"#{1,6}\s+(.+)", first)
    plain = "" if first.startswith(("|", "-", "#")) or len(first) > 40 else first
    for candidate in (_property(reply.title), heading[1] if heading and headings else "", plain, stem):
        if candidate.strip():
            return candidate.strip()[:MAX_TITLE]
    return "附件"


def _property(title: str) -> str:
    """The title among the properties, unless a program put its own there."""
    stripped = SUFFIX.sub("", title.strip())
    return "" if MEANINGLESS.match(stripped) or "\ufffd" in stripped else stripped


def _without_title(markdown: str, title: str) -> str:
    first, _, rest = markdown.partition("\n")
    return rest.strip("\n") if re.sub(r"^#+\s+", "", first).strip() == title and rest.strip() else markdown
