"""The registry: one row a member, a household is all rows with one KK.

A newer file amends: who is not in it stays. In mode "replace" it is the whole list of the RT it names: who is not in it
any more is gone, and counts no more.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, bindparam, case, func, select, update

from etl import bulk, undo
from etl.contract import Checked, read_checked
from etl.parse import first_positions
from etl.parse_identity import nik_birth
from etl.report import Report
from etl.sources.registry_contract import CONTRACT, FLAGS, KIND
from etl.sources.registry_places import reject_other_kelurahan
from pantau.reference import home_kelurahan
from pantau.schema import area, household, household_identity, person, person_identity

__all__ = ["CONTRACT", "KIND", "Prepared", "count_and_sums", "prepare", "replace_rest", "write"]

NOT_IN_FILE = 0
"""Row number of a person whom a file in mode "replace" took out by not naming him."""


@dataclass
class Prepared:
    """The accepted rows, column by column, in file order; ids are those in the database or the next free ones.

    ``homes`` is one entry for each household of the file, ``led`` whether its head is in it; ``left`` are households that
    lose a member to another KK; ``absent`` are columns that the file does not have.
    """

    persons: dict[str, Any]
    homes: dict[str, Any]
    known_persons: list[int]
    known_homes: list[int]
    left: set[int]
    led: list[bool]
    absent: set[str]


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file against itself (NIK twice, RT of the family, heads) and the database (RT, known NIK and KK)."""
    checked = read_checked(path, CONTRACT, report)
    negative = checked.has("income") & (checked.values("income") < 0)
    checked.reject(report, negative & ~checked.rejected, "income", "number_negative")
    rts = _resolve_areas(checked, connection, report)
    _warn_of_nik_mismatches(checked, report)
    kept = checked.kept()
    first = first_positions(checked.values("nik")[kept])
    for i in np.flatnonzero(first != np.arange(len(kept))):
        checked.reject(report, kept[i : i + 1], "nik", "nik_twice", first=checked.row(kept[first[i]]))
    heads = _check_households(checked, rts, report)
    checked.total(report)
    return _assign_ids(checked, rts, heads, connection, report)


