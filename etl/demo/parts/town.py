"""Who the parts of the programme deal with: the made-up people by place, age and need, as the offices know them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from etl.demo.changes import ACTIVE, Changes
from etl.demo.population import Population
from etl.demo.settings import CUT_OFF, HOUSEHOLDS, RW_COUNT
from etl.demo.transfers import Transfers

TODAY: dt.date = CUT_OFF.item()
"""The lists were written on this day."""


@dataclass
class Town:
    """The people, what happened to them, their transfers, and whose record in the registry is sound (P)."""

    people: Population
    happened: Changes
    paid: Transfers
    recorded: np.ndarray

    def __post_init__(self) -> None:
        people = self.people
        self.blocks = int(people.rw.max() - 1) // RW_COUNT + 1
        self.rws = range(1, self.blocks * RW_COUNT + 1)
        self.share = len(people.rw) / (HOUSEHOLDS * self.blocks)
        """Size of an RW's population relative to the full demo: less than 1 in quick tests."""
        self.here = self.recorded & (self.happened.status == ACTIVE)
        home_rw = people.rw[people.household]
        self._in_rw = {rw: np.flatnonzero(self.here & (home_rw == rw)) for rw in self.rws}
        self.first = np.r_[0, np.flatnonzero(np.diff(people.household)) + 1]
        """The head of each household."""
        self.household_income = np.bincount(people.household, weights=people.income, minlength=len(people.rw))

    def number(self, full: float) -> int:
        """A number of people of the full demo, at this size; at least 3."""
        return max(3, round(full * min(1.0, self.share)))

    def someone(self, rw: int, day: dt.date, low: int = 0, high: int = 200, desil: int | None = None) -> np.ndarray:
        """Persons of an RW (0: of any) whose age on ``day`` is ``low`` to ``high`` and whose household's desil fits."""
        people = self.people
        at = self._in_rw[rw] if rw else np.flatnonzero(self.here)
        born = people.birth[at]
        latest = np.datetime64(day.replace(year=day.year - low, day=min(day.day, 28)), "D")
        earliest = np.datetime64(day.replace(year=day.year - high - 1, day=min(day.day, 28)), "D")
        fits = (born <= latest) & (born > earliest)
        if desil is not None:
            rank = people.desil[people.household[at]]
            fits &= (rank > 0) & (rank <= desil)
        return at[fits]

    def age(self, person: int, day: dt.date) -> int:
        """Completed years of a person on a day."""
        born: dt.date = self.people.birth[person].item()
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def choose(rng: np.random.Generator, among: np.ndarray, number: int, weight: np.ndarray | None = None) -> np.ndarray:
    """``number`` (or fewer) of ``among``, those with a larger ``weight`` rather."""
    if weight is None:
        return rng.permutation(among)[:number]
    keys = rng.random(len(among)) ** (1 / np.maximum(weight, 1e-9))
    return among[np.argsort(-keys, kind="stable")[:number]]


def days_after(day: dt.date, days: float) -> dt.date:
    """A date so many days later, on a working day or Saturday."""
    later = day + dt.timedelta(days=round(days))
    return later + dt.timedelta(days=1) if later.weekday() == 6 else later


def by_today(day: dt.date | None) -> dt.date | None:
    """The day, unless it has not come yet when the lists are written."""
    return day if day is not None and day <= TODAY else None
