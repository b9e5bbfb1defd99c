"""Copying a whole PostgreSQL database out (pg_dump) and back in (pg_restore, psql), while others have it open.

The programs are PostgreSQL's own. The password reaches them by their environment, never by a command line that others on
this computer could read.
"""

from __future__ import annotations

import glob
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from etl.backup_content import BackupError, Content, content_of
from etl.database_errors import reason_of_state
from pantau.schema import metadata

_USUAL_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    "C:/Program Files/PostgreSQL/*/bin",
)

_PATIENCE = "30s"
"""How long a restore waits for a load or a reader to finish."""


def copy_out(engine: Engine, target: Path) -> Content:
    """Dump the database as of one moment, and check that the dump can be read. BackupError where that fails."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        content = content_of(connection)
        if content is None:
            raise BackupError("backup_nothing")
        schema = connection.scalar(text("SELECT current_schema()"))
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))  # the dump sees what was counted
        tables = [f"--table={schema}.{name}" for name in (*content.rows, "alembic_version")]
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"]
        _run(engine, _program("pg_dump", connection), [*options, *tables, f"--dbname={_target(engine)}"])
        _run(engine, _program("pg_restore", connection), ["--list", str(target)])
    return content


def put_back(
    engine: Engine, dump: Path, expected: Content, save: Callable[[], Path], force: bool
) -> tuple[int, Path | None]:
    """Replace the database's tables by those of the dump, in one transaction; the newest event there was, the safety copy.

    The schema is that of the dump. BackupError where it cannot be done: nothing was changed.
    """
    with engine.connect() as connection:
        schema = str(connection.scalar(text("SELECT current_schema()")))
        there = content_of(connection)
        psql, pg_restore = (_program(name, connection) for name in ("psql", "pg_restore"))
        batches = there.rows["batch"] if there else 0
        if batches and not force:
            raise BackupError("backup_not_empty", batches=batches)
    engine.dispose()
    safety = save() if batches else None
    script = dump.with_name("isi.sql")
    _run(engine, pg_restore, ["--no-owner", "--no-privileges", f"--file={script}", str(dump)])
    before, after = dump.with_name("sebelum.sql"), dump.with_name("sesudah.sql")
    before.write_text(_clear(schema, there), encoding="utf-8")
    after.write_text(_check(schema, expected), encoding="utf-8")
    options = [
        "-X",
        "-q",
        "-v",
        "ON_ERROR_STOP=1",
        "-v",
        "VERBOSITY=sqlstate",
        "--single-transaction",
        "-o",
        os.devnull,
    ]
    files = [part for file in (before, script, after) for part in ("-f", str(file))]
    _run(engine, psql, [*options, *files, f"--dbname={_target(engine)}"])
    return (there.event_id if there else 0), safety


def _clear(schema: str, there: Content | None) -> str:
    """SQL that takes the tables away, if nothing was loaded since they were looked at."""
    lines = [f"SET lock_timeout = '{_PATIENCE}';"]
    if there is not None:
        if "event" in there.rows:
            lines.append(f"LOCK TABLE {schema}.batch, {schema}.event IN ACCESS EXCLUSIVE MODE;")
            newest = f"(SELECT coalesce(max(event_id), 0) FROM {schema}.event)"
            lines.append(_unless(f"{newest} = {there.event_id}", _MOVED_ON))
        names = ", ".join(f"{schema}.{name}" for name in (*there.rows, "alembic_version"))
        lines.append(f"DROP TABLE {names};")
    return "\n".join(lines) + "\n"


def _check(schema: str, expected: Content) -> str:
    """SQL that breaks the transaction off unless every row is there."""
    known = (name for name in expected.rows if name in metadata.tables)
    return "".join(
        _unless(f"(SELECT count(*) FROM {schema}.{name}) = {expected.rows[name]}", _LOST) + "\n" for name in known
    )


_MOVED_ON, _LOST = "PB001", "PB002"
"""SQLSTATEs of our own."""

_REASONS = {_MOVED_ON: "backup_moved_on", _LOST: "backup_not_reconciled"}


def _unless(condition: str, state: str) -> str:
    return f"DO $$ BEGIN IF NOT {condition} THEN RAISE EXCEPTION SQLSTATE '{state}'; END IF; END $$;"


# --- the programs ---------------------------------------------------------------------------------------


def _program(name: str, connection: Connection) -> Path:
    """The newest of the programs of that name, which must be at least as new as the server."""
    server = int(str(connection.scalar(text("SHOW server_version_num")))) // 10_000
    places = [Path(place) for pattern in _USUAL_PLACES for place in glob.glob(pattern)]
    found = [path for place in places for path in (place / name, place / f"{name}.exe") if path.is_file()]
    if on_path := shutil.which(name):
        found.insert(0, Path(on_path))
    usable = [(version, path) for path in found if (version := _version(path)) >= server]
    if not usable:
        raise BackupError("backup_no_program", program=name, version=server)
    return min(usable, key=lambda pair: pair[0])[1]


def _version(program: Path) -> int:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    number = re.search(r"(\d+)(\.|devel|beta|rc|\s|$)", said)
    return int(number.group(1)) if number else 0


def _target(engine: Engine) -> str:
    """Where the database is, without the password."""
    from psycopg.conninfo import make_conninfo  # imported by who has such a database only: it takes its time

    _, arguments = engine.dialect.create_connect_args(engine.url)
    return make_conninfo(**{name: value for name, value in arguments.items() if name not in ("password", "context")})


def _run(engine: Engine, program: Path, arguments: Sequence[str]) -> None:
    environment = dict(os.environ)
    if engine.url.password is not None:
        environment["PGPASSWORD"] = str(engine.url.password)
    done = subprocess.run(
        [program, *arguments], env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    if done.returncode == 0:
        return
    states = re.findall(r"(?:ERROR|FATAL):\s+([0-9A-Z]{5})\s*$", done.stderr, re.MULTILINE)
    # What a program says may hold a row: only its number is passed on.
    reason = _REASONS.get(states[0]) or reason_of_state(states[0]) if states else None
    if reason is None or reason == "database_failed":
        raise BackupError("backup_program_failed", program=program.stem, code=states[0] if states else done.returncode)
    raise BackupError(reason)
