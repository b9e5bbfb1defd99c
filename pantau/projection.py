"""How many will be enrolled next year, and what their aid will cost: a projection with its uncertainty.

The method, in the order of the code
------------------------------------
1. *Staying.* From all stays of a programme: the share that leaves in each month on aid (the steps of the Kaplan–Meier curve).
   Who is enrolled now stays by these shares, from the month on aid reached so far.
2. *Good and bad years.* Offices strike many from a list in one year and few in another. For each of the last years: how many
   left ÷ how many would have left by the shares of 1. Next year's ratio is drawn from Student's t prediction interval of those.
3. *Coming.* The entries of next year are drawn in the same way from the entries of the last years, and spread over the
   months as they were in those years. Newcomers leave by the shares of 1, too.
4. *Chance.* Who leaves in a month is drawn (binomial), and how many come (Poisson).
5. *Rupiah.* Enrolled in each month × rupiah due a stay and month: that of the last 12 months, grown as it grew from year to
   year (drawn in the same way). With fewer than three past years of amounts it does not grow.

:data:`DRAWS` runs with a fixed seed: the same data give the same figures. The 80 and 95 % bands are percentiles of the runs.
What no past year had in it (a new programme, a changed amount, a disaster) is not in the bands either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from pantau.sustainability import as_of, curve, months_on_aid

MONTHS = 12
DRAWS = 2000
SEED = 20_260_101
YEARS = 5
"""Past years, at most, from which good and bad years are learned."""
FEWEST_YEARS = 3
BANDS = {"low95": 0.025, "low80": 0.1, "middle": 0.5, "high80": 0.9, "high95": 0.975}
"""Column -> percentile of the runs."""


@dataclass(frozen=True)
class Projection:
    """Runs of one programme, or the sum of several: arrays of (:data:`DRAWS`, months).

    ``origin``: the last month known; ``years``: how many past years it was learned from (of several programmes: the fewest).
    """

    origin: int
    enrolled: np.ndarray  # stays at the end of each month
    entered: np.ndarray
    left: np.ndarray
    rupiah: np.ndarray  # due in each month
    years: int

    def until(self, last: int) -> Projection:
        """The same of a programme that ends after month ``last``: nobody is enrolled and nothing due from then on."""
        runs = self.origin + 1 + np.arange(self.enrolled.shape[1]) <= last
        parts = (self.enrolled * runs, self.entered * runs, self.left * runs, self.rupiah * runs)
        return Projection(self.origin, *parts, self.years)

    def by_month(self) -> pd.DataFrame:
        """``month`` and the bands of enrolled stays at its end: ``low95, low80, middle, high80, high95``."""
        bands = {name: np.quantile(self.enrolled, q, axis=0) for name, q in BANDS.items()}
        return pd.DataFrame({"month": self.origin + 1 + np.arange(self.enrolled.shape[1]), **bands})

    def totals(self) -> pd.DataFrame:
        """One row each of ``end`` (enrolled at the end), ``mean`` (on average), ``entered``, ``left``, ``rupiah``, with the
        bands."""
        amounts = {
            "end": self.enrolled[:, -1],
            "mean": self.enrolled.mean(axis=1),
            "entered": self.entered.sum(axis=1),
            "left": self.left.sum(axis=1),
            "rupiah": self.rupiah.sum(axis=1),
        }
        rows = [
            {"what": what, **{name: float(np.quantile(values, q)) for name, q in BANDS.items()}}
            for what, values in amounts.items()
        ]
        return pd.DataFrame(rows)


def project(frame: pd.DataFrame, origin: int, rupiah: Sequence[float], months: int = MONTHS) -> Projection | None:
    """Projection of one programme from its stays as known at the end of ``origin``.

    ``rupiah``: due a stay and month in each past year, newest first (without any, the rupiah are NaN). None when fewer than
    :data:`FEWEST_YEARS` full years are known.
    """
    then = as_of(frame, origin)
    if then.empty:
        return None
    years = min(YEARS, (origin - int(then["entry_month"].min())) // MONTHS)
    if years < FEWEST_YEARS:
        return None
    random = np.random.default_rng(SEED)
    hazard = _leaving(then, origin)
    entries = _entries(then, origin, years)
    exits_ratio = _exit_ratios(then, origin, years, hazard)
    ratio = np.clip(_predict(exits_ratio, random), 0, None)
    coming = np.clip(_predict(entries.sum(axis=1), random), 0, None)
    shape = entries.sum(axis=0)
    shape = shape / shape.sum() if shape.sum() else np.full(MONTHS, 1 / MONTHS)
    now = then[then["exit_month"] == 0]
    ages = months_on_aid(now, origin).to_numpy()
    alive = np.zeros(len(hazard), dtype=np.int64)
    np.add.at(alive, np.minimum(ages, len(hazard) - 1), now["stays"].to_numpy())
    return _run(origin, alive, hazard, ratio, coming, shape, _amounts(rupiah, random), months, years, random)


def _run(
    origin: int,
    alive: np.ndarray,
    hazard: np.ndarray,
    ratio: np.ndarray,
    coming: np.ndarray,
    shape: np.ndarray,
    rupiah: np.ndarray,
    months: int,
    years: int,
    random: np.random.Generator,
) -> Projection:
    cohorts = np.tile(alive, (DRAWS, 1))  # by month on aid; the last one holds all longer stays too
    chance = np.minimum(1.0, hazard * ratio[:, None])
    enrolled, entered, left = (np.zeros((DRAWS, months)) for _ in range(3))
    for step in range(months):
        moved = np.zeros_like(cohorts)
        moved[:, 1:] = cohorts[:, :-1]
        moved[:, -1] += cohorts[:, -1]
        gone = random.binomial(moved, chance)
        cohorts = moved - gone
        new = random.poisson(coming * shape[(origin + 1 + step) % MONTHS])
        cohorts[:, 0] += new
        entered[:, step], left[:, step] = new, gone.sum(axis=1)
        enrolled[:, step] = cohorts.sum(axis=1)
    return Projection(origin, enrolled, entered, left, enrolled * rupiah[:, None], years)


def _leaving(then: pd.DataFrame, origin: int) -> np.ndarray:
    """Share of those still in that leaves in month 0, 1, 2 ... on aid; beyond the longest stay seen, the mean of the last year."""
    steps = curve(then, origin).steps
    size = int(steps["time"].iloc[-1]) + 2
    hazard = np.zeros(size)
    known = steps[steps["at_risk"] > 0]
    hazard[known["time"].astype(int)] = known["ended"] / known["at_risk"]
    last = known[known["time"] > size - 2 - MONTHS]
    hazard[-1] = last["ended"].sum() / max(1, _exposure(known, size - 1 - MONTHS, size - 1))
    return hazard


def _exposure(steps: pd.DataFrame, low: int, high: int) -> float:
    """Months under observation from month ``low`` to before ``high`` on aid."""
    by_month = steps.set_index(steps["time"].astype(int))["at_risk"]
    return float(by_month.reindex(range(max(0, low), high)).bfill().fillna(0).sum())


def _windows(origin: int, years: int) -> list[tuple[int, int]]:
    """First and last month of each past year, newest first."""
    return [(origin - MONTHS * (k + 1) + 1, origin - MONTHS * k) for k in range(years)]


def _entries(then: pd.DataFrame, origin: int, years: int) -> np.ndarray:
    """Entries of each past year (rows) by month of the calendar (columns)."""
    table = np.zeros((years, MONTHS))
    for row, (low, high) in enumerate(_windows(origin, years)):
        came = then[then["entry_month"].between(low, high)]
        np.add.at(table[row], came["entry_month"].to_numpy() % MONTHS, came["stays"].to_numpy())
    return table


def _exit_ratios(then: pd.DataFrame, origin: int, years: int, hazard: np.ndarray) -> np.ndarray:
    """Of each past year: how many left ÷ how many would have by ``hazard``."""
    ratios = []
    entry, leave, count = (then[name].to_numpy() for name in ("entry_month", "exit_month", "stays"))
    for low, high in _windows(origin, years):
        expected = 0.0
        for month in range(low, high + 1):
            at_risk = (entry <= month) & ((leave == 0) | (leave >= month))
            ages = np.minimum(month - entry[at_risk], len(hazard) - 1)
            expected += float((hazard[ages] * count[at_risk]).sum())
        left = count[(leave >= low) & (leave <= high)].sum()
        if expected > 0:
            ratios.append(left / expected)
    return np.array(ratios or [1.0])


def _amounts(rupiah: Sequence[float], random: np.random.Generator) -> np.ndarray:
    """Draws of next year's rupiah a stay and month: the newest, times a growth like those from year to year."""
    known = np.array(rupiah, dtype=float)
    growths = np.log(known[:-1] / known[1:])
    if len(growths) < 2:
        return np.full(DRAWS, known[0] if len(known) else np.nan)
    return known[0] * np.exp(_predict(growths, random))


