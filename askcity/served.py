"""The current index generation, as the web service uses it: to answer from and to tell about."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from threadpoolctl import threadpool_limits

from askcity import clock
from askcity.clock import now
from askcity.errors import AskcityError
from askcity.opening import catalogue, opened, wordsmith
from askcity.settings import Settings
from bot.answer import Answer, Partial, Question, Show, Turn, unseen
from bot.channels.web import Figures
from bot.finding import Searchable
from bot.pipeline import Pipeline
from crawler.site import load_registry
from index.generation import Generations

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

    from index.passage import Passage
    from index.serving import ServingIndex

THREADS = 4
"""Questions looked up at once; more only makes each of them slower. Those that wait for a language model come on top."""


class ServedIndex:
    """Answers in threads. The index is loaded in the background, so that messages are taken in from the first second."""

    def __init__(self, settings: Settings, registry: "CollectorRegistry | None" = None) -> None:
        self._settings = settings
        self._generations = Generations(settings.data_dir)
        self._words = wordsmith(settings, registry)
        self._pipeline = Pipeline(
            self._lend,
            catalogue=catalogue(settings),
            error_budget=settings.error_budget,
            words=self._words,
        )
        self._hurried = self._without_models(settings)
        waiting = settings.llm_concurrency if self._words is not None else 0
        self._threads = ThreadPoolExecutor(THREADS + waiting, thread_name_prefix="answer")
        self._loading, self._preparing = threading.Lock(), threading.Lock()
        self._prepared = False
        self._serving: ServingIndex | None = None

    def warm_up(self) -> None:
        """Begin to load the index, and what the first question would wait for."""
        self._threads.submit(self._missing)

    async def answer(self, question: Question, show: Show = unseen) -> Answer:
        """One turn's answer, shown as it grows. Raises NoIndexError before there is an index."""
        loop = asyncio.get_running_loop()

        def shown(beginning: Partial) -> None:
            loop.call_soon_threadsafe(show, beginning)

        pipeline = self._hurried if question.hurried else self._pipeline
        return await loop.run_in_executor(self._threads, pipeline.answer, question, shown)

    async def passages(self, words: str, limit: int) -> tuple["Passage", ...]:
        """The best passages for some words. Raises NoIndexError before there is an index."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._search, words, limit)

    async def summarised(self, talk: Sequence[Turn]) -> tuple[str, ...]:
        """A conversation in a few lines by the language model; empty without one."""
        if self._words is None:
            return ()
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._words.summarised, talk)

    async def figures(self) -> Figures:
        """How much the current generation holds."""
        return await asyncio.to_thread(self._figures)

    async def missing(self) -> str | None:
        """Why there is nothing to answer from; None when there is, and the first question would not wait."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._missing)

    def close(self) -> None:
        """Let the lookups under way end, then give the generation back."""
        self._threads.shutdown(cancel_futures=True)
        if self._words is not None:
            self._words.close()
        if self._serving is not None:
            self._serving.close()

    def _without_models(self, settings: Settings) -> Pipeline:
        """What answers while many wait: the same, where there is no model that could be left out."""
        if self._words is None and settings.reranker_model is None:
            return self._pipeline
        return Pipeline(self._lend_plain, catalogue=catalogue(settings), error_budget=settings.error_budget)

    @contextmanager
    def _lend_plain(self) -> Iterator[Searchable]:
        with self._index().lend() as generation:
            yield replace(generation, reranker=None)

    @contextmanager
    def _lend(self) -> Iterator[Searchable]:
        with self._index().lend() as generation:
            yield generation

    def _index(self) -> "ServingIndex":
        with self._loading:
            if self._serving is None:
                self._serving = _open_index(self._settings, self._generations)
            return self._serving

    def _search(self, words: str, limit: int) -> tuple["Passage", ...]:
        with self._lend() as generation:
            return generation.retrieve(words, clock.today(), limit).passages

    def _figures(self) -> Figures:
        try:
            manifest = self._generations.manifest(self._generations.current())
            agencies = len({site.agency for site in load_registry(self._settings.sites)})
        except AskcityError:
            return Figures()
        return Figures(manifest.sites, manifest.pages, agencies, datetime.fromisoformat(manifest.created_at))

    def _missing(self) -> str | None:
        try:
            with self._lend(), self._preparing:
                if not self._prepared:
                    self._pipeline.prepare(now())
                    self._prepared = True
        except AskcityError as error:
            return str(error)
        return None


def _open_index(settings: Settings, generations: Generations) -> "ServingIndex":
    from index.serving import ServingIndex  # noqa: PLC0415  (seconds to import)

    threadpool_limits(
        1, user_api="blas"
    )  # its own threads wait by spinning: half of the time that an answer took
    return ServingIndex(generations, partial(opened, settings))
