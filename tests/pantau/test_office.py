"""Is work on office files done elsewhere, once, within limits, and ended when told to?"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from etl import limits
from etl.sources import SOURCES
from pantau import operations, schema
from pantau.database import ROOT, make_engine, upgrade
from pantau.ui import office, report_scene, upload_scene
from tests.etl.office import AREAS, write_file


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An empty database that commands find by themselves."""
    url = f"sqlite:///{tmp_path / 'pantau.sqlite'}"
    monkeypatch.setenv("PANTAU_DATABASE_URL", url)
    engine = make_engine(url)
    upgrade(engine)
    yield engine
    engine.dispose()


def batches(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(schema.batch)) or 0


def finish(job: office.Job) -> None:
    assert job.over.wait(timeout=120)


def test_a_job_asked_for_twice_is_one_job(installation: Engine, tmp_path: Path) -> None:
    path = str(write_file(tmp_path, "wilayah", "comma", AREAS))
    asked: list[office.Job] = []

    def ask() -> None:
        asked.append(
            office.start("load:satu", "load", path, "--by", "petugas", "--progress", digest=operations.summarise)
        )

    clicks = [threading.Thread(target=ask) for _ in range(8)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    assert len({id(job) for job in asked}) == 1
    finish(asked[0])
    assert asked[0].answer.trouble == "" and asked[0].answer.data.loaded == len(AREAS) - 1
    assert batches(installation) == 1
    assert 0 < asked[0].done <= asked[0].of, "it told how far it was"
    office.forget("load:satu")
    assert office.job("load:satu") is None


def test_jobs_take_turns_and_one_that_waits_or_runs_can_be_stopped(installation: Engine, tmp_path: Path) -> None:
    path = str(write_file(tmp_path, "wilayah", "comma", AREAS))
    with installation.execution_options(writes=True).begin():  # keeps the first waiting for the database
        first = office.start("load:pertama", "load", path)
        wait_until(lambda: not first.waits)
        second = office.start("load:kedua", "load", path)
        time.sleep(0.5)
        assert second.waits and second.running
        second.stop()
        finish(second)
        first.stop()
        finish(first)
    assert [job.answer.trouble for job in (first, second)] == ["stopped", "stopped"]
    assert batches(installation) == 0
    third = office.start("load:pertama", "load", path)
    finish(third)
    assert third is not first and batches(installation) == 1


def wait_until(true: Callable[[], bool]) -> None:
    for _ in range(600):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it never came")


def test_a_command_that_takes_too_long_is_ended(installation: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(office.PATIENCE, "status", 0)
    assert office.run("status").trouble == "timeout"


def test_an_answer_that_is_too_long_is_not_read(installation: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "ANSWER_MB", 0)
    assert office.run("status").trouble == "too_long"


def test_what_goes_wrong_is_told_without_its_words(installation: Engine, caplog: pytest.LogCaptureFixture) -> None:
    answer = office.run("check", "/tidak/ada", "--kind", "3174060101200001")  # argparse quotes it on the side
    assert answer.trouble == "failed"
    assert "3174060101200001" not in caplog.text
    with pytest.raises(RuntimeError):
        office.workbook("quarantine", "99")


def test_a_workbook_comes_back_as_bytes(installation: Engine) -> None:
    assert office.workbook("template", "registry").startswith(b"PK")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems limit less")
def test_the_limits_hold_from_the_first_instruction_on() -> None:
    code = "import resource as r; print(*(r.getrlimit(k)[0] for k in (r.RLIMIT_AS, r.RLIMIT_CORE)))"
    limited = [sys.executable, "-m", "pantau.limited", "512", "30", sys.executable, "-c"]
    said = subprocess.run([*limited, code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert said.stdout.split() == [str(512 * 1024**2), "0"]
    greedy = subprocess.run([*limited, "bytearray(2**30)"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert greedy.returncode == 1 and "MemoryError" in greedy.stderr


def test_the_page_knows_what_the_loader_knows() -> None:
    assert set(report_scene.KINDS) == set(SOURCES)
    assert set(upload_scene.CAN_REPLACE) == {
        kind for kind, source in SOURCES.items() if hasattr(source, "replace_rest")
    }
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["maxUploadSize"] == limits.FILE_MB


@pytest.mark.parametrize(("stated", "wanted"), [("", 100), ("20", 20), ("500", 100), ("banyak", 100), ("0", 100)])
def test_the_largest_file_is_what_server_and_operator_allow(
    stated: str, wanted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANTAU_MAX_FILE_MB", stated)
    monkeypatch.setattr(office.st, "get_option", lambda _name: 100)
    assert office.max_file_mb() == wanted
