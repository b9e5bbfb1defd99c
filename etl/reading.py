"""An office file (CSV or XLSX) -> a table of text, with the heading row found and nothing dropped.

Row numbers count the heading as row 1. Blank rows are skipped but counted, so a row's number is its place in the file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from etl import limits, reading_csv, reading_survey, reading_survey_gather, reading_survey_zip, reading_xlsx
from etl.reading_survey_tables import Grid
from etl.reading_survey_tables import heading_key as heading_key  # to be imported from here
from etl.report import FileError, while_reading

HEADING_ROWS = 20
"""The heading is looked for among this many first rows: office files have titles above it."""

TEXT, NUMBER, DATE = 0, 1, 2
"""What an Excel cell was: see ``Table.kinds``."""

NOT_DATA = "LEMBAR INI TIDAK DIMUAT"
"""In a cell of the first row of a sheet: the sheet is an example or notes, and is passed over."""

MENDED = ("BARIS ASAL", "ALASAN", "REASON")
"""The columns that stand before those of the file where rejected rows come back mended (:mod:`etl.quarantine`)."""

NOTHING: Mapping[str, str] = {}

Score = Callable[[Sequence[str]], float]


@dataclass
class Table:
    """The data rows of a file.

    ``data`` has one text column per heading (named by position, ``""`` where blank), ``rows`` the row number of each
    row, ``kinds`` for XLSX an array (rows x columns) of TEXT, NUMBER or DATE, ``surplus`` the number of cells of each
    row that has filled cells beyond the last heading (by position in ``data``).
    """

    headings: list[str]
    heading_row: int
    data: pd.DataFrame
    rows: np.ndarray
    kinds: np.ndarray | None = None
    surplus: dict[int, int] = field(default_factory=dict)
    beyond: dict[int, list[str]] = field(default_factory=dict)
    """The cells of such a row that stand beyond the last heading."""
    flaws: dict[int, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    """Rows that are out whatever their cells say: position in ``data`` -> reason and the fields of its sentence."""
    remarks: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """What is to be said of the table as a whole: warnings and the fields of their sentences."""

    def __len__(self) -> int:
        return len(self.rows)


def is_mended(headings: Sequence[str]) -> bool:
    """Whether these are the headings of rows that were rejected before, and so of a part of a list only."""
    return [heading_key(h) for h in headings[: len(MENDED)]] == [heading_key(h) for h in MENDED]


def file_sha256(path: Path) -> str:
    """SHA-256 of the file's bytes, in hex. FileError if it is no ordinary file, too large, or cannot be read."""
    limits.guard(path)
    with while_reading(), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_table(
    path: Path,
    score: Score,
    expected: str = "",
    known: Mapping[str, str] = NOTHING,
    once: Collection[str] = (),
    gathered: Collection[str] = (),
    elsewhere: Collection[str] = (),
) -> Table:
    """The table in a CSV or XLSX file, or an export of a survey. FileError when the file as a whole cannot be used.

    ``score`` says how much like a heading a row of keys (:func:`heading_key`) is; 0 or less means "not a heading".
    ``expected`` names some of the columns looked for, for the message when none is found. ``known``, ``once`` and ``elsewhere`` are
    for surveys: see :func:`etl.reading_survey.join`; with ``gathered`` a survey is read by submissions instead
    (:func:`etl.reading_survey_gather.gather`).
    """
    try:
        grids = [grid for grid in _grids(path, score, None) if not _is_note(grid.cells)]
        if gathered:
            joined = reading_survey_gather.gather(grids, score, known, gathered, elsewhere)
        else:
            joined = reading_survey.join(grids, score, known, once, elsewhere)
        if joined is not None:
            return _with_rows(_survey_table(joined))
        headed = [(*best_heading(grid.cells, score), grid) for grid in grids]
        highest = max((best for best, _, _ in headed), default=0.0)
        if highest <= 0:
            empty = not any(cell for grid in grids for row in grid.cells for cell in row)
            raise FileError("file_empty") if empty else FileError("heading_not_found", expected=expected)
        likely = [(at, grid) for best, at, grid in headed if best == highest]
        return _with_rows(_table(*_only_one(likely)))
    except MemoryError:
        raise FileError("file_memory") from None


