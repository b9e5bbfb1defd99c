"""Is it known who was enrolled in a programme, from when to when, and is every doubtful row said?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from etl.batches import rollback
from etl.load import load_file
from etl.report import Report
from pantau.schema import NO_PERSON, membership, person_identity, programme
from tests.etl.office import CHILD, FORMS, HEAD, KK, KK_2, KK_3, OTHER, WIFE, Cell, load_rows, nik, settle, write_file

HEADING = ["PROGRAM", "NO KK", "NIK", "TANGGAL MASUK", "TANGGAL KELUAR", "ALASAN KELUAR"]
STRANGER = nik(7, 7, 1977, 77)


def stays(engine: Engine) -> list[tuple]:
    """Programme code, NIK ("" where enrolled as a family), entry, exit, reason of each stay."""
    m = membership.c
    query = (
        select(programme.c.code, person_identity.c.nik, m.entry_date, m.exit_date, m.exit_reason)
        .select_from(membership)
        .join(programme, programme.c.programme_id == m.programme_id)
        .outerjoin(person_identity, person_identity.c.person_id == m.person_ref)
        .order_by(programme.c.code, m.entry_date, m.household_id)
    )
    with engine.connect() as connection:
        return [(code, number or "", *rest) for code, number, *rest in connection.execute(query)]


def reasons(report: Report) -> dict[int, str]:
    return {row: problems[0].reason for row, problems in report.rejected_rows().items()}


@pytest.mark.parametrize("form", FORMS)
def test_stays_are_loaded_as_stated(engine: Engine, tmp_path: Path, form: str) -> None:
    settle(engine, tmp_path)
    rows: list[Sequence[Cell]] = [
        ["DAFTAR PESERTA PROGRAM"],
        HEADING,
        ["BPNT", KK, "", "01/01/2024", "", ""],
        ["Program Keluarga Harapan", KK, WIFE, dt.date(2023, 7, 1), "31 Desember 2024", "Graduasi"],
        ["KLJ", "", OTHER, "2022-01-15", "20/03/2025", "meninggal dunia"],
        ["KLJ", KK_2, OTHER, "01/04/2025", "", "-"],
    ]
    report = load_file(engine, write_file(tmp_path, "peserta", form, rows))
    assert (report.kind, report.rows, report.loaded, report.problems) == ("membership", 4, 4, []), report.as_json()
    assert stays(engine) == [
        ("BPNT", "", dt.date(2024, 1, 1), None, None),
        ("KLJ", OTHER, dt.date(2022, 1, 15), dt.date(2025, 3, 20), "meninggal"),
        ("KLJ", OTHER, dt.date(2025, 4, 1), None, None),
        ("PKH", "", dt.date(2023, 7, 1), dt.date(2024, 12, 31), "graduasi"),  # a programme for families
    ]


def test_doubtful_rows_are_rejected_or_warned_of(sqlite_engine: Engine, tmp_path: Path) -> None:
    settle(sqlite_engine, tmp_path)
    expected = {
        2: ("", ["BPNT", KK, "", "01/01/2024", "01/02/2024", ""]),  # warned of: no reason
        3: ("exit_before_entry", ["BPNT", KK, "", "02/01/2024", "01/01/2024", "Pindah"]),
        4: ("exit_reason_without_date", ["BPNT", KK, "", "03/01/2024", "", "Pindah"]),
        5: ("exit_reason_not_understood", ["BPNT", KK, "", "04/01/2024", "05/01/2024", "entah"]),
        6: ("entry_in_future", ["BPNT", KK, "", "04/01/2098", "", ""]),
        7: ("membership_twice", ["bpnt", KK, "", "1 Januari 2024", "", ""]),
        8: ("programme_unknown", ["BNPT", KK, "", "01/01/2024", "", ""]),
        9: ("recipient_missing", ["BPNT", "", "", "01/01/2024", "", ""]),
        10: ("kk_not_registered", ["BPNT", KK_3, "", "01/01/2024", "", ""]),
        11: ("nik_not_registered", ["KLJ", "", STRANGER, "01/01/2024", "", ""]),
        12: ("nik_other_household", ["KLJ", KK_2, WIFE, "01/01/2024", "", ""]),
        13: ("required", ["BPNT", KK, "", "", "", ""]),
        14: ("number_length", ["BPNT", "317406", "", "01/01/2024", "", ""]),
        15: ("date_not_understood", ["BPNT", KK, "", "kapan-kapan", "", ""]),
        16: ("", ["KLJ", "", CHILD, "01/01/2024", "01/01/2024", "Tidak layak"]),  # left the day of entry
        17: ("", ["KLJ", "", HEAD, "01/01/2024", "01/01/2024", "mundur"]),  # another person of the same family
    }
    report = load_rows(sqlite_engine, tmp_path, "ragu", [HEADING, *(cells for _, cells in expected.values())])
    assert reasons(report) == {row: reason for row, (reason, _) in expected.items() if reason}
    assert [(p.row, p.reason) for p in report.problems if p.severity == "warning"] == [(2, "exit_without_reason")]
    assert report.loaded == len(stays(sqlite_engine)) == 3
    for problem in report.problems:
        assert not {KK, KK_2, KK_3, STRANGER, WIFE} & {problem.value, *problem.message_id.split()}


def test_a_newer_list_replaces_the_same_stay_and_can_be_taken_back(engine: Engine, tmp_path: Path) -> None:
    settle(engine, tmp_path)
    first = [HEADING, ["BPNT", KK, "", "01/01/2024", "", ""], ["PKH", KK_2, "", "01/01/2024", "", ""]]
    load_rows(engine, tmp_path, "satu", first)
    before = stays(engine)
    rows = [HEADING, ["BPNT", KK, "", "01/01/2024", "30/06/2025", "Graduasi"], ["BPNT", KK_2, "", "01/07/2025", "", ""]]
    report = load_rows(engine, tmp_path, "dua", rows)
    assert [(p.row, p.reason) for p in report.problems] == [(2, "membership_replaced")] and report.loaded == 2
    assert [stay[0] for stay in stays(engine)] == ["BPNT", "BPNT", "PKH"]  # what is not named any more stays
    assert stays(engine)[0][3:] == (dt.date(2025, 6, 30), "graduasi")
    with engine.connect() as connection:
        ids = connection.scalars(select(membership.c.membership_id)).all()
    assert len(set(ids)) == 3
    assert load_rows(engine, tmp_path, "dua", rows).unchanged
    assert report.batch_id is not None
    rollback(engine, report.batch_id, "petugas", "salah berkas")
    assert stays(engine) == before


def test_the_same_stay_again_in_another_file_is_no_warning(sqlite_engine: Engine, tmp_path: Path) -> None:
    settle(sqlite_engine, tmp_path)
    row = ["BPNT", KK, "", "01/01/2024", "", ""]
    load_rows(sqlite_engine, tmp_path, "satu", [HEADING, row])
    report = load_rows(sqlite_engine, tmp_path, "dua", [HEADING, row, ["PKH", KK, "", "01/01/2024", "", ""]])
    assert report.problems == [] and len(stays(sqlite_engine)) == 2
    with sqlite_engine.connect() as connection:
        assert set(connection.scalars(select(membership.c.person_ref))) == {NO_PERSON}
