"""The migration and the tables say the same."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from askcity.database import metadata, open_database
from handoff import tables

OURS = {tables.conversations.name, tables.events.name, tables.questions.name, tables.feedback.name}


def test_the_migrated_schema_is_what_the_tables_say(database: str) -> None:
    engine = open_database(database)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours})
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert differences == []


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or name in OURS
