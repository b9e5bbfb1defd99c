"""Tables whose rows have a key of their own (a code, or several columns): a row of a known key is amended.

The same key twice in a file is rejected; in a newer file its row keeps its id and gets all of the new content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from sqlalchemy import Column, Connection, Table, bindparam, func, select, update

from etl import bulk, undo
from etl.contract import Checked
from etl.parse import first_positions
from etl.report import Report

_ASKED = 10_000
"""Keys in one question to the database."""

Columns = Mapping[str, np.ndarray | list[Any]]
"""One entry for each column of a table, as long as the file has rows (those that are rejected as well)."""


@dataclass
class Prepared:
    """The accepted rows as columns of the table, in Python's own types; ``known`` are the ids that are there already,
    ``months`` the month indices in which the rows count, or counted before."""

    columns: dict[str, list[Any]]
    known: list[int]
    months: set[int]


@dataclass(frozen=True)
class Keyed:
    """A table, the columns of its key, and in which months (indices) one of its rows counts."""

    table: Table
    key: tuple[str, ...]
    months: Callable[[Mapping[str, Any]], Iterable[int]] = lambda _row: ()

    @property
    def id_column(self) -> Column:
        return next(iter(self.table.primary_key))

    def settle(
        self,
        checked: Checked,
        columns: Columns,
        name: str,
        connection: Connection,
        report: Report,
        twice: str = "key_twice",
        replaced: str = "row_replaced",
    ) -> Prepared:
        """The end of a source's ``prepare``: double rows out, totals, ids. ``columns`` are those of the table without id,
        ``batch_id`` and ``row_no``; what is said of a row is said of the contract's column ``name``."""
        reject_twice(checked, [columns[part] for part in self.key], name, report, twice)
        checked.total(report)
        kept = checked.kept()
        rows = {column: plain(values, kept) for column, values in columns.items()}
        rows["row_no"] = plain(checked.table.rows, kept)
        return self.match(checked, kept, rows, name, connection, report, replaced)

    def match(
        self,
        checked: Checked,
        positions: np.ndarray,
        rows: dict[str, list[Any]],
        name: str,
        connection: Connection,
        report: Report,
        replaced: str = "row_replaced",
    ) -> Prepared:
        """Give ids to rows that are of the file's ``positions``; a warning where a known one gets another content."""
        compared = [column for column in rows if column not in (*self.key, "row_no")]
        there = self._there(connection, rows, compared)
        fresh = bulk.next_id(connection, self.id_column)
        ids: list[int] = []
        known: list[int] = []
        months: set[int] = set()
        for i, key in enumerate(zip(*(rows[part] for part in self.key), strict=True)):
            now = {column: values[i] for column, values in rows.items()}
            months.update(self.months(now))
            old = there.get(key)
            if old is None:
                ids.append(fresh)
                fresh += 1
                continue
            number = old[self.id_column.name]
            ids.append(number)
            known.append(number)
            months.update(self.months(old))
            if any(old[column] != now[column] for column in compared):
                checked.warn(report, positions[i : i + 1], name, replaced)
        return Prepared({self.id_column.name: ids, **rows}, known, months)

    def _there(
        self, connection: Connection, rows: dict[str, list[Any]], compared: Sequence[str]
    ) -> dict[tuple, Mapping[str, Any]]:
        c = self.table.c
        names = dict.fromkeys((*self.key, self.id_column.name, *compared))
        found: dict[tuple, Mapping[str, Any]] = {}
        for some in _chunks(sorted(set(rows[self.key[0]]))):
            query = select(*(c[column] for column in names)).where(c[self.key[0]].in_(some))
            for row in connection.execute(query).mappings():
                found[tuple(row[part] for part in self.key)] = dict(row)
        return found

    def write(self, connection: Connection, prepared: Prepared, batch_id: int) -> set[int]:
        """Amend the rows that are there, insert the others; the months whose marts change."""
        id_name = self.id_column.name
        undo.keep(connection, batch_id, self.table, id_name, prepared.known)
        columns = {**prepared.columns, "batch_id": [batch_id] * len(prepared.columns[id_name])}
        is_known = np.isin(prepared.columns[id_name], prepared.known)
        # Amended in place: other rows may refer to them.
        if len(positions := np.flatnonzero(is_known)):
            changed: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns if name != id_name}
            statement = update(self.table).where(self.id_column == bindparam(f"new_{id_name}")).values(changed)
            rows = [{f"new_{name}": values[i] for name, values in columns.items()} for i in positions.tolist()]
            connection.execute(statement, rows)
        fresh = np.flatnonzero(~is_known)
        bulk.insert_columns(connection, self.table, {name: plain(values, fresh) for name, values in columns.items()})
        return prepared.months

    def count_and_sums(self, connection: Connection, batch_id: int, **summed: str) -> tuple[int, dict[str, int]]:
        """How many file rows the batch has left in the table, and sums: column of the contract -> column of the table."""
        c = self.table.c
        sums = [func.coalesce(func.sum(c[column]), 0) for column in summed.values()]
        query = select(func.count(c.row_no.distinct()), *sums).where(c.batch_id == batch_id)
        count, *values = connection.execute(query).one()
        return count, {name: int(value) for name, value in zip(summed, values, strict=True)}


def reject_twice(
    checked: Checked, parts: Sequence[np.ndarray | list[Any]], name: str, report: Report, reason: str = "key_twice"
) -> None:
    """Reject the rows whose key (one value of each of ``parts``) an earlier row of the file has."""
    kept = checked.kept()
    numbers: dict[tuple, int] = {}
    keys = zip(*(plain(part, kept) for part in parts), strict=True)
    codes = np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)
    first = first_positions(codes)
    for i in np.flatnonzero(first != np.arange(len(kept))):
        checked.reject(report, kept[i : i + 1], name, reason, first=checked.row(kept[first[i]]))


def plain(values: np.ndarray | list[Any], positions: np.ndarray) -> list[Any]:
    """The values at ``positions`` as Python's own (a day as ``date``, NaT as None)."""
    if isinstance(values, np.ndarray):
        return values[positions].tolist()
    return [values[i] for i in positions.tolist()]


def filled(checked: Checked, name: str) -> np.ndarray:
    """The values of a column of the contract, None where the row has none (object)."""
    values = np.asarray(checked.values(name)).astype(object)
    values[~checked.has(name)] = None
    return values


def months_of(days: np.ndarray) -> np.ndarray:
    """The month index of each day (datetime64[D] -> object; None for NaT)."""
    months = (days.astype("datetime64[M]").astype(np.int64) + 1970 * 12).astype(object)
    months[np.isnat(days)] = None
    return months


def _chunks(keys: Sequence[Any]) -> Iterator[list[Any]]:
    rest = iter(keys)
    while chunk := list(islice(rest, _ASKED)):
        yield chunk
