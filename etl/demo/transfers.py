"""The made-up transfers: who is on a programme when, and how each transfer went."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from etl.demo.entitlement import Entitlement, eligible
from etl.demo.population import Population
from etl.demo.programmes import PAID_PROGRAMMES, PROGRAMMES, Programme
from etl.demo.settings import (
    CUT_OFF,
    FIRST_MONTH,
    HOUSEHOLDS,
    LAST_MONTH,
    LATE_RW,
    LEAKING_RW,
    generator,
    part_of,
)
from etl.demo.stages import Stage, course, reach_of_rw, stages

PAID, DUE, FAILED, RETURNED = range(4)
_NAT = np.datetime64("NaT", "D")


@dataclass
class Transfers:
    """Transfers as arrays of one length."""

    programme: np.ndarray  # index into PROGRAMMES
    household: np.ndarray
    person: np.ndarray  # -1: to the household
    month: np.ndarray  # month index of the first month covered
    due: np.ndarray  # datetime64[D]
    paid: np.ndarray  # datetime64[D], NaT = not paid
    amount_due: np.ndarray  # rupiah
    amount_paid: np.ndarray  # rupiah received if paid, else as amount_due
    quantity: np.ndarray  # units of goods, 0 for money
    status: np.ndarray  # PAID, DUE, FAILED, RETURNED
    channel: np.ndarray  # index into the programme's channels

    def __len__(self) -> int:
        return len(self.programme)

    def take(self, where: np.ndarray) -> Transfers:
        """The transfers at these positions."""
        return Transfers(**{f.name: getattr(self, f.name)[where] for f in fields(self)})


def make(population: Population) -> Transfers:
    """All transfers from January 2021 to October 2026, by month, programme and place."""
    entitlement = Entitlement(population)
    together = generator(3).normal(0, 1, len(population.rw))  # households reached by one programme are known to others
    parts = [_of_programme(p, population, entitlement, together) for p in PAID_PROGRAMMES]
    joined = Transfers(**{f.name: np.concatenate([getattr(t, f.name) for t in parts]) for f in fields(Transfers)})
    order = np.lexsort((joined.person, joined.household, joined.programme, joined.month))
    return joined.take(order)


def _of_programme(
    programme: Programme, population: Population, entitlement: Entitlement, together: np.ndarray
) -> Transfers:
    rng = generator(300 + PROGRAMMES.index(programme))
    units = entitlement.candidates(programme)
    home = population.household[units] if programme.is_person else units
    on_list = _membership(programme, population, home, together[home], rng)
    trained = np.zeros(len(units), dtype=bool)
    found = []
    for stage in stages(programme):
        amount = entitlement.of(programme, units, stage.due)
        chosen = on_list.in_month(stage.month) & (amount > 0)
        if programme.code == "PELATIHAN":  # nobody takes two courses; more places at year end
            places = programme.quota * len(population.rw) / HOUSEHOLDS * (1.8 if stage.month % 12 == 10 else 1.0)
            open_to = np.flatnonzero((amount > 0) & ~trained & on_list.may_apply)
            chosen = np.zeros(len(units), dtype=bool)
            chosen[rng.permutation(open_to)[: round(places)]] = True
            trained |= chosen
        at = np.flatnonzero(chosen)
        found.append(_pay(programme, stage, population, units[at], home[at], amount[at].astype(np.int64), rng))
    return Transfers(**{f.name: np.concatenate([getattr(t, f.name) for t in found]) for f in fields(Transfers)})


@dataclass
class _Membership:
    """When each unit is on the programme's list."""

    ceiling: np.ndarray  # on the list when ``rank`` is below this times the course of the programme
    rank: np.ndarray
    entry: np.ndarray  # month index
    leave: np.ndarray  # month index, exclusive
    wrong: np.ndarray  # on the list though not eligible
    may_apply: np.ndarray
    has_course: bool

    def in_month(self, month: int) -> np.ndarray:
        """Which units are on the list in a month."""
        level = course(month) if self.has_course else 1.0
        there = (self.entry <= month) & (month < self.leave)
        return there & ((self.rank < self.ceiling * level) | self.wrong)


