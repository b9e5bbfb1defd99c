"""What is counted of residents' voice (part 2): proposals of forums and their answers, complaints, needs told at the door.

A proposal counts in the month in which it was made, with what became of it since. A complaint is *judged* in the month in
which it was closed within its standard, else in that of its due date: from then on it is late, closed or not. All of it is
known by RW: with an RT beside it, one complaint would point at one door.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case, func

from pantau.counting import Count, Spread
from pantau.schema import answer, aspiration, complaint, visit

FUNDED = ("didanai", "selesai")
DONE = "selesai"
ASKING_FORMS = ("survei", "kebutuhan")
"""Forms that ask a family what it lacks."""


def _proposals(
    measure: str, *where: ColumnElement[bool], add: ColumnElement[Any] | None = None, spread: bool = False
) -> Count:
    a = aspiration.c
    asked: dict[str, Any] = {
        "of": aspiration,
        "table": aspiration,
        "month": a.month_index,
        "area": a.area_code,
        "where": where,
        "facets": {"theme": a.theme, "forum": a.forum},
        "finest": "rw",
    }
    return Spread(measure, **asked, x=a.days_to_answer) if spread else Count(measure, **asked, add=add)


def _complaints(
    measure: str,
    month: ColumnElement[Any],
    *where: ColumnElement[bool],
    until: ColumnElement[Any] | None = None,
    x: ColumnElement[Any] | None = None,
) -> Count:
    c = complaint.c
    asked: dict[str, Any] = {
        "of": complaint,
        "table": complaint,
        "month": month,
        "area": c.area_code,
        "programme": c.programme_id,
        "where": where,
        "until": until,
        "facets": {"category": c.category, "channel": c.channel},
        "finest": "rw",
    }
    return Count(measure, **asked) if x is None else Spread(measure, **asked, x=x)


def _needs(measure: str, *where: ColumnElement[bool]) -> Count:
    return Count(
        measure,
        of=answer.join(visit, visit.c.visit_id == answer.c.visit_id),
        table=answer,
        month=visit.c.month_index,
        area=visit.c.area_code,
        where=(answer.c.question == "kebutuhan", *where),
        facets={"sector": answer.c.item},
        split="rt",
        household=visit.c.household_id,
    )


_in_time = complaint.c.closed_date <= complaint.c.due_date

COUNTS: tuple[Count, ...] = (
    _proposals("proposals_made"),
    _proposals("proposals_answered", aspiration.c.answer_date.is_not(None)),
    _proposals("proposals_funded", aspiration.c.status.in_(FUNDED)),
    _proposals("proposals_done", aspiration.c.status == DONE),
    _proposals("proposal_votes", add=func.coalesce(aspiration.c.votes, 0)),
    _proposals("amount_asked", add=func.coalesce(aspiration.c.amount_asked, 0)),
    _proposals("amount_funded", aspiration.c.status.in_(FUNDED), add=func.coalesce(aspiration.c.amount_funded, 0)),
    _proposals("answer_days", aspiration.c.days_to_answer.is_not(None), spread=True),
    _complaints("complaints_made", complaint.c.month_index),
    _complaints("complaints_judged", case((_in_time, complaint.c.closed_month), else_=complaint.c.due_month)),
    _complaints("complaints_in_time", complaint.c.closed_month, _in_time),
    _complaints("complaints_standing", complaint.c.month_index, until=complaint.c.closed_month),
    _complaints("complaints_late", complaint.c.due_month, until=complaint.c.closed_month),
    _complaints(
        "close_days",
        complaint.c.closed_month,
        complaint.c.days_to_close.is_not(None),
        x=complaint.c.days_to_close,
    ),
    _needs("needs_named"),
    _needs("needs_urgent", answer.c.value == 1),
    Count(
        "families_asked",
        of=visit,
        table=visit,
        month=visit.c.month_index,
        area=visit.c.area_code,
        where=(visit.c.form.in_(ASKING_FORMS), visit.c.result == "selesai"),
        household=visit.c.household_id,
    ),
)
