"""Lists of the parts of the programme as they are put together: rows of cells, and the mistakes that are put between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from etl.demo.writing import MONTHS, write_csv, write_xlsx

Cells = dict[str, object]
"""Heading -> cell: text or a number; a heading that is left out is blank."""

_TITLE_NOTE = "(DATA CONTOH)"


@dataclass
class Table:
    """A list and, by what is wrong with it, the rows that the office is to reject (heading = 1)."""

    name: str
    heading: tuple[str, ...]
    rows: list[Cells]
    wrong: list[tuple[int, str]] = field(default_factory=list)

    def spoil(self, rng: np.random.Generator, *mistakes: tuple[str, Callable[[Cells], Cells | None], int]) -> None:
        """Put copies of rows with a mistake into the list, each behind the row that it was copied from.

        ``mistakes`` are: what is wrong, the cells that make it so (of a row; None: not with this row), how many times.
        """
        total = len(self.rows)
        placed: list[tuple[float, Cells, str]] = []
        for what, change, times in mistakes:
            fits = ((at, change(self.rows[at])) for at in rng.permutation(total).tolist())
            for at, cells in islice(((at, cells) for at, cells in fits if cells is not None), times):
                placed.append((at + 0.5 + len(placed) / 1000, {**self.rows[at], **cells}, what))
        marked: list[tuple[float, Cells, str]] = [(float(i), row, "") for i, row in enumerate(self.rows)]
        ordered = sorted([*marked, *placed], key=lambda entry: entry[0])
        self.rows = [cells for _, cells, _ in ordered]
        self.wrong = [(number, what) for number, (_, _, what) in enumerate(ordered, 2) if what]

    def write(self, folder: Path, title: str = "") -> Path:
        """Write the list as its name says (``.csv``: semicolons with a byte-order mark; ``.xlsx``: with a title line)."""
        path = folder / self.name
        if path.suffix == ".xlsx":
            cells = [[row.get(name) for name in self.heading] for row in self.rows]
            write_xlsx(path, "Data", self.heading, cells, f"{title} {_TITLE_NOTE}" if title else None)
        else:
            columns = {
                name: np.array([_text(row.get(name)) for row in self.rows], dtype=object) for name in self.heading
            }
            write_csv(path, columns, ";", bom=True, title=f"{title} {_TITLE_NOTE}" if title else None)
        return path


def headings(text: str) -> tuple[str, ...]:
    """The headings between the bars of ``text``, which may be written in several lines."""
    return tuple(" ".join(part.split()) for part in text.split("|"))


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def said(day: dt.date | None, style: str = "slash") -> str:
    """A day as ``slash`` 12/01/2026, ``dash`` 12-01-2026, ``iso`` 2026-01-12 or ``long`` 12 Januari 2026; None is blank."""
    if day is None:
        return ""
    if style == "iso":
        return day.isoformat()
    if style == "long":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return day.strftime("%d-%m-%Y" if style == "dash" else "%d/%m/%Y")


def write_truth(tables: Sequence[Table], path: Path) -> None:
    """``BERKAS;BARIS;KESALAHAN``: each row that is wrong on purpose."""
    lines = [f"{table.name};{number};{what}" for table in tables for number, what in table.wrong]
    path.write_text("\n".join(["BERKAS;BARIS;KESALAHAN", *lines]) + "\n", encoding="utf-8", newline="\n")
