"""``mart_stay``: stays in programmes by when they began and ended, and when the same one came back.

A stay is one row of a list of participants: a family, or a person where the programme is for persons. It counts in the RT
in which the family lives now. Who entered again is found in the same programme only.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Integer, Subquery, cast, delete, extract, func, insert, select

from pantau.schema import household, mart_stay, membership


def month_of_date(day: ColumnElement) -> ColumnElement[int]:
    """The month index (year * 12 + month - 1) of a date; NULL of NULL."""
    return cast(extract("year", day), Integer) * 12 + cast(extract("month", day), Integer) - 1


ENTRY_MONTH = month_of_date(membership.c.entry_date)
EXIT_MONTH = month_of_date(membership.c.exit_date)


def later_entries() -> Subquery:
    """``membership_id, again_month``: of each stay that ended, when the same one next entered the same programme."""
    later = membership.alias("later")
    m = membership.c
    return (
        select(m.membership_id, func.min(month_of_date(later.c.entry_date)).label("again_month"))
        .join_from(
            membership,
            later,
            (later.c.household_id == m.household_id)
            & (later.c.programme_id == m.programme_id)
            & (later.c.person_ref == m.person_ref)
            & (later.c.entry_date > m.entry_date)
            & (later.c.entry_date >= m.exit_date),
        )
        .group_by(m.membership_id)
        .subquery("again")
    )


def rebuild(connection: Connection) -> None:
    """Make the mart anew from ``membership``."""
    connection.execute(delete(mart_stay))
    m, again = membership.c, later_entries()
    keys = [
        m.programme_id,
        household.c.area_code,
        ENTRY_MONTH,
        func.coalesce(EXIT_MONTH, 0),
        func.coalesce(m.exit_reason, ""),
        func.coalesce(again.c.again_month, 0),
    ]
    labelled = [key.label(column.name) for key, column in zip(keys, mart_stay.c, strict=False)]
    single = (
        select(*labelled)
        .join_from(membership, household, household.c.household_id == m.household_id)
        .outerjoin(again, again.c.membership_id == m.membership_id)
        .subquery("single")
    )
    rows = select(*single.c, func.count()).group_by(*single.c)
    connection.execute(insert(mart_stay).from_select([column.name for column in mart_stay.c], rows))
