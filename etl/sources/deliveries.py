"""Who attended which session, and who was given what: one row is one person, or one guest who is only counted.

A newer file replaces the whole list of each (activity, session, service) that it names. Rows that an earlier file had
rejected and that come back mended (``python -m etl quarantine``) are no whole list: they are added.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, func, select

from etl import bulk, undo
from etl.contract import Checked, read_checked
from etl.reading import is_mended
from etl.report import Report
from etl.sources.deliveries_contract import ATTENDED, CONTRACT, FITTING, KIND
from etl.sources.keyed import filled, months_of, plain, reject_twice
from etl.sources.part_columns import reject_future
from etl.sources.part_lookup import GUEST, Person, find_activities, find_ages, find_people, path_of
from pantau.schema import NO_PERSON, delivery

__all__ = ["CONTRACT", "KIND", "Prepared", "count_and_sums", "prepare", "write"]

_LIST = ("activity_id", "session_no", "service")
_ONE = (*_LIST, "person_ref", "dose", "item", "day")
"""One person is once in a list for each of these; ``day`` tells rows apart only where they are of no one session."""


@dataclass
class Prepared:
    """The accepted rows as columns of ``delivery``; the ids of the rows they replace; month indices touched."""

    columns: dict[str, list[Any]]
    replaced: list[int]
    months: set[int]


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file against the activities, the registry and itself."""
    checked = read_checked(path, CONTRACT, report)
    activities = find_activities(checked, connection, report)
    people = find_people(checked, connection, report)
    reject_future(checked, report, "date")
    statuses = _statuses(checked, report)
    ages = find_ages(checked, people, report)
    columns = {**_columns(checked, activities, people, ages), "status": statuses}
    # A guest has no name by which to be there twice: each gets a number of their own.
    who = [-i if person is GUEST else person.person_ref for i, person in enumerate(people, 1)]
    told_apart = {**columns, "person_ref": who, "day": _telling_days(columns["session_no"], columns["date"])}
    reject_twice(checked, [told_apart[name] for name in _ONE], "activity", report)
    _warn(checked, activities, report)
    checked.total(report)
    kept = checked.kept()
    rows = {name: plain(values, kept) for name, values in columns.items()}
    rows["row_no"] = plain(checked.table.rows, kept)
    months = {m for i in kept.tolist() for m in path_of(activities[i])} | set(rows["month_index"])
    earlier = _earlier(connection, rows, is_mended(checked.table.headings))
    months |= {row["month_index"] for row in earlier}
    _say_replaced(checked, kept, rows, earlier, report)
    first = bulk.next_id(connection, delivery.c.delivery_id)
    ids = list(range(first, first + len(kept)))
    return Prepared({"delivery_id": ids, **rows}, [row["delivery_id"] for row in earlier], months)


def _telling_days(sessions: Sequence[int] | np.ndarray, days: Sequence[dt.date] | np.ndarray) -> list[Any]:
    """The day of each row that is of no one session."""
    return [None if number else str(day) for number, day in zip(sessions, days, strict=True)]


def _columns(
    checked: Checked, activities: Mapping[int, Mapping[str, Any]], people: Sequence[Person], ages: list[int | None]
) -> dict[str, np.ndarray | list[Any]]:
    n = range(len(checked))
    nothing: dict[str, Any] = {"activity_id": 0, "programme_id": 0, "area_code": ""}
    of = [activities.get(i, nothing) for i in n]
    stated_sex, stated_age = filled(checked, "sex"), filled(checked, "age")
    return {
        "activity_id": [row["activity_id"] for row in of],
        "programme_id": [row["programme_id"] for row in of],
        "person_ref": [who.person_ref for who in people],
        "household_id": [who.household_id for who in people],
        "area_code": [who.area_code or row["area_code"] for who, row in zip(people, of, strict=True)],
        "sex": [who.sex or stated_sex[i] for i, who in enumerate(people)],
        "age": [stated_age[i] if people[i] is GUEST else ages[i] for i in n],
        "session_no": checked.values("session"),
        "date": checked.values("date"),
        "month_index": months_of(checked.values("date")),
        "service": checked.values("service"),
        "dose": filled(checked, "dose"),
        "item": checked.values("item"),
        "quantity": filled(checked, "quantity"),
    }


