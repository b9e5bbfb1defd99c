"""Activities: what is offered, by whom, where and when. A code that is known is amended."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sqlalchemy import Connection, func, select

from etl.contract import Checked, read_checked
from etl.report import Report
from etl.sources.activities_contract import CONTRACT, KIND
from etl.sources.keyed import Keyed, Prepared, filled, months_of
from etl.sources.lookup import Programmes
from etl.sources.part_columns import reject_backwards, reject_far, reject_negative
from etl.sources.part_lookup import find_partners, path_of
from etl.sources.places import find_areas
from pantau.schema import NO_PERSON, activity, delivery, outcome

__all__ = ["CONTRACT", "KIND", "count_and_sums", "prepare", "write"]

_ACTIVITIES = Keyed(activity, ("code",), path_of)


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file against the partners, programmes, areas, and what was delivered of a known activity."""
    checked = read_checked(path, CONTRACT, report)
    programmes = Programmes.load(connection).find(checked, "programme", report)
    partners = find_partners(checked, connection, report).astype(object)
    partners[partners == 0] = None
    areas = find_areas(checked, connection, report)
    reject_far(checked, report, "start", "end")
    reject_backwards(checked, report, "start", "end")
    reject_negative(checked, report, "cost")
    _reject_in_use(checked, programmes, areas, connection, report)
    start, end = checked.values("start"), checked.values("end")
    columns = {
        **{name: checked.values(name) for name in ("code", "kind", "sector", "theme", "title")},
        "programme_id": programmes,
        "partner_id": partners,
        "area_code": areas,
        "start_date": start,
        "month_index": months_of(start),
        "end_date": end,
        "end_month": months_of(end),
        **{name: filled(checked, name) for name in ("sessions", "places", "cost")},
        "status": _statuses(checked),
    }
    return _ACTIVITIES.settle(checked, columns, "code", connection, report)


def _statuses(checked: Checked) -> np.ndarray:
    """As stated, else as the days say."""
    today = np.datetime64("today", "D")
    start, end = checked.values("start"), checked.values("end")
    by_days = np.where(start > today, "rencana", np.where(end < today, "selesai", "berjalan"))
    return np.where(checked.has("status"), checked.values("status"), by_days).astype(object)


def _reject_in_use(
    checked: Checked, programmes: np.ndarray, areas: np.ndarray, connection: Connection, report: Report
) -> None:
    """What was delivered carries its activity's programme, and a guest its place: neither may change under it."""
    d, c = delivery.c, activity.c
    used = set(connection.scalars(select(d.activity_id).distinct()))
    used |= set(connection.scalars(select(outcome.c.activity_id).distinct()))
    of_guests = select(d.activity_id, func.count()).where(d.person_ref == NO_PERSON).group_by(d.activity_id)
    guests = {number for number, _ in connection.execute(of_guests)}
    there = {row.code: row for row in connection.execute(select(c.code, c.activity_id, c.programme_id, c.area_code))}
    for position in checked.kept().tolist():
        old = there.get(checked.values("code")[position])
        if old is None:
            continue
        other_programme = old.activity_id in used and old.programme_id != programmes[position]
        if other_programme or (old.activity_id in guests and old.area_code != areas[position]):
            checked.reject(report, np.array([position]), "code", "activity_in_use")


def write(connection: Connection, prepared: Prepared, batch_id: int) -> set[int]:
    """Amend and insert; the months of each activity's path, now and before, and of what is known of amended ones."""
    months = set(_ACTIVITIES.write(connection, prepared, batch_id))
    for table in (delivery, outcome):
        query = select(table.c.month_index).distinct().where(table.c.activity_id.in_(prepared.known))
        months.update(connection.scalars(query))
    return months


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """Activities the batch has left in the database, and the sum of their costs."""
    return _ACTIVITIES.count_and_sums(connection, batch_id, cost="cost")
