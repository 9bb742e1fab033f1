"""Which part of a page is its content: by the marks that families of sites have in common, else by its heading."""

from collections.abc import Iterator

from lxml import etree

from crawler.extract.chrome import remove_footer_text
from crawler.extract.tree import Element, class_words, drop, length, linked_length, squeezed, text_of

ESSAYS = etree.XPath(
    ".//*[contains(concat(' ',@class,' '),' area-essay ') and not(ancestor::*[contains(@class,'page-footer')])]"
)
ENTRIES = etree.XPath(
    ".//*[contains(concat(' ',@class,' '),' entry-content ') or contains(concat(' ',@class,' '),' post-content ')"
    " or contains(concat(' ',@class,' '),' article-content ') or contains(concat(' ',@class,' '),' article-body ')"
    " or @itemprop='articleBody']"
)
MAINS = etree.XPath(".//main | .//*[@role='main']")
ARTICLES = etree.XPath(".//article[not(ancestor::article)]")
NAMED = etree.XPath(
    ".//*[@id='CCMS_Content' or @id='content' or @id='Content' or @id='main' or @id='main-content' or @id='mainContent'"
    " or @id='maincontent' or contains(concat(' ',@class,' '),' main-content ') or contains(concat(' ',@class,' '),' page-content ')]"
)
CUTS = frozenset(("system-info", "page-footer", "page-bottom", "sysinfo"))
SHORT = 60
"""Characters: what stands before the heading of the content and is shorter is crumbs and tools."""


def find_content(body: Element, heading: Element | None) -> Element:
    """The element that holds the content below the heading; the tree is cut to it where the marks are not exact."""
    for candidates in (_essays(body), _entries(body), MAINS(body), _articles(body), _named(body)):
        for candidate in candidates:
            if length(candidate):
                if heading is not None and candidate in heading.iterancestors():
                    _drop_before(heading, candidate, only_short=True)
                return candidate
    return _by_heading(body, heading)


def find_heading(root: Element, titles: frozenset[str], *, only_headings: bool = False) -> Element | None:
    """The element whose text is the page's title: a heading first, else any short element that is no link."""
    longest = max(map(len, titles), default=0)
    headings = ("h1", "h2", "h3")
    for tags in (
        (headings,)
        if only_headings
        else (headings, ("h4", "div", "td", "th", "p", "font", "b", "strong", "span", "caption", "legend"))
    ):
        for element in root.iter(*tags):
            if (
                len(element) <= 3
                and _short_text(element, longest) in titles
                and element.getparent() is not None
            ):
                return element
    return None


def _short_text(element: Element, longest: int) -> str:
    """The squeezed text of an element, given up (empty) as soon as it is too long to be a title."""
    found = ""
    for piece in element.itertext():
        found += squeezed(piece)
        if len(found) > longest:
            return ""
    return found


def _essays(body: Element) -> list[Element]:
    """The content blocks of the cities' shared CMS: the block that holds them all, cut where the page data begin."""
    found = [essay for essay in ESSAYS(body) if CUTS.isdisjoint(class_words(essay)) and length(essay)]
    if not found:
        return []
    holder = _holder(found)
    for element in list(holder.iter()):
        if (
            element is not holder
            and not CUTS.isdisjoint(class_words(element))
            and not any(True for _ in ESSAYS(element))
        ):
            drop(element)
    return [holder if holder is not found[-1] else _with_downloads(holder)]


def _with_downloads(essay: Element) -> Element:
    """A lone block together with the file lists that follow it."""
    files = [node for node in essay.itersiblings() if any("download" in word for word in class_words(node))]
    parent = essay.getparent()
    if not files or parent is None:
        return essay
    holder = etree.Element("div")
    parent.replace(essay, holder)
    holder.extend([essay, *files])
    return holder


def _holder(essays: list[Element]) -> Element:
    """The nearest marked element around all the blocks, else the nearest element of any kind."""
    shared = [
        node for node in _upwards(essays[0]) if all(node in list(_upwards(other)) for other in essays[1:])
    ]
    marked = (
        node
        for node in shared
        if node.tag in ("main", "article")
        or node.get("role") == "main"
        or "ccms_content" in class_words(node)
    )
    return next(marked, shared[0])


def _upwards(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _entries(body: Element) -> list[Element]:
    """The text of a weblog's single entry; several of them are a list, which the surrounding block shows better."""
    found = [entry for entry in ENTRIES(body) if length(entry)]
    outer = [entry for entry in found if not any(parent in found for parent in entry.iterancestors())]
    return outer if len(outer) == 1 else []


def _articles(body: Element) -> list[Element]:
    found: list[Element] = ARTICLES(body)
    return found if len(found) == 1 and length(found[0]) >= 0.4 * length(body) else []


def _named(body: Element) -> list[Element]:
    """Elements that are called content; believed only when most of the page's text is in them."""
    return [element for element in NAMED(body) if length(element) >= 0.5 * length(body)]


def _by_heading(body: Element, heading: Element | None) -> Element:
    """The content of a page without marks: what follows its heading, without side columns and footer."""
    if heading is None:
        heading = next((element for element in body.iter("h1", "h2") if length(element)), None)
    _drop_side_columns(body, heading)
    remove_footer_text(body, heading)
    if heading is None:
        return _densest(body)
    _drop_before(heading, body, only_short=False)
    return body


def _drop_before(heading: Element, root: Element, *, only_short: bool) -> None:
    """Takes out what precedes the heading within the root."""
    node = heading
    while node is not root:
        parent = node.getparent()
        if parent is None:
            return
        for sibling in list(node.itersiblings(preceding=True)):
            if not only_short or length(sibling) < SHORT or linked_length(sibling) > 0.5 * length(sibling):
                drop(sibling)
        if not only_short or len((parent.text or "").strip()) < SHORT:
            parent.text = None
        node = parent


def _drop_side_columns(body: Element, heading: Element | None) -> None:
    """Takes out cells and blocks that are links beside one that is text."""
    holding = set() if heading is None else set(_upwards(heading))
    for parent in list(body.iter()):
        columns = [child for child in parent if child.tag in ("td", "div", "section", "table", "ul", "tr")]
        if len(columns) < 2:
            continue
        shares = [(column, length(column), linked_length(column)) for column in columns]
        texts = max(total - linked for _, total, linked in shares)
        for column, total, linked in shares:
            menu_like = linked > 0.7 * total and len(column.findall(".//a")) >= 4
            if menu_like and texts > 2 * (total - linked) + 20 and column not in holding and _is_menu(column):
                drop(column)


def _is_menu(column: Element) -> bool:
    """Menus have short labels and no dates or files; lists of content have longer ones."""
    labels = [text_of(link) for link in column.iter("a")]
    return sum(map(len, labels)) / max(1, len(labels)) <= 9


def _densest(body: Element) -> Element:
    """The smallest element that holds most of the text outside links."""
    node = body
    goal = 0.7 * (length(body) - linked_length(body))
    while True:
        inner = next(
            (
                child
                for child in node
                if isinstance(child.tag, str) and length(child) - linked_length(child) >= goal
            ),
            None,
        )
        if inner is None or goal <= 0 or inner.tag in ("p", "a", "span", "li", "tr", "tbody", "font", "b"):
            return node
        node = inner
