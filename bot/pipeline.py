"""From question to answer, as a list of steps of which each may end the turn."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime

from askcity.clock import TAIPEI
from bot.answer import Answer, AnswerStatus, Choice, HandoffReason, Question, Show, unseen
from bot.choices import choices, in_turn, is_choice
from bot.confidence import Model, shipped
from bot.continuing import Standing, goes_on, is_about_it, standing
from bot.events import events_answer
from bot.finding import Finding, Searchable, find
from bot.guard import screen
from bot.helplines import with_helpline
from bot.parting import each
from bot.reading import Asking, Language, Reading, read
from bot.replies import offers_choices, reply
from bot.routing import elsewhere, routed
from bot.saying import LeftOpen, asked_back, said
from bot.understanding.places import districts
from bot.understanding.typos import Vocabulary
from bot.wordsmith import Extractive, Wordsmith
from index.services.catalogue import Catalogue

ERROR_BUDGET = 0.05
FIRST_QUESTION = "市民服務"
"""Looked up before anybody asks, so that no citizen waits for words and patterns to be read."""

Lender = Callable[[], AbstractContextManager[Searchable]]


class Pipeline:
    """Answers questions from whatever generation is current."""

    def __init__(
        self,
        lend: Lender,
        model: Model | None = None,
        catalogue: Catalogue | None = None,
        error_budget: float = ERROR_BUDGET,
        words: Wordsmith | None = None,
    ) -> None:
        self._lend, self._model, self._budget = lend, model or shipped(), error_budget
        self._catalogue, self._words = catalogue or Catalogue(), words or Extractive()
        self._spoken: tuple[str, Vocabulary, frozenset[str]] | None = None

    def answer(self, question: Question, show: Show = unseen) -> Answer:
        """One turn's answer, shown as it grows; never raises for anything a citizen can write."""
        start = time.perf_counter()
        answer = self._screened(question) or self._answered(question, show)
        answer = with_helpline(question.text, answer)
        return replace(answer, elapsed_ms=round((time.perf_counter() - start) * 1000, 2))

    def prepare(self, now: datetime) -> None:
        """What the first question would wait for; no language model is asked."""
        question = Question(FIRST_QUESTION, now)
        with self._lend() as generation:
            self._found(question, read(question, self._language(generation)), generation)

    def _screened(self, question: Question) -> Answer | None:
        verdict = screen(question.text, question.history)
        if verdict is None:
            return None
        return Answer(verdict.status, reply(verdict.reply or verdict.status), 1.0, handoff=verdict.reason)

    def _answered(self, question: Question, show: Show) -> Answer:
        with self._lend() as generation:
            reading = read(question, self._language(generation), self._words.rewritten)
            ending = routed(question, reading) or events_answer(question, reading.whole.text, generation)
            return ending or self._looked_up(question, reading, generation, show)

    def _looked_up(self, question: Question, reading: Reading, generation: Searchable, show: Show) -> Answer:
        found = self._found(question, reading, generation)
        sure = [one for one in found if self._is_sure(one)]
        if sure:
            missing = [one for one in found if one not in sure]
            left_open = LeftOpen(missing, self._offered(question, missing))
            return said(question, sure, left_open, self._words, show)
        return elsewhere(question, nothing_found=True) or self._unsure(question, found)

    def _found(self, question: Question, reading: Reading, generation: Searchable) -> list[Finding]:
        """The message as one question where one page answers it whole, else its questions one by one."""

        def look(asking: Asking) -> Finding:
            return self._find(asking, [asking], question, reading, generation)

        if len(reading.parts) == 1:
            return [self._one(question, reading, generation)]
        if reading.event is not None:
            return [look(part) for part in reading.parts]
        found = each(reading, look)
        whole = self._best(question, reading, reading.parts, generation)
        better_whole = self._is_sure(whole) and not any(map(self._is_sure, found))
        return [whole] if better_whole or _one_page_answers(found, whole) else found

    def _one(self, question: Question, reading: Reading, generation: Searchable) -> Finding:
        """One question, in the light of the matter before where it may go on about that."""
        how = standing(reading, self._language(generation).places)
        if how is Standing.GOES_ON:
            return self._together(question, reading, generation)
        alone = self._best(question, reading, [reading.whole], generation)
        if _was_offered_choices(question) and alone.pages and is_choice(question.text, alone.pages[0]):
            return self._chosen(question, reading, alone, generation)
        if how is Standing.NEW:
            return alone
        together = self._together(question, reading, generation)
        return together if is_about_it(alone, together, reading, generation) else alone

    def _chosen(
        self, question: Question, reading: Reading, alone: Finding, generation: Searchable
    ) -> Finding:
        """The question for which choices were offered, answered from the page that was chosen."""
        asked = Asking(reading.before, reading.before)
        found = self._find(reading.whole, [asked], question, reading, generation)
        return found if reading.before and found.draft.statements else alone

    def _together(self, question: Question, reading: Reading, generation: Searchable) -> Finding:
        sure_from = self._model.threshold(reading.before, self._budget)
        return goes_on(reading, _day(question, reading), generation, self._model, sure_from)

    def _best(
        self, question: Question, reading: Reading, parts: Sequence[Asking], generation: Searchable
    ) -> Finding:
        """The whole message as it was written, or with its wrong characters put right where that finds clearly more."""
        found = self._find(reading.whole, parts, question, reading, generation)
        if reading.corrected is None:
            return found
        again = self._find(reading.corrected, [reading.corrected], question, reading, generation)
        return again if again.confidence > found.confidence else found

    def _find(
        self,
        asking: Asking,
        parts: Sequence[Asking],
        question: Question,
        reading: Reading,
        generation: Searchable,
    ) -> Finding:
        texts = [part.text for part in parts]
        return find(asking, texts, _day(question, reading), generation, self._model)

    def _is_sure(self, found: Finding) -> bool:
        threshold = self._model.threshold(found.asking.text, self._budget)
        return bool(found.draft.statements) and found.confidence >= threshold

    def _unsure(self, question: Question, found: Sequence[Finding]) -> Answer:
        """Choices where one of them is likely right and none were offered just before, else an honest no."""
        confidence = round(max(one.confidence for one in found), 4)
        if offered := self._offered(question, found):
            return asked_back(found, offered, confidence)
        status = AnswerStatus.UNANSWERABLE
        return Answer(status, reply(status), confidence, handoff=HandoffReason.LOW_CONFIDENCE)

    def _offered(self, question: Question, found: Sequence[Finding]) -> tuple[Choice, ...]:
        """Choices for questions whose right page is likely among the first; none where some were offered just before."""
        if _was_offered_choices(question):
            return ()
        due = [one.pages for one in found if one.features and self._model.offer.is_due(one.features)]
        return choices(in_turn(*due))

    def _language(self, generation: Searchable) -> Language:
        """The words of the city as of this generation; built at its first question."""
        spoken = self._spoken
        if spoken is None or spoken[0] != generation.name:
            services = self._catalogue.services
            names = (name for one in services for name in one.names)
            everyday = (said for one in services for said in one.phrasings)
            words = Vocabulary((*generation.titles, *names), everyday)
            spoken = (generation.name, words, districts(generation.titles))
            self._spoken = spoken
        return Language(spoken[1], generation.lexical.frequency, spoken[2])


def _was_offered_choices(question: Question) -> bool:
    return bool(question.history) and offers_choices(question.history[-1].text)


def _day(question: Question, reading: Reading) -> date:
    """The day on which a page must hold good."""
    today = question.now.astimezone(TAIPEI).date()
    return max(today, reading.span.first) if reading.span is not None else today


def _one_page_answers(found: Sequence[Finding], whole: Finding) -> bool:
    """Whether the page found for the whole message is the one for each of its questions."""
    best = whole.pages[0].best.url if whole.pages else ""
    return all(part.pages and part.pages[0].best.url == best for part in found)
