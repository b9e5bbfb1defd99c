"""What was measured of a person: one file row is one measurement, and gives one ``outcome`` row for each measure filled in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, case, func, select

from etl.contract import Checked, read_checked
from etl.report import Report
from etl.sources.keyed import Keyed, Prepared, months_of, plain
from etl.sources.outcomes_contract import CONTRACT, KIND, MEASURES
from etl.sources.part_columns import reject_future, reject_negative
from etl.sources.part_lookup import Person, find_activities, find_ages, find_people, path_of
from pantau.schema import NO_PERSON, delivery, outcome

__all__ = ["CONTRACT", "KIND", "count_and_sums", "prepare", "write"]

_OUTCOMES = Keyed(outcome, ("activity_id", "person_ref", "wave", "instrument"), lambda row: (row["month_index"],))
_AFTER = (1, 6, 12)


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file against the activities, their participants, the registry and itself."""
    checked = read_checked(path, CONTRACT, report)
    activities = find_activities(checked, connection, report)
    people = find_people(checked, connection, report)
    reject_future(checked, report, "date")
    reject_negative(checked, report, "income")
    ages = find_ages(checked, people, report)
    measured = np.array([checked.has(name) for name in MEASURES])
    checked.reject(report, ~measured.any(axis=0) & ~checked.rejected, "activity", "outcome_empty")
    _reject_twice(checked, report)
    _warn(checked, activities, people, connection, report)
    checked.total(report)
    positions, rows = _melt(checked, activities, people, ages)
    prepared = _OUTCOMES.match(checked, positions, rows, "activity", connection, report, "outcome_replaced")
    prepared.months |= {m for i in checked.kept().tolist() for m in path_of(activities[i])}
    return prepared


def _reject_twice(checked: Checked, report: Report) -> None:
    """A row is out if an accepted row before it has any of its measures, whatever others it has."""
    keys = [checked.values(name).tolist() for name in ("activity", "nik", "wave")]
    seen: dict[tuple, int] = {}
    for position in checked.kept().tolist():
        key = tuple(values[position] for values in keys)
        mine = [(*key, name) for name in MEASURES if checked.has(name)[position]]
        if first := next((seen[part] for part in mine if part in seen), None):
            checked.reject(report, np.array([position]), "activity", "key_twice", first=first)
        else:
            seen.update(dict.fromkeys(mine, checked.row(position)))


def _warn(
    checked: Checked,
    activities: Mapping[int, Mapping[str, Any]],
    people: list[Person],
    connection: Connection,
    report: Report,
) -> None:
    """Who is on no list of the activity, though it has lists; measurements "after" that are of before the activity."""
    d = delivery.c
    used = sorted({row["activity_id"] for row in activities.values()})
    taking_part: dict[int, set[int]] = {}
    query = select(d.activity_id, d.person_ref).distinct().where(d.activity_id.in_(used), d.person_ref != NO_PERSON)
    for number, person in connection.execute(query):
        taking_part.setdefault(number, set()).add(person)
    days, waves = checked.values("date").tolist(), checked.values("wave").tolist()
    for position in checked.kept().tolist():
        here, of = np.array([position]), activities[position]
        listed = taking_part.get(of["activity_id"])
        if listed and people[position].person_ref not in listed:
            checked.warn(report, here, "nik", "not_a_participant")
        if waves[position] in _AFTER and days[position] < of["start_date"]:
            checked.warn(report, here, "date", "measured_too_early", first=of["start_date"])


def _melt(
    checked: Checked, activities: Mapping[int, Mapping[str, Any]], people: list[Person], ages: list[int | None]
) -> tuple[np.ndarray, dict[str, list[Any]]]:
    """One row for each measure of each file row that is kept: its position in the file, and columns of ``outcome``."""
    kept = checked.kept()
    pairs = [(i, name) for i in kept.tolist() for name in MEASURES if checked.has(name)[i]]
    positions = np.array([i for i, _ in pairs], dtype=np.int64)
    days = checked.values("date")
    return positions, {
        **{key: [activities[i][key] for i, _ in pairs] for key in ("activity_id", "programme_id")},
        **{
            key: [getattr(people[i], key) for i, _ in pairs]
            for key in ("person_ref", "household_id", "area_code", "sex")
        },
        "age": [ages[i] for i, _ in pairs],
        "wave": plain(checked.values("wave"), positions),
        "date": plain(days, positions),
        "month_index": plain(months_of(days), positions),
        "instrument": [MEASURES[name] for _, name in pairs],
        "value": [int(checked.values(name)[i]) for i, name in pairs],
        "row_no": plain(checked.table.rows, positions),
    }


def write(connection: Connection, prepared: Prepared, batch_id: int) -> set[int]:
    """Replace and insert; the months of the activities' whole paths and of every measurement, now and before."""
    return _OUTCOMES.write(connection, prepared, batch_id)


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """File rows of which the batch has left measures in the database, and the sum of the incomes."""
    c = outcome.c
    income = func.coalesce(func.sum(case((c.instrument == MEASURES["income"], c.value), else_=0)), 0)
    count, total = connection.execute(
        select(func.count(c.row_no.distinct()), income).where(c.batch_id == batch_id)
    ).one()
    return count, {"income": int(total)}
