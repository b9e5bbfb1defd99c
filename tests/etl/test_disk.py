"""Does a load on a full disk or a database that cannot be written say so, and leave the last good state behind?"""

from __future__ import annotations

import gc
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, make_url, text
from sqlalchemy.exc import OperationalError

from etl.__main__ import main
from etl.database_errors import database_errors, reason_of
from etl.load import load_file
from etl.messages import MESSAGES
from pantau import audit
from pantau.database import ROOT, make_engine
from tests.conftest import require
from tests.etl import kill_acts
from tests.etl.conftest import Office
from tests.etl.state import State, assert_sound, changed, state
from tests.services import PostgresCluster, free_port, postgres_programs

Copy = Callable[[Path], Engine]
MEGABYTE = 2**20


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run ``python -m etl`` within this process."""

    def run(url: str, *arguments: object) -> Said:
        monkeypatch.setenv("PANTAU_DATABASE_URL", url)
        code = main([str(argument) for argument in arguments])
        gc.collect()  # the command's connections: its process would have ended
        return Said(code, *capsys.readouterr())

    return run


def process(url: str, *arguments: object, **options: Any) -> Said:
    """Run ``python -m etl`` as an office does: a process of its own, with its own limits, which closes what it opened."""
    done = subprocess.run(
        [sys.executable, "-m", "etl", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", "PANTAU_DATABASE_URL": url},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        **options,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def refused(said: Said) -> str:
    """The reason, the command having said it with exit code 2 and in both languages."""
    assert said.code == 2, said.out + said.err
    assert "Traceback" not in said.err
    (rejection,) = json.loads(said.out)["rejections"]
    assert rejection["row"] == 0 and rejection["message_id"] != rejection["message_en"]
    assert (rejection["message_id"], rejection["message_en"]) == MESSAGES[rejection["reason"]]
    return str(rejection["reason"])


@contextmanager
def disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of that size at ``folder``."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(folder)]
    may = os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0
    require(may, "the right to mount a small disk (root)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, free: int) -> Path:
    """Fill the disk but for ``free`` bytes; the file to delete."""
    ballast = folder / "ballast"
    with ballast.open("wb") as file, suppress(OSError):
        file.write(b"x" * max(0, shutil.disk_usage(folder).free - free))
    return ballast


def closed_state(url: str) -> State:
    engine = make_engine(url)
    try:
        assert_sound(engine)
        return state(engine)
    finally:
        engine.dispose()


# --- SQLite -------------------------------------------------------------------------------------------


def audited(engine: Engine) -> str:
    """The URL of the database, after the checks that follow every load, and closed."""
    audit.run(engine, "petugas")
    engine.dispose()
    return str(engine.url)


def test_a_full_disk(command: Command, office: Office, office_copy: Copy, tmp_path: Path) -> None:
    (path,) = office.files["corrected"]
    with disk(tmp_path / "disk", 12) as small:
        url = audited(office_copy(small / "pantau.sqlite"))
        before = closed_state(url)
        for free in (0, 96 * 1024, MEGABYTE):  # no room at all, none for the facts, none for the history
            ballast = fill(small, free)
            run = process if free == MEGABYTE else command
            assert refused(run(url, "load", path, "--json", "--mode", "replace")) == "database_full"
            journals = [p.stat().st_size for p in small.iterdir() if p.name not in ("pantau.sqlite", "ballast")]
            assert sum(journals) < 64 * 1024  # what the load had written takes up no room
            ballast.unlink()
            assert changed(before, closed_state(url)) == []
        done = command(url, "load", path, "--json", "--mode", "replace")
        assert done.code == 0 and json.loads(done.out)["loaded"] > 100, done.out + done.err
        closed_state(url)


def test_a_full_disk_under_an_open_dashboard(
    command: Command, office: Office, office_copy: Copy, tmp_path: Path
) -> None:
    """Its connection keeps the write-ahead log of the failed load alive: the next load finds room all the same."""
    (path,) = office.files["corrected"]
    with disk(tmp_path / "disk", 12) as small:
        dashboard = office_copy(small / "pantau.sqlite")
        url = audited(dashboard)
        before = state(dashboard)
        with dashboard.connect():
            ballast = fill(small, MEGABYTE)
            assert refused(command(url, "load", path, "--json")) == "database_full"
            assert changed(before, state(dashboard)) == []
            ballast.unlink()
            assert command(url, "load", path, "--json").code == 0
        assert_sound(dashboard)


@pytest.mark.parametrize("more", [0, 2, 5])
def test_a_database_that_may_not_grow(office: Office, office_copy: Copy, tmp_path: Path, more: int) -> None:
    engine = office_copy(tmp_path / "pantau.sqlite")
    before = state(engine)
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    engine.dispose()
    event.listen(engine, "connect", lambda raw, _: raw.execute(f"PRAGMA max_page_count = {pages + more}").close())
    steps: list[str] = []
    with pytest.raises(OperationalError) as caught:
        load_file(engine, office.files["corrected"][0], mode="replace", progress=steps.append)
    assert reason_of(caught.value) == "database_full"
    assert steps[:2] == ["read", "write"]
    assert changed(before, state(engine)) == []
    assert_sound(engine)


def test_a_file_that_may_not_grow(office: Office, office_copy: Copy, tmp_path: Path) -> None:
    """As a quota does it: the disk has room, this account has none."""
    url = audited(office_copy(tmp_path / "pantau.sqlite"))
    before = closed_state(url)
    limit = 400_000
    done = process(
        url,
        "load",
        *office.files["corrected"],
        "--json",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert refused(done) == "database_disk"
    assert changed(before, closed_state(url)) == []


def test_a_disk_mounted_read_only(command: Command, office: Office, office_copy: Copy, tmp_path: Path) -> None:
    with disk(tmp_path / "disk", 12) as small:
        url = audited(office_copy(small / "pantau.sqlite"))
        before = (small / "pantau.sqlite").read_bytes()
        subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
        (path,) = office.files["corrected"]
        assert refused(command(url, "load", path, "--json")) == "database_read_only"
        said = command(url, "load", path)
        assert said.code == 2
        for sentence in MESSAGES["database_read_only"]:
            assert sentence in said.out + said.err
        assert (small / "pantau.sqlite").read_bytes() == before
        assert [p.name for p in small.iterdir()] == ["pantau.sqlite"]


def test_a_database_locked_by_another_program(office: Office, office_copy: Copy, tmp_path: Path) -> None:
    engine = office_copy(tmp_path / "pantau.sqlite")
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout = 50").close())
    with engine.execution_options(writes=True).begin(), pytest.raises(OperationalError) as caught:
        load_file(engine, office.files["corrected"][0])
    assert reason_of(caught.value) == "database_locked"


def test_a_file_that_is_no_database(command: Command, office: Office, tmp_path: Path) -> None:
    path = tmp_path / "pantau.sqlite"
    path.write_text("catatan\n" * 1000)
    url = f"sqlite:///{path}"
    assert refused(command(url, "load", *office.files["corrected"], "--json")) == "database_damaged"
    assert path.read_text() == "catatan\n" * 1000


# --- PostgreSQL -----------------------------------------------------------------------------------------


@pytest.fixture
def postgres_copy(postgres_url: str, postgres_office: str) -> Iterator[Callable[..., Engine]]:
    """A function that makes a copy of the office's database (with further words for CREATE DATABASE); its engine."""
    admin = make_engine(postgres_url).execution_options(isolation_level="AUTOCOMMIT")
    source = make_url(postgres_office).database
    engines: list[Engine] = []

    def copy(more: str = "") -> Engine:
        name = f"disk_{len(engines)}"
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {source} {more}"))
        engines.append(make_engine(make_url(postgres_url).set(database=name).render_as_string(hide_password=False)))
        return engines[-1]

    yield copy
    with admin.connect() as connection:
        for engine in engines:
            engine.dispose()
            connection.execute(text(f"DROP DATABASE {engine.url.database} WITH (FORCE)"))
    admin.dispose()