def _statuses(checked: Checked, report: Report) -> np.ndarray:
    """What became of each row, "hadir" or "diberikan" where the cell is blank; rejects what says nothing of its service."""
    services, stated = checked.values("service"), checked.values("status")
    taught = (services == "edukasi") & (stated == "hadir")
    stated = np.where(taught, "diberikan", stated)
    for service, fitting in FITTING.items():
        where = (services == service) & checked.has("status") & ~np.isin(stated, fitting) & ~checked.rejected
        said = ", ".join(fitting)
        checked.reject(report, where, "status", "status_not_of_service", service=service, fitting=said)
    usual = np.where(np.isin(services, ATTENDED), "hadir", "diberikan")
    return np.where(checked.has("status"), stated, usual).astype(object)


def _warn(checked: Checked, activities: Mapping[int, Mapping[str, Any]], report: Report) -> None:
    """Days outside the activity (one registers before it begins), sessions that were not planned, doses left out."""
    days, sessions, services = (checked.values(name).tolist() for name in ("date", "session", "service"))
    for position in checked.kept().tolist():
        here, of = np.array([position]), activities[position]
        early = days[position] < of["start_date"] and services[position] != "terdaftar"
        if early or (of["end_date"] is not None and days[position] > of["end_date"]):
            first, last = of["start_date"], of["end_date"] or "…"
            checked.warn(report, here, "date", "day_outside_activity", first=first, last=last)
        if of["sessions"] is not None and sessions[position] > of["sessions"]:
            checked.warn(report, here, "session", "session_beyond_plan", planned=of["sessions"])
    no_dose = (checked.values("service") == "vaksin") & checked.columns["dose"].blank
    checked.warn(report, no_dose & ~checked.rejected, "dose", "dose_missing")


def _earlier(connection: Connection, rows: dict[str, list[Any]], mended: bool) -> list[Mapping[str, Any]]:
    """The rows in the database that the file's rows replace: their whole lists; of mended rows, the same person's."""
    d = delivery.c
    names = dict.fromkeys((*_ONE[:-1], "delivery_id", "month_index", "date"))
    lists = set(zip(*(rows[name] for name in _LIST), strict=True))
    with_days = {**rows, "day": _telling_days(rows["session_no"], rows["date"])}
    people = set(zip(*(with_days[name] for name in _ONE), strict=True))
    found: list[Mapping[str, Any]] = []
    for number in sorted({key[0] for key in lists}):
        query = select(*(d[name] for name in names)).where(d.activity_id == number).order_by(d.delivery_id)
        for row in connection.execute(query).mappings():
            if tuple(row[name] for name in _LIST) not in lists:
                continue
            if not mended or (row["person_ref"] != NO_PERSON and _one(dict(row)) in people):
                found.append(dict(row))
    return found


def _one(row: Mapping[str, Any]) -> tuple:
    (day,) = _telling_days([row["session_no"]], [row["date"]])
    return (*(row[name] for name in _ONE[:-1]), day)


def _say_replaced(
    checked: Checked, kept: np.ndarray, rows: dict[str, list[Any]], earlier: Sequence[Mapping[str, Any]], report: Report
) -> None:
    """At the first row of each list: how many rows it had, and has."""
    was: dict[tuple, int] = {}
    for row in earlier:
        key = tuple(row[name] for name in _LIST)
        was[key] = was.get(key, 0) + 1
    where: dict[tuple, list[int]] = {}
    for i, key in enumerate(zip(*(rows[name] for name in _LIST), strict=True)):
        where.setdefault(key, []).append(i)
    for key, count in was.items():
        first = where[key][0]
        checked.warn(report, kept[first : first + 1], "session", "list_replaced", was=count, now=len(where[key]))


def write(connection: Connection, prepared: Prepared, batch_id: int) -> set[int]:
    """Replace the lists; the months of the activities' whole paths and of every row, now and before."""
    undo.keep(connection, batch_id, delivery, "delivery_id", prepared.replaced)
    if prepared.replaced:
        bulk.remember_ids(connection, delivery.c.delivery_id)
    bulk.delete_ids(connection, delivery, "delivery_id", prepared.replaced)
    count = len(prepared.columns["delivery_id"])
    bulk.insert_columns(connection, delivery, {**prepared.columns, "batch_id": [batch_id] * count})
    return prepared.months


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """Rows the batch has left in the database, and the sum of their quantities."""
    query = select(func.count(), func.coalesce(func.sum(delivery.c.quantity), 0))
    count, quantity = connection.execute(query.where(delivery.c.batch_id == batch_id)).one()
    return count, {"quantity": int(quantity)}
