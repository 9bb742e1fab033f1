"""What a page is: an article, a list, or something that must not become a page at all."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.extract.blocks import Block
from crawler.extract.lines import plain
from crawler.extract.links import is_document
from crawler.extract.tree import squeezed
from crawler.extract.wording import pattern
from crawler.page import Dropped, DropReason, Link, PageKind

SOFT_404, BLOCK_PAGE = pattern("soft_404"), pattern("block_page")
LOGIN, PLACEHOLDER = pattern("login"), pattern("placeholder")
ITEM = re.compile(r"^\s*(?:[-*]|\d+\.)\s+|^#{2,6}\s+|^\|")
LINK_LINE = re.compile(r"(?<!\\)\[(?:[^\[\]\\]|\\.)*\]\(")
ERROR_LENGTH = 160
"""Characters: a page that says "not found" and has more text than this is about something else."""

SHORT_LIST = 120
"""Characters beside its links that a list with few entries may have."""

LISTED = frozenset(("標題", "主旨", "名稱", "主題", "公告標題", "公告主旨", "訊息標題", "活動名稱"))
DATED = frozenset(
    ("日期", "發布日期", "發佈日期", "公告日期", "張貼日期", "更新日期", "發布時間", "活動日期")
)
"""Names of columns by which a table is one of links to pages."""

PLACEHOLDER_LENGTH = 40
BLOCK_LENGTH = 700
LOGIN_LENGTH = 200
LINKED_SHARE = 0.6
"""Share of text that stands in links from which on a page is a list."""


def drop_reason(title: str, text: str, page_text: str, *, has_password: bool) -> Dropped | None:
    """Why a page is none, or None where it is one: by its title, the plain text of its content, and all its text."""
    shown = text or page_text
    for phrase, reason, longest in (
        (BLOCK_PAGE, DropReason.BLOCK_PAGE, BLOCK_LENGTH),
        (SOFT_404, DropReason.SOFT_404, ERROR_LENGTH),
    ):
        match = (phrase.search(title) if len(title) <= 40 else None) or (
            phrase.search(shown) if len(shown) <= ERROR_LENGTH else None
        )
        if match and len(text) <= longest and not _asks(title):
            return Dropped(reason, match[0])
    if len(text) <= LOGIN_LENGTH and (LOGIN.search(title) or (has_password and len(text) <= 80)):
        return Dropped(DropReason.LOGIN, title[:80])
    if not text:
        return Dropped(DropReason.EMPTY, "no text in the main content")
    if (
        len(text) <= PLACEHOLDER_LENGTH
        and (match := PLACEHOLDER.search(text))
        and len(text) - len(match[0]) <= 16
    ):
        return Dropped(DropReason.EMPTY, text)
    return None


def kind_of(blocks: Sequence[Block], links: Sequence[Link], url: str) -> PageKind:
    """Whether the content is to be read or leads to what is to be read."""
    own_host = urlsplit(url).hostname
    leading = [
        link
        for link in links
        if urlsplit(link.url).hostname == own_host and not is_document(link.url, link.text)
    ]
    text = squeezed(plain("".join(block.text for block in blocks)))
    share = sum(len(squeezed(link.text)) for link in leading) / max(1, len(text))
    is_start = urlsplit(url).path in ("", "/") and not urlsplit(url).query
    if is_start and leading and len(text) < 400 and share > 0.2:
        return PageKind.LIST
    if leading and (
        _is_listing(blocks)
        or (len(leading) > 1 and share >= LINKED_SHARE and len(text) <= SHORT_LIST and "。" not in text)
    ):
        return PageKind.LIST
    if len(leading) >= 3 and (share >= LINKED_SHARE or _entries(blocks) >= LINKED_SHARE):
        return PageKind.LIST
    return PageKind.LIST if _headed_links(blocks) >= 3 else PageKind.ARTICLE


def _is_listing(blocks: Sequence[Block]) -> bool:
    """Whether a table of titles and days is all there is, however few rows it has."""
    tables = [block for block in blocks if block.is_table]
    others = [plain(block.text) for block in blocks if not block.is_table and not block.level]
    if len(tables) != 1 or sum(map(len, others)) > SHORT_LIST or any("。" in text for text in others):
        return False
    rows = [line for line in tables[0].text.split("\n") if line.strip(" |-:")]
    names = {squeezed(cell) for cell in rows[0].split("|")} if rows else set()
    return bool(names & LISTED and names & DATED) and all(LINK_LINE.search(row) for row in rows[1:])


def _entries(blocks: Sequence[Block]) -> float:
    """Share of text that stands in items that begin with, or hardly hold more than, a link."""
    lines = [line for block in blocks for line in block.text.split("\n") if line.strip(" |-")]
    total = sum(len(plain(line)) for line in lines)
    linked = [
        line
        for line in lines
        if ITEM.match(line) and (match := LINK_LINE.search(line)) and _is_lead(line, match.start())
    ]
    return sum(len(plain(line)) for line in linked) / max(1, total) if len(linked) >= 3 else 0.0


def _is_lead(line: str, start: int) -> bool:
    """Whether a link is the item's own text: nothing but a date, a number or a mark around it."""
    rest = re.sub(r"[\d\W年月日天前民國]+", "", plain(line[:start] + line[line.find(")", start) + 1 :]))
    return len(rest) <= 14


def _headed_links(blocks: Sequence[Block]) -> int:
    """Headings that are links, as over the teasers of a weblog's overview."""
    headings = [block for block in blocks if block.level]
    linked = sum(1 for block in headings if block.text.startswith("[") and block.text.endswith(")"))
    return linked if linked > 0.6 * len(headings) else 0


def _asks(title: str) -> bool:
    return title.endswith(("?", "\uff1f", "嗎", "呢"))
