"""The logframe and the log of decisions: what was aimed at, where it stands now, and what was changed because of it.

The current figure never comes from the file: it is computed as on every page, for the row's programme, area and period.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
from sqlalchemy import Engine, Select, select

from pantau import periods as period_text
from pantau import queries
from pantau.indicator import Indicator, Status, status
from pantau.indicators import CATALOGUE
from pantau.queries import Cells
from pantau.schema import batch, decision, logframe
from pantau.words import later

LEVELS = {
    "tujuan": later("Tujuan"),
    "hasil": later("Hasil"),
    "keluaran": later("Keluaran"),
    "kegiatan": later("Kegiatan"),
}
"""Levels of a logframe (goal, outcome, output, activity), from the top."""

DECISION_STATUSES = {
    "rencana": later("Rencana"),
    "berjalan": later("Berjalan"),
    "selesai": later("Sudah selesai"),
    "batal": later("Batal"),
}
OPEN = ("rencana", "berjalan")
BEFORE, AFTER = 6, 12
"""Quarters drawn before and after a decision."""
_YEARS_BEFORE, _YEARS_AFTER = 3, 4
ENOUGH = 10
"""A figure of a quarter that counts fewer than this says little of what changed: then years are held against each other."""

Source = queries.Source


def _read(source: Source, query: Select) -> pd.DataFrame:
    with queries.one_moment(source) as connection:
        result = connection.execute(query)
        return pd.DataFrame(result.all(), columns=list(result.keys()))


def _cells(area: str, programme_id: int, periods: Sequence[str]) -> Cells:
    level = next(name for name, length in queries.LEVEL_LENGTH.items() if length == len(area))
    return Cells(tuple(periods), (programme_id,), level, area)


# --- logframe ---------------------------------------------------------------------------------------------


def tree(engine: Engine, last_month: str) -> pd.DataFrame:
    """Every row of the logframe as it stands with the data up to a month (``2026-10``), a parent before its children.

    The table's columns, and ``depth`` (0: no parent), ``measured`` (whether a catalogue indicator measures it),
    ``now_period``, ``now`` (the current figure, NaN: none), ``numerator, denominator, low, high``, ``progress``
    ((now − baseline) ÷ (target − baseline), NaN where that is not known) and ``status`` against the target.
    """
    with queries.one_moment(engine) as connection:
        frame = _read(connection, select(logframe).order_by(logframe.c.code))
        found = [_current(connection, row, last_month) for row in frame.to_dict("records")]
    columns = ["measured", "now_period", "now", "numerator", "denominator", "low", "high", "progress", "status"]
    frame[columns] = pd.DataFrame(found, columns=columns, index=frame.index)
    return _in_order(frame)


def _current(source: Source, row: dict, last_month: str) -> tuple:
    indicator = CATALOGUE.get(row["indicator_id"])
    period = current_period(row["target_period"], last_month)
    nothing = (math.nan,) * 5
    if indicator is None:
        return False, period, *nothing, math.nan, "none"
    figure = queries.figures(source, [indicator.id], _cells(row["area_code"], row["programme_id"], [period]))
    if figure.empty:
        return True, period, *nothing, math.nan, "none"
    first = figure.iloc[0]
    now = float(first["value"])
    base, goal = (math.nan if row[name] is None else float(row[name]) for name in ("baseline", "target"))
    made = (now, *(float(first[name]) for name in ("numerator", "denominator", "low", "high")))
    return True, period, *made, progress(base, now, goal), light(indicator, base, now, goal)


def current_period(target_period: str, last_month: str) -> str:
    """The period that holds ``last_month``, of the kind in which the target is set (a year where it does not say)."""
    kind = period_text.kind_of(target_period) if target_period and period_text.is_period(target_period) else "year"
    return period_text.period_of(period_text.span(last_month)[1], kind)


def progress(baseline: float, now: float, target: float) -> float:
    """The part of the way from baseline to target that is done: 0 at the baseline, 1 at the target, below 0 when it got
    worse. NaN where one is not known or there is no way to go."""
    way = target - baseline
    return math.nan if math.isnan(way) or math.isnan(now) or way == 0 else (now - baseline) / way


def light(indicator: Indicator, baseline: float, now: float, target: float) -> Status:
    """Traffic light against the target; where the indicator has no direction, it is that from baseline to target."""
    if indicator.direction == "none" and not math.isnan(baseline) and target != baseline:
        indicator = replace(indicator, direction="up" if target > baseline else "down")
    return status(indicator, now, target)


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Parents before children, with ``depth``; a row whose parent is not there is a root. Codes sort by their numbers."""
    rows = {row["code"]: row for row in frame.to_dict("records")}
    children: dict[str, list[str]] = {}
    for code, row in rows.items():
        parent = row["parent_code"] if row["parent_code"] in rows and row["parent_code"] != code else ""
        children.setdefault(parent, []).append(code)
    ordered: list[dict] = []

    def walk(parent: str, depth: int) -> None:
        for code in sorted(children.pop(parent, []), key=_sort_key):
            ordered.append({**rows[code], "depth": depth})
            walk(code, depth + 1)

    walk("", 0)
    for left in sorted(children, key=_sort_key):  # rows that are each other's parents: shown all the same
        walk(left, 0)
    return pd.DataFrame(ordered, columns=[*frame.columns, "depth"])


