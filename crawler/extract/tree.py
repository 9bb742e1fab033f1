"""HTML text to a tree, and the few operations on trees that every step needs."""

import re
from functools import lru_cache

from lxml import etree

Element = etree._Element

PREMATURE_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
SPACE = re.compile(r"\s+")
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff\ud800-\udfff]"
)
"""Control, zero-width, bidirectional and tag characters: no reader sees them, so they carry no content."""

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ASCII_FORMS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

TEXT = etree.XPath("normalize-space(string(.))", smart_strings=False)


def parse(text: str) -> Element | None:
    """The root of a page's tree, comments and processing instructions left out; None for nothing to parse."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    # pages with whole documents pasted into them go on after the first end of the document
    data = PREMATURE_END.sub("", text.replace("\x00", "")).encode("utf-8", "replace")
    if not data.strip():
        return None
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


def body_of(root: Element) -> Element:
    """The body of a page, or its root where there is none (a frameset, a fragment)."""
    body = root.find("body")
    return root if body is None else body


def fold(text: str) -> str:
    """Text with the full-width forms of ASCII characters as ASCII, character for character, for matching only."""
    return text if text.isascii() else text.translate(ASCII_FORMS)


def drop(element: Element) -> None:
    """Takes an element out of its tree and leaves the text behind it in place."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = legal((previous.tail or "") + element.tail)
        else:
            parent.text = legal((parent.text or "") + element.tail)
    parent.remove(element)


def legal(text: str) -> str:
    """Text without the characters that a tree refuses to take back, though its parser lets them in."""
    return text if text.isprintable() else ILLEGAL.sub("", text)


def clean(text: str) -> str:
    """Text without unseen characters, runs of white space as one blank."""
    return " ".join(UNSEEN.sub("", text).split())


def text_of(element: Element) -> str:
    """All text of an element on one line."""
    return clean(element.text or "") if len(element) == 0 else clean(" ".join(element.itertext()))


def squeezed(text: str) -> str:
    """Text without white space and in lower case, for comparing."""
    return SPACE.sub("", UNSEEN.sub("", text)).lower()


def length(element: Element) -> int:
    """Characters of an element's text."""
    return len(str(TEXT(element)))


def linked_length(element: Element) -> int:
    """Characters of an element's text that stand in links."""
    return sum(len(link.text or "") if len(link) == 0 else length(link) for link in element.iter("a"))


def class_words(element: Element) -> frozenset[str]:
    """The words of an element's class and id: `page-footer` has `page`, `footer` and `page-footer`."""
    return _words(f"{element.get('class', '')} {element.get('id', '')}")


@lru_cache(maxsize=20_000)
def _words(names: str) -> frozenset[str]:
    split = re.sub(r"([a-z])([A-Z])", r"\1-\2", names).lower().split()
    return frozenset(split) | frozenset(word for name in split for word in re.split(r"[-_:]+", name) if word)
