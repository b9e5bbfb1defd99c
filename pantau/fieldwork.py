"""What only the office sees of the work in the field: how each officer (a code) gets on, and where families and the record
of payments disagree. Read from the visits themselves; what everybody sees comes from the marts (:mod:`pantau.parts.field`).
"""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Engine, Select, and_, case, func, or_, select

from pantau.days import days_between
from pantau.parts.field import ASKED_DAYS, DONE
from pantau.schema import answer, disbursement, programme, visit

RESULTS = ("selesai", "tidak_ada", "menolak", "pindah", "tidak_ditemukan")
"""How a visit ended, as they are shown."""


def officers(engine: Engine, low: int, high: int, within: str) -> pd.DataFrame:
    """Visits of months ``low`` to ``high`` in an area by officer: ``officer, visits``, one column for each of
    :data:`RESULTS`, ``households`` (visited, each once), ``days`` (with a visit), ``first`` and ``last`` (dates)."""
    v = visit.c
    query = (
        select(
            v.officer,
            func.count().label("visits"),
            *(func.sum(case((v.result == result, 1), else_=0)).label(result) for result in RESULTS),
            func.count(v.household_id.distinct()).label("households"),
            func.count(v.date.distinct()).label("days"),
            func.min(v.date).label("first"),
            func.max(v.date).label("last"),
        )
        .where(v.month_index.between(low, high), v.area_code.like(within + "%"))
        .group_by(v.officer)
        .order_by(v.officer)
    )
    return _frame(engine, query).astype({result: "int64" for result in RESULTS})


def disputes(engine: Engine, low: int, high: int, within: str, programme_id: int) -> pd.DataFrame:
    """Answers that the record of payments contradicts, newest visit first: ``code`` (the submission), ``date``, ``officer``,
    ``area_code``, ``programme_id``, ``received`` (what the family says), ``paid_date`` and ``amount`` of the newest payment
    within :data:`pantau.parts.field.ASKED_DAYS` days before the visit (none: no such payment). ``programme_id`` 0: any."""
    v, a, d, p = visit.c, answer.c, disbursement.c, programme.c
    then = and_(
        d.household_id == v.household_id,
        d.programme_id == p.programme_id,
        d.status == "paid",
        days_between(v.date, d.paid_date).between(0, ASKED_DAYS),
    )
    query = (
        select(
            v.code,
            v.date,
            v.officer,
            v.area_code,
            p.programme_id,
            a.value.label("received"),
            func.max(d.paid_date).label("paid_date"),
            func.sum(d.amount_paid).label("amount"),
        )
        .select_from(
            answer.join(visit, v.visit_id == a.visit_id).join(programme, p.code == a.item).outerjoin(disbursement, then)
        )
        .where(a.question == "terima", v.result == DONE, v.household_id.is_not(None))
        .where(v.month_index.between(low, high), v.area_code.like(within + "%"))
        .group_by(v.code, v.date, v.officer, v.area_code, p.programme_id, a.value)
        .having(
            or_(
                and_(a.value == 0, func.max(d.paid_date).is_not(None)),
                and_(a.value == 1, func.max(d.paid_date).is_(None)),
            )
        )
        .order_by(v.date.desc(), v.code, p.programme_id)
    )
    if programme_id:
        query = query.where(p.programme_id == programme_id)
    return _frame(engine, query)


def _frame(engine: Engine, query: Select) -> pd.DataFrame:
    with engine.connect() as connection:
        result = connection.execute(query)
        return pd.DataFrame(result.all(), columns=list(result.keys()))
