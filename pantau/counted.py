"""Figures that a page needs beside those of the catalogue, over the same marts and by the same rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from sqlalchemy import Engine

from pantau import queries_parts
from pantau.database import one_moment
from pantau.indicator import Indicator, evaluate, intervals
from pantau.indicators import CATALOGUE
from pantau.queries import Cells

KEYS = ["period", "programme_id", "area_code"]


def plain(numerator: Mapping[str, float], **more: object) -> Indicator:
    """An indicator over ``mart_count`` that is in no catalogue: measures for a page of its own."""
    texts = dict.fromkeys(("id", "name_id", "name_en", "formula_id", "formula_en", "source"), "")
    given = {"unit": "count", "direction": "none", "mart": "mart_count", **texts, **more}
    return Indicator(numerator=numerator, **given)  # type: ignore[arg-type]


def mean(name: str) -> Indicator:
    """The mean of hundredths kept as ``name_n``, ``name_sum`` and ``name_squares``, with its interval."""
    return plain(
        {f"{name}_sum": 1.0}, denominator={f"{name}_n": 1.0}, squares=f"{name}_squares", factor=0.01, unit="points"
    )


def measures(engine: Engine, names: Sequence[str], cells: Cells, facet: str = "") -> pd.DataFrame:
    """``period, programme_id, area_code, item`` and one column (float) a measure."""
    with one_moment(engine) as connection:
        return queries_parts.cube(connection, plain(dict.fromkeys(names, 1.0)), cells, facet)


def pooled(engine: Engine, indicators: Sequence[str | Indicator], cells: Cells, facet: str = "") -> pd.DataFrame:
    """Figures over all periods of ``cells`` together: ``area_code, item, indicator`` (its place in the list, or id),
    ``numerator, denominator, value, low, high``.

    For measures in which one person counts once in one activity, at one time: these add up over periods. What counts
    persons in a period does not.
    """
    frames = []
    with one_moment(engine) as connection:
        for number, asked in enumerate(indicators):
            indicator = CATALOGUE[asked] if isinstance(asked, str) else asked
            cube = queries_parts.cube(connection, indicator, cells, facet)
            total = cube.groupby(["area_code", "item"], as_index=False)[list(indicator.measures)].sum()
            frame = pd.concat([total[["area_code", "item"]], evaluate(indicator, total)], axis=1)
            frame.insert(2, "indicator", asked if isinstance(asked, str) else number)
            frames.append(pd.concat([frame, intervals(indicator, frame, total)], axis=1))
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled or frames[:1], ignore_index=True)
