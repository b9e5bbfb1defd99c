"""The marts: small aggregate tables, built from the facts by dialect-neutral SELECTs.

A load calls :func:`rebuild` in its own transaction, so a reader sees the state before or after, never between.

What counts when
----------------
* A household *received* in a month when a **paid** transfer **covers** that month (a quarterly transfer covers three).
  Its rupiah are shared over the months it covers, in whole rupiah, the remainder in the first month.
* Money *due*, *paid*, *on time* and *right* is counted in the month of the **due date**.
* A programme *runs* in a period when any of its transfers covers a month of the period or falls due in it, paid or not.
  A parcel given twice a year has no figures in between, rather than a coverage of 0 %.
* Eligibility is judged by the registry as it stands now. A household whose last member has left it counts no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    case,
    delete,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.selectable import Subquery

from pantau import marts_overlap, marts_parts, marts_stay, marts_tranche
from pantau.database import refresh_statistics
from pantau.periods import KINDS, kind_of
from pantau.reference import calendar_row
from pantau.schema import (
    ALL_PROGRAMMES,
    MEASURES,
    calendar,
    disbursement,
    eligibility,
    enrolment,
    household,
    mart_delay,
    mart_overlap,
    mart_overlap_count,
    mart_period,
    programme,
    programme_period,
    receipt,
)

POOREST_DESIL = 4
"""Desil 1-4: the poorest 40 %, the group of the CGH index."""

Progress = Callable[[str], None]

# --- what counts: the conditions that pantau.lineage follows back to the files --------------------------

PAID = disbursement.c.status == "paid"
PAID_ON_TIME = and_(PAID, disbursement.c.days_late <= 0)
PAID_RIGHT = and_(PAID, disbursement.c.amount_paid == disbursement.c.amount_due)
LIVED_IN = household.c.members > 0
POOR = household.c.desil <= POOREST_DESIL


def covers(low: int, high: int) -> ColumnElement[bool]:
    """The condition that a transfer covers any of the months from ``low`` to ``high``."""
    return and_(disbursement.c.month_from <= high, disbursement.c.month_to >= low)


def rebuild(
    connection: Connection,
    months: Collection[int] | None = None,
    progress: Progress | None = None,
    part_months: Collection[int] | None = None,
    changed: Collection[str] | None = None,
) -> set[str] | None:
    """Rebuild the marts for the periods that ``months`` (month indices) touch; None rebuilds everything.

    ``months`` are those of transfers, ``part_months`` those of the other facts (None: all of them) in the tables ``changed``
    (None: any). The periods that were made anew (None: all). Runs in the caller's transaction; an empty collection changes nothing.
    """
    renewed = _rebuild_transfers(connection, months, progress)
    (progress or (lambda _text: None))("parts")
    if months is None or part_months is None:
        marts_stay.rebuild(connection)
    if months is None or months:
        marts_tranche.rebuild(connection)
    also = marts_parts.rebuild(connection, months, part_months, changed)
    return None if renewed is None or also is None else renewed | also


def _rebuild_transfers(
    connection: Connection, months: Collection[int] | None, progress: Progress | None
) -> set[str] | None:
    tell = progress or (lambda _text: None)
    span = _data_span(connection)
    if months is None:
        _rebuild_eligibility(connection)
        for table in (receipt, mart_period, mart_delay, mart_overlap, mart_overlap_count, programme_period, enrolment):
            connection.execute(delete(table))
        if span is None:
            return None
        low, high = span
    elif not months:
        return set()
    else:
        low, high = min(months), max(months)
    tell("receipt")
    _rebuild_receipts(connection, low, high)
    refresh_statistics(connection)
    # A transfer that went can have been the only one of its programme in a period outside the months named.
    changed = _rebuild_programme_periods(connection)
    _rebuild_delays(connection, low, high)
    rebuilt: set[str] = set()
    for kind in KINDS:
        tell(kind)
        touched = {str(calendar_row(i)[kind]) for i in range(low, high + 1)}
        periods = sorted(touched | {period for period, _ in changed if kind_of(period) == kind})
        _rebuild_periods(connection, kind, periods)
        marts_overlap.rebuild(connection, kind, periods)
        rebuilt.update(periods)
    _rebuild_enrolments(connection, low, high, {programme_id for _, programme_id in changed})
    return None if months is None else rebuilt


def _data_span(connection: Connection) -> tuple[int, int] | None:
    """First and last month index that any transfer covers or is due in; None without transfers."""
    row = connection.execute(
        select(
            func.min(disbursement.c.month_from),
            func.min(disbursement.c.due_month),
            func.max(disbursement.c.month_to),
            func.max(disbursement.c.due_month),
        )
    ).one()
    return None if row[0] is None else (min(row[0], row[1]), max(row[2], row[3]))


# --- eligibility and receipts: one row a household ---------------------------------------------------


def is_eligible() -> ColumnElement[bool]:
    """The condition that a ``household`` is eligible for a ``programme``: desil and, if any is named, a category."""
    categories = [
        (programme.c.for_elderly, household.c.has_elderly),
        (programme.c.for_disability, household.c.has_disability),
        (programme.c.for_pregnant, household.c.has_pregnant),
        (programme.c.for_child, household.c.has_child),
        (programme.c.for_pupil, household.c.has_pupil),
    ]
    return and_(
        or_(programme.c.max_desil.is_(None), household.c.desil <= programme.c.max_desil),
        or_(
            and_(*(asked.is_(false()) for asked, _ in categories)),
            *(and_(asked.is_(true()), has.is_(true())) for asked, has in categories),
        ),
    )


def _rebuild_eligibility(connection: Connection) -> None:
    connection.execute(delete(eligibility))
    rows = (
        select(programme.c.programme_id, household.c.household_id)
        .join_from(programme, household, is_eligible())
        .where(LIVED_IN)
    )
    connection.execute(insert(eligibility).from_select(["programme_id", "household_id"], rows))


def _rebuild_receipts(connection: Connection, low: int, high: int) -> None:
    connection.execute(delete(receipt).where(receipt.c.month_index.between(low, high)))
    d = disbursement.c
    covered = d.month_to - d.month_from + 1
    longest = connection.scalar(select(func.max(covered)).where(covers(low, high))) or 0
    # A SELECT for each month of a transfer, the first, the second ...: joined with the calendar, SQLite would rather go
    # through all transfers for each month.
    months = []
    for number in range(longest):
        share = d.amount_paid // covered + (d.amount_paid % covered if number == 0 else 0)
        month = d.month_from + number
        columns = (month.label("month_index"), d.household_id, d.programme_id, share.label("amount"))
        months.append(select(*columns).where(PAID, covered > number, month.between(low, high)))
    if not months:
        return
    each = union_all(*months).subquery("each")
    keys = (each.c.month_index, each.c.household_id, each.c.programme_id)
    rows = select(*keys, func.sum(each.c.amount)).group_by(*keys).order_by(*keys)
    connection.execute(insert(receipt).from_select(["month_index", "household_id", "programme_id", "amount"], rows))


def _rebuild_programme_periods(connection: Connection) -> set[tuple[str, int]]:
    """Make ``programme_period`` anew; the (period, programme_id) in which something changed."""
    before = {tuple(row) for row in connection.execute(select(programme_period))}
    connection.execute(delete(programme_period))
    d = disbursement.c
    spans = select(d.programme_id, d.month_from, d.month_to, d.due_month).distinct()  # few: offices pay in stages
    running = {
        (programme_id, month)
        for programme_id, first, last, due in connection.execute(spans)
        for month in (*range(first, last + 1), due)
    }
    counts: dict[tuple[str, int], int] = defaultdict(int)
    for programme_id, index in running:
        for kind in KINDS:
            counts[str(calendar_row(index)[kind]), programme_id] += 1
    rows = [{"period": p, "programme_id": i, "months": n} for (p, i), n in sorted(counts.items())]
    if rows:
        connection.execute(insert(programme_period), rows)
    after = {(row["period"], row["programme_id"], row["months"]) for row in rows}
    return {(str(row[0]), int(str(row[1]))) for row in before ^ after}


def _rebuild_enrolments(connection: Connection, low: int, high: int, changed: set[int]) -> None:
    d = disbursement.c
    due = select(d.programme_id).distinct().where(d.due_month.between(low, high))
    touched = sorted({*connection.scalars(due), *changed})
    if not touched:
        return
    connection.execute(delete(enrolment).where(enrolment.c.programme_id.in_(touched)))
    spans = (
        select(
            d.programme_id, d.household_id, func.min(d.month_from).label("first"), func.max(d.month_to).label("last")
        )
        .where(d.programme_id.in_(touched))
        .group_by(d.programme_id, d.household_id)
        .subquery()
    )
    months = (
        select(receipt.c.programme_id, receipt.c.household_id, func.count().label("months"))
        .where(receipt.c.programme_id.in_(touched))
        .group_by(receipt.c.programme_id, receipt.c.household_id)
        .subquery()
    )
    same = and_(months.c.programme_id == spans.c.programme_id, months.c.household_id == spans.c.household_id)
    rows = select(
        spans.c.programme_id, spans.c.household_id, spans.c.first, spans.c.last, func.coalesce(months.c.months, 0)
    ).join_from(spans, months, same, isouter=True)
    names = ["programme_id", "household_id", "first_month", "last_month", "months"]
    connection.execute(insert(enrolment).from_select(names, rows))


# --- mart_period --------------------------------------------------------------------------------------


def _rebuild_periods(connection: Connection, kind: str, periods: list[str]) -> None:
    connection.execute(delete(mart_period).where(mart_period.c.period.in_(periods)))
    names = ["period", "programme_id", "area_code", *MEASURES]
    connection.execute(insert(mart_period).from_select(names, _single_programme_rows(kind, periods)))
    for programmes, group in _periods_by_programmes(connection, periods).items():
        connection.execute(insert(mart_period).from_select(names, _any_programme_rows(kind, group, programmes)))


def _periods_by_programmes(connection: Connection, periods: Iterable[str]) -> dict[tuple[int, ...], list[str]]:
    """The periods grouped by the set of programmes that run in them: eligibility for any is counted once a set."""
    running: dict[str, list[int]] = defaultdict(list)
    rows = select(programme_period.c.period, programme_period.c.programme_id).where(
        programme_period.c.period.in_(list(periods))
    )
    for period, programme_id in connection.execute(rows.order_by(programme_period.c.programme_id)):
        running[period].append(programme_id)
    groups: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for period, ids in running.items():
        groups[tuple(ids)].append(period)
    return groups


def _stock() -> Subquery:
    """Households and people of each RT."""
    return (
        select(
            household.c.area_code,
            func.count().label("households"),
            func.sum(household.c.members).label("people"),
        )
        .where(LIVED_IN)
        .group_by(household.c.area_code)
        .subquery("stock")
    )


def _received(kind: str, periods: list[str], by_programme: bool, eligible: Subquery) -> Subquery:
    """Recipients of each period (and programme) by RT; ``eligible`` says which households count as eligible."""
    period = calendar.c[kind].label("period")
    in_periods = calendar.c[kind].in_(periods)
    months: Table | Subquery = receipt  # one row a month, household and programme
    if not by_programme:
        asked = receipt.c.month_index.in_(select(calendar.c.month_index).where(in_periods))
        keys = (receipt.c.month_index, receipt.c.household_id)
        months = select(*keys, func.sum(receipt.c.amount).label("amount")).where(asked).group_by(*keys).subquery("months")
    month_keys = (period, months.c.household_id, *([months.c.programme_id] if by_programme else []))
    single = kind == "month"  # nothing to add up
    amount, count = (months.c.amount, literal(1)) if single else (func.sum(months.c.amount), func.count())
    found = (
        select(*month_keys, amount.label("amount"), count.label("months"))
        .join_from(months, calendar, calendar.c.month_index == months.c.month_index)
        .where(in_periods)
    )
    homes = (found if single else found.group_by(*month_keys)).subquery("homes")
    home_keys = [homes.c.programme_id] if by_programme else []
    match = eligible.c.household_id == homes.c.household_id
    if by_programme:
        match = and_(match, eligible.c.programme_id == homes.c.programme_id)
    return (
        select(
            homes.c.period,
            *home_keys,
            household.c.area_code,
            func.count().label("recipient_households"),
            func.sum(household.c.members).label("recipient_people"),
            func.count(eligible.c.household_id).label("eligible_recipients"),
            func.sum(homes.c.amount).label("amount_received"),
            func.sum(case((POOR, homes.c.amount), else_=0)).label("amount_received_poor"),
            func.sum(household.c.income * homes.c.months).label("recipient_income"),
        )
        .select_from(
            homes.join(household, household.c.household_id == homes.c.household_id).join(eligible, match, isouter=True)
        )
        .group_by(homes.c.period, *home_keys, household.c.area_code)
        .subquery("received")
    )


def _flows(kind: str, periods: list[str], by_programme: bool) -> Subquery:
    """Transfers due, paid, on time and right by RT, in the period of the due date."""
    d = disbursement.c
    period = calendar.c[kind].label("period")
    keys = [d.programme_id] if by_programme else []
    return (
        select(
            period,
            *keys,
            household.c.area_code,
            func.count().label("transfers_due"),
            func.sum(case((PAID, 1), else_=0)).label("transfers_paid"),
            func.sum(d.amount_due).label("amount_due"),
            func.sum(d.amount_paid).label("amount_paid"),
            func.sum(case((PAID_ON_TIME, 1), else_=0)).label("paid_on_time"),
            func.sum(case((PAID_RIGHT, 1), else_=0)).label("paid_right_amount"),
        )
        .select_from(
            disbursement.join(calendar, calendar.c.month_index == d.due_month).join(
                household, household.c.household_id == d.household_id
            )
        )
        .where(calendar.c[kind].in_(periods))
        .group_by(period, *keys, household.c.area_code)
        .subquery("flows")
    )


def _measure_columns(*sources: Subquery) -> list[ColumnElement]:
    """The measures in order, each from the source that has it; what no row says is 0."""
    found = {column.name: column for source in sources for column in source.c}
    return [func.coalesce(found[name], 0) for name in MEASURES]


def _single_programme_rows(kind: str, periods: list[str]) -> Select:
    stock = _stock()
    entitled = (
        select(
            eligibility.c.programme_id,
            household.c.area_code,
            func.count().label("eligible_households"),
        )
        .join_from(eligibility, household, household.c.household_id == eligibility.c.household_id)
        .group_by(eligibility.c.programme_id, household.c.area_code)
        .subquery("entitled")
    )
    every_eligible = select(eligibility.c.programme_id, eligibility.c.household_id).subquery("eligible")
    received = _received(kind, periods, True, every_eligible)
    flows = _flows(kind, periods, True)
    pp = programme_period.c
    return (
        select(pp.period, pp.programme_id, stock.c.area_code, *_measure_columns(stock, entitled, received, flows))
        .select_from(
            programme_period.join(stock, true())
            .join(
                entitled,
                and_(entitled.c.programme_id == pp.programme_id, entitled.c.area_code == stock.c.area_code),
                isouter=True,
            )
            .join(received, _same_cell(received, pp.period, stock.c.area_code, pp.programme_id), isouter=True)
            .join(flows, _same_cell(flows, pp.period, stock.c.area_code, pp.programme_id), isouter=True)
        )
        .where(pp.period.in_(periods))
    )


def _any_programme_rows(kind: str, periods: list[str], programmes: tuple[int, ...]) -> Select:
    """The rows that count each household once, for the periods in which just these programmes run."""
    stock = _stock()
    eligible = (
        select(eligibility.c.household_id)
        .where(eligibility.c.programme_id.in_(programmes))
        .distinct()
        .subquery("eligible")
    )
    entitled = (
        select(household.c.area_code, func.count().label("eligible_households"))
        .join_from(eligible, household, household.c.household_id == eligible.c.household_id)
        .group_by(household.c.area_code)
        .subquery("entitled")
    )
    received = _received(kind, periods, False, eligible)
    flows = _flows(kind, periods, False)
    period = calendar.c[kind]
    wanted = select(period.label("period")).where(period.in_(periods)).distinct().subquery("wanted")
    return select(
        wanted.c.period, literal(ALL_PROGRAMMES), stock.c.area_code, *_measure_columns(stock, entitled, received, flows)
    ).select_from(
        wanted.join(stock, true())
        .join(entitled, entitled.c.area_code == stock.c.area_code, isouter=True)
        .join(received, _same_cell(received, wanted.c.period, stock.c.area_code), isouter=True)
        .join(flows, _same_cell(flows, wanted.c.period, stock.c.area_code), isouter=True)
    )


def _same_cell(
    source: Subquery, period: ColumnElement, area_code: ColumnElement, programme_id: ColumnElement | None = None
) -> ColumnElement[bool]:
    same = [source.c.period == period, source.c.area_code == area_code]
    if programme_id is not None:
        same.append(source.c.programme_id == programme_id)
    return and_(*same)


# --- delays --------------------------------------------------------------------------------


def _rebuild_delays(connection: Connection, low: int, high: int) -> None:
    connection.execute(delete(mart_delay).where(mart_delay.c.due_month.between(low, high)))
    d = disbursement.c
    rows = (
        select(d.due_month, d.programme_id, household.c.area_code, d.days_late, func.count())
        .join_from(disbursement, household, household.c.household_id == d.household_id)
        .where(PAID, d.due_month.between(low, high))
        .group_by(d.due_month, d.programme_id, household.c.area_code, d.days_late)
    )
    names = ["due_month", "programme_id", "area_code", "days_late", "transfers"]
    connection.execute(insert(mart_delay).from_select(names, rows))


def mart_rows(connection: Connection, table_name: str) -> list[tuple]:
    """All rows of a mart in key order, as plain tuples: for comparing two databases row by row."""
    table = mart_period.metadata.tables[table_name]
    return [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
