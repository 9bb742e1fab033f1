"""The page's own title, without the name of the site."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from crawler.extract.content import find_heading
from crawler.extract.head import Head
from crawler.extract.lines import plain_lines
from crawler.extract.tree import Element, class_words, clean, length, squeezed, text_of
from crawler.extract.wording import pattern

SEPARATOR = re.compile(r"\s*[|\uff5c–—»›«:\uff1a_·•]+\s*|\s*-+\s*|\s+/\s+")
SITE_NAME = pattern("site_name")
HOME = pattern("home")
SITE_SUFFIX = re.compile(r"(?:全球)?資訊網|入口網站?|官方網站|網站|官網|首頁")
TITLE_WORDS = frozenset(("title", "subject", "headline", "page-title", "pagetitle", "post-title"))
MAX = 200


def page_heading(head: Head, body: Element, breadcrumb: tuple[str, ...], site_agency: str) -> Element | None:
    """The element that shows the page's title: by what the page's head says, by its breadcrumb, by its looks."""
    parts = list(_page_parts(head, site_agency))
    # a title that reads like a site's name may be on every page: only a heading proves that it is this page's
    doubtful = all(_is_site_name(part, head, site_agency) for part in parts)
    stated = frozenset(map(squeezed, parts))
    found = find_heading(body, stated, only_headings=doubtful)
    if breadcrumb and (found is None or squeezed(breadcrumb[-1]) not in stated):
        found = _later(found, find_heading(body, frozenset((squeezed(breadcrumb[-1]),))), body)
    if found is None and doubtful:
        likely = (
            element for element in body.iter() if _is_set_as_title(element) or _is_emphatic_line(element)
        )
        found = next((element for element in likely if _may_be_title(element, head, site_agency)), None)
    return found


def _later(one: Element | None, other: Element | None, body: Element) -> Element | None:
    """Of two headings the one that stands further down: the site's banner comes before the page's title."""
    if (
        one is None
        or other is None
        or other is one
        or not (_is_set_as_title(other) or _is_emphatic_line(other))
    ):
        return one if one is not None else other
    return next((element for element in _backwards(body) if element is one or element is other), one)


def _backwards(body: Element) -> list[Element]:
    return list(body.iter())[::-1]


def choose_title(head: Head, body: Element, heading: Element | None, site_agency: str) -> str:
    """The title: the page's heading, else the stated title, else the first heading; may be empty."""
    if heading is not None:
        return text_of(heading)[:MAX]
    parts = list(_page_parts(head, site_agency))
    own = [part for part in parts if not _is_site_name(part, head, site_agency)]
    headings = [text_of(element) for element in body.iter("h1", "h2", "h3") if 0 < length(element) <= MAX]
    headings = [text for text in headings if not _is_site_name(text, head, site_agency, strict=True)]
    if own:
        return max(own, key=len)[:MAX]
    return (headings or parts or [""])[0][:MAX]


def _is_set_as_title(element: Element) -> bool:
    """Whether an element is set like a page's heading: by its tag, by its class, by large type."""
    large = element.tag == "font" and element.get("size", "").strip("+") in ("4", "5", "6", "7")
    return element.tag in ("h1", "h2") or large or not TITLE_WORDS.isdisjoint(class_words(element))


def _is_emphatic_line(element: Element) -> bool:
    """Whether an element is bold and all that its block holds."""
    parent = element.getparent()
    return element.tag in ("b", "strong") and parent is not None and length(parent) == length(element)


def _may_be_title(element: Element, head: Head, site_agency: str) -> bool:
    text = text_of(element)
    fits = 1 < len(text) <= 60 and squeezed(text) not in squeezed(head.title)
    return fits and not _is_site_name(text, head, site_agency, strict=True)


def fallback_title(markdown: str, breadcrumb: tuple[str, ...], url: str) -> str:
    """A title for a page that states none: its first short line, its place, its file name, its host."""
    first = next(plain_lines(markdown), "")
    if 1 < len(first) <= 60:
        return first
    parts = urlsplit(url)
    name = clean(unquote(parts.path.rstrip("/").rsplit("/", 1)[-1]))
    return breadcrumb[-1] if breadcrumb else first[:40] or name or parts.hostname or url


def _page_parts(head: Head, site_agency: str) -> Iterator[str]:
    """Stated titles cut at each separator, the cuts that leave a site's name aside first."""
    for stated in (text.strip(" :|-") for text in (head.metas.get("og:title", ""), head.title)):
        cuts = list(SEPARATOR.finditer(stated))
        pairs = [(stated[: cut.start()].strip(), stated[cut.end() :].strip()) for cut in cuts]
        both = [pair for before, after in pairs for pair in ((before, after), (after, before)) if all(pair)]
        yield from (part for part, rest in both if _is_site_name(rest, head, site_agency))
        if (
            stated
            and not _is_site_name(stated, head, site_agency, strict=not cuts)
            and not HOME.search(stated)
        ):
            yield stated
            yield from (
                part
                for part, _ in both
                if not _is_site_name(part, head, site_agency) and not HOME.search(part)
            )


def _is_site_name(text: str, head: Head, site_agency: str, *, strict: bool = False) -> bool:
    """Whether a text names the site; `strict` asks for more than the look of it."""
    known = {squeezed(head.metas.get("og:site_name", "")), squeezed(site_agency), *head.site_names} - {""}
    flat = squeezed(text)
    if flat in known or any(
        SITE_SUFFIX.fullmatch(flat.removeprefix(name)) for name in known if flat.startswith(name)
    ):
        return True
    if strict or head.site_names:
        return bool(re.search("全球資訊網|入口網|官方網站|官網", text))
    return bool(SITE_NAME.search(text)) and len(text) <= 30
