"""What columns a kind of file has, and the checking of a table against them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from etl.contract_rules import ANYTHING, Coding, Rule, Said
from etl.parse import Cells, Parsed, Parser
from etl.reading import Table, heading_key, read_table
from etl.report import FileError, Report

if TYPE_CHECKING:
    from etl.template_place import Place

_TOTAL = re.compile(r"(?:GRAND|SUB)?(?:TOTAL|JUMLAH)(?:KESELURUHAN|SEMUA|RUPIAH|RP|HALAMAN|PENERIMA|DATA)?[0-9]*")


@dataclass(frozen=True)
class Column:
    """One column of a contract.

    ``synonyms`` are headings (the first is the one shown to people; earlier ones win when a file has several),
    ``summed`` columns (money, quantities) are totalled for the reconciliation, ``shown`` says how values are shown in
    messages (a key of :data:`etl.masking.MASKS`), ``dtype`` and ``neutral`` fill the column where the file lacks it.
    """

    name: str
    synonyms: tuple[str, ...]
    parser: Parser
    required: bool = False
    summed: bool = False
    shown: str = "coded"
    dtype: str = "object"
    neutral: object = ""
    in_file: bool = False
    """Whether the file must have the column although a row may leave it blank (``required`` implies it)."""

    # For people: error texts, templates and docs/kontrak-berkas.md are made from these.
    meaning: Said = ("", "")
    rule: Rule = ANYTHING
    choices: tuple[str, ...] = ()
    """The words of the drop-down, each understood by the parser."""
    choices_from: str = ""
    """Whose codes the drop-down takes from the database: ``programmes`` or ``areas``."""
    reasons: tuple[str, ...] = ()
    """What may be said of a cell beside other cells or the database: keys of :data:`etl.messages.MESSAGES`."""
    codings: tuple[Coding, ...] = ()
    """Further headings, under which the cells are codes of a known list."""
    in_template: bool = True

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return (*(heading_key(s) for s in self.synonyms), *(key for c in self.codings for key in c.keys))

    def parser_under(self, heading: str) -> Parser:
        """The parser for the cells under this heading: that of a coding, else the column's own."""
        key = heading_key(heading)
        return next((coding.parser for coding in self.codings if key in coding.keys), self.parser)


ExampleCell = str | int | dt.date
Examples = Callable[["Place"], list[dict[str, ExampleCell]]]
"""Made-up rows (column name -> cell) that load without a rejection or a warning in this place."""


