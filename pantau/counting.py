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
from itertools import compress
from typing import Any, Literal

import pandas as pd
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
from pantau.schema import ALL_PROGRAMMES, NO_PERSON

KINDS: tuple[period_text.Kind, ...] = ("month", "quarter", "year")
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
    ``finest``: the finest level at which the measure is known. ``household``: for the rule that few households are not
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


def tally(connection: Connection, count: Count, periods: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The rows of ``mart_count`` (of ``mart_spread``, with ``x``) of a measure; ``periods``: those asked for, by kind."""
    asked = {kind: periods[kind] for kind in KINDS if periods.get(kind)}
    spans = [period_text.span(p) for of_kind in asked.values() for p in of_kind]
    columns = _columns(connection, count, min(first for first, _ in spans), max(last for _, last in spans))
    counted: dict[tuple, int] = {}
    if columns["month"]:
        for kind, of_kind in asked.items():
            for shown in _in_periods(columns, count, kind, of_kind):
                _add(counted, shown, count)
    names = ["period", "programme_id", "area_code", "facet", "item", *(["x"] if isinstance(count, Spread) else [])]
    ordered = sorted(counted)
    frame = pd.DataFrame(ordered, columns=names)
    frame.insert(0, "measure", count.measure)
    return frame.assign(value=[counted[key] for key in ordered])


# Lists rather than frames: a load counts each of many measures, most of them of a few rows.
_Lists = dict[str, list]


def _columns(connection: Connection, count: Count, low: int, high: int) -> _Lists:
    """``month, until, programme, area, f_<facet>, x, key, value``: the counted rows, added up as far as SQL may."""
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
    names, rows = list(result.keys()), result.all()
    found = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)) if rows else {n: [] for n in names}
    for name in (n for n in names if n.startswith("f_")):
        found[name] = [UNKNOWN if item is None else str(item) for item in found[name]]
    if count.distinct is None:
        found["value"] = [int(v) for v in found["value"]]  # PostgreSQL sums bigint as numeric
    return found


def _in_periods(columns: _Lists, count: Count, kind: str, periods: Sequence[str]) -> Iterator[_Lists]:
    """The rows with their ``period``: of a stock those that stand at the end of each, else those within."""
    if not count.is_stock:
        names = {m: period_text.period_of(m, kind) for m in set(columns["month"])}
        wanted = set(periods)
        within = [names[m] in wanted for m in columns["month"]]
        shown = {name: list(compress(values, within)) for name, values in columns.items()}
        yield {**shown, "period": [names[m] for m in shown["month"]]}
        return
    for period in periods:
        end = period_text.span(period)[1]
        both = zip(columns["month"], columns["until"], strict=True)
        stands = [m <= end and (until is None or until > end) for m, until in both]
        shown = {name: list(compress(values, stands)) for name, values in columns.items()}
        if "x" in shown:  # a month: what is kept are the months from it
            shown["x"] = [end - x for x in shown["x"]]
        yield {**shown, "period": [period] * len(shown["month"])}


def _add(counted: dict[tuple, int], shown: _Lists, count: Count) -> None:
    """Count the rows of one kind of period: the whole and all facets, each programme and any of them."""
    number = len(shown["month"])
    last = [shown["x"]] if isinstance(count, Spread) else []
    every = [ALL_PROGRAMMES] * number
    for facet in ("", *count.facets):
        about = [[facet] * number, shown[f"f_{facet}"] if facet else [""] * number, *last]
        for programmes in (every, shown["programme"]):
            keys = zip(shown["period"], programmes, shown["area"], *about, strict=True)
            of_one = programmes is not every  # of rows that are of no programme only "any" has something
            if count.distinct is None:
                for key, value in zip(keys, shown["value"], strict=True):
                    if not of_one or key[1] != ALL_PROGRAMMES:
                        counted[key] = counted.get(key, 0) + value
            else:
                for key in (pair[0] for pair in set(zip(keys, shown["key"], strict=True))):
                    if not of_one or key[1] != ALL_PROGRAMMES:
                        counted[key] = counted.get(key, 0) + 1


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
