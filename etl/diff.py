"""What loading a file would change: it is really loaded, compared with what was there, and the transaction undone.

So the answer cannot differ from what the load does. Other loads wait meanwhile; readers do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, and_, func, select

from etl import undo
from etl.load import Order, write_files
from etl.report import Report
from pantau.database import wait_for_loads
from pantau.kinds import PART_TABLES
from pantau.reference import RW_LENGTH
from pantau.schema import (
    area,
    budget,
    disbursement,
    household,
    household_identity,
    membership,
    person,
    person_identity,
    programme,
    target,
)

_LINEAGE = {"batch_id", "row_no"}

Changes = dict[str, Any]


def changes(
    engine: Engine,
    path: Path,
    kind: str | None = None,
    mode: str = "amend",
    progress: Callable[[str], None] = lambda _step: None,
) -> tuple[Report, Changes]:
    """The report that a load would give, and what would change.

    ``households``, ``persons`` and ``transfers`` (``rows`` for other kinds) have the numbers ``new, changed, same`` and
    ``gone``: in mode "replace" those that would be taken out, in mode "amend" households of the file's RT that it does
    not name and that stay. ``by_programme`` and ``by_rw`` compare sums (rupiah paid, over the months of the file)
    before and after; only lines that would change. Nothing stays changed; errors as in :func:`etl.load.load_file`.
    """
    with engine.execution_options(writes=True).connect() as connection, connection.begin() as transaction:
        wait_for_loads(connection)
        before = _people_by_rw(connection)
        (report,) = write_files(connection, [path], Order(kind, mode=mode), progress).reports
        found: Changes = {}
        if report.status == "ok" and not report.unchanged and report.batch_id is not None:
            progress("compare")
            found = _compare(connection, report.kind, report.batch_id, before)
        transaction.rollback()
    report.batch_id = report.batch_id if report.unchanged else None
    return report, found


def _compare(connection: Connection, kind: str, batch_id: int, before: dict[str, tuple[int, int]]) -> Changes:
    if kind == "registry":
        return _registry(connection, batch_id, before)
    if kind == "disbursement":
        return _transfers(connection, batch_id)
    tables: dict[str, tuple[Table, ...]] = {
        "areas": (area,),
        "boundaries": (area,),
        "programmes": (programme,),
        "targets": (target, budget),
        "membership": (membership,),
        **PART_TABLES,
        # Of a visit, its row: the answers are parts of it.
        "visits": PART_TABLES["visits"][:1],
    }
    counts = {"new": 0, "changed": 0, "same": 0}
    for table in tables.get(kind, ()):
        for name, keys in _sort_rows(connection, batch_id, table).items():
            if name in counts:
                counts[name] += len(keys)
    return {"rows": counts}


def _sort_rows(connection: Connection, batch_id: int, table: Table) -> dict[str, set[tuple[Any, ...]]]:
    """The keys of the batch's rows by what became of them: new, changed, same; gone: replaced and not there any more."""
    keys = [column.name for column in table.primary_key]
    images = undo.images(connection, batch_id, table)
    sorted_keys: dict[str, set[tuple[Any, ...]]] = {"new": set(), "changed": set(), "same": set()}
    for row in connection.execute(select(table).where(table.c.batch_id == batch_id)).mappings():
        key = tuple(row[name] for name in keys)
        image = images.get(key)
        if image is None:
            sorted_keys["new"].add(key)
        else:
            same = all(row[name] == image[name] for name in image if name not in _LINEAGE)
            sorted_keys["same" if same else "changed"].add(key)
    sorted_keys["gone"] = set(images) - set().union(*sorted_keys.values())
    return sorted_keys


# --- registry -------------------------------------------------------------------------------------------


def _registry(connection: Connection, batch_id: int, before: dict[str, tuple[int, int]]) -> Changes:
    people = _sort_rows(connection, batch_id, person)
    _also_identity(connection, batch_id, people, person_identity)
    homes = _sort_rows(connection, batch_id, household)
    _also_identity(connection, batch_id, homes, household_identity)
    home_of = dict(
        connection.execute(select(person.c.person_id, person.c.household_id).where(person.c.batch_id == batch_id)).all()
    )
    images = undo.images(connection, batch_id, person)
    taken_out = {
        key for key, image in images.items() if image["status"] == "active" and key in people["changed"]
    } & _gone(connection, batch_id)
    people["changed"] -= taken_out
    moved = {(images[key]["household_id"],) for key in people["changed"] if key in images}
    touched = {(home_of[key[0]],) for key in people["changed"] | people["new"] if key[0] in home_of} | moved
    newly_changed = homes["same"] & touched
    homes["same"] -= newly_changed
    homes["changed"] |= newly_changed
    named = homes["new"] | homes["changed"] | homes["same"]
    rts = select(household.c.area_code).distinct().where(household.c.batch_id == batch_id)
    there = select(household.c.household_id).where(household.c.area_code.in_(rts), household.c.members > 0)
    emptied = {(images[key]["household_id"],) for key in taken_out}
    rest = {(i,) for i in connection.scalars(there)} - named
    return {
        "households": {
            "new": len(homes["new"]),
            "changed": len(homes["changed"]),
            "same": len(homes["same"]),
            "gone": len((emptied | rest) - named),
        },
        "persons": {
            "new": len(people["new"]),
            "changed": len(people["changed"]),
            "same": len(people["same"]),
            "gone": len(taken_out),
        },
        "by_rw": _rw_lines(before, _people_by_rw(connection), {}, {}),
    }


