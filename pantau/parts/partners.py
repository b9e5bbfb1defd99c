"""Parts 3 and 8, partners and private-sector contributions: whom partners reach, what they promised and what of it came.

A contribution is known for the RW it goes to (or the kelurahan) and counts in the month of its promise; what came counts
there too, so that the two can be held against each other. Who works where is counted in :mod:`pantau.parts.presence`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, null, or_, select

from pantau.counting import Count, joined, person_key
from pantau.marts_stay import month_of_date
from pantau.parts.delivered import ABOUT_BOTH, CAME, DELIVERIES, GIVEN, HELD, HOME, place
from pantau.schema import activity, contribution, delivery, partner

_PLEDGES = contribution.join(partner, partner.c.partner_id == contribution.c.partner_id)
_c = contribution.c
_SPLIT: dict[str, ColumnElement[Any]] = {
    "partner": partner.c.code,
    "kind": _c.kind,
    "sector": _c.sector,
    "item": joined(func.substr(_c.item, 1, 59), _c.unit),  # 80 characters with the unit
}
_WHOLE = _c.value_delivered >= _c.value_pledged
_DUE = month_of_date(_c.due_date)
_CAME = month_of_date(_c.delivered_date)
_MISSING = case((_WHOLE, _c.value_pledged), else_=_c.value_pledged - _c.value_delivered)
"""Rupiah that are missing while a pledge is overdue: all of one that came in the end, else what is not there yet."""


def _is_due() -> ColumnElement[bool]:
    """Whether the list of contributions reaches beyond the due date; later ones are not late, they are not due yet."""
    other = contribution.alias("other_contribution")
    newest = (select(func.max(day)).scalar_subquery() for day in (other.c.pledged_date, other.c.delivered_date))
    return or_(*(_c.due_date < day for day in newest))


def _pledges(
    measure: str,
    add: ColumnElement[Any] | None = None,
    *where: ColumnElement[bool],
    month: ColumnElement[Any] = _c.month_index,
    until: ColumnElement[Any] | None = None,
) -> Count:
    return Count(
        measure,
        of=_PLEDGES,
        table=contribution,
        month=month,
        area=_c.area_code,
        programme=_c.programme_id,
        add=add,
        where=where,
        facets=_SPLIT,
        finest="rw",
        until=until,
    )


_KEPT = and_(_WHOLE, _c.delivered_date.is_(None))
_LATE = (_c.due_date.is_not(None), not_(_KEPT), _is_due())
_UNTIL = case((_WHOLE, _CAME), else_=null())

COUNTS: tuple[Count, ...] = (
    _pledges("contributions_made"),
    _pledges("value_pledged", _c.value_pledged),
    _pledges("value_delivered", _c.value_delivered),
    _pledges("value_received", _c.value_delivered, month=_CAME),
    _pledges("quantity_pledged", _c.quantity_pledged, _c.quantity_pledged.is_not(None)),
    _pledges("quantity_delivered", _c.quantity_delivered, _c.quantity_pledged.is_not(None)),
    _pledges("pledges_overdue", None, *_LATE, month=_DUE, until=_UNTIL),
    _pledges("value_overdue", _MISSING, *_LATE, month=_DUE, until=_UNTIL),
    Count(
        "partner_people",
        of=DELIVERIES,
        table=delivery,
        month=delivery.c.month_index,
        area=place(HOME, "rw"),
        programme=delivery.c.programme_id,
        where=(activity.c.partner_id.is_not(None), HELD, or_(CAME, GIVEN)),
        distinct=person_key(delivery),
        facets={"partner": partner.c.code, "sector": ABOUT_BOTH["sector"]},
        finest="rw",
        household=delivery.c.household_id,
    ),
)
