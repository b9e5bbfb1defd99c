"""How the offices write: dates, months, rupiah and numbers as text columns, and the files themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import xlsxwriter

from etl.demo.settings import CREATED

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
Columns = dict[str, np.ndarray]
"""Heading -> cells as an object array of text; all of one length."""


def _each(values: np.ndarray, word: Callable[[int], str]) -> np.ndarray:
    """Apply ``word`` to each distinct value; object array of text."""
    distinct, back = np.unique(values, return_inverse=True)
    return np.array([word(int(v)) for v in distinct], dtype=object)[back]


def dates(days: np.ndarray, style: str) -> np.ndarray:
    """Dates as ``slash`` 12/01/2026, ``iso`` 2026-01-12 or ``long`` 12 Januari 2026; NaT is blank."""

    def word(number: int) -> str:
        day = np.datetime64(number, "D").item()
        if style == "iso":
            return day.isoformat()
        if style == "slash":
            return f"{day.day:02d}/{day.month:02d}/{day.year}"
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    known = ~np.isnat(days)
    cells = np.full(len(days), "", dtype=object)
    cells[known] = _each(days[known].astype("datetime64[D]").astype(np.int64), word)
    return cells


def rupiah(amounts: np.ndarray, style: str) -> np.ndarray:
    """Amounts as ``full`` Rp 600.000,00, ``rp`` Rp600.000, ``dots`` 600.000 or ``plain`` 600000."""

    def word(amount: int) -> str:
        dotted = f"{amount:,}".replace(",", ".")
        return {"full": f"Rp {dotted},00", "rp": f"Rp{dotted}", "dots": dotted}.get(style, str(amount))

    return _each(amounts, word)


def digits(numbers: np.ndarray) -> np.ndarray:
    """Whole numbers as text."""
    return numbers.astype(str).astype(object)


def habit(cells: np.ndarray, share: float, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """``cells`` with a share of them written the ``other`` way."""
    return np.where(rng.random(len(cells)) < share, other, cells)


def spaced(cells: np.ndarray) -> np.ndarray:
    """NIK in groups of four: ``3174 0612 …``."""
    return np.array([" ".join((c[:4], c[4:8], c[8:12], c[12:])) if len(c) == 16 else c for c in cells], dtype=object)


def write_csv(
    path: Path, columns: Columns, separator: str, bom: bool, blank_every: int = 0, title: str | None = None
) -> None:
    """Write a CSV (UTF-8, CRLF). ``blank_every`` puts an empty row after so many; ``title`` a row above the heading."""
    cells = [[_quoted(c, separator) for c in column.tolist()] for column in columns.values()]
    lines = [separator.join(row) for row in zip(*cells, strict=True)]
    empty = separator * (len(columns) - 1)
    if blank_every:
        for at in range(len(lines) - len(lines) % blank_every, 0, -blank_every):
            lines.insert(at, empty)
    top = [] if title is None else [title + empty]
    text = "\r\n".join([*top, separator.join(columns), *lines]) + "\r\n"
    path.write_bytes((b"\xef\xbb\xbf" if bom else b"") + text.encode("utf-8"))


def _quoted(cell: str, separator: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if separator in cell or '"' in cell else cell


def write_xlsx(
    path: Path, sheet: str, heading: Sequence[str], rows: Iterable[Sequence[object]], title: str | None = None
) -> None:
    """Write a workbook of one sheet; text stays text, numbers stay numbers. The same rows give the same bytes."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": "Data contoh Pantau Bansos", "author": "Data contoh", "created": CREATED})
        page = book.add_worksheet(sheet)
        bold = book.add_format({"bold": True})
        at = 0
        if title is not None:
            page.write_string(0, 0, title, bold)
            at = 2
        for column, name in enumerate(heading):
            page.write_string(at, column, name, bold)
        for number, row in enumerate(rows, at + 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    if cell:
                        page.write_string(number, column, cell)
                elif cell is not None:
                    page.write_number(number, column, cell)
