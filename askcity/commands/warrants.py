"""`askcity warrants`: which past answers relied on a page, and which are in doubt since it changed."""

from collections.abc import Iterable
from typing import Annotated, Any

import typer
from sqlalchemy import Engine

from askcity.commands.output import print_json
from askcity.database import open_database
from askcity.errors import ConfigurationError
from askcity.logs import configure_logs
from askcity.settings import load_settings
from bot.warrants import Current, Doubt, Lookup, Warrant, Warrants
from crawler.page import PageState
from crawler.store import PageStore


def warrants(
    page: Annotated[
        str | None, typer.Option(help="The answers that relied on the page at this address.")
    ] = None,
    doubted: Annotated[
        bool, typer.Option("--doubted", help="The answers whose page has lost the quote, or is gone.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Past answers by what they relied on; with both options those of the page that are in doubt."""
    if page is None and not doubted:
        raise ConfigurationError("warrants: give --page URL, --doubted, or both")
    configure_logs("WARNING")
    engine = open_database(load_settings().database)
    in_doubt = doubts(engine)
    chosen = Warrants(engine).of_page(page) if page is not None else list(in_doubt)
    listed = [(one, in_doubt.get(one)) for one in chosen if one in in_doubt or not doubted]
    if json:
        print_json([_document(*one) for one in listed])
        return
    for one, doubt in listed:
        print("\t".join(_line(one, doubt)))


def doubts(engine: Engine) -> dict[Warrant, Doubt]:
    """The answers that are in doubt by the stored pages."""
    return Warrants(engine).doubted(_stored(PageStore(engine)))


def answers(listed: Iterable[Warrant]) -> int:
    """How many answers some warrants belong to."""
    return len({(one.conversation, one.seq) for one in listed})


def _stored(store: PageStore) -> Lookup:
    def lookup(url: str) -> Current | None:
        found = store.page(url)
        if found is None or found.state is PageState.GONE:
            return None
        return Current(found.digest, f"{found.title}\n{found.markdown}")

    return lookup


def _document(one: Warrant, doubt: Doubt | None) -> dict[str, Any]:
    return {
        "conversation": one.conversation,
        "seq": one.seq,
        "said_at": one.said_at,
        "url": one.url,
        "quote": one.quote,
        "page_digest": one.page_digest,
        "fetched_at": one.fetched_at,
        "link": one.link,
        "doubt": doubt,
    }


def _line(one: Warrant, doubt: Doubt | None) -> tuple[str, ...]:
    quote = " ".join(one.quote.split())
    return one.said_at.isoformat(), f"{one.conversation}/{one.seq}", doubt or "stands", one.link, quote
