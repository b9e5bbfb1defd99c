"""How things are counted: a measure is declared once, and from that one declaration come its marts and its source rows.

A :class:`Count` says what is counted (rows, distinct persons, a sum), of which rows, in which month and area they count,
of which programme they are, and by what else they are to be split (*facets*). :func:`tally` makes of it the rows of
``mart_count`` for months, quarters and years, for each programme and for any of them; :func:`source_rows` is the SELECT of
the file rows behind a cell. Everything is a whole number, so that every database gives the same.

Distinct persons are counted for each period anew: who came in two months of a quarter counts once in the quarter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, Literal

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    String,
    Table,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
)

from pantau import periods as period_text
from pantau.counting_arrays import FOR_EVER, Rows, standing, within
from pantau.reference import RW_LENGTH
from pantau.schema import ALL_PROGRAMMES, NO_PERSON

KEYS = ["measure", "period", "programme_id", "area_code", "facet", "item"]
UNKNOWN = "?"
"""Item of a facet that a row does not state."""

Finest = Literal["rt", "rw", "kelurahan"]


@dataclass(frozen=True)
class Count:
    """One measure.

    ``of``: what is selected from, ``table``: the one of it whose ``batch_id`` and ``row_no`` lead to the file rows.
    ``month``: month index a row counts in (NULL: it does not); ``area``: its area code; ``programme``: its programme (None:
    it has none and counts for "any" only; so do rows whose programme is 0). ``add``: summed instead of counting rows;
    ``distinct``: distinct values are counted instead. ``where``: which rows. ``facets``: name -> text expression.
    ``finest``: the finest level at which the measure is known, ``split``: that at which its facets are kept. ``household``: for the rule that few households are not
    pointed at. ``until``: with it the measure is a *stock*: a row counts at the end of every period from its month on until
    (excluding) this month, NULL meaning for ever. ``also``: tables of other facts on which it depends.
    """

    measure: str
    of: FromClause
    table: Table
    month: ColumnElement[Any]
    area: ColumnElement[Any]
    programme: ColumnElement[Any] | None = None
    add: ColumnElement[Any] | None = None
    distinct: ColumnElement[Any] | None = None
    where: tuple[ColumnElement[bool], ...] = ()
    facets: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    finest: Finest = "rt"
    split: Finest = "rw"
    household: ColumnElement[Any] | None = None
    until: ColumnElement[Any] | None = None
    also: tuple[Table, ...] = ()

    @property
    def is_stock(self) -> bool:
        """Whether it is counted at the end of each period rather than within it."""
        return self.until is not None


@dataclass(frozen=True)
class Spread(Count):
    """A measure whose whole-number values ``x`` are kept with how often each occurs, for medians and percentiles.

    Of a stock, ``x`` is a month index, and what is kept are the months from it until the end of the period.
    """

    x: ColumnElement[Any] | None = None


# --- building blocks for declarations ------------------------------------------------------------------


def person_key(table: Table) -> ColumnElement[int]:
    """One number for each person of ``delivery``-like rows: guests, who are nobody of the registry, one for each row."""
    own_id = next(iter(table.primary_key))
    return case((table.c.person_ref != NO_PERSON, table.c.person_ref), else_=-own_id)


AGE_GROUPS = ((0, 6), (7, 17), (18, 39), (40, 59), (60, None))


def age_name(low: int, high: int | None) -> str:
    """``7-17``, ``60+``."""
    return f"{low}+" if high is None else f"{low}-{high}"


def age_group(age: ColumnElement[Any]) -> ColumnElement[Any]:
    """The age group's name, NULL where the age is not known."""
    upto = [(age <= high, literal(age_name(low, high))) for low, high in AGE_GROUPS if high is not None]
    return case((age.is_(None), null()), *upto, else_=literal(age_name(*AGE_GROUPS[-1])))


def joined(*parts: ColumnElement[Any]) -> ColumnElement[Any]:
    """Several texts as the item of one facet: ``P01|kesehatan``."""
    text: ColumnElement[Any] = cast(parts[0], String)
    for part in parts[1:]:
        text = text + literal("|") + part
    return text


# --- counting ---------------------------------------------------------------------------------------------


Row = tuple[Any, ...]
"""Of ``mart_count``: :data:`KEYS` and the value; of ``mart_spread``: :data:`KEYS`, x and how often it occurs."""


def tally(connection: Connection, count: Count, periods: Mapping[str, Sequence[str]]) -> list[Row]:
    """The rows of the mart of a measure; ``periods``: those asked for, by kind."""
    asked = {kind: periods[kind] for kind in period_text.KINDS if periods.get(kind)}
    spans = [period_text.span(p) for of_kind in asked.values() for p in of_kind]
    rows = _rows(connection, count, min(first for first, _ in spans), max(last for _, last in spans))
    if not len(rows):
        return []
    return [row for kind, of_kind in asked.items() for row in _of_kind(rows, count, kind, of_kind)]


