"""The marts: small aggregate tables that pages read, built by :mod:`pantau.marts`. To be imported from :mod:`pantau.schema`."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Index, Integer, String, Table

from pantau.schema_base import metadata

MEASURES = (
    "households",
    "people",
    "eligible_households",
    "recipient_households",
    "recipient_people",
    "eligible_recipients",
    "amount_received",  # accrued: share of paid transfers that covers the period
    "amount_received_poor",  # of which by households in desil 1-4
    "recipient_income",  # own income of recipient households over the months in which they received
    "transfers_due",
    "transfers_paid",
    "amount_due",
    "amount_paid",  # cash: transfers whose due date is in the period
    "paid_on_time",
    "paid_right_amount",
)
"""Additive measures of ``mart_period``: RT add up to RW and to the kelurahan, as a household lives in one RT."""

mart_period = Table(
    "mart_period",
    metadata,
    Column("period", String(7), primary_key=True),
    Column("programme_id", Integer, primary_key=True, autoincrement=False),  # ALL_PROGRAMMES: any of them
    Column("area_code", String(24), primary_key=True),  # an RT
    *(Column(name, BigInteger, nullable=False) for name in MEASURES),
    Index("ix_mart_period_programme_id_period", "programme_id", "period"),
)

mart_delay = Table(  # distribution of days late, for medians
    "mart_delay",
    metadata,
    Column("due_month", Integer, primary_key=True, autoincrement=False),  # month_index
    Column("programme_id", Integer, primary_key=True, autoincrement=False),  # never ALL_PROGRAMMES: they add up
    Column("area_code", String(24), primary_key=True),  # an RT
    Column("days_late", Integer, primary_key=True, autoincrement=False),
    Column("transfers", BigInteger, nullable=False),
)

mart_overlap = Table(  # households that received both programmes in the period (a < b)
    "mart_overlap",
    metadata,
    Column("period", String(7), primary_key=True),
    Column("programme_a", Integer, primary_key=True, autoincrement=False),
    Column("programme_b", Integer, primary_key=True, autoincrement=False),
    Column("area_code", String(24), primary_key=True),  # an RW
    Column("households", BigInteger, nullable=False),
)

mart_overlap_count = Table(  # households by the number of programmes that reached them
    "mart_overlap_count",
    metadata,
    Column("period", String(7), primary_key=True),
    Column("programmes", Integer, primary_key=True, autoincrement=False),
    Column("area_code", String(24), primary_key=True),  # an RT
    Column("households", BigInteger, nullable=False),
)

mart_count = Table(  # everything that is counted of the other parts, one row a measure (pantau.parts)
    "mart_count",
    metadata,
    Column("measure", String(40), primary_key=True),
    Column("period", String(7), primary_key=True),
    Column("programme_id", Integer, primary_key=True, autoincrement=False),  # ALL_PROGRAMMES: any of them
    Column("area_code", String(24), primary_key=True),  # an RT; an RW or the kelurahan where nothing finer is known
    Column("facet", String(16), primary_key=True),  # "": the whole; sex, age, partner, sector ...: a part of it
    Column("item", String(80), primary_key=True),  # which part; "" of the whole
    Column("value", BigInteger, nullable=False),
    Index("ix_mart_count_period", "period", "facet", "measure"),
)

mart_spread = Table(  # how whole numbers (days) are spread, for medians and percentiles
    "mart_spread",
    metadata,
    Column("measure", String(40), primary_key=True),
    Column("period", String(7), primary_key=True),
    Column("programme_id", Integer, primary_key=True, autoincrement=False),
    Column("area_code", String(24), primary_key=True),
    Column("facet", String(16), primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("x", Integer, primary_key=True, autoincrement=False),
    Column("n", BigInteger, nullable=False),
    Index("ix_mart_spread_period", "period", "facet", "measure"),
)

mart_stay = Table(  # stays in programmes by when they began and ended
    "mart_stay",
    metadata,
    Column("programme_id", Integer, primary_key=True, autoincrement=False),
    Column("area_code", String(24), primary_key=True),  # an RT
    Column("entry_month", Integer, primary_key=True, autoincrement=False),  # month_index
    Column("exit_month", Integer, primary_key=True, autoincrement=False),  # 0: still in
    Column("exit_reason", String(40), primary_key=True),  # "": still in, or not said
    Column("again_month", Integer, primary_key=True, autoincrement=False),  # entered again; 0: did not
    Column("stays", BigInteger, nullable=False),
)

mart_tranche = Table(  # the path of a tranche: what was paid how many days after it was due
    "mart_tranche",
    metadata,
    Column("programme_id", Integer, primary_key=True, autoincrement=False),
    Column("month_from", Integer, primary_key=True, autoincrement=False),
    Column("area_code", String(24), primary_key=True),  # an RW
    Column("channel", String(40), primary_key=True),
    Column("due_date", Date, primary_key=True),
    Column("days", Integer, primary_key=True, autoincrement=False),  # from due to paid; UNPAID: not paid
    Column("transfers", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),  # paid; of UNPAID: due
)

UNPAID = 99_999
"""``days`` of transfers that are not paid."""

MARTS = (mart_period, mart_delay, mart_overlap, mart_overlap_count, mart_count, mart_spread, mart_stay, mart_tranche)
