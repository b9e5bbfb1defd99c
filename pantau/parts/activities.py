"""What every kind of activity has: who came or was served, and the sessions held, activity by activity."""

from __future__ import annotations

from sqlalchemy import or_

from pantau.counting import Count, person_key
from pantau.parts.delivered import CAME, DELIVERIES, GIVEN, HELD, HOME, SESSION, place
from pantau.schema import activity, delivery

_FACETS = {"activity": activity.c.code, "kind": activity.c.kind}

COUNTS: tuple[Count, ...] = (
    Count(
        "activity_people",
        of=DELIVERIES,
        table=delivery,
        month=delivery.c.month_index,
        area=place(HOME, "rw"),
        programme=delivery.c.programme_id,
        where=(HELD, or_(CAME, GIVEN)),
        distinct=person_key(delivery),
        facets=_FACETS,
        finest="rw",
        household=delivery.c.household_id,
    ),
    Count(
        "activity_sessions",
        of=DELIVERIES,
        table=delivery,
        month=delivery.c.month_index,
        area=activity.c.area_code,
        programme=delivery.c.programme_id,
        where=(HELD, or_(CAME, GIVEN)),
        distinct=SESSION,
        facets=_FACETS,
        finest="rw",
    ),
)
