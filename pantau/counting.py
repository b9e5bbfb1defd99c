"""How things are counted: a measure is declared once, and from that one declaration come its marts and its source rows.

A :class:`Count` says what is counted (rows, distinct persons, a sum), of which rows, in which month and area they count,
of which programme they are, and by what else they are to be split (*facets*). :func:`tally` makes of it the rows of
``mart_count`` for months, quarters and years, for each programme and for any of them; :func:`source_rows` is the SELECT of
the file rows behind a cell. Everything is a whole number, so that every database gives the same.

Distinct persons are counted for each period anew: who came in two months of a quarter counts once in the quarter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    spans = [period_text.span(p) for asked in periods.values() for p in asked]
    low, high = min(first for first, _ in spans), max(last for _, last in spans)
    rows = _rows(connection, count, low, high)
    parts = [_split(rows, count, kind, periods[kind]) for kind in KINDS if periods.get(kind)]
    keys = [*KEYS, "x"] if isinstance(count, Spread) else KEYS
    found = [part for part in parts if len(part)]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=[*keys, "value"])


def _rows(connection: Connection, count: Count, low: int, high: int) -> pd.DataFrame:
    """``month, until, programme, area, <facets>, x, key, value``: the counted rows, added up as far as SQL may."""
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
    frame = pd.DataFrame(result.all(), columns=list(result.keys()))
    if count.distinct is None:
        frame["value"] = [int(v) for v in frame["value"]]  # PostgreSQL sums bigint as numeric
    return frame


def _split(rows: pd.DataFrame, count: Count, kind: str, periods: Sequence[str]) -> pd.DataFrame:
    """One kind of period, all facets, each programme and any."""
    if rows.empty:
        return pd.DataFrame()
    if count.is_stock:
        dated = [_standing(rows, period_text.span(p)[1]).assign(period=p) for p in periods]
        rows = pd.concat(dated, ignore_index=True)
    else:
        months = rows["month"].unique()
        names = {m: period_text.period_of(int(m), kind) for m in months}
        rows = rows.assign(period=rows["month"].map(names))
        rows = rows[rows["period"].isin(list(periods))]
    if rows.empty:
        return pd.DataFrame()
    parts = []
    for facet in ("", *count.facets):
        item = rows[f"f_{facet}"].fillna(UNKNOWN).astype(str) if facet else ""
        shown = rows.assign(facet=facet, item=item)
        of_programmes = shown[shown["programme"] != ALL_PROGRAMMES]
        for frame in (of_programmes, shown.assign(programme=ALL_PROGRAMMES)):
            if len(frame):
                parts.append(_grouped(frame, count))
    found = pd.concat(parts, ignore_index=True)
    found.insert(0, "measure", count.measure)
    return found.rename(columns={"programme": "programme_id", "area": "area_code"})


def _standing(rows: pd.DataFrame, month: int) -> pd.DataFrame:
    """The rows of a stock that stand at the end of a month, what is spread of them as months until then."""
    until = pd.to_numeric(rows["until"])
    standing = rows[(rows["month"] <= month) & (until.isna() | (until > month))]
    return standing.assign(x=month - standing["x"]) if "x" in standing else standing


def _grouped(frame: pd.DataFrame, count: Count) -> pd.DataFrame:
    keys = ["period", "programme", "area", "facet", "item"]
    if isinstance(count, Spread):
        keys.append("x")
    if count.distinct is not None:
        frame = frame[[*keys, "key"]].drop_duplicates()
        return frame.groupby(keys, sort=True).size().rename("value").reset_index()
    return frame.groupby(keys, sort=True)["value"].sum().reset_index()


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
