"""A small office with a year of transfers, for tests of what goes wrong around a load."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pantau.database import make_engine, upgrade
from tests.etl import kill_acts
from tests.etl.office import settle


@dataclass(frozen=True)
class Office:
    """Its files (see :func:`tests.etl.kill_acts.make_files`) and an SQLite database with the "settled" ones. Not to be
    changed."""

    files: kill_acts.Files
    database: Path

    def fill(self, engine: Engine) -> None:
        """Bring another database to the same state."""
        upgrade(engine)
        kill_acts.fill(engine, self.files)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    return Office(kill_acts.make_files(folder), folder / "settled.sqlite")


@pytest.fixture
def office_copy(office: Office, tmp_path: Path) -> Iterator[Callable[[Path], Engine]]:
    """A function that puts a copy of the office's SQLite database at a path; its engine."""
    engines: list[Engine] = []

    def copy(path: Path) -> Engine:
        shutil.copyfile(office.database, path)
        engines.append(make_engine(f"sqlite:///{path}"))
        return engines[-1]

    yield copy
    for engine in engines:
        engine.dispose()


@pytest.fixture(scope="session")
def settled_template(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """The SQLite file of the small kelurahan of :mod:`tests.etl.office`. Not to be changed."""
    folder = tmp_path_factory.mktemp("settled")
    path = folder / "settled.sqlite"
    shutil.copyfile(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    settle(engine, folder)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture
def settled(settled_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """A database with the areas, programmes and registry of the small kelurahan."""
    path = tmp_path / "settled.sqlite"
    shutil.copyfile(settled_template, path)
    engine = make_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_office(office: Office, new_postgres_database: Callable[[], str]) -> str:
    """URL of a PostgreSQL database with the same. Not to be changed: tests copy it (CREATE DATABASE ... TEMPLATE)."""
    url = new_postgres_database()
    engine = make_engine(url)
    office.fill(engine)
    engine.dispose()
    return url
