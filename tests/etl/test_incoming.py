"""Does a file handed in have one life, from received to loaded, however often a button is pressed?"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from etl.__main__ import main
from etl.incoming import discard, receive
from etl.load import load_file
from pantau.database import make_engine
from pantau.schema import batch, event, incoming
from tests.etl.office import AREAS, KELURAHAN, REGISTRY, settle, write_file


@pytest.fixture
def command(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> Callable:
    """Run one command against the test's database: exit code and the JSON it printed."""
    monkeypatch.setenv("PANTAU_DATABASE_URL", sqlite_engine.url.render_as_string())

    def run(*arguments: object) -> tuple[int, Any]:
        code = main([*map(str, arguments), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


def rows_of(engine: Engine, table: Any) -> Sequence[Any]:
    with engine.connect() as connection:
        return connection.execute(select(table)).mappings().all()


def test_received_checked_compared_loaded_and_rolled_back(
    sqlite_engine: Engine, tmp_path: Path, command: Callable
) -> None:
    settle(sqlite_engine, tmp_path)
    rows = [REGISTRY[0], [*REGISTRY[1][:-1], "2000000"], ["1234", *REGISTRY[2][1:]]]
    path = write_file(tmp_path, "upload", "semicolon", rows)
    code, answer = command("receive", path, "--name", "Registri Mei.csv", "--by", "Petugas data")
    assert (code, answer["status"], answer["kind"]) == (0, "received", "registry")
    number = answer["incoming_id"]
    code, report = command("check", path, "--incoming", number)
    assert (code, report["rows"], report["loaded"], report["rejected"]) == (1, 2, 1, 1)
    [state] = rows_of(sqlite_engine, incoming)
    assert (state["status"], json.loads(state["report"])["rejected"]) == ("checked", 1)
    code, answer = command("diff", path)
    assert answer["changes"]["persons"] == {"new": 0, "changed": 1, "same": 0, "gone": 0}
    assert answer["changes"]["households"] == {"new": 0, "changed": 1, "same": 0, "gone": 0}
    assert len(rows_of(sqlite_engine, batch)) == 3  # asking has loaded nothing
    code, report = command("load", path, "--incoming", number, "--by", "Kepala seksi")
    assert (code, report["loaded"], report["file"]) == (1, 1, "Registri Mei.csv")
    [state] = rows_of(sqlite_engine, incoming)
    assert (state["status"], state["batch_id"]) == ("loaded", report["batch_id"])
    code, shown = command("show", report["batch_id"])
    assert (shown["received_by"], shown["file_name"]) == ("Petugas data", "Registri Mei.csv")
    assert [(e["what"], e["actor"]) for e in shown["events"]] == [("loaded", "Kepala seksi")]
    assert {line["table_name"]: line["rows"] for line in shown["replaced"]} == {"household": 1, "person": 1}
    assert len(shown["report"]["rejections"]) == 1
    code, again = command("load", path, "--incoming", number)  # the button pressed twice
    assert again["unchanged"] and again["batch_id"] == report["batch_id"]
    code, answer = command("rollback", report["batch_id"], "--by", "Lurah", "--note", "berkas keliru")
    assert (code, answer) == (0, {"status": "rolled_back", "batch_ids": [report["batch_id"]]})
    code, answer = command("rollback", report["batch_id"], "--note", "lagi")
    assert (code, answer["status"]) == (2, "error") and "sudah dibatalkan" in answer["message_id"]
    code, answer = command("rollback", 1, "--note", "wilayah")
    assert (code, answer) == (2, {"status": "blocked", "batch_ids": [3]})
    assert rows_of(sqlite_engine, event)[-1]["note"] == "berkas keliru"
    assert command("show", 99)[0] == 2


def test_a_file_that_is_no_table_is_refused_and_recorded(
    sqlite_engine: Engine, tmp_path: Path, command: Callable
) -> None:
    path = tmp_path / "surat.csv"
    path.write_text("Kepada Yth.\nBapak Lurah\n", encoding="utf-8")
    code, answer = command("receive", path)
    assert (code, answer["status"]) == (2, "refused")
    assert answer["report"]["rejections"][0]["reason"] == "kind_unknown"
    [state] = rows_of(sqlite_engine, incoming)
    assert (state["status"], state["file_name"]) == ("refused", "surat.csv")


def test_only_the_file_that_was_handed_in_can_be_loaded_as_such(sqlite_engine: Engine, tmp_path: Path) -> None:
    path = write_file(tmp_path, "areas", "comma", AREAS)
    number, _ = receive(sqlite_engine, path, "areas.csv", "petugas")
    other = write_file(tmp_path, "other", "comma", [AREAS[0], [f"{KELURAHAN}.001", KELURAHAN, "RW", "RW 001"]])
    report = load_file(sqlite_engine, other, incoming_id=number)
    assert (report.status, report.problems[0].reason) == ("error", "incoming_unknown")
    assert discard(sqlite_engine, number) and not discard(sqlite_engine, number)
    report = load_file(sqlite_engine, path, incoming_id=number)
    assert report.problems[0].reason == "incoming_unknown"
    assert rows_of(sqlite_engine, batch) == []


def test_progress_comes_as_lines_of_json(
    sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run_python: Callable
) -> None:
    path = write_file(tmp_path, "areas", "comma", AREAS)
    url = sqlite_engine.url.render_as_string()
    done = run_python("-m", "etl", "load", str(path), "--json", "--progress", PANTAU_DATABASE_URL=url)
    steps = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert [s["step"] for s in steps] == ["read", "write", "marts", "parts", "history"]
    assert [s["done"] for s in steps] == sorted(s["done"] for s in steps) and all(s["done"] < s["of"] for s in steps)


def test_two_clerks_load_the_same_file_at_once(sqlite_engine: Engine, tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    path = write_file(tmp_path, "areas", "comma", AREAS)
    url = sqlite_engine.url.render_as_string()
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda _: load_file(make_engine(url), path, actor="petugas"), range(4)))
    assert sum(not report.unchanged for report in reports) == 1
    assert len(rows_of(sqlite_engine, batch)) == len(rows_of(sqlite_engine, event)) == 1
