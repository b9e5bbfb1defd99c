"""``mart_overlap`` and ``mart_overlap_count``: households that several programmes reached."""

from __future__ import annotations

from sqlalchemy import Connection, Subquery, and_, delete, func, insert, select

from pantau.schema import area, calendar, household, mart_overlap, mart_overlap_count, receipt


def rebuild(connection: Connection, kind: str, periods: list[str]) -> None:
    """Make the marts anew for ``periods`` of one kind, from ``receipt``."""
    for table in (mart_overlap, mart_overlap_count):
        connection.execute(delete(table).where(table.c.period.in_(periods)))

    def recipients(name: str) -> Subquery:
        rows = (
            select(calendar.c[kind].label("period"), receipt.c.household_id, receipt.c.programme_id)
            .join_from(receipt, calendar, calendar.c.month_index == receipt.c.month_index)
            .where(calendar.c[kind].in_(periods))
        )
        # One row a month already; without DISTINCT the planner can walk the key of ``receipt``.
        return (rows if kind == "month" else rows.distinct()).subquery(name)

    a, b = recipients("a"), recipients("b")
    rt = area.alias("rt")
    pairs = (
        select(a.c.period, a.c.programme_id, b.c.programme_id, rt.c.parent_code, func.count())
        .select_from(
            a.join(
                b,
                and_(
                    b.c.period == a.c.period,
                    b.c.household_id == a.c.household_id,
                    b.c.programme_id > a.c.programme_id,
                ),
            )
            .join(household, household.c.household_id == a.c.household_id)
            .join(rt, rt.c.code == household.c.area_code)
        )
        .group_by(a.c.period, a.c.programme_id, b.c.programme_id, rt.c.parent_code)
    )
    names = ["period", "programme_a", "programme_b", "area_code", "households"]
    connection.execute(insert(mart_overlap).from_select(names, pairs))

    homes = (
        select(a.c.period, a.c.household_id, func.count().label("programmes"))
        .group_by(a.c.period, a.c.household_id)
        .subquery("homes")
    )
    counts = (
        select(homes.c.period, homes.c.programmes, household.c.area_code, func.count())
        .join_from(homes, household, household.c.household_id == homes.c.household_id)
        .group_by(homes.c.period, homes.c.programmes, household.c.area_code)
    )
    names = ["period", "programmes", "area_code", "households"]
    connection.execute(insert(mart_overlap_count).from_select(names, counts))
