"""Plain questions that name a matter as the city does; for fitting the confidence, never for judging.

`python -m eval.plain_questions DATA_DIR [PREFIX …]` prints them as `eval.calibration` reads them, made from the service catalogue and the
titles of the pages in DATA_DIR's index: a service's name with a common way of asking, and the pages whose titles name it; none
where no passage of the city holds the name. Only pages whose addresses begin with a PREFIX are taken, if there is one. Written
questions are long-winded where they have an answer and short where they have none; without these a short question looks hopeless.
"""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.asking import asked_for
from index.ranking import share
from index.retrieve import Generation, open_generation
from index.services.catalogue import Service, shipped
from index.tokens import bigrams

WAYS = ("{}", "{}怎麼辦", "{}要帶什麼", "{}多少錢", "{}在哪裡辦", "請問{}怎麼申請", "{}的資格", "我想問{}")
NAMES_IT = 0.6
"""Weighted share of a name's words in a title that is about it."""
NOWHERE = 0.4
"""Weighted share of a name's words below which a passage does not speak of it."""
SEARCHED = 20
ABSENT_KEPT = 0.5
"""Share of the services that the city has not which are asked for."""
SEED = 7


def questions(
    generation: Generation, services: Sequence[Service], prefixes: Sequence[str]
) -> Iterator[dict[str, object]]:
    """A question for each service that is clearly there, or clearly not."""
    chance = random.Random(SEED)  # noqa: S311  (a choice of wordings, not a secret)
    for service in services:
        looked = {name: _look(generation, name) for name in service.names}
        name = max(looked, key=lambda one: looked[one].best_title)
        question = chance.choice(WAYS).format(name)
        if looked[name].best_title >= NAMES_IT:
            kind = asked_for(question)
            gold = sorted(
                url
                for url in looked[name].about
                if kind is None or any(kind.in_text(one.text) for one in generation.lexical.page(url))
            )
            if gold and all(url.startswith(tuple(prefixes)) for url in gold):
                yield {"question": question, "gold": gold}
        elif all(one.best_text < NOWHERE for one in looked.values()) and chance.random() < ABSENT_KEPT:
            yield {"question": question, "gold": []}


@dataclass(frozen=True, slots=True)
class Looked:
    """What there is on a name: pages about it, and its best weighted share of words in a title and in a passage."""

    about: frozenset[str]
    best_title: float
    best_text: float


def _look(generation: Generation, name: str) -> Looked:
    words = generation.lexical.word_weights(name)
    found = generation.lexical.search(dict.fromkeys(words, 1.0), SEARCHED)
    titles = {one.url: share(words, bigrams(one.title)) for one in found}
    return Looked(
        frozenset(url for url, held in titles.items() if held >= NAMES_IT),
        max(titles.values(), default=0.0),
        max((share(words, bigrams(one.searchable)) for one in found), default=0.0),
    )


if __name__ == "__main__":
    folder, *wanted = sys.argv[1:]
    for line in questions(
        open_generation(Path(folder), catalogue=shipped()), shipped().services, tuple(wanted or [""])
    ):
        print(json.dumps(line, ensure_ascii=False))
