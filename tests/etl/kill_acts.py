"""What the killed loader is doing, on which database, and the ways of killing it (for :mod:`tests.etl.kill`)."""

from __future__ import annotations

import csv
import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, ClassVar, Protocol

from sqlalchemy import Engine, make_url, select

from etl import demo
from etl.batches import RollbackError, rollback
from etl.load import check_file, load_files
from pantau.database import make_engine, upgrade
from pantau.schema import batch
from tests.services import PostgresCluster, postgres_programs

HOUSEHOLDS = 100
Say = Callable[[str], None]
Strike = Callable[[], object]
"""Kills, at once."""

_TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'loader'"
Files = dict[str, list[Path]]
"""What is loaded: the files of "settled" one by one, the others in one transaction."""


@dataclass(frozen=True)
class Act:
    """Something that changes the data in one transaction, on a copy of the database ``start``."""

    name: str
    start: str  # settled | corrected
    do: Callable[[Engine, Say], None]


def make_files(folder: Path) -> Files:
    """The demo's files of transfers for a few households, and what a later file would correct in them."""
    every = demo.generate(folder / "files", households=HOUSEHOLDS)
    made = [f for f in every if f.name not in demo.parts.NAMES]
    first = [f for f in made if not f.name.startswith(("penyaluran", "registri_2026", "kepesertaan"))]
    of_2026 = [f for f in made if f.name.startswith("penyaluran_2026")]
    (boundaries,) = (f for f in made if f.suffix == ".geojson")
    files = {
        "settled": [*first, *of_2026],
        "registry": [f for f in made if f.name.startswith("registri_2026")],
        "year": [f for f in made if f.name.startswith("penyaluran_2025")],
        "boundaries": [_moved(boundaries)],
    }
    engine = make_engine(f"sqlite:///{folder / 'settled.sqlite'}")
    fill(engine, files)
    (kemensos,) = (f for f in of_2026 if "kemensos" in f.name)
    files["corrected"] = [corrected(kemensos, engine)]
    engine.dispose()  # the last connection empties the write-ahead log into the file
    return files


def corrected(path: Path, engine: Engine) -> Path:
    """The transfers of a file that is loaded as somebody sends them later: some paid on another day, some not there.

    Only rows that were loaded: a file can replace only where none of its rows is rejected.
    """
    heading, *rows = csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    paid = heading.index("TANGGAL SALUR")
    rejected = {problem.row for problem in check_file(engine, path).problems}
    kept = [row for i, row in enumerate(rows, start=2) if i not in rejected and i % 5]
    for row in kept[::3]:
        if row[paid]:
            row[paid] = f"01{row[paid][2:]}"
    target = path.with_name("perbaikan.csv")
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([heading, *kept])
    return target


def _moved(path: Path) -> Path:
    """The same boundaries, each corner a metre further east."""
    collection = json.loads(path.read_text(encoding="utf-8"))

    def move(part: Any) -> Any:
        return [part[0] + 1e-5, *part[1:]] if isinstance(part[0], float) else [move(p) for p in part]

    for feature in collection["features"]:
        feature["geometry"]["coordinates"] = move(feature["geometry"]["coordinates"])
    target = path.with_name("batas_baru.geojson")
    target.write_text(json.dumps(collection), encoding="utf-8")
    return target


def load(paths: list[Path], mode: str, engine: Engine, say: Say) -> None:
    for report in load_files(engine, paths, progress=say, actor="petugas", mode=mode):
        assert report.status == "ok", report.problems[:3]


def _roll_back(engine: Engine, say: Say) -> None:
    with engine.connect() as connection:
        newest = connection.scalar(select(batch.c.batch_id).order_by(batch.c.batch_id.desc()).limit(1))
    assert newest
    try:
        rollback(engine, newest, "petugas", "uji", progress=say)
    except RollbackError as error:
        assert error.reason == "already"


def acts(files: Files) -> list[Act]:
    """One of each kind of change."""
    return [
        Act("registry amended", "settled", partial(load, files["registry"], "amend")),
        Act("transfers amended", "settled", partial(load, files["corrected"], "amend")),
        Act("transfers replaced", "settled", partial(load, files["corrected"], "replace")),
        Act("three files at once", "settled", partial(load, files["year"], "amend")),
        Act("boundaries", "settled", partial(load, files["boundaries"], "amend")),
        Act("rolled back", "corrected", _roll_back),
    ]


# --- databases ------------------------------------------------------------------------------------------


