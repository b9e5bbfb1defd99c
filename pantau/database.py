"""The database: PostgreSQL where ``PANTAU_DATABASE_URL`` says so, else an embedded SQLite file beside the project."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text
from sqlalchemy.engine import make_url

ROOT = Path(__file__).resolve().parent.parent
UPGRADE_LOCK = 317406_1003
"""Key of the PostgreSQL advisory lock that makes schema upgrades follow one another."""

DEFAULT_DATABASE = ROOT / "data" / "local" / "pantau.sqlite"


def database_url() -> str:
    """The URL in ``PANTAU_DATABASE_URL``, or that of the embedded SQLite file ``data/local/pantau.sqlite``."""
    return os.environ.get("PANTAU_DATABASE_URL") or f"sqlite:///{DEFAULT_DATABASE}"


def _configure_sqlite(connection: Any, _record: Any) -> None:
    # Transactions are begun by us (see _begin_sqlite): the driver's own habit would commit before DDL.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")  # readers never wait for the loader
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")  # a commit survives a power cut
    cursor.execute("PRAGMA journal_size_limit = 67108864")  # a large load's log does not keep its room for ever
    cursor.execute("PRAGMA busy_timeout = 30000")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.execute("PRAGMA cache_size = -65536")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # A transaction that will write says so at once: SQLite cannot wait for a lock once it has begun by reading.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def make_engine(url: str | None = None) -> Engine:
    """An engine for ``url`` (default: :func:`database_url`); SQLite gets WAL, foreign keys and real transactions.

    A plain ``postgresql://`` URL is given the psycopg 3 driver.
    """
    parsed = make_url(url or database_url())
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        # Identities are in this file: a folder that is made for it is for its owner alone.
        Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite")
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def upgrade(engine: Engine) -> None:
    """Bring the schema to its newest revision (Alembic), with the reference areas and the calendar in it.

    Two processes may do so at once on a new database: the second waits, and finds it done.
    """
    from pantau.reference import ensure_reference

    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})")
        before = _revision(connection)
        if before != newest_revision():
            _migrate(connection)
        ensure_reference(connection)
        if before not in (None, newest_revision()):
            _renew_marts(connection)


def _migrate(connection: Connection) -> None:
    from alembic import command  # imported by who needs it only: every command of the ETL asks for an upgrade
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@cache
def revisions() -> frozenset[str]:
    """The schema's revisions: they are numbered, and a file is named after its own."""
    files = (ROOT / "migrations" / "versions").glob("[0-9]*.py")
    return frozenset(path.name.partition("_")[0] for path in files)


def newest_revision() -> str:
    """The one that a database is brought to."""
    return max(revisions())


def _revision(connection: Connection) -> str | None:
    """The revision of the schema; None where there is none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


def _renew_marts(connection: Connection) -> None:
    """Fill the marts that a new revision brought, from the data that are there."""
    from pantau import history, marts
    from pantau.schema import snapshot

    marts.rebuild(connection)
    if connection.scalar(select(snapshot.c.event_id).limit(1)) is not None:  # else the next load keeps the whole state
        history.record(connection, history.next_event(connection, "upgrade", ""), None)


@contextmanager
def one_moment(source: Engine | Connection) -> Iterator[Connection]:
    """A connection on which all SELECTs see the data as of one moment, whatever is loaded in between.

    The one given, if it is a connection already: a question can so be made of several.
    """
    if isinstance(source, Connection):
        yield source
        return
    with source.connect() as connection:
        if connection.dialect.name == "postgresql":  # each SELECT else sees what was committed when it began
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def refresh_statistics(
    connection: Connection, tables: Sequence[str] = ("household", "eligibility", "disbursement", "receipt")
) -> None:
    """Tell PostgreSQL's planner how large the tables are now, within the load's transaction.

    Its own daemon cannot see uncommitted rows, and plans made for empty tables take minutes. SQLite needs none of it.
    """
    if connection.dialect.name == "postgresql":
        for table in tables:
            connection.exec_driver_sql(f"ANALYZE {table}")


def now() -> dt.datetime:
    """This second in UTC, as the database keeps moments."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that changes the data: one at a time, as ids are given as largest + 1. Readers do not wait."""
    with engine.execution_options(writes=True).begin() as connection:
        wait_for_loads(connection)
        yield connection


def wait_for_loads(connection: Connection) -> None:
    """Wait until no load is under way, and keep further ones waiting until this transaction ends.

    SQLite has the lock already where the transaction was begun as one that writes (``writes=True``).
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE batch IN SHARE ROW EXCLUSIVE MODE")


def is_ready(source: Engine | Connection) -> bool:
    """Whether the schema has been made (the file or server may exist without it)."""
    return inspect(source).has_table("batch")
