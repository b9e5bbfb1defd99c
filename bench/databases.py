"""A new database for one measurement, deleted at the end."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, make_url

from pantau.database import make_engine, upgrade


@dataclass(frozen=True)
class Database:
    """An engine on a database at the newest revision, and the URL for other processes."""

    engine: Engine
    url: str

    def size(self) -> int:
        """Bytes on disk, the write-ahead log emptied into it."""
        with self.engine.connect() as connection:
            if self.engine.dialect.name == "postgresql":
                return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
        self.engine.dispose()
        assert self.engine.url.database
        return Path(self.engine.url.database).stat().st_size


@contextmanager
def fresh(folder: Path, server: str | None) -> Iterator[Database]:
    """An SQLite file in ``folder``, or a database of its own on the PostgreSQL ``server``."""
    if server is None:
        yield from _made(f"sqlite:///{folder / 'bench.sqlite'}")
        return
    name = f"pantau_bench_{secrets.token_hex(4)}"
    admin = make_engine(server).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield from _made(make_url(server).set(database=name).render_as_string(hide_password=False))
    finally:
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        admin.dispose()


def _made(url: str) -> Iterator[Database]:
    engine = make_engine(url)
    try:
        upgrade(engine)
        yield Database(engine, url)
    finally:
        engine.dispose()