def _gone(connection: Connection, batch_id: int) -> set[tuple[int]]:
    query = select(person.c.person_id).where(person.c.batch_id == batch_id, person.c.status == "gone")
    return {(i,) for i in connection.scalars(query)}


def _also_identity(connection: Connection, batch_id: int, rows: dict[str, set[tuple[Any, ...]]], table: Table) -> None:
    """Rows that are the same but for the name, birth date or address are changed."""
    images = undo.images(connection, batch_id, table)
    key = next(iter(table.primary_key)).name
    for row in connection.execute(select(table)).mappings():
        image = images.get((row[key],))
        if image is not None and (row[key],) in rows["same"] and any(row[name] != image[name] for name in image):
            rows["same"].discard((row[key],))
            rows["changed"].add((row[key],))


def _people_by_rw(connection: Connection) -> dict[str, tuple[int, int]]:
    """RW -> (households, people)."""
    rw = func.substr(household.c.area_code, 1, RW_LENGTH)
    query = select(rw, func.count(), func.sum(household.c.members)).where(household.c.members > 0).group_by(rw)
    return {code: (int(homes), int(people)) for code, homes, people in connection.execute(query)}


def _rw_lines(
    before: dict[str, tuple[int, int]],
    after: dict[str, tuple[int, int]],
    paid_before: dict[str, int],
    paid_after: dict[str, int],
) -> list[dict[str, Any]]:
    lines = []
    for code in sorted({*before, *after, *paid_before, *paid_after}):
        (h0, p0), (h1, p1) = before.get(code, (0, 0)), after.get(code, (0, 0))
        r0, r1 = paid_before.get(code, 0), paid_after.get(code, 0)
        if (h0, p0, r0) != (h1, p1, r1):
            counted = {"households_before": h0, "households_after": h1, "people_before": p0, "people_after": p1}
            lines.append({"area_code": code, **counted, "rupiah_before": r0, "rupiah_after": r1})
    return lines


# --- transfers --------------------------------------------------------------------------------------------


def _transfers(connection: Connection, batch_id: int) -> Changes:
    d = disbursement.c
    rows = _sort_rows(connection, batch_id, disbursement)
    images = undo.images(connection, batch_id, disbursement).values()
    mine = select(d.programme_id, d.month_from).distinct().where(d.batch_id == batch_id)
    scope = {(i, month) for i, month in connection.execute(mine)}
    after_p, after_rw = _sums(connection, [*scope])
    mine_p, mine_rw = _sums(connection, [*scope], batch_id)
    rw_of = {
        i: code[:RW_LENGTH] for i, code in connection.execute(select(household.c.household_id, household.c.area_code))
    }
    before_p, before_rw = defaultdict(_zero, after_p), defaultdict(int, after_rw)
    for programme_id, (count, paid) in mine_p.items():
        was = before_p[programme_id]
        before_p[programme_id] = (was[0] - count, was[1] - paid)
    for code, paid in mine_rw.items():
        before_rw[code] -= paid
    for image in images:
        was = before_p[image["programme_id"]]
        before_p[image["programme_id"]] = (was[0] + 1, was[1] + image["amount_paid"])
        before_rw[rw_of[image["household_id"]]] += image["amount_paid"]
    codes = dict(connection.execute(select(programme.c.programme_id, programme.c.code)).all())
    by_programme = [
        {
            "programme": codes[i],
            "transfers_before": before_p[i][0],
            "transfers_after": after_p.get(i, _zero())[0],
            "rupiah_before": before_p[i][1],
            "rupiah_after": after_p.get(i, _zero())[1],
        }
        for i in sorted({*before_p, *after_p})
    ]
    return {
        "transfers": {name: len(keys) for name, keys in rows.items()},
        "by_programme": by_programme,
        "by_rw": _rw_lines({}, {}, dict(before_rw), after_rw),
    }


def _zero() -> tuple[int, int]:
    return 0, 0


def _sums(
    connection: Connection, scope: list[tuple[int, int]], batch_id: int | None = None
) -> tuple[dict[int, tuple[int, int]], dict[str, int]]:
    """Programme -> (transfers, rupiah paid) and RW -> rupiah paid, of the transfers of these programmes that begin in
    these months (``batch_id``: of that batch alone)."""
    d = disbursement.c
    by_programme: dict[int, tuple[int, int]] = {}
    by_rw: dict[str, int] = defaultdict(int)
    rw = func.substr(household.c.area_code, 1, RW_LENGTH)
    months: dict[int, list[int]] = defaultdict(list)
    for programme_id, month in scope:
        months[programme_id].append(month)
    for programme_id, starts in sorted(months.items()):
        wanted = and_(d.programme_id == programme_id, d.month_from.in_(starts))
        if batch_id is not None:
            wanted = and_(wanted, d.batch_id == batch_id)
        query = (
            select(rw, func.count(), func.sum(d.amount_paid))
            .select_from(disbursement.join(household, household.c.household_id == d.household_id))
            .where(wanted)
            .group_by(rw)
        )
        count = paid = 0
        for code, transfers, amount in connection.execute(query):
            count, paid = count + transfers, paid + int(amount)
            by_rw[code] += int(amount)
        by_programme[programme_id] = (count, paid)
    return by_programme, dict(by_rw)