def _rows(connection: Connection, count: Count, low: int, high: int) -> Rows:
    """The counted rows that months ``low`` to ``high`` need, added up as far as SQL may."""
    columns = [count.month.label("month"), count.area.label("area")]
    columns.append((literal(ALL_PROGRAMMES) if count.programme is None else count.programme).label("programme"))
    columns += [expression.label(f"f_{name}") for name, expression in count.facets.items()]
    if count.until is not None:
        columns.append(count.until.label("until"))
    if isinstance(count, Spread) and count.x is not None:
        columns.append(count.x.label("x"))
    reach = [count.month <= high]
    if count.until is None:
        reach.append(count.month >= low)
    else:
        reach.append(or_(count.until.is_(None), count.until > low))
    base = select(*columns).select_from(count.of).where(*count.where, *reach)
    if count.distinct is not None:
        query = base.add_columns(count.distinct.label("key")).distinct()
    else:
        # Grouped from outside: a constant that is a parameter is not the same expression twice to PostgreSQL.
        number = literal(1) if count.add is None else count.add
        inner = base.add_columns(number.label("number")).subquery()
        keys = [column for column in inner.c if column.name != "number"]
        query = select(*keys, func.coalesce(func.sum(inner.c.number), 0).label("value")).group_by(*keys)
    result = connection.execute(query)
    names, found = list(result.keys()), result.all()
    return _as_arrays(dict(zip(names, zip(*found, strict=True), strict=True)) if found else {n: () for n in names})


def _as_arrays(columns: Mapping[str, Sequence[Any]]) -> Rows:
    """Columns as they come from the database (PostgreSQL sums bigint as numeric) as arrays of whole numbers."""

    def whole(name: str) -> np.ndarray:
        return np.array([int(v) for v in columns[name]], dtype=np.int64)

    def numbered(values: Sequence[Any]) -> tuple[np.ndarray, np.ndarray]:
        numbers: dict[Any, int] = {}
        codes = np.array([numbers.setdefault(v, len(numbers)) for v in values], dtype=np.int64)
        return codes, np.array([UNKNOWN if v is None else str(v) for v in numbers], dtype=object)

    size = len(columns["month"])
    area, area_names = numbered(columns["area"])
    facets = {name.removeprefix("f_"): numbered(values) for name, values in columns.items() if name.startswith("f_")}
    until = [FOR_EVER if v is None else int(v) for v in columns.get("until", (None,) * size)]
    return Rows(
        month=whole("month"),
        until=np.array(until, dtype=np.int64),
        programme=whole("programme"),
        area=area,
        area_names=area_names,
        value=whole("value") if "value" in columns else np.ones(size, dtype=np.int64),
        x=whole("x") if "x" in columns else None,
        key=numbered(columns["key"])[0] if "key" in columns else None,
        items={name: codes for name, (codes, _) in facets.items()},
        item_names={name: names for name, (_, names) in facets.items()},
    )


def _of_kind(rows: Rows, count: Count, kind: str, periods: Sequence[str]) -> Iterator[Row]:
    """One kind of period: the whole and all facets, each programme and any of them."""
    order = sorted(periods, key=period_text.span)
    ends = [period_text.span(period)[1] for period in order]
    if not count.is_stock:
        number = {period: i for i, period in enumerate(order)}
        months, where = np.unique(rows.month, return_inverse=True)
        of_month = np.array([number.get(period_text.period_of(int(m), kind), -1) for m in months], dtype=np.int64)
        period = of_month[where]
        rows, period = rows.take(period >= 0), period[period >= 0]
    length = RW_LENGTH if count.split == "rw" else None
    rw_names, back = np.unique([name[:length] for name in rows.area_names], return_inverse=True)
    rw = back[rows.area]
    for facet in ("", *count.facets):
        names = rw_names if facet else rows.area_names
        for every in (False, True):
            chosen = np.full(len(rows), True) if every else rows.programme != ALL_PROGRAMMES
            if not chosen.any():
                continue
            some = rows.take(chosen)
            if every:
                some.programme = np.full(len(some), ALL_PROGRAMMES)
            if facet:  # the parts of an RT are few people, and many rows: they are kept for RW
                some.area = rw[chosen]
            item = some.items[facet] if facet else np.zeros(len(some), dtype=np.int64)
            if count.is_stock:
                table = standing(some, ends, item)
            else:
                table = within(some, period[chosen], item)
            yield from _as_rows(count, facet, np.array(order, dtype=object), names, rows, table)


def _as_rows(
    count: Count,
    facet: str,
    order: np.ndarray,
    area_names: np.ndarray,
    rows: Rows,
    table: tuple[np.ndarray, ...],
) -> Iterator[Row]:
    period, programme, area, item, x, value = table
    items = rows.item_names[facet][item].tolist() if facet else repeat("")
    columns = [order[period].tolist(), programme.tolist(), area_names[area].tolist(), repeat(facet), items]
    if isinstance(count, Spread):
        columns.append(x.tolist())
    return zip(repeat(count.measure), *columns, value.tolist())


# --- following back ------------------------------------------------------------------------------------------


def source_rows(count: Count, low: int, high: int, programme_id: int, area_code: str) -> Select:
    """``batch_id, row_no, household_id`` of the rows that a measure counts in months ``low`` to ``high`` in an area."""
    home = cast(null(), Integer) if count.household is None else count.household
    query = select(count.table.c.batch_id, count.table.c.row_no, home.label("household_id")).select_from(count.of)
    when: ColumnElement[bool]
    if count.until is None:
        when = count.month.between(low, high)
    else:
        when = and_(count.month <= high, or_(count.until.is_(None), count.until > high))
    query = query.where(*count.where, when, count.area.like(area_code + "%"))
    if programme_id == ALL_PROGRAMMES:
        return query
    return query.where(literal(False) if count.programme is None else count.programme == programme_id)
