"""Markdown to HTML in each family's own dialect, and to the plain text that a reader sees."""

from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from demo.values import Family

PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
Resolve = Callable[[str], str]
"""Turns the target of a link (`slug`, `site:slug`, an address) into an address."""

DIALECTS: dict[Family, dict[str, tuple[str, str]]] = {
    Family.CMS: {"h2": ("<h3>", "</h3>\n"), "h3": ("<h4>", "</h4>\n"), "p": ("<p>", "</p>\n")},
    Family.TABLE: {
        "h2": ('<p><font size="4" color="#993300"><b>', "</b></font></p>\n"),
        "h3": ('<p><font size="3" color="#336699"><b>', "</b></font></p>\n"),
        "p": ('<font size="3">', "</font><br><br>\n"),
        "table": ('<table border="1" cellpadding="4" width="100%" class="data">\n', "</table><br>\n"),
        "th": ('<td bgcolor="#e4ecf4"><b>', "</b></td>\n"),
        "td": ("<td>", "</td>\n"),
    },
    Family.MUSEUM: {"h2": ("<h2>", "</h2>\n"), "h3": ("<h3>", "</h3>\n"), "p": ("<p>", "</p>\n")},
    Family.SPA: {
        "h2": ('<div class="_h5k2">', "</div>\n"),
        "h3": ('<div class="_h6d9">', "</div>\n"),
        "p": ('<div class="_p1x7">', "</div>\n"),
        "ul": ('<ul class="_u2q">\n', "</ul>\n"),
        "table": ('<div class="_tw3"><table class="_t8f">\n', "</table></div>\n"),
    },
    Family.WP: {
        "h2": ('<h2 class="wp-block-heading">', "</h2>\n"),
        "h3": ('<h3 class="wp-block-heading">', "</h3>\n"),
        "p": ("<p>", "</p>\n"),
        "table": ('<figure class="wp-block-table"><table>\n', "</table></figure>\n"),
    },
}
"""What stands for a Markdown element where it is not simply the element of the same name."""

HOURS = ("開放時間", "時間", "日別", "開放", "時段", "營業")
"""A table of two columns whose header has one of these is shown as a definition list by museums."""


class Renderer(RendererHTML):
    """Markdown-it's own renderer, with a family's openings and closings."""

    def __init__(self, family: Family) -> None:
        super().__init__()
        self.family = family

    def renderToken(  # noqa: N802 - the base class's name
        self, tokens: Sequence[Token], idx: int, options: object, env: object
    ) -> str:
        """One element's opening or closing tag."""
        token = tokens[idx]
        pair = DIALECTS[self.family].get(token.tag)
        if pair is None or token.hidden:
            return str(super().renderToken(tokens, idx, options, env))  # type: ignore[arg-type]
        return pair[0] if token.nesting == 1 else pair[1]


RENDERERS = {family: Renderer(family) for family in Family}


def to_html(markdown: str, family: Family, resolve: Resolve) -> str:
    """The HTML of a page's text as one family of sites writes it, its links turned into addresses."""
    tokens = PARSER.parse(markdown)
    for token in tokens:
        for child in token.children or []:
            if child.type == "link_open":
                child.attrs["href"] = resolve(str(child.attrs["href"]))
    html: str = RENDERERS[family].render(
        _definition_lists(tokens) if family is Family.MUSEUM else tokens, PARSER.options, {}
    )
    return html


def links(markdown: str) -> list[str]:
    """The targets of all links."""
    if "](" not in markdown:  # most pages that are derived have none, and parsing takes long
        return []
    children = [child for token in PARSER.parse(markdown) for child in token.children or []]
    return [str(child.attrs["href"]) for child in children if child.type == "link_open"]


def to_text(markdown: str) -> str:
    """What a reader sees, one block a line, the cells of a table's row apart by a space."""
    lines: list[str] = []
    row: list[str] | None = None
    for token in PARSER.parse(markdown):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            lines.append(" ".join(row))
            row = None
        elif token.type == "inline" and row is not None:
            row.append(inline_text(token))
        elif token.type == "inline":
            lines.append(inline_text(token))
    return "\n".join(lines)


def inline_text(token: Token) -> str:
    """The text of one run of inline tokens."""
    breaks = ("softbreak", "hardbreak")
    return "".join("\n" if child.type in breaks else child.content for child in token.children or [])


def _definition_lists(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with tables of opening hours turned into definition lists."""
    out: list[Token] = []
    position = 0
    while position < len(tokens):
        if tokens[position].type != "table_open":
            out.append(tokens[position])
            position += 1
            continue
        end = next(index for index in range(position, len(tokens)) if tokens[index].type == "table_close") + 1
        table = list(tokens[position:end])
        out.extend(_as_definitions(table) if _tells_hours(table) else table)
        position = end
    return out


def _tells_hours(table: Sequence[Token]) -> bool:
    heads = [table[index + 1].content for index, token in enumerate(table) if token.type == "th_open"]
    return len(heads) == 2 and any(head in HOURS for head in heads)


def _as_definitions(table: Sequence[Token]) -> list[Token]:
    out = [Token("dl_open", "dl", 1, block=True, attrs={"class": "hours"})]
    terms = 0
    for token in table:
        if token.type in ("th_open", "td_open", "th_close", "td_close"):
            tag = "dd" if terms % 2 else "dt"
            opens = token.nesting == 1
            out.append(Token(f"{tag}_open" if opens else f"{tag}_close", tag, token.nesting, block=True))
            terms += not opens
        elif token.type == "inline":
            out.append(token)
    return [*out, Token("dl_close", "dl", -1, block=True)]
