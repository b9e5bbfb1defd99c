"""Exports of survey forms read as visits: one row a submission, with what its repeats say gathered in its own cells.

A visit counts although nobody answered and nothing was repeated, so it cannot be a row of its repeats. The cells of a
column of a repeat stand together in one cell, in their order and separated by semicolons: ``pangan; kesehatan``. The
number of a row is its place in the main sheet.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from etl.reading_survey import Joined, Score, note_not_approved, remark_unused
from etl.reading_survey_tables import Grid, SurveyTable, cell_of, survey_tables
from etl.report import FileError

SEPARATOR = ";"


def gather(
    grids: list[Grid], score: Score, known: Mapping[str, str], gathered: Collection[str], elsewhere: Collection[str]
) -> Joined | None:
    """The submissions of a survey export; None if the grids are none. ``known`` and ``elsewhere``: see
    :func:`etl.reading_survey.join`. ``gathered`` are the columns of the contract that repeats fill.

    FileError when the file has only repeats.
    """
    survey = survey_tables(grids, known)
    if survey is None:
        return None
    mains = [table for table in survey if table.parent_column is None]
    if not mains:
        raise FileError("survey_parent_missing")
    main = max(mains, key=lambda table: score(table.keys()))
    headings = list(main.headings)
    width = len(headings)
    rows = [headings] + [row[:width] + [""] * (width - len(row)) for row in main.grid.cells[1:]]
    joined = Joined(Grid(rows, None, main.grid.name))
    note_not_approved(main, joined)
    for position, row in enumerate(main.grid.cells[1:], 1):
        if any(map(str.strip, row[width:])):
            joined.flaws.setdefault(position, ("too_many_cells", {"found": len(row), "expected": width}))
    unused = []
    for table in survey:
        if table is main or len(table.grid.cells) < 2:
            continue
        wanted = [i for i, key in enumerate(table.own_keys()) if known.get(key) in gathered]
        if wanted and table.parent is main:
            _add(joined, main, table, wanted)
        else:
            unused.append(table)
    remark_unused(joined, unused, elsewhere)
    kinds = main.grid.kinds and [b"", *(kind.ljust(width, b"\0") for kind in main.grid.kinds[1:])]
    return Joined(Grid(rows, kinds, main.grid.name), joined.flaws, joined.remarks)


def _add(joined: Joined, main: SurveyTable, table: SurveyTable, wanted: Collection[int]) -> None:
    """Add the ``wanted`` columns of a repeat to the rows of its parents."""
    position_of: dict[str, list[int]] = {}
    for position, row in enumerate(main.grid.cells[1:], 1):
        if key := cell_of(row, main.own_column):
            position_of.setdefault(key, []).append(position)
    found: dict[int, list[list[str]]] = {}
    orphans = 0
    for row in table.grid.cells[1:]:
        if not any(map(str.strip, row)):
            continue
        places = position_of.get(cell_of(row, table.parent_column), [])
        if len(places) != 1:
            orphans += 1
            for position in places:
                joined.flaws.setdefault(position, ("visit_submission_twice", {}))
            continue
        found.setdefault(places[0], []).append([cell_of(row, i).replace(SEPARATOR, ",") for i in wanted])
    joined.grid.cells[0].extend(table.headings[i] for i in wanted)
    for position, row in enumerate(joined.grid.cells[1:], 1):
        columns = zip(*found.get(position, []), strict=True)
        cells = [f"{SEPARATOR} ".join(column) for column in columns] or [""] * len(wanted)
        row.extend(cells)
    if orphans:
        joined.remarks.append(("visit_repeats_lost", {"table": table.grid.name, "count": orphans}))
