"""The life of a batch after it is loaded: which batches build on which, and which are superseded."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Table, func, select, update

from pantau.kinds import PART_TABLES
from pantau.schema import (
    area,
    batch,
    budget,
    disbursement,
    household,
    membership,
    person,
    programme,
    target,
    undo,
)

PARTS: tuple[Table, ...] = tuple(table for tables in PART_TABLES.values() for table in tables)
"""The tables of the other parts of the programme; parents before children."""

OWNED: tuple[Table, ...] = (area, programme, household, person, disbursement, membership, target, budget, *PARTS)
"""The tables whose rows belong to a batch; parents before children."""


def built_on(connection: Connection, batch_id: int) -> list[int]:
    """Live batches that replaced rows of this one."""
    query = (
        select(undo.c.batch_id)
        .distinct()
        .join_from(undo, batch, batch.c.batch_id == undo.c.batch_id)
        .where(undo.c.earlier_batch_id == batch_id, batch.c.status != "rolled_back")
    )
    return sorted(connection.scalars(query))


def live_rows(connection: Connection, batch_id: int) -> int:
    """How many rows of the batch are in the database now."""
    return sum(
        connection.scalar(select(func.count()).select_from(table).where(table.c.batch_id == batch_id)) or 0
        for table in OWNED
    )


def mark_superseded(connection: Connection, loaded: Collection[int], event_id: int) -> None:
    """Batches of which the ``loaded`` ones have replaced the last row are superseded."""
    touched = select(undo.c.earlier_batch_id).distinct().where(undo.c.batch_id.in_(list(loaded)))
    for batch_id in sorted(i for i in connection.scalars(touched) if i is not None):
        if live_rows(connection, batch_id) == 0:
            done = update(batch).where(batch.c.batch_id == batch_id, batch.c.status == "loaded")
            connection.execute(done.values(status="superseded", superseded_event=event_id))


def mark_living(connection: Connection) -> None:
    """Superseded batches that have rows again (the file that replaced them was rolled back) count as loaded."""
    for batch_id in list(connection.scalars(select(batch.c.batch_id).where(batch.c.status == "superseded"))):
        if live_rows(connection, batch_id):
            again = update(batch).where(batch.c.batch_id == batch_id)
            connection.execute(again.values(status="loaded", superseded_event=None))
