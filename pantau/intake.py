"""Files that clerks hand in through the Data page: kept beside the database until they are loaded or discarded.

They hold what identifies people: the folder is its owner's alone, a file is named by its content, and goes as soon as it
is not needed.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Collection
from pathlib import Path

from sqlalchemy.engine import make_url

from pantau.database import DEFAULT_DATABASE, database_url

ENVIRONMENT = "PANTAU_MAX_FILE_MB"
FOLDER = "masuk"
YOUNG = 3600.0
"""Seconds in which a file is left alone though nothing refers to it yet."""
KEPT = 7 * 24 * 3600.0
"""Seconds after which a file that still waits is deleted: it can be handed in again."""


def stated_mb() -> int | None:
    """The largest file as the operator set it (``PANTAU_MAX_FILE_MB``, whole MB above 0); None where that says nothing."""
    stated = os.environ.get(ENVIRONMENT, "").strip()
    return int(stated) if stated.isdecimal() and int(stated) > 0 else None


def folder() -> Path:
    """The folder of files handed in: ``masuk`` beside the SQLite database, else in the project's local data."""
    parsed = make_url(database_url())
    database = Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else DEFAULT_DATABASE
    return database.parent / FOLDER


def keep(content: bytes | memoryview, name: str) -> Path:
    """Write a file handed in; it is named by its SHA-256, with the ending of ``name``. OSError when it cannot be."""
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = place / (hashlib.sha256(content).hexdigest() + _ending(name))
    unfinished = path.with_suffix(f".{os.getpid()}-{time.monotonic_ns()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    return path


def _ending(name: str) -> str:
    found = re.search(r"\.[A-Za-z0-9]{1,8}$", name)
    return found.group().lower() if found else ""


def find(sha256: str, name: str) -> Path | None:
    """The file with this content and the ending of ``name``, if it is still there."""
    path = folder() / (sha256 + _ending(name))
    return path if re.fullmatch(r"[0-9a-f]{64}", sha256) and path.is_file() else None


def drop(sha256: str) -> None:
    """Delete the files with this content."""
    if re.fullmatch(r"[0-9a-f]{64}", sha256):
        for path in folder().glob(f"{sha256}*"):
            path.unlink(missing_ok=True)


def sweep(waiting: Collection[str]) -> None:
    """Delete what nobody waits for (``waiting``: SHA-256 of files handed in and not yet decided), and what is old."""
    now = time.time()
    for path in folder().glob("*"):
        try:
            age = now - path.stat().st_mtime
        except OSError:
            continue
        if age > (KEPT if path.name[:64] in waiting else YOUNG):
            path.unlink(missing_ok=True)
