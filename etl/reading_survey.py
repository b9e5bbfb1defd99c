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
from typing import Any

from etl.reading_survey_tables import Grid, SurveyTable, cell_of, heading_key, survey_tables
from etl.report import FileError

Score = Callable[[Sequence[str]], float]


@dataclass
class Joined:
    """A table of repeats with their ancestors' cells, as a grid whose first row is the heading.

    ``flaws`` are rows that cannot be loaded whatever their cells say (position in ``grid`` -> reason and its fields),
    ``remarks`` what is to be said of the table as a whole.
    """

    grid: Grid
    flaws: dict[int, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    remarks: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


_NOT_APPROVED = {"notapproved", "validationstatusnotapproved", "rejected", "tidakdisetujui", "ditolak"}
_LISTED = 20
_TELLING = 2
"""A repeat with so many columns of another kind of file is that kind's to load."""


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
    amounts = [i for i in range(width) if heading_key(headings[i]) in once]
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
