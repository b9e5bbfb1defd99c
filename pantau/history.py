"""What pages read, as it stood after each event: "the figure the report showed in March", shown again in November.

After every load and every rollback, in the same transaction, each part of what pages read (a mart's period, the list of
programmes, the targets ...) is kept if it changed. :func:`as_known` puts the parts of a moment together again as a
database of its own, on which :mod:`pantau.queries` works as on the real one: the figures are those that were shown,
whatever has changed since in the data or in the formulas of the marts.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import tempfile
import weakref
from collections.abc import Callable, Collection, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, Table, and_, func, insert, select

from pantau import packing
from pantau.database import make_engine, now
from pantau.reference import calendar_row
from pantau.schema import (
    activity,
    agreement,
    area,
    aspiration,
    batch,
    budget,
    calendar,
    contribution,
    decision,
    event,
    logframe,
    mart_count,
    mart_delay,
    mart_overlap,
    mart_overlap_count,
    mart_period,
    mart_spread,
    mart_stay,
    mart_tranche,
    metadata,
    partner,
    programme,
    programme_period,
    snapshot,
    target,
    tranche,
)

BY_PERIOD: tuple[Table, ...] = (
    mart_period,
    mart_delay,
    mart_overlap,
    mart_overlap_count,
    programme_period,
    mart_count,
    mart_spread,
)
"""Tables that are kept period by period (delays by the month that is due)."""

WHOLE: tuple[Table, ...] = (
    *(
        area,
        programme,
        target,
        budget,
        partner,
        agreement,
        contribution,
        activity,
        aspiration,
        tranche,
        logframe,
        decision,
    ),
    *(mart_stay, mart_tranche),
)
"""Tables that are kept as a whole whenever a row changes."""


def next_event(connection: Connection, kind: str, actor: str, note: str = "") -> int:
    """Number a transaction that changes the data: "load" or "rollback"; ``actor`` is who does it. The event's id."""
    event_id = (connection.scalar(select(func.max(event.c.event_id))) or 0) + 1
    values = {"event_id": event_id, "kind": kind, "at": now(), "actor": actor[:80], "note": note}
    connection.execute(insert(event).values(values))
    return event_id


def ensure_start(connection: Connection) -> None:
    """Before the first event that is recorded, keep the state that was there (a database from before there were events)."""
    last = connection.scalar(select(func.max(event.c.event_id)))
    if last and not connection.scalar(select(func.count()).select_from(snapshot)):
        record(connection, last, None)


def record(connection: Connection, event_id: int, periods: Collection[str] | None) -> None:
    """Keep what changed with this event: ``periods`` of the marts (None: any of them), and the small tables.

    A part whose content is what was kept last takes no room.
    """
    for table in WHOLE:
        _keep(connection, event_id, table, {"": _rows(connection, table)})
    for table in BY_PERIOD:
        found: dict[str, list[tuple[Any, ...]]] = {} if periods is None else {p: [] for p in periods}
        if periods is None or periods:
            name = _period_of(table)
            for row in _rows(connection, table, periods):
                found.setdefault(name(row), []).append(row)
        if periods is None:  # a period that is empty now is a change too
            known = select(snapshot.c.period).where(snapshot.c.name == table.name).distinct()
            for period in connection.scalars(known):
                found.setdefault(period, [])
        _keep(connection, event_id, table, found)


def _rows(connection: Connection, table: Table, periods: Collection[str] | None = None) -> list[tuple[Any, ...]]:
    query = select(table).order_by(*table.primary_key.columns)
    if periods is not None:
        if "period" in table.c:
            query = query.where(table.c.period.in_(sorted(periods)))
        else:
            months = select(calendar.c.month_index).where(calendar.c.month.in_(sorted(periods)))
            query = query.where(table.c.due_month.in_(months))
    rows: Sequence[Any] = connection.execute(query).all()
    return list(rows)


def _period_of(table: Table) -> Callable[[tuple[Any, ...]], str]:
    """What tells the period of a row. The column is looked for once, not for each of a hundred thousand rows."""
    names = table.c.keys()
    if "period" in names:
        place = names.index("period")
        return lambda row: str(row[place])
    due = names.index("due_month")
    return lambda row: str(calendar_row(row[due])["month"])


