"""Does an office that has data from the first release keep all of them when the schema is brought up to date?

``released_0001.json`` is what release 0.1 itself wrote when it loaded a small office's files: every table but the calendar
and the areas that are shipped. Dates are ISO, shapes base64.
"""

from __future__ import annotations

import base64
import csv
import datetime as dt
import json
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Date, DateTime, Engine, LargeBinary, MetaData, Table, func, insert, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError

from etl.backup import restore, write
from etl.batches import RollbackError, rollback
from etl.load import load_file
from pantau import history, marts, queries
from pantau.database import ROOT, make_engine, upgrade
from pantau.indicators import CATALOGUE
from pantau.queries import Cells
from pantau.reference import AREAS_FILE, FIRST_YEAR, LAST_YEAR, calendar_row, month_index
from pantau.schema import batch, disbursement, event
from tests.etl.office import AREAS, KK, PROGRAMMES, REGISTRY, write_file
from tests.etl.state import assert_sound, changed, state

RELEASED = Path(__file__).with_name("released_0001.json")
HEADING = "PROGRAM;NO KK;NIK;PERIODE;JATUH TEMPO;TANGGAL BAYAR;NOMINAL;STATUS".split(";")
CORRECTED = [HEADING, f"BPNT;{KK};;Januari 2026;2026-01-10;2026-02-20;190000;Dibayar".split(";")]

Rows = dict[str, list[tuple[Any, ...]]]


