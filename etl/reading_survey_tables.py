"""The tables of a survey's export, as they stand in its sheets or files: which there are, and which belongs to which.

See :mod:`etl.reading_survey` for the formats.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Grid(NamedTuple):
    """The rows of a sheet or file as text, for a workbook what each cell was, and the sheet's name."""

    cells: list[list[str]]
    kinds: list[bytes] | None
    name: str = ""


_KOBO_MARKS = {"_uuid", "_submission_time", "_submission__uuid", "_submission__id", "_parent_index"}
_ODK_MARKS = {"submissiondate", "parent_key", "meta-instanceid", "instanceid", "submitterid"}
_ODK_OWN = {"SubmissionDate", "KEY", "PARENT_KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "Status"}
_ODK_OWN |= {"AttachmentsExpected", "ReviewState", "DeviceID", "Edits", "FormVersion"}
_OWN = ("_index", "key")
_PARENT = ("_parent_index", "parent_key")
_STATES = ("_validation_status", "reviewstate", "_submission__validation_status")
_IDENTITIES = ("rootuuid", "key", "_uuid")
IDENTITY = "KODE ISIAN"
"""The heading under which a submission's own, lasting number is read, whatever the tool calls it."""
_SHEET_NAME = 31  # longer table names are cut by Excel


@dataclass
class SurveyTable:
    """One sheet or file of a survey: its headings without groups, and where its keys and its review state stand."""

    grid: Grid
    headings: list[str]
    own_column: int | None
    parent_column: int | None
    state_column: int | None
    known: Mapping[str, str]
    parent: SurveyTable | None = None

    def descends_from(self, other: SurveyTable) -> bool:
        return self is other or (self.parent is not None and self.parent.descends_from(other))

    def depth(self) -> int:
        return 1 + self.parent.depth() if self.parent else 0

    def joined_headings(self) -> list[str]:
        """The ancestors' headings and its own; what the table says itself, an ancestor does not say in its stead."""
        if self.parent is None:
            return self.headings
        own = {self._meaning(heading) for heading in self.headings}
        path = self.parent.grid.name or "induk"
        above = [f"{path}/{h}" if h and self._meaning(h) in own else h for h in self.parent.joined_headings()]
        return above + self.headings

    def _meaning(self, heading: str) -> str:
        return self.known.get(heading_key(heading), heading.lower())

    def own_keys(self) -> list[str]:
        """The keys of its own headings."""
        return [heading_key(h) for h in self.headings]

    def last_keys(self) -> set[str]:
        """The keys of its own headings without any group, of whatever kind of file they are."""
        return {heading_key(re.split(r"[/\-]", heading)[-1]) for heading in self.grid.cells[0]}

    def keys(self) -> list[str]:
        """The keys of its headings and its ancestors'."""
        return [heading_key(h) for h in self.joined_headings()]


def heading_key(heading: str) -> str:
    """A heading as it is matched: upper case, letters and digits only (``No. KK`` -> ``NOKK``)."""
    return re.sub(r"[^A-Z0-9]", "", heading.upper())


def survey_tables(grids: list[Grid], known: Mapping[str, str]) -> list[SurveyTable] | None:
    """The tables of a survey export, each with its parent; None if the grids are none."""
    tables = [_table(grid, known) for grid in grids if grid.cells and is_survey(grid.cells[0])]
    if not tables:
        return None
    named = {table.grid.name: table for table in tables}
    roots = [table for table in tables if table.parent_column is None and table.own_column is not None]
    for table in tables:
        if table.parent_column is None:
            continue
        name = _parent_name(table)
        parent = named.get(name) or named.get(name[:_SHEET_NAME])
        if parent is None and not name:
            parent = _by_path(table, tables)
        table.parent = parent or (roots[0] if len(roots) == 1 else None)
        if table.parent is table:
            table.parent = None
    return [table for table in tables if not _is_circular(table)]


def _is_circular(table: SurveyTable) -> bool:
    seen: list[SurveyTable] = []
    current: SurveyTable | None = table
    while current is not None:
        if any(current is earlier for earlier in seen):
            return True
        seen.append(current)
        current = current.parent
    return False


def is_survey(row: list[str]) -> bool:
    """Whether a heading has the columns that a survey tool adds."""
    names = {cell.strip().lower() for cell in row}
    return ("_index" in names and bool(names & _KOBO_MARKS)) or ("key" in names and bool(names & _ODK_MARKS))


def _table(grid: Grid, known: Mapping[str, str]) -> SurveyTable:
    names = [cell.strip().lower() for cell in grid.cells[0]]

    def place(wanted: Sequence[str]) -> int | None:
        return next((names.index(name) for name in wanted if name in names), None)

    headings = [_without_groups(cell, known) for cell in grid.cells[0]]
    _name_identity(grid, headings)
    return SurveyTable(grid, headings, place(_OWN), place(_PARENT), place(_STATES), known)


def _name_identity(grid: Grid, headings: list[str]) -> None:
    """Call the number of a submission what contracts call it: the first of those that stay when a submission is edited,
    and that every row has."""
    names = [re.split(r"[/\-]", cell.strip().lower())[-1] for cell in grid.cells[0]]
    if any(name in names for name in _PARENT) or heading_key(IDENTITY) in map(heading_key, headings):
        return
    rows = [row for row in grid.cells[1:] if any(map(str.strip, row))]
    for column in (names.index(wanted) for wanted in _IDENTITIES if wanted in names):
        if all(cell_of(row, column) for row in rows):
            headings[column] = IDENTITY
            return


def _without_groups(heading: str, known: Mapping[str, str]) -> str:
    """A heading without the names of its groups: the longest end of its path that means something, else all of it.

    ``RT/RW`` and ``L/P`` are headings in themselves.
    """
    text = " ".join(heading.split())
    if text.startswith("_") or text in _ODK_OWN:  # the tool's own column: its status is not that of a person
        return f"{text} (survei)"
    parts = re.split(r"([/\-])", text)
    for start in range(0, len(parts), 2):
        end = "".join(parts[start:])
        if heading_key(end) in known:
            return end
    return text


def _parent_name(table: SurveyTable) -> str:
    """The name of the parent's sheet, from the table's own rows (KoboToolbox)."""
    names = [cell.strip().lower() for cell in table.grid.cells[0]]
    if "_parent_table_name" not in names:
        return ""
    column = names.index("_parent_table_name")
    return next((row[column] for row in table.grid.cells[1:] if len(row) > column and row[column].strip()), "")


def _by_path(table: SurveyTable, tables: list[SurveyTable]) -> SurveyTable | None:
    """The table whose keys the parent keys are: ``uuid:x`` of the main one, ``uuid:x/group[1]`` of a repeat (ODK)."""
    wanted = {cell_of(row, table.parent_column) for row in table.grid.cells[1:]} - {""}
    others = [t for t in tables if t is not table and t.own_column is not None]
    hits: list[int] = [sum(cell_of(row, t.own_column) in wanted for row in t.grid.cells[1:]) for t in others]
    most = max(hits, default=0)
    return others[hits.index(most)] if most else None


def cell_of(row: list[str], column: int | None) -> str:
    """A cell without outer blanks; "" where the row or the table has none."""
    return row[column].strip() if column is not None and column < len(row) else ""
