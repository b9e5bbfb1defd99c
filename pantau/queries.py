"""What pages ask of the database. The only reader of the database for pages; every answer is a frame of aggregates.

Each answer is of one state of the data, however many SELECTs it takes and whatever is loaded meanwhile.
All functions take an engine first and return pandas frames (or a GeoDataFrame). No answer holds a row about one
household: the marts know only counts and sums by RT.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import geopandas as gpd
import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Connection, Engine, and_, func, select

from pantau import periods as period_text
from pantau import queries_parts
from pantau.database import is_ready, one_moment
from pantau.geometry import areas_frame
from pantau.indicator import Indicator, Mart, intervals
from pantau.indicators import CATALOGUE, evaluate, status
from pantau.queries_ranks import ranked
from pantau.queries_state import Freshness as Freshness
from pantau.queries_state import Source as Source
from pantau.queries_state import data_version as data_version
from pantau.queries_state import freshness as freshness
from pantau.queries_state import periods as periods
from pantau.reference import LEVEL_LENGTH as LEVEL_LENGTH  # "as": asked for here too
from pantau.reference import home_kelurahan
from pantau.schema import (
    ALL_PROGRAMMES,
    MEASURES,
    area,
    budget,
    calendar,
    mart_delay,
    mart_overlap,
    mart_overlap_count,
    mart_period,
    programme,
    programme_period,
    target,
)


def programmes(engine: Engine) -> pd.DataFrame:
    """Programmes by id: ``programme_id, code, name_id, name_en, partner, partner_kind, benefit_kind, unit, amount,
    months, first_month, last_month, note_id, note_en`` (rupiah; month indices)."""
    p = programme.c
    columns = [
        p.programme_id,
        p.code,
        p.name_id,
        p.name_en,
        p.partner,
        p.partner_kind,
        p.benefit_kind,
        p.unit,
        p.amount,
        p.months,
        p.first_month,
        p.last_month,
        p.note_id,
        p.note_en,
    ]
    with engine.connect() as connection:
        return pd.read_sql(select(*columns).order_by(p.programme_id), connection)


def areas(engine: Engine) -> pd.DataFrame:
    """The home kelurahan, its RW and RT: ``code, parent_code, level, name``, ordered by code."""
    home = home_kelurahan()
    a = area.c
    rows = select(a.code, a.parent_code, a.level, a.name).where(a.code.like(home + "%")).order_by(a.code)
    if not is_ready(engine):
        return pd.DataFrame(columns=[column.name for column in rows.selected_columns])
    with engine.connect() as connection:
        return pd.read_sql(rows, connection)


def boundaries(engine: Engine, level: str, within: str) -> gpd.GeoDataFrame:
    """Boundaries of the areas of ``level`` inside area ``within`` (itself included), EPSG:4326; those without are left out."""
    a = area.c
    rows = (
        select(a.code, a.name, a.level, a.parent_code, a.boundary_note, a.geometry)
        .where(a.level == level, a.code.like(within + "%"), a.geometry.is_not(None))
        .order_by(a.code)
    )
    with engine.connect() as connection:
        return areas_frame(connection.execute(rows).mappings().all())


# --- indicators ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cells:
    """Which cells of the cube are asked for.

    ``level`` is the area level of the answer's rows, ``within`` the area they lie in; ``programme_ids`` may hold
    ``ALL_PROGRAMMES`` (each household once). The answer has one row for each (period, programme, area).
    """

    periods: tuple[str, ...]
    programme_ids: tuple[int, ...] = (ALL_PROGRAMMES,)
    level: str = "kelurahan"
    within: str = ""

    @property
    def area(self) -> str:
        """The area asked for; the home kelurahan where none is named."""
        return self.within or home_kelurahan()


KEYS = ["period", "programme_id", "area_code"]


PART_MARTS: frozenset[Mart] = frozenset({"mart_count", "mart_spread"})


def figures(engine: Source, indicator_ids: Sequence[str], cells: Cells) -> pd.DataFrame:
    """The figures asked for, one row for each indicator and cell that has data in the marts.

    Columns: ``period, programme_id, area_code, indicator_id, numerator, denominator, value, low, high, target, status``.
    ``value`` is NaN where there is no data, in the indicator's unit (a share is 0..1); ``low`` and ``high`` are its 95 %
    interval, NaN where none applies.
    """
    wanted = [CATALOGUE[i] for i in indicator_ids]
    of_transfers = {indicator.mart for indicator in wanted} - PART_MARTS
    with one_moment(engine) as connection:
        together = measures(connection, of_transfers, cells) if of_transfers else pd.DataFrame()
        frames = []
        for indicator in wanted:
            if indicator.ranks is not None:
                by_rw = figures(connection, indicator.ranks, replace(cells, level="rw"))
                frames.append(ranked(indicator, by_rw, cells.area, cells.level))
                continue
            cube = queries_parts.cube(connection, indicator, cells) if indicator.mart in PART_MARTS else together
            frames.append(_evaluated(indicator, cube, KEYS))
        return _with_targets(connection, _stacked(frames))


def facet_figures(engine: Engine, indicator_ids: Sequence[str], cells: Cells, facet: str) -> pd.DataFrame:
    """The same for each part of a whole: by ``sex``, ``age``, ``partner``, ``sector`` ... as the measures are split.

    Columns as in :func:`figures` with ``item`` after ``indicator_id``; no targets. Only indicators over ``mart_count`` and
    ``mart_spread``; KeyError for others.
    """
    with one_moment(engine) as connection:
        frames = []
        for indicator in (CATALOGUE[i] for i in indicator_ids):
            if indicator.mart not in PART_MARTS or indicator.ranks is not None:
                raise KeyError(indicator.id)
            cube = queries_parts.cube(connection, indicator, cells, facet)
            frames.append(_evaluated(indicator, cube, [*KEYS, "item"]))
    return _stacked(frames)


def _evaluated(indicator: Indicator, cube: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    frame = pd.concat([cube[keys], evaluate(indicator, cube)], axis=1)
    frame.insert(3, "indicator_id", indicator.id)
    return pd.concat([frame, intervals(indicator, frame, cube)], axis=1)


def _stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """One below the other; those without a row would only blur the types of the columns."""
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled or frames[:1], ignore_index=True)


def indicator_measures(engine: Engine, indicator: Indicator, cells: Cells) -> pd.DataFrame:
    """What one indicator is made of, one row a cell: the keys and its measures."""
    with one_moment(engine) as connection:
        if indicator.mart in PART_MARTS:
            return queries_parts.cube(connection, indicator, cells)
        return measures(connection, {indicator.mart}, cells)


def measures(source: Source, marts: Collection[str], cells: Cells) -> pd.DataFrame:
    """What indicators are made of, one row a cell: the keys, :data:`MEASURES`, and those of the other ``marts`` named
    (``mart_delay``: ``median_days_late, p90_days_late``; ``budget``: ``amount_paid_to_date, budget``)."""
    with one_moment(source) as connection:
        parts = [_period_measures(connection, cells)]
        if "mart_delay" in marts:
            parts.append(_delays(connection, cells))
        if "budget" in marts:
            parts.append(_budget_measures(connection, cells))
    return reduce(lambda left, right: left.merge(right, on=KEYS, how="left"), parts)


def _area_of(column: ColumnElement, level: str) -> ColumnElement:
    return func.substr(column, 1, LEVEL_LENGTH[level])


def _period_measures(connection: Connection, cells: Cells) -> pd.DataFrame:
    m = mart_period.c
    code = _area_of(m.area_code, cells.level).label("area_code")
    rows = (
        select(m.period, m.programme_id, code, *(func.sum(m[name]).label(name) for name in MEASURES))
        .where(
            m.period.in_(cells.periods),
            m.programme_id.in_(cells.programme_ids),
            m.area_code.like(cells.area + "%"),
        )
        .group_by(m.period, m.programme_id, code)
        .order_by(m.period, m.programme_id, code)
    )
    frame = pd.read_sql(rows, connection)
    return frame.astype(dict.fromkeys(MEASURES, float))  # PostgreSQL sums bigint as numeric


def _delays(connection: Connection, cells: Cells) -> pd.DataFrame:
    m = mart_delay.c
    code = _area_of(m.area_code, cells.level).label("area_code")
    parts = []
    for kind in sorted({period_text.kind_of(p) for p in cells.periods}):
        period = calendar.c[kind].label("period")
        asked = [p for p in cells.periods if period_text.kind_of(p) == kind]
        conditions = [period.in_(asked), m.area_code.like(cells.area + "%")]
        joined = mart_delay.join(calendar, calendar.c.month_index == m.due_month)
        one = [i for i in cells.programme_ids if i != ALL_PROGRAMMES]
        queries = []
        if one:
            queries.append(
                select(period, m.programme_id, code, m.days_late, func.sum(m.transfers).label("transfers"))
                .select_from(joined)
                .where(*conditions, m.programme_id.in_(one))
                .group_by(period, m.programme_id, code, m.days_late)
            )
        if ALL_PROGRAMMES in cells.programme_ids:
            queries.append(
                select(period, code, m.days_late, func.sum(m.transfers).label("transfers"))
                .select_from(joined)
                .where(*conditions)
                .group_by(period, code, m.days_late)
            )
        for query in queries:
            frame = pd.read_sql(query, connection)
            if "programme_id" not in frame:
                frame["programme_id"] = ALL_PROGRAMMES
            parts.append(frame)
    counts = pd.concat(parts, ignore_index=True)
    from pantau.statistics.spreads import percentile_of_counts

    delays = []
    for key, group in counts.groupby(KEYS):
        days, transfers = group["days_late"].to_numpy(), group["transfers"].astype(int).to_numpy()
        delays.append((*key, weighted_median(days, transfers), percentile_of_counts(days, transfers, 0.9)))
    names = ["median_days_late", "p90_days_late"]
    return pd.DataFrame(delays, columns=[*KEYS, *names]).astype(
        {"programme_id": "int64", **dict.fromkeys(names, float)}
    )


def weighted_median(values: np.ndarray, counts: np.ndarray) -> float:
    """Median of ``values`` each repeated ``counts`` times: the middle one, or the mean of the two middle ones."""
    order = np.argsort(values)
    ends = np.cumsum(counts[order])
    total = int(ends[-1])
    low = values[order][np.searchsorted(ends, (total + 1) // 2)]
    high = values[order][np.searchsorted(ends, total // 2 + 1)]
    return float(low + high) / 2


def _budget_measures(connection: Connection, cells: Cells) -> pd.DataFrame:
    """``amount_paid_to_date`` and ``budget`` of the budgeted programmes, by cell.

    A budget counts for the area it was set for: the kelurahan's is not shared out over its RW.
    """
    years = sorted({period_text.year_of(p) for p in cells.periods})
    b, m = budget.c, mart_period.c
    code = _area_of(m.area_code, cells.level).label("area_code")
    budgets = select(b.programme_id, b.area_code, b.year, b.amount.label("budget")).where(
        b.year.in_(years), func.length(b.area_code) == LEVEL_LENGTH[cells.level], b.area_code.like(cells.area + "%")
    )
    paid = (
        select(calendar.c.year, calendar.c.month_index, m.programme_id, code, func.sum(m.amount_paid).label("paid"))
        .join_from(mart_period, calendar, calendar.c.month == m.period)
        .where(calendar.c.year.in_(years), m.programme_id != ALL_PROGRAMMES, m.area_code.like(cells.area + "%"))
        .group_by(calendar.c.year, calendar.c.month_index, m.programme_id, code)
    )
    budget_rows = pd.read_sql(budgets, connection).astype({"budget": float})
    paid_rows = pd.read_sql(paid, connection).astype({"paid": float})
    spans = pd.DataFrame(
        [(p, period_text.year_of(p), period_text.span(p)[1]) for p in cells.periods], columns=["period", "year", "end"]
    )
    rows = budget_rows.merge(paid_rows, on=["programme_id", "area_code", "year"], how="left").merge(spans, on="year")
    rows["amount_paid_to_date"] = rows["paid"].where(rows["month_index"].astype(float) <= rows["end"], 0.0)
    each = rows.groupby(KEYS, as_index=False).agg({"amount_paid_to_date": "sum", "budget": "first"})
    every = each.groupby(["period", "area_code"], as_index=False)[["amount_paid_to_date", "budget"]].sum()
    every["programme_id"] = ALL_PROGRAMMES
    both = pd.concat([each[each["programme_id"].isin(cells.programme_ids)], every], ignore_index=True)
    return both[[*KEYS, "amount_paid_to_date", "budget"]]


def upwards(code: str) -> list[str]:
    """An area and those it lies in, nearest first: the order in which a target is looked for."""
    parts = code.split(".")
    return [".".join(parts[:n]) for n in range(len(parts), 0, -1)]


def _with_targets(connection: Connection, frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``target`` (the area's own, else the nearest parent's, for that programme and year) and ``status``."""
    t = target.c
    rows = connection.execute(select(t.indicator_id, t.programme_id, t.area_code, t.year, t.value))
    known = {(i, p, a, y): v for i, p, a, y, v in rows}

    def nearest(indicator_id: str, programme_id: int, code: str, year: str) -> float:
        found = (known.get((indicator_id, programme_id, area_code, year)) for area_code in upwards(code))
        return next((float(value) for value in found if value is not None), float("nan"))

    yearly = {i for i in frame["indicator_id"].unique() if CATALOGUE[i].mart == "budget"}
    fresh = freshness(connection) if yearly else None
    last = fresh.last_period if fresh else None

    def elapsed(indicator_id: str, period: str) -> float:
        # What is spent since January is held against that part of the year's target.
        return elapsed_share(period, last) if indicator_id in yearly else 1.0

    frame["target"] = [
        nearest(i, p, a, period_text.year_of(when)) * elapsed(i, when)
        for i, p, a, when in zip(
            frame["indicator_id"], frame["programme_id"], frame["area_code"], frame["period"], strict=True
        )
    ]
    frame["status"] = [
        status(CATALOGUE[i], v, goal)
        for i, v, goal in zip(frame["indicator_id"], frame["value"], frame["target"], strict=True)
    ]
    return frame


