"""What the bot does for agents: it drafts their replies and finds pages to attach."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from askcity import clock
from askcity.errors import AskcityError
from bot.answer import Citation, Turn
from bot.channels import entries
from bot.channels.responding import Answerer
from handoff.console.needs import Suggestion
from handoff.events import Event
from index.passage import Passage

SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
BULLET = re.compile(r"^[-*+] +", re.MULTILINE)
LONGEST_EXCERPT = 200
MOST_EXCERPTS = 2
SUGGESTED_WITHIN = 20.0


class Searching(Protocol):
    """Whatever finds passages."""

    async def passages(self, words: str, limit: int) -> Sequence[Passage]:
        """The best passages. Raises NoIndexError before there is an index."""
        ...


class Summarising(Protocol):
    """Whatever puts a conversation in a few lines."""

    async def summarised(self, talk: Sequence[Turn]) -> tuple[str, ...]:
        """The lines; empty where there are none."""
        ...


class PageSources:
    """Pages of the current index as sources to attach, each with its most fitting words."""

    def __init__(self, index: Searching) -> None:
        self._index = index

    async def search(self, words: str, limit: int) -> list[Mapping[str, Any]]:
        """What the city's pages say on it, the best first; nothing as long as there is no index."""
        try:
            found = await self._index.passages(words, limit)
        except AskcityError:
            return []
        return [entries.cited(_citation(passage, words)) for passage in found]


class BotSuggester:
    """Drafts replies: the bot's answer, then what else stands on the pages. Says in brief what a conversation is about."""

    def __init__(self, answerer: Answerer, sources: PageSources, summarising: Summarising) -> None:
        self._answerer, self._sources, self._summarising = answerer, sources, summarising

    async def suggest(self, text: str, history: Sequence[Event], locale: str) -> list[Suggestion]:
        """Replies to a citizen's `text`, the best first; none where nothing was found in time."""
        question = entries.question(text, history, locale, clock.now())
        try:
            async with asyncio.timeout(SUGGESTED_WITHIN):
                answer = await self._answerer.answer(question)
                found = await self._sources.search(text, MOST_EXCERPTS)
        except (AskcityError, TimeoutError):
            return []
        answered = [Suggestion(answer.text, answer.confidence, tuple(map(entries.cited, answer.citations)))]
        excerpts = [Suggestion(readable(one["quote"]), 0.0, (one,)) for one in found]
        return [*(answered if answer.citations else []), *excerpts]

    async def summarise(self, events: Sequence[Event], locale: str) -> list[str]:
        """What a conversation is about, by the language model; masked before it gets there."""
        talk = entries.question("", events, locale, clock.now()).history
        return list(await self._summarising.summarised(talk))


def _citation(passage: Passage, words: str) -> Citation:
    return Citation(
        passage.url,
        passage.title,
        passage.site,
        passage.agency,
        excerpt(passage.text, words),
        passage.page_digest,
        passage.fetched_at,
    )


def excerpt(text: str, words: str) -> str:
    """The stretch of a text, verbatim and some sentences long, that shares most with the words."""
    wanted = {words[at : at + 2] for at in range(len(words) - 1)}
    starts = [match.start() for match in SENTENCE.finditer(text) if match[0].strip()]
    stretches = [_stretch(text, start) for start in starts] or [text]
    return max(stretches, key=lambda stretch: sum(pair in stretch for pair in wanted)).strip()


def readable(text: str) -> str:
    """A page's words without its marks, as a person would write them to another."""
    return BULLET.sub("・", LINK.sub(r"\1", text))


def _stretch(text: str, start: int) -> str:
    """From a sentence's beginning, as many whole sentences as fit."""
    end = start
    for match in SENTENCE.finditer(text, start):
        if match.end() - start > LONGEST_EXCERPT and end > start:
            break
        end = match.end()
        if end - start >= LONGEST_EXCERPT:
            break
    return text[start : min(end, start + LONGEST_EXCERPT)]
