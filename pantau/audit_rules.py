"""The SELECT of each audit check over the facts, dialect-neutral: one row a flagged transfer.

Columns: ``disbursement_id, programme_id, household_id, person_ref, due_month, rupiah`` (at stake, whole rupiah).

To whom a transfer goes
-----------------------
* *To a person*: a programme whose unit is a person, and the row names one (``person_ref``).
* *To a household*: every other transfer, also one that names a member of the household by NIK.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    exists,
    extract,
    func,
    or_,
    select,
    union_all,
)

from pantau.schema import (
    NO_PERSON,
    batch,
    calendar,
    disbursement,
    eligibility,
    household,
    membership,
    person,
    programme,
    wage_line,
)

Rows = Select[Any] | CompoundSelect[Any]
Rule = Callable[[ColumnElement], Rows]
"""Takes the day (Jakarta) on which a transfer's batch was loaded, as an expression over ``disbursement``."""

d = disbursement.c
_PAID = d.status == "paid"
_TO_PERSON = and_(programme.c.unit == "person", d.person_ref != NO_PERSON)
_TO_HOUSEHOLD = or_(programme.c.unit == "household", d.person_ref == NO_PERSON)
_WITH_PROGRAMME = disbursement.join(programme, programme.c.programme_id == d.programme_id)


def _transfers(rupiah: ColumnElement = d.amount_paid) -> Select:
    return select(
        d.disbursement_id, d.programme_id, d.household_id, d.person_ref, d.due_month, rupiah.label("rupiah")
    ).where(_PAID)


def _since() -> ColumnElement:
    """From when a person's status holds: as stated, else since the file that states it was loaded."""
    return func.coalesce(person.c.status_date, batch.c.loaded_at)


_PERSON_WITH_BATCH = person.join(batch, batch.c.batch_id == person.c.batch_id)


def _persons(*statuses: str) -> Subquery:
    """``person_id, household_id, since`` of the persons of these statuses."""
    rows = select(person.c.person_id, person.c.household_id, _since().label("since"))
    return rows.select_from(_PERSON_WITH_BATCH).where(person.c.status.in_(statuses)).subquery("persons")


def _deserted_homes(all_dead: bool) -> Subquery:
    """``household_id, since``: households without any active member, by whether all of them are dead."""
    active = func.sum(case((person.c.status == "active", 1), else_=0))
    dead = func.sum(case((person.c.status == "dead", 1), else_=0))
    rows = select(person.c.household_id, func.max(_since()).label("since"))
    rows = rows.select_from(_PERSON_WITH_BATCH).group_by(person.c.household_id)
    return rows.having(active == 0, dead == func.count() if all_dead else dead < func.count()).subquery("homes")


def _no_longer_there(statuses: tuple[str, ...], all_dead: bool) -> Rows:
    who, homes = _persons(*statuses), _deserted_homes(all_dead)
    to_person = _transfers().select_from(_WITH_PROGRAMME.join(who, who.c.person_id == d.person_ref))
    to_home = _transfers().select_from(_WITH_PROGRAMME.join(homes, homes.c.household_id == d.household_id))
    return union_all(
        to_person.where(_TO_PERSON, d.due_date > who.c.since), to_home.where(_TO_HOUSEHOLD, d.due_date > homes.c.since)
    )


def dead_paid(_loaded_on: ColumnElement) -> Rows:
    """To a person who is dead, or to a household all of whose members are; due after that."""
    return _no_longer_there(("dead",), all_dead=True)


def moved_paid(_loaded_on: ColumnElement) -> Rows:
    """To a person who moved or was not found, or to a household without active members; due after that."""
    return _no_longer_there(("moved", "gone"), all_dead=False)


