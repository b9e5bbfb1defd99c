"""Does the page Data show of files and batches exactly what the loader wrote down, and nothing that identifies anybody?"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine

from etl import incoming as etl_incoming
from etl.batches import rollback
from etl.load import check_file, load_file
from pantau import intake, operations
from pantau.database import make_engine
from tests.etl.office import KK, KK_2, REGISTRY, settle, write_file

TRANSFERS = [
    ["PROGRAM", "NO KK", "PERIODE", "JATUH TEMPO", "TANGGAL BAYAR", "NOMINAL"],
    ["BPNT", KK, "2026-01", "2026-01-10", "2026-01-09", "200000"],
    ["BPNT", KK_2, "2026-01", "2026-01-10", "", "200000"],
    ["BPNT", "3174060101209999", "2026-01", "2026-01-10", "", "200000"],
    ["BPNT", KK_2, "2026-02", "31/02/2026", "", "tidak ada"],
]


@pytest.fixture
def handed_in(engine: Engine, tmp_path: Path) -> Path:
    """A small kelurahan, and a file of transfers of which two rows are wrong, one of them twice."""
    settle(engine, tmp_path)
    return write_file(tmp_path, "penyaluran", "comma", TRANSFERS)


def test_a_summary_says_what_the_report_says(engine: Engine, handed_in: Path) -> None:
    report = check_file(engine, handed_in).as_json()
    found = operations.summarise(report)
    assert (found.rows, found.loaded, found.rejected) == (4, 2, 2)
    assert found.sums == report["sums"]
    said = [p for first in report["rejections"] for p in (first, *first["others"])]
    counted = Counter((p["reason"], p["column"]) for p in said)
    assert {(r.reason, r.column_name): r.rows for r in found.reasons.itertuples()} == dict(counted)
    assert found.rejected_rows["row_no"].tolist() == [4, 5, 5]
    assert found.refusal is None


def test_a_file_that_cannot_be_used_has_its_reason_in_both_languages(engine: Engine, tmp_path: Path) -> None:
    empty = tmp_path / "kosong.csv"
    empty.touch()
    found = operations.summarise(check_file(engine, empty).as_json())
    assert found.refusal is not None
    indonesian, english = found.refusal
    assert "kosong" in indonesian and "empty" in english


def test_a_batch_is_summarised_from_the_database_as_its_report_was(engine: Engine, handed_in: Path) -> None:
    report = load_file(engine, handed_in, actor="petugas")
    assert report.batch_id is not None
    mine = operations.batch_summary(engine, report.batch_id)
    theirs = operations.summarise(report.as_json())
    assert (mine.kind, mine.rows, mine.loaded, mine.rejected, mine.warnings, mine.sums) == (
        theirs.kind,
        theirs.rows,
        theirs.loaded,
        theirs.rejected,
        theirs.warnings,
        theirs.sums,
    )
    order = ["severity", "reason", "column_name"]
    for name in ("reasons", "rejected_rows", "warned_rows"):
        left, right = getattr(mine, name), getattr(theirs, name)
        if name == "reasons":
            left, right = (t.sort_values(order, ignore_index=True) for t in (left, right))
        pd.testing.assert_frame_equal(left, right, check_dtype=False)
    with pytest.raises(KeyError):
        operations.batch_summary(engine, report.batch_id + 1)


def test_the_life_of_a_batch_is_told_with_who_when_and_why(engine: Engine, handed_in: Path) -> None:
    number, received = etl_incoming.receive(engine, handed_in, "dari kecamatan.csv", "loket")
    assert [f.incoming_id for f in operations.waiting(engine)] == [number]
    assert operations.checked(engine, number) is None
    etl_incoming.note_check(engine, number, check_file(engine, handed_in))
    checked = operations.checked(engine, number)
    assert checked is not None and (checked.loaded, checked.rejected) == (2, 2)

    report = load_file(engine, handed_in, actor="petugas", incoming_id=number)
    assert operations.waiting(engine) == []
    file = operations.incoming(engine, number)
    assert file is not None and (file.status, file.batch_id) == ("loaded", report.batch_id)
    assert file.sha256 == received.sha256
    newest = operations.batches(engine).iloc[0]
    assert (newest["file_name"], newest["received_by"], newest["loaded_by"]) == (
        "dari kecamatan.csv",
        "loket",
        "petugas",
    )
    assert newest["can_roll_back"] and pd.isna(newest["ended_at"])
    assert newest["rows"] == newest["loaded"] + newest["rejected"]

    assert report.batch_id is not None
    rollback(engine, report.batch_id, "kepala seksi", "salah kirim")
    gone = operations.batches(engine).iloc[0]
    assert (gone["status"], gone["ended_by"], gone["note"]) == ("rolled_back", "kepala seksi", "salah kirim")
    assert not gone["can_roll_back"]
    assert operations.batch_summary(engine, report.batch_id).rejected == 2, "what it said stays on record"


def test_what_replaced_what_is_told_from_both_sides(engine: Engine, handed_in: Path, tmp_path: Path) -> None:
    first = load_file(engine, handed_in)
    better = [TRANSFERS[0], [*TRANSFERS[2][:4], "2026-01-11", "200000"]]
    second = load_file(engine, write_file(tmp_path, "pembetulan", "comma", better))
    assert first.batch_id is not None and second.batch_id is not None
    replaced = operations.replaced(engine, second.batch_id)
    assert replaced.to_dict("records") == [
        {
            "earlier_batch_id": first.batch_id,
            "file_name": "penyaluran_comma.csv",
            "table_name": "disbursement",
            "rows": 1,
        }
    ]
    other = operations.replaced_by(engine, first.batch_id)
    assert other[["later_batch_id", "rows"]].to_dict("records") == [{"later_batch_id": second.batch_id, "rows": 1}]
    assert operations.replaced(engine, first.batch_id).empty


def test_nothing_that_is_shown_identifies_anybody(engine: Engine, tmp_path: Path) -> None:
    settle(engine, tmp_path)
    wrong = [REGISTRY[0], *([*row[:9], "99", *row[10:]] for row in REGISTRY[1:])]
    report = load_file(engine, write_file(tmp_path, "salah", "comma", wrong))
    assert report.rejected == len(REGISTRY) - 1
    summary = operations.batch_summary(engine, report.batch_id or 0)
    seen = json.dumps([summary.reasons.to_dict("list"), summary.rejected_rows.to_dict("list")])
    for row in REGISTRY[1:]:
        for private in (row[0], row[1], row[2], row[3]):
            assert private not in seen


def test_a_database_without_a_schema_has_nothing_to_show() -> None:
    engine = make_engine("sqlite://")
    assert operations.waiting(engine) == []
    assert operations.batches(engine).empty


# --- files handed in, on disk -----------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PANTAU_DATABASE_URL", f"sqlite:///{tmp_path / 'baru' / 'pantau.sqlite'}")
    return tmp_path / "baru" / intake.FOLDER


def test_a_file_is_kept_for_its_owner_alone_under_its_content(place: Path) -> None:
    path = intake.keep(b"isi", "../../etc/Berkas Kami.XLSX")
    assert path.parent == place and path.read_bytes() == b"isi"
    assert path.name == hashlib.sha256(b"isi").hexdigest() + ".xlsx"
    assert place.stat().st_mode & 0o777 == 0o700 and path.stat().st_mode & 0o777 == 0o600
    assert intake.keep(b"isi", "lain.xlsx") == path
    assert intake.find(path.stem, "apa saja.xlsx") == path
    assert intake.find(path.stem, "apa saja.csv") is None
    assert intake.find("../../etc/passwd", "x") is None
    intake.drop(path.stem)
    assert list(place.iterdir()) == []


def test_files_that_nobody_waits_for_are_swept_away(place: Path) -> None:
    fresh, waits, idle, old = (intake.keep(name.encode(), "a.csv") for name in ("fresh", "waits", "idle", "old"))
    for path, age in ((waits, intake.YOUNG * 2), (idle, intake.YOUNG * 2), (old, intake.KEPT * 2)):
        then = path.stat().st_mtime - age
        os.utime(path, (then, then))
    intake.sweep({waits.stem, old.stem})
    assert set(place.iterdir()) == {fresh, waits}
