"""What a file may be at most, each limit with its reason, and the guard that every reader calls first.

A limit is there so that a hostile or mistaken file costs a bounded time and memory (about 2 GB at most), not to make a
real office file fit: the largest of a kelurahan is a tenth of any of these.
"""

from __future__ import annotations

import stat
from pathlib import Path

from pantau.intake import stated_mb

MB = 1024**2

FILE_MB = 100
"""Bytes on disk. Ten times a kelurahan's registry is 60 MB; as CSV a byte costs up to fifteen in memory.
The operator may set another with ``PANTAU_MAX_FILE_MB``."""

BOUNDARY_MB = 50
"""Bytes of a boundary file, unpacked. All RT of a city are 20 MB; as GeoJSON a byte costs up to twenty in memory."""

UNPACKED_MB = 600
"""Bytes of a workbook's XML, unpacked: what a full sheet of a million rows takes. A bomb claims far more."""

PART_TEXT_MB = 16
"""Bytes between two tags of a workbook's XML. A cell holds at most 32,767 characters."""

ZIP_MEMBERS = 2_000
"""Members of a zip. A workbook has dozens, a Shapefile five."""

ZIP_DIRECTORY_MB = 1
"""Bytes of a zip's list of members: read in one piece before the members can be counted."""

CELLS = 12_000_000
"""Cells of the rectangle that a table spans, blank ones included (a million rows of twelve columns): each costs
up to 120 bytes while it is read. One stray cell in the last corner of a sheet spans seventeen thousand million."""

COLUMNS = 2_000
"""Columns of a table. A survey with every answer in its own column has some hundreds."""

SHEETS = 200
"""Sheets of a workbook: many names can stand for one large sheet."""

TEXT_MB = 500
"""Bytes of all text cells of a workbook: a text that is stored once can stand in a million cells."""

CODE_CHARS = 200
"""Characters of a cell that holds a number, date or code: the patterns that read it must not run long."""

PROBLEMS = 1_000_000
"""Rejections and warnings of one file. Each costs 700 bytes, and nobody reads a million: something is wrong as a whole."""

FEATURES = 50_000
"""Features of a boundary file: all RT of Jakarta are 30,000."""

CROSSINGS = 20_000
"""Crossings of a boundary's own line up to which mending it is tried: the work grows with their number, and a real
slip makes a handful."""


def file_mb() -> int:
    """The largest file in MB: ``PANTAU_MAX_FILE_MB`` where that is a whole number above 0, else FILE_MB."""
    return stated_mb() or FILE_MB


def guard(path: Path) -> int:
    """The size of a file in bytes. FileError unless it is a regular file (or a link to one) of a size we read.

    Called before a file is opened: opening a FIFO waits for ever, reading a device never ends.
    """
    from etl.report import FileError  # which keeps to a limit of this module itself

    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise FileError("file_missing") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise FileError("file_unreadable", detail=getattr(error, "strerror", None) or "-") from None
    if not stat.S_ISREG(found.st_mode):
        raise FileError("file_not_regular")
    if not found.st_size:
        raise FileError("file_empty")
    if found.st_size > file_mb() * MB:
        raise FileError("file_size_limit", size=-(-found.st_size // MB), limit=file_mb())
    return found.st_size