@dataclass(frozen=True)
class Contract:
    """The columns of one kind of file; of each group in ``one_of`` (column names) the file must have at least one.

    ``title``, ``purpose`` (what one row is, what a newer file does) and ``example`` are for templates and documentation.
    """

    kind: str
    columns: tuple[Column, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    title: Said = ("", "")
    purpose: Said = ("", "")
    example: Examples | None = None
    gathered: tuple[str, ...] = ()
    """Columns in which the repeats of a survey's export are gathered, which is then read by submissions."""
    elsewhere: frozenset[str] = frozenset()
    """Keys of headings: repeats of a survey with these are loaded as another kind of file."""

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def match(self, keys: Sequence[str]) -> dict[str, int]:
        """Column name -> position of its best heading among ``keys``."""
        first: dict[str, int] = {}
        for position, key in enumerate(keys):
            if key:
                first.setdefault(key, position)
        found: dict[str, int] = {}
        for column in self.columns:
            for key in column.keys:
                if key in first and first[key] not in found.values():
                    found[column.name] = first[key]
                    break
        return found

    def missing(self, found: dict[str, int]) -> list[str]:
        """The headings (or alternatives) that a file with the columns ``found`` lacks."""
        heads = {column.name: column.synonyms[0] for column in self.columns}
        lacking = [c.synonyms[0] for c in self.columns if (c.required or c.in_file) and c.name not in found]
        return lacking + [" / ".join(heads[n] for n in group) for group in self.one_of if not set(group) & set(found)]

    def score(self, keys: Sequence[str]) -> float:
        """How much like this kind's heading a row of keys is: columns found, half a point off for each missing."""
        found = self.match(keys)
        return len(found) - 0.5 * len(self.missing(found)) if len(found) >= 2 else 0.0

    def known(self) -> dict[str, str]:
        """The keys of all headings that mean something, and the columns they mean."""
        return {key: column.name for column in reversed(self.columns) for key in column.keys}

    def amounts(self) -> frozenset[str]:
        """The keys of the headings whose cells are added up."""
        return frozenset(key for column in self.columns if column.summed for key in column.keys)

    def expected(self) -> str:
        """Some headings, for a message."""
        return ", ".join(c.synonyms[0] for c in self.columns[:6])


@dataclass
class Checked:
    """A table after its cells were checked: one :class:`Parsed` for each column of the contract, in row order.

    ``headings`` has the heading as written of the columns in the file; ``rejected`` marks the rows that are out.
    """

    table: Table
    contract: Contract
    columns: dict[str, Parsed]
    headings: dict[str, str]
    rejected: np.ndarray
    positions: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.table)

    def values(self, name: str) -> np.ndarray:
        return self.columns[name].values

    def has(self, name: str) -> np.ndarray:
        """Where the row has a value of this column that was understood."""
        return self.columns[name].ok

    def heading(self, name: str) -> str:
        """The heading as written, or the usual one when the file lacks the column."""
        return self.headings.get(name) or next(c.synonyms[0] for c in self.contract.columns if c.name == name)

    def raw(self, name: str, position: int) -> str:
        """The cell as it stands in the file."""
        return str(self.table.data.iat[position, self.positions[name]]) if name in self.positions else ""

    def row(self, position: int) -> int:
        """The row number that people see."""
        return int(self.table.rows[position])

    def kept(self) -> np.ndarray:
        """Positions of the rows that are not rejected."""
        return np.flatnonzero(~self.rejected)

    def reject(
        self, report: Report, where: np.ndarray, name: str, reason: str, shown: str | None = None, **fields: object
    ) -> None:
        """Reject the rows of a mask (or positions); ``shown`` replaces the cell's value in the message."""
        for position in _positions(where):
            value = self.raw(name, position) if shown is None else shown
            report.add(self.row(position), self.heading(name), reason, value, **fields)
            self.rejected[position] = True

    def warn(self, report: Report, where: np.ndarray, name: str, reason: str, **fields: object) -> None:
        """Note a warning for the rows of a mask (or positions)."""
        for position in _positions(where):
            report.add(self.row(position), self.heading(name), reason, self.raw(name, position), **fields)

    def total(self, report: Report) -> None:
        """Write the row counts and sums into the report, once all checks are done."""
        report.rows = len(self)
        report.rejected = int(self.rejected.sum())
        report.loaded = report.rows - report.rejected
        for column in self.contract.columns:
            if column.summed and column.name in self.headings:
                values = np.where(self.has(column.name), self.values(column.name), 0)
                whole, loaded = int(values.sum()), int(values[~self.rejected].sum())
                report.summed[column.name] = self.headings[column.name]
                report.sums[self.headings[column.name]] = {"file": whole, "loaded": loaded, "rejected": whole - loaded}


def _positions(where: np.ndarray) -> list[int]:
    return (np.flatnonzero(where) if where.dtype == bool else where).tolist()


def read_checked(path: Path, contract: Contract, report: Report) -> Checked:
    """Read the file and check it against the contract; the report gets the problems. FileError for an unusable file."""
    survey = contract.known(), contract.amounts(), contract.gathered, contract.elsewhere
    table = read_table(path, contract.score, contract.expected(), *survey)
    return apply_contract(table, contract, report)


