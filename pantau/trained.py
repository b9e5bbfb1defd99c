"""Do families leave aid sooner after a training? Two curves from one month on, of families enrolled in that month.

Trained: a member attended a session of a training up to that month. Looking back from one month (a *landmark*) avoids the
trap of comparing who stayed long enough to be trained with everybody. It is no proof of cause: who comes to a training may
differ in other ways.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Engine, and_, exists, func, or_, select

from pantau.database import one_moment
from pantau.marts_stay import ENTRY_MONTH, EXIT_MONTH
from pantau.schema import ALL_PROGRAMMES, activity, delivery, household, membership
from pantau.statistics import Survival, kaplan_meier, log_rank

LANDMARK = 24
"""Months back from the newest known month."""


def stays_since(engine: Engine, landmark: int, programme_id: int, within: str) -> pd.DataFrame:
    """Stays open at the end of month ``landmark``: ``trained`` (bool), ``exit_month`` (0: still in), ``exit_reason``,
    ``stays``. Empty for an earlier state of the data, which holds no lists."""
    m = membership.c
    attended = exists().where(
        delivery.c.household_id == m.household_id,
        delivery.c.activity_id == activity.c.activity_id,
        activity.c.kind == "pelatihan",
        delivery.c.status == "hadir",
        delivery.c.month_index <= landmark,
    )
    keys: list[ColumnElement[Any]] = [
        attended.label("trained"),
        func.coalesce(EXIT_MONTH, 0).label("exit_month"),
        func.coalesce(m.exit_reason, "").label("exit_reason"),
    ]
    single = (
        select(*keys)
        .join_from(membership, household, household.c.household_id == m.household_id)
        .where(and_(landmark >= ENTRY_MONTH, or_(EXIT_MONTH.is_(None), landmark < EXIT_MONTH)))
        .where(household.c.area_code.like(within + "%"))
    )
    if programme_id != ALL_PROGRAMMES:
        single = single.where(m.programme_id == programme_id)
    rows = single.subquery("single")
    with one_moment(engine) as connection:
        frame = pd.read_sql(select(*rows.c, func.count().label("stays")).group_by(*rows.c), connection)
    return frame.astype({"trained": bool, "stays": "int64"})


def curves(frame: pd.DataFrame, landmark: int, month: int) -> tuple[dict[bool, Survival], float]:
    """By ``trained``: the survival curve in months since ``landmark``, as known at the end of ``month``; and the p-value of
    the log-rank test that both are the same (NaN where one is empty)."""
    ended = (frame["exit_month"] > 0) & (frame["exit_month"] <= month)
    time = frame["exit_month"].where(ended, month) - landmark
    samples = {
        trained: (time[chosen], ended[chosen], frame.loc[chosen, "stays"])
        for trained in (True, False)
        if (chosen := frame["trained"] == trained).any()
    }
    found = {trained: kaplan_meier(*sample) for trained, sample in samples.items()}
    return found, log_rank(samples[True], samples[False]) if len(samples) == 2 else float("nan")


def graduated(frame: pd.DataFrame, month: int) -> pd.DataFrame:
    """``trained, stays, graduated``: how many of each had graduated by the end of ``month``."""
    out = frame["exit_reason"].eq("graduasi") & frame["exit_month"].between(1, month)
    table = frame.assign(graduated=frame["stays"].where(out, 0))
    return table.groupby("trained", sort=False)[["stays", "graduated"]].sum().reset_index()
