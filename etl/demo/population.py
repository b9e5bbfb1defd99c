"""The made-up people: households by RT with desil and income, and their members."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.demo import names
from etl.demo.boundaries import Layout
from etl.demo.settings import POOR_RW, REGISTRY_DAY, WELL_OFF_RW, generator, part_of

HEAD, SPOUSE, CHILD, PARENT, PARENT_IN_LAW, IN_LAW, GRANDCHILD, RELATIVE = range(8)
RELATIONS = ("Kepala Keluarga", "Istri", "Anak", "Orang Tua", "Mertua", "Menantu", "Cucu", "Famili Lain")
POVERTY_LINE = 852_768
"""Rupiah a person and month, DKI Jakarta, March 2025 (BPS)."""

MOST_STATED = 4_350_000
"""Rupiah a month: below the minimum wage of every year of the demo."""

# Share of households in desil 1..10 by what the RW is like.
_DESIL = {
    "usual": [0.035, 0.05, 0.06, 0.075, 0.10, 0.12, 0.14, 0.15, 0.15, 0.12],
    "poor": [0.10, 0.12, 0.13, 0.13, 0.13, 0.12, 0.10, 0.08, 0.06, 0.03],
    "well_off": [0.01, 0.015, 0.025, 0.04, 0.06, 0.09, 0.12, 0.17, 0.22, 0.25],
}
_WELFARE = np.array([0.72, 0.95, 1.15, 1.35, 1.65, 2.0, 2.5, 3.2, 4.4, 7.5])  # income a head in poverty lines
_SIZES_POOR = [0.06, 0.10, 0.20, 0.28, 0.19, 0.10, 0.05, 0.02]
_SIZES_OTHER = [0.11, 0.18, 0.26, 0.26, 0.12, 0.05, 0.02]
_OTHER_DISTRICTS = np.array(
    [317401, 317404, 317402, 317505, 317308, 327603, 327103, 337402, 347105, 357801, 330102, 320115]
)
_SCHOOLING = ([5, 6, 7, 15, 16, 18, 19, 21, 22], [0, 0.7, 0.99, 0.97, 0.88, 0.78, 0.3, 0.15, 0])  # age, share in school


@dataclass
class Population:
    """Households (arrays of length H) and people (arrays of length P, ordered by household, the head first)."""

    rw: np.ndarray  # H: RW number
    rt: np.ndarray  # H: RT number
    desil: np.ndarray  # H: 1..10, 0 = not ranked
    kk: np.ndarray  # H: 16 digits as int
    address: np.ndarray  # H
    household: np.ndarray  # P: index into the households
    relation: np.ndarray  # P: index into RELATIONS
    woman: np.ndarray  # P
    birth: np.ndarray  # P: datetime64[D]
    nik: np.ndarray  # P: 16 digits as int
    name: np.ndarray  # P
    elderly: np.ndarray  # P, flags
    disability: np.ndarray
    pregnant: np.ndarray
    child: np.ndarray
    pupil: np.ndarray
    income: np.ndarray  # P: rupiah a month

    def age_on(self, day: np.datetime64) -> np.ndarray:
        """Completed years of each person on ``day`` (negative: not born yet)."""
        return whole_years(self.birth, day)

    def any_member(self, flag: np.ndarray) -> np.ndarray:
        """Per household, whether any member has the flag."""
        return np.bincount(self.household, weights=flag, minlength=len(self.rw)) > 0


def whole_years(birth: np.ndarray, day: np.datetime64) -> np.ndarray:
    """Completed years from each birth date to ``day``."""
    years = day.astype("datetime64[Y]").astype(int) - birth.astype("datetime64[Y]").astype(int)
    return years - (_month_day(birth) > _month_day(np.array([day]))[0])


def _month_day(days: np.ndarray) -> np.ndarray:
    months = days.astype("datetime64[M]")
    return (months.astype(int) % 12) * 31 + (days - months.astype("datetime64[D]")).astype(int)


def make(layout: Layout, households: int) -> Population:
    """Make about ``3.46 * households`` people, spread over the RT of ``layout``."""
    rng = generator(1)
    weight = rng.lognormal(0, 0.22, len(layout.rw))
    home = np.sort(rng.choice(len(layout.rw), households, p=weight / weight.sum()))
    rw, rt = layout.rw[home], layout.rt[home]
    desil = _desil(part_of(rw), rng)
    size = np.where(
        desil <= 4,
        rng.choice(len(_SIZES_POOR), households, p=_SIZES_POOR),
        rng.choice(len(_SIZES_OTHER), households, p=_SIZES_OTHER),
    )
    size += 1
    household = np.repeat(np.arange(households), size)
    position = np.arange(len(household)) - np.repeat(np.cumsum(size) - size, size)
    relation, age, woman = _members(household, position, size, rng)
    birth = _birth_dates(age, rng)
    age = whole_years(birth, REGISTRY_DAY)
    poor = desil[household] <= 4
    disability = rng.random(len(age)) < np.select([age >= 60, age >= 18], [0.045, 0.012], 0.009) * (1 + 0.5 * poor)
    pupil = rng.random(len(age)) < np.interp(age, *_SCHOOLING)
    mother = woman & np.isin(relation, [HEAD, SPOUSE, IN_LAW]) & (age >= 18) & (age <= 43)
    pregnant = mother & (rng.random(len(age)) < 0.055)
    welfare = _WELFARE[desil - 1] * size * POVERTY_LINE * rng.lognormal(0, 0.16, households)
    ranked = np.where(rng.random(households) < 0.025, 0, desil)
    return Population(
        rw=rw,
        rt=rt,
        desil=ranked,
        kk=_kk(households, rng),
        address=names.addresses(households, rng),
        household=household,
        relation=relation,
        woman=woman,
        birth=birth,
        nik=_nik(birth, woman, rng),
        name=names.people(woman, rng),
        elderly=age >= 60,
        disability=disability,
        pregnant=pregnant,
        child=age <= 6,
        pupil=pupil,
        income=_income(welfare, desil, household, position, age, woman, pupil, rng),
    )


def _desil(part: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    kinds = np.select([np.isin(part, POOR_RW), np.isin(part, WELL_OFF_RW)], [1, 2], 0)
    limits = np.cumsum([_DESIL["usual"], _DESIL["poor"], _DESIL["well_off"]], axis=1)[kinds]
    return np.minimum((rng.random(len(part))[:, None] > limits).sum(axis=1) + 1, 10)


def _members(
    household: np.ndarray, position: np.ndarray, size: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Relation, age (with fraction) and sex of each member."""
    count, people = len(size), len(household)
    alone = size == 1
    head_age = np.where(rng.random(count) < 0.45, rng.normal(70, 9, count), rng.normal(33, 9, count))  # alone
    head_age = np.where(size == 2, rng.normal(55, 15, count), head_age)
    head_age = np.where(size >= 3, rng.normal(45.5, 11.5, count), head_age)
    head_age = np.clip(head_age, 20 + 3 * rng.random(count), 92)
    couple = ~alone & (rng.random(count) < 0.83)
    head_woman = np.where(couple, rng.random(count) < 0.03, rng.random(count) < np.where(alone, 0.55, 0.72))

    older = head_age[household]
    order = position - 1 - couple[household]  # 0 for the first member besides the couple
    draw = rng.random(people)
    relation = np.full(people, CHILD)
    relation[(order == 0) & (older < 60) & (draw < 0.17)] = PARENT
    relation[(order == 1) & (older < 60) & (draw < 0.07)] = PARENT_IN_LAW
    relation[(order >= 1) & (older >= 56) & (draw < 0.5)] = GRANDCHILD
    relation[(order == 1) & (older >= 56) & (draw > 0.85)] = IN_LAW
    relation[(order >= 0) & (draw > 0.965)] = RELATIVE
    relation[(position == 1) & couple[household]] = SPOUSE
    relation[position == 0] = HEAD

    child = older - rng.normal(25, 3.2, people) - 3.6 * np.maximum(order, 0)
    child = np.where(child < 0, rng.uniform(0, np.minimum(6, np.maximum(1, older - 18))), child)
    grown = child > 31  # most have a household of their own by then
    child = np.where(grown & (rng.random(people) < 0.7), rng.uniform(14, 31, people), child)
    age = np.select(
        [relation == kind for kind in (HEAD, SPOUSE, CHILD, GRANDCHILD, IN_LAW, RELATIVE)],
        [
            older,
            np.clip(older - np.where(head_woman[household], -2, 3) + rng.normal(0, 3, people), 18, 90),
            np.clip(child, 0, older - 16),
            rng.uniform(0, np.clip(older - 46, 3, 15)),
            rng.uniform(22, 36, people),
            rng.uniform(5, 60, people),
        ],
        np.clip(older + rng.normal(25, 4, people), 55, 96),
    )
    woman = rng.random(people) < np.where(np.isin(relation, [PARENT, PARENT_IN_LAW]), 0.68, 0.49)
    woman = np.where(relation == HEAD, head_woman[household], woman)
    woman = np.where(relation == SPOUSE, ~head_woman[household], woman)
    return relation, age, woman


