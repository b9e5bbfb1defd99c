"""Does a watched folder take each file once, whatever happens meanwhile, and say what became of it?"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import OperationalError

from etl import load, watch
from etl.__main__ import main
from etl.load import Order
from etl.report import Report
from etl.watch import DONE, REPORT, TO_MEND, Watcher
from pantau import schema
from pantau.database import ROOT, make_engine
from pantau.schema import area, batch, disbursement, person
from tests.etl.office import AREAS, HEAD, KK, PROGRAMMES, REGISTRY, settle, write_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "masuk"
    path.mkdir()
    return path


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def watcher(sqlite_engine: Engine, folder: Path, said: list[str]) -> Watcher:
    return Watcher(sqlite_engine, folder, "petugas", said.append)


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if not p.name.startswith("."))


def two_looks(watcher: Watcher) -> list[Report]:
    return watcher.look() + watcher.look()


def batches(engine: Engine) -> list[tuple[str, int]]:
    with engine.connect() as connection:
        return [
            tuple(row)
            for row in connection.execute(select(batch.c.file_name, batch.c.loaded).order_by(batch.c.batch_id))
        ]


def test_a_good_file_is_loaded_and_put_aside(watcher: Watcher, folder: Path, sqlite_engine: Engine) -> None:
    write_file(folder, "wilayah", "xlsx", AREAS)
    (report,) = two_looks(watcher)
    assert report.exit_code() == 0 and names(folder) == [TO_MEND, DONE]
    assert names(folder / DONE) == ["wilayah.xlsx", "wilayah.xlsx" + REPORT]
    text = (folder / DONE / ("wilayah.xlsx" + REPORT)).read_text(encoding="utf-8-sig")
    assert "6 baris = 6 dimuat + 0 ditolak" in text and "6 rows = 6 loaded + 0 rejected" in text
    with sqlite_engine.connect() as connection:
        assert connection.scalars(select(schema.event.c.actor)).all()[-1] == "petugas"


def test_files_that_come_together_are_loaded_in_the_order_they_need(watcher: Watcher, folder: Path) -> None:
    for name, rows in (("a_registri", REGISTRY), ("b_program", PROGRAMMES), ("c_wilayah", AREAS)):
        write_file(folder, name, "comma", rows)
    assert [report.kind for report in two_looks(watcher)] == ["areas", "programmes", "registry"]
    assert names(folder / TO_MEND) == []


def test_rejected_rows_and_refused_files_are_to_be_mended(
    watcher: Watcher, folder: Path, tmp_path: Path, sqlite_engine: Engine
) -> None:
    settle(sqlite_engine, tmp_path)
    write_file(folder, "registri", "comma", [*REGISTRY, [KK, "123", "Warga Contoh", *REGISTRY[1][3:]]])
    (folder / "surat.docx").write_bytes(b"PK\x03\x04 surat")
    two_looks(watcher)
    assert names(folder / DONE) == []
    assert [n for n in names(folder / TO_MEND) if not n.endswith(REPORT)] == ["registri_comma.csv", "surat.docx"]
    text = (folder / TO_MEND / ("registri_comma.csv" + REPORT)).read_text(encoding="utf-8-sig")
    assert "5 baris = 4 dimuat + 1 ditolak" in text and "baris · row 6 · NIK" in text
    assert HEAD not in text and KK not in text and "Warga Contoh" not in text
    refused = (folder / TO_MEND / ("surat.docx" + REPORT)).read_text(encoding="utf-8-sig")
    assert "TIDAK DIMUAT · NOT LOADED" in refused and refused.count(".") > 2


def test_what_is_still_being_written_waits(watcher: Watcher, folder: Path, tmp_path: Path) -> None:
    content = write_file(tmp_path, "wilayah", "comma", AREAS).read_bytes()
    path = folder / "wilayah.csv"
    for size in (40, 90, len(content)):
        path.write_bytes(content[:size])
        assert watcher.look() == []
    assert [report.rows for report in watcher.look()] == [6]


def test_an_empty_file_is_given_time(watcher: Watcher, folder: Path, tmp_path: Path) -> None:
    path = folder / "wilayah.csv"
    path.touch()
    for _ in range(3):
        assert watcher.look() == []
    shutil.copyfile(write_file(tmp_path, "wilayah", "comma", AREAS), path)
    assert [report.loaded for report in two_looks(watcher)] == [6]
    path.touch()
    assert [r.problems[0].reason for _ in range(watch.EMPTY_LOOKS + 2) for r in watcher.look()] == ["file_empty"]


@pytest.mark.parametrize(
    "name",
    ["~$wilayah.xlsx", "wilayah.csv.tmp", "a.part", "a.crdownload", ".wilayah.csv", "Thumbs.db", "x.csv" + REPORT],
)
def test_files_of_other_programs_are_left_alone(watcher: Watcher, folder: Path, tmp_path: Path, name: str) -> None:
    shutil.copyfile(write_file(tmp_path, "wilayah", "comma", AREAS), folder / name)
    assert two_looks(watcher) == [] and (folder / name).exists()


def test_links_folders_and_pipes_are_left_alone(watcher: Watcher, folder: Path, tmp_path: Path) -> None:
    (folder / "tautan.csv").symlink_to(write_file(tmp_path, "wilayah", "comma", AREAS))
    (folder / "sub.csv").mkdir()
    os.mkfifo(folder / "pipa.csv")
    assert two_looks(watcher) == []


def test_the_same_name_again(watcher: Watcher, folder: Path) -> None:
    for rows in (AREAS, AREAS[:3], AREAS):
        write_file(folder, "wilayah", "comma", rows)
        two_looks(watcher)
    assert [n for n in names(folder / DONE) if not n.endswith(REPORT)] == [
        "wilayah_comma (2).csv",
        "wilayah_comma (3).csv",
        "wilayah_comma.csv",
    ]


# --- when something fails --------------------------------------------------------------------------------


def test_a_stop_between_loading_and_moving(
    watcher: Watcher, folder: Path, sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file(folder, "wilayah", "comma", AREAS)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", _stop)
        with pytest.raises(KeyboardInterrupt):
            two_looks(watcher)
    assert batches(sqlite_engine) == [("wilayah_comma.csv", 6)] and (folder / "wilayah_comma.csv").exists()
    (report,) = two_looks(Watcher(sqlite_engine, folder, "petugas", print))
    assert report.unchanged and batches(sqlite_engine) == [("wilayah_comma.csv", 6)]
    assert names(folder / DONE) == ["wilayah_comma.csv", "wilayah_comma.csv" + REPORT]


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_stop_while_loading(
    watcher: Watcher, folder: Path, sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file(folder, "wilayah", "comma", AREAS)
    with monkeypatch.context() as patch:
        patch.setattr(load, "_verify", _stop)
        with pytest.raises(KeyboardInterrupt):
            two_looks(watcher)
    assert batches(sqlite_engine) == [] and (folder / "wilayah_comma.csv").exists()
    assert [report.loaded for report in watcher.look()] == [6]


def test_a_database_that_is_away_is_tried_again(
    watcher: Watcher, folder: Path, sqlite_engine: Engine, said: list[str]
) -> None:
    write_file(folder, "wilayah", "comma", AREAS)

    def away(*_: object) -> None:
        raise OperationalError("SELECT '3174060101200001'", {}, Exception("3174060101200001"))

    event.listen(sqlite_engine, "begin", away)
    assert two_looks(watcher) == [] and names(folder / TO_MEND) == []
    assert any("OperationalError" in line for line in said) and not any("3174" in line for line in said)
    event.remove(sqlite_engine, "begin", away)
    assert [report.loaded for report in watcher.look()] == [6]


def test_a_fault_of_ours_stops_no_other_file(
    watcher: Watcher, folder: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file(folder, "a", "comma", AREAS)
    write_file(folder, "b", "comma", PROGRAMMES)
    real = watch.load_kinds

    def fail(engine: Engine, path: Path, order: Order) -> Report:
        if path.name.startswith("a"):
            raise KeyError(HEAD)
        return real(engine, path, order)

    monkeypatch.setattr(watch, "load_kinds", fail)
    assert [report.kind for report in two_looks(watcher)] == ["programmes"]
    assert (folder / "a_comma.csv").exists() and sum("KeyError" in line for line in said) == 1
    assert not any(HEAD in line for line in said)
    assert watcher.look() == [] and sum("KeyError" in line for line in said) == 1, "not tried again and again"
    monkeypatch.undo()
    os.utime(folder / "a_comma.csv")
    assert [report.kind for report in two_looks(watcher)] == ["areas"], "until it is saved anew"


def test_a_file_that_changes_while_it_is_loaded_is_loaded_again(
    watcher: Watcher, folder: Path, sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_file(folder, "wilayah", "comma", AREAS[:3])
    real = watch.load_kinds

    def load_and_change(*arguments: object, **options: str) -> Report:
        report = real(*arguments, **options)  # type: ignore[arg-type]
        monkeypatch.undo()
        write_file(folder, "wilayah", "comma", AREAS)
        return report

    monkeypatch.setattr(watch, "load_kinds", load_and_change)
    assert two_looks(watcher) == [] and path.exists()
    assert [report.loaded for report in two_looks(watcher)] == [6]


# --- real processes ----------------------------------------------------------------------------------------


def start(folder: Path, database: Path, *options: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PANTAU_DATABASE_URL": f"sqlite:///{database}", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "etl", "watch", str(folder), "--every", "0.2", *options]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def wait_until_empty(folder: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while any(p.is_file() and not p.name.startswith(".") for p in folder.iterdir()):
        assert time.monotonic() < end, names(folder)
        time.sleep(0.1)


def test_two_watchers_and_a_kill(folder: Path, tmp_path: Path, sqlite_template: Path) -> None:
    """Two watch one folder; one is killed as files come in; every file is loaded once, moved once, reported once."""
    database = tmp_path / "pantau.sqlite"
    shutil.copyfile(sqlite_template, database)
    first, second = start(folder, database), start(folder, database)
    try:
        write_file(folder, "wilayah", "comma", AREAS)
        wait_until_empty(folder)
        write_file(folder, "program", "xlsx", PROGRAMMES)
        time.sleep(0.4)
        first.send_signal(signal.SIGKILL)
        write_file(folder, "registri", "comma", REGISTRY)
        rows = [["PROGRAM", "NO KK", "PERIODE", "JATUH TEMPO", "TANGGAL BAYAR", "NOMINAL"]]
        rows += [["BPNT", KK, f"2025-{m:02d}", f"2025-{m:02d}-10", f"2025-{m:02d}-10", "200000"] for m in range(1, 13)]
        write_file(folder, "salur", "semicolon", rows)
        wait_until_empty(folder)
        second.send_signal(signal.SIGINT)
        output, _ = second.communicate(timeout=30)
        assert second.returncode == 0 and "Berhenti. · Stopped." in output and "Traceback" not in output
    finally:
        for process in (first, second):
            process.kill()
            process.communicate()
    engine = make_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(person)) == len(REGISTRY) - 1
        assert connection.scalar(select(func.sum(disbursement.c.amount_paid))) == 12 * 200_000
    assert sorted(name for name, _ in batches(engine)) == [
        "program.xlsx",
        "registri_comma.csv",
        "salur_semicolon.csv",
        "wilayah_comma.csv",
    ]
    engine.dispose()
    files = names(folder / DONE)
    assert names(folder / TO_MEND) == [] and len(files) == 8 and sum(n.endswith(REPORT) for n in files) == 4


def test_once(folder: Path, tmp_path: Path) -> None:
    write_file(folder, "wilayah", "comma", AREAS)
    (folder / "kosong.csv").write_text("NAMA\n")
    process = start(folder, tmp_path / "baru.sqlite", "--once")
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 2 and "wilayah_comma.csv → selesai/wilayah_comma.csv" in output, output
    assert names(folder / TO_MEND) == ["kosong.csv", "kosong.csv" + REPORT]
    engine = make_engine(f"sqlite:///{tmp_path / 'baru.sqlite'}")
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).where(area.c.batch_id.is_not(None))) == 6
    engine.dispose()


def test_no_such_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", str(tmp_path / "tidak_ada")]) == 2
    assert "Folder tidak ada" in capsys.readouterr().err
