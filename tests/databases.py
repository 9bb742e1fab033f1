"""Databases for tests, quickly: migrated once a process, then copied or emptied."""

import atexit
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from askcity.database import migrate

POSTGRES = os.environ.get("TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/test")
_emptied: list[str] = []
"""Schemas that were used and are empty again."""


def sqlite(file: Path) -> str:
    """The URL of a database at `file`, which is made where there is none."""
    if not file.exists():
        shutil.copy(_template(), file)
    return f"sqlite:///{file}"


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="askcity-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    migrate(f"sqlite:///{folder / 'template.sqlite3'}")
    return folder / "template.sqlite3"


@contextmanager
def postgres_schema(*, used: bool = True) -> Iterator[str]:
    """An empty schema of its own on the PostgreSQL server, as a URL; skips the test where there is no server.

    Where it may have been `used` it is one of an earlier test, migrated already.
    """
    try:
        server = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL at {POSTGRES}: {error}")
    with server:
        schema = _emptied.pop() if used and _emptied else _created(server)
        yield f"{POSTGRES}?options=-csearch_path%3D{schema}"
        try:
            _empty(server, schema)
        except psycopg.Error:  # somebody still reads in it
            _drop(server, schema)
        else:
            _emptied.append(schema)


def _created(server: psycopg.Connection) -> str:
    schema = f"askcity_{secrets.token_hex(6)}"
    server.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
    return schema


def _empty(server: psycopg.Connection, schema: str) -> None:
    named = "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> 'alembic_version'"
    tables = [sql.Identifier(schema, name) for (name,) in server.execute(named, (schema,))]
    server.execute("SET lock_timeout = '2s'")
    if tables:
        emptied = sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(sql.SQL(", ").join(tables))
        server.execute(emptied)


def _drop(server: psycopg.Connection, schema: str) -> None:
    server.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))


@atexit.register
def _leave_nothing() -> None:
    with suppress(psycopg.Error), psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3) as server:
        for schema in _emptied:
            _drop(server, schema)
