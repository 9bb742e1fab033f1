"""Titles of pages as they may be shown: a title is a page's text like any other."""

from functools import lru_cache

from bot.guard.links import without_foreign
from bot.guard.poison import planted


@lru_cache(4_096)
def shown_title(title: str, url: str, instead: str) -> str:
    """A page's title without addresses that lead to strangers; `instead` where somebody planted it."""
    if planted(title, url):
        return instead
    return without_foreign(title, url).strip() or instead
