"""``mart_tranche``: the path of each tranche, how much of it was paid how many days after it was due, by RW and channel."""

from __future__ import annotations

from sqlalchemy import Connection, case, delete, func, insert, select

from pantau.schema import UNPAID, disbursement, household, mart_tranche

RW_LENGTH = len("31.74.06.1003.005")


def rebuild(connection: Connection) -> None:
    """Make the mart anew from the transfers."""
    connection.execute(delete(mart_tranche))
    d = disbursement.c
    paid = d.status == "paid"
    rw = func.substr(household.c.area_code, 1, RW_LENGTH)
    days = case((paid, d.days_late), else_=UNPAID)
    keys = [d.programme_id, d.month_from, rw, d.channel, d.due_date, days]
    rows = (
        select(*keys, func.count(), func.sum(case((paid, d.amount_paid), else_=d.amount_due)))
        .join_from(disbursement, household, household.c.household_id == d.household_id)
        .group_by(*keys)
    )
    connection.execute(insert(mart_tranche).from_select([column.name for column in mart_tranche.c], rows))