def _membership(
    programme: Programme, population: Population, home: np.ndarray, together: np.ndarray, rng: np.random.Generator
) -> _Membership:
    size = len(home)
    entitled = eligible(population, programme)[home]
    desil, rw = population.desil[home], population.rw[home]
    # Whole families are on a list or not: the household's part in the draw is larger than the member's.
    order = np.argsort(np.argsort(0.95 * together + 0.31 * rng.normal(0, 1, size), kind="stable"), kind="stable")
    rank = (order + 0.5) / max(size, 1)
    if programme.quota:
        take_up = min(1.0, programme.quota * len(population.rw) / HOUSEHOLDS / max(1, entitled.sum()))
    else:
        take_up = programme.take_up
    ceiling = np.where(entitled, take_up * 1.04 * reach_of_rw(rw), 0.0)
    entry = np.where(rng.random(size) < 0.14, rng.integers(FIRST_MONTH + 3, LAST_MONTH - 6, size), FIRST_MONTH)
    leave = np.where(rng.random(size) < 0.08, rng.integers(FIRST_MONTH + 12, LAST_MONTH - 1, size), LAST_MONTH + 1)
    leave = np.maximum(leave, entry + 3)

    assert programme.max_desil is not None
    limit = programme.max_desil
    near = ~entitled & (desil > limit) & (desil <= limit + 2)
    scarce = 0.06 if programme.quota else 1.0
    # Graduates: no longer poor by today's registry, they received until some month and then left.
    graduate = near & (rng.random(size) < 0.085 * scarce)
    leave = np.where(graduate, rng.integers(FIRST_MONTH + 9, LAST_MONTH - 4, size), leave)
    entry = np.where(graduate, FIRST_MONTH, entry)
    wrong = graduate | (near & (rng.random(size) < 0.035 * scarce))
    leaking = (part_of(rw) == LEAKING_RW) & (desil >= 7) & (desil <= 9)
    chance = {"SEMBAKO": 0.125, "BLT": 0.08, "PKH": 0.03}.get(programme.code, 0.015 * scarce)
    wrong |= leaking & (rng.random(size) < chance)
    may_apply = entitled | (near & (rng.random(size) < 0.04))
    return _Membership(ceiling, rank, entry, leave, wrong, may_apply, not programme.quota)


def _pay(
    programme: Programme,
    stage: Stage,
    population: Population,
    units: np.ndarray,
    home: np.ndarray,
    amount: np.ndarray,
    rng: np.random.Generator,
) -> Transfers:
    size = len(units)
    late_rw = part_of(population.rw[home]) == LATE_RW
    in_bulk = programme.benefit_kind == "iuran"  # one payment to the insurer for all
    days = np.full(size, stage.shift - 3.0)
    if not in_bulk:
        days = stage.shift + rng.normal(-4.2, 3.2, size)
        days += (rng.random(size) < 0.05) * rng.exponential(16, size)
        days += late_rw * rng.gamma(3, 4.2, size)
    paid = stage.due + np.round(days).astype("timedelta64[D]")
    draw = rng.random(size) / np.where(late_rw, 1.6, 1.0) / (0.4 if in_bulk else 1.0)
    status = np.select([draw < 0.006, draw < 0.018, draw < 0.027], [DUE, FAILED, RETURNED], PAID)
    status[(status == PAID) & (paid > CUT_OFF)] = DUE
    paid = np.where(status == PAID, paid, _NAT)

    got = amount.copy()
    wrong = (rng.random(size) < (0.008 if in_bulk else 0.029)) & (status == PAID)
    cut = rng.choice([0.5, 0.75, 0.9, 0.9, 1.5], size)
    got[wrong] = (np.round(amount[wrong] * cut[wrong] / 1000) * 1000).astype(np.int64)
    quantity = np.zeros(size, dtype=np.int64)
    if programme.unit_value:
        quantity = amount // programme.unit_value
        if quantity.max(initial=0) > 1:  # part of a single parcel cannot be given
            quantity[wrong] -= rng.integers(1, 4, int(wrong.sum()))
        got = quantity * programme.unit_value
    return Transfers(
        programme=np.full(size, PROGRAMMES.index(programme)),
        household=home,
        person=units if programme.is_person else np.full(size, -1),
        month=np.full(size, stage.month),
        due=np.full(size, stage.due),
        paid=paid,
        amount_due=amount,
        amount_paid=got,
        quantity=quantity,
        status=status,
        channel=_channels(programme, late_rw & (days > 0), rng.random(size)),
    )


def _channels(programme: Programme, slow: np.ndarray, draw: np.ndarray) -> np.ndarray:
    """Index into the programme's channels: by chance, but what the post is slow with is the post's."""
    channel = np.floor(draw * len(programme.channels)).astype(int)
    if "PT Pos" in programme.channels:
        channel[slow & (draw < 0.9)] = programme.channels.index("PT Pos")
    return channel