def _only_one(likely: list[tuple[int, Grid]]) -> tuple[int, Grid]:
    """The one sheet with rows among those with equally good headings (sheets by month or RW): none is left out silently."""
    filled = [(at, grid) for at, grid in likely if any(cell.strip() for row in grid.cells[at + 1 :] for cell in row)]
    if len(filled) > 1:
        raise FileError("file_several_tables", sheets=", ".join(grid.name for _, grid in filled)[:200])
    return (filled or likely)[0]


def _with_rows(table: Table) -> Table:
    if not len(table):
        raise FileError("file_without_rows")
    return table


def _survey_table(joined: reading_survey.Joined) -> Table:
    table = _table(0, joined.grid)
    place = {row: position for position, row in enumerate(table.rows.tolist())}
    table.flaws = {place[p + 1]: flaw for p, flaw in joined.flaws.items() if p + 1 in place}
    table.remarks = joined.remarks
    return table


def read_top(path: Path, score: Score, known: Mapping[str, str] = NOTHING) -> list[list[list[str]]]:
    """The first rows of the file (of each sheet of a workbook), enough to tell its kind."""
    grids = [grid for grid in _grids(path, score, HEADING_ROWS) if not _is_note(grid.cells)]
    return reading_survey.tops(grids, known) or [grid.cells for grid in grids]


def _is_note(cells: Sequence[Sequence[str]]) -> bool:
    return any(NOT_DATA in cell.upper() for row in cells[:1] for cell in row)


def best_heading(cells: Sequence[Sequence[str]], score: Score) -> tuple[float, int]:
    """The best score among the first rows and its position; the first one wins a tie."""
    scores = [score([heading_key(cell) for cell in row]) for row in cells[:HEADING_ROWS]]
    if not scores:
        return 0.0, 0
    at = int(np.argmax(scores))
    return scores[at], at


def _grids(path: Path, score: Score, limit: int | None) -> Iterable[Grid]:
    """The rows of the file, as text; for a workbook those of its sheets one after another."""
    limits.guard(path)
    with while_reading():
        with path.open("rb") as file:
            head = file.read(8192)
        if path.suffix.lower() == ".zip" and reading_survey_zip.is_survey_zip(path):
            yield from reading_survey_zip.tables(path)  # whole: parents are found by their keys
            return
        if reading_xlsx.is_workbook(path, head):
            yield from reading_xlsx.sheets(path, limit)
            return
        raw = path.read_bytes() if limit is None else _top_bytes(path)
        text = reading_csv.decode(raw)
        del raw
        yield Grid(reading_csv.rows(text, lambda rows: best_heading(rows, score)[0], limit), None)


def _top_bytes(path: Path) -> bytes:
    """The first 256 kB; of single-byte text only whole lines, so that no character is cut in two."""
    with path.open("rb") as file:
        top = file.read(262144)
        more = file.read(1)
    if not more or top.startswith((b"\xff\xfe", b"\xfe\xff")):
        return top
    return top[: top.rfind(b"\n") + 1] or top


def _table(at: int, grid: Grid) -> Table:
    cells, kinds, _ = grid
    headings = [re.sub(r"\s+", " ", cell).strip() for cell in cells[at]]
    while headings and not headings[-1]:
        headings.pop()
    width = len(headings)
    kept: list[list[str]] = []
    numbers: list[int] = []
    surplus: dict[int, int] = {}
    beyond: dict[int, list[str]] = {}
    for position in range(at + 1, len(cells)):
        row = cells[position]
        if not any(row) or not any(map(str.strip, row)):
            continue
        if len(row) != width:
            if len(row) < width:
                row = row + [""] * (width - len(row))
            else:
                filled = [i for i, cell in enumerate(row) if cell.strip()]
                if filled[-1] >= width:
                    surplus[len(kept)] = filled[-1] + 1
                    beyond[len(kept)] = row[width : filled[-1] + 1]
                row = row[:width]
        kept.append(row)
        numbers.append(position - at + 1)
    columns = dict(enumerate(zip(*kept, strict=True))) if kept else {i: () for i in range(width)}
    data = pd.DataFrame({i: pd.Series(np.array(c, dtype=object), dtype="str") for i, c in columns.items()})
    array = None
    if kinds is not None:
        picked = [np.frombuffer(kinds[n + at - 1].ljust(width, b"\0")[:width], dtype=np.uint8) for n in numbers]
        array = np.array(picked).reshape(len(picked), width)
    return Table(headings, at + 1, data, np.array(numbers, dtype=np.int64), array, surplus, beyond)
