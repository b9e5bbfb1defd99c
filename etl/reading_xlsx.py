"""XLSX workbooks: each sheet as rows of text, and which cells were numbers or dates in Excel."""

from __future__ import annotations

import datetime as dt
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from etl.reading_csv import INVISIBLE
from etl.report import FileError

LIMIT_MB = 2048
TEXT, NUMBER, DATE = 0, 1, 2
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_BROKEN = (CalamineError, zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError)


def is_workbook(path: Path, head: bytes) -> bool:
    """Whether the file is an XLSX by its content, whatever its name. FileError for other office or archive formats."""
    if head.startswith(_OLE):
        # A workbook with a password is an OLE file that holds a stream of this name.
        with path.open("rb") as file:
            protected = "EncryptedPackage".encode("utf-16-le") in file.read(64 * 1024**2)
        raise FileError("file_password" if protected else "file_xls")
    if head.startswith(b"\x09\x08\x10\x00") or head.startswith(b"\x09\x04\x06\x00"):
        raise FileError("file_xls")
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if path.suffix.lower() in (".xlsx", ".xlsm") and b"\0" in head:
            raise FileError("file_broken")
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            kind = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except _BROKEN:
        raise FileError("file_broken") from None
    if b"opendocument" in kind:
        raise FileError("file_ods")
    if "xl/workbook.bin" in names:
        raise FileError("file_xlsb")
    if not any(name.startswith("xl/") for name in names):
        raise FileError("file_binary")
    if any(member.flag_bits & 1 for member in members):
        raise FileError("file_password")
    size = sum(member.file_size for member in members) // 1024**2
    if size > LIMIT_MB:
        raise FileError("file_too_large", size=size, limit=LIMIT_MB)
    return True


def sheets(path: Path, limit: int | None = None) -> Iterator[tuple[list[list[str]], list[bytes]]]:
    """The rows of each sheet as text, and the kind of each cell. FileError when the workbook is broken."""
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            for name in workbook.sheet_names:
                sheet = workbook.get_sheet_by_name(name)
                rows = sheet.to_python(skip_empty_area=False, nrows=limit)
                yield _text(rows)
    except PasswordError:
        raise FileError("file_password") from None
    except _BROKEN:
        raise FileError("file_broken") from None
    except BaseException as error:  # a panic inside the reader's Rust is not an Exception
        if type(error).__name__ == "PanicException":
            raise FileError("file_broken") from None
        raise


def _text(rows: list[list]) -> tuple[list[list[str]], list[bytes]]:
    cells: list[list[str]] = []
    kinds: list[bytes] = []
    for row in rows:
        texts: list[str] = []
        types = bytearray(len(row))
        for i, value in enumerate(row):
            if type(value) is str:
                texts.append(value if value.isprintable() else INVISIBLE.sub("", value))
            elif type(value) is float:
                texts.append(str(int(value)) if value.is_integer() else repr(value))
                types[i] = NUMBER
            elif isinstance(value, dt.date):
                texts.append(_date_text(value))
                types[i] = DATE
            else:
                texts.append("" if value is None else str(value))  # True and False become words
                types[i] = NUMBER if type(value) is int else TEXT
        cells.append(texts)
        kinds.append(bytes(types))
    return cells, kinds


def _date_text(value: dt.date) -> str:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return value.isoformat()
