"""Exports of surveys fetched from their server into a folder: what ODK Central and KoboToolbox have in common.

Nothing that a server or a library says is passed on in its own words: they may hold a password, a token or answers.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import requests

from etl import limits, reading_survey_zip, reading_xlsx, reading_zip
from etl.report import FileError

TIMEOUT = (10, 120)
"""Seconds to connect, and between two pieces of an answer."""

CHUNK = 65_536
_HERE = ("localhost", "127.0.0.1", "::1")


def setting(name: str) -> str:
    return os.environ.get(name, "").strip()


def required(*names: str) -> list[str]:
    """The values of environment variables; FileError that names those which are not set."""
    missing = [name for name in names if not setting(name)]
    if missing:
        raise FileError("fetch_not_configured", missing=", ".join(missing))
    return [setting(name) for name in names]


def secret(variable: str) -> str:
    """The content of the file that an environment variable names, without line ends."""
    try:
        found = Path(setting(variable)).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError, RuntimeError):  # the last: no home folder
        found = ""
    if not found:
        raise FileError("fetch_secret_file", variable=variable)
    return found


def address(variable: str) -> str:
    """The base URL in an environment variable: https, or a server on this machine."""
    url = setting(variable).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise FileError("fetch_insecure", variable=variable)
    return url


@contextmanager
def said_plainly() -> Iterator[None]:
    """FileErrors in place of what the network and the server raise."""
    try:
        yield
    except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError):
        raise FileError("fetch_half") from None
    except requests.exceptions.JSONDecodeError:
        raise FileError("fetch_failed", status="JSON") from None
    except requests.exceptions.RequestException:
        raise FileError("fetch_unreachable") from None


def check_status(status: int) -> None:
    """FileError unless an HTTP status says that all went well."""
    if status in (401, 403):
        raise FileError("fetch_refused")
    if status == 404:
        raise FileError("fetch_not_found")
    if not 200 <= status < 300:
        raise FileError("fetch_failed", status=status)


def save(pieces: Iterable[bytes], folder: Path, name: str, suffix: str) -> Path:
    """Write a download to ``folder``; the path, that of the download before if the answers in it are the same.

    The file is there whole or not at all. FileError when it is too large or no complete archive.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", name).strip("_")[:60] or "survei"
    part = folder / f".{name}-{os.getpid()}{suffix}.part"
    try:
        size = 0
        with part.open("wb") as file:
            for piece in pieces:
                size += len(piece)
                if size > limits.file_mb() * limits.MB:
                    raise FileError("file_size_limit", size=-(-size // limits.MB), limit=limits.file_mb())
                file.write(piece)
        answers = _answers(part)
        before = sorted(folder.glob(f"{name}-[0-9]*{suffix}"))[-1:]
        if before and _answers_or_none(before[0]) == answers:
            return before[0]  # an export is stamped with its time: as a file it would be new each time
        target = folder / f"{name}-{dt.datetime.now():%Y%m%d-%H%M%S}{suffix}"
        part.replace(target)
        return target
    finally:
        part.unlink(missing_ok=True)


def _answers(path: Path) -> list[tuple[str, list[list[str]]]]:
    """The tables of an export, by name. FileError ``fetch_half`` when it cannot be read to its end."""
    try:
        with reading_zip.opened(path, "fetch_half") as archive:
            if archive.testzip() is not None:
                raise FileError("fetch_half")
        if path.name.removesuffix(".part").endswith(".xlsx"):
            return sorted((grid.name, grid.cells) for grid in reading_xlsx.sheets(path))
        return sorted((grid.name, grid.cells) for grid in reading_survey_zip.tables(path))
    except FileError as error:
        raise error if error.reason.startswith("file_too") else FileError("fetch_half") from None


def _answers_or_none(path: Path) -> list[tuple[str, list[list[str]]]] | None:
    try:
        return _answers(path)
    except (FileError, OSError):
        return None
