"""XLSX workbooks: each sheet as rows of text, and which cells were numbers or dates in Excel."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from etl import limits, reading_zip
from etl.reading_csv import INVISIBLE
from etl.reading_parts import copy_parts
from etl.reading_survey_tables import Grid
from etl.report import FileError

TEXT, NUMBER, DATE = 0, 1, 2
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_LOOK = 64 * limits.MB

_BROKEN = (CalamineError, OSError, *reading_zip.BROKEN)


def is_workbook(path: Path, head: bytes) -> bool:
    """Whether the file is an XLSX by its content, whatever its name. FileError for other office or archive formats."""
    if head.startswith(_OLE):
        raise FileError(_ole_reason(path))
    if head.startswith((b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")):
        raise FileError("file_xls")
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if path.suffix.lower() in (".xlsx", ".xlsm") and b"\0" in head:
            raise FileError("file_broken")
        return False
    with reading_zip.opened(path, "file_broken") as archive:
        members = archive.infolist()
        names = {member.filename for member in members}
        kind = archive.open("mimetype").read(80) if "mimetype" in names else b""
    if b"opendocument" in kind:
        raise FileError("file_ods")
    if "xl/workbook.bin" in names:
        raise FileError("file_xlsb")
    if not any(name.startswith("xl/") for name in names):
        raise FileError("file_binary")
    if any(member.flag_bits & 1 for member in members):
        raise FileError("file_password")
    return True


def _ole_reason(path: Path) -> str:
    """What an OLE file is, by the names of its streams: an encrypted workbook, an old one, or another document."""
    with path.open("rb") as file:
        content = file.read(_OLE_LOOK)
    for name, reason in (("EncryptedPackage", "file_password"), ("Workbook", "file_xls"), ("Book", "file_xls")):
        if (name + "\0").encode("utf-16-le") in content:
            return reason
    return "file_xls" if path.suffix.lower() == ".xls" else "file_binary"


def sheets(path: Path, limit: int | None = None) -> Iterator[Grid]:
    """The rows of each sheet as text, and the kind of each cell. FileError when the workbook is broken or too large."""
    with tempfile.TemporaryDirectory(prefix="pantau-") as folder:
        copy = Path(folder) / "copy.xlsx"
        with reading_zip.opened(path, "file_broken") as archive:
            copy_parts(archive, copy, limit)
        yield from _sheets(copy, limit)


def _sheets(path: Path, limit: int | None) -> Iterator[Grid]:
    spanned = 0
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            if len(workbook.sheet_names) > limits.SHEETS:
                found = len(workbook.sheet_names)
                raise FileError("file_too_many_sheets", found=found, limit=limits.SHEETS)
            for name in workbook.sheet_names:
                sheet = workbook.get_sheet_by_name(name)
                spanned += sheet.total_height * sheet.total_width
                if spanned > limits.CELLS:  # several names for one large sheet
                    raise FileError("file_too_many_cells", found=spanned, limit=limits.CELLS)
                rows = sheet.to_python(skip_empty_area=False, nrows=limit)
                del sheet
                yield Grid(*_text(rows), name)
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
    for position, row in enumerate(rows):
        rows[position] = []  # the cells are not kept twice
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
