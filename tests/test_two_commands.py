"""Do the scripts behind ``make run`` keep office data apart from demo data, and fail in words, not tracebacks?"""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, select

from pantau.database import ROOT
from pantau.schema import batch
from tests.services import free_port

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_demo_data_are_not_loaded_over_the_offices_own(sqlite_engine: Engine, run_python: Run) -> None:
    own = {"kind": "registry", "file_name": "kantor.csv", "sha256": "0" * 64, "loaded_at": func.current_timestamp()}
    counts = {"rows": 1, "loaded": 1, "rejected": 0, "warnings": 0}
    with sqlite_engine.begin() as connection:
        connection.execute(insert(batch).values(**own, **counts, sums="{}", synthetic=False))
    done = run_python("scripts/serve.py", "--only-data", PANTAU_DATABASE_URL=str(sqlite_engine.url))
    assert done.returncode == 0, done.stderr
    assert "no demo data loaded" in done.stdout
    with sqlite_engine.connect() as connection:
        assert connection.scalars(select(batch.c.file_name)).all() == ["kantor.csv"]


def test_a_port_in_use_is_said_before_anything_is_loaded(tmp_path: Path, run_python: Run) -> None:
    database = tmp_path / "untouched.sqlite"
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = run_python("scripts/serve.py", PORT=port, PANTAU_DATABASE_URL=f"sqlite:///{database}")
    assert done.returncode == 1
    assert f"Port {port} cannot be used" in done.stderr
    assert "Traceback" not in done.stderr
    assert not database.exists()


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1"])
def test_a_port_that_is_none_is_said(port: str, run_python: Run) -> None:
    done = run_python("scripts/serve.py", PORT=port)
    assert done.returncode == 1
    assert "not a port number" in done.stderr


def test_a_database_that_cannot_be_opened_is_said_without_its_password(tmp_path: Path, run_python: Run) -> None:
    no_database = tmp_path / "no.sqlite"
    no_database.write_text("this is a text file, not a database " * 100)
    for url in (f"postgresql://u:hush@127.0.0.1:{free_port()}/x", f"sqlite:///{no_database}", "nonsense"):
        done = run_python("scripts/serve.py", "--only-data", PANTAU_DATABASE_URL=url)
        assert done.returncode == 1
        assert "the database cannot be opened" in done.stderr
        assert "Traceback" not in done.stderr
        assert "hush" not in done.stderr + done.stdout


def test_an_environment_that_is_complete_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import prepare

    calls: list[list[str]] = []

    def call(command: list[str], **_options: object) -> int:
        calls.append(command)
        return 0

    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("streamlit==1\n")
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    monkeypatch.setattr(prepare, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(prepare, "VENV_PYTHON", tmp_path / ".venv" / "python")
    monkeypatch.setattr(prepare, "make_venv", lambda: None)
    monkeypatch.setattr("subprocess.call", call)
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "python").symlink_to(sys.executable)

    def installs(dev: bool) -> int:
        calls.clear()
        prepare.install(dev)
        return sum("install" in command for command in calls)

    assert installs(dev=False) == 1
    assert installs(dev=False) == 0
    assert calls == []  # not even a Python is started
    assert installs(dev=True) == 1
    assert installs(dev=True) == 0
    (tmp_path / "requirements.txt").write_text("streamlit==2\n")
    assert installs(dev=True) == 1
    assert installs(dev=False) == 0
