"""``kunjungan_lapangan.csv``: forms that officers filled in at the doors: survey, receipt of aid, needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from etl.demo.parts import needs
from etl.demo.parts.town import TODAY, Town, choose
from etl.demo.programmes import PAID_PROGRAMMES
from etl.demo.settings import LATE_RW, UNDER_COVERED_RW, generator, part_of
from etl.demo.transfers import PAID
from pantau.sectors import SECTORS

SURVEY, RECEIPT, NEEDS = "survei", "penerimaan", "kebutuhan"
OFFICERS = tuple(f"P{number:02d}" for number in range(1, 9))
DONE = "selesai"
_RESULTS = (DONE, "tidak ada", "menolak", "pindah", "tidak ditemukan")
_USUAL = (0.87, 0.07, 0.025, 0.02, 0.015)
_SLOW = (0.70, 0.22, 0.04, 0.02, 0.02)
_SLOW_OFFICER = "P06"
_UNSEEN_RT = 3
"""The last so many RT of the unseen RW that no survey reached."""

# Visits in a year: needs asked of households, and receipts; the survey goes from RW to RW once.
_NEEDS = {2021: 260, 2022: 260, 2023: 320, 2024: 820, 2025: 620, 2026: 1_050}
_RECEIPTS = {2024: 500, 2025: 700, 2026: 900}
_SURVEYED = {1: 0.32, 2: 0.36, 3: 0.38, 4: 0.30, 5: 0.40, 6: 0.24, 7: 0.26, 8: 0.42, 9: 0.33, 10: 0.16}
"""Share of the households of each RW that the survey has reached."""
_WANTED_BY_POOR = ("pangan", "ekonomi", "perlindungan")
_SURVEY_FROM = dt.date(2025, 2, 3)
_OLD_FROM, _OLD_DAYS = dt.date(2023, 3, 6), 160  # the unseen RW was surveyed then, and not again


@dataclass(frozen=True)
class Receipt:
    """What a family says of a programme: rupiah received, and satisfaction from 1 to 5 where it was received."""

    programme: str
    received: bool
    amount: int | None
    satisfaction: int | None


@dataclass
class Visit:
    """One form: ``wants`` are sectors, the most urgent first."""

    code: str
    form: str
    officer: str
    household: int
    day: dt.date
    result: str
    wants: list[str] = field(default_factory=list)
    got: list[Receipt] = field(default_factory=list)


def make(town: Town) -> list[Visit]:
    """All visits in the order of their day."""
    rng = generator(66)
    plans = sorted([*_surveys(town, rng), *_samples(town, rng)], key=lambda plan: (plan[1], plan[2]))
    lists = _Lists(town)
    found = []
    for form, day, household in plans:
        officer = OFFICERS[(int(town.people.rw[household]) * 3 + int(town.people.rt[household]) // 5) % len(OFFICERS)]
        result = str(rng.choice(_RESULTS, p=_SLOW if officer == _SLOW_OFFICER else _USUAL))
        visit = Visit(_instance(rng), form, officer, household, day, result)
        if result == DONE:
            if form != RECEIPT:
                visit.wants = _wants(town, household, day, rng)
            if form != NEEDS:
                visit.got = lists.got(household, day, rng)
        found.append(visit)
    return found


def _instance(rng: np.random.Generator) -> str:
    """As ODK names a submission: ``uuid:`` and a random UUID."""
    digits = rng.bytes(16).hex()
    return f"uuid:{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def _surveys(town: Town, rng: np.random.Generator) -> Iterator[tuple[str, dt.date, int]]:
    people, unseen = town.people, _unseen(town)
    span = (TODAY - _SURVEY_FROM).days
    for rw in town.rws:
        part = needs.part(rw)
        homes = np.flatnonzero(people.rw == rw)
        homes = homes[~unseen[homes]]
        chosen = choose(rng, homes, round(len(homes) * _SURVEYED[part]))
        for household in chosen.tolist():
            if part == needs.UNSEEN_RW:
                day = _OLD_FROM + dt.timedelta(days=int(rng.integers(0, _OLD_DAYS)))
            else:  # RT by RT, as the officers get round
                turn = (int(people.rt[household]) * 7 + part * 5) % 14 / 14
                passed = min(1.0, max(0.0, turn * 0.9 + rng.normal(0, 0.06)))
                day = _SURVEY_FROM + dt.timedelta(days=int(passed * span))
            yield SURVEY, day, household


def _unseen(town: Town) -> np.ndarray:
    """Of each household whether it is in an RT that no officer went to."""
    people = town.people
    last = np.zeros(people.rw.max() + 1, dtype=np.int64)
    np.maximum.at(last, people.rw, people.rt)
    return (part_of(people.rw) == needs.UNSEEN_RW) & (people.rt > last[people.rw] - _UNSEEN_RT)


def _samples(town: Town, rng: np.random.Generator) -> Iterator[tuple[str, dt.date, int]]:
    people = town.people
    homes = len(people.rw)
    rw_weight = np.array([0.4 + needs.NEED[needs.part(int(rw))] for rw in people.rw])
    rw_weight *= np.where(_unseen(town), 0.0, np.where(part_of(people.rw) == needs.UNSEEN_RW, 0.2, 1.0))
    paid = np.zeros(homes, dtype=bool)
    paid[town.paid.household[town.paid.status == PAID]] = True
    for form, numbers in ((NEEDS, _NEEDS), (RECEIPT, _RECEIPTS)):
        among = np.arange(homes) if form == NEEDS else np.flatnonzero(paid)
        weight = rw_weight[among] * np.where(people.desil[among] <= 4, 1.8, 0.8)
        for year, number in numbers.items():
            first, last = dt.date(year, 2, 1), dt.date(year, 10, 30)
            for household in choose(rng, among, town.number(number * town.blocks), weight).tolist():
                yield form, first + dt.timedelta(days=int(rng.integers(0, (last - first).days))), household


def _wants(town: Town, household: int, day: dt.date, rng: np.random.Generator) -> list[str]:
    """Up to three sectors, the most urgent first; those who have enough name none."""
    rw, desil = int(town.people.rw[household]), int(town.people.desil[household])
    poor = 0 < desil <= 4
    level = needs.NEED[needs.part(rw)] * 1.6 + (1.1 if poor else 0.0)
    number = int(min(3, rng.poisson(level)))
    weights = needs.sectors(rw)
    if poor:
        weights = weights * np.where(np.isin(list(SECTORS), _WANTED_BY_POOR), 1.7, 1.0)
    return [str(name) for name in rng.choice(list(SECTORS), number, replace=False, p=weights / weights.sum())]


class _Lists:
    """Which transfers were paid to each household."""

    def __init__(self, town: Town) -> None:
        self.town = town
        paid = town.paid
        self._order = np.argsort(paid.household, kind="stable")
        self._starts = np.searchsorted(paid.household[self._order], np.arange(len(town.people.rw) + 1))

    def got(self, household: int, day: dt.date, rng: np.random.Generator) -> list[Receipt]:
        """What the family says of the programmes whose transfers fell due in the last quarter."""
        paid = self.town.paid
        at = self._order[self._starts[household] : self._starts[household + 1]]
        due = paid.due[at]
        today = np.datetime64(day, "D")
        at = at[(due <= today) & (due > today - np.timedelta64(95, "D"))]
        found = []
        for number in np.unique(paid.programme[at]).tolist():
            own = at[paid.programme[at] == number]
            last = own[np.argmax(paid.due[own])]
            arrived = bool(paid.status[last] == PAID and paid.paid[last] <= today and rng.random() > 0.02)
            rw = needs.part(int(self.town.people.rw[household]))
            happy = {LATE_RW: 2.6, UNDER_COVERED_RW: 3.0}.get(rw, 3.9)
            score = int(min(5, max(1, round(rng.normal(happy, 0.9)))))
            in_cash = arrived and not paid.quantity[last]
            amount = int(paid.amount_paid[last]) if in_cash else None
            found.append(Receipt(PAID_PROGRAMMES[number].code, arrived, amount, score if arrived else None))
        return found[:3]
