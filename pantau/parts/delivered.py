"""What the parts that reach people share: rows of ``delivery`` and ``outcome`` with their activity, household and partner.

A row counts in the RT in which the household lives now, as transfers do; somebody who is not in the registry counts where
the activity was. Where a measure is about the activity rather than its people, it counts where the activity is.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, String, and_, cast, func, select

from pantau.counting import Count, Finest, age_group, joined, person_key
from pantau.reference import RW_LENGTH
from pantau.schema import activity, delivery, household, outcome, partner

TRAINING, OUTREACH, HEALTH, GROUP = "pelatihan", "penyuluhan", "kesehatan", "kelompok"
"""Kinds of activity."""

CAME = and_(delivery.c.service == "hadir", delivery.c.status == "hadir")
"""Was there, at a session."""
GIVEN = and_(delivery.c.service.in_(("vaksin", "apd", "kit", "edukasi")), delivery.c.status == "diberikan")
"""Was given a service."""
CALLED_OFF = "batal"
HELD = activity.c.status != CALLED_OFF

ENDED = func.coalesce(activity.c.end_month, activity.c.month_index)
"""Month in which an activity ended."""

DELIVERIES = (
    delivery.join(activity, activity.c.activity_id == delivery.c.activity_id)
    .outerjoin(household, household.c.household_id == delivery.c.household_id)
    .outerjoin(partner, partner.c.partner_id == activity.c.partner_id)
)
HOME = func.coalesce(household.c.area_code, delivery.c.area_code)

_ABOUT_ACTIVITY = {
    "theme": activity.c.theme,
    "sector": activity.c.sector,
    "partner": func.coalesce(partner.c.code, ""),
}
ABOUT_PERSON = {"sex": delivery.c.sex, "age": age_group(delivery.c.age)}
ABOUT_BOTH = {**ABOUT_PERSON, **_ABOUT_ACTIVITY}
"""How deliveries are split."""


def place(area_code: ColumnElement[Any], finest: Finest) -> ColumnElement[Any]:
    """Where a row counts: its RT, or its RW where no more is to be known."""
    return func.substr(area_code, 1, RW_LENGTH) if finest == "rw" else area_code


def text(column: ColumnElement[Any]) -> ColumnElement[str]:
    """A number as text, for the items of a facet."""
    return cast(column, String)


ONCE_EACH = joined(text(delivery.c.activity_id), text(person_key(delivery)))
"""One person in one activity."""
SESSION = joined(text(delivery.c.activity_id), text(delivery.c.session_no))
"""One session of one activity."""


def of_people(
    measure: str,
    kind: str,
    *where: ColumnElement[bool],
    month: ColumnElement[Any] = delivery.c.month_index,
    distinct: ColumnElement[Any] | None = None,
    facets: dict[str, ColumnElement[Any]] | None = None,
    finest: Finest = "rt",
    until: ColumnElement[Any] | None = None,
    add: ColumnElement[Any] | None = None,
    of: FromClause = DELIVERIES,
) -> Count:
    """A measure of deliveries of one kind of activity, counted where the people live."""
    return Count(
        measure,
        of=of,
        table=delivery,
        month=month,
        area=place(HOME, finest),
        programme=delivery.c.programme_id,
        where=(activity.c.kind == kind, HELD, *where),
        distinct=distinct,
        add=add,
        facets=ABOUT_BOTH if facets is None else facets,
        finest=finest,
        household=delivery.c.household_id,
        until=until,
    )


def of_sessions(measure: str, kind: str, distinct: ColumnElement[Any]) -> Count:
    """A measure of the sessions held, counted where the activity is: an RW, mostly."""
    return Count(
        measure,
        of=DELIVERIES,
        table=delivery,
        month=delivery.c.month_index,
        area=activity.c.area_code,
        programme=delivery.c.programme_id,
        where=(activity.c.kind == kind, HELD, CAME),
        distinct=distinct,
        facets=_ABOUT_ACTIVITY,
        finest="rw",
    )


# --- what was measured of people ------------------------------------------------------------------------

OUTCOMES = (
    outcome.join(activity, activity.c.activity_id == outcome.c.activity_id)
    .join(household, household.c.household_id == outcome.c.household_id)
    .outerjoin(partner, partner.c.partner_id == activity.c.partner_id)
)
ABOUT_MEASURED = {"sex": outcome.c.sex, "age": age_group(outcome.c.age), **_ABOUT_ACTIVITY}


def with_other(other: Any) -> FromClause:
    """Measurements with another one (an alias of ``outcome``) of the same person in the same activity."""
    o = outcome.c
    return OUTCOMES.join(other, and_(other.c.activity_id == o.activity_id, other.c.person_ref == o.person_ref))


def measured(wave: int, instrument: str, of: Any = outcome) -> ColumnElement[bool]:
    """Rows of one instrument in one wave."""
    return and_(of.c.wave == wave, of.c.instrument == instrument)


def took_part() -> ColumnElement[bool]:
    """Whether the person measured came to the activity at all; who was only listed did not."""
    other = delivery.alias("other_delivery")
    return (
        select(other.c.delivery_id)
        .where(
            other.c.activity_id == outcome.c.activity_id,
            other.c.person_ref == outcome.c.person_ref,
            other.c.service == "hadir",
            other.c.status == "hadir",
        )
        .exists()
    )


def followed_up(wave: int) -> ColumnElement[bool]:
    """Whether anybody of the activity was asked again so many months after it."""
    other = outcome.alias("other_outcome")
    return (
        select(other.c.outcome_id).where(other.c.activity_id == activity.c.activity_id, other.c.wave == wave).exists()
    )


def of_outcomes(
    measure: str,
    kind: str,
    *where: ColumnElement[bool],
    month: ColumnElement[Any] = outcome.c.month_index,
    add: ColumnElement[Any] | None = None,
    facets: dict[str, ColumnElement[Any]] | None = None,
    of: FromClause = OUTCOMES,
) -> Count:
    """A measure of what was measured of people in one kind of activity; in an RT they are too few for it."""
    finest: Finest = "rw"
    return Count(
        measure,
        of=of,
        table=outcome,
        month=month,
        area=place(household.c.area_code, finest),
        programme=outcome.c.programme_id,
        where=(activity.c.kind == kind, HELD, *where),
        add=add,
        facets=ABOUT_MEASURED if facets is None else facets,
        finest=finest,
        household=outcome.c.household_id,
    )


def mean(
    name: str, kind: str, value: ColumnElement[Any], *where: ColumnElement[bool], **more: Any
) -> tuple[Count, ...]:
    """The three measures of a mean: how many (``_n``), their sum (``_sum``) and that of their squares (``_squares``)."""
    return (
        of_outcomes(f"{name}_n", kind, *where, **more),
        of_outcomes(f"{name}_sum", kind, *where, add=value, **more),
        of_outcomes(f"{name}_squares", kind, *where, add=value * value, **more),
    )
