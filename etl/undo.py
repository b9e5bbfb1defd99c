"""What a batch replaces is kept first, so that the batch can be rolled back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, Table, insert, select

from etl import bulk
from pantau import packing
from pantau.schema import undo

_ASKED = 10_000
"""Ids in one question to the database."""


def keep(connection: Connection, batch_id: int, table: Table, key: str, ids: Collection[Any]) -> None:
    """Keep the rows of ``table`` whose ``key`` is among ``ids``. To be called before they are changed or deleted.

    Rows that this very batch has written are left out: rolling back takes them away.
    """
    wanted = iter(sorted(ids))
    rows: list[Row] = []
    while chunk := list(islice(wanted, _ASKED)):
        rows += connection.execute(select(table).where(table.c[key].in_(chunk)).order_by(table.c[key]))
    _keep_rows(connection, batch_id, table, rows)


def keep_keys(connection: Connection, batch_id: int, table: Table, keys: Sequence[dict[str, Any]]) -> None:
    """The same for rows whose key is of several columns: each of ``keys`` gives a value for each of them."""
    rows: list[Row] = []
    for key in keys:
        rows += connection.execute(select(table).where(*(table.c[name] == value for name, value in key.items())))
    _keep_rows(connection, batch_id, table, rows)


def _keep_rows(connection: Connection, batch_id: int, table: Table, rows: Sequence[Row]) -> None:
    names = [column.name for column in table.c]
    owner = names.index("batch_id") if "batch_id" in names else None
    groups: dict[int | None, list[Row]] = defaultdict(list)
    for row in rows:
        earlier = None if owner is None else row[owner]
        if owner is None or earlier != batch_id:
            groups[earlier].append(row)
    if not groups:
        return
    first = bulk.next_id(connection, undo.c.undo_id)
    values = [
        {
            "undo_id": first + i,
            "batch_id": batch_id,
            "table_name": table.name,
            "earlier_batch_id": earlier,
            "rows": len(group),
            "payload": packing.pack(names, group),
        }
        for i, (earlier, group) in enumerate(groups.items())
    ]
    connection.execute(insert(undo), values)


def images(connection: Connection, batch_id: int, table: Table) -> dict[tuple[Any, ...], dict[str, Any]]:
    """What the batch replaced in ``table``: primary key -> the row as it was (the first image where there are several)."""
    keys = [column.name for column in table.primary_key]
    query = select(undo.c.payload).where(undo.c.batch_id == batch_id, undo.c.table_name == table.name)
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for payload in connection.scalars(query.order_by(undo.c.undo_id)):
        columns = packing.unpack(table, payload)
        for row in zip(*columns.values(), strict=True):
            image = dict(zip(columns, row, strict=True))
            found.setdefault(tuple(image[key] for key in keys), image)
    return found
