"""From when until when a page holds: only where the page itself says so as a label, never from prose."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from crawler.extract.dates import Span, spans
from crawler.extract.head import Head
from crawler.extract.lines import plain_lines
from crawler.extract.tree import fold
from crawler.extract.wording import labels

NUMBER = r"(?:[一二三四五六七八九十\d]+[、.]|[(][一二三四五六七八九十\d]+[)]|[※◎●★■◆•▍.【\[]+)?\s*"
QUALIFIER = r"[\u4e00-\u9fff]{0,6}?"
SEPARATOR = r"(?:[】\]]?\s*[:|]|\s+|(?=自|即日|從|\d))\s*"
EVENT = re.compile(rf"{NUMBER}(?:本次|本)?(?:{labels('event')})(?:及地點|\(.{{0,8}}\))?{SEPARATOR}(.*)")
WINDOW = re.compile(rf"{NUMBER}(?:本次|本)?{QUALIFIER}(?:{labels('window')})(?:\(.{{0,8}}\))?{SEPARATOR}(.*)")
BARE_LABEL = re.compile(rf"{NUMBER}(?:本次|本)?{QUALIFIER}(?:{labels('event', 'window')})\s*:?")
POSTED_UNTIL = re.compile(r"公告(?:期限|期間)?\s*:?\s*(?:自.{4,30})?至\s*(.{6,30})")
RECURRING = re.compile(r"每(?:年|月|週|周|季|學年)|全年|常年|隨時|長期")
DEADLINE = re.compile(r"截止|期限|公告至|迄日")
QUESTION = re.compile(r"[?\uff1f]\s*$|[嗎呢]$|FAQ|Q&A|問答|常見問題|如何|為何")
"""Titles of pages that explain rather than announce: the dates in an answer do not end it."""

OUTDATED = timedelta(days=45)
"""A page that was changed this long after a period's end goes on without it."""


def period_of(title: str, markdown: str, head: Head, updated: date | None) -> tuple[date | None, date | None]:
    """First and last day on which the page is of use; None for an open side.

    Taken from a JSON-LD event, else from labelled lines (活動日期, 申請期間, 公告至 …): those of events before those of
    application and notice periods; several of one sort make one period from the first day to the last. A recurring
    period (每年…) sets no limit, nor does one that had long ended when the page was last changed, nor any on a page
    that answers a question.
    """
    if QUESTION.search(title):
        return None, None
    start, end = head.event
    if start is None and end is None:
        lines = list(_labelled(markdown))
        year = updated.year if updated else None
        start, end = _joined(EVENT, lines, year) or _joined(WINDOW, lines, year) or _posted(lines)
    if end is not None and updated is not None and updated > end + OUTDATED:
        return None, None
    return start, end


def _joined(
    label: re.Pattern[str], lines: list[str], year: int | None
) -> tuple[date | None, date | None] | None:
    """The first to the last day of all periods under this sort of label; None for no such period."""
    found: list[Span] = []
    for line in lines:
        match = label.match(line)
        if match and not RECURRING.search(match[1][:20]):
            deadline = DEADLINE.search(line[: match.start(1)]) is not None
            found.extend(
                _as_deadline(span) if deadline else span
                for span in spans(match[1][:120], year)
                if span.position <= 60
            )
    if not found:
        return None
    starts = [span.start for span in found if span.start]
    ends = [span.end for span in found if span.end]
    open_ended = any(span.end is None for span in found)
    open_start = any(span.start is None for span in found)
    return (min(starts) if starts and not open_start else None), (
        max(ends) if ends and not open_ended else None
    )


def _as_deadline(span: Span) -> Span:
    """A single day under a label such as 截止日期 is a last day."""
    return Span(None, span.end, span.position) if span.start == span.end else span


def _posted(lines: list[str]) -> tuple[date | None, date | None]:
    for line in lines:
        match = POSTED_UNTIL.match(line)
        if match:
            return None, next((span.end for span in spans(match[1])), None)
    return None, None


def _labelled(markdown: str) -> Iterator[str]:
    """Lines that may carry a label; a label alone on its line, or as a heading, is put before the line below it."""
    pending = ""
    for line in map(fold, plain_lines(markdown)):
        if pending:
            yield f"{pending}:{line}"
        yield line
        pending = line.rstrip(":") if BARE_LABEL.fullmatch(line) else ""
