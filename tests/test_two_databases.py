"""Do SQLite and PostgreSQL hold the same after the same files: facts, rejected rows, marts, and what pages read?

Both engines load the same small demo (its own dirty rows included) and an office file full of worse ones. Copies of the
two databases are then amended, broken off and rebuilt: each time both must stay equal, and equal to a full rebuild.
"""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from sqlalchemy import Connection, DateTime, Engine, func, make_url, select, text

from etl import demo
from etl.load import load_file, load_files
from etl.report import Report
from pantau import audit, audit_rows, marts, queries
from pantau.database import make_engine
from pantau.indicators import CATALOGUE
from pantau.periods import month_of
from pantau.queries import Cells
from pantau.schema import (
    ALL_PROGRAMMES,
    MARTS,
    area,
    audit_finding,
    batch,
    disbursement,
    eligibility,
    enrolment,
    household,
    household_identity,
    mart_period,
    metadata,
    person_identity,
    programme,
    programme_period,
    receipt,
    rejected_row,
)
from tests.etl.office import write_file
from tests.samples import ONE_MORE

pytestmark = pytest.mark.slow

HOUSEHOLDS = 800
DERIVED = (*MARTS, receipt, eligibility, enrolment, programme_period)
"""What :func:`pantau.marts.rebuild` makes."""

HEADING = "PROGRAM;NO KK;NIK;PERIODE;JATUH TEMPO;TANGGAL BAYAR;NOMINAL;NOMINAL SEHARUSNYA;KANAL;STATUS".split(";")
OTHER_PARTS = ("kepesertaan", *demo.parts.NAMES)
AMENDED = "2025-05"  # an ordinary month in the middle of the data


State = dict[str, list[tuple]]
"""The rows of every table in key order, by its name."""


@dataclass(frozen=True)
class Both:
    """The same database on both engines."""

    sqlite: Engine
    postgres: Engine

    def __iter__(self) -> Iterator[Engine]:
        return iter((self.sqlite, self.postgres))

    def load(self, *paths: Path) -> list[Report]:
        """Load files that belong together into both; the reports must be the same."""
        first, second = (load_files(engine, paths, synthetic=True) for engine in self)
        assert [report.as_json() for report in first] == [report.as_json() for report in second]
        assert all(report.status == "ok" for report in first)
        return first

    def state(self) -> State:
        """Every table, which must be the same on both engines, row for row."""
        first, second = everything(self.sqlite), everything(self.postgres)
        assert_same(first, second)
        return first


def everything(engine: Engine) -> State:
    """The rows of every table in key order, without the moments at which something was done."""
    found = {}
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            columns = [c for c in table.columns if not isinstance(c.type, DateTime)]
            rows = connection.execute(select(*columns).order_by(*table.primary_key.columns))
            found[table.name] = [tuple(row) for row in rows.all()]
    return found


def assert_same(first: dict[str, list[tuple]], second: dict[str, list[tuple]]) -> None:
    """Equal tables; else the first rows that differ are named (the tables are too long to be shown)."""
    assert first.keys() == second.keys()
    for name, rows in first.items():
        others = second[name]
        if rows != others:
            pairs = itertools.zip_longest(rows, others)
            differing = [f"{a} ≠ {b}" for a, b in pairs if a != b]
            pytest.fail(f"{name}: {len(rows)} and {len(others)} rows\n" + "\n".join(differing[:5]))


def derived(state: dict[str, list[tuple]]) -> dict[str, list[tuple]]:
    return {table.name: state[table.name] for table in DERIVED}


def rebuild(both: Both, months: Collection[int] | None = None) -> None:
    for engine in both:
        with engine.execution_options(writes=True).begin() as connection:
            marts.rebuild(connection, months)


# --- the databases ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A small demo's files, in the order in which to load them."""
    return demo.generate(tmp_path_factory.mktemp("two"), households=HOUSEHOLDS)


