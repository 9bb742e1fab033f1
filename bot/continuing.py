"""A message that goes on about the matter before: the page found for that one speaks for it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum

from bot.confidence import Model
from bot.finding import Finding, Searchable, find
from bot.reading import Asking, Reading
from bot.understanding.matter import asks, bare, own_matter, topic, weight
from bot.understanding.places import told_place
from index.query import traditional
from index.ranking import share
from index.tokens import tokens

LONGEST_ADDITION = 16
"""Characters of a message that may go on about the matter before although nothing in it says so."""
NAMES_NOTHING = 3
"""Ideographs of its own matter up to which such a message hardly says what it is about: 機車要付多少."""
SAYS_WHAT = 2
"""Ideographs of its own matter from which a message, and not the matter before, chooses the sentences of the answer."""
NAMES_LITTLE = 6
"""The same where the page says those words, or where nothing is found for the message alone."""
SAYS_THEM = 0.3
"""Weighted share of a message's own words from which a page says them."""
FINDS_NOTHING = 0.2
"""Confidence below which nothing was found for a message alone."""
SAME_PAGE = {0.0: 0.5, 0.5: 0.8, 1.0: 0.9}
"""How likely the page that answered the question before answers this one too, by whether it has the kind of answer."""


class Standing(StrEnum):
    """How a message stands to the one before; closed."""

    NEW = "new"
    MAY_GO_ON = "may_go_on"
    GOES_ON = "goes_on"


def standing(reading: Reading, places: frozenset[str]) -> Standing:
    """How a message stands to what was asked before it."""
    text, before = reading.whole.text, reading.before
    if not before or len(reading.parts) > 1 or told_place(text, places) != told_place(before, places):
        return Standing.NEW
    if text != reading.said:
        about = topic(before)
        return Standing.GOES_ON if about and about in text else Standing.NEW
    brief = weight(bare(text)) <= LONGEST_ADDITION and weight(own_matter(text)) <= NAMES_LITTLE
    return Standing.MAY_GO_ON if brief and asks(text) else Standing.NEW


def goes_on(reading: Reading, day: date, generation: Searchable, model: Model, sure_from: float) -> Finding:
    """What is found for a message together with the matter before; `sure_from` is the confidence that confirms a page."""
    earlier = find(_asking(reading.before), [reading.before], day, generation, model)
    text = reading.whole.text
    if text == reading.said:
        text = f"{topic(reading.before)} {reading.said}"
    part = reading.said if weight(own_matter(reading.said)) >= SAYS_WHAT else text
    found = find(_asking(text), [part], day, generation, model, before=earlier.pages)
    if earlier.confidence < sure_from or not _same_page(found, earlier) or found.features is None:
        return found
    confirmed = earlier.confidence * SAME_PAGE[found.features.kind]
    return replace(found, confidence=max(found.confidence, confirmed))


def is_about_it(alone: Finding, together: Finding, reading: Reading, generation: Searchable) -> bool:
    """Whether a message that may go on is better understood together with the matter before than alone."""
    if not together.pages or together.confidence <= alone.confidence:
        return False
    if weight(own_matter(reading.said)) <= NAMES_NOTHING or alone.confidence < FINDS_NOTHING:
        return True
    return _says(together, _own_words(reading, generation), generation)


def _own_words(reading: Reading, generation: Searchable) -> Mapping[str, float]:
    """The message's own words that the city uses at all, with their idf."""
    words = generation.lexical.word_weights(traditional(reading.said))
    return {word: idf for word, idf in words.items() if generation.lexical.frequency(word)}


def _says(found: Finding, words: Mapping[str, float], generation: Searchable) -> bool:
    page = generation.lexical.page(found.pages[0].best.url)
    present = frozenset(token for passage in page for token in tokens(passage.searchable))
    return bool(words) and share(words, present) >= SAYS_THEM


def _same_page(found: Finding, earlier: Finding) -> bool:
    return bool(found.pages) and found.pages[0].best.url == earlier.pages[0].best.url


def _asking(text: str) -> Asking:
    return Asking(text, text)
