"""Does a load leave exactly what the report says, all of it or nothing, and nothing twice?"""

from __future__ import annotations

import datetime as dt
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, func, select, update

from etl import load as load_module
from etl.load import LoadError, check_file, load_file, load_files
from etl.report import Report
from pantau import marts
from pantau.indicators import CATALOGUE
from pantau.reference import month_index
from pantau.schema import (
    area,
    batch,
    budget,
    disbursement,
    household,
    household_identity,
    metadata,
    person,
    person_identity,
    programme,
    rejected_row,
    target,
)
from tests.etl.office import (
    CHILD,
    HEAD,
    KELURAHAN,
    KK,
    KK_2,
    KK_3,
    OTHER,
    PROGRAMMES,
    REGISTRY,
    REGISTRY_HEADING,
    WIFE,
    load_rows,
    nik,
    settle,
    write_file,
)

HEADING = ["PROGRAM", "NO KK", "NIK", "PERIODE", "JATUH TEMPO", "TANGGAL BAYAR", "NOMINAL", "NOMINAL SEHARUSNYA"]
HEADING += ["BARANG", "JUMLAH", "KANAL", "STATUS"]


def rows(engine: Engine, table: Table) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        return [dict(r) for r in connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()]


def everything(engine: Engine) -> dict[str, list]:
    return {table.name: rows(engine, table) for table in metadata.sorted_tables if table.name != "calendar"}


def reasons(report: Report) -> list[tuple[int, str]]:
    return [(p.row, p.reason) for p in sorted(report.problems, key=lambda p: p.row)]


@pytest.fixture
def settled(engine: Engine, tmp_path: Path) -> Engine:
    """SQLite and PostgreSQL, with the small kelurahan in it."""
    settle(engine, tmp_path)
    return engine


def test_what_the_registry_leaves(settled: Engine) -> None:
    first, second = rows(settled, household)
    assert (first["area_code"], first["desil"], first["members"]) == (f"{KELURAHAN}.002.005", 3, 3)
    assert first["income"] == 2_000_000
    flags = ("has_elderly", "has_disability", "has_pregnant", "has_child", "has_pupil")
    assert [first[flag] for flag in flags] == [False, False, True, True, False]
    assert second["has_elderly"] is True and second["row_no"] == 5
    people = rows(settled, person)
    assert [p["person_id"] for p in people] == [1, 2, 3, 4] and [p["household_id"] for p in people] == [1, 1, 1, 2]
    assert [p["birth_year"] for p in people] == [1980, 1982, 2021, 1950]
    assert [p["relation"] for p in people] == ["kepala", "pasangan", "anak", "kepala"]
    assert rows(settled, person_identity)[0] == {
        "person_id": 1, "nik": HEAD, "name": "Warga Satu", "birth_date": dt.date(1980, 1, 12)
    }  # fmt: skip
    assert [h["kk"] for h in rows(settled, household_identity)] == [KK, KK_2]


def test_what_programmes_and_areas_leave(settled: Engine) -> None:
    found = {p["code"]: p for p in rows(settled, programme)}
    assert [p["programme_id"] for p in found.values()] == [1, 2, 3, 4]
    assert (found["PKH"]["amount"], found["PKH"]["months"], found["PKH"]["for_elderly"]) == (None, 3, True)
    assert (found["BPNT"]["amount"], found["KLJ"]["unit"], found["CSR"]["unit_value"]) == (200_000, "person", 150_000)
    assert found["CSR"]["last_month"] == month_index(2026, 6) and found["KLJ"]["first_month"] == month_index(2021, 1)
    new = {a["code"]: a for a in rows(settled, area) if a["batch_id"] is not None}
    assert len(new) == 6 and new[f"{KELURAHAN}.001.005"]["parent_code"] == f"{KELURAHAN}.001"


