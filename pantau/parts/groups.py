"""Part 6, peer groups of recipients: who is a member, whether they meet, and how stigma and support change.

What members feel is known for RW at the finest: nothing of it is said of an RT.
"""

from __future__ import annotations

from sqlalchemy import and_, or_

from pantau.counting import Count, joined, person_key
from pantau.parts.delivered import (
    ABOUT_MEASURED,
    ABOUT_PERSON,
    CAME,
    GROUP,
    HELD,
    SESSION,
    mean,
    measured,
    of_people,
    of_sessions,
    text,
    with_other,
)
from pantau.schema import NO_PERSON, activity, delivery, outcome

_MEMBER = and_(or_(delivery.c.service == "terdaftar", CAME), delivery.c.person_ref != NO_PERSON)
_UNTIL = activity.c.end_month + 1
_MEETING = and_(delivery.c.service == "hadir", delivery.c.session_no > 0)
_first = outcome.alias("first")
_ABOUT_SCALE = {
    **ABOUT_MEASURED,
    "wave": text(outcome.c.wave),
    "group_wave": joined(activity.c.code, text(outcome.c.wave)),
}


def _scale(name: str, instrument: str) -> tuple[Count, ...]:
    where = (outcome.c.instrument == instrument,)
    return mean(name, GROUP, outcome.c.value, *where, facets=_ABOUT_SCALE)


def _change(name: str, instrument: str) -> tuple[Count, ...]:
    return mean(
        name,
        GROUP,
        outcome.c.value - _first.c.value,
        outcome.c.instrument == instrument,
        outcome.c.wave > 1,
        measured(1, instrument, _first),
        facets=_ABOUT_SCALE,
        of=with_other(_first),
    )


COUNTS: tuple[Count, ...] = (
    Count(
        "groups_open",
        of=activity,
        table=activity,
        month=activity.c.month_index,
        area=activity.c.area_code,
        programme=activity.c.programme_id,
        where=(activity.c.kind == GROUP, HELD, activity.c.status != "rencana"),
        finest="rw",
        until=_UNTIL,
    ),
    of_sessions("groups_met", GROUP, delivery.c.activity_id),
    of_sessions("group_meetings", GROUP, SESSION),
    of_people(
        "group_members",
        GROUP,
        _MEMBER,
        distinct=person_key(delivery),
        facets=ABOUT_PERSON,
        finest="rw",
        until=_UNTIL,
    ),
    of_people(
        "group_households",
        GROUP,
        _MEMBER,
        delivery.c.household_id.is_not(None),
        distinct=delivery.c.household_id,
        facets={},
        finest="rw",
        until=_UNTIL,
    ),
    of_people("group_expected", GROUP, _MEETING, facets={"group": activity.c.code}, finest="rw"),
    of_people("group_present", GROUP, _MEETING, CAME, facets={"group": activity.c.code}, finest="rw"),
    *_scale("stigma", "stigma"),
    *_scale("support", "dukungan"),
    *_change("stigma_change", "stigma"),
    *_change("support_change", "dukungan"),
)
