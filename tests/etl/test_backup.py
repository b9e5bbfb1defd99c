"""Is what a backup brings back what was there, and is a database left alone by one that is no good?"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine, make_url, select, text
from sqlalchemy.event import listen
from sqlalchemy.exc import OperationalError

from etl import backup, backup_postgres, backup_sqlite
from etl.__main__ import main
from etl.backup import BackupError, restore, write
from etl.database_errors import reason_of
from etl.load import load_file
from etl.messages import MESSAGES
from pantau import queries
from pantau.database import make_engine
from pantau.queries import Cells
from pantau.schema import event
from tests.etl.conftest import Office
from tests.etl.state import SOME, State, assert_sound, changed, state

New = Callable[[bool], Engine]


@pytest.fixture(params=["sqlite", "postgresql"])
def new_office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[New]:
    """A function that makes a database: a copy of the office's, or an empty one."""
    made: list[Engine] = []
    office: Office = request.getfixturevalue("office")

    def sqlite(filled: bool) -> Engine:
        folder = tmp_path / f"place_{len(made)}"
        folder.mkdir(mode=0o700)
        if filled:
            (folder / "pantau.sqlite").write_bytes(office.database.read_bytes())
        return make_engine(f"sqlite:///{folder / 'pantau.sqlite'}")

    def postgres(filled: bool) -> Engine:
        url = request.getfixturevalue("postgres_url")
        name = f"backup_{os.getpid()}_{time.monotonic_ns()}"
        template = make_url(request.getfixturevalue("postgres_office")).database if filled else "template1"
        admin = make_engine(url).execution_options(isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        admin.dispose()
        return make_engine(make_url(url).set(database=name).render_as_string(hide_password=False))

    def new(filled: bool) -> Engine:
        made.append((sqlite if request.param == "sqlite" else postgres)(filled))
        return made[-1]

    yield new
    for engine in made:
        engine.dispose()


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Safety copies of PostgreSQL go to the project's local data: not those of a test."""
    monkeypatch.setattr(backup, "DEFAULT_DATABASE", tmp_path / "local" / "pantau.sqlite")


def all_figures(engine: Engine) -> pd.DataFrame:
    cells = Cells(tuple(queries.periods(engine)), (0, *queries.programmes(engine)["programme_id"]), "rw")
    return queries.figures(engine, SOME, cells)


def without_event(found: State) -> State:
    """All but the list of events: a restore is one itself."""
    return {name: digest for name, digest in found.items() if name != "event"}


def reason(engine: Engine, file: Path, force: bool = False) -> str:
    """Why it is refused."""
    with pytest.raises(BackupError) as caught:
        restore(engine, file, "petugas", force)
    for sentence in caught.value.words():
        assert "{" not in sentence and sentence
    return caught.value.reason


def test_what_was_backed_up_comes_back(new_office: New, tmp_path: Path) -> None:
    first, second = new_office(True), new_office(False)
    before, figures = state(first), all_figures(first)
    assert figures["value"].notna().sum() > 500
    path, manifest = write(first, tmp_path / "stik")
    assert [p.name for p in path.parent.iterdir()] == [path.name] and path.stat().st_mode & 0o777 == 0o600
    assert manifest.rows["disbursement"] > 300 and manifest.event_id == queries.data_version(first)
    done = restore(second, path, "petugas")
    assert done.safety_copy is None
    assert changed(without_event(before), without_event(state(second))) == []
    pd.testing.assert_frame_equal(all_figures(second), figures, check_exact=True)
    assert_sound(second)
    with second.connect() as connection:
        last = connection.execute(select(event).order_by(event.c.event_id.desc())).mappings().first()
    assert last and (last["kind"], last["actor"], last["note"]) == ("restore", "petugas", path.name)
    again, _ = write(second, tmp_path / "again.zip")  # and can be backed up again
    assert again.is_file()


def test_a_backup_while_a_load_is_under_way(office: Office, new_office: New, tmp_path: Path) -> None:
    engine, fresh = new_office(True), new_office(False)
    before = state(engine)
    midway, go_on = threading.Event(), threading.Event()

    def wait(step: str) -> None:
        if step == "history":  # facts and marts are written, and not yet committed
            midway.set()
            assert go_on.wait(60)

    loader = threading.Thread(target=lambda: load_file(engine, office.files["corrected"][0], progress=wait))
    loader.start()
    try:
        assert midway.wait(60)
        path, _ = write(engine, tmp_path / "selagi.zip")
    finally:
        go_on.set()
        loader.join()
    assert "disbursement" in changed(before, state(engine))
    restore(fresh, path, "petugas")
    assert changed(without_event(before), without_event(state(fresh))) == []


def test_data_are_replaced_only_when_asked_and_are_backed_up_first(
    office: Office, new_office: New, tmp_path: Path
) -> None:
    engine, third = new_office(True), new_office(False)
    first = state(engine)
    path, _ = write(engine, tmp_path / "dulu.zip")
    load_file(engine, office.files["corrected"][0])
    load_file(engine, office.files["boundaries"][0])
    second, version = state(engine), queries.data_version(engine)
    assert reason(engine, path) == "backup_not_empty"
    assert changed(second, state(engine)) == []
    with engine.connect() as dashboard:  # open all the while, as a dashboard has it
        dashboard.scalar(select(event.c.event_id))
        dashboard.rollback()
        done = restore(engine, path, "petugas", force=True)
        assert dashboard.scalars(select(event.c.event_id)).all()[-1] == done.event_id
    assert changed(without_event(first), without_event(state(engine))) == []
    assert queries.data_version(engine) == done.event_id > version  # pages do not take it for a state they know
    assert_sound(engine)
    assert done.safety_copy
    restore(third, done.safety_copy, "petugas")
    assert changed(without_event(second), without_event(state(third))) == []


def test_a_load_that_comes_in_between_is_not_lost(office: Office, new_office: New, tmp_path: Path) -> None:
    """SQLite lets no load in once the restore has begun; on PostgreSQL the restore gives way."""
    engine = new_office(True)
    path, _ = write(engine, tmp_path / "dulu.zip")
    load_file(engine, office.files["boundaries"][0])
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path)
        manifest = json.loads(archive.read(backup.MANIFEST))
    expected = backup.Content(manifest["revision"], manifest["event_id"], manifest["rows"])
    other = make_engine(engine.url.render_as_string(hide_password=False))
    refused: list[str] = []

    def save() -> Path:
        """Just after this a load would be in neither the safety copy nor what is restored."""
        try:
            load_file(other, office.files["corrected"][0])
        except OperationalError as error:
            refused.append(reason_of(error))
        return path

    if engine.dialect.name == "sqlite":
        listen(other, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout = 50").close())
        backup_sqlite.put_back(engine, tmp_path / "pantau.sqlite", expected, save, True, lambda old: old + 1)
        assert refused == ["database_locked"]
    else:
        with pytest.raises(BackupError) as caught:
            backup_postgres.put_back(engine, tmp_path / "pantau.dump", expected, save, force=True)
        assert (refused, caught.value.reason) == ([], "backup_moved_on")
        assert load_file(engine, office.files["corrected"][0]).unchanged
    other.dispose()


def test_a_damaged_backup_changes_nothing(new_office: New, tmp_path: Path) -> None:
    engine = new_office(True)
    path, _ = write(engine, tmp_path / "baik.zip")
    before, whole = state(engine), path.read_bytes()
    bad, dice = tmp_path / "rusak.zip", random.Random(1)
    found = set()
    for _ in range(12):
        bad.write_bytes(whole[: dice.randrange(len(whole))])  # copying was broken off
        found.add(reason(engine, bad, force=True))
    for _ in range(12):
        at = dice.randrange(600, len(whole) - 600)  # within the database's member
        bad.write_bytes(whole[:at] + bytes([whole[at] ^ 0x40]) + whole[at + 1 :])
        assert reason(engine, bad, force=True) == "backup_damaged"
    assert found <= {"backup_damaged", "backup_not_ours"} and "backup_damaged" in found
    assert changed(before, state(engine)) == []


def test_a_file_that_is_no_backup_changes_nothing(office: Office, new_office: New, tmp_path: Path) -> None:
    engine = new_office(True)
    path, _ = write(engine, tmp_path / "baik.zip")
    before = state(engine)
    text_file, empty = tmp_path / "catatan.txt", tmp_path / "kosong.zip"
    text_file.write_text("bukan cadangan\n" * 100)
    empty.touch()
    workbook = next(p for p in office.files["settled"] if p.suffix == ".xlsx")
    for file in (text_file, empty, workbook, office.database):
        assert reason(engine, file, force=True) == "backup_not_ours"
    for file in (tmp_path / "tidak_ada.zip", tmp_path):
        assert reason(engine, file, force=True) == "backup_not_found"
    edits: list[tuple[dict[str, object], str]] = [
        ({"revision": "9999"}, "backup_newer"),
        ({"format": 2}, "backup_newer"),
        ({"database": "oracle"}, "backup_not_ours"),
        ({"sha256": "0" * 64}, "backup_damaged"),
        ({"size": 10}, "backup_damaged"),
    ]
    for edit, why in edits:
        assert reason(engine, edited(path, tmp_path / "lain.zip", edit), force=True) == why
    with zipfile.ZipFile(path) as archive:
        rows = json.loads(archive.read(backup.MANIFEST))["rows"]
    fewer = edited(path, tmp_path / "lain.zip", {"rows": {**rows, "disbursement": rows["disbursement"] - 1}})
    assert reason(engine, fewer, force=True) in ("backup_damaged", "backup_not_reconciled")
    assert changed(before, state(engine)) == []


def edited(path: Path, target: Path, changes: dict[str, object]) -> Path:
    """The backup with another manifest."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == backup.MANIFEST:
                content = json.dumps({**json.loads(content), **changes}).encode()
            copy.writestr(name, content)
    return target


def test_a_backup_of_the_other_kind_of_database(
    office: Office, postgres_office: str, tmp_path: Path, sqlite_engine: Engine
) -> None:
    postgres = make_engine(postgres_office)
    theirs, _ = write(make_engine(f"sqlite:///{office.database}"), tmp_path / "sqlite.zip")
    ours, _ = write(postgres, tmp_path / "postgres.zip")
    assert reason(sqlite_engine, ours) == reason(postgres, theirs, force=True) == "backup_other_database"
    postgres.dispose()


def test_what_a_killed_backup_left_behind_goes(new_office: New, tmp_path: Path) -> None:
    left, young = (tmp_path / f"{backup._UNFINISHED}{name}" for name in ("lama", "baru"))
    for folder in (left, young):
        folder.mkdir()
        (folder / "pantau.sqlite").write_text("isi")
    long_ago = time.time() - 2 * backup._LONG_AGO
    os.utime(left, (long_ago, long_ago))
    path, _ = write(new_office(True), tmp_path)
    assert path.exists() and not left.exists() and young.exists()  # the young one may be another's, under way


def test_a_backup_overwrites_nothing(new_office: New, tmp_path: Path) -> None:
    engine = new_office(True)
    precious = tmp_path / "foto.zip"
    precious.write_text("bukan cadangan")
    with pytest.raises(BackupError, match="backup_exists"):
        write(engine, precious)
    assert precious.read_text() == "bukan cadangan"
    with pytest.raises(BackupError, match="backup_nothing"):
        write(new_office(False), tmp_path / "kosong.zip")


# --- SQLite ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("harm", ["no database", "a page"])
def test_a_damaged_database_is_set_aside(office: Office, tmp_path: Path, harm: str) -> None:
    place = tmp_path / "pantau.sqlite"
    place.write_bytes(office.database.read_bytes())
    engine = make_engine(f"sqlite:///{place}")
    before = state(engine)
    path, _ = write(engine, tmp_path / "baik.zip")
    engine.dispose()
    harmed = bytearray(place.read_bytes())
    harmed[:4096] = b"x" * 4096 if harm == "no database" else harmed[:4096]
    for page in range(1, len(harmed) // 4096 - 1):
        harmed[page * 4096 : page * 4096 + 60] = b"\xff" * 60
    place.write_bytes(harmed)
    assert reason(engine, path) in ("backup_current_damaged", "backup_not_empty")
    assert place.read_bytes()[4096:] == harmed[4096:]
    done = restore(engine, path, "petugas", force=True)
    assert done.set_aside and done.set_aside.read_bytes()[4096:] == harmed[4096:]
    engine.dispose()
    assert changed(without_event(before), without_event(state(engine))) == []
    assert_sound(engine)
    engine.dispose()


def test_a_restore_that_is_killed(office: Office, tmp_path: Path) -> None:
    place, loaded = tmp_path / "pantau.sqlite", tmp_path / "dimuat.sqlite"
    place.write_bytes(office.database.read_bytes())
    engine = make_engine(f"sqlite:///{place}")
    path, _ = write(engine, tmp_path / "baik.zip")
    restored = without_event(state(engine))
    load_file(engine, office.files["corrected"][0])
    before = without_event(state(engine))
    engine.dispose()
    loaded.write_bytes(place.read_bytes())

    def start() -> int:
        for left in tmp_path.glob("pantau.sqlite*"):
            left.unlink()
        place.write_bytes(loaded.read_bytes())
        if (child := os.fork()) == 0:
            try:
                restore(make_engine(f"sqlite:///{place}"), path, "petugas", force=True)
                os._exit(0)
            finally:
                os._exit(1)
        return child

    started = time.monotonic()
    assert os.waitpid(start(), 0)[1] == 0
    usual = time.monotonic() - started
    found = [without_event(state(engine))]
    engine.dispose()
    for share in (0.02, 0.2, 0.4, 0.6, 0.8, 0.9):
        child = start()
        time.sleep(share * usual)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found.append(without_event(state(engine)))
        assert_sound(engine)
        engine.dispose()
    assert found[0] == restored and all(one in (before, restored) for one in found)
    assert before in found  # it was killed in time at least once


# --- the command line -----------------------------------------------------------------------------------


def test_the_commands(
    new_office: New, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    engine, other = new_office(True), new_office(False)
    called: list[str] = []
    real = subprocess.run

    def run(command: list[object], *arguments: object, **options: object) -> object:
        called.extend(map(str, command))
        return real(command, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", run)
    target = tmp_path / "stik"
    target.mkdir()

    def command(on: Engine, *arguments: object) -> tuple[int, str]:
        monkeypatch.setenv("PANTAU_DATABASE_URL", on.url.render_as_string(hide_password=False))
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    code, said = command(engine, "backup", target, "--json")
    answer = json.loads(said)
    assert (code, answer["status"]) == (0, "made") and Path(answer["file"]).parent == target
    code, said = command(other, "restore", answer["file"], "--json", "--by", "petugas")
    assert code == 0 and json.loads(said)["status"] == "restored"
    code, said = command(other, "restore", answer["file"], "--json")
    assert (code, json.loads(said)["reason"]) == (2, "backup_not_empty")
    code, said = command(other, "restore", answer["file"])
    assert code == 2 and "--force" in said and "berkas" in said and "files" in said
    code, said = command(other, "restore", answer["file"], "--force")
    assert code == 0 and "Dipulihkan" in said and "Restored" in said and "sebelum-pemulihan" in said
    code, said = command(other, "backup")
    assert code == 0 and "sudah diperiksa" in said
    if engine.dialect.name == "postgresql":
        assert any("pg_dump" in word for word in called) and any("psql" in word for word in called)
    assert not any(str(engine.url.password) in word for word in called)


def test_postgres_programs_that_are_missing(new_office: New, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = new_office(True)
    if engine.dialect.name == "sqlite":
        write(engine, tmp_path / "perlu_tidak_ada.zip")  # needs none
        return
    monkeypatch.setattr(backup_postgres, "_USUAL_PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError) as caught:
        write(engine, tmp_path / "tanpa.zip")
    assert caught.value.reason == "backup_no_program" and "pg_dump" in caught.value.words()[0]
    assert not (tmp_path / "tanpa.zip").exists()


def test_every_sentence_can_be_filled() -> None:
    fields = dict.fromkeys(
        "file detail program version code theirs ours revision batches".split(),
        "x",
    )
    for name in (name for name in MESSAGES if name.startswith("backup_")):
        for sentence in BackupError(name, **fields).words():
            assert sentence.strip() and "{" not in sentence
