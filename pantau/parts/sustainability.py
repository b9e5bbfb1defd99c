"""What is counted of staying in and leaving programmes (part 11), from the lists of participants.

A *stay* is a row of such a list. It counts from the month of entry until, not including, the month of exit. A *return* is an
entry of the same family (or person) in the same programme within :data:`RETURN` months after graduating; a graduate is
counted in the month in which those months are over, so that a figure once shown is final.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, case, func, literal, select

from pantau import poverty_line
from pantau.counting import Count, Spread
from pantau.marts_stay import ENTRY_MONTH, EXIT_MONTH, month_of_date
from pantau.schema import household, membership

RETURN = 12
"""Months after graduation within which an entry is a return."""
GRADUATED = "graduasi"
INCOME_BANDS = ((0.8, "<0,8"), (1.0, "0,8-1"), (1.2, "1-1,2"), (1.5, "1,2-1,5"))
"""Upper bound of own income a member in poverty lines, and the band's name; above is :data:`ABOVE`."""
ABOVE = ">=1,5"

_STAYS = membership.join(household, household.c.household_id == membership.c.household_id)
_LIVED_IN = household.c.members > 0


def _at_least(lines: float) -> ColumnElement[bool]:
    """Own income a member of at least so many poverty lines; in whole rupiah, as every database counts them alike."""
    return household.c.income >= round(lines * poverty_line.newest().amount) * household.c.members


def _income_band() -> ColumnElement[str]:
    return case(*((~_at_least(upto), literal(name)) for upto, name in INCOME_BANDS), else_=literal(ABOVE))


def _newest_entry() -> ColumnElement[int]:
    """Month of the newest entry in any list: until then, at least, it is known who came back."""
    return select(func.max(month_of_date(membership.alias("newest").c.entry_date))).scalar_subquery()


def _came_back() -> ColumnElement[bool]:
    later = membership.alias("later")
    return (
        select(later.c.membership_id)
        .where(
            later.c.household_id == membership.c.household_id,
            later.c.programme_id == membership.c.programme_id,
            later.c.person_ref == membership.c.person_ref,
            later.c.entry_date > membership.c.entry_date,
            later.c.entry_date >= membership.c.exit_date,
            month_of_date(later.c.entry_date) <= EXIT_MONTH + RETURN,
        )
        .exists()
    )


def _stays(
    measure: str,
    month: ColumnElement[int],
    *where: ColumnElement[bool],
    until: ColumnElement[int] | None = None,
    distinct: ColumnElement[int] | None = None,
    facets: dict[str, ColumnElement] | None = None,
) -> Count:
    return Count(
        measure,
        of=_STAYS,
        table=membership,
        month=month,
        area=household.c.area_code,
        programme=membership.c.programme_id,
        where=where,
        until=until,
        distinct=distinct,
        facets=facets or {},
        household=membership.c.household_id,
    )


_graduated = membership.c.exit_reason == GRADUATED
_followed = (_graduated, _newest_entry() >= EXIT_MONTH + RETURN)

COUNTS: tuple[Count, ...] = (
    _stays("stays_open", ENTRY_MONTH, until=EXIT_MONTH),
    _stays("stays_begun", ENTRY_MONTH),
    _stays("stays_ended", EXIT_MONTH, facets={"reason": membership.c.exit_reason}),
    _stays("stays_graduated", EXIT_MONTH, _graduated),
    _stays("graduates_followed", EXIT_MONTH + RETURN, *_followed),
    _stays("graduates_returned", EXIT_MONTH + RETURN, *_followed, _came_back()),
    _stays(
        "enrolled_households",
        ENTRY_MONTH,
        _LIVED_IN,
        until=EXIT_MONTH,
        distinct=membership.c.household_id,
        facets={"lines": _income_band()},
    ),
    _stays(
        "near_households",
        ENTRY_MONTH,
        _LIVED_IN,
        _at_least(1),
        until=EXIT_MONTH,
        distinct=membership.c.household_id,
    ),
    Spread(
        "stay_months",
        of=_STAYS,
        table=membership,
        month=EXIT_MONTH,
        area=household.c.area_code,
        programme=membership.c.programme_id,
        household=membership.c.household_id,
        x=EXIT_MONTH - ENTRY_MONTH,
    ),
)