class Servant(Protocol):
    """One kind of database, ready with its start states."""

    kind: ClassVar[str]
    ways: ClassVar[dict[str, float]]  # of killing: weight

    def copy(self, name: str) -> Any: ...  # a context manager: the URL of a copy of a start state, then gone
    def as_loader(self, url: str) -> str: ...  # the URL for the loader, by which its server process can be told
    def armed(self, way: str, loader: BaseProcess, url: str) -> Any: ...  # a context manager: a :data:`Strike`
    def settle(self, url: str) -> None: ...  # until nothing of the killed loader goes on


def fill(engine: Engine, files: Files) -> None:
    """The state "settled"."""
    upgrade(engine)
    for path in files["settled"]:
        load([path], "amend", engine, lambda _step: None)


class Sqlite:
    """SQLite files, "settled" as :func:`make_files` left it. A context manager."""

    kind: ClassVar[str] = "sqlite"
    ways: ClassVar[dict[str, float]] = {"loader": 2.0, "loader and reader": 1.0}

    def __init__(self, folder: Path, files: Files) -> None:
        self.folder, self.files = folder, files

    def __enter__(self) -> Sqlite:
        shutil.copyfile(self.folder / "settled.sqlite", self.folder / "corrected.sqlite")
        engine = make_engine(self._url("corrected"))
        load(self.files["corrected"], "replace", engine, lambda _step: None)
        engine.dispose()
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def _url(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.sqlite"

    @contextmanager
    def copy(self, name: str) -> Iterator[str]:
        shutil.copyfile(self.folder / f"{name}.sqlite", self.folder / "try.sqlite")
        try:
            yield self._url("try")
        finally:
            for path in self.folder.glob("try.sqlite*"):
                path.unlink()

    def as_loader(self, url: str) -> str:
        return url

    @contextmanager
    def armed(self, way: str, loader: BaseProcess, url: str) -> Iterator[Strike]:
        yield loader.kill

    def settle(self, url: str) -> None:
        pass


class Postgres:
    """Databases of a server of our own that keeps its promises (fsync). A context manager."""

    kind: ClassVar[str] = "postgresql"
    ways: ClassVar[dict[str, float]] = {"loader": 12.0, "backend": 5.0, "server": 3.0}

    def __init__(self, folder: Path, files: Files) -> None:
        self.files = files
        programs = postgres_programs()
        assert programs, "needs PostgreSQL"
        self.cluster = PostgresCluster(programs, durable=True)

    def __enter__(self) -> Postgres:
        self.cluster.__enter__()
        self._statement("CREATE DATABASE settled")
        engine = make_engine(self._url("settled"))
        fill(engine, self.files)
        engine.dispose()
        self._statement("CREATE DATABASE corrected TEMPLATE settled")
        engine = make_engine(self._url("corrected"))
        load(self.files["corrected"], "replace", engine, lambda _step: None)
        engine.dispose()
        return self

    def __exit__(self, *_error: object) -> None:
        self.cluster.__exit__(None, None, None)

    def _url(self, name: str) -> str:
        return make_url(self.cluster.url).set(database=name).render_as_string(hide_password=False)

    def _statement(self, sql: str) -> list[tuple]:
        engine = make_engine(self.cluster.url).execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            result = connection.exec_driver_sql(sql)
            rows = [tuple(row) for row in result] if result.returns_rows else []
        engine.dispose()
        return rows

    @contextmanager
    def copy(self, name: str) -> Iterator[str]:
        self._statement(f"CREATE DATABASE a_try TEMPLATE {name}")
        try:
            yield self._url("a_try")
        finally:
            self._statement("DROP DATABASE a_try WITH (FORCE)")

    def as_loader(self, url: str) -> str:
        return make_url(url).update_query_dict({"application_name": "loader"}).render_as_string(hide_password=False)

    @contextmanager
    def armed(self, way: str, loader: BaseProcess, url: str) -> Iterator[Strike]:
        if way == "loader":
            yield loader.kill
        elif way == "server":
            yield self.cluster.crash
            self.cluster.start()
        else:
            engine = make_engine(self.cluster.url)
            with engine.connect() as connection:  # opened beforehand: a commit is soon over
                yield lambda: connection.exec_driver_sql(_TERMINATE)
            engine.dispose()

    def settle(self, url: str) -> None:
        deadline = time.monotonic() + 60
        while self._statement("SELECT pid FROM pg_stat_activity WHERE application_name = 'loader'"):
            assert time.monotonic() < deadline, "the server goes on with the killed loader's work"
            time.sleep(0.01)
