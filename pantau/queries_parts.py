"""Reading what :mod:`pantau.parts` counts: the cells of an indicator over ``mart_count`` or ``mart_spread``.

A measure of ``mart_period`` among them (families that receive any aid) is read from there, for all programmes together.

An indicator *runs* in a period (of a programme) when any of its measures has a row in the kelurahan then. Where it runs, an
area without a row has 0; where it does not, there is no figure. An area finer than its measures are known gets none either.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import ColumnElement, Connection, func, select

from pantau import periods as period_text
from pantau.counting import Finest
from pantau.indicator import Indicator
from pantau.parts import COUNTS, TALLIES, YEARLY
from pantau.reference import LEVEL_LENGTH, home_kelurahan
from pantau.schema import ALL_PROGRAMMES, MEASURES, area, mart_count, mart_period, mart_spread

if TYPE_CHECKING:
    from pantau.queries import Cells

KEYS = ["period", "programme_id", "area_code"]


def finest(indicator: Indicator) -> Finest:
    """The finest level at which all measures of an indicator are known."""
    if indicator.ranks is not None:
        return "kelurahan"  # it compares the RW with one another
    levels: list[Finest] = [COUNTS[name].finest for name in _names(indicator) if name in COUNTS]
    levels += [TALLIES[name].FINEST for name in _names(indicator) if name in TALLIES]
    return min(levels, key=LEVEL_LENGTH.__getitem__, default="rt")


def is_known_at(indicator: Indicator, level: str) -> bool:
    """Whether an indicator has figures for areas of a level."""
    return LEVEL_LENGTH[finest(indicator)] >= LEVEL_LENGTH[level]


def is_of_programmes(indicator: Indicator) -> bool:
    """Whether an indicator has figures of single programmes."""
    return all(COUNTS[name].programme is not None for name in _names(indicator) if name in COUNTS)


def _split(indicator: Indicator, facet: str) -> str:
    """The finest level at which a facet of its measures is kept."""
    counts = [COUNTS[name] for name in _names(indicator) if name in COUNTS]
    levels = [finest(indicator), *(count.split for count in counts if facet in count.facets)]
    return min(levels, key=LEVEL_LENGTH.__getitem__)


def cube(connection: Connection, indicator: Indicator, cells: Cells, facet: str = "") -> pd.DataFrame:
    """The indicator's measures as floats, one row a cell (and ``item`` of the facet): ``period, programme_id, area_code, item``
    and a column for each measure. Of areas finer than its facets are kept there is none."""
    names = _names(indicator)
    empty = pd.DataFrame(columns=[*KEYS, "item", *indicator.measures]).astype(dict.fromkeys(indicator.measures, float))
    if (
        not names
        or not cells.periods
        or LEVEL_LENGTH[cells.level] > LEVEL_LENGTH[_split(indicator, facet) if facet else finest(indicator)]
    ):
        return empty.astype({"programme_id": "int64"})
    if indicator.mart == "mart_spread":
        return _percentiles(connection, indicator, cells, facet)
    counted = _counted(connection, names, cells, facet)
    running = _running(connection, [n for n in names if n not in YEARLY and n not in MEASURES], cells)
    if running.empty:
        return empty.astype({"programme_id": "int64"})
    wide = counted.pivot_table(index=[*KEYS, "item"], columns="measure", values="value", aggfunc="sum").reset_index()
    universe = running.merge(_areas(connection, cells), how="cross")
    if facet:
        items = pd.DataFrame({"item": pd.Series(sorted(counted["item"].unique()), dtype=object)})
        universe = universe.merge(items, how="cross")
    else:
        universe["item"] = ""
    found = universe.merge(wide, on=[*KEYS, "item"], how="left")
    for name in names:
        found[name] = found[name].fillna(0.0).astype(float) if name in found else 0.0
    return found.sort_values([*KEYS, "item"], ignore_index=True)


def _names(indicator: Indicator) -> list[str]:
    return [measure.partition(":")[0] for measure in indicator.measures]


def _here(column: ColumnElement, cells: Cells) -> list[ColumnElement[bool]]:
    """In the area asked for, and known at least as finely as asked."""
    return [column.like(cells.area + "%"), func.length(column) >= LEVEL_LENGTH[cells.level]]


def _counted(connection: Connection, names: Sequence[str], cells: Cells, facet: str) -> pd.DataFrame:
    m = mart_count.c
    code = func.substr(m.area_code, 1, LEVEL_LENGTH[cells.level])
    parts = []
    years = sorted({period_text.year_of(p) for p in cells.periods})
    of_transfers, yearly = [n for n in names if n in MEASURES], [n for n in names if n in YEARLY]
    plain = [n for n in names if n not in of_transfers and n not in yearly]
    if of_transfers and not facet:
        parts.append(_of_transfers(connection, of_transfers, cells))
    for measures, periods in ((plain, list(cells.periods)), (yearly, years)):
        if not measures:
            continue
        rows = (
            select(
                m.measure, m.period, m.programme_id, code.label("area_code"), m.item, func.sum(m.value).label("value")
            )
            .where(m.measure.in_(measures), m.period.in_(periods), m.programme_id.in_(cells.programme_ids))
            .where(m.facet == facet, *_here(m.area_code, cells))
            .group_by(m.measure, m.period, m.programme_id, code, m.item)
        )
        frame = pd.read_sql(rows, connection).astype({"value": float})
        if measures is yearly:
            spans = pd.DataFrame({"asked": cells.periods, "period": [period_text.year_of(p) for p in cells.periods]})
            frame = frame.merge(spans, on="period").drop(columns="period").rename(columns={"asked": "period"})
        parts.append(frame)
    return pd.concat(parts, ignore_index=True)


def _of_transfers(connection: Connection, names: Sequence[str], cells: Cells) -> pd.DataFrame:
    """The same of measures of ``mart_period``: those of any programme, beside each programme asked for."""
    m = mart_period.c
    code = func.substr(m.area_code, 1, LEVEL_LENGTH[cells.level])
    rows = (
        select(m.period, code.label("area_code"), *(func.sum(m[name]).label(name) for name in names))
        .where(m.period.in_(cells.periods), m.programme_id == ALL_PROGRAMMES, *_here(m.area_code, cells))
        .group_by(m.period, code)
    )
    frame = pd.read_sql(rows, connection).melt(["period", "area_code"], var_name="measure").astype({"value": float})
    return frame.assign(item="").merge(pd.DataFrame({"programme_id": list(cells.programme_ids)}), how="cross")


def _running(connection: Connection, names: Sequence[str], cells: Cells) -> pd.DataFrame:
    m = mart_count.c
    rows = (
        select(m.period, m.programme_id)
        .distinct()
        .where(m.measure.in_(names), m.period.in_(cells.periods), m.programme_id.in_(cells.programme_ids))
        .where(m.facet == "", m.area_code.like(home_kelurahan() + "%"))
    )
    return pd.read_sql(rows, connection)


def _areas(connection: Connection, cells: Cells) -> pd.DataFrame:
    a = area.c
    rows = select(a.code.label("area_code")).where(a.level == cells.level, a.code.like(cells.area + "%"))
    return pd.read_sql(rows.order_by(a.code), connection)


def spread(connection: Connection, measure: str, cells: Cells, facet: str = "") -> pd.DataFrame:
    """``period, programme_id, area_code, item, x, n``: how often each value of a :class:`pantau.counting.Spread` occurs."""
    m = mart_spread.c
    code = func.substr(m.area_code, 1, LEVEL_LENGTH[cells.level])
    rows = (
        select(m.period, m.programme_id, code.label("area_code"), m.item, m.x, func.sum(m.n).label("n"))
        .where(m.measure == measure, m.period.in_(cells.periods), m.programme_id.in_(cells.programme_ids))
        .where(m.facet == facet, *_here(m.area_code, cells))
        .group_by(m.period, m.programme_id, code, m.item, m.x)
        .order_by(m.period, m.programme_id, code, m.item, m.x)
    )
    return pd.read_sql(rows, connection).astype({"n": "int64"})


def _percentiles(connection: Connection, indicator: Indicator, cells: Cells, facet: str) -> pd.DataFrame:
    from pantau.queries import weighted_median
    from pantau.statistics import percentile_of_counts

    (name,) = indicator.numerator
    measure, _, which = name.partition(":")
    values = spread(connection, measure, cells, facet)
    rows = []
    for key, group in values.groupby([*KEYS, "item"], sort=True):
        x, n = group["x"].to_numpy(), group["n"].to_numpy()
        value = weighted_median(x, n) if which == "p50" else percentile_of_counts(x, n, int(which[1:]) / 100)
        rows.append((*key, float(value)))
    found = pd.DataFrame(rows, columns=[*KEYS, "item", name])
    return found.astype({"programme_id": "int64", name: float})
