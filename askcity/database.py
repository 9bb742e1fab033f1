"""The database: one MetaData for all tables, engines with safe defaults, migrations on first use."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, MetaData, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

BUSY_TIMEOUT_MS = 30_000
MIGRATIONS = Path(__file__).parent / "migrations"


def open_database(url: str) -> Engine:
    """A synchronous engine on `url`; its schema is brought up to date first."""
    migrate(url)
    return _configured(create_engine(_driver(url, asynchronous=False), hide_parameters=True))


def open_async_database(url: str) -> AsyncEngine:
    """An asyncio engine on `url`; its schema is brought up to date first."""
    migrate(url)
    engine = create_async_engine(_driver(url, asynchronous=True), hide_parameters=True)
    _configured(engine.sync_engine)
    return engine


def migrate(url: str) -> None:
    """Bring the schema at `url` up to date; safe to call from several processes."""
    target = make_url(url)
    if target.get_backend_name() == "sqlite" and target.database:
        Path(target.database).parent.mkdir(parents=True, exist_ok=True)
    engine = _configured(create_engine(_driver(url, asynchronous=False)))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        if _revision(engine) == newest():
            return  # reading the migrations takes longer than all else at a start
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def newest() -> str:
    """The revision of the last migration."""
    return max(path.stem for path in (MIGRATIONS / "versions").glob("*.py")).partition("_")[0]


def _revision(engine: Engine) -> str | None:
    """The revision of a database; None where there is none yet."""
    try:
        with engine.connect() as connection:
            found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            return found
    except DatabaseError:
        return None


def _driver(url: str, *, asynchronous: bool) -> str:
    target = make_url(url)
    drivers = {"sqlite": "sqlite+aiosqlite" if asynchronous else "sqlite", "postgresql": "postgresql+psycopg"}
    return target.set(drivername=drivers.get(target.get_backend_name(), target.drivername)).render_as_string(
        False
    )


def _configured(engine: Engine) -> Engine:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_pragmas)
        event.listen(engine, "begin", _begin_immediate)
    return engine


def _sqlite_pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's own BEGIN (below) opens the transactions
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    """Take the write lock at once, so that two writers queue instead of failing half-way.

    Read-only work asks for `execution_options(sqlite_begin="DEFERRED")` and never waits for a writer.
    """
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")
