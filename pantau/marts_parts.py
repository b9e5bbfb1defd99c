"""The marts of everything that is declared in :mod:`pantau.parts`: ``mart_count`` and ``mart_spread``.

:func:`rebuild` runs in the load's transaction. A load of transfers renews only what is counted of transfers; any other load
renews the rest, for the months it touched. Measures that say how things stand at the end of a period are renewed from the
first month touched onwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import pandas as pd
from sqlalchemy import Connection, Table, delete, func, insert, select

from pantau.counting import KEYS, KINDS, Count, Spread, tally
from pantau.parts import COUNTS, YEARLY, population
from pantau.reference import calendar_row
from pantau.schema import disbursement, mart_count, mart_spread

_AT_ONCE = 20_000


def rebuild(
    connection: Connection, transfer_months: Collection[int] | None, part_months: Collection[int] | None
) -> set[str] | None:
    """Renew for the month indices touched, of transfers and of the other facts (None: everything). The periods renewed
    (None: all)."""
    of_transfers = [count for count in COUNTS.values() if count.table is disbursement]
    others = [count for count in COUNTS.values() if count.table is not disbursement]
    if transfer_months is None or part_months is None:
        # A registry, a programme or an area has changed: everything may count differently.
        both = transfer_months is None
        for table in (mart_count, mart_spread):
            gone = [] if both else [table.c.measure.not_in([count.measure for count in of_transfers])]
            connection.execute(delete(table).where(*gone))
        low, high = span(connection)
        if low is not None and high is not None:
            _renew(connection, [*of_transfers, *others] if both else others, range(low, high + 1), high)
            _renew_population(connection, range(low, high + 1))
        return None
    renewed: set[str] = set()
    _, newest = span(connection)
    for counts, months in ((of_transfers, transfer_months), (others, part_months)):
        if not months or not counts:
            continue
        renewed |= _renew(connection, counts, months, max(newest or 0, *months))
    if part_months:
        renewed |= _renew_population(connection, part_months)
    return renewed


def span(connection: Connection) -> tuple[int | None, int | None]:
    """First and last month index in which anything counts; (None, None) where nothing does."""
    found = []
    for count in COUNTS.values():
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
