"""The list of programmes: who pays, what, to whom, how often and who is eligible. A code that is known is amended."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, bindparam, func, insert, select, update

from etl import bulk, undo
from etl.contract import Checked, read_checked
from etl.parse import first_positions
from etl.report import Report
from etl.sources.programmes_contract import CONTRACT, KIND
from pantau.schema import programme

__all__ = ["CONTRACT", "KIND", "Prepared", "count_and_sums", "prepare", "write"]


@dataclass
class Prepared:
    """The accepted rows as programme rows; ``new`` and ``known`` by whether their code is in the database."""

    new: list[dict[str, Any]]
    known: list[dict[str, Any]]


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file; a code may appear once."""
    checked = read_checked(path, CONTRACT, report)
    codes = checked.values("code")
    for name in ("amount", "unit_value"):
        checked.reject(report, (checked.values(name) < 0) & ~checked.rejected, name, "number_negative")
    first_month, last_month = checked.values("first_month"), checked.values("last_month")
    backwards = checked.has("last_month") & (last_month < first_month) & ~checked.rejected
    checked.reject(report, backwards, "last_month", "run_backwards")
    ages = checked.has("min_age") & checked.has("max_age") & (checked.values("max_age") < checked.values("min_age"))
    checked.reject(report, ages & ~checked.rejected, "max_age", "ages_backwards")
    kept = checked.kept()
    first = first_positions(codes[kept])
    for i in np.flatnonzero(first != np.arange(len(kept))):
        checked.reject(report, kept[i : i + 1], "code", "key_twice", first=checked.row(kept[first[i]]))
    checked.total(report)
    ids = {code: i for code, i in connection.execute(select(programme.c.code, programme.c.programme_id))}
    next_id = bulk.next_id(connection, programme.c.programme_id)
    prepared = Prepared([], [])
    for position in checked.kept():
        row = _row(checked, int(position))
        if row["code"] in ids:
            prepared.known.append({**row, "programme_id": ids[row["code"]]})
        else:
            prepared.new.append({**row, "programme_id": next_id})
            next_id += 1
    return prepared


def _row(checked: Checked, position: int) -> dict[str, Any]:
    def value(name: str) -> Any:
        found = checked.values(name)[position]
        return found.item() if isinstance(found, np.generic) else found

    def optional(name: str) -> Any:
        return value(name) if checked.has(name)[position] else None

    categories = value("categories").split(";")
    return {
        "code": value("code"),
        "name_id": value("name_id"),
        "name_en": value("name_en") or value("name_id"),
        "partner": value("partner"),
        "partner_kind": value("partner_kind"),
        "benefit_kind": value("benefit_kind"),
        "unit": value("unit"),
        "amount": optional("amount"),
        "months": value("months") or 1,
        "unit_value": optional("unit_value"),
        "max_desil": optional("max_desil"),
        **{f"for_{name}": name in categories for name in ("elderly", "disability", "pregnant", "child", "pupil")},
        "first_month": value("first_month"),
        "last_month": optional("last_month"),
        "min_age": optional("min_age"),
        "max_age": optional("max_age"),
        "note_id": value("note_id"),
        "note_en": value("note_en"),
        "row_no": checked.row(position),
    }


def write(connection: Connection, prepared: Prepared, batch_id: int) -> None:
    """Insert new programmes and amend known ones. All marts change: eligibility follows a programme's rule."""
    if prepared.new:
        connection.execute(insert(programme), [{**row, "batch_id": batch_id} for row in prepared.new])
    undo.keep(connection, batch_id, programme, "programme_id", [row["programme_id"] for row in prepared.known])
    for row in prepared.known:
        statement = update(programme).where(programme.c.programme_id == bindparam("the_id"))
        values = {name: value for name, value in row.items() if name != "programme_id"}
        connection.execute(statement.values(**values, batch_id=batch_id), {"the_id": row["programme_id"]})


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """Programmes the batch has left in the database, and the sums of their amounts and unit values."""
    c = programme.c
    sums = [func.coalesce(func.sum(column), 0) for column in (c.amount, c.unit_value)]
    row = connection.execute(select(func.count(), *sums).where(c.batch_id == batch_id)).one()
    return row[0], {"amount": int(row[1]), "unit_value": int(row[2])}
