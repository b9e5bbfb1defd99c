"""Fast inserts, which differ between SQLite and PostgreSQL, deletes by id, and the giving of ids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import Column, Connection, Date, Table, bindparam, delete, func, insert, select

from pantau.insert_rows import AT_ONCE, insert_rows
from pantau.schema import id_counter

ColumnData = Sequence[Any] | np.ndarray


def insert_columns(connection: Connection, table: Table, columns: dict[str, ColumnData]) -> int:
    """Insert rows given column by column (equal lengths; dates as datetime64[D] or ``date``); the number of rows.

    A scalar is not repeated for you: pass whole columns.
    """
    dialect = connection.dialect.name
    names = list(columns)
    prepared = [_plain(table, name, values, dialect) for name, values in columns.items()]
    count = len(prepared[0]) if prepared else 0
    insert_rows(connection, table, names, zip(*prepared, strict=True))
    return count


def _plain(table: Table, name: str, values: ColumnData, dialect: str) -> list[Any]:
    """Python objects that the driver takes; SQLite keeps dates as ISO text."""
    is_date = isinstance(table.c[name].type, Date)
    if isinstance(values, np.ndarray):
        if np.issubdtype(values.dtype, np.datetime64):
            missing = np.isnat(values)
            if dialect == "sqlite":
                codes, where = np.unique(values, return_inverse=True)
                plain = np.datetime_as_string(codes, unit="D").astype(object)[where]
            else:
                plain = values.astype("datetime64[D]").astype(object)
            if missing.any():
                plain[missing] = None
            return plain.tolist()
        return values.tolist()
    if is_date and dialect == "sqlite":
        return [v.isoformat() if isinstance(v, dt.date) else v for v in values]
    return list(values)


def delete_ids(connection: Connection, table: Table, column: str, ids: Sequence[int]) -> None:
    """Delete the rows whose ``column`` is one of ``ids``."""
    if len(ids):
        statement = delete(table).where(table.c[column] == bindparam("the_id"))
        for start in range(0, len(ids), AT_ONCE):
            connection.execute(statement, [{"the_id": int(i)} for i in ids[start : start + AT_ONCE]])


def next_id(connection: Connection, column: Column) -> int:
    """The next free id of a table: above the largest in it, and above any that a rollback has taken away."""
    last = select(id_counter.c.last).where(id_counter.c.table_name == column.table.name)
    return max(connection.scalar(select(func.max(column))) or 0, connection.scalar(last) or 0) + 1


def remember_ids(connection: Connection, column: Column) -> None:
    """Before rows are taken away for good: note the largest id, so that it is never given to something else."""
    last = next_id(connection, column) - 1
    name = column.table.name
    connection.execute(delete(id_counter).where(id_counter.c.table_name == name))
    connection.execute(insert(id_counter).values(table_name=name, last=last))
