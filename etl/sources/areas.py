"""Lists of areas without geometry: the RW and RT of a kelurahan."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlalchemy import Connection, bindparam, func, select, update

from etl import bulk, undo
from etl.contract import Checked, read_checked
from etl.parse import first_positions
from etl.parse_codes import area_level
from etl.report import Report
from etl.sources.areas_contract import CONTRACT, KIND
from pantau.schema import area

__all__ = ["CONTRACT", "KIND", "Prepared", "count_and_sums", "prepare", "write"]


@dataclass
class Prepared:
    """The accepted rows: code -> (name, row number), and the codes that are in the database already."""

    rows: dict[str, tuple[str, int]]
    existing: set[str]


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file; a code needs its parent in the database or in an accepted row of the file."""
    checked = read_checked(path, CONTRACT, report)
    existing = set(connection.scalars(select(area.c.code)))
    codes = checked.values("code")
    _reject_contradictions(checked, report)
    kept = checked.kept()
    first = first_positions(codes[kept])
    for i, position in enumerate(kept):
        if first[i] != i:
            checked.reject(report, np.array([position]), "code", "key_twice", first=checked.row(kept[first[i]]))
    known = set(existing)
    for position in sorted(checked.kept(), key=lambda p: len(codes[p])):
        code = codes[position]
        parent = code.rpartition(".")[0]
        if parent and parent not in known:
            checked.reject(report, np.array([position]), "code", "area_parent_unknown", parent=parent)
        else:
            known.add(code)
    checked.total(report)
    names = checked.values("name")
    return Prepared({codes[p]: (names[p], checked.row(p)) for p in checked.kept()}, existing)


def _reject_contradictions(checked: Checked, report: Report) -> None:
    codes, parents, levels = (checked.values(name) for name in ("code", "parent", "level"))
    for position in checked.kept():
        code = codes[position]
        parent, level = code.rpartition(".")[0], area_level(code)
        here = np.array([position])
        if checked.has("parent")[position] and parents[position] != parent:
            checked.reject(report, here, "parent", "area_parent_differs", code=code, parent=parent or "–")
        if checked.has("level")[position] and levels[position] != level:
            checked.reject(report, here, "level", "area_level_differs", code=code, level=level)


def write(connection: Connection, prepared: Prepared, batch_id: int) -> set[int]:
    """Insert new areas, parents first; known ones get the file's name and keep their geometry. No mart is touched."""
    new = sorted((c for c in prepared.rows if c not in prepared.existing), key=lambda c: (len(c), c))
    bulk.insert_columns(
        connection,
        area,
        {
            "code": new,
            "parent_code": [c.rpartition(".")[0] or None for c in new],
            "level": [area_level(c) for c in new],
            "name": [prepared.rows[c][0] for c in new],
            "batch_id": [batch_id] * len(new),
        },
    )
    known = [c for c in prepared.rows if c in prepared.existing]
    undo.keep(connection, batch_id, area, "code", known)
    if known:
        statement = update(area).where(area.c.code == bindparam("the_code")).values(name=bindparam("the_name"))
        connection.execute(
            statement.values(batch_id=batch_id), [{"the_code": c, "the_name": prepared.rows[c][0]} for c in known]
        )
    return set()


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """How many areas the batch has left in the database; there is nothing to sum."""
    return connection.scalar(select(func.count()).select_from(area).where(area.c.batch_id == batch_id)) or 0, {}