@pytest.fixture(scope="module")
def new_both(
    sqlite_template: Path, new_postgres_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Both]]:
    """A function that makes an empty database at the newest revision on both engines."""
    made: list[Engine] = []

    def new() -> Both:
        path = tmp_path_factory.mktemp("two") / "pantau.sqlite"
        shutil.copyfile(sqlite_template, path)
        pair = make_engine(f"sqlite:///{path}"), make_engine(new_postgres_database())
        made.extend(pair)
        return Both(*pair)

    yield new
    for engine in made:
        engine.dispose()


def settled(files: list[Path]) -> list[Path]:
    """Programmes, boundaries, registry and targets: what must be there before any transfer."""
    return [path for path in files if not path.name.startswith(("penyaluran", *OTHER_PARTS))]


def of_other_parts(files: list[Path]) -> list[Path]:
    """The files of the other parts of the programme; tests/etl/test_parts_marts.py looks at their marts after each step."""
    return [path for path in files if path.name.startswith(OTHER_PARTS)]


def transfers(files: list[Path], *years: int) -> list[list[Path]]:
    """The transfer files of each of these years."""
    return [[path for path in files if path.name.startswith(f"penyaluran_{year}")] for year in years]


@pytest.fixture(scope="module")
def loaded(new_both: Callable[[], Both], files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Both engines with all the files, and the dirty one. For reading only."""
    both = new_both()
    both.load(*settled(files))
    both.load(*itertools.chain(*transfers(files, 2021, 2022, 2023)))
    both.load(*of_other_parts(files))
    both.load(*itertools.chain(*transfers(files, 2024, 2025, 2026)))
    with both.sqlite.connect() as connection:
        path = dirty_file(tmp_path_factory.mktemp("dirty"), known_homes(connection))
    (report,) = both.load(path)
    assert report.rejected > 15 and report.loaded == 3
    return both


@pytest.fixture(scope="module")
def recent(new_both: Callable[[], Both], files: list[Path]) -> Both:
    """Both engines with the files of two years, each in a transaction of its own. For reading only; see ``copy``."""
    both = new_both()
    for path in settled(files) + list(itertools.chain(*transfers(files, 2025, 2026))):
        both.load(path)
    return both


@pytest.fixture(scope="module")
def before(recent: Both) -> State:
    """What both have before a test changes its copies of them."""
    return recent.state()


@pytest.fixture
def copy(recent: Both, postgres_url: str, tmp_path: Path) -> Iterator[Both]:
    """Both databases once more, to be changed."""
    for engine in recent:
        engine.dispose()  # PostgreSQL copies no database that is in use; SQLite empties its log into the file
    assert recent.sqlite.url.database
    path = tmp_path / "copy.sqlite"
    shutil.copyfile(recent.sqlite.url.database, path)
    server = make_engine(postgres_url).execution_options(isolation_level="AUTOCOMMIT")
    name = f"copy_{recent.postgres.url.database}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {recent.postgres.url.database}"))
    url = make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    both = Both(make_engine(f"sqlite:///{path}"), make_engine(url))
    yield both
    for engine in both:
        engine.dispose()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
    server.dispose()


# --- files of our own -----------------------------------------------------------------------------------


def known_homes(connection: Connection) -> list[str]:
    return list(connection.scalars(select(household_identity.c.kk).order_by(household_identity.c.household_id)))


def dirty_file(folder: Path, homes: list[str]) -> Path:
    """Bad rows of many kinds, among good ones with texts that a database may take amiss."""
    a, b, c, d = homes[:4]
    good = ["PKH", a, "", "2020-11", "20/11/2020", "21/11/2020", "300000", "300000", "PT Pos", "Dibayar"]

    def but(**changes: str) -> list[str]:
        return [changes.get(name.replace(" ", "_"), cell) for name, cell in zip(HEADING, good, strict=True)]

    rows = [
        good,
        but(NO_KK=b, KANAL="Kantor Pos «Cilandak» – β \U0001f4e6"),
        but(NO_KK=c, KANAL="'; DROP TABLE batch; --", NOMINAL="Rp 250.000,00"),
        but(NO_KK=d, KANAL="=1+1", TANGGAL_BAYAR="", STATUS=""),
        good,  # twice
        but(PROGRAM="PKHH"),
        but(PROGRAM="<b>PKH</b>"),
        but(PROGRAM=""),
        but(NO_KK=""),
        but(NO_KK="9999999999999999"),
        but(NO_KK="3,17407E+15"),
        but(NO_KK=a[:-1]),
        but(PERIODE="2025-13"),
        but(PERIODE="bulan lalu"),
        but(PERIODE=""),
        but(JATUH_TEMPO="31/02/2025"),
        but(JATUH_TEMPO=""),
        but(TANGGAL_BAYAR="besok"),
        but(TANGGAL_BAYAR="01/01/2099"),
        but(TANGGAL_BAYAR="", STATUS="Dibayar"),
        but(NOMINAL="banyak"),
        but(NOMINAL="-5"),
        but(NOMINAL="9" * 30),
        but(STATUS="mungkin"),
        but(KANAL="x" * 60),
        ["TOTAL", "", "", "", "", "", "1500000", "", "", ""],
        HEADING,
    ]
    return write_file(folder, "dirty", "tab", [HEADING, *rows])


def amendment(folder: Path, connection: Connection) -> Path:
    """A file about one month only: other amounts, days and statuses for transfers that are there, and a new recipient."""
    d, k, n = disbursement.c, household_identity.c, person_identity.c
    index = next(i for i in range(2025 * 12, 2026 * 12) if month_of(i) == AMENDED)
    of_the_month = (
        select(programme.c.code, k.kk, n.nik, d.amount_due)
        .join_from(disbursement, programme)
        .join(household_identity, k.household_id == d.household_id)
        .join(person_identity, n.person_id == d.person_ref, isouter=True)
        .where(d.month_from == index, d.month_to == index, d.due_month == index, programme.c.benefit_kind == "tunai")
        .order_by(programme.c.code, k.kk, n.nik)
    )
    there = connection.execute(of_the_month).all()
    assert len(there) > 30
    rows: list[list[str]] = []
    for number, (code, kk, nik, due) in enumerate(there[:30]):
        status = ("Dibayar", "Gagal", "Retur", "Belum")[number % 4]
        paid = f"{1 + number % 27:02d}/06/2025" if status == "Dibayar" else ""
        who = ["", nik] if nik else [kk, ""]
        rows.append([code, *who, AMENDED, "15/05/2025", paid, str(due - number % 3 * 1000), str(due), "Tunai", status])
    reached = {row.kk for row in there}
    new = next(kk for kk in known_homes(connection) if kk not in reached)
    rows.append([there[0].code, new, "", AMENDED, "15/05/2025", "14/05/2025", "150000", "150000", "Tunai", "Dibayar"])
    return write_file(folder, "amended", "semicolon", [HEADING, *rows])


# --- the tests ------------------------------------------------------------------------------------------


def test_every_table_is_the_same_row_for_row(loaded: Both, record_property: Callable[[str, object], None]) -> None:
    state = loaded.state()
    for engine in loaded:
        with engine.connect() as connection:
            assert marts.mart_rows(connection, mart_period.name) == state[mart_period.name]
    for table in (*DERIVED, disbursement, rejected_row):
        assert state[table.name], f"{table.name} is empty: nothing was compared"
    compared = sum(map(len, state.values()))
    record_property("rows_compared", compared)
    print(f"\n{compared} rows equal, {sum(len(state[t.name]) for t in MARTS)} of them in the marts")


def views(engine: Engine) -> list[Cells]:
    """Cells as the pages ask for them: each level, kind of period, any, one and every programme."""
    home = queries.areas(engine)
    rw = home.loc[home["level"] == "rw", "code"].iloc[2]
    rt = home.loc[home["level"] == "rt", "code"].iloc[20]
    every = (ALL_PROGRAMMES, *(int(i) for i in queries.programmes(engine)["programme_id"]))
    months = tuple(p for p in queries.periods(engine) if p.startswith("2025-") and "T" not in p)
    return [
        Cells(("2026-10",)),
        Cells(months[::3], every),
        Cells(("2021", "2026"), every),
        Cells(("2024-T4", "2025-T1"), every, "rw"),
        Cells(("2021-04",), (ALL_PROGRAMMES,), "rt"),
        Cells(("2025-T3", "2025"), every[:6], "rt", rw),
        Cells(months[:3], every[:4], "rt", rt),
        Cells(("1999-01",), every),
    ]


def test_the_pages_read_the_same(loaded: Both) -> None:
    asked: list[tuple[str, tuple[Any, ...]]] = [("periods", ()), ("programmes", ()), ("areas", ())]
    asked += [("boundaries", (level, "")) for level in queries.LEVEL_LENGTH]
    for period in ("2025-05", "2024-T4", "2021"):
        asked.append(("running_programmes", (period,)))
        for within in queries.areas(loaded.sqlite)["code"].iloc[[0, 1]]:
            asked += [("overlaps", (period, within)), ("overlap_counts", (period, within))]
    compared = 0
    for cells in views(loaded.sqlite):
        asked.append(("figures", (list(CATALOGUE), cells)))
    for name, arguments in asked:
        first, second = (getattr(queries, name)(engine, *arguments) for engine in loaded)
        if isinstance(first, gpd.GeoDataFrame):
            first, second = (pd.DataFrame(f).assign(geometry=f.geometry.to_wkb()) for f in (first, second))
        if isinstance(first, pd.DataFrame):
            pd.testing.assert_frame_equal(first, second, check_exact=True)
        else:
            assert first == second, name
        compared += len(first)
    assert compared > 10_000
    first, second = (queries.freshness(engine) for engine in loaded)
    assert first is not None and second is not None
    assert (first.version, first.rows, first.rejected, first.last_period) == (
        second.version,
        second.rows,
        second.rejected,
        second.last_period,
    )


def test_audit_findings_are_the_same(copy: Both) -> None:
    done = [audit.run(engine, "tests") for engine in copy]
    assert done[0].found == done[1].found > 100
    assert len(copy.state()[audit_finding.name]) == done[0].found
    for check_id in audit.RULES:
        tables = [audit_rows.transfers_of(engine, audit.Filters((check_id,))) for engine in copy]
        pd.testing.assert_frame_equal(*(t.reset_index(drop=True) for t in tables), check_dtype=False)


def test_a_month_rebuilt_is_as_it_was(copy: Both, before: State) -> None:
    """That everything rebuilt is as it was is seen after each of the changes below."""
    rebuild(copy, [])
    rebuild(copy, [2025 * 12 + 4])
    assert_same(before, copy.state())


def test_an_amended_month_equals_a_full_rebuild(copy: Both, before: State, tmp_path: Path) -> None:
    with copy.sqlite.connect() as connection:
        path = amendment(tmp_path, connection)
    (report,) = copy.load(path)
    assert (report.problems and report.rejected, report.loaded) == (0, 31), report.problems[:3]
    after = copy.state()
    changed = {name for name, rows in derived(after).items() if rows != before[name]}
    assert {receipt.name, enrolment.name, mart_period.name} <= changed
    periods = {row[0] for row in set(after[mart_period.name]) ^ set(before[mart_period.name])}
    assert periods == {"2025-05", "2025-T2", "2025"}
    rebuild(copy)
    assert_same(after, copy.state())


@ONE_MORE
def test_a_longer_span_of_data_equals_a_full_rebuild(copy: Both, tmp_path: Path) -> None:
    """A transfer long before all others: periods with no data until now, and none in between."""
    with copy.sqlite.connect() as connection:
        homes = known_homes(connection)
        code = connection.scalar(select(programme.c.code).order_by(programme.c.first_month, programme.c.programme_id))
    early = [code, homes[5], "", "2024-02", "10/02/2024", "09/02/2024", "100000", "100000", "Tunai", "Dibayar"]
    (report,) = copy.load(write_file(tmp_path, "early", "comma", [HEADING, [str(cell) for cell in early]]))
    assert report.loaded == 1
    after = copy.state()
    rebuild(copy)
    assert_same(after, copy.state())


def test_an_amended_registry_equals_a_full_rebuild(
    copy: Both, before: State, files: list[Path], tmp_path: Path
) -> None:
    """Households that become richer or poorer, and move: the marts of all months change."""
    registry = next(path for path in files if path.name.startswith("registri"))
    grid = [line.split(";") for line in registry.read_text(encoding="utf-8-sig").splitlines()]
    desil, rw, rt, kk = (grid[0].index(name) for name in ("DESIL", "RW", "RT", "NO KK"))
    kept = {row[kk] for row in grid[1:120]}
    rows = [row for row in grid[1:] if row[kk] in kept and len(row) == len(grid[0])]
    for row in rows:
        row[desil], row[rw], row[rt] = "9" if row[desil] in ("1", "2") else "1", "002", "003"
    (report,) = copy.load(write_file(tmp_path, "registry", "semicolon", [grid[0], *rows]))
    assert report.loaded > 100
    after = copy.state()
    assert after[eligibility.name] != before[eligibility.name]
    assert after[mart_period.name] != before[mart_period.name]
    rebuild(copy)
    assert_same(after, copy.state())


def test_the_same_files_again_change_nothing(copy: Both, before: State, files: list[Path]) -> None:
    again = settled(files) + list(itertools.chain(*transfers(files, 2026, 2025)))
    amended = [path for path in again if path.name == "registri_rumah_tangga.csv"]  # its update came after it
    again = [path for path in again if path not in amended]
    assert all(report.unchanged for report in copy.load(*again))
    for path in again[-2:]:
        assert copy.load(path)[0].unchanged
    assert_same(before, copy.state())


@ONE_MORE
def test_another_order_gives_the_same_marts(before: State, new_both: Callable[[], Both], files: list[Path]) -> None:
    """Newest file first, as an office may catch up; ids differ, marts do not."""
    both = new_both()
    both.load(*settled(files))
    for group in transfers(files, 2026, 2025):
        assert len(group) == 3
        both.load(*group[::-1])
    turned = both.state()
    assert_same(derived(before), derived(turned))
    rebuild(both)
    assert_same(turned, both.state())


@pytest.mark.parametrize("moment", ["before", "midway", "after"])
def test_a_failure_while_rebuilding_leaves_everything_as_it_was(
    copy: Both, before: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    with copy.sqlite.connect() as connection:
        path = amendment(tmp_path, connection)
    real = marts.rebuild

    def fail(connection: Connection, months: Collection[int] | None, _progress: object, *changed: Collection) -> None:
        steps = itertools.count(1)

        def break_off(_step: str) -> None:
            if next(steps) == 3:
                raise RuntimeError(moment)

        batches = connection.scalar(select(func.count()).select_from(batch))
        assert batches == len(before[batch.name]) + 1, "the facts are written before the marts"
        if moment != "before":
            real(connection, months, break_off if moment == "midway" else None, *changed)
        raise RuntimeError(moment)

    monkeypatch.setattr(marts, "rebuild", fail)
    for engine in copy:
        with pytest.raises(RuntimeError, match=moment):
            load_file(engine, path)
    assert_same(before, copy.state())
    monkeypatch.undo()
    assert copy.load(path)[0].loaded == 31


def test_foreign_keys_hold_on_both(loaded: Both) -> None:
    """No fact points nowhere (the derived tables have no foreign keys of their own to say so)."""
    for engine in loaded:
        with engine.connect() as connection:
            for table in (receipt, eligibility, enrolment):
                lost = select(func.count()).where(table.c.household_id.not_in(select(household.c.household_id)))
                assert connection.scalar(lost) == 0, table.name
            for table in (t for t in DERIVED if "area_code" in t.c):
                lost = select(func.count()).where(table.c.area_code.not_in(select(area.c.code)))
                assert connection.scalar(lost) == 0, table.name


def test_dates_and_moments_come_back_as_such(loaded: Both) -> None:
    for engine in loaded:
        with engine.connect() as connection:
            due = connection.scalar(select(func.max(disbursement.c.due_date)))
            loaded_at = connection.scalar(select(func.max(batch.c.loaded_at)))
        assert type(due) is dt.date
        assert type(loaded_at) is dt.datetime and loaded_at.tzinfo is None