TRANSFERS = [
    HEADING,
    ["PKH", KK, "", "Triwulan I 2026", "15/03/2026", "20/03/2026", "750.000", "900.000", "", "", "Himbara", "Dibayar"],
    ["BPNT", KK, WIFE, "Maret 2026", "15/03/2026", "10/03/2026", "200.000", "", "", "", "PT Pos", ""],
    ["BPNT", "", OTHER, "Maret 2026", "15/03/2026", "", "", "", "", "", "", ""],
    ["KLJ", KK_2, OTHER, "Maret 2026", "15/03/2026", "15/03/2026", "300.000", "", "", "", "", "Cair"],
    ["CSR", KK, "", "Maret 2026", "15/03/2026", "15/03/2026", "", "", "Beras", "2", "", "Salur"],
    ["CSR", KK_2, "", "Maret 2026", "15/03/2026", "15/03/2026", "", "", "Beras", "3", "", "Retur"],
    ["PKH", KK_2, "", "Tahap 2 2026", "15/05/2026", "", "600.000", "", "", "", "", "Proses"],
]


def test_what_disbursements_leave(settled: Engine, tmp_path: Path) -> None:
    report = load_rows(settled, tmp_path, "transfers", TRANSFERS)
    # A paid date with a status that says otherwise would warn for "due"; a returned transfer had been paid.
    assert (report.rows, report.loaded, report.problems) == (7, 7, [])
    found = rows(settled, disbursement)
    march = month_index(2026, 3)
    short = [
        tuple(
            r[c]
            for c in ("household_id", "person_ref", "month_from", "month_to", "amount_due", "amount_paid", "status")
        )
        for r in found
    ]
    assert short == [
        (1, 0, march - 2, march, 900_000, 750_000, "paid"),
        (1, 0, march, march, 200_000, 200_000, "paid"),
        (2, 4, march, march, 200_000, 0, "due"),
        (2, 4, march, march, 300_000, 300_000, "paid"),
        (1, 0, march, march, 300_000, 300_000, "paid"),
        (2, 0, march, march, 450_000, 0, "returned"),
        (2, 0, march + 1, march + 3, 600_000, 0, "due"),
    ]
    assert [r["days_late"] for r in found] == [5, -5, None, 0, 0, None, None]
    assert [r["channel"] for r in found][:3] == ["Himbara", "PT Pos", "-"]
    assert (found[4]["quantity"], found[4]["goods"], found[0]["quantity"], found[0]["goods"]) == (
        2,
        "Beras",
        None,
        None,
    )
    assert [r["row_no"] for r in found] == [2, 3, 4, 5, 6, 7, 8]
    assert found[0]["due_date"] == dt.date(2026, 3, 15) and found[2]["paid_date"] is None
    assert {r["due_month"] for r in found} == {march, march + 2}


def test_the_same_file_again_changes_nothing(settled: Engine, tmp_path: Path) -> None:
    bad = ["XXX", KK, "", "Maret 2026", "15/03/2026", "", "1", "", "", "", "", ""]
    path = write_file(tmp_path, "transfers", "comma", [*TRANSFERS, bad])
    first = load_file(settled, path)
    before = everything(settled)
    again = load_file(settled, path)
    assert everything(settled) == before
    assert again.unchanged and not first.unchanged
    same = ("kind", "sha256", "rows", "loaded", "rejected", "warnings", "sums", "rejections", "batch_id", "status")
    assert {k: again.as_json()[k] for k in same} == {k: first.as_json()[k] for k in same}
    assert check_file(settled, path).unchanged


def test_a_check_writes_nothing(settled: Engine, tmp_path: Path) -> None:
    before = everything(settled)
    path = write_file(tmp_path, "transfers", "comma", TRANSFERS)
    report = check_file(settled, path)
    assert (report.loaded, report.batch_id) == (7, None)
    assert everything(settled) == before


def test_a_newer_file_amends_transfers(settled: Engine, tmp_path: Path) -> None:
    load_rows(settled, tmp_path, "transfers", TRANSFERS)
    before = {r["disbursement_id"]: r for r in rows(settled, disbursement)}
    changed = [*TRANSFERS[1][:6], "900.000", *TRANSFERS[1][7:]]
    newer = load_rows(settled, tmp_path, "newer", [HEADING, changed, TRANSFERS[2]])
    assert reasons(newer) == [(2, "transfer_replaced")]
    after = {r["disbursement_id"]: r for r in rows(settled, disbursement)}
    assert after.keys() == before.keys()
    assert after[1]["amount_paid"] == 900_000 and after[1]["batch_id"] == newer.batch_id
    assert after[2] == {**before[2], "batch_id": newer.batch_id, "row_no": 3}
    assert after[3] == before[3]


