"""Rolling a batch back: its rows go, what it replaced comes back, the marts follow, all in one transaction.

A batch that later files built on cannot go alone: they replaced rows of it, or refer to households, programmes or areas
that only it brought. They go with it, newest first, or nothing goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, bindparam, delete, func, insert, select, update

from etl import bulk, life, undo
from etl.load import LoadError
from etl.sources import PARTS, registry
from pantau import history, marts, packing
from pantau.database import writing
from pantau.schema import (
    activity,
    area,
    batch,
    budget,
    disbursement,
    enrolment,
    event,
    household,
    household_identity,
    membership,
    partner,
    person,
    person_identity,
    programme,
    target,
    visit,
)
from pantau.schema import undo as undo_table

_ASKED = 10_000
"""Ids in one question to the database."""

_HELD: tuple[Table, ...] = (partner, activity, visit)
"""Tables of the other parts to whose rows other rows refer."""

_NOTED: tuple[Table, ...] = (disbursement, membership, target, budget, *(t for t in life.PARTS if t not in _HELD))
"""Tables that nothing refers to: their rows can simply be taken out and put back."""

_REFERENCES: tuple[tuple[Column, Column], ...] = (
    (area.c.parent_code, area.c.code),
    (household.c.area_code, area.c.code),
    (target.c.area_code, area.c.code),
    (budget.c.area_code, area.c.code),
    (disbursement.c.programme_id, programme.c.programme_id),
    (membership.c.programme_id, programme.c.programme_id),
    (target.c.programme_id, programme.c.programme_id),
    (budget.c.programme_id, programme.c.programme_id),
    (person.c.household_id, household.c.household_id),
    (disbursement.c.household_id, household.c.household_id),
    (membership.c.household_id, household.c.household_id),
    (disbursement.c.person_ref, person.c.person_id),
    (membership.c.person_ref, person.c.person_id),
    *(
        (table.c[name], key)
        for table in life.PARTS
        for name, key in (
            ("area_code", area.c.code),
            ("programme_id", programme.c.programme_id),
            ("household_id", household.c.household_id),
            ("person_ref", person.c.person_id),
            ("partner_id", partner.c.partner_id),
            ("activity_id", activity.c.activity_id),
            ("visit_id", visit.c.visit_id),
        )
        if name in table.c and table.c[name] is not key
    ),
)
"""(column, what it refers to): a row that is referred to cannot go while the other stays."""


class RollbackError(Exception):
    """The batch cannot be rolled back: ``reason`` is "unknown", "already" or "before_history" (it was loaded before the
    database kept what a batch replaces)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Blocked(Exception):
    """Later batches build on it: ``batch_ids``, newest first. They have to go first, or with it."""

    def __init__(self, batch_ids: Sequence[int]) -> None:
        super().__init__(", ".join(map(str, batch_ids)))
        self.batch_ids = list(batch_ids)


def rollback(
    engine: Engine,
    batch_id: int,
    actor: str,
    note: str,
    cascade: bool = False,
    progress: Callable[[str], None] | None = None,
) -> list[int]:
    """Roll the batch back, and with ``cascade`` those that build on it; the batches that went, newest first.

    RollbackError and Blocked as described there; nothing is changed then. LoadError when something did not add up.
    """
    say = progress or (lambda _step: None)
    with writing(engine) as connection:
        doomed = dependents(connection, batch_id)
        if len(doomed) > 1 and not cascade:
            raise Blocked(doomed[:-1])
        history.ensure_start(connection)
        event_id = history.next_event(connection, "rollback", actor, note)
        months: set[int] | None = set()
        parts: set[int] | None = None if any(_has_parts(connection, doomed_id) for doomed_id in doomed) else set()
        say("write")
        for doomed_id in doomed:
            touched = _take_back(connection, doomed_id)
            months = None if months is None or touched is None else months | touched
        gone = update(batch).where(batch.c.batch_id.in_(doomed))
        connection.execute(gone.values(status="rolled_back", rolled_back_event=event_id, superseded_event=None))
        life.mark_living(connection)
        say("marts")
        periods = marts.rebuild(connection, months, progress, parts, _changed(connection, doomed))
        say("history")
        history.record(connection, event_id, periods)
    return doomed


