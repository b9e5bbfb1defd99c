"""The marts of everything that is declared in :mod:`pantau.parts`: ``mart_count`` and ``mart_spread``.

:func:`rebuild` runs in the load's transaction. A load of transfers renews only what is counted of transfers; any other load
renews the rest, for the months it touched. Measures that say how things stand at the end of a period are renewed from the
first month touched onwards; those that depend on transfers and on other facts, wherever they have changed.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Sequence
from functools import cache

import pandas as pd
from sqlalchemy import Connection, Table, delete, func, literal, select
from sqlalchemy.sql import visitors

from pantau.counting import KEYS, Count, Row, Spread, tally
from pantau.insert_rows import insert_rows
from pantau.kinds import PART_TABLES
from pantau.parts import COUNTS, TALLIES, YEARLY, population
from pantau.periods import KINDS
from pantau.reference import calendar_row
from pantau.schema import (
    activity,
    agreement,
    calendar,
    contribution,
    delivery,
    disbursement,
    household,
    mart_count,
    mart_spread,
    membership,
    tranche,
)

_TABLES = {count.table for count in COUNTS.values()} | {
    agreement,
    activity,
    contribution,
    delivery,
    membership,
    tranche,
}
_TRANSFER_MEASURES = sorted(count.measure for count in COUNTS.values() if count.table is disbursement)


def rebuild(
    connection: Connection,
    transfer_months: Collection[int] | None,
    part_months: Collection[int] | None,
    changed: Collection[str] | None = None,
) -> set[str] | None:
    """Renew for the month indices touched, of transfers and of the other facts (None: everything). The periods renewed
    (None: all).

    ``changed``: the tables of the other facts in which something changed (None: any), so that a proposal does not have
    attendance counted anew.
    """
    if transfer_months is None:
        part_months = changed = None  # a registry, a programme or an area changed: everything may count differently
    # Of a table without rows nothing is counted; it can only have become empty by a rollback, which renews everything.
    filled = {table for table in _TABLES if _has_rows(connection, table)}
    used = [count for count in COUNTS.values() if count.table in filled]
    others_there = not filled <= {disbursement, household}
    if not others_there:  # an office that keeps transfers only: nothing else is counted
        used = [count for count in used if count.table is disbursement and not count.also]
    low, high = span(connection, used)
    every = range(0) if low is None or high is None else range(low, high + 1)
    if part_months is None:
        _forget(
            connection, _TRANSFER_MEASURES if transfer_months is not None else [], changed if others_there else None
        )
    concerned = {name for name, count in COUNTS.items() if changed is None or _depends_on(count, changed)}
    others = [c for c in used if c.table is not disbursement and not c.also and c.measure in concerned]
    of_transfers = [count for count in used if count.table is disbursement and not count.also]
    renewed: set[str] = set()
    for counts, touched in ((of_transfers, transfer_months), (others, part_months)):
        months = every if touched is None else touched
        if months and counts:
            renewed |= _renew(connection, counts, months, max(high or 0, *months))
    if not others_there:
        return None if part_months is None else renewed
    anew = changed is None or not population.TABLES.isdisjoint(changed)
    if every:
        renewed |= _renew_population(connection, every, only_new=not anew)
    if high is not None and (transfer_months or part_months) and part_months is not None:
        stocks = [c for c in used if c.table is not disbursement and not c.also and c.is_stock]
        if late := range(_counted_until(connection, stocks) + 1, high + 1):
            renewed |= _renew(connection, stocks, late, high)  # time has gone on, what stood still stands
    some = part_months is None or bool(part_months)
    looked_at = {table.name for m in TALLIES.values() for kind in m.KINDS for table in PART_TABLES.get(kind, ())}
    told = changed is None or not looked_at.isdisjoint(changed)
    if (some and told) or _is_behind(connection, high):
        renewed |= _renew_tallies(connection, every)
    for count in (count for count in COUNTS.values() if count.also):
        of_these = disbursement in (count.table, *count.also)
        if (some and count.measure in concerned) or (transfer_months and of_these):
            renewed |= _renew_what_changed(connection, count, every)
    return None if part_months is None else renewed


def _forget(connection: Connection, keep: Collection[str], changed: Collection[str] | None) -> None:
    """Take out what the marts have, but for the measures to ``keep``; only what depends on ``changed`` tables, if any are named."""
    gone = [name for name, count in COUNTS.items() if changed is not None and _depends_on(count, changed)]
    for table in (mart_count, mart_spread):
        name = table.c.measure
        chosen = [name.not_in(sorted(keep))] if changed is None else [name.in_(gone), name.not_in(sorted(keep))]
        connection.execute(delete(table).where(*chosen))


@cache
def _tables_of(measure: str) -> frozenset[str]:
    """The names of all tables that a measure is counted from."""
    count = COUNTS[measure]
    parts = [count.of, *count.where, *filter(lambda part: part is not None, (count.month, count.until, count.add))]
    elements = (element for part in parts for element in visitors.iterate(part))
    return frozenset({e.name for e in elements if isinstance(e, Table)} | {t.name for t in (count.table, *count.also)})


def _depends_on(count: Count, changed: Collection[str]) -> bool:
    return not _tables_of(count.measure).isdisjoint(changed)


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
    if found and (newest := connection.scalar(select(func.max(disbursement.c.due_month)))) is not None:
        found.append((found[0][0], newest))  # what stands is to be known until then
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


def _counted_until(connection: Connection, stocks: Sequence[Count]) -> int:
    """The last month at whose end any stock is counted (a large number where none is: there is nothing to carry on)."""
    c = mart_count.c
    months = select(func.max(calendar.c.month_index)).join_from(calendar, mart_count, c.period == calendar.c.month)
    last = connection.scalar(months.where(c.measure.in_([count.measure for count in stocks])))
    return sys.maxsize - 1 if last is None else int(last)


def _renew_what_changed(connection: Connection, count: Count, months: Collection[int]) -> set[str]:
    """Renew a measure that hangs together over all ``months``; the periods in which it has changed."""
    table = mart_spread if isinstance(count, Spread) else mart_count
    names = [*KEYS, "x", "n"] if table is mart_spread else [*KEYS, "value"]
    query = select(*(table.c[name] for name in names)).where(table.c.measure == count.measure)
    before = {tuple(row) for row in connection.execute(query)}
    rows = tally(connection, count, _periods(months)) if months else []
    changed = {row[1] for row in before ^ set(rows)}
    if changed:
        c = table.c
        connection.execute(delete(table).where(c.measure == count.measure, c.period.in_(sorted(changed))))
        _insert(connection, table, [row for row in rows if row[1] in changed])
    return changed


def _is_behind(connection: Connection, high: int | None) -> bool:
    """Whether the measures of :data:`TALLIES` are not counted until the last month yet."""
    c = mart_count.c
    months = select(func.max(calendar.c.month_index)).join_from(calendar, mart_count, c.period == calendar.c.month)
    last = connection.scalar(months.where(c.measure.in_(sorted(TALLIES))))
    return last is not None and high is not None and int(last) < high


def _renew_tallies(connection: Connection, months: Collection[int]) -> set[str]:
    """Count the measures of :data:`TALLIES` anew; the periods in which one of them has changed."""
    c = mart_count.c
    names = [*KEYS, "value"]
    kept = select(*(c[name] for name in names)).where(c.measure.in_(sorted(TALLIES)))
    before = {tuple(row) for row in connection.execute(kept)}
    modules = dict.fromkeys(TALLIES.values()) if months else {}
    rows = [row for module in modules for row in _rows_of(module.tally(connection, _periods(months)))]
    changed = {str(row[1]) for row in before ^ set(rows)}
    if changed:
        connection.execute(delete(mart_count).where(c.measure.in_(sorted(TALLIES)), c.period.in_(sorted(changed))))
        _insert(connection, mart_count, [row for row in rows if row[1] in changed])
    return changed


def _renew_population(connection: Connection, months: Iterable[int], only_new: bool = False) -> set[str]:
    years = _periods(months)["year"]
    c = mart_count.c
    if only_new:
        known = set(connection.scalars(select(c.period).distinct().where(c.measure.in_(sorted(YEARLY)))))
        years = [year for year in years if year not in known]
    if not years:
        return set()
    connection.execute(delete(mart_count).where(c.measure.in_(sorted(YEARLY)), c.period.in_(years)))
    _insert(connection, mart_count, _rows_of(population.tally(connection, years)))
    return set(years)


def _insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    names = [*KEYS, "x", "n"] if table is mart_spread else [*KEYS, "value"]
    insert_rows(connection, table, names, rows)


def _rows_of(frame: pd.DataFrame) -> list[Row]:
    """The rows of ``mart_count`` that a module of its own has counted."""
    return list(zip(*(frame[name].tolist() for name in (*KEYS, "value")), strict=True))
