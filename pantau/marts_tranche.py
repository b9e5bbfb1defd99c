"""``mart_tranche``: the path of each tranche, how much of it was paid how many days after it was due, by RW and channel."""

from __future__ import annotations

from sqlalchemy import Connection, and_, case, delete, func, insert, literal, select

from pantau.reference import RW_LENGTH
from pantau.schema import UNPAID, disbursement, household, mart_tranche

SHORT = UNPAID - 1
"""``days`` of what was paid otherwise than entitled: ``transfers`` counts such transfers, which are in the rows of their day
too; ``amount`` is what they lack (negative: paid more than entitled)."""


def rebuild(connection: Connection) -> None:
    """Make the mart anew from the transfers."""
    connection.execute(delete(mart_tranche))
    d = disbursement.c
    paid = d.status == "paid"
    rw = func.substr(household.c.area_code, 1, RW_LENGTH)
    path = case((paid, d.days_late), else_=UNPAID)
    amount = case((paid, d.amount_paid), else_=d.amount_due)
    for days, rupiah, rows in (
        (path, amount, literal(True)),
        (literal(SHORT), d.amount_due - d.amount_paid, and_(paid, d.amount_paid != d.amount_due)),
    ):
        each = (
            select(
                d.programme_id,
                d.month_from,
                rw.label("area"),
                d.channel,
                d.due_date,
                days.label("days"),
                rupiah.label("rupiah"),
            )
            .join_from(disbursement, household, household.c.household_id == d.household_id)
            .where(rows)
            .subquery()
        )  # grouped from outside: a constant that is a parameter is not the same expression twice to PostgreSQL
        keys = [column for column in each.c if column.name != "rupiah"]
        added = select(*keys, func.count(), func.sum(each.c.rupiah)).group_by(*keys)
        connection.execute(insert(mart_tranche).from_select([column.name for column in mart_tranche.c], added))