def _keep(connection: Connection, event_id: int, table: Table, parts: dict[str, list[tuple[Any, ...]]]) -> None:
    s = snapshot.c
    newest = (
        select(s.period, func.max(s.event_id).label("event_id"))
        .where(s.name == table.name)
        .group_by(s.period)
        .subquery()
    )
    same = and_(s.name == table.name, s.period == newest.c.period, s.event_id == newest.c.event_id)
    before = dict(connection.execute(select(s.period, s.sha256).join_from(snapshot, newest, same)).all())
    names = [column.name for column in table.c]
    rows = []
    for period, content in sorted(parts.items()):
        text = packing.encode(names, content)
        checksum = hashlib.sha256(text).hexdigest()
        if before.get(period) == checksum or (not content and period not in before):
            continue
        rows.append(
            {
                "event_id": event_id,
                "name": table.name,
                "period": period,
                "sha256": checksum,
                "payload": packing.compress(text),
            }
        )
    if rows:
        connection.execute(insert(snapshot), rows)


# --- reading ------------------------------------------------------------------------------------------


def events(engine: Engine) -> pd.DataFrame:
    """Every event, newest first: ``event_id, kind, at (UTC), actor, note, files`` (the names of its files)."""
    b = batch.c
    with engine.connect() as connection:
        frame = pd.read_sql(select(event).order_by(event.c.event_id.desc()), connection)
        rows = connection.execute(select(b.loaded_event, b.rolled_back_event, b.file_name).order_by(b.batch_id)).all()
    files: dict[int, list[str]] = {}
    for loaded, rolled_back, name in rows:
        for event_id in (loaded, rolled_back):
            if event_id is not None:
                files.setdefault(event_id, []).append(name)
    frame["files"] = [files.get(i, []) for i in frame["event_id"]]
    return frame


def kept_since(engine: Engine) -> int | None:
    """The first event after which the state was kept; None when none was."""
    with engine.connect() as connection:
        return connection.scalar(select(func.min(snapshot.c.event_id)))


def event_on(engine: Engine, moment: dt.datetime) -> int | None:
    """The last event up to ``moment`` (UTC); None when there was nothing yet."""
    with engine.connect() as connection:
        return connection.scalar(select(func.max(event.c.event_id)).where(event.c.at <= moment))


def as_known(engine: Engine, event_id: int) -> Engine:
    """A temporary database with what pages read, as it stood after the event. KeyError for an unknown event.

    It has no household and no person in it; ``pantau.queries`` works on it as on the real one.
    """
    s = snapshot.c
    with engine.connect() as source:
        if source.scalar(select(func.count()).where(event.c.event_id == event_id)) == 0:
            raise KeyError(event_id)
        newest = (
            select(s.name, s.period, func.max(s.event_id).label("event_id"))
            .where(s.event_id <= event_id)
            .group_by(s.name, s.period)
            .subquery()
        )
        same = and_(s.name == newest.c.name, s.period == newest.c.period, s.event_id == newest.c.event_id)
        parts = source.execute(
            select(s.name, s.payload).join_from(snapshot, newest, same).order_by(s.name, s.period)
        ).all()
        batches = [_as_of(dict(row), event_id) for row in source.execute(select(batch)).mappings()]
        known_events = [dict(row) for row in source.execute(select(event)).mappings() if row["event_id"] <= event_id]
        months = [dict(row) for row in source.execute(select(calendar)).mappings()]
    contents: dict[str, list[dict[str, Any]]] = {calendar.name: months, event.name: known_events}
    contents[batch.name] = [row for row in batches if row is not None]
    for name, payload in parts:
        columns = packing.unpack(metadata.tables[name], payload)
        rows = (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
        contents.setdefault(name, []).extend(rows)
    return _database_with(contents)


def _database_with(contents: dict[str, list[dict[str, Any]]]) -> Engine:
    """A database file of its own with these rows; the file goes when the engine does."""
    # A file rather than memory: several visitors read it at once, each by a connection of its own.
    folder = tempfile.mkdtemp(prefix="pantau-keadaan-")
    engine = make_engine(f"sqlite:///{folder}/keadaan.sqlite")
    weakref.finalize(engine, shutil.rmtree, folder, ignore_errors=True)
    with engine.execution_options(writes=True).begin() as connection:
        metadata.create_all(connection)
        for table in metadata.sorted_tables:
            rows = contents.get(table.name)
            if rows and table in BY_PERIOD:  # numbers and text only, and many: past SQLAlchemy's care for each value
                values = ", ".join(f":{name}" for name in rows[0])
                connection.exec_driver_sql(f"INSERT INTO {table.name} ({', '.join(rows[0])}) VALUES ({values})", rows)
            elif rows:
                connection.execute(insert(table), rows)
    return engine


def _as_of(row: dict[str, Any], event_id: int) -> dict[str, Any] | None:
    """A batch as it was after the event; None when it was not loaded yet."""
    if (row["loaded_event"] or 0) > event_id:
        return None
    for column in ("superseded_event", "rolled_back_event"):
        if row[column] is not None and row[column] > event_id:
            row[column] = None
    row["status"] = "rolled_back" if row["rolled_back_event"] else "superseded" if row["superseded_event"] else "loaded"
    return row
