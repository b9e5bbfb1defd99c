"""The aid needed next year, by programme and together, and how such projections would have done in the past."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, Engine, func, select

from pantau.database import one_moment
from pantau.projection import BANDS, MONTHS, YEARS, Projection, actual, project, together
from pantau.schema import ALL_PROGRAMMES, calendar, mart_period, programme
from pantau.sustainability import stays

ORIGINS = 3
"""Years back for which the projection is made again as of then."""


@dataclass(frozen=True)
class Needed:
    """Frames, empty when no programme has a list long enough to learn from.

    ``months``: see :meth:`Projection.by_month`; ``totals``: ``programme_id`` (``ALL_PROGRAMMES``: together) beside the columns
    of :meth:`Projection.totals`; ``years``: how many past years it was learned from. ``checks``: one row for each past origin
    and ``what`` (``end``: enrolled at the end, ``rupiah``: due in the year), the bands of the projection made then, ``actual``.
    ``past``: ``month, enrolled`` of the last two years. ``short``: programmes with a list that is too short; ``without``:
    those that run and have none.
    """

    months: pd.DataFrame
    totals: pd.DataFrame
    years: int
    checks: pd.DataFrame
    past: pd.DataFrame
    short: tuple[int, ...]
    without: tuple[int, ...]


@dataclass(frozen=True)
class _Facts:
    stays: pd.DataFrame
    due: pd.DataFrame  # programme_id, month_index, amount_due
    last_month: dict[int, int | None]  # by programme_id: until when it runs


def needed(source: Engine | Connection, programme_id: int, within: str, origin: int) -> Needed:
    """The projection for the 12 months after ``origin`` (month index) of a programme or of all, in an area."""
    with one_moment(source) as connection:
        facts = _read(connection, programme_id, within)
    with_list = {int(i) for i in facts.stays["programme_id"].unique()}
    running = {i for i, last in facts.last_month.items() if last is None or last > origin}
    parts = _parts(facts, origin)
    tested = [_check(facts, origin - MONTHS * back) for back in range(1, ORIGINS + 1)]
    found = [check for check in tested if check is not None]
    chosen = facts.stays[facts.stays["programme_id"].isin(parts)]
    whole = together(list(parts.values())) if parts else None
    each: dict[int, Projection] = {**parts, ALL_PROGRAMMES: whole} if whole else {}
    totals = [part.totals().assign(programme_id=i) for i, part in each.items()]
    return Needed(
        months=whole.by_month() if whole else pd.DataFrame(columns=["month", *BANDS]),
        totals=pd.concat(totals, ignore_index=True)
        if totals
        else pd.DataFrame(columns=["programme_id", "what", *BANDS]),
        years=whole.years if whole else 0,
        checks=pd.concat(found, ignore_index=True)
        if found
        else pd.DataFrame(columns=["origin", "what", *BANDS, "actual"]),
        past=actual(chosen, origin - 2 * MONTHS, 2 * MONTHS),
        short=tuple(sorted((with_list & running) - set(parts))),
        without=tuple(sorted(running - with_list)),
    )


def _read(connection: Connection, programme_id: int, within: str) -> _Facts:
    m, p = mart_period.c, programme.c
    due = (
        select(m.programme_id, calendar.c.month_index, func.sum(m.amount_due).label("amount_due"))
        .join_from(mart_period, calendar, calendar.c.month == m.period)
        .where(m.programme_id != ALL_PROGRAMMES, m.area_code.like(within + "%"))
        .group_by(m.programme_id, calendar.c.month_index)
    )
    # Only what is paid to somebody is needed next year: a service has no entitlement.
    runs = select(p.programme_id, p.last_month).where(p.benefit_kind != "jasa")
    if programme_id != ALL_PROGRAMMES:
        due, runs = due.where(m.programme_id == programme_id), runs.where(p.programme_id == programme_id)
    frame = pd.read_sql(due, connection).astype({"amount_due": float})
    last: dict[int, int | None] = {int(i): month for i, month in connection.execute(runs)}
    found = stays(connection, programme_id, within)
    return _Facts(found[found["programme_id"].isin(last)], frame, last)


def _parts(facts: _Facts, origin: int) -> dict[int, Projection]:
    parts = {}
    for programme_id, rows in facts.stays.groupby("programme_id"):
        last = facts.last_month[int(programme_id)]
        if last is not None and last <= origin:
            continue
        found = project(rows, origin, _rupiah_a_stay(facts, int(programme_id), rows, origin))
        if found is not None:
            parts[int(programme_id)] = found if last is None else found.until(last)
    return parts


def _rupiah_a_stay(facts: _Facts, programme_id: int, rows: pd.DataFrame, origin: int) -> list[float]:
    """Rupiah due a stay and month in each past year up to ``origin``, newest first, as far back as both are known."""
    found: list[float] = []
    for back in range(YEARS):
        end = origin - MONTHS * back
        months = int(actual(rows, end - MONTHS)["enrolled"].sum())
        due = _due(facts, [programme_id], end - MONTHS + 1, end)
        if not months or math.isnan(due):
            break
        found.append(due / months)
    return found


def _due(facts: _Facts, programme_ids: list[int], low: int, high: int) -> float:
    """Rupiah due in those months; NaN where nothing was: no file of transfers, rather than no need."""
    due = facts.due
    inside = due["programme_id"].isin(programme_ids) & due["month_index"].between(low, high)
    total = float(due.loc[inside, "amount_due"].sum())
    return total or math.nan


def _check(facts: _Facts, origin: int) -> pd.DataFrame | None:
    """The projection as of ``origin``, from what was known then, beside what came."""
    parts = _parts(facts, origin)
    if not parts:
        return None
    totals = together(list(parts.values())).totals().set_index("what").loc[["end", "rupiah"]].reset_index()
    rows = facts.stays[facts.stays["programme_id"].isin(parts)]
    came = {
        "end": float(actual(rows, origin)["enrolled"].iloc[-1]),
        "rupiah": _due(facts, list(parts), origin + 1, origin + MONTHS),
    }
    return totals.assign(actual=totals["what"].map(came), origin=origin)
