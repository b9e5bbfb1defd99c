"""Exports of survey forms (KoboToolbox, ODK Central) with repeat groups -> one table, a row for each repeat.

Such an export is several tables: one row a submission in the main one, one row a repeat (a member of the household) in
another, with the key of its parent. Here each repeat gets the cells of its ancestors beside its own, so that a contract
can judge it as any other row. Its row number is its place in its own sheet or file.

Formats: KoboToolbox XLSX (a sheet each; ``_index``, ``_parent_table_name``, ``_parent_index``; groups as ``group/field``)
and ODK Central's zip of CSV files (``KEY``, ``PARENT_KEY``; groups as ``group-field``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from etl.report import FileError

Score = Callable[[Sequence[str]], float]


class Grid(NamedTuple):
    """The rows of a sheet or file as text, for a workbook what each cell was, and the sheet's name."""

    cells: list[list[str]]
    kinds: list[bytes] | None
    name: str = ""


@dataclass
class Joined:
    """A table of repeats with their ancestors' cells, as a grid whose first row is the heading.

    ``flaws`` are rows that cannot be loaded whatever their cells say (position in ``grid`` -> reason and its fields),
    ``remarks`` what is to be said of the table as a whole.
    """

    grid: Grid
    flaws: dict[int, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    remarks: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


_KOBO_MARKS = {"_uuid", "_submission_time", "_submission__uuid", "_submission__id", "_parent_index"}
_ODK_MARKS = {"submissiondate", "parent_key", "meta-instanceid", "instanceid", "submitterid"}
_ODK_OWN = {"SubmissionDate", "KEY", "PARENT_KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "Status"}
_ODK_OWN |= {"AttachmentsExpected", "ReviewState", "DeviceID", "Edits", "FormVersion"}
_OWN = ("_index", "key")
_PARENT = ("_parent_index", "parent_key")
_STATES = ("_validation_status", "reviewstate", "_submission__validation_status")
_NOT_APPROVED = {"notapproved", "validationstatusnotapproved", "rejected", "tidakdisetujui", "ditolak"}
_LISTED = 20
_IDENTITIES = ("rootuuid", "key", "_uuid")
IDENTITY = "KODE ISIAN"
"""The heading under which a submission's own, lasting number is read, whatever the tool calls it."""
_TELLING = 2
"""A repeat with so many columns of another kind of file is that kind's to load."""
_SHEET_NAME = 31  # longer table names are cut by Excel


def join(
    grids: list[Grid],
    score: Score,
    known: Mapping[str, str],
    once: Collection[str],
    elsewhere: Collection[str] = frozenset(),
) -> Joined | None:
    """The table of the survey that looks most like what is wanted; None if the grids are no survey export.

    ``known`` has the keys of headings that mean something and what they mean, ``once`` the keys of amounts: an amount of the whole household
    goes to its first member only, so that it is counted once. Repeats with headings of ``elsewhere`` (keys) are
    loaded as another kind of file, and nothing is said of them. FileError when the table's parent is not in the file.
    """
    survey = survey_tables(grids, known)
    if survey is None:
        return None
    best = max(survey, key=lambda table: (score(table.keys()), -table.depth()))
    if score(best.keys()) <= 0:
        return None
    if best.parent_column is not None and best.parent is None:
        raise FileError("survey_parent_missing")
    joined = _joined(best, set(once))
    unused = [table for table in survey if not best.descends_from(table) and len(table.grid.cells) > 1]
    remark_unused(joined, unused, elsewhere)
    return joined


def remark_unused(joined: Joined, unused: Sequence[SurveyTable], elsewhere: Collection[str]) -> None:
    """Say which tables are not loaded, but for those that another kind of file loads."""
    left = [table for table in unused if len(set(elsewhere) & table.last_keys()) < _TELLING]
    if left:
        tables = ", ".join(f"{table.grid.name} ({len(table.grid.cells) - 1})" for table in left)
        joined.remarks.append(("survey_tables_unused", {"tables": tables}))


def tops(grids: list[Grid], known: Mapping[str, str]) -> list[list[list[str]]] | None:
    """For each table of a survey export its heading with those of its ancestors; None if it is none."""
    survey = survey_tables(grids, known)
    return None if survey is None else [[table.joined_headings()] for table in survey]


# --- finding the tables -----------------------------------------------------------------------------------


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
        return self.known.get(_key(heading), heading.lower())

    def own_keys(self) -> list[str]:
        """The keys of its own headings."""
        return [_key(h) for h in self.headings]

    def last_keys(self) -> set[str]:
        """The keys of its own headings without any group, of whatever kind of file they are."""
        return {_key(re.split(r"[/\-]", heading)[-1]) for heading in self.grid.cells[0]}

    def keys(self) -> list[str]:
        """The keys of its headings and its ancestors'."""
        return [_key(h) for h in self.joined_headings()]


def _key(heading: str) -> str:
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
    if any(name in names for name in _PARENT) or _key(IDENTITY) in map(_key, headings):
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
        if _key(end) in known:
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


# --- joining ------------------------------------------------------------------------------------------------


def _joined(table: SurveyTable, once: set[str]) -> Joined:
    if table.parent is None:
        grid = Grid([table.headings, *table.grid.cells[1:]], table.grid.kinds, table.grid.name)
        joined = Joined(grid)
        note_not_approved(table, joined)
        return joined
    above = _joined(table.parent, once)
    width = len(above.grid.cells[0])
    rows_of: dict[str, list[int]] = {}
    for position in range(1, len(above.grid.cells)):
        if any(map(str.strip, table.parent.grid.cells[position])):
            key = cell_of(table.parent.grid.cells[position], table.parent.own_column)
            rows_of.setdefault(key, []).append(position)
    headings = table.joined_headings()
    amounts = [i for i in range(width) if _key(headings[i]) in once]
    joined = Joined(Grid([headings], None, table.grid.name), remarks=above.remarks)
    kinds: list[bytes] = [b""]
    used: set[int] = set()
    for position in range(1, len(table.grid.cells)):
        row = table.grid.cells[position]
        if not any(map(str.strip, row)):
            joined.grid.cells.append([])
            kinds.append(b"")
            continue
        found = rows_of.get(cell_of(row, table.parent_column), [])
        parent = found[0] if len(found) == 1 else 0
        cells = above.grid.cells[parent][:width] if parent else []
        cells = cells + [""] * (width - len(cells))
        if parent in used:
            for i in amounts:
                cells[i] = ""
        if not parent:
            joined.flaws[position] = ("survey_parent_twice" if found else "survey_orphan", {})
        elif parent in above.flaws:
            joined.flaws[position] = above.flaws[parent]
        elif len(above.grid.cells[parent]) > width and any(map(str.strip, above.grid.cells[parent][width:])):
            joined.flaws[position] = ("survey_parent_surplus", {"parent": parent + 1})
        used.add(parent)
        joined.grid.cells.append(cells + row)
        kinds.append(_kinds(above.grid, parent, width) + _kinds(table.grid, position, 0))
    note_not_approved(table, joined)
    _remark(joined, "survey_without_repeats", rows_of, used)
    if amounts:
        columns = ", ".join(headings[i] for i in amounts)
        joined.remarks.append(("survey_amount_once", {"columns": columns}))
    grid = Grid(joined.grid.cells, None if table.grid.kinds is None else kinds, table.grid.name)
    return Joined(grid, joined.flaws, joined.remarks)


def _kinds(grid: Grid, position: int, width: int) -> bytes:
    """What the cells of a row were, filled up or cut to ``width`` (0: as they are)."""
    found = grid.kinds[position] if grid.kinds is not None and position else b""
    return found[:width].ljust(width, b"\0") if width else found


def note_not_approved(table: SurveyTable, joined: Joined) -> None:
    """A submission that its reviewer turned down is not data, and neither are its repeats."""
    if table.state_column is None:
        return
    for position, row in enumerate(table.grid.cells[1:], 1):
        state = re.sub(r"[^a-z]", "", cell_of(row, table.state_column).lower())
        if state in _NOT_APPROVED:
            joined.flaws.setdefault(position, ("survey_not_approved", {}))


def _remark(joined: Joined, reason: str, rows_of: dict[str, list[int]], used: set[int]) -> None:
    alone = [positions[0] for positions in rows_of.values() if len(positions) == 1]
    left = sorted(position + 1 for position in alone if position not in used)
    if left:
        shown = ", ".join(map(str, left[:_LISTED])) + (", …" if len(left) > _LISTED else "")
        joined.remarks.append((reason, {"count": len(left), "rows": shown}))
