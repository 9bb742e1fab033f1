"""Where a page stands and whose it is: breadcrumb, agency, day of the last change, contact."""

import re
from datetime import date

from lxml import etree

from crawler.extract.dates import days, first_day, relative_day
from crawler.extract.head import Head
from crawler.extract.tree import Element, clean, drop, length, squeezed, text_of
from crawler.extract.wording import labels, pattern

HERE = etree.XPath(
    ".//*[contains(text(),'目前位置') or contains(text(),'您的位置') or contains(text(),'現在位置') or contains(text(),'所在位置') or contains(text(),'你在這裡')]"
)
CRUMB_SPLIT = re.compile(r"\s*(?:[>\uff1e»›→/\uff0f\\|]|::)\s*|\s{2,}")
HERE_LABEL = re.compile(r"^.*?(?:目前|您的|現在|所在|你)(?:在|所在)?(?:位置|這裡)\s*[:\uff1a]?\s*")
HOME = pattern("home")
LONGEST_CRUMBS = 160
BEFORE = r"(?<![\u4e00-\u9fff])"
UPDATED = re.compile(rf"{BEFORE}(?:{labels('updated')})\s*[:\uff1a]?\s*(.{{4,24}})", re.IGNORECASE)
PUBLISHED = re.compile(rf"{BEFORE}(?:{labels('published')})\s*[:\uff1a]?\s*(.{{4,24}})", re.IGNORECASE)
AGENCY = re.compile(
    rf"{BEFORE}(?:{labels('agency')})\s*[:\uff1a]\s*([^\s|\uff5c:\uff1a,\uff0c;\uff1b]{{2,40}})"
)
UNIT_END = re.compile(r"(?:科|課|股|室|組|隊|中隊|小組|班|所屬|窗口)$")
DATED = frozenset(("date", "time", "posted", "published", "pubdate", "datetime", "publish"))
TIMES = etree.XPath(".//time[not(ancestor::li) and not(ancestor::table)]")
DATE_CLASSES = etree.XPath(
    ".//*[contains(@class,'date') or contains(@class,'time') or contains(@class,'posted')][not(ancestor::li)][not(ancestor::td)]"
)


def breadcrumb_of(body: Element, crumbs: list[Element], head: Head) -> tuple[str, ...]:
    """The sections above the page, from the outermost in, without the start page.

    Read from JSON-LD, else from the elements that look like breadcrumbs, else from a line like 目前位置:首頁 > 公告,
    which is then taken out of the tree.
    """
    for item in head.linked_data:
        if item.get("@type") == "BreadcrumbList" and isinstance(item.get("itemListElement"), list):
            names = [_crumb_name(part) for part in item["itemListElement"] if isinstance(part, dict)]
            return _sections(names)
    for element in [*crumbs, *HERE(body), *_unmarked_crumbs(body)]:
        names = _crumb_parts(element)
        if 1 < len(names) <= 8 and all(len(name) <= 80 for name in names):
            drop(element)
            return _sections(names)
    return ()


def agency_of(text: str, site_agency: str) -> tuple[str | None, str]:
    """The agency that the page names as its source, and the unit of it (may be empty).

    A unit such as 婦女福利科, and the site's own agency by a shorter name, count as the site's agency.
    """
    match = AGENCY.search(text)
    if match is None:
        return site_agency or None, ""
    named = match[1].strip("()\uff08\uff09。.")
    if site_agency and named.startswith(site_agency):
        return site_agency, named[len(site_agency) :]
    if site_agency and (site_agency.endswith(named) or UNIT_END.search(named)):
        return site_agency, "" if site_agency.endswith(named) else named
    return named, ""


def updated_on(body: Element, text: str, head: Head, today: date) -> date | None:
    """The day of the page's last change as it states it; the day of publication where it states no change."""
    for expression in (UPDATED, PUBLISHED):
        found = [
            day for match in expression.finditer(text) if (day := _leading_day(match[1], today)) is not None
        ]
        if found:
            return max(found) if expression is UPDATED else found[0]
    return head.updated_on or _time_element(body, today)


def _leading_day(value: str, today: date) -> date | None:
    """The date that a labelled value begins with."""
    for day, begins, _ in days(value):
        if begins <= 3:
            return day
    return relative_day(value[:8], today)


def _time_element(body: Element, today: date) -> date | None:
    for element in TIMES(body):
        stated = first_day(element.get("datetime") or "", today) or first_day(text_of(element), today)
        if stated is not None:
            return stated
    for element in DATE_CLASSES(body):
        shown = text_of(element)
        if len(shown) <= 24 and (day := first_day(shown, today)) is not None:
            return day
    return None


def _unmarked_crumbs(body: Element) -> list[Element]:
    """Short lines that begin with a link to the start page and end in what is no link: the page itself."""
    lines = (
        (link.getparent(), link)
        for link in body.iter("a")
        if link.getprevious() is None and HOME.search(text_of(link))
    )
    return [
        line
        for line, link in lines
        if line is not None
        and length(line) <= LONGEST_CRUMBS
        and (line[-1].tail or "").strip() + ("" if line[-1].tag == "a" else text_of(line[-1]))
        and CRUMB_SPLIT.search(" ".join(line.itertext()).strip())
    ]


def _crumb_parts(element: Element) -> list[str]:
    items = [text_of(item) for item in element.iter("li")] or []
    if not items:
        text = HERE_LABEL.sub("", " ".join(element.itertext()).replace("\n", " "))
        items = CRUMB_SPLIT.split(text)
    return [name for item in items if (name := clean(HERE_LABEL.sub("", item)).strip(">\uff1e»›/\\ :\uff1a"))]


def _crumb_name(part: dict[str, object]) -> str:
    item = part.get("item")
    return clean(str(part.get("name") or (item.get("name") if isinstance(item, dict) else "") or ""))


def _sections(names: list[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name and not HOME.search(name))[:8]


def without_own_title(breadcrumb: tuple[str, ...], title: str) -> tuple[str, ...]:
    """A breadcrumb without the page itself at its end."""
    return breadcrumb[:-1] if breadcrumb and squeezed(breadcrumb[-1]) == squeezed(title) else breadcrumb
