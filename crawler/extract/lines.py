"""The lines of rendered content: as plain text, labelled ones, and those that are no content."""

import re
from collections.abc import Iterator
from dataclasses import replace

from crawler.extract.blocks import Block
from crawler.extract.tree import fold
from crawler.extract.wording import labels, pattern

LINK = re.compile(r"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]\([^()\s]*\)")
MARKS = re.compile(r"^\s*(?:[-*]\s+|\d+\.\s+|#{1,6}\s+|\|\s*)?")
JUNK = pattern("junk_line")
DAY_VALUE = r"[\d年月日/\-.:\s民國中華上下午]{4,40}|.{1,6}前|"
BARE_DAY = re.compile(
    r"(?:(?:中華)?民國\s*)?\d{2,4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,3}\s*(?:天|日|小時|週|個月)前"
)
UNIT = r"[\u4e00-\u9fff]{1,14}(?:科|課|股|室|組|隊|處|局|所|館|中心)"
DATE_STAMP = rf"(?:{labels('updated', 'published')})\s*:?\s*(?:{DAY_VALUE})"
OTHER_STAMP = rf"(?:{labels('counter')})\s*:?\s*[\d,]*\s*(?:次|人次|人)?|(?:{labels('agency', 'noise')})\s*:\s*\S{{0,40}}"
PAIR = r"[\u4e00-\u9fff]{2,6}\s*:\s*[^\s:]{1,24}"
BREAK = r"\s*[|/,、;]?\s*"
# atomic and possessive, so that a line which is no stamp is given up at once
STAMP = re.compile(
    rf"(?>(?:{labels('unit')})\s*:\s*\S{{1,24}}{BREAK})?+"
    rf"(?>(?:{DATE_STAMP}|{OTHER_STAMP}){BREAK})++(?>(?:{DATE_STAMP}|{OTHER_STAMP}|{PAIR}|{UNIT}){BREAK})*+",
    re.IGNORECASE,
)


def plain(markdown: str) -> str:
    """Markdown text as a reader sees it: links as their text."""
    return LINK.sub(r"\1", markdown)


def plain_lines(markdown: str) -> Iterator[str]:
    """The lines as text, without list marks; the cells of a table row separated by ` | `."""
    for line in markdown.split("\n"):
        text = MARKS.sub("", plain(line)).strip().removesuffix("|").strip()
        if text and not set(text) <= set("|- :"):
            yield text


def without_stamps(blocks: list[Block]) -> tuple[list[Block], str]:
    """The blocks without publication data and tool-bar words at the beginning and the end; and the data taken out."""
    kept = [
        block
        for index, block in enumerate(blocks)
        if 4 <= index < len(blocks) - 6 or not JUNK.search(plain(block.text))
    ]
    edges = range(4), range(max(0, len(kept) - 6), len(kept))
    stamps: list[str] = []
    trimmed = [
        _unstamped(block, stamps) if any(index in edge for edge in edges) else block
        for index, block in enumerate(kept)
    ]
    return [block for block in trimmed if block.text], " ".join(stamps)


def stamp_items(stamps: str) -> list[str]:
    """Publication data as one item for each label."""
    return [
        item.strip() for item in re.split(r"\s+(?=[\u4e00-\u9fff]{2,6}\s*[:\uff1a])", stamps) if item.strip()
    ]


def _unstamped(block: Block, stamps: list[str]) -> Block:
    if block.level or block.is_table:
        return block
    lines = block.text.split("\n")
    stamped = [line for line in lines if _is_stamp(MARKS.sub("", plain(line)).strip())]
    stamps.extend(stamped)
    return replace(block, text="\n".join(line for line in lines if line not in stamped))


def _is_stamp(line: str) -> bool:
    folded = fold(line)
    return 0 < len(line) <= 160 and (
        STAMP.fullmatch(folded) is not None or BARE_DAY.fullmatch(folded) is not None
    )
