"""Backups: the whole database as one file, and the way back.

The file is a ZIP with two members: ``manifest.json`` (what, when, schema revision, newest event, rows of each table,
SHA-256) and the database itself, ``pantau.sqlite`` (a file that SQLite opens) or ``pantau.dump`` (as pg_restore reads
it). It identifies people and is not encrypted; only its owner may read it.

A backup is one moment of the database, taken while loads and readers go on. It is restored in one transaction, or not at
all. What was restored is an event of its own, with a number above all there were: pages tell states of the data by it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine, insert

from etl import backup_postgres, backup_sqlite
from etl.backup_content import BackupError, Content, Rows, event_to_come
from pantau.database import DEFAULT_DATABASE, make_engine, now, revisions, upgrade
from pantau.schema import event

FORMAT = 1
MANIFEST = "manifest.json"
MEMBERS = {"sqlite": "pantau.sqlite", "postgresql": "pantau.dump"}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
FOLDER = "cadangan"

_UNFINISHED = ".belum-selesai-"
_LONG_AGO = 24 * 3600.0
"""Seconds after which what is unfinished will not be finished any more."""

_MANIFEST_SIZE = 2**20
_BLOCK = 2**20


@dataclass(frozen=True)
class Manifest:
    """What is in a backup."""

    format: int
    made_at: str  # UTC
    database: str  # sqlite | postgresql
    revision: str  # of the schema
    event_id: int  # the newest
    rows: Rows
    size: int  # bytes of the database's member
    sha256: str


@dataclass(frozen=True)
class Restored:
    """What a restore did."""

    manifest: Manifest
    event_id: int
    safety_copy: Path | None  # backup of what was there
    set_aside: Path | None  # what was there, where it could not be read any more


def default_folder(engine: Engine) -> Path:
    """Where backups go when nothing else is said: beside the SQLite file, else in the project's local data."""
    database = engine.url.database if engine.dialect.name == "sqlite" else None
    return (Path(database).resolve() if database else DEFAULT_DATABASE).parent / FOLDER


# --- making one -----------------------------------------------------------------------------------------


def write(engine: Engine, target: Path | None = None) -> tuple[Path, Manifest]:
    """Back the database up to ``target`` (a file that is not there yet, or a folder); the file and its manifest.

    BackupError when it cannot be made; nothing half-written is left behind.
    """
    path = _file_for(engine, target)
    if path.exists():
        raise BackupError("backup_exists", file=path.name)
    try:
        with _workshop(path.parent) as folder:
            member = folder / MEMBERS[engine.dialect.name]
            specialist = backup_sqlite if engine.dialect.name == "sqlite" else backup_postgres
            content: Content = specialist.copy_out(engine, member)
            manifest = Manifest(
                FORMAT,
                now().isoformat(),
                engine.dialect.name,
                content.revision,
                content.event_id,
                content.rows,
                member.stat().st_size,
                _sha256(member),
            )
            unfinished = folder / path.name
            _pack(member, manifest, unfinished)
            with opened(unfinished) as (archive, _):  # what was written can be read again
                _read_member(archive, manifest, None, path.name)
            unfinished.rename(path)
    except OSError as error:
        raise BackupError("backup_not_written", file=str(path), detail=error.strerror or type(error).__name__) from None
    return path, manifest


def _file_for(engine: Engine, target: Path | None) -> Path:
    if target is not None and not target.is_dir() and target.suffix:
        return target
    return _new_name(target or default_folder(engine), "cadangan-pantau")


def _new_name(folder: Path, what: str) -> Path:
    """A name by the moment (UTC) that no file there has."""
    stem = f"{what}-{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}"
    names = (folder / f"{stem}{more}.zip" for more in ("", *(f"-{i}" for i in range(2, 1000))))
    return next(path for path in names if not path.exists())


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """A folder for unfinished files, for its owner alone. What one that was killed left behind goes too: it identifies."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.glob(f"{_UNFINISHED}*"):
        if time.time() - left.stat().st_mtime > _LONG_AGO:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_UNFINISHED, dir=folder) as made:
        yield Path(made)


def _pack(member: Path, manifest: Manifest, target: Path) -> None:
    packed = (
        zipfile.ZIP_STORED if manifest.database == "postgresql" else zipfile.ZIP_DEFLATED
    )  # a dump is packed already
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with zipfile.ZipFile(file, "w", packed, allowZip64=True) as archive:
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
            archive.write(member, member.name)
        file.flush()
        os.fsync(file.fileno())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- reading one ----------------------------------------------------------------------------------------


@contextmanager
def opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup and its manifest. BackupError where the file is none."""
    try:
        archive = zipfile.ZipFile(file)
    except OSError:
        raise BackupError("backup_not_found", file=str(file)) from None
    except zipfile.BadZipFile:
        begun = _begins_as_zip(file)  # a ZIP whose end is missing: copying was broken off
        raise BackupError("backup_damaged" if begun else "backup_not_ours", file=file.name) from None
    with archive:
        yield archive, _manifest(archive, file.name)