def _predict(past: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Draws of the next value after ``past`` ones: mean + t(n − 1) · s · √(1 + 1/n), Student's prediction interval."""
    n = len(past)
    if n < 2:
        return np.full(DRAWS, float(past.mean()))
    width = float(past.std(ddof=1)) * np.sqrt(1 + 1 / n)
    return past.mean() + width * stats.t.rvs(n - 1, size=DRAWS, random_state=random)


def together(parts: list[Projection]) -> Projection:
    """The sum of several programmes' projections, taken as independent of one another."""
    first, *rest = parts
    total = first
    for part in rest:
        mixed = np.random.default_rng(SEED + 1).permutation(DRAWS)  # else good years would come to all at once
        total = Projection(
            first.origin,
            total.enrolled + part.enrolled[mixed],
            total.entered + part.entered[mixed],
            total.left + part.left[mixed],
            total.rupiah + part.rupiah[mixed],
            min(total.years, part.years),
        )
    return total


def actual(frame: pd.DataFrame, origin: int, months: int = MONTHS) -> pd.DataFrame:
    """What came: ``month, enrolled`` at the end of each of the ``months`` after ``origin``."""
    rows = []
    for month in range(origin + 1, origin + 1 + months):
        inside = (frame["entry_month"] <= month) & ((frame["exit_month"] == 0) | (frame["exit_month"] > month))
        rows.append((month, int(frame.loc[inside, "stays"].sum())))
    return pd.DataFrame(rows, columns=["month", "enrolled"])