def dependents(connection: Connection, batch_id: int) -> list[int]:
    """The batch and all that build on it, directly or not, newest first. RollbackError when it cannot be rolled back."""
    found: set[int] = set()
    open_ids = {batch_id}
    while open_ids:
        current = open_ids.pop()
        _must_be_live(connection, current)
        found.add(current)
        open_ids |= _direct(connection, current) - found
    return sorted(found, reverse=True)


def _must_be_live(connection: Connection, batch_id: int) -> None:
    query = (
        select(batch.c.status, event.c.kind)
        .join_from(batch, event, event.c.event_id == batch.c.loaded_event, isouter=True)
        .where(batch.c.batch_id == batch_id)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise RollbackError("unknown")
    if row[0] == "rolled_back":
        raise RollbackError("already")
    if row[1] != "load":
        raise RollbackError("before_history")


def _direct(connection: Connection, batch_id: int) -> set[int]:
    """Batches that replaced rows of this one, or refer to rows that would go with it."""
    found = set(life.built_on(connection, batch_id))
    brought = {key: _brought_keys(connection, batch_id, key) for _, key in _REFERENCES}
    for column, referred in _REFERENCES:
        if not (keys := brought[referred]):
            continue
        child = column.table.c
        for ids in _chunks(keys):
            query = select(child.batch_id).distinct().where(column.in_(ids), child.batch_id != batch_id)
            found |= set(connection.scalars(query))
        found |= _referring_images(connection, batch_id, column, set(keys))
    return found


def _referring_images(connection: Connection, batch_id: int, column: Column, keys: set[Any]) -> set[int]:
    """Batches whose rows, or whose replaced rows, would refer to ``keys`` once a later batch is rolled back."""
    u = undo_table.c
    live = (
        select(u.batch_id, u.earlier_batch_id, u.payload)
        .join_from(undo_table, batch, batch.c.batch_id == u.batch_id)
        .where(u.table_name == column.table.name, u.batch_id != batch_id, batch.c.status != "rolled_back")
    )
    found: set[int] = set()
    for later, earlier, payload in connection.execute(live):
        if not keys.isdisjoint(packing.unpack(column.table, payload)[column.name]):
            found |= {later} if earlier in (None, batch_id) else {later, earlier}
    return found


def _brought_keys(connection: Connection, batch_id: int, key: Column) -> list[Any]:
    """Keys of the rows that came with the batch, be they its own still or amended by later ones."""
    u = undo_table.c
    amended = select(u.payload).where(u.earlier_batch_id == batch_id, u.table_name == key.table.name)
    written = set(connection.scalars(select(key).where(key.table.c.batch_id == batch_id)))
    for payload in connection.scalars(amended):
        written.update(packing.unpack(key.table, payload)[key.name])
    before = undo.images(connection, batch_id, key.table)
    return sorted(k for k in written if (k,) not in before)


def _new_keys(connection: Connection, batch_id: int, key: Column) -> list[Any]:
    """Keys of the rows that came with the batch and would go with it."""
    before = undo.images(connection, batch_id, key.table)
    mine = connection.scalars(select(key).where(key.table.c.batch_id == batch_id))
    return sorted(k for k in mine if (k,) not in before)


def _chunks(ids: Sequence[Any]) -> Iterator[list[Any]]:
    rest = iter(ids)
    while chunk := list(islice(rest, _ASKED)):
        yield chunk


def _take_back(connection: Connection, batch_id: int) -> set[int] | None:
    """Undo one batch; the month indices whose marts change (None: all)."""
    months: set[int] | None = _transfer_months(connection, batch_id)
    for table in _NOTED:
        _swap(connection, batch_id, table)
    for table in reversed(_HELD):
        _restore(connection, batch_id, next(iter(table.primary_key)))
    people = _restore(connection, batch_id, person.c.person_id, person_identity)
    homes = _restore(connection, batch_id, household.c.household_id, household_identity, people)
    programmes = _restore(connection, batch_id, programme.c.programme_id)
    _restore(connection, batch_id, area.c.code)
    if people or homes or programmes:
        months = None
    if rest := life.live_rows(connection, batch_id):
        raise LoadError(f"batch {batch_id}: {rest} rows left")
    connection.execute(delete(undo_table).where(undo_table.c.batch_id == batch_id))
    return months


def _changed(connection: Connection, doomed: Sequence[int]) -> set[str] | None:
    """The tables of the other parts in which the roll back changes something; None where it touches more than those."""
    kinds = set(connection.scalars(select(batch.c.kind).where(batch.c.batch_id.in_(doomed)))) - {"disbursement"}
    return {name for kind in kinds for name in PARTS[kind]} if kinds <= set(PARTS) else None


def _has_parts(connection: Connection, batch_id: int) -> bool:
    """Whether the batch has, or has replaced, rows of the other parts or of lists of participants."""
    kind = connection.scalar(select(batch.c.kind).where(batch.c.batch_id == batch_id))
    if kind in PARTS:
        return True
    names = [table.name for table in (*life.PARTS, membership)]
    kept = select(func.count()).select_from(undo_table)
    return bool(
        connection.scalar(kept.where(undo_table.c.batch_id == batch_id, undo_table.c.table_name.in_(names)))
        or any(
            connection.scalar(select(func.count()).select_from(table).where(table.c.batch_id == batch_id))
            for table in life.PARTS
        )
    )


def _transfer_months(connection: Connection, batch_id: int) -> set[int]:
    d = disbursement.c
    mine = select(d.month_from, d.month_to, d.due_month).distinct().where(d.batch_id == batch_id)
    spans = [tuple(row) for row in connection.execute(mine)]
    for image in undo.images(connection, batch_id, disbursement).values():
        spans.append((image["month_from"], image["month_to"], image["due_month"]))
    return {month for low, high, due in set(spans) for month in (due, *range(low, high + 1))}


def _swap(connection: Connection, batch_id: int, table: Table) -> None:
    """Take the batch's rows out of a table that nothing refers to, and put back what they replaced."""
    before = list(undo.images(connection, batch_id, table).values())
    keys = list(table.primary_key)
    mine = table.c.batch_id == batch_id
    total = select(func.count()).select_from(table)
    was, out = connection.scalar(total) or 0, connection.scalar(total.where(mine)) or 0
    if not before and not out:
        return
    if len(keys) == 1:
        bulk.remember_ids(connection, keys[0])
    connection.execute(delete(table).where(mine))
    if before:
        connection.execute(insert(table), before)
    if connection.scalar(total) != was - out + len(before):
        raise LoadError(f"{table.name}: {was} - {out} + {len(before)} ≠ {connection.scalar(total)}")


def _restore(
    connection: Connection, batch_id: int, key: Column, identity: Table | None = None, also: set[Any] | None = None
) -> set[Any]:
    """Take out the rows that came with the batch, and give those it amended their earlier values.

    For persons the result is the households they were and are in; else the keys concerned. ``also`` (households) are
    counted again though they are none of the batch's own rows.
    """
    table = key.table
    before = undo.images(connection, batch_id, table)
    fresh = _new_keys(connection, batch_id, key)
    concerned: set[Any] = set(also or ())
    if table is person:
        current = select(person.c.household_id).distinct().where(person.c.batch_id == batch_id)
        concerned |= set(connection.scalars(current)) | {image["household_id"] for image in before.values()}
    else:
        concerned |= {*fresh, *(image[key.name] for image in before.values())}
    _update(connection, table, key, before)
    if identity is not None:
        _update(connection, identity, identity.c[key.name], undo.images(connection, batch_id, identity))
        bulk.delete_ids(connection, identity, key.name, fresh)
    if table is household:
        registry.count_members(connection, concerned)
    if fresh:
        _forget(connection, key, fresh)
    return concerned


def _update(connection: Connection, table: Table, key: Column, before: dict[tuple[Any, ...], dict[str, Any]]) -> None:
    if not before:
        return
    rows = [{f"old_{name}": value for name, value in image.items()} for image in before.values()]
    values: dict[str, Any] = {
        name.removeprefix("old_"): bindparam(name) for name in rows[0] if name != f"old_{key.name}"
    }
    connection.execute(update(table).where(key == bindparam(f"old_{key.name}")).values(values), rows)


def _forget(connection: Connection, key: Column, fresh: list[Any]) -> None:
    """Delete the rows, and what was derived from them; children before parents, and no id is ever given again."""
    if key.table is area:
        # The longest codes are the innermost areas.
        for code in sorted(fresh, key=lambda c: (-len(c), c)):
            connection.execute(delete(area).where(key == code))
        return
    bulk.remember_ids(connection, key)
    if key.name in enrolment.c:
        bulk.delete_ids(connection, enrolment, key.name, fresh)
    bulk.delete_ids(connection, key.table, key.name, fresh)
