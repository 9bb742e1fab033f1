"""Pages whose text stands only in a script: the content field of the state that their program starts from."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from crawler.extract.tree import Element

SCRIPTS = etree.XPath("//script[not(@src)]", smart_strings=False)
ASSIGNED = re.compile(
    r"^\s*(?:window\.|var\s+|let\s+|const\s+|self\.)?[\w.$]+(?:\[['\"]\w+['\"]\])?\s*=\s*(?=[{\[])"
)
CONTENT_KEYS = frozenset(
    ("content", "body", "html", "article", "text", "description", "detail", "contents", "markdown")
)
TITLE_KEYS = ("title", "subject", "name", "headline")
MAX_SCRIPT = 2_000_000
MAX_DEPTH = 40


def state_documents(root: Element) -> tuple[Any, ...]:
    """The JSON documents in a page's scripts, whether as data or assigned to a variable."""
    return tuple(document for script in SCRIPTS(root) for document in _document(script))


def content_in(documents: tuple[Any, ...]) -> tuple[str, str]:
    """Title and HTML of the longest content field in these documents; both empty where there is none."""
    found = [pair for document in documents for pair in _fields(document, 0)]
    title, text = max(found, key=lambda pair: len(pair[1]), default=("", ""))
    if "<" not in text:
        text = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())
    return title, text


def _document(script: Element) -> Iterator[Any]:
    text = script.text or ""
    is_data = script.get("type", "").endswith("json") and "ld+json" not in script.get("type", "")
    assigned = ASSIGNED.match(text[:200])
    if len(text) > MAX_SCRIPT or not (is_data or assigned):
        return
    try:
        yield json.JSONDecoder().raw_decode(text[assigned.end() if assigned else 0 :].lstrip())[0]
    except (ValueError, RecursionError):
        return


def _fields(value: Any, depth: int) -> Iterator[tuple[str, str]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, dict):
        title = next((value[key] for key in TITLE_KEYS if isinstance(value.get(key), str)), "")
        for key, item in value.items():
            if isinstance(item, str) and key.lower() in CONTENT_KEYS and len(item) > 10:
                yield title, item
            else:
                yield from _fields(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _fields(item, depth + 1)
