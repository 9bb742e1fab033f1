"""The sources of an answer as a Flex message: a card for each page with its title, agency, quote and a button."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote as percent_encoded

from bot import fragments
from bot.channels.line import limits
from bot.channels.line.wording import phrase
from bot.units import plain

Card = dict[str, Any]
LONGEST_QUOTE, LONGEST_TITLE, LONGEST_AGENCY = 300, 100, 60
IN_ADDRESSES = "%/:=&?~#+!$,;'@()*[]"
"""What an address holds as it is; LINE refuses all else unless it is percent-encoded."""
INK, SOFT, ACCENT = "#1B1F24", "#57606A", "#0B57A4"


def sources(citations: Sequence[Mapping[str, Any]]) -> Card | None:
    """The cards with what stands for them in notices and for screen readers; None where LINE would not take them."""
    pages = _one_a_page(citations)
    alternative = _alternative(pages)
    if not 0 < len(pages) <= limits.BUBBLES or limits.units(alternative) > limits.ALTERNATIVE:
        return None
    bubbles = [_bubble(page) for page in pages]
    contents = bubbles[0] if len(bubbles) == 1 else {"type": "carousel", "contents": bubbles}
    if any(_size(one) > limits.BUBBLE_BYTES for one in bubbles) or _size(contents) > limits.CAROUSEL_BYTES:
        return None
    if any(limits.units(_address(page)) > limits.ADDRESS for page in pages):
        return None
    return {"type": "flex", "altText": alternative, "contents": contents}


def is_web(url: str) -> bool:
    """Whether an address can be opened from LINE."""
    return url.startswith(("https://", "http://"))


def _one_a_page(citations: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The first citation of each page that can be opened, in their order."""
    pages: dict[str, Mapping[str, Any]] = {}
    for one in citations:
        if is_web(one["url"]):
            pages.setdefault(one["url"], one)
    return list(pages.values())


def _alternative(pages: Sequence[Mapping[str, Any]]) -> str:
    titles = [_title(page) + (f"（{agency}）" if (agency := _agency(page)) else "") for page in pages]
    return phrase("sources") + "、".join(titles)


def _bubble(page: Mapping[str, Any]) -> Card:
    quote = _read(str(page.get("quote") or ""))
    lines = [_text(_title(page), INK, size="md", weight="bold")]
    if agency := _agency(page):
        lines.append(_text(agency, SOFT, size="xs"))
    if quote:
        lines.append(_text(f"「{limits.cut(quote, LONGEST_QUOTE)}」", INK, size="sm", margin="md"))
    action = {"type": "uri", "label": phrase("open"), "uri": _address(page)}
    button = {"type": "button", "style": "link", "height": "sm", "color": ACCENT, "action": action}
    return {
        "type": "bubble",
        "size": "kilo",
        "body": {"type": "box", "layout": "vertical", "spacing": "sm", "contents": lines},
        "footer": {"type": "box", "layout": "vertical", "contents": [button]},
    }


def _text(text: str, color: str, **properties: str) -> Card:
    return {"type": "text", "text": text, "wrap": True, "color": color, **properties}


def _title(page: Mapping[str, Any]) -> str:
    return limits.cut(str(page.get("title") or page["url"]), LONGEST_TITLE)


def _agency(page: Mapping[str, Any]) -> str:
    return limits.cut(str(page.get("agency") or page.get("site") or ""), LONGEST_AGENCY)


def _address(page: Mapping[str, Any]) -> str:
    """The page, opened at the quote where that leaves the address short enough."""
    url = percent_encoded(page["url"], safe=IN_ADDRESSES)
    at_quote = fragments.link(url, str(page.get("quote") or ""))
    return at_quote if limits.units(at_quote) <= limits.ADDRESS else url


def _read(quote: str) -> str:
    """A quote of a page's Markdown as it is read: cells of a table with spaces between them."""
    return " ".join(" ".join(plain(line).replace("|", " ").split()) for line in quote.splitlines()).strip()


def _size(part: Card) -> int:
    return len(json.dumps(part, ensure_ascii=False).encode())
