"""The main content as Markdown blocks."""

from lxml import etree

from crawler.extract.blocks import Block, paragraphs
from crawler.extract.inline import FLAT, MAX_DEPTH, Inliner, flow
from crawler.extract.tables import is_data, read_grid, render_table
from crawler.extract.tree import Element, clean, squeezed

HEADINGS = {f"h{level}": level for level in range(1, 7)}
COLONS = ":\uff1a"
LISTS = frozenset(("ul", "ol", "menu", "dir"))
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
    "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p",
    "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
))  # fmt: skip
STRUCTURE_IN_ITEM = etree.XPath(
    "boolean(./li//table or ./li//h1 or ./li//h2 or ./li//h3 or ./li//h4)", smart_strings=False
)


class Renderer:
    """Renders one page's content; `inliner` then knows the links that were met."""

    def __init__(self, base: str) -> None:
        self.inliner = Inliner(base)
        self._wrappers: set[Element] = set()

    def render(self, root: Element) -> list[Block]:
        """The blocks of the content below `root`, in order."""
        self._wrappers = _inline_around_blocks(root)
        blocks: list[Block] = []
        if root.tag in LISTS or root.tag in ("table", "dl"):
            self._block(root, blocks, 0)
        else:
            self._flow(root, blocks, 0)
        return blocks

    def _flow(self, element: Element, blocks: list[Block], depth: int) -> None:
        """Renders what is in an element: runs of inline nodes as paragraphs, blocks one by one."""
        if depth > MAX_DEPTH:
            blocks.extend(paragraphs(flow(FLAT(element))))
            return
        run = [flow(element.text)]
        for child in element:
            if not isinstance(child.tag, str):
                pass
            elif child.tag in BLOCKS or child in self._wrappers:
                blocks.extend(paragraphs("".join(run)))
                run = []
                self._block(child, blocks, depth + 1)
            else:
                run.append(self.inliner.node(child, depth + 1))
            run.append(flow(child.tail))
        blocks.extend(paragraphs("".join(run)))

    def _block(self, element: Element, blocks: list[Block], depth: int) -> None:
        tag = str(element.tag)
        if tag in HEADINGS:
            self._heading(element, blocks, depth)
        elif tag in LISTS and not STRUCTURE_IN_ITEM(element):
            blocks.extend(self._list(element, depth))
        elif tag == "dl":
            blocks.extend(self._definitions(element, depth))
        elif tag == "table":
            self._table(element, blocks, depth)
        elif tag == "pre":
            blocks.extend(paragraphs(element.xpath("string(.)")))
        elif tag == "a" and element.get("href"):
            blocks.extend(self._card(element, depth))
        else:
            self._flow(element, blocks, depth)

    def _heading(self, element: Element, blocks: list[Block], depth: int) -> None:
        text = clean(self.inliner.children(element, depth))
        if not text:
            return
        # a whole paragraph in a heading tag is a matter of looks
        if len(text) > 120 and "](" not in text:
            self._flow(element, blocks, depth)
        else:
            blocks.append(Block(text, level=HEADINGS[str(element.tag)]))

    def _list(self, element: Element, depth: int) -> list[Block]:
        lines: list[str] = []
        ordered = element.tag == "ol"
        number = _number(element.get("start"), 1)
        for item in element:
            if not isinstance(item.tag, str):
                continue
            inner: list[Block] = []
            if item.tag in LISTS:
                self._block(item, inner, depth + 1)
                lines.extend(f"  {line}" for line in _lines(inner))
                continue
            self._flow(item, inner, depth + 1)
            number = _number(item.get("value"), number)
            marker = f"{number}. " if ordered else "- "
            if found := _lines(inner):
                lines.append(marker + found[0])
                lines.extend(" " * len(marker) + line for line in found[1:])
                number += 1
            lines.extend(self._stray(item.tail))
        return [Block("\n".join([*self._stray(element.text), *lines]))] if lines else []

    def _stray(self, text: str | None) -> list[str]:
        return _lines(paragraphs(flow(text)))

    def _definitions(self, element: Element, depth: int) -> list[Block]:
        """A definition list, one line a term: `- term\uff1adefinition`."""
        lines: list[str] = []
        after_term = False
        for part in element.iter("dt", "dd"):
            if next((parent for parent in part.iterancestors("dl")), None) is not element:
                continue
            inner: list[Block] = []
            self._flow(part, inner, depth + 1)
            found = _lines(inner)
            if part.tag == "dt" and found:
                lines.append("- " + " ".join(found))
                after_term = True
            elif found and after_term:
                lines[-1] = f"{lines[-1].rstrip(COLONS)}\uff1a{found[0]}"
                lines.extend(f"  {line}" for line in found[1:])
                after_term = False
            else:
                lines.extend(f"  {line}" if lines else line for line in found)
        return [Block("\n".join(lines))] if lines else []

    def _table(self, element: Element, blocks: list[Block], depth: int) -> None:
        for caption in element.findall("caption"):
            self._flow(caption, blocks, depth + 1)
        grid = read_grid(element)
        if not is_data(element, grid):
            for row in grid.rows:
                self._layout_row(row, blocks, depth)
            return
        captions, table = render_table(grid, lambda cell: self._cell(cell, depth))
        blocks.extend(Block(caption) for caption in captions if caption)
        if table:
            blocks.append(Block(table, is_table=True))

    def _layout_row(self, row: tuple[Element, ...], blocks: list[Block], depth: int) -> None:
        """Cells that stand side by side: short ones make one line, others follow one another."""
        parts: list[list[Block]] = []
        for cell in row:
            inner: list[Block] = []
            self._flow(cell, inner, depth + 1)
            if inner:
                parts.append(inner)
        short = all(
            len(part) == 1 and not part[0].level and not part[0].is_table and len(part[0].text) <= 40
            for part in parts[:-1]
        )
        if (
            len(parts) > 1
            and short
            and len(parts[-1]) == 1
            and not parts[-1][0].level
            and not parts[-1][0].is_table
        ):
            blocks.append(Block(" ".join(part[0].text for part in parts)))
        else:
            blocks.extend(block for part in parts for block in part)

    def _cell(self, cell: Element, depth: int) -> str:
        inner: list[Block] = []
        self._flow(cell, inner, depth + 1)
        return " ".join(line.strip().removeprefix("- ") for line in _lines(inner))

    def _card(self, element: Element, depth: int) -> list[Block]:
        """A link around whole blocks: its first block is the link's text, the others follow as text."""
        inner: list[Block] = []
        plain = Renderer(self.inliner.base)
        plain._wrappers = self._wrappers
        plain._flow(element, inner, depth + 1)
        if not inner:
            return []
        first = next((block for block in inner if block.level), inner[0])
        label = first.text.replace("\n", " ")
        linked = Block(self.inliner.linked(element, label), level=first.level)
        return [
            linked,
            *(Block(block.text, is_table=block.is_table) for block in inner if block is not first),
        ]


def without_title(blocks: list[Block], title: str) -> list[Block]:
    """The blocks without those at the beginning that only repeat the title; a page that says no more keeps it."""
    wanted = squeezed(title)
    repeats = {
        index
        for index, block in enumerate(blocks[:4])
        if (block.level or index == 0) and squeezed(block.text) == wanted
    }
    kept = [block for index, block in enumerate(blocks) if index not in repeats]
    return kept or [block for block in blocks if not block.level]


def _inline_around_blocks(root: Element) -> set[Element]:
    """Inline elements (font, span, a …) that wrongly have blocks inside, and so are blocks themselves."""
    found: set[Element] = set()
    for block in root.iter(*BLOCKS):
        for parent in block.iterancestors():
            if parent is root or parent in found:
                break
            if parent.tag not in BLOCKS:
                found.add(parent)
    return found


def _lines(blocks: list[Block]) -> list[str]:
    return [line for block in blocks for line in block.text.split("\n")]


def _number(value: str | None, default: int) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 7 else default
