"""What tests share: databases on both engines, the demo data, a running dashboard, a browser.

Missing tools: a test that needs one is skipped, visibly (``-rs``); under CI it fails instead (:func:`require`).
With several xdist workers, the demo data are made once, by whichever worker comes first.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from pantau.database import ROOT, make_engine, upgrade
from tests.services import PostgresCluster, browser_arguments, file_lock, postgres_programs, running_app

SHARED_DATA = ROOT.parent / "shared" / "data"


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def require(there: object, what: str) -> None:
    """Skip the test, or under CI fail it, unless ``there``; ``what`` says what is missing."""
    if not there:
        (pytest.fail if in_ci() else pytest.skip)(f"needs {what}")


def pytest_configure() -> None:
    """Ctrl-C reaches the programs that tests start, also where this run was put into the background, which ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


LONGEST = (
    *("test_two_databases", "test_audit", "test_numbers", "test_batches", "test_duplicates", "test_backup"),
    *("test_exports", "test_data_page", "test_filters", "test_accessibility", "test_forum"),
)
"""The files that take longest, begun first: else one worker would still be at one of them when the other has ended."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser or PostgreSQL; begin with the :data:`LONGEST`."""
    order = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))  # stable: a file stays together
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        if fixtures & {"browser", "app_server"}:
            item.add_marker(pytest.mark.browser)
        elif fixtures & {"postgres_url", "postgres_engine"} or "postgresql" in parameters.values():
            item.add_marker(pytest.mark.postgres)


# --- databases --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the schema and the reference rows; tests get copies."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()  # the last connection empties the write-ahead log into the file
    return path


@pytest.fixture
def sqlite_engine(tmp_path: Path, sqlite_template: Path) -> Iterator[Engine]:
    """A fresh SQLite database at the newest revision."""
    path = tmp_path / "pantau.sqlite"
    shutil.copyfile(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def new_sqlite(tmp_path: Path, sqlite_template: Path) -> Iterator[Callable[[], Engine]]:
    """A function that makes a further fresh SQLite database."""
    engines: list[Engine] = []

    def new() -> Engine:
        path = tmp_path / f"further_{len(engines)}.sqlite"
        shutil.copyfile(sqlite_template, path)
        engines.append(make_engine(f"sqlite:///{path}"))
        return engines[-1]

    yield new
    for engine in engines:
        engine.dispose()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """URL of the ``postgres`` database of a real, throw-away PostgreSQL server, as its superuser."""
    programs = postgres_programs()
    require(programs, "PostgreSQL (initdb and postgres)")
    assert programs is not None
    with PostgresCluster(programs) as cluster:
        yield cluster.url


@pytest.fixture(scope="session")
def new_postgres_database(postgres_url: str) -> Iterator[Callable[[], str]]:
    """A function that makes a database at the newest revision and returns its URL."""
    server = make_engine(postgres_url)
    made = 0

    def url_of(name: str) -> str:
        return make_url(postgres_url).set(database=name).render_as_string(hide_password=False)

    def statement(sql: str) -> None:
        with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(sql))

    statement("CREATE DATABASE template_pantau")
    template = make_engine(url_of("template_pantau"))
    upgrade(template)
    template.dispose()

    def new() -> str:
        nonlocal made
        made += 1
        statement(f"CREATE DATABASE test_{made} TEMPLATE template_pantau")
        return url_of(f"test_{made}")

    yield new
    server.dispose()


@pytest.fixture
def postgres_engine(new_postgres_database: Callable[[], str]) -> Iterator[Engine]:
    """A fresh PostgreSQL database at the newest revision."""
    engine = make_engine(new_postgres_database())
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """A fresh database at the newest revision, on SQLite and again on PostgreSQL."""
    return request.getfixturevalue("sqlite_engine" if request.param == "sqlite" else "postgres_engine")


# --- data -------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real public data beside the project (``boundaries/``, ``areas/``)."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs ../shared/data beside the project")
    return SHARED_DATA


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for this test run, the same for all its workers; ``make test`` has one for both of its runs."""
    if shared := os.environ.get("PANTAU_TEST_FOLDER"):
        return Path(shared)
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def demo_files(run_folder: Path) -> list[Path]:
    """The demo's office-style files, in the order in which to load them. Not to be changed by tests."""
    from etl import demo

    folder, done = run_folder / "demo_files", run_folder / "demo_files.json"
    with file_lock(run_folder / "demo_files.lock"):
        if not done.exists():
            folder.mkdir(exist_ok=True)
            files = demo.generate(folder)
            done.write_text(json.dumps([str(f) for f in files]))
    return [Path(name) for name in json.loads(done.read_text())]


@pytest.fixture(scope="session")
def demo_database(run_folder: Path, demo_files: list[Path], sqlite_template: Path) -> Path:
    """An SQLite file into which the ETL has loaded the demo files, audited. For reading only: all tests share it."""
    from etl.load import load_files
    from pantau import audit

    path, done = run_folder / "demo.sqlite", run_folder / "demo.sqlite.done"
    with file_lock(run_folder / "demo.sqlite.lock"):
        if not done.exists():
            shutil.copyfile(sqlite_template, path)
            engine = make_engine(f"sqlite:///{path}")
            for report, file in zip(load_files(engine, demo_files, synthetic=True), demo_files, strict=True):
                assert report.status != "error", f"{file.name}: {report.problems[:3]}"
            audit.run(engine, "tests")
            engine.dispose()
            done.touch()
    return path


@pytest.fixture(scope="session")
def demo_engine(demo_database: Path) -> Iterator[Engine]:
    """An engine on :func:`demo_database`, for reading only."""
    engine = make_engine(f"sqlite:///{demo_database}")
    yield engine
    engine.dispose()


# --- the dashboard and a browser ----------------------------------------------------------------------


@pytest.fixture(scope="session")
def app_server(demo_database: Path, run_folder: Path) -> Iterator[str]:
    """Base URL of a dashboard over :func:`demo_database`. Its log is shown when a test fails to start it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with running_app(f"sqlite:///{demo_database}", run_folder / f"app-{worker}.log") as url:
        yield url


@pytest.fixture(scope="session")
def empty_app_server(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base URL of a dashboard over a database file that does not exist yet."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    database = tmp_path_factory.mktemp("empty") / "none.sqlite"
    with running_app(f"sqlite:///{database}", run_folder / f"app-empty-{worker}.log") as url:
        yield url


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = shutil.which("chromium")
    require(path, "Chromium (apt install chromium)")
    assert path is not None
    return path


@pytest.fixture(scope="module")  # not the session: while it is open, asyncio is in use in this thread
def browser(chromium_path: str) -> Iterator[object]:
    """A Playwright (sync) ``Browser``: the system's own Chromium, headless."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=browser_arguments())
        yield chromium
        chromium.close()


@pytest.fixture
def run_python() -> Callable[..., subprocess.CompletedProcess[str]]:
    """A function that runs ``python ARGS`` in the project's folder, with further environment variables as keywords."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1", **variables},
            capture_output=True,
            encoding="utf-8",
            timeout=600,
        )

    return run