class Old:
    """A database of the first release with data in it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        config = Config()
        config.set_main_option("script_location", str(ROOT / "migrations"))
        with engine.execution_options(writes=True).begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "0001")
        self.tables = MetaData()
        self.tables.reflect(engine)
        content = json.loads(RELEASED.read_text(encoding="utf-8"))
        with engine.execution_options(writes=True).begin() as connection:
            connection.execute(insert(self.tables.tables["batch"]), self._typed("batch", content.pop("batch")))
            months = range(month_index(FIRST_YEAR, 1), month_index(LAST_YEAR, 12) + 1)
            connection.execute(insert(self.tables.tables["calendar"]), [calendar_row(i) for i in months])
            with AREAS_FILE.open(encoding="utf-8", newline="") as file:
                shipped = [{**row, "parent_code": row["parent_code"] or None} for row in csv.DictReader(file)]
            area = self.tables.tables["area"]
            names = {column.name for column in area.c}
            rows = [{name: value for name, value in row.items() if name in names} for row in shipped]
            loaded = self._typed("area", content.pop("area"))
            taken = {row["code"] for row in loaded}
            connection.execute(insert(area), sorted((r for r in rows if r["code"] not in taken), key=_depth))
            connection.execute(insert(area), sorted(loaded, key=_depth))
            for table in self.tables.sorted_tables:  # parents before children
                if rows := self._typed(table.name, content.get(table.name, {"columns": [], "rows": []})):
                    connection.execute(insert(table), rows)
        self.rows = self.rows_now()

    def _typed(self, name: str, part: dict[str, Any]) -> list[dict[str, Any]]:
        table = self.tables.tables[name]
        return [
            {column: _value(table, column, value) for column, value in zip(part["columns"], row, strict=True)}
            for row in part["rows"]
        ]

    def rows_now(self) -> Rows:
        """Every row of every table of the first release, in its columns of then."""
        ours = [table for table in self.tables.sorted_tables if table.name != "alembic_version"]
        with self.engine.connect() as connection:
            return {
                table.name: [
                    tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)
                    for row in connection.execute(select(table).order_by(*table.primary_key.columns))
                ]
                for table in ours
            }

    def revision(self) -> str:
        with self.engine.connect() as connection:
            return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _depth(row: Mapping[str, Any]) -> tuple[int, str]:
    return len(row["code"]), row["code"]


def _value(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return dt.datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return dt.date.fromisoformat(value)
    return base64.b64decode(value) if isinstance(kind, LargeBinary) else value


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Engine]]:
    """A function that makes a database without any table."""
    engines: list[Engine] = []
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""

    def new() -> Engine:
        name = f"old_{os.getpid()}_{time.monotonic_ns()}"
        if request.param == "sqlite":
            engines.append(make_engine(f"sqlite:///{tmp_path / name}.sqlite"))
            return engines[-1]
        admin = make_engine(url).execution_options(isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        engines.append(make_engine(make_url(url).set(database=name).render_as_string(hide_password=False)))
        return engines[-1]

    yield new
    for engine in engines:
        engine.dispose()


@pytest.fixture
def old(bare: Callable[[], Engine]) -> Old:
    return Old(bare())


def test_every_row_is_kept(old: Old) -> None:
    assert old.revision() == "0001" and len(old.rows["batch"]) == 8 and len(old.rows["disbursement"]) == 4
    upgrade(old.engine)
    assert old.revision() != "0001"
    assert old.rows_now() == old.rows
    assert_sound(old.engine)
    with old.engine.connect() as connection:
        [happened] = connection.execute(select(event)).mappings().all()
        columns = batch.c.status, batch.c.mode, batch.c.loaded_event, batch.c.rolled_back_event
        assert set(connection.execute(select(*columns)).all()) == {("loaded", "amend", 1, None)}
        assert connection.scalar(select(func.count()).where(batch.c.received_at != batch.c.loaded_at)) == 0
    assert (happened["event_id"], happened["kind"]) == (1, "upgrade")


def test_the_marts_of_then_are_those_of_now(old: Old) -> None:
    upgrade(old.engine)
    before = state(old.engine)
    with old.engine.execution_options(writes=True).begin() as connection:
        marts.rebuild(connection)
    assert changed(before, state(old.engine)) == []


def test_upgrading_again_changes_nothing(old: Old) -> None:
    upgrade(old.engine)
    once = state(old.engine)
    upgrade(old.engine)
    assert changed(once, state(old.engine)) == []


def figures(engine: Engine) -> Any:
    cells = Cells(("2026-01", "2026-T1", "2026"), (0, *queries.programmes(engine)["programme_id"]), "rw")
    return queries.figures(engine, list(CATALOGUE), cells)


def test_loads_and_rollbacks_go_on_from_there(old: Old, tmp_path: Path) -> None:
    upgrade(old.engine)
    shown, settled = figures(old.engine), state(old.engine)
    for name, rows in (("areas", AREAS), ("programmes", PROGRAMMES), ("registry", REGISTRY)):
        report = load_file(old.engine, write_file(tmp_path, name, "comma", rows))
        assert report.unchanged, name  # the very files of then are known
    assert changed(settled, state(old.engine)) == []
    report = load_file(old.engine, write_file(tmp_path, "lagi", "semicolon", CORRECTED))
    assert report.loaded == 1 and report.batch_id == 9
    with old.engine.connect() as connection:
        paid = select(disbursement.c.amount_paid).where(disbursement.c.batch_id == 9)
        assert connection.scalars(paid).all() == [190000]
    assert not figures(old.engine).equals(shown)
    assert figures(history.as_known(old.engine, 1)).equals(shown)  # what the first release showed
    rollback(old.engine, 9, "petugas", "uji")
    assert old.rows_now() | {"batch": [], "rejected_row": []} == old.rows | {"batch": [], "rejected_row": []}
    assert old.rows_now()["batch"][:8] == old.rows["batch"]
    assert figures(old.engine).equals(shown)


@pytest.mark.parametrize("cascade", [False, True])
def test_a_batch_of_the_first_release_cannot_be_rolled_back(old: Old, tmp_path: Path, cascade: bool) -> None:
    """What it replaced was not kept then: better nothing than something wrong."""
    upgrade(old.engine)
    load_file(old.engine, write_file(tmp_path, "lagi", "semicolon", CORRECTED))
    before = state(old.engine)
    for batch_id in range(1, 9):
        with pytest.raises(RollbackError) as caught:
            rollback(old.engine, batch_id, "petugas", "uji", cascade)
        assert caught.value.reason == "before_history"
    assert changed(before, state(old.engine)) == []


def test_an_old_backup_is_brought_up_to_date(old: Old, bare: Callable[[], Engine], tmp_path: Path) -> None:
    path, manifest = write(old.engine, tmp_path / "lama.zip")
    assert manifest.revision == "0001" and manifest.event_id == 0
    target = bare()
    done = restore(target, path, "petugas")
    assert done.event_id == 2  # after that of the upgrade
    old.engine = target
    assert old.rows_now() == old.rows and old.revision() != "0001"
    assert_sound(target)


def test_an_upgrade_that_is_killed(bare: Callable[[], Engine]) -> None:
    old = Old(bare())
    old.engine.dispose()
    started = time.monotonic()
    child = _forked(old.engine)
    child.join()
    usual = time.monotonic() - started
    assert child.exitcode == 0 and old.revision() != "0001"
    old = Old(bare())
    for share in (0.15, 0.4, 0.6, 0.8, 0.95):
        old.engine.dispose()
        child = _forked(old.engine)
        time.sleep(share * usual)
        child.kill()
        child.join()
        _settle(old.engine)
        assert old.rows_now() == old.rows
        if old.revision() != "0001":  # it had finished
            assert_sound(old.engine)
            old = Old(bare())
    upgrade(old.engine)
    assert old.rows_now() == old.rows
    assert_sound(old.engine)


def test_two_upgrades_at_once(old: Old) -> None:
    old.engine.dispose()
    both = [_forked(old.engine) for _ in range(2)]
    for child in both:
        child.join(60)
    assert [child.exitcode for child in both] == [0, 0]
    assert old.rows_now() == old.rows
    assert_sound(old.engine)
    with old.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(event)) == 1


def _forked(engine: Engine) -> Any:
    child = multiprocessing.get_context("fork").Process(target=_upgrade, args=(engine.url,), daemon=True)
    child.start()
    return child


def _upgrade(url: Any) -> None:
    try:
        upgrade(make_engine(url.render_as_string(hide_password=False)))
    except SQLAlchemyError:
        os._exit(1)
    os._exit(0)


def _settle(engine: Engine) -> None:
    """Until the server has noticed that the killed process is gone."""
    if engine.dialect.name == "sqlite":
        return
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while connection.scalar(others):
            time.sleep(0.01)
    engine.dispose()
