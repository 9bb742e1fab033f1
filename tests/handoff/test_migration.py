"""The migrations and the tables say the same."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import bot.channels.line.tables
import crawler.tables
import handoff.tables
from askcity.database import metadata, open_database


def test_the_migrated_schema_is_what_the_tables_say(database: str) -> None:
    assert {
        bot.channels.line.tables.inbox.name,
        crawler.tables.pages.name,
        handoff.tables.events.name,
    } <= set(metadata.tables)
    engine = open_database(database)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert differences == []
