"""Is the quality of files what anybody counts who has the files and the loader's reports in hand?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine, update

from etl.batches import rollback
from etl.load import load_file
from etl.report import REJECTED, WARNING, Report
from pantau import quality
from pantau.schema import batch
from tests.etl.office import KELURAHAN, KK, KK_2, REGISTRY, nik, settle, write_file

RW_1, RW_2 = f"{KELURAHAN}.001", f"{KELURAHAN}.002"
HEADING = ["PROGRAM", "NO KK", "NIK", "PERIODE", "JATUH TEMPO", "TANGGAL BAYAR", "NOMINAL"]
PAID = ["2026-01", "2026-01-10", "2026-01-09", "200000"]
TRANSFERS = [  # KK lives in RW 002, KK_2 in RW 001
    HEADING,
    ["BPNT", KK, "", *PAID],
    ["BPNT", KK_2, "", *PAID],
    ["BPNT", KK, "", "2026-02", "2026-02-10", "31/02/2026", "200000"],  # a bad date of a household that is known
    ["BPNT", "3174060101209999", "", *PAID],  # a household that nobody knows
    ["BPNT", "31740601012", "", *PAID],  # no KK number at all
]
BAD_REGISTRY = [
    REGISTRY[0],
    ["3174060101200003", "31740612018", "Warga Lima", "Jl Contoh 3", "005", "002", "12/01/1980", "L", "Kepala Keluarga", *[""] * 7],
    ["3174060101200003", nik(1, 1, 1990, 9), "", "Jl Contoh 3", "005", "002", "01/01/1990", "L", "Anak", *[""] * 7],
    ["3174060101200004", nik(2, 1, 1990, 9), "Warga Enam", "Jl Contoh 4", "009", "001", "02/01/1990", "L", "Kepala Keluarga", *[""] * 7],
    ["3174060101200005", nik(3, 1, 1990, 9), "Warga Tujuh", "Jl Contoh 5", "001", "077", "03/01/1990", "L", "Kepala Keluarga", *[""] * 7],
]  # fmt: skip


@pytest.fixture
def town(engine: Engine, tmp_path: Path) -> Engine:
    settle(engine, tmp_path)
    return engine


def load(engine: Engine, folder: Path, name: str, rows: list[list[str]]) -> Report:
    report = load_file(engine, write_file(folder, name, "comma", rows))
    assert report.batch_id is not None
    return report


def line(engine: Engine, report: Report) -> dict:
    table = quality.files(engine)
    return table[table["batch_id"] == report.batch_id].to_dict("records")[0]


def by_area(engine: Engine, report: Report) -> dict[str, tuple[int, int, int, int]]:
    table = quality.by_area(engine)
    mine = table[table["batch_id"] == report.batch_id]
    return {r.area_code: (r.rows, r.loaded, r.clean, r.valid) for r in mine.itertuples()}


def test_a_file_of_transfers_counted_by_hand(town: Engine, tmp_path: Path) -> None:
    report = load(town, tmp_path, "penyaluran", TRANSFERS)
    found = line(town, report)
    assert (found["rows"], found["loaded"], found["clean"]) == (5, 2, 2)
    assert found["valid"] == 4, "one KK number is not valid; a household nobody knows has a valid one"
    # The household that nobody knows, and the row without a KK number, are nowhere.
    assert by_area(town, report) == {"": (2, 0, 0, 1), RW_1: (1, 1, 1, 1), RW_2: (2, 1, 1, 2)}


def test_a_registry_is_counted_where_its_rows_say_that_people_live(town: Engine, tmp_path: Path) -> None:
    report = load(town, tmp_path, "registri", BAD_REGISTRY)
    assert report.loaded == 0
    found = line(town, report)
    reasons = {row: {p.reason for p in problems} for row, problems in report.rejected_rows().items()}
    assert "number_length" in reasons[2] and "rt_unknown" in reasons[4] and "rt_unknown" in reasons[5]
    # Not valid: a short NIK, two RT that do not exist; a blank name leaves NIK, KK and area valid.
    assert (found["rows"], found["loaded"], found["valid"]) == (4, 0, 1)
    assert by_area(town, report) == {"": (1, 0, 0, 0), RW_1: (1, 0, 0, 0), RW_2: (2, 0, 0, 1)}


def test_warnings_make_a_row_accepted_but_not_clean(town: Engine, tmp_path: Path) -> None:
    born = [*REGISTRY[1][:6], "13/01/1980", *REGISTRY[1][7:]]  # a day later than the NIK says
    report = load(town, tmp_path, "registri", [REGISTRY[0], born])
    warned = {p.row for p in report.problems if p.severity == WARNING}
    rejected = {p.row for p in report.problems if p.severity == REJECTED}
    assert len(warned - rejected) == 1
    found = line(town, report)
    assert (found["rows"], found["loaded"], found["clean"], found["valid"]) == (1, 1, 0, 1)
    assert by_area(town, report) == {RW_2: (1, 1, 0, 1)}


def test_a_file_keeps_its_rows_when_a_later_one_replaces_them(town: Engine, tmp_path: Path) -> None:
    first = load(town, tmp_path, "penyaluran", TRANSFERS)
    before = by_area(town, first), line(town, first)
    better = [HEADING, ["BPNT", KK, "", "2026-01", "2026-01-10", "2026-01-12", "200000"]]
    second = load(town, tmp_path, "pembetulan", better)
    third = load(town, tmp_path, "pembetulan_lagi", [HEADING, [*better[1][:5], "2026-01-13", "200000"]])
    assert (by_area(town, first), line(town, first)) == before
    # To replace a transfer is itself a warning.
    assert by_area(town, second) == by_area(town, third) == {RW_2: (1, 1, 0, 1)}
    rollback(town, third.batch_id or 0, "petugas", "salah")
    assert by_area(town, third) == {}
    assert third.batch_id not in set(quality.files(town)["batch_id"])
    assert by_area(town, second) == {RW_2: (1, 1, 0, 1)}


def test_days_are_from_the_end_of_the_months_covered_to_the_day_of_loading(town: Engine, tmp_path: Path) -> None:
    report = load(town, tmp_path, "penyaluran", TRANSFERS)
    with town.begin() as connection:
        late = update(batch).where(batch.c.batch_id == report.batch_id)
        connection.execute(late.values(loaded_at=dt.datetime(2026, 3, 15, 23, 59)))
    found = line(town, report)
    assert found["period_end"] == pd.Timestamp("2026-01-31")
    assert found["days"] == (dt.date(2026, 3, 15) - dt.date(2026, 1, 31)).days
    registry = quality.files(town).query("kind == 'registry'").iloc[0]
    assert pd.isna(registry["days"]) and pd.isna(registry["period_end"])


def test_what_the_registry_leaves_blank(town: Engine) -> None:
    found = quality.completeness(town).set_index("area_code").to_dict("index")
    assert found == {
        RW_1: {"households": 1, "desil": 1, "address": 1, "income": 0},
        RW_2: {"households": 1, "desil": 1, "address": 1, "income": 1},
    }


def test_the_parts_are_the_whole_on_the_demo_data(demo_engine: Engine) -> None:
    """Rows by RW add up to those of the file, whatever later files replaced; and no share can pass one."""
    files = quality.files(demo_engine).set_index("batch_id")
    areas = quality.by_area(demo_engine)
    assert set(areas["kind"]) >= {"registry", "disbursement"}
    sums = areas.groupby("batch_id")[["rows", "loaded", "clean", "valid"]].sum()
    mine = files[files["kind"].isin(list(quality.RECORDS))]
    assert (sums == mine[["rows", "loaded", "clean", "valid"]].astype("int64")).all(axis=None)
    for measure in quality.MEASURES.values():
        part = files[measure.numerator].dropna()
        assert (part <= files.loc[part.index, measure.denominator]).all() and (part >= 0).all()
    rejected = areas["rows"] - areas["loaded"]
    nowhere = areas["area_code"] == quality.UNKNOWN
    assert 0 < rejected[nowhere].sum() < rejected[~nowhere].sum(), "most rejected rows say where they belong"
