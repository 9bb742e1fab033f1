"""Passages, drafts, and what a stub model says to a prompt."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from bot.compose import Draft
from bot.llm.model import Access
from bot.llm.usage import Usage
from bot.llm.wordsmith import ModelWordsmith
from bot.units import units
from bot.verify import Statement
from crawler.page import PageKind
from index.passage import Passage
from tests.bot.llm.openai_server import Behaviour, Server, serving

TOKEN = re.compile(r"⟦S\d+-[0-9a-f]+⟧")
PAGE = "http://civil.demo.localhost/household"
TEXT = "換發身分證規費每張50元，遺失補發每張200元。\n\n請攜帶近二年相片1張與印章。不受理通訊申請。"


def passage(text: str = TEXT, url: str = PAGE, title: str = "國民身分證換發與補發") -> Passage:
    return Passage(
        chunk_id=url,
        url=url,
        title=title,
        site="civil",
        agency="民政局",
        heading="",
        position=0,
        text=text,
        kind=PageKind.ARTICLE,
        page_digest="d" * 64,
        updated_on=None,
        valid_from=None,
        valid_until=None,
        fetched_at=datetime(2026, 11, 1, tzinfo=UTC),
    )


def draft(source: Passage | None = None) -> Draft:
    source = source or passage()
    unit = units(source)[0]
    return Draft((Statement(unit.text, unit.quote, source),))


def nobody(_: object) -> None:
    """Is told, and does nothing."""


def sentences(*said: tuple[str, str], complete: bool = True) -> Callable[[str], str]:
    """A model that says these sentences with these quotes, all of the first source."""

    def answer(prompt: str) -> str:
        token = TOKEN.findall(prompt)[0]
        listed = [{"text": text, "source": token, "quote": quote} for text, quote in said]
        return json.dumps({"complete": complete, "sentences": listed})

    return answer


@contextmanager
def composing(
    behaviour: Behaviour, *, timeout: float = 5.0, concurrency: int = 2, usage: Usage | None = None
) -> Iterator[tuple[ModelWordsmith, Server]]:
    with serving(behaviour) as server:
        words = ModelWordsmith(Access("openai:stub", server.url, "key", timeout, concurrency), usage)
        try:
            yield words, server
        finally:
            server.released.set()
            words.close()
