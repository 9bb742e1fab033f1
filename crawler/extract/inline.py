"""Running text: white space as a browser shows it, line breaks kept, links as Markdown."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from crawler.extract.links import is_document, resolve
from crawler.extract.tree import Element, clean
from crawler.page import Link

HAN = "\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
WRAPPED_HAN = re.compile(rf"(?<=[{HAN}])[ \t]*\r?\n\s*(?=[{HAN}])")
WHITE = re.compile(r"[\s\xa0]+")
BARE_FILE_TEXT = re.compile(
    r"(?:檔案)?(?:下載|附件)?\s*\.?(?:pdf|odt|ods|odp|docx?|xlsx?|pptx?|csv|zip)?(?:檔(?:案)?)?",
    re.IGNORECASE,
)
TITLE_NOTE = re.compile(r"\s*[(\[\uff08【]?(?:另開|開新|在新)(?:啟)?(?:新)?視窗.*$|\.(?:另開).*$")
NUMBER = re.compile(r"[0-9+() #,;*-]{3,30}")
FLAT = etree.XPath("string(.)", smart_strings=False)
MAX_DEPTH = 120


@dataclass(slots=True)
class Inliner:
    """Turns inline nodes into Markdown, and keeps count of the links that it meets."""

    base: str
    links: list[Link] = field(default_factory=list)

    def node(self, element: Element, depth: int = 0) -> str:
        """The Markdown of an element and all within it; a newline in it is a line break."""
        if element.tag == "br":
            return "\n"
        if element.tag == "a" and element.get("href"):
            return self.linked(element, self.children(element, depth + 1))
        return self.children(element, depth)

    def children(self, element: Element, depth: int = 0) -> str:
        """The Markdown of what is inside an element."""
        if depth > MAX_DEPTH:
            return flow(FLAT(element))
        parts = [flow(element.text)]
        for child in element:
            if isinstance(child.tag, str):
                parts.append(self.node(child, depth + 1))
            parts.append(flow(child.tail))
        return "".join(parts)

    def linked(self, element: Element, raw: str) -> str:
        """A link element as Markdown that shows this text; the bare text where it leads nowhere."""
        href = element.get("href", "")
        url, shown = resolve(self.base, href), clean(raw)
        if href.lower().startswith("tel:"):
            return _with_number(raw, href)
        if url is None or not shown:
            return raw
        label = _label(shown, element)
        self.links.append(Link(url, label))
        if shown.rstrip("/") == url.rstrip("/"):
            return raw
        lead, trail = raw[: len(raw) - len(raw.lstrip())], raw[len(raw.rstrip()) :]
        return f"{_edge(lead)}[{_bracketed(label)}]({_target(url)}){_edge(trail)}"


def _with_number(raw: str, href: str) -> str:
    """The text of a link that calls a number, with the number where the text does not show it."""
    number = unquote(href[len("tel:") :]).strip()
    shown = re.sub(r"\D", "", raw)
    if NUMBER.fullmatch(number) is None or re.sub(r"\D", "", number)[-6:] in shown:
        return raw
    return f"{raw}（{number}）"


def flow(text: str | None) -> str:
    """Source text as it runs on the page: line ends between Chinese characters vanish, other white space is a blank."""
    if not text:
        return ""
    if "\n" in text:
        text = WRAPPED_HAN.sub("", text)
    return WHITE.sub(" ", text)


def _label(shown: str, element: Element) -> str:
    """A link's text; where that says no more than "pdf", the name that the link's title gives."""
    title = TITLE_NOTE.sub("", clean(element.get("title") or ""))
    if title and BARE_FILE_TEXT.fullmatch(shown) and is_document(element.get("href", ""), title):
        return title
    return shown


def _bracketed(text: str) -> str:
    return text.replace("[", "\\[").replace("]", "\\]")


def _target(url: str) -> str:
    return url.replace("(", "%28").replace(")", "%29")


def _edge(space: str) -> str:
    return "\n" if "\n" in space else space[:1]
