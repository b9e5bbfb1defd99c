"""Part 10, education and outreach: how many adults were reached, in how many sessions, and what they know after it."""

from __future__ import annotations

from pantau.counting import Count, person_key
from pantau.parts.delivered import (
    CAME,
    DELIVERIES,
    OUTREACH,
    SESSION,
    mean,
    measured,
    of_people,
    of_sessions,
    with_other,
)
from pantau.parts.population import ADULT, LIVING_HERE
from pantau.schema import delivery, outcome, person

_REGISTERED = DELIVERIES.join(person, person.c.person_id == delivery.c.person_ref)
_ADULT = delivery.c.month_index >= (person.c.birth_year + ADULT) * 12
_before = outcome.alias("before")

COUNTS: tuple[Count, ...] = (
    of_people("outreach_participants", OUTREACH, CAME, distinct=person_key(delivery)),
    of_people("outreach_adults", OUTREACH, CAME, LIVING_HERE, _ADULT, distinct=delivery.c.person_ref, of=_REGISTERED),
    of_sessions("outreach_sessions", OUTREACH, SESSION),
    *mean(
        "quiz_gain",
        OUTREACH,
        outcome.c.value - _before.c.value,
        measured(1, "nilai"),
        measured(0, "nilai", _before),
        of=with_other(_before),
    ),
)
