"""Part 9, health and safety: who was reached by which service, and what was given out. Doses: :mod:`pantau.parts.doses`.

Known for RW at the finest: who was given a medical service in an RT is nobody else's business.
"""

from __future__ import annotations

from sqlalchemy import and_, func

from pantau.counting import Count, person_key
from pantau.parts.delivered import ABOUT_BOTH, DELIVERIES, GIVEN, HEALTH, of_people, text
from pantau.parts.population import LIVING_HERE
from pantau.schema import delivery, person

_REGISTERED = DELIVERIES.join(person, person.c.person_id == delivery.c.person_ref)
_SERVICE = {**ABOUT_BOTH, "service": delivery.c.service}
_GOODS = and_(delivery.c.service.in_(("apd", "kit")), GIVEN)
_GOODS_SPLIT = {"item": delivery.c.item, "service": delivery.c.service, "partner": ABOUT_BOTH["partner"]}
_DOSE = and_(delivery.c.service == "vaksin", GIVEN)

COUNTS: tuple[Count, ...] = (
    of_people("health_people", HEALTH, GIVEN, distinct=person_key(delivery), facets=_SERVICE, finest="rw"),
    of_people(
        "health_served",
        HEALTH,
        GIVEN,
        LIVING_HERE,
        distinct=delivery.c.person_ref,
        facets=_SERVICE,
        finest="rw",
        of=_REGISTERED,
    ),
    of_people(
        "health_educated",
        HEALTH,
        GIVEN,
        delivery.c.service == "edukasi",
        distinct=person_key(delivery),
        finest="rw",
    ),
    of_people("doses_given", HEALTH, _DOSE, facets={**ABOUT_BOTH, "dose": text(delivery.c.dose)}, finest="rw"),
    of_people(
        "health_goods",
        HEALTH,
        _GOODS,
        add=func.coalesce(delivery.c.quantity, 1),
        facets=_GOODS_SPLIT,
        finest="rw",
    ),
)
