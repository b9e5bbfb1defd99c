"""Targets of indicators and budgets of programmes, for an area and a year. A newer file replaces the same key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, delete, func, insert, select

from etl import undo
from etl.contract import Checked, read_checked
from etl.parse import Cells, Parsed
from etl.parse_numbers import LARGEST, rupiah
from etl.report import FileError, Report
from etl.sources.lookup import Programmes, closest
from etl.sources.targets_contract import CONTRACT, KIND
from pantau.reference import home_kelurahan
from pantau.schema import ALL_PROGRAMMES, area, budget, target

__all__ = ["CONTRACT", "KIND", "Prepared", "count_and_sums", "prepare", "write"]


@dataclass
class Prepared:
    """Accepted rows as rows of ``target`` and of ``budget``."""

    targets: list[dict[str, Any]]
    budgets: list[dict[str, Any]]


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file. NILAI is read as rupiah in budget rows and as a share or number in target rows.

    The sum of NILAI in the report is that of the budget rows: adding shares would mean nothing.
    """
    checked = read_checked(path, CONTRACT, report)
    amounts = _read_budgets(checked, report)
    indicators = _check_indicators(checked, report)
    programmes = Programmes.load(connection)
    budgets = checked.values("what") == "budget"
    ids = programmes.find(checked, "programme", report, every="semua")
    checked.reject(report, budgets & (ids == ALL_PROGRAMMES) & ~checked.rejected, "programme", "budget_programme")
    areas = np.where(checked.has("area"), checked.values("area"), home_kelurahan())
    known = set(connection.scalars(select(area.c.code)))
    unknown = np.array([a not in known for a in areas], dtype=bool)
    checked.reject(report, unknown & ~checked.rejected, "area", "area_unknown")
    prepared = Prepared([], [])
    seen: dict[tuple, int] = {}
    for position in checked.kept():
        key = {"programme_id": int(ids[position]), "area_code": areas[position]}
        key["year"] = str(checked.values("year")[position])
        row: dict[str, Any] = {**key, "row_no": checked.row(position)}
        is_budget = bool(budgets[position])
        whole_key = ("" if is_budget else indicators[position], *key.values())
        if whole_key in seen:
            checked.reject(report, np.array([position]), "what", "key_twice", first=seen[whole_key])
            continue
        seen[whole_key] = row["row_no"]
        if is_budget:
            prepared.budgets.append({**row, "amount": int(amounts.values[position])})
        else:
            value = float(checked.values("value")[position])
            prepared.targets.append({**row, "indicator_id": indicators[position], "value": value})
    checked.total(report)
    money = np.where(budgets & amounts.ok, amounts.values, 0)
    loaded = int(money[~checked.rejected].sum())
    whole = int(money.sum())
    report.summed["value"] = checked.heading("value")
    report.sums[checked.heading("value")] = {"file": whole, "loaded": loaded, "rejected": whole - loaded}
    return prepared


def _read_budgets(checked: Checked, report: Report) -> Parsed:
    """The values read as rupiah; a budget row whose value is no positive whole rupiah is rejected."""
    table, i = checked.table, checked.positions["value"]
    amounts = rupiah(Cells(table.data[i], None if table.kinds is None else table.kinds[:, i]))
    budgets = checked.values("what") == "budget"
    for position in np.flatnonzero((amounts.fault >= 0) & budgets & ~checked.rejected):
        fault = amounts.faults[amounts.fault[position]]
        checked.reject(report, np.array([position]), "value", fault.reason, **fault.fields)
    checked.reject(report, budgets & ~checked.rejected & (amounts.values <= 0), "value", "amount_not_positive")
    return amounts


def _check_indicators(checked: Checked, report: Report) -> np.ndarray:
    """The indicator id of each target row; a share must be 0 to 1."""
    try:
        from pantau.indicators import CATALOGUE
    except ImportError:
        raise FileError("indicators_unavailable") from None
    texts, values = checked.values("indicator"), checked.values("value")
    ids = np.full(len(checked), "", dtype=object)
    for position in np.flatnonzero((checked.values("what") == "target") & ~checked.rejected):
        here = np.array([position])
        wanted = texts[position].strip().lower().replace(" ", "_")
        if not wanted:
            checked.reject(report, here, "indicator", "indicator_missing")
        elif wanted not in CATALOGUE:
            checked.reject(
                report, here, "indicator", "indicator_unknown", suggestion=closest(wanted, list(CATALOGUE))[0]
            )
        elif CATALOGUE[wanted].unit == "share" and not 0 <= values[position] <= 1:
            checked.reject(report, here, "value", "share_out_of_range")
        elif not 0 <= values[position] <= LARGEST:
            checked.reject(report, here, "value", "number_negative")
        else:
            ids[position] = wanted
    return ids


def write(connection: Connection, prepared: Prepared, batch_id: int) -> set[int]:
    """Replace the rows of the same key. No mart is touched: pages read targets and budgets as they are."""
    for table, rows in ((target, prepared.targets), (budget, prepared.budgets)):
        keys = [column.name for column in table.primary_key]
        undo.keep_keys(connection, batch_id, table, [{key: row[key] for key in keys} for row in rows])
        for row in rows:
            connection.execute(delete(table).where(*(table.c[key] == row[key] for key in keys)))
        if rows:
            connection.execute(insert(table), [{**row, "batch_id": batch_id} for row in rows])
    return set()


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """Targets and budgets the batch has left in the database, and the sum of its budgets in rupiah."""
    targets = connection.scalar(select(func.count()).select_from(target).where(target.c.batch_id == batch_id)) or 0
    query = select(func.count(), func.coalesce(func.sum(budget.c.amount), 0)).where(budget.c.batch_id == batch_id)
    budgets, amount = connection.execute(query).one()
    return targets + budgets, {"value": int(amount)}
