"""Who is entitled to what: eligible households by the programmes' own rules, and amounts that vary by recipient."""

from __future__ import annotations

import numpy as np

from etl.demo.population import Population, whole_years
from etl.demo.programmes import Programme
from etl.demo.settings import generator

PREMIUM = 42_000  # PBI-JKN, rupiah a person and month
KJP_AMOUNTS = {"SD": 250_000, "SMP": 300_000, "SMA": 420_000, "SMK": 450_000, "PKBM": 300_000}
PKH_AMOUNTS = {"balita": 750_000, "hamil": 750_000, "disabilitas": 600_000, "lansia": 600_000}
PKH_AMOUNTS |= {"SD": 225_000, "SMP": 375_000, "SMA": 500_000}
PKH_COMPONENTS = 4
_PREGNANCY_FROM = np.datetime64("2026-04-01", "D")  # who is pregnant now was not before this day


def eligible(population: Population, programme: Programme) -> np.ndarray:
    """Per household: desil within the limit and, if categories are named, a member in one of them."""
    within = np.ones(len(population.desil), dtype=bool)
    if programme.max_desil is not None:
        within = (population.desil > 0) & (population.desil <= programme.max_desil)
    if not programme.categories:
        return within
    flags = {
        "lansia": population.elderly,
        "disabilitas": population.disability,
        "hamil": population.pregnant,
        "balita": population.child,
        "pelajar": population.pupil,
    }
    member = np.zeros(len(population.woman), dtype=bool)
    for category in programme.categories:
        member |= flags[category]
    return within & population.any_member(member)


class Entitlement:
    """Entitled rupiah of units (households, or persons) on a day; 0 = not entitled then."""

    def __init__(self, population: Population) -> None:
        self.population = population
        rng = generator(2)
        size = len(population.woman)
        self.vocational = rng.random(size) < 0.45
        now = population.age_on(np.datetime64("2026-10-01", "D"))
        # Who has left school meanwhile was a pupil up to 18 in six cases of ten.
        left_school = ~population.pupil & (now >= 17) & (rng.random(size) < 0.6)
        self.last_school_age = np.select([population.pupil, left_school], [21, 18], -1)
        self.members = np.bincount(population.household)
        self._pkh: dict[np.datetime64, np.ndarray] = {}

    def of(self, programme: Programme, units: np.ndarray, day: np.datetime64) -> np.ndarray:
        """Rupiah for each unit (index of a household or person)."""
        if programme.code == "PKH":
            return self._pkh_on(day)[units]
        if programme.code == "PBI-JKN":
            return self.members[units] * PREMIUM * programme.months
        amount = np.full(len(units), programme.amount or 0)
        if not programme.is_person:
            return amount
        age = whole_years(self.population.birth[units], day)
        if programme.code in ("KJP", "BEASISWA"):
            pupil = (age >= 6) & (age <= self.last_school_age[units])
            return np.where(pupil, self._school_amount(units, age) if programme.code == "KJP" else amount, 0)
        limits = {"KLJ": (60, 130), "KAJ": (0, 6), "KPDJ": (2, 130), "PELATIHAN": (18, 45)}[programme.code]
        return np.where((age >= limits[0]) & (age <= limits[1]), amount, 0)

    def candidates(self, programme: Programme) -> np.ndarray:
        """Units that could be entitled at some time: all households, or the persons in question."""
        people = self.population
        if not programme.is_person:
            return np.arange(len(people.rw))
        now = people.age_on(np.datetime64("2026-10-01", "D"))
        chosen = {
            "KLJ": people.elderly,
            "KPDJ": people.disability,
            "KAJ": now <= 12,
            "KJP": self.last_school_age > 0,
            "BEASISWA": people.pupil,
            "PELATIHAN": (now >= 18) & (now <= 45),
        }[programme.code]
        return np.flatnonzero(chosen & (now <= 26) if programme.code == "KJP" else chosen)

    def _school_amount(self, units: np.ndarray, age: np.ndarray) -> np.ndarray:
        senior = np.where(self.vocational[units], KJP_AMOUNTS["SMK"], KJP_AMOUNTS["SMA"])
        return np.select(
            [age <= 12, age <= 15, age <= 18], [KJP_AMOUNTS["SD"], KJP_AMOUNTS["SMP"], senior], KJP_AMOUNTS["PKBM"]
        )

    def _pkh_on(self, day: np.datetime64) -> np.ndarray:
        """PKH per household and quarter: the four highest components of its members."""
        year = day.astype("datetime64[Y]").astype("datetime64[D]")  # components are set once a year
        key = max(year, _PREGNANCY_FROM) if day >= _PREGNANCY_FROM else year
        if key not in self._pkh:
            people = self.population
            age = people.age_on(key)
            school = (age >= 6) & (age <= self.last_school_age)
            amount = np.select(  # in the order of PKH_AMOUNTS; a member counts once
                [
                    (age >= 0) & (age <= 6),
                    people.pregnant & (key >= _PREGNANCY_FROM),
                    people.disability & (age >= 0),
                    age >= 60,
                    school & (age <= 12),
                    school & (age <= 15),
                    school,
                ],
                [PKH_AMOUNTS[component] for component in PKH_AMOUNTS],
                0,
            )
            order = np.lexsort((-amount, people.household))
            first = np.r_[0, np.cumsum(self.members)[:-1]]
            rank = np.arange(len(order)) - first[people.household[order]]
            counted = amount[order] * (rank < PKH_COMPONENTS)
            total = np.bincount(people.household[order], weights=counted, minlength=len(people.rw))
            self._pkh[key] = total.astype(np.int64)
        return self._pkh[key]