def elapsed_share(period: str, last: str | None) -> float:
    """Part of the year gone by at the end of ``period``, or at the newest month with data (``last``) if that is sooner."""
    end = period_text.span(period)[1]
    if last is not None and period_text.span(period)[0] <= period_text.span(last)[1]:
        end = min(end, period_text.span(last)[1])
    return (end % 12 + 1) / 12


# --- programmes side by side ----------------------------------------------------------------------------


def running_programmes(engine: Engine, period: str) -> list[int]:
    """Ids of the programmes that run in a period."""
    rows = select(programme_period.c.programme_id).where(programme_period.c.period == period)
    with engine.connect() as connection:
        return sorted(connection.scalars(rows))


def overlaps(engine: Engine, period: str, within: str) -> pd.DataFrame:
    """Households that received both programmes of a pair: ``programme_a, programme_b, households`` (a < b).

    ``within`` is the kelurahan or an RW.
    """
    m = mart_overlap.c
    rows = (
        select(m.programme_a, m.programme_b, func.sum(m.households).label("households"))
        .where(m.period == period, m.area_code.like(within + "%"))
        .group_by(m.programme_a, m.programme_b)
        .order_by(m.programme_a, m.programme_b)
    )
    with engine.connect() as connection:
        return pd.read_sql(rows, connection).astype({"households": "int64"})


def overlap_counts(engine: Engine, period: str, within: str) -> pd.DataFrame:
    """Households by how many programmes reached them: ``programmes, households``; 0 programmes included."""
    m, p = mart_overlap_count.c, mart_period.c
    reached = (
        select(m.programmes, func.sum(m.households).label("households"))
        .where(m.period == period, m.area_code.like(within + "%"))
        .group_by(m.programmes)
        .order_by(m.programmes)
    )
    every = select(func.sum(p.households)).where(
        and_(p.period == period, p.programme_id == ALL_PROGRAMMES, p.area_code.like(within + "%"))
    )
    with one_moment(engine) as connection:
        frame = pd.read_sql(reached, connection).astype({"households": "int64"})
        total = connection.scalar(every)
    if total is None:
        return frame
    none = pd.DataFrame({"programmes": [0], "households": [int(total) - int(frame["households"].sum())]})
    return pd.concat([none, frame], ignore_index=True)
