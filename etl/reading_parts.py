"""The XML parts of a workbook, copied one by one into a plain archive that is safe to hand to the reader.

The reader (Rust) lays out the whole rectangle that a sheet spans and copies each shared text into every cell that uses
it; running out of memory there ends the process. So both are added up here first, from the very bytes it will get:
the copy also does away with whatever else the archive may hold or claim.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

import numpy as np

from etl import limits, reading_zip
from etl.report import FileError

_UNUSED = re.compile(r"xl/(?:media|theme|drawings|charts|embeddings|externalLinks|pivotCache|pivotTables)/")
_SHEET = re.compile(r"xl/(?:.*/)?(?:worksheets|sheets)/[^/]+\.xml", re.IGNORECASE)
_STRINGS = re.compile(r"xl/(?:.*/)?sharedstrings\.xml", re.IGNORECASE)

_CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_PLAIN_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})[0-9]')
_PLAIN_ROW = re.compile(rb'<c r="[A-Z]{1,3}([0-9]{1,7})"')
_STRING = re.compile(rb"<(?:[\w.-]+:)?si[\s/>]")
_ENCODING = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([^"']+)""")
_REFERENCE = re.compile(r"([A-Z]+)([0-9]+)", re.IGNORECASE)


def copy_parts(source: zipfile.ZipFile, target: Path, top: int | None) -> None:
    """Write the parts that the reader needs to a new archive; FileError when they hold more than may be read.

    ``top``: only so many first rows of each sheet are wanted.
    """
    budget = reading_zip.Budget(limits.UNPACKED_MB, "file_too_large")
    members = [m for m in source.infolist() if m.filename.lower().endswith((".xml", ".rels"))]
    members = [m for m in members if not _UNUSED.match(m.filename)]
    members.sort(key=lambda m: bool(_SHEET.fullmatch(m.filename)))  # shared texts before the sheets that use them
    strings = _Strings()
    text = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
        for member in members:
            pieces = _pieces(reading_zip.chunks(source, member, budget))
            sheet = _Sheet()
            if _SHEET.fullmatch(member.filename):
                pieces = _watched(_first_rows(pieces, top) if top else pieces, sheet)
            elif _STRINGS.fullmatch(member.filename):
                pieces = _watched(pieces, strings)
            with copy.open(member.filename, "w") as file:
                for piece in pieces:
                    file.write(piece)
            size = sheet.text(strings)
            if not sheet.plain or sheet.cells > limits.CELLS or text + size > limits.TEXT_MB * limits.MB:
                again = reading_zip.Budget(limits.UNPACKED_MB, "file_too_large")
                size = _exact_text(reading_zip.chunks(source, member, again), strings)
            text += size
            if text > limits.TEXT_MB * limits.MB:
                raise FileError("file_too_much_text", limit=limits.TEXT_MB)


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks cut anew, so that no tag is split. FileError for a DTD, a text without end, or another encoding."""
    rest = b""
    first = True
    for chunk in chunks:
        if first:
            stated = _ENCODING.search(chunk[:200])
            known = not stated or stated[1].lower() in (b"utf-8", b"utf8", b"us-ascii", b"ascii")
            if not known or b"\0" in chunk[:200]:
                raise FileError("file_broken")
            first = False
        whole = rest + chunk
        cut = whole.rfind(b"<")
        piece, rest = (whole[:cut], whole[cut:]) if cut > 0 else (b"", whole)
        if len(rest) > limits.PART_TEXT_MB * limits.MB:
            raise FileError("file_too_much_text", limit=limits.PART_TEXT_MB)
        if piece:
            yield _without_dtd(piece)
    yield _without_dtd(rest)


def _without_dtd(piece: bytes) -> bytes:
    if b"<!" in piece and (b"<!DOCTYPE" in piece or b"<!ENTITY" in piece):
        raise FileError("file_dtd")
    return piece


def _first_rows(pieces: Iterable[bytes], top: int) -> Iterator[bytes]:
    """A sheet up to its first ``top`` rows, where its first megabyte shows them; else all of it."""
    for piece in pieces:
        rows = piece.split(b"</row>", top)
        if len(rows) > top and b"<worksheet" in rows[0] and b"<sheetData>" in rows[0]:
            yield b"</row>".join(rows[:top]) + b"</row></sheetData></worksheet>"
            return
        yield piece
        break
    yield from pieces


def _watched(pieces: Iterable[bytes], watcher: _Sheet | _Strings) -> Iterator[bytes]:
    for piece in pieces:
        watcher.see(piece)
        yield piece


@dataclass
class _Strings:
    """Where each shared text of the workbook begins: how long it is, its tags included."""

    begins: list[np.ndarray] = field(default_factory=list)
    count: int = 0
    offset: int = 0

    def see(self, piece: bytes) -> None:
        found = np.fromiter((m.start() for m in _STRING.finditer(piece)), dtype=np.int64)
        self.begins.append(found + self.offset)
        self.offset += len(piece)
        self.count += len(found)
        if self.count > limits.CELLS:
            raise FileError("file_too_many_cells", found=self.count, limit=limits.CELLS)

    def lengths(self) -> np.ndarray:
        return np.diff(np.concatenate([*self.begins, [self.offset]])) if self.count else np.zeros(1, dtype=np.int64)


@dataclass
class _Sheet:
    """How far a sheet reaches, if its cells are written the usual way (``plain``), and how many use a shared text."""

    rows: int = 0
    columns: int = 0
    shared: int = 0
    plain: bool = True

    def see(self, piece: bytes) -> None:
        rows = _PLAIN_ROW.findall(piece)
        if piece.count(b"<c") != len(rows) or b":c" in piece:  # the search for unusual cells is slow, and seldom needed
            self.plain = self.plain and len(_CELL.findall(piece)) == len(rows)
        self.rows = max([self.rows, *map(int, set(rows))])
        self.columns = max([self.columns, *(_column(c.decode()) for c in set(_PLAIN_COLUMN.findall(piece)))])
        self.shared += piece.count(b'"s"') + piece.count(b"'s'")

    @property
    def cells(self) -> int:
        return self.rows * self.columns if self.columns <= limits.COLUMNS else limits.CELLS + 1

    def text(self, strings: _Strings) -> int:
        """The most that the shared texts can come to in bytes."""
        return self.shared * int(strings.lengths().max()) if self.shared else 0


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _exact_text(chunks: Iterable[bytes], strings: _Strings) -> int:
    """Bytes of shared text in a sheet's cells, counted cell by cell. FileError if its filled cells reach too far."""
    counter = _Counter(strings.lengths())
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = counter.start
    parser.EndElementHandler = counter.end
    parser.CharacterDataHandler = counter.characters
    try:
        for piece in _pieces(chunks):
            parser.Parse(piece)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise FileError("file_broken") from None
    rows, columns = counter.furthest_row[0], counter.furthest_column[1]
    too_wide = columns > limits.COLUMNS
    if (too_wide or rows * columns > limits.CELLS) and counter.filled * 10 < rows * columns:
        row, column = counter.furthest_column if too_wide else counter.furthest_row
        raise FileError("file_stray_cell", cell=f"{_letters(column)}{row}")
    if too_wide:
        row = counter.furthest_column[0]
        raise FileError("file_too_many_columns", line=row, found=columns, limit=limits.COLUMNS)
    if rows * columns > limits.CELLS:
        raise FileError("file_too_many_cells", found=rows * columns, limit=limits.CELLS)
    return counter.text


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


