"""The migrations and the tables say the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import bot.channels.line.tables
import crawler.tables
import handoff.tables
from askcity.database import metadata, newest, open_database
from tests.databases import postgres_schema


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def new(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that nobody has used."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.sqlite3'}"
        return
    with postgres_schema(used=False) as url:
        yield url


def test_the_newest_migration_is_the_one_that_a_new_database_ends_at(new: str) -> None:
    engine = open_database(new)
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == newest()
    engine.dispose()


def test_the_migrated_schema_is_what_the_tables_say(new: str) -> None:
    assert {
        bot.channels.line.tables.inbox.name,
        crawler.tables.pages.name,
        handoff.tables.events.name,
    } <= set(metadata.tables)
    engine = open_database(new)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert differences == []
