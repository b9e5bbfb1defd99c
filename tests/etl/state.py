"""The whole state of a database, and whether it is sound: what must be the same before and after something went wrong."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, inspect, select, text

from pantau.catalogue import PARTS, transfers
from pantau.schema import (
    ALL_PROGRAMMES,
    calendar,
    disbursement,
    event,
    mart_delay,
    mart_overlap,
    mart_period,
    metadata,
    receipt,
)

State = dict[str, str]
"""Table name -> SHA-256 of all its rows in key order."""


def state(engine: Engine, now: dt.datetime | None = None) -> State:
    """The state as of one moment. Times from ``now`` on count as the same: two loads are never at the same second."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        found = {
            table.name: _digest(connection.execute(select(table).order_by(*table.primary_key.columns)), now)
            for table in metadata.sorted_tables
        }
        found["alembic_version"] = _digest(connection.execute(text("SELECT version_num FROM alembic_version")), None)
    return found


def _digest(rows: Iterable[Row], now: dt.datetime | None) -> str:
    found = hashlib.sha256()
    for row in rows:
        plain = tuple(_plain(value, now) for value in row)
        found.update(repr(plain).encode())
    return found.hexdigest()


def _plain(value: Any, now: dt.datetime | None) -> Any:
    if isinstance(value, dt.datetime):
        return "now" if now is not None and value >= now else value.isoformat()
    return bytes(value) if isinstance(value, memoryview) else value


def changed(first: State, second: State) -> list[str]:
    """The tables that differ."""
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


SOME = [entry.id for entry in transfers.ENTRIES] + [PARTS[part][1].ENTRIES[0].id for part in PARTS if part != "bantuan"]
"""The indicators of transfers, and one of each other part of the programme: enough where all are computed alike."""


def fingerprint(connection: Connection) -> tuple[int, ...]:
    """Counts and sums of every table by one SELECT, so of one moment; the last six are three pairs that must be equal."""
    d, m = disbursement.c, mart_period.c
    monthly = select(func.coalesce(func.sum(m.amount_due), 0), func.coalesce(func.sum(m.amount_paid), 0))
    monthly = monthly.where(m.period.in_(select(calendar.c.month)), m.programme_id != ALL_PROGRAMMES)
    due, paid = (monthly.with_only_columns(column).scalar_subquery() for column in monthly.selected_columns)
    late = select(func.coalesce(func.sum(mart_delay.c.transfers), 0)).scalar_subquery()

    def total(column: Any) -> Any:
        return select(func.coalesce(func.sum(column), 0)).scalar_subquery()

    pairs = [
        (total(d.amount_due), due),
        (total(d.amount_paid), paid),
        (select(func.count(d.days_late)).scalar_subquery(), late),
    ]
    row = connection.execute(
        select(
            select(func.coalesce(func.max(event.c.event_id), 0)).scalar_subquery(),
            *(select(func.count()).select_from(table).scalar_subquery() for table in metadata.sorted_tables),
            total(receipt.c.amount),
            total(mart_overlap.c.households),
            *(side for pair in pairs for side in pair),
        )
    ).one()
    return tuple(int(value) for value in row)


def facts_meet_marts(found: tuple[int, ...]) -> bool:
    """Whether the marts add up to the facts, in a :func:`fingerprint`."""
    return all(found[i] == found[i + 1] for i in (-6, -4, -2))


def assert_sound(engine: Engine) -> None:
    """Pages, indices and references of the whole database are in order, and the marts add up to the facts."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        else:
            _assert_sound_postgres(connection)
        assert facts_meet_marts(fingerprint(connection))


def _assert_sound_postgres(connection: Connection) -> None:
    known = connection.exec_driver_sql("SELECT count(*) FROM pg_available_extensions WHERE name = 'amcheck'")
    if known.scalar():
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS amcheck")
        ours = "FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace AND nspname = 'public' WHERE relkind ="
        checked = connection.exec_driver_sql(f"SELECT bt_index_check(c.oid::regclass, true) {ours} 'i'").all()
        assert len(checked) > 30
        bad = connection.exec_driver_sql(f"SELECT relname, v.msg {ours} 'r'".replace("WHERE", _EACH_HEAP)).all()
        assert bad == []
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            lost = select(func.count()).where(
                key.parent.is_not(None), key.parent.not_in(select(key.column.table.alias().c[key.column.name]))
            )
            assert connection.scalar(lost) == 0, key.parent
    connection.commit()


_EACH_HEAP = "CROSS JOIN LATERAL verify_heapam(c.oid::regclass) v WHERE"


def has_schema(engine: Engine) -> bool:
    """Whether any table is there."""
    return bool(inspect(engine).get_table_names())
