"""The marts of everything that is declared in :mod:`pantau.parts`: ``mart_count`` and ``mart_spread``.

:func:`rebuild` runs in the load's transaction. A load of transfers renews only what is counted of transfers; any other load
renews the rest, for the months it touched. Measures that say how things stand at the end of a period are renewed from the
first month touched onwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import pandas as pd
from sqlalchemy import Connection, Table, delete, func, insert, literal, select

from pantau.counting import KEYS, KINDS, Count, Spread, tally
from pantau.parts import COUNTS, YEARLY, population
from pantau.reference import calendar_row
from pantau.schema import disbursement, mart_count, mart_spread

_AT_ONCE = 20_000
_TRANSFER_MEASURES = sorted(count.measure for count in COUNTS.values() if count.table is disbursement)


def rebuild(
    connection: Connection, transfer_months: Collection[int] | None, part_months: Collection[int] | None
) -> set[str] | None:
    """Renew for the month indices touched, of transfers and of the other facts (None: everything). The periods renewed
    (None: all)."""
    if transfer_months is None:
        part_months = None  # a registry, a programme or an area has changed: everything may count differently
    # Of a table without rows nothing is counted; it can only have become empty by a rollback, which renews everything.
    used = [count for count in COUNTS.values() if _has_rows(connection, count.table)]
    low, high = span(connection, used)
    every = range(0) if low is None or high is None else range(low, high + 1)
    if part_months is None:
        _forget(connection, everything=transfer_months is None)
    renewed: set[str] = set()
    for of_transfers, touched in ((True, transfer_months), (False, part_months)):
        counts = [count for count in used if (count.table is disbursement) == of_transfers]
        months = every if touched is None else touched
        if months and counts:
            renewed |= _renew(connection, counts, months, max(high or 0, *months))
    if years := every if part_months is None else part_months:
        renewed |= _renew_population(connection, years)
    return None if part_months is None else renewed


def _forget(connection: Connection, everything: bool) -> None:
    """Take out what the marts have of the other facts; with ``everything`` what they have of transfers too."""
    for table in (mart_count, mart_spread):
        chosen = [] if everything else [table.c.measure.not_in(_TRANSFER_MEASURES)]
        connection.execute(delete(table).where(*chosen))


def _has_rows(connection: Connection, table: Table) -> bool:
    return connection.scalar(select(literal(1)).select_from(table).limit(1)) is not None


def span(connection: Connection, counts: Sequence[Count]) -> tuple[int | None, int | None]:
    """First and last month index in which any of them counts; (None, None) where none does."""
    found = []
    for count in counts:
        query = select(func.min(count.month), func.max(count.month)).select_from(count.of).where(*count.where)
        low, high = connection.execute(query).one()
        if low is not None:
            found.append((low, high))
    return (min(low for low, _ in found), max(high for _, high in found)) if found else (None, None)


def _periods(months: Iterable[int]) -> dict[str, list[str]]:
    rows = [calendar_row(month) for month in sorted(set(months))]
    return {kind: list(dict.fromkeys(str(row[kind]) for row in rows)) for kind in KINDS}


def _renew(connection: Connection, counts: Sequence[Count], months: Collection[int], newest: int) -> set[str]:
    within = _periods(months)
    onwards = _periods(range(min(months), newest + 1))
    renewed: set[str] = set()
    for count in counts:
        periods = onwards if count.is_stock else within
        table = mart_spread if isinstance(count, Spread) else mart_count
        every = [p for asked in periods.values() for p in asked]
        connection.execute(delete(table).where(table.c.measure == count.measure, table.c.period.in_(every)))
        _insert(connection, table, tally(connection, count, periods))
        renewed.update(every)
    return renewed


def _renew_population(connection: Connection, months: Iterable[int]) -> set[str]:
    years = _periods(months)["year"]
    c = mart_count.c
    connection.execute(delete(mart_count).where(c.measure.in_(sorted(YEARLY)), c.period.in_(years)))
    _insert(connection, mart_count, population.tally(connection, years))
    return set(years)


def _insert(connection: Connection, table: Table, frame: pd.DataFrame) -> None:
    if frame.empty:
        return
    renamed = frame.rename(columns={"value": "n"}) if table is mart_spread else frame
    names = [*KEYS, "x", "n"] if table is mart_spread else [*KEYS, "value"]
    columns = [renamed[name].tolist() for name in names]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    for start in range(0, len(rows), _AT_ONCE):
        connection.execute(insert(table), rows[start : start + _AT_ONCE])
