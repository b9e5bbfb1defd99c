"""What is counted of the work in the field (part 1): who was visited, who never was, how old what is known is, and whether
families say that they received what is recorded as paid.

A family is *visited* when a form was completed with it. Families are those of the registry of today; they are counted from
the month of the first visit of all, before which nobody was to be visited.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, case, cast, func, null, or_, select

from pantau.counting import Count, Spread
from pantau.days import days_between
from pantau.schema import answer, disbursement, household, programme, visit

DONE = "selesai"
FRESH = 12
"""Months for which what a visit found counts as fresh."""
ASKED_DAYS = 92
"""The form asks whether aid was received within the last three months: so many days."""

_v = visit.c
_done = (_v.result == DONE, _v.household_id.is_not(None))
_NEVER = cast(null(), Integer)

_START = select(func.min(_v.month_index)).scalar_subquery()
_FIRST = select(_v.household_id, func.min(_v.month_index).label("month")).where(*_done).group_by(_v.household_id)
_first = _FIRST.subquery("first_visit")
_HOMES = household.outerjoin(_first, _first.c.household_id == household.c.household_id)
_lived_in = household.c.members > 0

_following = func.lead(_v.month_index).over(partition_by=_v.household_id, order_by=(_v.date, _v.visit_id))
_next = select(_v.visit_id, _following.label("month")).where(*_done).subquery("next_visit")
_KNOWN = visit.join(_next, _next.c.visit_id == _v.visit_id).join(household, household.c.household_id == _v.household_id)
"""The completed visits, each with the month in which the family was next visited: until then it is what is known."""
_stale = _v.month_index + FRESH

_VISITS = visit.outerjoin(household, household.c.household_id == _v.household_id)


def _visits(measure: str, *where: ColumnElement[bool], distinct: ColumnElement[Any] | None = None) -> Count:
    """A visit counts where the family lives now, as transfers do, else where it was made."""
    return Count(
        measure,
        of=_VISITS,
        table=visit,
        month=_v.month_index,
        area=func.coalesce(household.c.area_code, _v.area_code),
        where=where,
        distinct=distinct,
        facets={"form": _v.form} if distinct is not None else {"form": _v.form, "result": _v.result},
        split="rt",
        household=_v.household_id,
    )


def _homes(measure: str, until: ColumnElement[Any]) -> Count:
    return Count(
        measure,
        of=_HOMES,
        table=household,
        also=(visit,),
        month=_START,
        area=household.c.area_code,
        where=(_lived_in,),
        until=until,
        household=household.c.household_id,
    )


def _known(measure: str, until: ColumnElement[Any], x: ColumnElement[Any] | None = None) -> Count:
    asked: dict[str, Any] = {
        "of": _KNOWN,
        "table": visit,
        "month": _v.month_index,
        "area": household.c.area_code,
        "where": (_lived_in,),
        "until": until,
        "household": _v.household_id,
    }
    return Count(measure, **asked) if x is None else Spread(measure, **asked, x=x)


# --- what families say of the aid -----------------------------------------------------------------------

_a = answer.c
_ANSWERS = (
    answer.join(visit, _v.visit_id == _a.visit_id)
    .join(programme, programme.c.code == _a.item)
    .outerjoin(household, household.c.household_id == _v.household_id)
)
_paid_then = (
    select(disbursement.c.disbursement_id)
    .where(
        disbursement.c.household_id == _v.household_id,
        disbursement.c.programme_id == programme.c.programme_id,
        disbursement.c.status == "paid",
        days_between(_v.date, disbursement.c.paid_date).between(0, ASKED_DAYS),
    )
    .exists()
)


def _answers(measure: str, question: str, *where: ColumnElement[bool], add: ColumnElement[Any] | None = None) -> Count:
    return Count(
        measure,
        of=_ANSWERS,
        table=answer,
        month=_v.month_index,
        area=func.coalesce(household.c.area_code, _v.area_code),
        programme=programme.c.programme_id,
        where=(_a.question == question, *where),
        add=add,
        household=_v.household_id,
    )


def _compared(measure: str, *where: ColumnElement[bool]) -> Count:
    """Answers beside the payment record."""
    return Count(
        measure,
        of=_ANSWERS,
        table=answer,
        also=(disbursement,),
        month=_v.month_index,
        area=func.coalesce(household.c.area_code, _v.area_code),
        programme=programme.c.programme_id,
        where=(_a.question == "terima", _v.household_id.is_not(None), *where),
        household=_v.household_id,
    )


COUNTS: tuple[Count, ...] = (
    _visits("visits_made"),
    _visits("visits_completed", _v.result == DONE),
    _visits("households_visited", *_done, _lived_in, distinct=_v.household_id),
    _homes("households_to_visit", _NEVER),
    _homes("households_never_visited", _first.c.month),
    _known("households_known", _next.c.month),
    _known(
        "households_fresh", case((or_(_next.c.month.is_(None), _next.c.month > _stale), _stale), else_=_next.c.month)
    ),
    _known("known_since", _next.c.month, x=_v.month_index),
    _answers("receipts_asked", "terima"),
    _answers("receipts_confirmed", "terima", _a.value == 1),
    _compared("receipts_paid", _paid_then),
    _compared("receipts_paid_denied", _paid_then, _a.value == 0),
    _compared("receipts_unpaid_claimed", ~_paid_then, _a.value == 1),
    _answers("satisfaction_answers", "puas"),
    _answers("satisfaction_sum", "puas", add=_a.value),
    _answers("satisfaction_squares", "puas", add=_a.value * _a.value),
)