def _resolve_areas(checked: Checked, connection: Connection, report: Report) -> np.ndarray:
    """The RT code of each row; rows whose RT is incomplete, contradictory or unknown are rejected."""
    both, rt, rw = (checked.values(name) for name in ("rt_rw", "rt", "rw"))
    named = "rt_rw" if "rt_rw" in checked.headings and "rt" not in checked.headings else "rt"
    numbers = []
    clash = np.zeros(len(checked), dtype=bool)
    for part in (lambda packed: packed // 1000, lambda packed: packed % 1000):
        stated = np.stack([part(both), part(rt), part(rw)])
        best = stated.max(axis=0)
        clash |= np.any((stated > 0) & (stated != best), axis=0)
        numbers.append(best)
    open_rows = ~checked.rejected
    for position in np.flatnonzero(clash & open_rows).tolist():
        shown = " · ".join(checked.raw(name, position) for name in ("rt_rw", "rt", "rw") if name in checked.headings)
        checked.reject(report, np.array([position]), named, "rt_contradicts", shown)
    checked.reject(report, open_rows & ~clash & ((numbers[0] == 0) | (numbers[1] == 0)), named, "rt_incomplete")
    kelurahan = np.where(checked.has("kelurahan"), checked.values("kelurahan"), home_kelurahan())
    names = {code: name for code, name in connection.execute(select(area.c.code, area.c.name))}
    reject_other_kelurahan(checked, kelurahan, names, report)
    codes = np.full(len(checked), "", dtype=object)
    for position in checked.kept():
        here, rt_no, rw_no = kelurahan[position], int(numbers[0][position]), int(numbers[1][position])
        codes[position] = code = f"{here}.{rw_no:03d}.{rt_no:03d}"
        if code in names:
            continue
        row = np.array([position])
        if here not in names:
            checked.reject(report, row, "kelurahan", "area_unknown", here)
        else:
            places = {"rt": f"{rt_no:03d}", "rw": f"{rw_no:03d}", "kelurahan": names[here]}
            checked.reject(report, row, named, "rt_unknown", **places)
    return codes


def _warn_of_nik_mismatches(checked: Checked, report: Report) -> None:
    niks, births, sexes = (checked.values(name) for name in ("nik", "birth_date", "sex"))
    for position in checked.kept():
        day, month, year, sex = nik_birth(niks[position])
        born = births[position].item()
        if (born.day, born.month, born.year % 100) != (day, month, year):
            checked.warn(report, np.array([position]), "birth_date", "nik_birth_differs")
        if sexes[position] != sex:
            checked.warn(report, np.array([position]), "sex", "nik_sex_differs")


def _check_households(checked: Checked, rts: np.ndarray, report: Report) -> dict[str, int]:
    """KK -> position of the row that speaks for the household: its head's, else its first."""
    kks, relations = checked.values("kk"), checked.values("relation")
    members: dict[str, list[int]] = {}
    for position in checked.kept().tolist():
        members.setdefault(kks[position], []).append(position)
    speaking: dict[str, int] = {}
    for kk, positions in members.items():
        heads = [p for p in positions if relations[p] == "kepala"]
        lead = heads[0] if heads else positions[0]
        speaking[kk] = lead
        if not heads:
            checked.warn(report, np.array([lead]), "kk", "household_without_head")
        for other in heads[1:]:
            report.add(checked.row(other), checked.heading("kk"), "household_two_heads", kk, first=checked.row(lead))
        for position in positions:
            if rts[position] != rts[lead]:
                (rw, rt), (head_rw, head_rt) = (rts[p].split(".")[-2:] for p in (position, lead))
                name = "rt" if "rt" in checked.headings else "rt_rw"
                fields = {"rt": rt, "rw": rw, "head_rt": head_rt, "head_rw": head_rw, "first": checked.row(lead)}
                checked.reject(report, np.array([position]), name, "household_other_rt", **fields)
    return speaking


def _assign_ids(
    checked: Checked, rts: np.ndarray, heads: dict[str, int], connection: Connection, report: Report
) -> Prepared:
    kept = checked.kept()
    kks, niks = checked.values("kk")[kept], checked.values("nik")[kept]
    homes: dict[str, int] = {
        kk: i for kk, i in connection.execute(select(household_identity.c.kk, household_identity.c.household_id)).all()
    }
    p = person.c
    known = select(person_identity.c.nik, p.person_id, p.household_id, p.status, p.status_date)
    people = {nik: row for nik, *row in connection.execute(known.join_from(person_identity, person))}
    next_home = bulk.next_id(connection, household.c.household_id)
    next_person = bulk.next_id(connection, person.c.person_id)
    statuses, status_dates = _stated_statuses(checked, kept)
    home_ids: list[int] = []
    person_ids: list[int] = []
    known_persons: list[int] = []
    first_rows: dict[int, int] = {}
    known_homes: set[int] = set()
    left: set[int] = set()
    speaking: dict[int, int] = {}
    for position, kk, nik in zip(kept.tolist(), kks, niks, strict=True):
        home = homes.get(kk)
        if home is None:
            home = homes[kk] = next_home
            next_home += 1
        elif home not in first_rows:
            known_homes.add(home)
        first_rows.setdefault(home, position)
        speaking[home] = heads[kk]
        if nik in people:
            person_id, before, status, since = people[nik]
            known_persons.append(person_id)
            if "status" not in checked.headings and status in ("dead", "moved"):
                # A list without the column does not bring anyone back to life.
                statuses[len(person_ids)], status_dates[len(person_ids)] = status, since
            if before != home:
                left.add(before)
                checked.warn(report, np.array([position]), "nik", "person_moved")
        else:
            person_id, next_person = next_person, next_person + 1
        home_ids.append(home)
        person_ids.append(person_id)
    lead = np.array(list(speaking.values()), dtype=np.int64)
    stated_desil = checked.values("desil")[lead].tolist()
    addresses = checked.values("address")
    names = checked.values("name")
    return Prepared(
        persons={
            "person_id": person_ids,
            "household_id": home_ids,
            "nik": niks.tolist(),
            "name": names[kept].tolist(),
            "birth_date": checked.values("birth_date")[kept],
            "birth_year": (checked.values("birth_date")[kept].astype("datetime64[Y]").astype(np.int64) + 1970).tolist(),
            "sex": checked.values("sex")[kept].tolist(),
            "relation": checked.values("relation")[kept].tolist(),
            "income": checked.values("income")[kept].tolist(),
            "status": statuses,
            "status_date": status_dates,
            **{f"is_{flag}": checked.values(flag)[kept].tolist() for flag in FLAGS},
            "row_no": checked.table.rows[kept].tolist(),
        },
        homes={
            "household_id": list(speaking),
            "kk": [checked.values("kk")[p] for p in speaking.values()],
            "address": [addresses[p] for p in speaking.values()],
            "area_code": [rts[p] for p in speaking.values()],
            "desil": [d or None for d in stated_desil],
            "row_no": [checked.row(first_rows[home]) for home in speaking],
        },
        known_persons=known_persons,
        known_homes=sorted(known_homes),
        left=left,
        led=[checked.values("relation")[p] == "kepala" for p in speaking.values()],
        absent={column.name for column in CONTRACT.columns if column.name not in checked.headings},
    )


def _stated_statuses(checked: Checked, kept: np.ndarray) -> tuple[list[str], list[dt.date | None]]:
    """Status and since when, of each accepted row; active where the file says nothing."""
    stated = checked.has("status")[kept]
    statuses = np.where(stated, checked.values("status")[kept], "active").tolist()
    dated = checked.has("status_date")[kept].tolist()
    dates = checked.values("status_date")[kept].tolist()
    return statuses, [
        day if has and status != "active" else None for day, has, status in zip(dates, dated, statuses, strict=True)
    ]


_FLAG_COLUMNS = tuple(f"is_{f}" for f in FLAGS)
_PERSON_COLUMNS = (
    "household_id",
    "birth_year",
    "sex",
    "relation",
    "income",
    *_FLAG_COLUMNS,
    "status",
    "status_date",
    "row_no",
)


def write(connection: Connection, prepared: Prepared, batch_id: int) -> None:
    """Insert new households and persons, amend known ones, count the members again. All marts change.

    What the file has no column for stays as it was known.
    """
    persons, homes = prepared.persons, prepared.homes
    for table in (household, household_identity):
        undo.keep(connection, batch_id, table, "household_id", prepared.known_homes)
    for table in (person, person_identity):
        undo.keep(connection, batch_id, table, "person_id", prepared.known_persons)
    known_homes, known_persons = set(prepared.known_homes), set(prepared.known_persons)
    new_home = [i for i, home in enumerate(homes["household_id"]) if home not in known_homes]
    old_home = [i for i, home in enumerate(homes["household_id"]) if home in known_homes]
    _insert(
        connection,
        household,
        _pick(homes, ("household_id", "area_code", "desil", "row_no"), new_home),
        {"members": 0, "income": 0, "batch_id": batch_id, **{f"has_{flag}": False for flag in FLAGS}},
    )
    _insert(connection, household_identity, _pick(homes, ("household_id", "kk", "address"), new_home))
    _update(connection, household, _pick(homes, ("household_id", "area_code", "row_no"), old_home), batch_id)
    for table, name in ((household, "desil"), (household_identity, "address")):
        if name not in prepared.absent:
            # A row of another member than the head leaves blank what the head's row has said.
            said = [i for i in old_home if homes[name][i] or prepared.led[i]]
            _update(connection, table, _pick(homes, ("household_id", name), said))
    new = [i for i, person_id in enumerate(persons["person_id"]) if person_id not in known_persons]
    old = [i for i, person_id in enumerate(persons["person_id"]) if person_id in known_persons]
    _insert(connection, person, _pick(persons, ("person_id", *_PERSON_COLUMNS), new), {"batch_id": batch_id})
    _insert(connection, person_identity, _pick(persons, ("person_id", "nik", "name", "birth_date"), new))
    absent = prepared.absent - {"status", "status_date"}  # these were settled in _assign_ids
    stated = [name for name in _PERSON_COLUMNS if name.removeprefix("is_") not in absent]
    _update(connection, person, _pick(persons, ("person_id", *stated), old), batch_id)
    _update(connection, person_identity, _pick(persons, ("person_id", "name", "birth_date"), old))
    count_members(connection, set(homes["household_id"]) | prepared.left)


def replace_rest(connection: Connection, prepared: Prepared, batch_id: int) -> None:
    """After :func:`write`, in mode "replace": active persons of the file's RT whom it does not name are gone."""
    p = person.c
    rts = sorted(set(prepared.homes["area_code"]))
    there = select(p.person_id, p.household_id).join_from(person, household)
    query = there.where(household.c.area_code.in_(rts), p.status == "active")
    named = set(prepared.persons["person_id"])
    rest = {i: home for i, home in connection.execute(query) if i not in named}
    undo.keep(connection, batch_id, person, "person_id", rest)
    gone = update(person).where(p.person_id == bindparam("the_id"))
    if rest:
        values = {"status": "gone", "status_date": None, "batch_id": batch_id, "row_no": NOT_IN_FILE}
        connection.execute(gone.values(values), [{"the_id": i} for i in rest])
    count_members(connection, set(rest.values()))


def _pick(columns: dict[str, Any], names: tuple[str, ...], where: list[int]) -> dict[str, Any]:
    picked = {}
    for name in names:
        values = columns[name]
        picked[name] = values[where] if isinstance(values, np.ndarray) else [values[i] for i in where]
    return picked


def _insert(connection: Connection, table: Any, columns: dict[str, Any], same: dict[str, Any] | None = None) -> None:
    count = len(next(iter(columns.values())))
    bulk.insert_columns(connection, table, {**columns, **{name: [v] * count for name, v in (same or {}).items()}})


def _update(connection: Connection, table: Any, columns: dict[str, Any], batch_id: int | None = None) -> None:
    """Update by the first column, the key."""
    key, *names = columns
    rows = [
        {f"new_{name}": value for name, value in zip(columns, row, strict=True)}
        for row in zip(*(v.tolist() if isinstance(v, np.ndarray) else v for v in columns.values()), strict=True)
    ]
    if rows:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        if batch_id is not None:
            values["batch_id"] = batch_id
        connection.execute(update(table).where(table.c[key] == bindparam(f"new_{key}")).values(values), rows)


def count_members(connection: Connection, homes: set[int]) -> None:
    """Make members, income and the has_ flags of these households anew from all their active persons."""
    p = person.c
    found = (
        select(
            p.household_id,
            func.count().label("members"),
            func.sum(p.income).label("income"),
            *(func.sum(case((p[f"is_{flag}"], 1), else_=0)).label(f"has_{flag}") for flag in FLAGS),
        )
        .where(p.status == "active")
        .group_by(p.household_id)
    )
    blank = {"members": 0, "income": 0, **{f"has_{flag}": False for flag in FLAGS}}
    rows = {home: {"new_household_id": home, **{f"new_{k}": v for k, v in blank.items()}} for home in homes}
    for row in connection.execute(found).mappings():
        if row["household_id"] in rows:
            rows[row["household_id"]].update(
                new_members=row["members"],
                new_income=int(row["income"]),
                **{f"new_has_{flag}": row[f"has_{flag}"] > 0 for flag in FLAGS},
            )
    if rows:
        statement = update(household).where(household.c.household_id == bindparam("new_household_id"))
        connection.execute(statement.values({name: bindparam(f"new_{name}") for name in blank}), list(rows.values()))


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """Persons the batch has left in the database, and their income."""
    p = person.c
    query = select(func.count(), func.coalesce(func.sum(p.income), 0))
    query = query.where(p.batch_id == batch_id, p.row_no != NOT_IN_FILE)
    count, income = connection.execute(query).one()
    return count, {"income": int(income)}
