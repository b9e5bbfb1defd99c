"""What is counted of tranches (part 5): how long the money took from its release to the household.

A transfer belongs to the tranche of its programme that begins with the same month, of its own channel or of all of them. It
counts in the month in which it was due, as other figures of transfers do. It is known by RW, as the tranches' marts are.
"""

from __future__ import annotations

from sqlalchemy import and_, func, or_

from pantau.counting import Count, Spread
from pantau.days import days_between
from pantau.reference import RW_LENGTH
from pantau.schema import disbursement, household, tranche

_d, _t = disbursement.c, tranche.c
_RELEASED = disbursement.join(
    tranche,
    and_(
        _t.programme_id == _d.programme_id,
        _t.month_from == _d.month_from,
        or_(_t.channel == _d.channel, _t.channel == ""),
    ),
).join(household, household.c.household_id == _d.household_id)

COUNTS: tuple[Count, ...] = (
    Spread(
        "receive_days",
        of=_RELEASED,
        table=disbursement,
        also=(tranche,),
        month=_d.due_month,
        area=func.substr(household.c.area_code, 1, RW_LENGTH),
        finest="rw",
        programme=_d.programme_id,
        where=(_d.status == "paid", _t.released_date.is_not(None)),
        household=_d.household_id,
        x=days_between(_d.paid_date, _t.released_date),
    ),
)