class _Counter:
    """Follows a sheet's XML as the reader does: a cell without a reference stands to the right of the one before."""

    def __init__(self, lengths: np.ndarray) -> None:
        self.lengths = lengths
        self.row = self.column = 0
        self.filled = self.text = 0
        self.furthest_row = self.furthest_column = (0, 0)
        self._shared = self._in_value = False
        self._value = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            stated = attributes.get("r", "")
            self.row = int(stated[:10]) if stated.isdecimal() else self.row + 1
            self.column = 0
        elif name == "c":
            found = _REFERENCE.fullmatch(attributes.get("r", "")[:20])
            self.column += 1
            if found:
                self.column, self.row = _column(found[1][:7]), int(found[2])
            self._shared = attributes.get("t") == "s"
        elif name in ("v", "is"):
            self.filled += 1
            here = (max(self.row, 1), max(self.column, 1))
            self.furthest_row = max(self.furthest_row, here)
            self.furthest_column = max(self.furthest_column, here, key=lambda cell: cell[1])
            self._in_value, self._value = name == "v", ""

    def characters(self, data: str) -> None:
        if self._in_value and len(self._value) < 20:
            self._value += data[:20]

    def end(self, name: str) -> None:
        if self._in_value and name.rpartition(":")[2] == "v":
            self._in_value = False
            if self._shared and self._value.strip().isdecimal():
                index = int(self._value)
                self.text += int(self.lengths[index]) if index < len(self.lengths) else 0
