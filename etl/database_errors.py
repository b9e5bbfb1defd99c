"""Why the database refused, in words: the drivers' errors mapped to reasons of :mod:`etl.messages_database`.

The errors' own texts are not shown: they may hold the values of a row.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from etl.messages import MESSAGES
from etl.report import FileError
from pantau.database import database_url

if TYPE_CHECKING:
    import psycopg

_SQLITE = {
    sqlite3.SQLITE_FULL: "database_full",
    sqlite3.SQLITE_READONLY: "database_read_only",
    sqlite3.SQLITE_PERM: "database_read_only",
    sqlite3.SQLITE_BUSY: "database_locked",
    sqlite3.SQLITE_LOCKED: "database_locked",
    sqlite3.SQLITE_CORRUPT: "database_damaged",
    sqlite3.SQLITE_NOTADB: "database_damaged",
    sqlite3.SQLITE_IOERR: "database_disk",
    sqlite3.SQLITE_CANTOPEN: "database_disk",
}

_POSTGRES = {  # SQLSTATE, or its class
    "53100": "database_full",
    "25006": "database_read_only",
    "42501": "database_forbidden",
    "55P03": "database_locked",
    "40P01": "database_locked",
    "57014": "database_locked",  # a statement that waited too long
    "53300": "database_busy",
    "28": "database_login",
    "3D000": "database_login",
    "57P": "database_unreachable",
    "08": "database_unreachable",
    "58": "database_disk",
    "XX001": "database_damaged",
    "XX002": "database_damaged",
}

_LITTLE = 2**20
"""Bytes: a disk with less room is full, whatever the operating system calls it."""


def database_errors() -> tuple[type[Exception], ...]:
    """What a database that refuses raises: wrapped by SQLAlchemy, or straight from the driver (a COPY).

    PostgreSQL's driver takes half a second to import: only who has connected to it asks for its errors.
    """
    driver = sys.modules.get("psycopg")
    return (SQLAlchemyError, sqlite3.Error, *((driver.Error,) if driver else ()))


def reason_of(error: BaseException) -> str:
    """The reason, a key of :data:`etl.messages.MESSAGES`; ``database_failed`` where there is no better one."""
    driver = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    if isinstance(driver, sqlite3.Error):
        return _sqlite_reason(getattr(driver, "sqlite_errorcode", 0))
    postgres = sys.modules.get("psycopg")
    return _postgres_reason(driver) if postgres and isinstance(driver, postgres.Error) else "database_failed"


def as_file_error(error: BaseException) -> FileError:
    """The same as what a report says of a file."""
    return FileError(reason_of(error), detail=type(error).__name__)


def words_of(error: BaseException) -> tuple[str, str]:
    """The sentence in Bahasa Indonesia and in English."""
    message_id, message_en = MESSAGES[reason_of(error)]
    return message_id.format(detail=type(error).__name__), message_en.format(detail=type(error).__name__)


def _sqlite_reason(code: int) -> str:
    reason = _SQLITE.get(code & 0xFF, "database_failed")  # the rest of the number says more than is needed
    if reason == "database_disk" and (folder := _folder()):
        # With a write-ahead log even a reader makes files beside the database: where it cannot, none can be opened.
        if not os.access(folder, os.W_OK) or (hasattr(os, "statvfs") and os.statvfs(folder).f_flag & os.ST_RDONLY):
            return "database_read_only"
        if shutil.disk_usage(folder).free < _LITTLE:
            return "database_full"
    return reason


def _folder() -> Path | None:
    database = make_url(database_url()).database
    folder = Path(database).resolve().parent if database else None
    return folder if folder and folder.is_dir() else None


def _postgres_reason(error: psycopg.Error) -> str:
    if (state := error.sqlstate) is None:
        # The server was never reached, said no while the connection was made, or went away.
        text = str(error)
        if any(
            sign in text for sign in ("authentication failed", "does not exist", "no password supplied", "fe_sendauth")
        ):
            return "database_login"
        return "database_busy" if "too many" in text else "database_unreachable"
    return reason_of_state(state)


def reason_of_state(state: str) -> str:
    """The reason of one of PostgreSQL's SQLSTATEs."""
    prefixes = (state[:length] for length in (5, 3, 2))
    return next((_POSTGRES[prefix] for prefix in prefixes if prefix in _POSTGRES), "database_failed")