def _sort_key(code: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in code.split(".")]


# --- decisions --------------------------------------------------------------------------------------------


def decisions(engine: Engine, today: dt.date) -> pd.DataFrame:
    """The log of decisions, the overdue first (longest first), then the newest.

    The table's columns, and ``overdue`` (open, and due before ``today``), ``recorded_by`` and ``recorded_at`` (UTC; for the
    office alone).
    """
    b = batch.c
    query = select(decision, b.received_by.label("recorded_by"), b.loaded_at.label("recorded_at"))
    frame = _read(engine, query.select_from(decision.outerjoin(batch, b.batch_id == decision.c.batch_id)))
    frame["overdue"] = [
        status in OPEN and due is not None and due < today
        for status, due in zip(frame["status"], frame["due_date"], strict=True)
    ]
    late = frame[frame["overdue"]].sort_values(["due_date", "code"])
    rest = frame[~frame["overdue"]].sort_values(["date", "code"], ascending=[False, True])
    return pd.concat([late, rest], ignore_index=True) if len(late) else rest.reset_index(drop=True)


def effect(
    engine: Engine, indicator_id: str, programme_id: int, area: str, day: dt.date, last_month: str
) -> pd.DataFrame:
    """The indicator of a decision before and after its ``day``: figures by quarter (whole ones only), or by year where quarters
    have none or count too little (:data:`ENOUGH`; a rank correlation of a quarter is noise).

    Columns as in :func:`pantau.queries.figures` and ``when`` ("before", "in", "after": the period against the day).
    Empty without a figure on both sides.
    """
    if indicator_id not in CATALOGUE:
        return pd.DataFrame()
    little = pd.DataFrame()
    decided = day.year * 12 + day.month - 1
    last = period_text.span(last_month)[1]
    for kind, step, before, after in (("quarter", 3, BEFORE, AFTER), ("year", 12, _YEARS_BEFORE, _YEARS_AFTER)):
        months = range(decided - step * before, min(last, decided + step * after) + 1)
        periods = list(dict.fromkeys(period_text.period_of(month, kind) for month in months))
        if kind == "quarter":
            periods = [period for period in periods if period_text.span(period)[1] <= last]
        if not periods:
            continue
        found = queries.figures(engine, [indicator_id], _cells(area, programme_id, periods)).sort_values("period")
        found = found[found["value"].notna()].reset_index(drop=True)
        found["when"] = [_when(period, decided) for period in found["period"]]
        if not {"before", "after"} <= set(found["when"]):
            continue
        if kind == "year" or not _is_little(CATALOGUE[indicator_id], found):
            return found
        little = found
    return little


def _is_little(indicator: Indicator, found: pd.DataFrame) -> bool:
    """Whether the two figures that are held against each other count too little."""
    if indicator.ranks is not None:
        return True
    return any(side["denominator"] < ENOUGH for side in before_and_after(found))


def _when(period: str, decided: int) -> str:
    first, last = period_text.span(period)
    return "before" if last < decided else "after" if first > decided else "in"


def before_and_after(found: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Of :func:`effect`: the last period before the decision, and the newest after it."""
    return found[found["when"] == "before"].iloc[-1], found[found["when"] == "after"].iloc[-1]