def test_a_newer_registry_amends_and_moves(settled: Engine, tmp_path: Path) -> None:
    grandchild = nik(1, 1, 2022, 9)
    blank = ["", "", "", "", "", "", ""]
    newer = [
        REGISTRY_HEADING,
        [
            KK_2,
            OTHER,
            "Warga Empat Baru",
            "Jl Baru",
            "005",
            "001",
            "05/05/1950",
            "L",
            "Kepala Keluarga",
            "2",
            "T",
            "T",
            "T",
            "T",
            "T",
            "100.000",
        ],
        [KK_2, CHILD, "Warga Tiga", "Jl Baru", "005", "001", "09/09/2021", "L", "Cucu", *blank],
        [KK_3, grandchild, "Warga Lima", "", "001", "002", "01/01/2022", "L", "Anak", *blank],
    ]
    report = load_rows(settled, tmp_path, "newer", newer)
    assert reasons(report) == [(3, "person_moved"), (4, "household_without_head")]
    homes = {h["household_id"]: h for h in rows(settled, household)}
    assert [(h["members"], h["income"], h["has_child"]) for h in homes.values()] == [
        (2, 2_000_000, False),
        (2, 100_000, False),
        (1, 0, False),
    ]
    assert (homes[2]["area_code"], homes[2]["desil"], homes[2]["has_elderly"]) == (f"{KELURAHAN}.001.005", 2, False)
    people = {p["person_id"]: p for p in rows(settled, person)}
    assert [people[i]["household_id"] for i in people] == [1, 1, 2, 2, 3]
    assert {i["person_id"]: i["name"] for i in rows(settled, person_identity)}[4] == "Warga Empat Baru"


def test_programmes_are_amended_by_code(settled: Engine, tmp_path: Path) -> None:
    newer = [PROGRAMMES[0], [*PROGRAMMES[2][:6], "250.000", *PROGRAMMES[2][7:]]]
    assert load_rows(settled, tmp_path, "newer", newer).exit_code() == 0
    found = {p["code"]: p for p in rows(settled, programme)}
    assert (found["BPNT"]["amount"], found["BPNT"]["programme_id"], len(found)) == (250_000, 2, 4)


def test_targets_and_budgets(settled: Engine, tmp_path: Path) -> None:
    one = next(i.id for i in CATALOGUE.values() if i.unit == "share")
    grid = [
        ["JENIS", "INDIKATOR", "PROGRAM", "WILAYAH", "TAHUN", "NILAI"],
        ["target", one, "", "", "2026", "85%"],
        ["target", one, "PKH", f"{KELURAHAN}.001", "2026", "0,9"],
        ["anggaran", "", "BPNT", "", "2026", "Rp 1.000.000,00"],
        ["target", one, "SEMUA", "", "2026", "0,7"],
        ["target", "salah", "", "", "2026", "0,7"],
        ["target", one, "", "", "2025", "85"],
        ["anggaran", "", "", "", "2026", "5"],
        ["anggaran", "", "PKH", "31.99", "2026", "2.000"],
        ["anggaran", "", "PKH", "", "2026", "0"],
    ]
    report = load_rows(settled, tmp_path, "targets", grid)
    assert dict(reasons(report)) == {
        5: "key_twice",
        6: "indicator_unknown",
        7: "share_out_of_range",
        8: "budget_programme",
        9: "area_unknown",
        10: "amount_not_positive",
    }
    assert [(t["programme_id"], t["value"]) for t in rows(settled, target)] == [(0, 0.85), (1, 0.9)]
    assert [(b["programme_id"], b["amount"]) for b in rows(settled, budget)] == [(2, 1_000_000)]
    assert report.sums == {"NILAI": {"file": 1_002_005, "loaded": 1_000_000, "rejected": 2_005}}
    newer = load_rows(settled, tmp_path, "newer", [grid[0], ["anggaran", "", "BPNT", "", "2026", "2.000.000"]])
    assert newer.exit_code() == 0 and rows(settled, budget)[0]["amount"] == 2_000_000


