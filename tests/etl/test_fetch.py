"""Do answers come from ODK Central and KoboToolbox as they are, and does nothing but a message when they do not?

Against servers on this machine that speak the parts of the two APIs that are used, over real HTTP.
"""

from __future__ import annotations

import json
import logging
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select

from etl import fetch, fetch_kobo
from etl.__main__ import main
from etl.load import load_file
from pantau.database import make_engine
from pantau.schema import batch, person
from tests.etl import surveys
from tests.etl.office import AREAS, write_file
from tests.services import free_port

PASSWORD, TOKEN = "kata-sandi-rahasia-7", "token-rahasia-9"


class Survey(ThreadingHTTPServer):
    """Both servers in one. ``mode`` is how they behave: as they should, or in one of the ways they do not."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.mode = ""
        self.archive = self.workbook = b""
        self.asked: list[tuple[str, str, str]] = []
        self.polls = 0
        self.elsewhere = self.url


class Handler(BaseHTTPRequestHandler):
    server: Survey
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._note("POST")
        if self.path == "/v1/sessions":
            good = body == {"email": "petugas@contoh.id", "password": PASSWORD}
            self._json(200 if good else 401, {"token": "sesi"} if good else {"message": f"salah: {body}"})
        elif self.path == "/api/v2/assets/aBc/exports/":
            self._kobo(201, {"uid": "e1", "status": "created"} if body["type"] == "xls" else {})
        else:
            self._json(404, {})

    def do_GET(self) -> None:
        self._note("GET")
        path = urlsplit(self.path).path
        if path == "/v1/projects/7/forms/survei%20keluarga/submissions.csv.zip":
            signed = self.headers["Authorization"] == "Bearer sesi"
            self._file(self.server.archive) if signed else self._json(401, {})
        elif path == "/api/v2/assets/aBc/exports/e1/":
            self.server.polls += 1
            state = "processing" if self.server.polls < 3 else "error" if self.server.mode == "error" else "complete"
            self._kobo(200, {"status": state, "result": f"{self.server.elsewhere}/berkas/e1.xlsx"})
        elif path == "/berkas/e1.xlsx":
            self._file(self.server.workbook)
        else:
            self._json(404, {"message": PASSWORD})

    def _note(self, method: str) -> None:
        self.server.asked.append((method, self.path, self.headers.get("Authorization", "")))

    def _kobo(self, status: int, found: dict) -> None:
        good = self.headers["Authorization"] == f"Token {TOKEN}"
        self._json(status if good else 401, found if good else {"detail": self.headers["Authorization"]})

    def _json(self, status: int, found: dict) -> None:
        content = b"<html>bukan JSON" if self.server.mode == "html" else json.dumps(found).encode()
        self._answer(500 if self.server.mode == "500" else status, content, len(content))

    def _file(self, content: bytes) -> None:
        half = content[: len(content) // 2]
        if self.server.mode == "broken off":
            self._answer(200, half, len(content))
            self.close_connection = True
        elif self.server.mode == "half":
            self._answer(200, half, len(half))
        else:
            self._answer(200, content, len(content))

    def _answer(self, status: int, content: bytes, length: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Survey]:
    with Survey() as server:
        server.archive = surveys.odk_zip(
            tmp_path / "a.zip", survei=surveys.odk_main(), survei__anggota=surveys.odk_members()
        ).read_bytes()
        server.workbook = surveys.kobo_workbook(
            tmp_path / "a.xlsx", Survei_Keluarga=surveys.kobo_main(), anggota=surveys.kobo_members()
        ).read_bytes()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def with_areas(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A database that knows the RW and RT of the survey."""
    folder = tmp_path_factory.mktemp("areas")
    shutil.copyfile(sqlite_template, folder / "pantau.sqlite")
    engine = make_engine(f"sqlite:///{folder / 'pantau.sqlite'}")
    load_file(engine, write_file(folder, "wilayah", "comma", AREAS))
    engine.dispose()
    return folder / "pantau.sqlite"


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, server: Survey, with_areas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content in (("sandi", f"{PASSWORD}\n"), ("token", TOKEN)):
        (tmp_path / name).write_text(content)
    for name, value in {
        "NO_PROXY": "127.0.0.1",
        "PANTAU_DATABASE_URL": f"sqlite:///{tmp_path / 'pantau.sqlite'}",
        "PANTAU_ODK_URL": server.url,
        "PANTAU_ODK_USER": "petugas@contoh.id",
        "PANTAU_ODK_PASSWORD_FILE": str(tmp_path / "sandi"),
        "PANTAU_ODK_PROJECT": "7",
        "PANTAU_ODK_FORM": "survei keluarga",
        "PANTAU_KOBO_URL": f"{server.url}/",
        "PANTAU_KOBO_ASSET": "aBc",
        "PANTAU_KOBO_TOKEN_FILE": str(tmp_path / "token"),
        "PYODK_CONFIG_FILE": str(tmp_path / "tidak-ada.toml"),
        "PYODK_CACHE_FILE": str(tmp_path / "cache.toml"),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(fetch_kobo, "_PAUSE", 0.01)
    shutil.copyfile(with_areas, tmp_path / "pantau.sqlite")


class Run:
    """``python -m etl fetch``, and everything that it showed to anyone."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
        self.folder = folder
        self.capsys, self.caplog = capsys, caplog

    def __call__(self, kind: str, *more: str) -> tuple[int, dict]:
        code = main(["fetch", kind, "--to", str(self.folder), "--json", *more])
        shown = self.capsys.readouterr()
        for secret in (PASSWORD, TOKEN, "sesi"):
            assert secret not in shown.out + shown.err + self.caplog.text
        assert not list(self.folder.glob("*.part")) and not list(self.folder.glob(".*")), "no half files are left"
        return code, json.loads(shown.out)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Run:
    caplog.set_level(logging.DEBUG)
    return Run(tmp_path / "unduhan", capsys, caplog)


def people(folder: Path) -> int:
    engine = make_engine(f"sqlite:///{folder / 'pantau.sqlite'}")
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(person)) or 0


@pytest.mark.parametrize("kind", ["odk", "kobo"])
def test_answers_are_fetched_and_loaded_once(run: Run, kind: str, tmp_path: Path, server: Survey) -> None:
    code, report = run(kind)
    assert code == 0 and (report["kind"], report["rows"], report["loaded"]) == ("registry", 5, 5), report
    assert people(tmp_path) == 5 and len(list(run.folder.iterdir())) == 1
    assert not (tmp_path / "cache.toml").exists(), "no token is kept"
    # The same answers in an archive made anew are the same answers.
    before = server.archive, server.workbook
    server.archive = surveys.odk_zip(
        tmp_path / "b.zip", survei__anggota=surveys.odk_members(), survei=surveys.odk_main()
    ).read_bytes()
    server.workbook = surveys.kobo_workbook(
        tmp_path / "b.xlsx", anggota=surveys.kobo_members(), Survei_Keluarga=surveys.kobo_main()
    ).read_bytes()
    assert server.archive != before[0] and server.workbook != before[1]
    code, report = run(kind)
    assert code == 0 and report["unchanged"] and len(list(run.folder.iterdir())) == 1


def test_new_answers_are_a_new_file(run: Run, tmp_path: Path, server: Survey) -> None:
    run("odk")
    server.archive = surveys.odk_zip(
        tmp_path / "b.zip", survei=surveys.odk_main(), survei__anggota=surveys.odk_members()[:4]
    ).read_bytes()
    _, report = run("odk")
    assert not report["unchanged"] and report["rows"] == 3


def test_what_is_asked_of_central(run: Run, server: Survey) -> None:
    run("odk")
    method, path, authorization = server.asked[-1]
    options = parse_qs(urlsplit(path).query)
    assert (method, authorization) == ("GET", "Bearer sesi")
    assert options["attachments"] == ["false"] and options["groupPaths"] == ["true"]


def test_the_token_goes_to_no_other_host(run: Run, server: Survey, tmp_path: Path) -> None:
    with Survey() as other:
        other.workbook = server.workbook
        threading.Thread(target=other.serve_forever, daemon=True).start()
        server.elsewhere = other.url
        code, report = run("kobo")
        other.shutdown()
    assert code == 0 and report["loaded"] == 5
    assert other.asked == [("GET", "/berkas/e1.xlsx", "")]


def test_check_loads_nothing(run: Run, tmp_path: Path) -> None:
    code, report = run("odk", "--check")
    assert code == 0 and report["loaded"] == 5 and people(tmp_path) == 0


def reason(report: dict) -> str:
    (found,) = report["rejections"]
    assert found["row"] == 0 and found["message_id"] and found["message_en"] and report["status"] == "error"
    return found["reason"]


@pytest.mark.parametrize("kind", ["odk", "kobo"])
@pytest.mark.parametrize(
    "mode, expected",
    [("500", "fetch_failed"), ("half", "fetch_half"), ("broken off", "fetch_half"), ("html", "fetch_failed")],
)
def test_a_server_that_fails(run: Run, tmp_path: Path, server: Survey, kind: str, mode: str, expected: str) -> None:
    server.mode = mode
    code, report = run(kind)
    assert (code, reason(report)) == (2, expected) and people(tmp_path) == 0
    server.mode = ""
    assert run(kind)[0] == 0


@pytest.mark.parametrize("kind", ["odk", "kobo"])
def test_a_wrong_password(run: Run, tmp_path: Path, kind: str) -> None:
    (tmp_path / ("sandi" if kind == "odk" else "token")).write_text("keliru")
    code, report = run(kind)
    assert (code, reason(report)) == (2, "fetch_refused")


@pytest.mark.parametrize("kind", ["odk", "kobo"])
def test_the_network_is_down(run: Run, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"PANTAU_{kind.upper()}_URL", f"http://127.0.0.1:{free_port()}")
    code, report = run(kind)
    assert (code, reason(report)) == (2, "fetch_unreachable")


@pytest.mark.parametrize("kind, variable", [("odk", "PANTAU_ODK_FORM"), ("kobo", "PANTAU_KOBO_ASSET")])
def test_a_form_that_is_not_there(run: Run, kind: str, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "lain/../x")
    assert reason(run(kind)[1]) == "fetch_not_found"


def test_an_export_that_fails_or_never_ends(run: Run, server: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    server.mode = "error"
    assert reason(run("kobo")[1]) == "fetch_failed"
    monkeypatch.setattr(fetch_kobo, "WAIT_MINUTES", 0)
    assert reason(run("kobo")[1]) == "fetch_too_slow"


@pytest.mark.parametrize("kind, variable", [("odk", "PANTAU_ODK_PASSWORD_FILE"), ("kobo", "PANTAU_KOBO_TOKEN_FILE")])
def test_settings_that_are_not_there(
    run: Run, tmp_path: Path, kind: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, str(tmp_path / "tidak-ada"))
    assert reason(run(kind)[1]) == "fetch_secret_file"
    monkeypatch.delenv(variable)
    report = run(kind)[1]
    assert reason(report) == "fetch_not_configured" and variable in report["rejections"][0]["message_id"]


@pytest.mark.parametrize(
    "url", ["http://survei.contoh.id", "ftp://127.0.0.1", "survei.contoh.id", "file:///etc/passwd"]
)
def test_no_password_in_the_open(run: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("odk", "kobo"):
        monkeypatch.setenv(f"PANTAU_{kind.upper()}_URL", url)
        assert reason(run(kind)[1]) == "fetch_insecure"


def test_pyodks_own_configuration(run: Run, tmp_path: Path, server: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "pyodk.toml"
    file.write_text(
        f'[central]\nbase_url = "{server.url}"\nusername = "petugas@contoh.id"\npassword = "{PASSWORD}"\n',
        encoding="utf-8",
    )
    for name in ("URL", "USER", "PASSWORD_FILE"):
        monkeypatch.delenv(f"PANTAU_ODK_{name}")
    assert reason(run("odk")[1]) == "fetch_not_configured"
    monkeypatch.setenv("PYODK_CONFIG_FILE", str(file))
    assert run("odk")[0] == 0


def test_a_download_without_end_is_stopped(run: Run, server: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANTAU_MAX_FILE_MB", "1")
    server.archive = bytes(3 * 1024**2)
    assert reason(run("odk")[1]) == "file_size_limit"


def test_a_name_with_signs_is_no_path(tmp_path: Path) -> None:
    content = surveys.odk_zip(tmp_path / "a.zip", survei=surveys.odk_main()).read_bytes()
    path = fetch.save([content], tmp_path / "unduhan", "../../etc/x y", ".zip")
    assert path.parent == tmp_path / "unduhan" and path.name.startswith("etc_x_y-")


def test_nothing_was_loaded_by_these_failures(run: Run, tmp_path: Path, server: Survey) -> None:
    server.mode = "half"
    run("odk")
    engine = make_engine(f"sqlite:///{tmp_path / 'pantau.sqlite'}")
    with engine.connect() as connection:
        assert connection.scalars(select(batch.c.kind)).all() == ["areas"]
