"""「您想問的是…」: up to four matters in plain words, each a page that the city has."""

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from bot.answer import Choice
from bot.finding import FoundPage
from bot.guard import planted, shown_title, without_foreign
from bot.units import units
from index.query import traditional

MOST = 4
LONGEST = 40
TELLS_NOTHING = 8
"""Characters of a title that many pages may share: 常見問答, 開放時間."""


def choices(pages: Sequence[FoundPage]) -> tuple[Choice, ...]:
    """The first pages as choices; each label is its own and, sent back, finds the page."""
    first = list(pages[:MOST])
    titles = Counter(_title(page) for page in pages)
    labels: dict[str, Choice] = {}
    for page in first:
        label = _label(page, alone=titles[_title(page)] == 1)
        labels.setdefault(label, Choice(label, page.best.agency, page.best.url))
    return tuple(labels.values())


def in_turn(*found: Sequence[FoundPage]) -> list[FoundPage]:
    """The pages found for several questions, the best of each first, each page once."""
    rounds = (page for pages in zip_longest(*found) for page in pages if page is not None)
    return list({page.best.url: page for page in reversed(list(rounds))}.values())[::-1]


def is_choice(text: str, page: FoundPage) -> bool:
    """Whether a text is a page's label among choices."""
    title = traditional(_title(page))
    said = traditional(text).strip()
    return (
        said in (title, f"{page.best.agency} {title}")
        or said.startswith(f"{title}：")
        or _is_cut(said, title)
    )


def _is_cut(said: str, title: str) -> bool:
    return len(said) == LONGEST and said.endswith("…") and title.startswith(said[:-1])


def _label(page: FoundPage, *, alone: bool) -> str:
    """The page's title, with its agency or its first words where the title does not tell pages apart."""
    title = _title(page)
    if len(title) <= TELLS_NOTHING or not alone:
        title = f"{title}：{_first_words(page)}" if not alone else f"{page.best.agency} {title}"
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"


def _title(page: FoundPage) -> str:
    return shown_title(page.best.title, page.best.url, page.best.agency)


def _first_words(page: FoundPage) -> str:
    own = (without_foreign(unit.text, page.best.url) for unit in units(page.best))
    return next((text for text in own if text.strip() and not planted(text, page.best.url)), page.best.agency)