def name_of_dead(_loaded_on: ColumnElement) -> Rows:
    """To a household with active members, in the name of one who is dead; or of the head, where no other is head."""
    living = person.alias("living")
    others_live = exists().where(living.c.household_id == d.household_id, living.c.status == "active")
    named = _persons("dead")
    by_name = _transfers().select_from(_WITH_PROGRAMME.join(named, named.c.person_id == d.person_ref))
    heads = (
        select(person.c.household_id, func.max(_since()).label("since"))
        .select_from(_PERSON_WITH_BATCH)
        .where(person.c.relation == "kepala", person.c.status == "dead")
        .group_by(person.c.household_id)
        .subquery("heads")
    )
    new_head = exists().where(
        living.c.household_id == d.household_id, living.c.status == "active", living.c.relation == "kepala"
    )
    by_head = _transfers().select_from(_WITH_PROGRAMME.join(heads, heads.c.household_id == d.household_id))
    return union_all(
        by_name.where(programme.c.unit == "household", d.due_date > named.c.since, others_live),
        by_head.where(d.person_ref == NO_PERSON, d.due_date > heads.c.since, others_live, ~new_head),
    )


def _pairs(one: FromClause, other: FromClause, *where: ColumnElement[bool]) -> Select:
    """``later_id, earlier_id, month_from, month_to`` (of the earlier) of two paid transfers of a programme and household.

    On the same day the one loaded later counts as later.
    """
    later = or_(
        one.c.paid_date > other.c.paid_date,
        and_(one.c.paid_date == other.c.paid_date, one.c.disbursement_id > other.c.disbursement_id),
    )

    def of(column: str, if_later: FromClause, if_earlier: FromClause, name: str) -> ColumnElement:
        return case((later, if_later.c[column]), else_=if_earlier.c[column]).label(name)

    same = and_(one.c.programme_id == other.c.programme_id, one.c.household_id == other.c.household_id)
    return (
        select(
            of("disbursement_id", one, other, "later_id"),
            of("disbursement_id", other, one, "earlier_id"),
            of("month_from", other, one, "month_from"),
            of("month_to", other, one, "month_to"),
        )
        .select_from(one.join(other, same))
        .where(one.c.status == "paid", other.c.status == "paid", *where)
    )


def repeated_pairs() -> Subquery:
    """Paid transfers that cover a month which another one, paid earlier, covers too; see :func:`_pairs`."""
    one, other = disbursement.alias("one"), disbursement.alias("other")
    # Whether the next one begins within it is seen in one pass; only the few for which it does are then joined.
    following = func.lead(d.month_from).over(
        partition_by=(d.programme_id, d.household_id, d.person_ref), order_by=d.month_from
    )
    names = ("disbursement_id", "programme_id", "household_id", "person_ref", "month_from", "month_to")
    columns = [d[name] for name in (*names, "paid_date", "status")]
    in_order = select(*columns, following.label("next_from")).where(_PAID).subquery("in_order")
    same_reference = _pairs(
        in_order,
        other,
        in_order.c.next_from <= in_order.c.month_to,
        in_order.c.person_ref == other.c.person_ref,
        other.c.month_from > in_order.c.month_from,
        other.c.month_from <= in_order.c.month_to,
    )
    # Once by KK and once by NIK, or by the NIK of two members: begin with the few that name a member.
    to_households = select(programme.c.programme_id).where(programme.c.unit == "household")
    other_reference = _pairs(
        one,
        other,
        one.c.person_ref != NO_PERSON,
        one.c.person_ref != other.c.person_ref,
        one.c.programme_id.in_(to_households),
        other.c.month_from <= one.c.month_to,
        other.c.month_to >= one.c.month_from,
    )
    return union_all(same_reference, other_reference).subquery("pairs")