def _birth_dates(age: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    days = np.floor(age * 365.2425).astype(int) + rng.integers(1, 20, len(age))
    return REGISTRY_DAY - days.astype("timedelta64[D]")


def _numbers(prefix: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """16 digits: the 12 of ``prefix`` and a running number (1..9999) that tells equal prefixes apart."""
    order = np.argsort(prefix, kind="stable")
    ranked = prefix[order]
    starts = np.r_[True, ranked[1:] != ranked[:-1]]
    first = np.maximum.accumulate(np.where(starts, np.arange(len(prefix)), 0))
    serial = np.empty(len(prefix), dtype=np.int64)
    serial[order] = np.arange(len(prefix)) - first
    return prefix * 10_000 + 1 + serial * 7 % 9_000 + rng.integers(0, 6, len(prefix))


def _date_digits(days: np.ndarray, add: np.ndarray | int = 0) -> np.ndarray:
    months = days.astype("datetime64[M]")
    day = (days - months.astype("datetime64[D]")).astype(int) + 1 + add
    month = months.astype(int) % 12 + 1
    year = (months.astype("datetime64[Y]").astype(int) + 1970) % 100
    return day * 10_000 + month * 100 + year


def _nik(birth: np.ndarray, woman: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Area of first registration, birth date (day + 40 for women), running number."""
    size = len(birth)
    elsewhere = _OTHER_DISTRICTS[rng.integers(len(_OTHER_DISTRICTS), size=size)]
    district = np.where(rng.random(size) < 0.78, 317406, elsewhere)
    return _numbers(district.astype(np.int64) * 1_000_000 + _date_digits(birth, 40 * woman), rng)


def _kk(size: int, rng: np.random.Generator) -> np.ndarray:
    issued = np.datetime64("2009-01-01") + rng.integers(0, 6_400, size).astype("timedelta64[D]")
    return _numbers(317406 * 1_000_000 + _date_digits(issued).astype(np.int64), rng)


def _income(
    welfare: np.ndarray,
    desil: np.ndarray,
    household: np.ndarray,
    position: np.ndarray,
    age: np.ndarray,
    woman: np.ndarray,
    pupil: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """The household's rupiah a month, shared among those who work; in steps of 50,000.

    Who is on a list of the poorer six tenths hardly ever states a wage near the minimum wage; a few do.
    """
    chance = np.select([(age < 18) | pupil, age >= 65, woman], [0, 0.2, 0.42], 0.88)
    works = (rng.random(len(age)) < chance) | (position == 0)
    part = works * np.where(position == 0, 1.6, 1.0) * rng.uniform(0.6, 1.4, len(age))
    total = np.bincount(household, weights=part, minlength=len(welfare))
    income = part / total[household] * welfare[household]
    stated = np.where(rng.random(len(age)) < 0.03, np.inf, MOST_STATED * rng.uniform(0.8, 1, len(age)))
    income = np.where(desil[household] <= 6, np.minimum(income, stated), income)
    return (np.round(income / 50_000) * 50_000).astype(np.int64)
