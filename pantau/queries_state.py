"""The state of the data as pages ask for it first: how new they are, and for which periods there is something to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, func, or_, select

from pantau import periods as period_text
from pantau.database import is_ready, one_moment
from pantau.reference import month_index
from pantau.schema import ALL_PROGRAMMES, batch, calendar, event, mart_count, mart_period
from pantau.words import in_jakarta

Source = Engine | Connection
"""Where to read: an engine, or a connection on which other questions are asked of the same moment."""

HAPPENINGS = (
    "visits_made",
    "proposals_made",
    "complaints_made",
    "value_received",
    "activity_people",
    "activity_sessions",
    "stays_begun",
)
"""Measures of what happened on a day, one of each part that is not transfers: a month with one of them can be looked at.
What stands (an agreement, a complaint still open) goes on through months of which nothing is known."""


@dataclass(frozen=True)
class Freshness:
    """How new the data are, and what they are."""

    version: int  # newest event: changes with every load and every rollback
    loaded_at: datetime | None  # UTC
    batches: int
    rows: int
    rejected: int
    synthetic: bool  # any batch is demo data
    last_period: str | None  # newest month with a transfer due
    last_happened: str | None  # newest month, up to the present one, in which anything else was recorded

    @property
    def newest(self) -> str | None:
        """The month that is looked at first: the newest with a transfer due; without transfers, the newest with anything."""
        return self.last_period or self.last_happened


def freshness(source: Source) -> Freshness | None:
    """State of the data; None when the database has no schema yet."""
    with one_moment(source) as connection:
        if not is_ready(connection):
            return None
        row = connection.execute(
            select(
                select(func.coalesce(func.max(event.c.event_id), 0)).scalar_subquery(),
                func.max(batch.c.loaded_at),
                func.count(),
                func.coalesce(func.sum(batch.c.rows), 0),
                func.coalesce(func.sum(batch.c.rejected), 0),
            ).where(batch.c.status != "rolled_back")
        ).one()
        made_up = select(func.count()).where(batch.c.synthetic.is_(True), batch.c.status != "rolled_back")
        synthetic = connection.scalar(made_up)
        last = _newest_due(connection)
        happened = _happened(connection, last)
    loaded_at = row[1]
    return Freshness(
        version=row[0],
        loaded_at=loaded_at,
        batches=row[2],
        rows=int(row[3]),
        rejected=int(row[4]),
        synthetic=bool(synthetic),
        last_period=None if last is None else period_text.month_of(last),
        last_happened=period_text.month_of(max(happened)) if happened else None,
    )


def data_version(engine: Engine) -> int:
    """The newest event, a number that changes with every load and rollback; -1 without a schema."""
    if not is_ready(engine):
        return -1
    with engine.connect() as connection:
        return connection.scalar(select(func.max(event.c.event_id))) or 0


def periods(engine: Engine) -> list[str]:
    """Months, quarters and years with something to show, sorted: with a transfer due or covering them, up to the newest
    month with one due; and those, later or without transfers, in which something else happened, up to the present month.

    Transfers paid ahead cover later months too; those are not offered, as what falls due in them is not known yet.
    """
    m = mart_period.c
    has_transfers = select(m.period).where(
        m.programme_id == ALL_PROGRAMMES, or_(m.transfers_due > 0, m.recipient_households > 0)
    )
    with one_moment(engine) as connection:
        last = _newest_due(connection)
        found = {p for p in connection.scalars(has_transfers.distinct()) if last and period_text.span(p)[0] <= last}
        happened = _happened(connection, last)
    return sorted(found | {period_text.period_of(month, kind) for month in happened for kind in period_text.KINDS})


def _newest_due(connection: Connection) -> int | None:
    """The newest month index with a transfer due."""
    m = mart_period.c
    return connection.scalar(
        select(func.max(calendar.c.month_index))
        .join_from(mart_period, calendar, calendar.c.month == m.period)
        .where(m.programme_id == ALL_PROGRAMMES, m.transfers_due > 0)
    )


def _happened(connection: Connection, after: int | None) -> list[int]:
    """Month indices up to the present month in which a part other than transfers has something recorded, of those later
    than ``after``."""
    today = in_jakarta(datetime.now(UTC))
    c = mart_count.c
    months = select(calendar.c.month_index).join_from(calendar, mart_count, c.period == calendar.c.month).distinct()
    chosen = [c.measure.in_(HAPPENINGS), c.facet == "", calendar.c.month_index <= month_index(today.year, today.month)]
    if after is not None:
        chosen.append(calendar.c.month_index > after)
    return sorted(connection.scalars(months.where(*chosen)))
