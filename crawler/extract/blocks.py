"""The unit of rendered text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawler.extract.tree import SPACE, UNSEEN


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list, table, or heading (`level` 1 to 6, else 0) in Markdown, without blank lines inside."""

    text: str
    level: int = 0
    is_table: bool = False


def paragraphs(inline: str) -> list[Block]:
    """Blocks from inline text in which a newline is a line break; two of them part paragraphs."""
    lines = [SPACE.sub(" ", UNSEEN.sub("", line)).strip() for line in inline.split("\n")]
    found: list[list[str]] = [[]]
    for line in lines:
        if line:
            found[-1].append(_literal(line))
        elif found[-1]:
            found.append([])
    return [Block("\n".join(part)) for part in found if part]


def to_markdown(blocks: Sequence[Block]) -> str:
    """One Markdown text; headings are shifted so that the highest of them is `##`, empty sections at the end go."""
    trimmed = list(blocks)
    while trimmed and trimmed[-1].level:
        trimmed.pop()
    top = min((block.level for block in trimmed if block.level), default=0)
    shifted = (
        replace(block, text=f"{'#' * min(6, block.level - top + 2)} {block.text}") if block.level else block
        for block in trimmed
    )
    return "\n\n".join(block.text for block in shifted)


def _literal(line: str) -> str:
    """Text that would read as a Markdown heading stays text."""
    return f"\\{line}" if line.startswith("#") and line.lstrip("#").startswith(" ") else line
