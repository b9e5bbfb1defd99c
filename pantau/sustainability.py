"""How long families and persons stay in programmes, why they leave, and who comes back: read from ``mart_stay``.

Frames of stays have ``programme_id, area_code, entry_month, exit_month, exit_reason, again_month, stays`` (month indices, 0:
not yet; ``stays``: how many are alike). Months on aid are whole months from the month of entry.
"""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, Engine, func, select

from pantau.database import one_moment
from pantau.indicator import FEW
from pantau.schema import ALL_PROGRAMMES, mart_count, mart_stay
from pantau.statistics import Survival, kaplan_meier

REASONS = ("graduasi", "meninggal", "pindah", "tidak_layak", "mundur", "lainnya", "")
"""Why a stay ended, as lists of participants say it; ``""``: not said."""
BANDS = ("<0,8", "0,8-1", "1-1,2", "1,2-1,5", ">=1,5")
"""Own income a member in poverty lines, as ``enrolled_households`` is split (:mod:`pantau.parts.sustainability`)."""
MILESTONES = (12, 24, 36, 48, 60)
"""Months on aid at which tables say how many are still in."""


def stays(source: Engine | Connection, programme_id: int = ALL_PROGRAMMES, within: str = "") -> pd.DataFrame:
    """The stays of a programme (or of all) in an area (or everywhere), ordered by programme, area and month of entry."""
    m = mart_stay.c
    query = select(*m).where(m.area_code.like(within + "%"))
    if programme_id != ALL_PROGRAMMES:
        query = query.where(m.programme_id == programme_id)
    with one_moment(source) as connection:
        frame = pd.read_sql(query.order_by(m.programme_id, m.area_code, m.entry_month, m.exit_month), connection)
    return frame.astype({"stays": "int64"})


def known_to(source: Engine | Connection) -> int | None:
    """The newest month in any list of participants: who is still in then was seen so long. None without a list."""
    m = mart_stay.c
    with one_moment(source) as connection:
        entry, leave = connection.execute(select(func.max(m.entry_month), func.max(m.exit_month))).one()
    return None if entry is None else max(int(entry), int(leave))


def as_of(frame: pd.DataFrame, month: int) -> pd.DataFrame:
    """The stays as they were known at the end of ``month``: who came later is not in them, who left later is still in."""
    then = frame[frame["entry_month"] <= month].copy()
    later = then["exit_month"] > month
    then.loc[later, ["exit_month", "again_month"]] = 0
    then.loc[later, "exit_reason"] = ""
    then.loc[then["again_month"] > month, "again_month"] = 0
    return then


def months_on_aid(frame: pd.DataFrame, month: int) -> pd.Series:
    """From entry to exit; of who is still in, until ``month``."""
    until = frame["exit_month"].where(frame["exit_month"] > 0, month)
    return until - frame["entry_month"]


def curve(frame: pd.DataFrame, month: int) -> Survival:
    """Survival curve of time on aid as known at the end of ``month``: the share still in by months since entry."""
    then = as_of(frame, month)
    return kaplan_meier(months_on_aid(then, month), then["exit_month"] > 0, then["stays"])


def left_by(frame: pd.DataFrame, month: int, after: tuple[int, ...] = MILESTONES) -> pd.DataFrame:
    """Share that had left for each reason after so many months: ``reason, months, share``.

    The Aalen–Johansen estimate (1978): leaving for one reason ends the chance of leaving for another, so the shares and
    that of those still in add up to 1. Months beyond the longest stay seen are left out.
    """
    then = as_of(frame, month)
    if then.empty:
        return pd.DataFrame(columns=["reason", "months", "share"])
    then = then.assign(time=months_on_aid(then, month), ended=then["exit_month"] > 0)
    steps = curve(frame, month).steps
    before = steps["share"].shift(fill_value=1.0)
    rate = pd.Series((before / steps["at_risk"].where(steps["at_risk"] > 0)).to_numpy(), index=steps["time"])
    ended = then[then["ended"]].groupby(["exit_reason", "time"])["stays"].sum()
    rows = []
    longest = float(steps["time"].iloc[-1])
    for reason in REASONS:
        if reason not in ended.index.get_level_values(0):
            continue
        of_reason = ended[reason]
        jumps = of_reason * rate.reindex(of_reason.index.astype(float)).to_numpy()
        rows += [(reason, m, float(jumps[jumps.index <= m].sum())) for m in after if m <= longest]
    return pd.DataFrame(rows, columns=["reason", "months", "share"])


def open_stays(frame: pd.DataFrame, month: int) -> pd.DataFrame:
    """How long those have been in who are in at the end of ``month``: ``months, stays``."""
    then = as_of(frame, month)
    then = then[then["exit_month"] == 0]
    lengths = months_on_aid(then, month)
    return then.groupby(lengths.rename("months"))["stays"].sum().reset_index()


def exits(source: Engine | Connection, periods: tuple[str, ...], programme_id: int, within: str) -> pd.DataFrame:
    """Stays that ended, by reason: ``period, reason, stays``. A period without an exit has no row."""
    frame = _split(source, "stays_ended", "reason", periods, programme_id, within)
    return frame.rename(columns={"item": "reason", "value": "stays"}).replace({"reason": {"?": ""}})


def income_bands(source: Engine | Connection, period: str, programme_id: int, within: str) -> pd.DataFrame:
    """Enrolled households by own income a member in poverty lines: ``band, households``, every band of :data:`BANDS`.

    Fewer than :data:`pantau.indicator.FEW` are not said (NaN): in an RT it would be known who they are.
    """
    frame = _split(source, "enrolled_households", "lines", (period,), programme_id, within)
    found = frame.set_index("item")["value"].reindex(list(BANDS), fill_value=0)
    said = found.where((found == 0) | (found >= FEW))
    return pd.DataFrame({"band": BANDS, "households": said.to_numpy(dtype=float)})


def _split(
    source: Engine | Connection, measure: str, facet: str, periods: tuple[str, ...], programme_id: int, within: str
) -> pd.DataFrame:
    m = mart_count.c
    query = (
        select(m.period, m.item, func.sum(m.value).label("value"))
        .where(m.measure == measure, m.facet == facet, m.period.in_(periods))
        .where(m.programme_id == programme_id, m.area_code.like(within + "%"))
        .group_by(m.period, m.item)
        .order_by(m.period, m.item)
    )
    with one_moment(source) as connection:
        return pd.read_sql(query, connection).astype({"value": "int64"})
