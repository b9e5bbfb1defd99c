"""Disbursements: one row is one transfer of a programme to a household or a person for a month or several.

The same programme, recipient and first month twice in a file is rejected; in a newer file it replaces what was there.
In mode "replace" a file is the whole list of its programmes for the months its transfers begin in.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, func, select

from etl import bulk, undo
from etl.contract import Checked, read_checked
from etl.parse import first_positions
from etl.report import Report
from etl.sources.disbursement_amounts import Amounts, check_amounts
from etl.sources.disbursement_contract import CONTRACT, KIND
from etl.sources.lookup import Programmes, find_recipients
from etl.sources.periods import programme_numbers, resolve_periods
from pantau.reference import calendar_row
from pantau.schema import disbursement

__all__ = ["CONTRACT", "KIND", "Prepared", "count_and_sums", "prepare", "replace_rest", "write"]

_EARLY, _LATE = -365, 730  # days from due to paid beyond which the dates deserve a second look
_COMPARED = ("month_to", "due_date", "paid_date", "amount_due", "amount_paid", "quantity", "goods", "channel", "status")


@dataclass
class Prepared:
    """The accepted rows as columns of ``disbursement``; ids of the rows they replace; month indices touched."""

    columns: dict[str, Any]
    replaced: list[int]
    months: set[int]
    totals: dict[str, int]
    """What the columns add up to, for the check after writing."""


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file against the programmes, the registry and itself."""
    checked = read_checked(path, CONTRACT, report)
    programmes = Programmes.load(connection)
    ids = programmes.find(checked, "programme", report)
    homes, persons = find_recipients(checked, ids, programmes, connection, report)
    first, last = resolve_periods(checked, ids, programmes, report)
    statuses = _check_status_and_dates(checked, report)
    amounts = check_amounts(checked, ids, programmes, statuses == "paid", report)
    kept = checked.kept()
    earlier = first_positions(_keys(ids, homes, persons, first)[kept])
    for i in np.flatnonzero(earlier != np.arange(len(kept))):
        checked.reject(report, kept[i : i + 1], "programme", "transfer_twice", first=checked.row(kept[earlier[i]]))
    checked.total(report)
    kept = checked.kept()
    _warn_outside_run(checked, kept, ids, first, last, programmes, report)
    columns = _columns(checked, kept, statuses, amounts)
    columns |= {"programme_id": ids[kept], "household_id": homes[kept], "person_ref": persons[kept]}
    columns |= {"month_from": first[kept], "month_to": last[kept]}
    return _against_database(checked, kept, columns, connection, report)


def _warn_outside_run(
    checked: Checked,
    kept: np.ndarray,
    ids: np.ndarray,
    first: np.ndarray,
    last: np.ndarray,
    programmes: Programmes,
    report: Report,
) -> None:
    start = programme_numbers(programmes, ids, "first_month", 0)
    end = programme_numbers(programmes, ids, "last_month", 10**6)
    for position in kept[(first[kept] < start[kept]) | (last[kept] > end[kept])].tolist():
        row = programmes.rows[int(ids[position])]
        run = {
            "first": str(calendar_row(row["first_month"])["month"]),
            "last": "…" if row["last_month"] is None else str(calendar_row(row["last_month"])["month"]),
        }
        here = np.array([position])
        checked.warn(report, here, "period", "period_outside_programme", programme=row["code"], **run)


def _check_status_and_dates(checked: Checked, report: Report) -> np.ndarray:
    """The status of each row; a paid row needs a paid date that is not in the future."""
    has_paid = checked.has("paid")
    stated = checked.values("status")
    statuses = np.where(checked.has("status"), stated, np.where(has_paid, "paid", "due")).astype(object)
    is_paid = statuses == "paid"
    open_rows = ~checked.rejected
    checked.reject(report, is_paid & checked.columns["paid"].blank & open_rows, "paid", "paid_without_date")
    paid, due = checked.values("paid"), checked.values("due")
    checked.reject(report, has_paid & (paid > np.datetime64(dt.date.today())) & open_rows, "paid", "paid_in_future")
    horizon = np.datetime64(f"{dt.date.today().year + 1}-12-31")
    checked.reject(report, checked.has("due") & (due > horizon) & ~checked.rejected, "due", "due_too_far")
    open_rows = ~checked.rejected
    days = np.where(has_paid & checked.has("due"), (paid - due).astype(np.int64), 0)
    for position in np.flatnonzero(is_paid & open_rows & ((days < _EARLY) | (days > _LATE))):
        checked.warn(report, np.array([position]), "paid", "paid_date_far", days=int(days[position]))
    checked.warn(report, (statuses == "due") & has_paid & open_rows, "paid", "paid_date_unused")
    return statuses


def _keys(ids: np.ndarray, homes: np.ndarray, persons: np.ndarray, first: np.ndarray) -> np.ndarray:
    """One integer for each distinct (programme, household, person_ref, month_from)."""
    what = pd.factorize(ids * 100_000 + first)[0]
    who = pd.factorize(homes * (int(persons.max(initial=0)) + 1) + persons)[0]
    return what.astype(np.int64) * (int(who.max(initial=0)) + 1) + who