def _begins_as_zip(file: Path) -> bool:
    with file.open("rb") as start:
        return start.read(4) == b"PK\x03\x04"


def _manifest(archive: zipfile.ZipFile, name: str) -> Manifest:
    try:
        info = archive.getinfo(MANIFEST)
        if info.file_size > _MANIFEST_SIZE:
            raise BackupError("backup_not_ours", file=name)
        manifest = Manifest(**json.loads(archive.read(info)))
        rows = {str(table): int(count) for table, count in manifest.rows.items()}
        if manifest.database not in MEMBERS or len(rows) == 0:
            raise BackupError("backup_not_ours", file=name)
    except (KeyError, TypeError, AttributeError):
        raise BackupError("backup_not_ours", file=name) from None
    except (ValueError, zipfile.BadZipFile, OSError):
        raise BackupError("backup_damaged", file=name) from None
    return manifest


def _read_member(archive: zipfile.ZipFile, manifest: Manifest, target: Path | None, name: str) -> None:
    """Read the database's member to ``target`` (None: only read it). BackupError where it is not what was packed."""
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(MEMBERS[manifest.database]) as source, _sink(target) as sink:
            while block := source.read(_BLOCK):
                size += len(block)
                if size > manifest.size:
                    break
                digest.update(block)
                sink.write(block)
    except (KeyError, EOFError, zipfile.BadZipFile, zipfile.zlib.error, NotImplementedError, RuntimeError):  # type: ignore[attr-defined]
        raise BackupError("backup_damaged", file=name) from None
    if size != manifest.size or digest.hexdigest() != manifest.sha256:
        raise BackupError("backup_damaged", file=name)


def _sink(target: Path | None) -> IO[bytes]:
    if target is None:
        return open(os.devnull, "wb")
    return os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


# --- the way back ---------------------------------------------------------------------------------------


def restore(engine: Engine, file: Path, actor: str, force: bool = False) -> Restored:
    """Replace the database by a backup, in one transaction; its schema is brought up to date.

    A database that holds data is only replaced with ``force``, and is backed up first. BackupError when it cannot be
    restored: the database is then as it was.
    """
    with opened(file) as (archive, manifest):
        if manifest.format != FORMAT or manifest.revision not in revisions():
            raise BackupError("backup_newer", file=file.name, revision=manifest.revision)
        if manifest.database != engine.dialect.name:
            theirs, ours = NAMES[manifest.database], NAMES[engine.dialect.name]
            raise BackupError("backup_other_database", theirs=theirs, ours=ours)
        place = default_folder(engine).parent
        try:
            with _workshop(place) as folder:
                if shutil.disk_usage(place).free < 2 * manifest.size:
                    raise BackupError("database_full")
                member = folder / MEMBERS[manifest.database]
                _read_member(archive, manifest, member, file.name)
                return _put_back(engine, member, manifest, file, actor, force)
        except OSError as error:
            detail = error.strerror or type(error).__name__
            raise BackupError("backup_not_written", file=str(place), detail=detail) from None


def _put_back(engine: Engine, member: Path, manifest: Manifest, file: Path, actor: str, force: bool) -> Restored:
    expected = Content(manifest.revision, manifest.event_id, manifest.rows)

    def save() -> Path:
        return write(engine, _new_name(default_folder(engine), "sebelum-pemulihan"))[0]

    if engine.dialect.name == "sqlite":
        done = backup_sqlite.put_back(
            engine, member, expected, save, force, lambda old: _prepare(member, old, actor, file)
        )
        return Restored(manifest, *done)
    old, safety = backup_postgres.put_back(engine, member, expected, save, force)
    upgrade(engine)
    with engine.execution_options(writes=True).begin() as connection:
        number = _note_event(connection, old, actor, file)
    return Restored(manifest, number, safety, None)


def _prepare(copy: Path, old: int, actor: str, file: Path) -> int:
    """Bring the extracted SQLite file up to date before anything is replaced; the number of the event."""
    engine = make_engine(f"sqlite:///{copy}")
    try:
        upgrade(engine)
        with engine.execution_options(writes=True).begin() as connection:
            return _note_event(connection, old, actor, file)
    finally:
        engine.dispose()


def _note_event(connection: Connection, old: int, actor: str, file: Path) -> int:
    number = event_to_come(connection, old)
    values = {"event_id": number, "kind": "restore", "at": now(), "actor": actor[:80], "note": file.name}
    connection.execute(insert(event).values(values))
    return number
