"""The rows of the facts that each measure of the marts counts: the same conditions as :mod:`pantau.marts`, without adding up.

Every SELECT here has the columns ``batch_id``, ``row_no`` and ``household_id`` (NULL where the row is about none), and is
the same on every database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, Select, cast, func, null, select

from pantau import periods as period_text
from pantau.kinds import PART_TABLES
from pantau.marts import LIVED_IN, PAID, PAID_ON_TIME, PAID_RIGHT, POOR, covers
from pantau.queries import upwards
from pantau.schema import (
    ALL_PROGRAMMES,
    budget,
    disbursement,
    eligibility,
    household,
    membership,
    person,
    programme,
    target,
)

KIND_OF = {
    person.name: "registry",
    household.name: "registry",
    disbursement.name: "disbursement",
    budget.name: "targets",
    target.name: "targets",
    programme.name: "programmes",
    membership.name: "membership",
    **{table.name: kind for kind, tables in PART_TABLES.items() for table in tables},
}
"""The kind of file that brings the rows of a table."""


@dataclass(frozen=True)
class Cell:
    """A period, programme and area of any level; ``running`` are the programmes that run in the period."""

    period: str
    programme_id: int
    area_code: str
    running: tuple[int, ...]

    @property
    def programmes(self) -> tuple[int, ...]:
        """The programmes whose eligible households count."""
        return self.running if self.programme_id == ALL_PROGRAMMES else (self.programme_id,)

    @property
    def year(self) -> str:
        """The year whose budget and target count."""
        return period_text.year_of(self.period)


def _here(cell: Cell) -> ColumnElement[bool]:
    return household.c.area_code.like(cell.area_code + "%")


def _of_programme(cell: Cell, column: ColumnElement[int]) -> list[ColumnElement[bool]]:
    return [] if cell.programme_id == ALL_PROGRAMMES else [column == cell.programme_id]


def _eligible(cell: Cell) -> ColumnElement[bool]:
    ids = select(eligibility.c.household_id).where(eligibility.c.programme_id.in_(cell.programmes))
    return household.c.household_id.in_(ids)


def _covering(cell: Cell) -> list[ColumnElement[bool]]:
    low, high = period_text.span(cell.period)
    return [PAID, covers(low, high), *_of_programme(cell, disbursement.c.programme_id)]


def _due(cell: Cell) -> list[ColumnElement[bool]]:
    low, high = period_text.span(cell.period)
    return [disbursement.c.due_month.between(low, high), *_of_programme(cell, disbursement.c.programme_id)]


def _recipient(cell: Cell) -> ColumnElement[bool]:
    return household.c.household_id.in_(select(disbursement.c.household_id).where(*_covering(cell)))


# --- rows of each kind of file ----------------------------------------------------------------------------


def _transfers(cell: Cell, *conditions: ColumnElement[bool]) -> Select:
    d = disbursement.c
    rows = select(d.batch_id, d.row_no, d.household_id)
    return rows.join_from(disbursement, household).where(_here(cell), *conditions)


def _members(cell: Cell, *conditions: ColumnElement[bool]) -> Select:
    """Registry rows of the people who count as members."""
    p = person.c
    rows = select(p.batch_id, p.row_no, p.household_id).join_from(person, household)
    return rows.where(_here(cell), p.status == "active", *conditions)


def _homes(cell: Cell, *conditions: ColumnElement[bool]) -> list[Select]:
    """Registry rows of households: those of their members, and the one that last said where they live."""
    h = household.c
    own = select(h.batch_id, h.row_no, h.household_id).where(_here(cell), LIVED_IN, *conditions)
    return [_members(cell, LIVED_IN, *conditions), own]


def _to_date(cell: Cell) -> Select:
    """Transfers paid since January of the programmes that have a budget for just this area."""
    b = budget.c
    budgeted = select(b.programme_id).where(b.area_code == cell.area_code, b.year == cell.year)
    d = disbursement.c
    since_january = d.due_month.between(period_text.span(cell.year)[0], period_text.span(cell.period)[1])
    chosen = _of_programme(cell, d.programme_id)
    return _transfers(cell, PAID, since_january, d.programme_id.in_(budgeted), *chosen)


def _no_household(batch_id: ColumnElement, row_no: ColumnElement) -> Select:
    return select(batch_id, row_no, cast(null(), Integer).label("household_id"))


def _budgets(cell: Cell) -> Select:
    b = budget.c
    rows = _no_household(b.batch_id, b.row_no).where(b.area_code == cell.area_code, b.year == cell.year)
    return rows.where(*_of_programme(cell, b.programme_id))


ROWS: dict[str, Callable[[Cell], list[Select]]] = {
    "households": lambda cell: _homes(cell),
    "people": lambda cell: [_members(cell, LIVED_IN)],
    "eligible_households": lambda cell: _homes(cell, _eligible(cell)),
    "recipient_households": lambda cell: [_transfers(cell, *_covering(cell))],
    "recipient_people": lambda cell: [_members(cell, _recipient(cell)), _transfers(cell, *_covering(cell))],
    "eligible_recipients": lambda cell: [
        *_homes(cell, _eligible(cell), _recipient(cell)),
        _transfers(cell, _eligible(cell), *_covering(cell)),
    ],
    "amount_received": lambda cell: [_transfers(cell, *_covering(cell))],
    "amount_received_poor": lambda cell: [
        *_homes(cell, POOR, _recipient(cell)),
        _transfers(cell, POOR, *_covering(cell)),
    ],
    "recipient_income": lambda cell: [_members(cell, _recipient(cell)), _transfers(cell, *_covering(cell))],
    "transfers_due": lambda cell: [_transfers(cell, *_due(cell))],
    "transfers_paid": lambda cell: [_transfers(cell, PAID, *_due(cell))],
    "amount_due": lambda cell: [_transfers(cell, *_due(cell))],
    "amount_paid": lambda cell: [_transfers(cell, PAID, *_due(cell))],
    "paid_on_time": lambda cell: [_transfers(cell, PAID_ON_TIME, *_due(cell))],
    "paid_right_amount": lambda cell: [_transfers(cell, PAID_RIGHT, *_due(cell))],
    "median_days_late": lambda cell: [_transfers(cell, PAID, *_due(cell))],
    "p90_days_late": lambda cell: [_transfers(cell, PAID, *_due(cell))],
    "amount_paid_to_date": lambda cell: [_to_date(cell)],
    "budget": lambda cell: [_budgets(cell)],
}
"""By measure: :data:`pantau.schema.MEASURES`, and those of the other marts."""


def rule_rows(cell: Cell) -> list[Select]:
    """The rows of the programmes' file that say who is eligible."""
    p = programme.c
    return [_no_household(p.batch_id, p.row_no).where(p.programme_id.in_(cell.programmes))]


def target_rows(cell: Cell, indicator_id: str) -> list[Select]:
    """The row of the target that counts: the area's own, else that of the nearest area it lies in."""
    t = target.c
    mine = [t.indicator_id == indicator_id, t.programme_id == cell.programme_id, t.year == cell.year]
    nearest = select(func.max(func.length(t.area_code))).where(*mine, t.area_code.in_(upwards(cell.area_code)))
    rows = _no_household(t.batch_id, t.row_no).where(*mine, t.area_code.in_(upwards(cell.area_code)))
    return [rows.where(func.length(t.area_code) == nearest.scalar_subquery())]


def kinds_of(measure: str) -> list[str]:
    """The kinds of file that a measure counts rows of."""
    cell = Cell("2026-01", ALL_PROGRAMMES, "", (ALL_PROGRAMMES,))
    return sorted({KIND_OF[query.selected_columns.batch_id.table.name] for query in ROWS[measure](cell)})
