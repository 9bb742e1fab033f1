"""What surrounds the content on every page: menus, banners, footers, side columns, tool bars."""

from itertools import takewhile

from lxml import etree

from crawler.extract.tree import Element, class_words, drop, length, linked_length, text_of
from crawler.extract.wording import classes, pattern

CHROME_TAGS = frozenset(("nav", "aside", "footer", "header", "menu", "dialog"))
CHROME_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert", "menu", "menubar")
)
ALWAYS = classes("always")
WHEN_LINKED = classes("when_linked")
"""Words that also name parts of content: such a part goes when it is short or mostly links."""

METADATA = classes("metadata")
MAIN = etree.XPath(
    "boolean(descendant-or-self::main or descendant-or-self::*[@role='main'] or descendant::article or descendant-or-self::*[contains(concat(' ',@class,' '),' area-essay ')])",
    smart_strings=False,
)
CRUMBS = frozenset(("breadcrumb", "breadcrumbs", "crumb", "crumbs", "path", "navpath", "location"))
CRUMB_NAMES = frozenset(("breadcrumb", "breadcrumbs", "麵包屑", "麵包屑導覽", "目前位置", "路徑"))
FOOTER = pattern("footer")
RELATED = pattern("related")
LONGEST_FOOTER = 500
LONGEST_METADATA = 400


def remove_chrome(body: Element) -> list[Element]:
    """Takes the chrome out, by tags, roles, and words in class names; never a part that holds the main content.

    Returns the breadcrumbs among what was taken out, the likeliest first.
    """
    crumbs: list[Element] = []
    pending = list(body)
    while pending:
        element = pending.pop()
        if not isinstance(element.tag, str):
            continue
        if _is_chrome(element) and not (element.tag != "footer" and MAIN(element)):
            drop(element)
            crumbs.extend(
                filter(_is_breadcrumb, element.iter("div", "nav", "ol", "ul", "p", "section", "span"))
            )
        else:
            pending.extend(element)
    return sorted(crumbs, key=lambda crumb: class_words(crumb).isdisjoint(ALWAYS))


def publication_data(body: Element) -> list[str]:
    """The publication data that stand apart from the text, one item each: 更新日期, 有效期間 and the like."""
    holders = [element for element in body.iter() if not METADATA.isdisjoint(class_words(element))]
    outer = [one for one in holders if not any(parent in holders for parent in one.iterancestors())]
    return [
        text_of(item)
        for holder in outer
        if length(holder) < LONGEST_METADATA
        for item in (list(holder.iter("li", "dd", "td", "p", "span")) or [holder])
    ]


def remove_metadata(root: Element) -> None:
    """Takes the publication data out of the content; they are facts, not text."""
    for element in list(root.iter()):
        if (
            element is not root
            and not METADATA.isdisjoint(class_words(element))
            and length(element) < LONGEST_METADATA
        ):
            drop(element)


def remove_footer_text(root: Element, keep: Element | None) -> None:
    """Takes out the block that a copyright line stands in, and all that follows it; `keep` and what holds it stay."""
    for element in list(root.iter()):
        own = " ".join(filter(None, [element.text, *(child.tail for child in element)]))
        if own and FOOTER.search(own):
            block = _widest_short(element, root, keep)
            if block is not None:
                _drop_with_rest(block, root)
                return


def remove_related(root: Element) -> None:
    """Takes out "popular", "read on" and "share" blocks: such a heading with the links below it."""
    for heading in list(root.iter("h2", "h3", "h4", "h5", "strong", "p", "div", "span")):
        if len(heading) > 2 or heading.getparent() is None or not RELATED.search(text_of(heading)):
            continue
        parent = heading.getparent()
        following = list(takewhile(_mostly_links, heading.itersiblings()))
        if following:
            for element in [heading, *following]:
                drop(element)
        elif (
            heading.getprevious() is None  # what stands last in a list, such as 下一頁, announces nothing
            and parent is not None
            and parent is not root
            and _mostly_links(parent)
            and length(heading) < 30
        ):
            drop(parent)


def _is_breadcrumb(element: Element) -> bool:
    return not CRUMBS.isdisjoint(class_words(element)) or element.get("aria-label", "").lower() in CRUMB_NAMES


def _is_chrome(element: Element) -> bool:
    tag, words = element.tag, class_words(element)
    if not METADATA.isdisjoint(words):
        return False
    if tag in CHROME_TAGS:
        return _is_chrome_tag(element)
    if element.get("role", "").lower() in CHROME_ROLES or not ALWAYS.isdisjoint(words):
        return tag not in ("html", "body") and not _is_substantial_link(element)
    return (
        not WHEN_LINKED.isdisjoint(words)
        and (length(element) < 60 or _mostly_links(element))
        and element.find(".//h1") is None
    )


def _is_substantial_link(element: Element) -> bool:
    """A link or emphasis inside running text is content whatever its class is called."""
    return (
        element.tag in ("a", "span", "b", "strong", "em", "td")
        and length(element) > 0
        and element.tag != "td"
        and bool((element.tail or "").strip())
    )


def _is_chrome_tag(element: Element) -> bool:
    """`header` and `aside` also stand inside articles, where they hold content unless they are links."""
    if element.tag in ("header", "aside", "footer") and any(
        parent.tag in ("main", "article") for parent in element.iterancestors()
    ):
        return element.tag == "footer" or (element.tag == "aside" and _mostly_links(element))
    return element.tag != "menu" or _mostly_links(element)


def _mostly_links(element: Element) -> bool:
    total = length(element)
    return total > 0 and linked_length(element) > 0.5 * total


def _widest_short(element: Element, root: Element, keep: Element | None) -> Element | None:
    """The outermost block around an element that is still as short as a footer."""
    found: Element | None = None
    node: Element | None = element
    longest = min(LONGEST_FOOTER, length(root) // 2)
    while node is not None and node is not root and length(node) <= longest:
        if keep is not None and any(inner is keep for inner in node.iter()):
            break
        found = node
        node = node.getparent()
    return found


def _drop_with_rest(block: Element, root: Element) -> None:
    node: Element | None = block
    while node is not None and node is not root:
        for sibling in list(node.itersiblings()):
            drop(sibling)
        parent = node.getparent()
        node.tail = None
        if node is block:
            drop(node)
        node = parent