def paid_twice(_loaded_on: ColumnElement) -> Rows:
    """The later payment for months that were paid already; at stake is its share for those months."""
    pairs = repeated_pairs()
    months = func.count(calendar.c.month_index.distinct())
    return (
        _transfers(d.amount_paid * months // (d.month_to - d.month_from + 1))
        .select_from(
            disbursement.join(pairs, pairs.c.later_id == d.disbursement_id).join(
                calendar,
                and_(
                    calendar.c.month_index.between(d.month_from, d.month_to),
                    calendar.c.month_index.between(pairs.c.month_from, pairs.c.month_to),
                ),
            )
        )
        .group_by(
            *(d.disbursement_id, d.programme_id, d.household_id, d.person_ref, d.due_month),
            *(d.amount_paid, d.month_from, d.month_to),
        )
    )


def above_entitlement(_loaded_on: ColumnElement) -> Rows:
    """Paid more than was due; at stake is the difference."""
    return _transfers(d.amount_paid - d.amount_due).where(d.amount_paid > d.amount_due)


def not_eligible(_loaded_on: ColumnElement) -> Rows:
    """To a household with members that is not eligible for the programme, as the marts judge it."""
    entitled = exists().where(
        eligibility.c.programme_id == d.programme_id, eligibility.c.household_id == d.household_id
    )
    homes = disbursement.join(household, household.c.household_id == d.household_id)
    return _transfers().select_from(homes).where(household.c.members > 0, ~entitled)


def above_wage(_loaded_on: ColumnElement) -> Rows:
    """To a person (or a household whose active head) has an income above the minimum wage of the year due."""
    heads = (
        select(person.c.household_id, func.max(person.c.income).label("income"))
        .where(person.c.relation == "kepala", person.c.status == "active")
        .group_by(person.c.household_id)
        .having(func.max(person.c.income) > select(func.min(wage_line.c.amount)).scalar_subquery())
        .subquery("heads")
    )
    in_year = _WITH_PROGRAMME.join(calendar, calendar.c.month_index == d.due_month).join(
        wage_line, wage_line.c.year == calendar.c.year
    )
    to_person = _transfers().select_from(in_year.join(person, person.c.person_id == d.person_ref))
    to_home = _transfers().select_from(in_year.join(heads, heads.c.household_id == d.household_id))
    return union_all(
        to_person.where(_TO_PERSON, person.c.income > wage_line.c.amount),
        to_home.where(_TO_HOUSEHOLD, heads.c.income > wage_line.c.amount),
    )


_NEVER = 10**6
"""A month index later than any."""


def _month(day: ColumnElement) -> ColumnElement:
    return extract("year", day) * 12 + extract("month", day) - 1


def _outside_membership(before: bool) -> Rows:
    """Transfers of listed recipients whose months no stay covers: before the first entry, or after it."""
    m = membership.c

    def arm(to_whom: ColumnElement[bool], key: str) -> Select:
        # Grouped and joined from the left, so that SQLite looks up the few stays for each transfer, by an index.
        entry, leave = _month(m.entry_date), func.max(func.coalesce(_month(m.exit_date), _NEVER))
        stays = (
            select(m.programme_id, m[key].label("who"), entry.label("entry"), leave.label("leave"))
            .group_by(m.programme_id, m[key], entry)
            .subquery(f"stays_of_{key}")
        )
        same = and_(stays.c.programme_id == d.programme_id, stays.c.who == d[key])
        covers = case((and_(stays.c.entry <= d.month_to, stays.c.leave >= d.month_from), 1), else_=0)
        first = func.min(stays.c.entry)
        return (
            _transfers()
            .select_from(_WITH_PROGRAMME.join(stays, same, isouter=True))
            .where(to_whom, d.programme_id.in_(select(m.programme_id)))
            .group_by(
                *(d.disbursement_id, d.programme_id, d.household_id, d.person_ref, d.due_month),
                *(d.amount_paid, d.month_to),
            )
            .having(func.sum(covers) == 0, d.month_to < first if before else d.month_to >= first)
        )

    return union_all(arm(_TO_PERSON, "person_ref"), arm(_TO_HOUSEHOLD, "household_id"))


def before_entry(_loaded_on: ColumnElement) -> Rows:
    """For months before the recipient's first entry."""
    return _outside_membership(before=True)


def after_exit(_loaded_on: ColumnElement) -> Rows:
    """For months after the recipient had entered and left, and was not in again."""
    return _outside_membership(before=False)


def outside_run(_loaded_on: ColumnElement) -> Rows:
    """For months before the programme began or after it ended."""
    p = programme.c
    return _transfers().select_from(_WITH_PROGRAMME).where(or_(d.month_from < p.first_month, d.month_to > p.last_month))


def future_dates(loaded_on: ColumnElement) -> Rows:
    """Paid on a day after the one on which the file was loaded."""
    return _transfers().where(d.paid_date > loaded_on)


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        *(dead_paid, moved_paid, name_of_dead, paid_twice, above_entitlement, not_eligible, above_wage),
        *(before_entry, after_exit, outside_run, future_dates),
    )
}
"""By the id of the check in :data:`pantau.audit_checks.CHECKS`."""
