"""Does ``python -m etl`` say what it did, to a person and to a program, with the right exit code?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy.exc import OperationalError

from etl.__main__ import main
from etl.load import LoadError
from pantau import database
from tests.etl.office import AREAS, KK, PROGRAMMES, REGISTRY, write_file

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line on a database of its own; exit code and standard output."""
    monkeypatch.setenv("PANTAU_DATABASE_URL", f"sqlite:///{tmp_path / 'cli.sqlite'}")

    def run(*arguments: object) -> tuple[int, str]:
        code = main([str(argument) for argument in arguments])
        return code, capsys.readouterr().out

    return run


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    bad = ["NAMA", "RT"]
    return {
        "areas": write_file(tmp_path, "areas", "semicolon", AREAS),
        "programmes": write_file(tmp_path, "programmes", "xlsx", PROGRAMMES),
        "registry": write_file(tmp_path, "registry", "tab", [*REGISTRY, [KK, "123", *[""] * 14]]),
        "bad": write_file(tmp_path, "bad", "comma", [bad, ["x", "y"]]),
    }


def test_load_prints_one_object_a_file(run: Run, files: dict[str, Path]) -> None:
    code, out = run("load", files["areas"], files["programmes"], "--json")
    reports = json.loads(out)
    assert code == 0 and [r["kind"] for r in reports] == ["areas", "programmes"]
    code, out = run("load", files["registry"], "--json")
    report = json.loads(out)
    assert code == 1 and (report["rows"], report["loaded"], report["rejected"]) == (5, 4, 1)
    entry = report["rejections"][0]
    assert entry["row"] == 6 and entry["reason"] == "number_length"
    assert "required" in [other["reason"] for other in entry["others"]]
    assert report["sums"] == {"PENDAPATAN": {"file": 2_000_000, "loaded": 2_000_000, "rejected": 0}}
    keys = {"file", "kind", "sha256", "rows", "loaded", "rejected", "warnings", "sums", "rejections", "warning_list"}
    assert keys | {"unchanged", "batch_id", "status", "heading_row"} == report.keys()
    code, out = run("load", files["registry"], "--json")
    assert code == 1 and json.loads(out)["unchanged"] is True


def test_a_file_that_cannot_be_loaded(run: Run, files: dict[str, Path]) -> None:
    code, out = run("load", files["bad"], "--json")
    report = json.loads(out)
    assert (code, report["status"]) == (2, "error")
    assert [r["row"] for r in report["rejections"]] == [0] and "--kind" in report["rejections"][0]["message_en"]
    code, out = run("load", files["bad"])
    assert code == 2 and "TIDAK DIMUAT" in out and "Traceback" not in out


def test_check_makes_no_database(run: Run, files: dict[str, Path], tmp_path: Path) -> None:
    code, out = run("check", files["areas"], "--json")
    assert code == 0 and json.loads(out)["loaded"] == len(AREAS) - 1
    assert not (tmp_path / "cli.sqlite").exists()


def test_messages_for_people_are_in_two_languages(run: Run, files: dict[str, Path]) -> None:
    run("load", files["areas"], files["programmes"])
    code, out = run("check", files["registry"])
    assert code == 1
    assert "5 baris = 4 akan dimuat + 1 ditolak" in out and "5 rows = 4 would be loaded + 1 rejected" in out
    assert "PENDAPATAN: 2.000.000 = 2.000.000 + 0" in out
    assert "baris 6" in out and KK not in out


def test_status(run: Run, files: dict[str, Path]) -> None:
    assert "Belum ada berkas" in run("status")[1]
    run("load", files["areas"], "--synthetic")
    code, out = run("status", "--json")
    (entry,) = json.loads(out)
    assert code == 0 and (entry["kind"], entry["loaded"], entry["synthetic"]) == ("areas", len(AREAS) - 1, True)
    assert "data contoh" in run("status")[1]


def test_demo_is_made_once_and_loaded_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made: list[int] = []

    def generate(out: Path, scale: int = 1, progress: Callable[[str, int, int], None] | None = None) -> list[Path]:
        made.append(scale)
        if progress:
            progress("areas.csv", 0, 2)
        return [
            write_file(out, "areas", "comma", AREAS),
            write_file(out, "registry", "comma", [*REGISTRY, [KK] * (scale + 1)]),
        ]

    demo = ModuleType("etl.demo")
    demo.generate = generate  # type: ignore[attr-defined]
    demo.VERSION = "test"  # type: ignore[attr-defined]
    import etl

    monkeypatch.setitem(__import__("sys").modules, "etl.demo", demo)
    monkeypatch.setattr(etl, "demo", demo, raising=False)
    out = tmp_path / "demo"
    assert run("demo", "--out", out, "--files-only")[0] == 0
    assert not (tmp_path / "cli.sqlite").exists()
    assert run("demo", "--out", out)[0] == 0
    assert made == [1]
    before = json.loads(run("status", "--json")[1])
    assert [b["synthetic"] for b in before] == [True, True]
    assert run("demo", "--out", out)[0] == 0
    assert made == [1] and json.loads(run("status", "--json")[1]) == before
    (out / "areas_comma.csv").unlink()  # loaded already: the files themselves are no longer needed
    assert run("demo", "--out", out)[0] == 0 and made == [1]
    assert run("demo", "--out", out, "--scale", 2)[0] == 0
    assert made == [1, 2] and len(json.loads(run("status", "--json")[1])) == 3
    assert database.database_url().endswith("cli.sqlite")


def test_the_module_runs_as_a_program(run_python: Callable, files: dict[str, Path], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'program.sqlite'}"
    done = run_python("-m", "etl", "load", str(files["areas"]), "--json", PANTAU_DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["loaded"] == len(AREAS) - 1


@pytest.mark.parametrize(
    "error, reason", [(LoadError(KK), "not_reconciled"), (OperationalError(KK, {}, ValueError(KK)), "database_failed")]
)
def test_a_database_that_refuses_is_a_report(
    run: Run, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr("etl.commands.files.load_kinds", refuse)
    code, out = run("load", files["areas"], "--json")
    assert code == 2 and json.loads(out)["rejections"][0]["reason"] == reason and KK not in out


def test_audit_says_what_it_found(run: Run, files: dict[str, Path], tmp_path: Path) -> None:
    for name in ("areas", "programmes", "registry"):
        run("load", files[name], "--json")
    heading = "PROGRAM;NO KK;PERIODE;JATUH TEMPO;TANGGAL BAYAR;NOMINAL;NOMINAL SEHARUSNYA".split(";")
    row = ["BPNT", KK, "2025-01", "20/01/2025", "20/01/2025", "250.000", "200.000"]
    run("load", write_file(tmp_path, "payments", "comma", [heading, row]), "--json")
    code, out = run("audit", "--by", "petugas", "--json")
    answer = json.loads(out)
    assert code == 0 and answer["run"]["found"] == 1
    checks = {check["check_id"]: check for check in answer["checks"]}
    assert (checks["above_entitlement"]["open"], checks["above_entitlement"]["rupiah"]) == (1, 50_000)
    assert {row["check_id"] for row in answer["refused"]} == {"nik_invalid", "name_empty", "other_refused"}
    code, out = run("audit")
    assert code == 0 and "1 temuan: " in out and "Rp 50.000" in out and KK not in out