def url_of(engine: Engine, **changes: Any) -> str:
    return engine.url.set(**changes).render_as_string(hide_password=False)


def test_a_postgres_that_is_read_only(command: Command, office: Office, postgres_copy: Callable[..., Engine]) -> None:
    engine = postgres_copy()
    audited(engine)
    before = state(engine)
    with engine.begin() as connection:
        connection.execute(text(f"ALTER DATABASE {engine.url.database} SET default_transaction_read_only = on"))
    assert refused(command(url_of(engine), "load", *office.files["corrected"], "--json")) == "database_read_only"
    assert changed(before, state(engine)) == []


def test_a_postgres_user_without_rights(command: Command, office: Office, postgres_copy: Callable[..., Engine]) -> None:
    engine = postgres_copy()
    audited(engine)
    before = state(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE ROLE looks_only LOGIN PASSWORD 'hush'"))
        connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO looks_only"))
    try:
        mine = url_of(engine, username="looks_only", password="hush")
        assert refused(command(mine, "load", *office.files["corrected"], "--json")) == "database_forbidden"
        wrong = url_of(engine, username="looks_only", password="mistaken")
        done = command(wrong, "load", *office.files["corrected"], "--json")
        assert refused(done) == "database_login" and "mistaken" not in done.out + done.err
        assert changed(before, state(engine)) == []
    finally:
        with engine.begin() as connection:
            connection.execute(text("DROP OWNED BY looks_only; DROP ROLE looks_only"))


def test_a_postgres_locked_by_another_program(office: Office, postgres_copy: Callable[..., Engine]) -> None:
    engine = postgres_copy()
    hasty = make_engine(engine.url.update_query_dict({"options": "-c lock_timeout=50"}).render_as_string(False))
    with engine.begin() as connection:
        connection.execute(text("LOCK TABLE batch IN EXCLUSIVE MODE"))
        with pytest.raises(OperationalError) as caught:
            load_file(hasty, office.files["corrected"][0])
    hasty.dispose()
    assert reason_of(caught.value) == "database_locked"


def test_a_server_that_is_not_there(command: Command, office: Office) -> None:
    url = f"postgresql://pantau:hush@127.0.0.1:{free_port()}/pantau"
    done = command(url, "load", *office.files["corrected"], "--json")
    assert refused(done) == "database_unreachable" and "hush" not in done.out + done.err


def test_a_full_disk_under_a_postgres_table_space(
    office: Office, postgres_url: str, postgres_copy: Callable[..., Engine], tmp_path: Path
) -> None:
    """The tables' disk is full, the server's own is not: it says so and goes on."""
    admin = make_engine(postgres_url).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        data = Path(str(connection.exec_driver_sql("SHOW data_directory").scalar()))
    with disk(data.parent / "small", 64) as small:
        shutil.chown(small, data.stat().st_uid, data.stat().st_gid)
        with admin.connect() as connection:
            connection.execute(text(f"CREATE TABLESPACE small LOCATION '{small}'"))
        engine = postgres_copy("TABLESPACE small STRATEGY file_copy")
        before = state(engine)
        for free in (0, MEGABYTE):
            ballast = fill(small, free)
            with pytest.raises(database_errors()) as caught:
                load_file(engine, office.files["corrected"][0], mode="replace")
            assert reason_of(caught.value) == "database_full"
            ballast.unlink()
            assert changed(before, state(engine)) == []
        load_file(engine, office.files["corrected"][0], mode="replace")
        assert_sound(engine)
        engine.dispose()
        with admin.connect() as connection:
            connection.execute(text(f"ALTER DATABASE {engine.url.database} SET TABLESPACE pg_default"))
            connection.execute(text("DROP TABLESPACE small"))
    admin.dispose()


def test_a_full_disk_under_a_whole_postgres_server(office: Office) -> None:
    """Its own log has no room either: it may break off and recover. What was committed is there again."""
    programs = postgres_programs()
    require(programs, "PostgreSQL (initdb and postgres)")
    assert programs is not None
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="full-") as place, disk(Path(place) / "disk", 160) as small:
        Path(place).chmod(0o755)
        folder = small / "pg"
        folder.mkdir()
        with PostgresCluster(programs, durable=True, folder=folder) as cluster:
            engine = make_engine(cluster.url)
            office.fill(engine)
            before = state(engine)
            ballast = fill(small, MEGABYTE)
            with pytest.raises(database_errors()) as caught:
                for path in office.files["year"] + office.files["corrected"]:
                    kill_acts.load([path], "amend", engine, lambda _step: None)
            assert reason_of(caught.value) in ("database_full", "database_unreachable")
            engine.dispose()
            ballast.unlink()
            if cluster.server.poll() is not None:
                cluster.start()
            assert changed(before, state(engine)) == []
            kill_acts.load(office.files["corrected"], "replace", engine, lambda _step: None)
            assert_sound(engine)
            engine.dispose()