def _columns(checked: Checked, kept: np.ndarray, statuses: np.ndarray, amounts: Amounts) -> dict[str, Any]:
    is_paid = (statuses == "paid")[kept]
    due = checked.values("due")[kept]
    paid = np.where(is_paid, checked.values("paid")[kept], np.datetime64("NaT", "D"))
    late = np.where(is_paid, (paid - due).astype(np.int64), 0).astype(object)
    late[~is_paid] = None
    quantity = checked.values("quantity")[kept].astype(object)
    quantity[~checked.has("quantity")[kept]] = None
    goods = checked.values("goods")[kept].copy()
    goods[goods == ""] = None
    channel = checked.values("channel")[kept].copy()
    channel[channel == ""] = "-"
    return {
        "due_date": due,
        "due_month": due.astype("datetime64[M]").astype(np.int64) + 1970 * 12,
        "paid_date": paid,
        "days_late": late,
        "amount_due": amounts.due[kept],
        "amount_paid": amounts.paid[kept],
        "quantity": quantity,
        "goods": goods,
        "channel": channel,
        "status": statuses[kept],
        "row_no": checked.table.rows[kept],
    }


def _against_database(
    checked: Checked, kept: np.ndarray, columns: dict[str, Any], connection: Connection, report: Report
) -> Prepared:
    """Give ids: a transfer that is there already keeps its id and is replaced, with a warning if it differs."""
    d = disbursement.c
    months = _months(columns["month_from"], columns["month_to"], columns["due_month"])
    new_ids = np.zeros(len(kept), dtype=np.int64)
    replaced: list[int] = []
    if len(kept):
        used = np.unique(columns["programme_id"]).tolist()
        low, high = int(columns["month_from"].min()), int(columns["month_from"].max())
        query = select(
            d.programme_id,
            d.household_id,
            d.person_ref,
            d.month_from,
            d.disbursement_id,
            d.due_month,
            *(d[c] for c in _COMPARED),
        ).where(d.programme_id.in_(used), d.month_from.between(low, high))
        there = {tuple(row[:4]): row for row in connection.execute(query).all()}
        if there:
            keys = zip(
                *(columns[c].tolist() for c in ("programme_id", "household_id", "person_ref", "month_from")),
                strict=True,
            )
            for i, key in enumerate(keys):
                old = there.get(key)
                if old is None:
                    continue
                new_ids[i] = old[4]
                replaced.append(old[4])
                months |= {old[5], *range(old[3], old[6] + 1)}
                if tuple(old[6:]) != tuple(_python(columns[c][i]) for c in _COMPARED):
                    checked.warn(report, kept[i : i + 1], "programme", "transfer_replaced")
    fresh = np.flatnonzero(new_ids == 0)
    next_id = bulk.next_id(connection, d.disbursement_id)
    new_ids[fresh] = np.arange(next_id, next_id + len(fresh))
    totals = {name: int(columns[name].sum()) for name in ("amount_due", "amount_paid")}
    return Prepared({"disbursement_id": new_ids, **columns}, replaced, months, totals)


def _python(value: Any) -> Any:
    """A numpy value as Python's own; NaT as None."""
    return value.item() if isinstance(value, np.generic) else value


def _months(first: np.ndarray, last: np.ndarray, due: np.ndarray) -> set[int]:
    spans = {(a, b) for a, b in zip(*(x.tolist() for x in (first, last)), strict=True)}
    return set(np.unique(due).tolist()) | {m for a, b in spans for m in range(a, b + 1)}


def write(connection: Connection, prepared: Prepared, batch_id: int) -> set[int]:
    """Replace and insert; the months whose marts change (covered, due, and those of replaced rows)."""
    undo.keep(connection, batch_id, disbursement, "disbursement_id", prepared.replaced)
    bulk.delete_ids(connection, disbursement, "disbursement_id", prepared.replaced)
    count = len(prepared.columns["disbursement_id"])
    bulk.insert_columns(connection, disbursement, {**prepared.columns, "batch_id": np.full(count, batch_id)})
    return prepared.months


def replace_rest(connection: Connection, prepared: Prepared, batch_id: int) -> set[int]:
    """After :func:`write`, in mode "replace": transfers of the file's programmes that begin in its months and that it
    does not name are taken out. The months whose marts change."""
    d = disbursement.c
    ids: list[int] = []
    months: set[int] = set()
    pairs = zip(*(prepared.columns[name].tolist() for name in ("programme_id", "month_from")), strict=True)
    for programme_id, first in sorted(set(pairs)):
        query = select(d.disbursement_id, d.month_from, d.month_to, d.due_month).where(
            d.programme_id == programme_id, d.month_from == first, d.batch_id != batch_id
        )
        for disbursement_id, low, high, due in connection.execute(query):
            ids.append(disbursement_id)
            months |= {due, *range(low, high + 1)}
    undo.keep(connection, batch_id, disbursement, "disbursement_id", ids)
    bulk.remember_ids(connection, d.disbursement_id)
    bulk.delete_ids(connection, disbursement, "disbursement_id", ids)
    return months


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """Transfers the batch has left in the database, and the sums of their amounts and quantities."""
    c = disbursement.c
    names = ("amount_due", "amount_paid", "quantity")
    query = select(func.count(), *(func.coalesce(func.sum(c[name]), 0) for name in names))
    row = connection.execute(query.where(c.batch_id == batch_id)).one()
    return row[0], {name: int(value) for name, value in zip(names, row[1:], strict=True)}