def test_bad_areas(settled: Engine, tmp_path: Path) -> None:
    grid = [
        ["KODE", "KODE INDUK", "TINGKAT", "NAMA"],
        [f"{KELURAHAN}.003", "", "", "RW 003"],
        [f"{KELURAHAN}.004.001", "", "rt", "RT 001"],
        [f"{KELURAHAN}.005", "31.74.06", "rw", "RW 005"],
        [f"{KELURAHAN}.006", "", "rt", "RW 006"],
        [f"{KELURAHAN}.003", "", "", "RW 003"],
        ["31.7", "", "", "salah"],
    ]
    report = load_rows(settled, tmp_path, "more", grid)
    assert dict(reasons(report)) == {
        3: "area_parent_unknown",
        4: "area_parent_differs",
        5: "area_level_differs",
        6: "key_twice",
        7: "area_code_invalid",
    }


@pytest.mark.parametrize("broken", ["marts", "sums"])
def test_a_failed_load_leaves_nothing(
    settled: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    before = everything(settled)
    path = write_file(tmp_path, "transfers", "comma", TRANSFERS)
    error: type[Exception] = LoadError
    if broken == "marts":
        error = RuntimeError

        def fail(*_arguments: object) -> None:
            raise RuntimeError("marts")

        monkeypatch.setattr(marts, "rebuild", fail)
    else:
        source = load_module.SOURCES["disbursement"]
        write = source.write

        def lose_money(connection: Connection, prepared: Any, batch_id: int) -> Any:
            months = write(connection, prepared, batch_id)
            changed = update(disbursement).where(disbursement.c.row_no == 2)
            connection.execute(changed.values(amount_paid=disbursement.c.amount_paid - 1))
            return months

        monkeypatch.setattr(source, "write", lose_money)
    with pytest.raises(error):
        load_file(settled, path)
    assert everything(settled) == before
    monkeypatch.undo()
    assert load_file(settled, path).loaded == 7


def test_marts_are_rebuilt_for_the_months_touched(
    settled: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(marts, "rebuild", lambda _connection, months, *_rest: asked.append(months))
    load_rows(settled, tmp_path, "transfers", TRANSFERS)
    first = month_index(2026, 1)
    assert asked == [set(range(first, first + 6))]
    load_rows(settled, tmp_path, "newer", [REGISTRY_HEADING, *REGISTRY[4:]])
    assert asked[1] is None


def test_a_useless_file_is_an_error_report(settled: Engine, tmp_path: Path) -> None:
    before = everything(settled)
    empty = tmp_path / "empty.csv"
    empty.touch()
    lacking = write_file(tmp_path, "lacking", "comma", [["NO KK", "NIK", "RT", "RW"], [KK, HEAD, "1", "1"]])
    for path, kind, reason in (
        (empty, None, "file_empty"),
        (tmp_path / "none.csv", "registry", "file_missing"),
        (lacking, "registry", "column_missing"),
        (lacking, "targets", "heading_not_found"),
    ):
        found = load_file(settled, path, kind).as_json()
        (entry,) = found["rejections"]
        assert (found["status"], entry["row"], entry["reason"]) == ("error", 0, reason)
        assert (found["rows"], found["loaded"], found["sums"]) == (0, 0, {})
    assert everything(settled) == before


def test_warnings_are_kept_and_do_not_reject(settled: Engine, tmp_path: Path) -> None:
    grid = [
        HEADING,
        ["CSR", KK, "", "Juli 2026", "15/07/2026", "15/07/2026", "", "", "", "1", "", ""],
        ["BPNT", KK, "", "Juli 2026", "15/07/2026", "15/07/2024", "200000", "", "", "", "", ""],
        ["BPNT", KK_2, "", "Juli 2026", "15/07/2026", "15/07/2026", "200000", "", "", "", "", "Belum"],
    ]
    report = load_rows(settled, tmp_path, "warned", grid)
    assert reasons(report) == [(2, "period_outside_programme"), (3, "paid_date_far"), (4, "paid_date_unused")]
    assert (report.loaded, report.warnings, report.exit_code()) == (3, 3, 0)
    kept = [r for r in rows(settled, rejected_row) if r["batch_id"] == report.batch_id]
    assert [(r["row_no"], r["severity"]) for r in kept] == [(2, "warning"), (3, "warning"), (4, "warning")]
    with settled.connect() as connection:
        stored = connection.execute(select(batch).where(batch.c.batch_id == report.batch_id)).mappings().one()
    assert (stored["warnings"], json.loads(stored["sums"])) == (3, report.sums)


def test_two_columns_for_one_thing(settled: Engine, tmp_path: Path) -> None:
    heading = ["KODE PROGRAM", "NAMA PROGRAM", *HEADING[1:]]
    row = ["BPNT", "Sembako", *TRANSFERS[2][1:]]
    report = load_rows(settled, tmp_path, "two", [heading, row])
    assert reasons(report) == [(1, "column_ignored")] and report.loaded == 1
    twice = load_rows(settled, tmp_path, "twice", [[*HEADING, "NIK"], [*TRANSFERS[2], HEAD]])
    assert twice.problems[0].reason == "column_twice"


def test_two_loads_at_once_follow_one_another(settled: Engine, tmp_path: Path) -> None:
    months = ("Januari", "Februari", "Maret", "April")
    paths = [
        write_file(
            tmp_path, m, "comma", [HEADING, ["BPNT", KK, "", f"{m} 2026", "15/03/2026", "", "200000", *[""] * 5]]
        )
        for m in months
    ]
    errors: list[BaseException] = []

    def run(path: Path) -> None:
        try:
            load_file(settled, path)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    with settled.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(disbursement)) == len(months)


def test_a_file_that_came_too_early_can_be_loaded_again(engine: Engine, tmp_path: Path) -> None:
    """A registry before its list of RT: rejected; the same file after it: loaded; and once more: unchanged."""
    registry = tmp_path / "registri.csv"
    registry.write_text(
        "NO KK,NIK,NAMA,ALAMAT,RT,RW,TANGGAL LAHIR,JENIS KELAMIN,HUBUNGAN\n"
        "3174060101200001,3174060101800001,CONTOH,JL. CONTOH,7,7,01/01/1980,L,KEPALA KELUARGA\n",
        encoding="utf-8",
    )
    areas = tmp_path / "wilayah.csv"
    areas.write_text(
        "KODE,KODE INDUK,TINGKAT,NAMA\n31.74.06.1003.007,31.74.06.1003,rw,RW 007\n"
        "31.74.06.1003.007.007,31.74.06.1003.007,rt,RT 007\n",
        encoding="utf-8",
    )
    first = load_file(engine, registry)
    assert (first.loaded, first.rejected) == (0, 1)
    again = load_file(engine, registry)
    assert (again.unchanged, again.batch_id) == (True, first.batch_id)
    assert load_file(engine, areas).loaded == 2
    assert check_file(engine, registry).loaded == 1
    second = load_file(engine, registry)
    assert (second.loaded, second.rejected, second.unchanged) == (1, 0, False)
    third = load_file(engine, registry)
    assert (third.unchanged, third.batch_id) == (True, second.batch_id)


def test_files_loaded_together_are_there_together_or_not_at_all(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"a.csv": "31.74.06.1003.001", "b.csv": "31.74.06.1003.002"}
    for name, code in names.items():
        text = f"KODE,KODE INDUK,TINGKAT,NAMA\n{code},31.74.06.1003,rw,RW {code[-3:]}\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "rusak.csv").write_text("", encoding="utf-8")

    def batches() -> int:
        with engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(batch)) or 0

    with monkeypatch.context() as patch:
        patch.setattr("etl.load.marts.rebuild", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            load_files(engine, [tmp_path / n for n in names])
    assert batches() == 0
    reports = load_files(engine, [tmp_path / "a.csv", tmp_path / "rusak.csv", tmp_path / "b.csv"])
    assert [r.status for r in reports] == ["ok", "error", "ok"]
    assert batches() == 2
