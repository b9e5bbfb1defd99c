"""Copying a whole SQLite database out and back in, while others have it open."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from etl.backup_content import BackupError, Content, content_of

Prepare = Callable[[int], int]
Put = tuple[int, Path | None, Path | None]


def copy_out(engine: Engine, target: Path) -> Content:
    """Copy the database as of one moment to a file of its own, and check the copy. BackupError where it is unsound."""
    source = Path(str(engine.url.database))
    if not source.is_file():
        raise BackupError("backup_nothing")
    with engine.connect() as connection, closing(sqlite3.connect(target)) as copy:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.backup(copy)  # in one step, so as of one moment; loads and readers go on
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
    content = _checked(target)
    if content is None:
        raise BackupError("backup_nothing")
    return content


def _checked(path: Path) -> Content | None:
    """What is in a file nobody else has open; BackupError("backup_unsound") where it is not in order."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    try:
        with engine.connect() as connection:
            sound = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
            if not sound or connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise BackupError("backup_unsound")
            return content_of(connection)
    except DatabaseError:
        raise BackupError("backup_unsound") from None


def put_back(
    engine: Engine, copy: Path, expected: Content, save: Callable[[], Path], force: bool, prepare: Prepare
) -> Put:
    """Replace the content of the database by that of the file ``copy``, which ``expected`` describes.

    ``prepare`` brings the copy up to date, given the newest event there was. The number of the new event, the safety
    copy, and where a database that cannot be read any more was set aside.
    """
    try:
        if _checked(copy) != expected:
            raise BackupError("backup_damaged", file=copy.name)
    except BackupError:
        raise BackupError("backup_damaged", file=copy.name) from None
    path = Path(str(engine.url.database))
    engine.dispose()
    try:
        return _replace(path, copy, save, force, prepare)
    except sqlite3.DatabaseError as error:
        damaged = (error.sqlite_errorcode & 0xFF) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        if not damaged:
            raise
        if not force:
            raise BackupError("backup_current_damaged") from None
    except BackupError as error:
        if error.reason != "backup_unsound":
            raise
    number = prepare(0)
    return number, None, _set_aside(path, copy)


def _replace(path: Path, copy: Path, save: Callable[[], Path], force: bool, prepare: Prepare) -> Put:
    """By one transaction of the database itself: those who have it open see the state before or after."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = OFF")  # tables go and come as a whole; checked below
        connection.execute("BEGIN IMMEDIATE")  # from here on no load comes between
        old, safety = 0, None
        tables = _names(connection, "main")
        if tables:
            batches = connection.execute("SELECT count(*) FROM main.batch").fetchone()[0] if "batch" in tables else 0
            if (batches or "batch" not in tables) and not force:
                raise BackupError("backup_not_empty", batches=batches)
            if batches:
                safety = save()
            if "event" in tables:
                old = connection.execute("SELECT coalesce(max(event_id), 0) FROM main.event").fetchone()[0]
        number = prepare(old)
        _fill(connection, tables, copy)
        connection.execute("COMMIT")
        connection.execute("DETACH copy")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path.chmod(0o600)
    return number, safety, None


def _names(connection: sqlite3.Connection, schema: str) -> list[str]:
    query = f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    return [row[0] for row in connection.execute(query)]


def _fill(connection: sqlite3.Connection, old_tables: list[str], copy: Path) -> None:
    """Within the transaction: the tables there are go, those of the copy come, and every row is there."""
    for name in old_tables:
        connection.execute(f'DROP TABLE main."{name}"')
    connection.execute("ATTACH ? AS copy", (str(copy),))
    made = connection.execute(
        "SELECT type, sql FROM copy.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'"
    )
    statements = made.fetchall()
    for sql in (sql for kind, sql in statements if kind == "table"):
        connection.execute(sql)
    for name in _names(connection, "copy"):
        connection.execute(f'INSERT INTO main."{name}" SELECT * FROM copy."{name}"')
        counts = [connection.execute(f'SELECT count(*) FROM {s}."{name}"').fetchone() for s in ("main", "copy")]
        if counts[0] != counts[1]:
            raise BackupError("backup_not_reconciled")
    for sql in (sql for kind, sql in statements if kind == "index"):
        connection.execute(sql)
    if connection.execute("PRAGMA main.foreign_key_check").fetchone():
        raise BackupError("backup_not_reconciled")


def _set_aside(path: Path, copy: Path) -> Path:
    """Put the copy in the place of a file that is no database any more. Its journal must not be taken for the copy's."""
    stamp = f"rusak-{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}"
    for part in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        if part.exists():
            part.rename(part.with_name(f"{part.name}.{stamp}"))
    os.replace(copy, path)
    path.chmod(0o600)
    return path.with_name(f"{path.name}.{stamp}")