def apply_contract(table: Table, contract: Contract, report: Report) -> Checked:
    """Parse every column of the contract; reject rows that are not data or hold cells that are not understood."""
    report.heading_row = table.heading_row
    report.table = table
    positions = _match_headings(table, contract, report)
    headings = {name: table.headings[i] for name, i in positions.items()}
    for column in contract.columns:
        if column.name in headings:
            report.shown[headings[column.name]] = column.shown
    checked = Checked(table, contract, {}, headings, np.zeros(len(table), dtype=bool), positions)
    for column in contract.columns:
        if column.name in positions:
            i = positions[column.name]
            cells = Cells(table.data[i], None if table.kinds is None else table.kinds[:, i])
            checked.columns[column.name] = column.parser_under(table.headings[i])(cells)
        else:
            checked.columns[column.name] = Parsed.missing(len(table), column.dtype, column.neutral)
    _reject_what_is_not_data(checked, report)
    _reject_cells(checked, report)
    return checked


def _match_headings(table: Table, contract: Contract, report: Report) -> dict[str, int]:
    keys = [heading_key(h) for h in table.headings]
    positions = contract.match(keys)
    if missing := contract.missing(positions):
        raise FileError("column_missing", missing="; ".join(missing))
    for column in contract.columns:
        if column.name not in positions:
            continue
        used = positions[column.name]
        for other, key in enumerate(keys):
            if other in positions.values() or key not in column.keys or not (table.data[other] != "").any():
                continue
            if key == keys[used]:
                raise FileError("column_twice", heading=table.headings[used])
            report.add(1, table.headings[other], "column_ignored", used=table.headings[used])
    return positions


def _reject_what_is_not_data(checked: Checked, report: Report) -> None:
    """Repeated headings, rows of totals or column numbers, notes below the table, rows with surplus cells."""
    table = checked.table
    needed = [c.name for c in checked.contract.columns if c.required]
    blanks = [checked.columns[name].blank for name in needed]
    lacking = np.sum(blanks, axis=0) if blanks else np.zeros(len(table), dtype=np.int64)
    suspects = set(np.flatnonzero(lacking > 0).tolist()) | {0} if len(table) else set()
    # A row that repeats the heading has cells that are not understood: look only at such rows.
    faulty = np.zeros(len(table), dtype=bool)
    for parsed in checked.columns.values():
        faulty |= parsed.fault >= 0
    suspects |= set(np.flatnonzero(faulty).tolist())
    keys = [heading_key(h) for h in table.headings]
    coded = [checked.columns[c.name] for c in checked.contract.columns if c.shown in ("number", "coded")]
    order = sorted(suspects)
    for position, row in zip(order, table.data.iloc[order].to_numpy().tolist(), strict=True):
        cells = [heading_key(cell) for cell in row]
        filled = [cell for cell in cells if cell]
        same = sum(a == b and a != "" for a, b in zip(cells, keys, strict=True))
        reason = ""
        if same >= 2 and same * 2 > len(filled):
            reason = "repeated_heading"
        elif len(filled) >= 3 and all(c == str(i + 1) for i, c in enumerate(cells) if c):
            reason = "column_numbers"
        elif filled and lacking[position] and _TOTAL.fullmatch(filled[0]):
            reason = "total_row"
        elif len(filled) <= 2 < len(keys) and lacking[position] * 2 >= max(2, len(needed)):
            reason = "" if any(parsed.ok[position] for parsed in coded) else "not_data"
        if reason:
            report.add(checked.row(position), "", reason)
            checked.rejected[position] = True
    for position, found in table.surplus.items():
        if not checked.rejected[position]:
            report.add(checked.row(position), "", "too_many_cells", found=found, expected=len(keys))
            checked.rejected[position] = True
    for position, (reason, fields) in table.flaws.items():
        if not checked.rejected[position]:
            report.add(checked.row(position), "", reason, **fields)
            checked.rejected[position] = True
    for reason, fields in table.remarks:
        report.add(1, "", reason, **fields)


def _reject_cells(checked: Checked, report: Report) -> None:
    settled = checked.rejected.copy()
    for column in checked.contract.columns:
        parsed = checked.columns[column.name]
        if column.required:
            checked.reject(report, parsed.blank & ~settled, column.name, "required")
        for position in np.flatnonzero((parsed.fault >= 0) & ~settled).tolist():
            fault = parsed.faults[parsed.fault[position]]
            value = checked.raw(column.name, position)
            report.add(checked.row(position), checked.headings[column.name], fault.reason, value, **fault.fields)
            checked.rejected[position] = True
