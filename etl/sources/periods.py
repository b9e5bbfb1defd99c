"""The months of a row that names a programme and a period: one month or a stage is filled out by the programme's months."""

from __future__ import annotations

import datetime as dt

import numpy as np

from etl.contract import Checked
from etl.parse_dates import SINGLE, STAGE, unpack_periods
from etl.report import Report
from etl.sources.lookup import Programmes
from pantau.reference import month_index

_STAGE_MONTHS = (2, 3, 4, 6)  # a stage of so many months has its place in the year


def programme_numbers(programmes: Programmes, ids: np.ndarray, name: str, missing: int) -> np.ndarray:
    """A number of each row's programme (``missing`` where it is NULL or the row has none)."""
    size = max([0, *programmes.rows]) + 2
    lookup = np.full(size, missing, dtype=np.int64)  # the last place serves UNKNOWN (-1)
    for i, row in programmes.rows.items():
        lookup[i] = missing if row[name] is None else row[name]
    return lookup[ids]


def resolve_periods(
    checked: Checked, ids: np.ndarray, programmes: Programmes, report: Report
) -> tuple[np.ndarray, np.ndarray]:
    """First and last month of each row: one month or a stage is filled out by the programme's months."""
    first, last, form = unpack_periods(checked.values("period"))
    months = programme_numbers(programmes, ids, "months", 1)
    last = np.where(form == SINGLE, first + months - 1, last)
    stage = form == STAGE
    number = np.where(stage, last, 1)
    known = np.isin(months, _STAGE_MONTHS) & (number * months <= 12)
    checked.reject(report, stage & ~known & ~checked.rejected, "period", "period_stage")
    first = np.where(stage, first + (number - 1) * months, first)
    last = np.where(stage, first + months - 1, last)
    # A plan reaches into next year; a year further on is a slip, and would draw every chart out to it.
    horizon = month_index(dt.date.today().year + 1, 12)
    checked.reject(report, (last > horizon) & ~checked.rejected, "period", "period_too_far")
    return first, last
