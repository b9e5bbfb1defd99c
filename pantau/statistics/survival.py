"""How long it lasts until it ends, where some have not ended yet: the Kaplan–Meier estimate (Kaplan & Meier 1958).

Computed by SciPy (docs/decisions/0021): Greenwood's variance, interval on the log(−log) scale.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats

from pantau.statistics.estimates import LEVEL, NAN, Estimate

_SAME = 1e-12


@dataclass(frozen=True)
class Survival:
    """A survival curve as steps: from ``time`` until before the next one the share still in is ``share``.

    ``steps`` has a row for time 0 and for each time at which something ended or was last seen: ``time, at_risk`` (under
    observation just before), ``ended, censored`` (counts at that time), ``share, low, high`` (0..1, the interval NaN
    until something has ended and once nobody is left).
    """

    steps: pd.DataFrame
    n: int

    def share_at(self, time: float) -> float:
        """Share still in after ``time``; NaN beyond the last observation, where nothing is known."""
        known = self.steps[self.steps["time"] <= time]
        beyond = time > float(self.steps["time"].iloc[-1]) and float(self.steps["share"].iloc[-1]) > 0
        return NAN if known.empty or beyond else float(known["share"].iloc[-1])

    def at_risk_at(self, time: float) -> int:
        """How many are under observation just before ``time``."""
        later = self.steps[self.steps["time"] >= time]
        return int(later["at_risk"].iloc[0]) if len(later) else 0

    def median(self) -> Estimate:
        """First time at which no more than half are still in; NaN while more than half are."""
        return self.time_until(0.5)

    def time_until(self, share: float) -> Estimate:
        """First time at which no more than ``share`` are still in; NaN while more are.

        Its interval is where that of the curve crosses the share (Brookmeyer & Crowley 1982); a bound never reached is NaN.
        """
        middle, low, high = (self._first_at_most(share, column) for column in ("share", "low", "high"))
        return Estimate(middle, low, high, self.n)

    def _first_at_most(self, share: float, column: str) -> float:
        # Once nobody is left the curve has no interval, but it is below any share whatever the scale.
        shares = self.steps[column].mask(self.steps["share"] <= _SAME, 0.0)
        reached = self.steps.loc[shares <= share + _SAME, "time"]
        return float(reached.iloc[0]) if len(reached) else NAN


def kaplan_meier(
    durations: ArrayLike,
    observed: ArrayLike,
    counts: ArrayLike | None = None,
    level: float = LEVEL,
) -> Survival:
    """Survival curve of ``durations`` (any unit); ``observed``: ended then, otherwise still in when last seen.

    ``counts`` says how often each row occurs (once each if left out). Ends come before censoring at the same time.
    """
    times, ended = _expand(durations, observed, counts)
    if not len(times):
        empty = pd.DataFrame({"time": [0.0], "at_risk": 0, "ended": 0, "censored": 0})
        return Survival(empty.assign(share=NAN, low=NAN, high=NAN), 0)
    curve = stats.ecdf(stats.CensoredData(uncensored=times[ended], right=times[~ended])).sf
    steps = pd.DataFrame({"time": curve.quantiles, "share": curve.probabilities})
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.filterwarnings("ignore", "The confidence interval is undefined")  # at shares 1 and 0: masked below
        band = curve.confidence_interval(level, method="log-log")
    inner = (steps["share"] > _SAME) & (steps["share"] < 1 - _SAME)
    steps["low"] = np.where(inner, band.low.probabilities, NAN)
    steps["high"] = np.where(inner, band.high.probabilities, NAN)
    ends = pd.Series(times[ended]).value_counts()
    seen = pd.Series(times[~ended]).value_counts()
    steps["ended"] = [int(ends.get(t, 0)) for t in steps["time"]]
    steps["censored"] = [int(seen.get(t, 0)) for t in steps["time"]]
    gone = (steps["ended"] + steps["censored"]).cumsum()
    steps["at_risk"] = len(times) - gone.shift(fill_value=0)
    if steps["time"].iloc[0] > 0:
        start = {"time": 0.0, "at_risk": len(times), "ended": 0, "censored": 0, "share": 1.0, "low": NAN, "high": NAN}
        steps = pd.concat([pd.DataFrame([start]), steps], ignore_index=True)
    return Survival(steps[["time", "at_risk", "ended", "censored", "share", "low", "high"]], len(times))


def log_rank(
    first: tuple[ArrayLike, ArrayLike, ArrayLike | None],
    second: tuple[ArrayLike, ArrayLike, ArrayLike | None],
) -> float:
    """Two-sided p-value of "both curves are the same" (Mantel 1966); each is (durations, observed, counts).

    NaN when nothing ended, or one of the two is empty.
    """
    samples = [_expand(*rows) for rows in (first, second)]
    if not all(len(times) for times, _ in samples) or not any(ended.any() for _, ended in samples):
        return NAN
    censored = [stats.CensoredData(uncensored=times[ended], right=times[~ended]) for times, ended in samples]
    with np.errstate(divide="ignore", invalid="ignore"):
        p = float(stats.logrank(*censored).pvalue)
    return p if math.isfinite(p) else NAN


def _expand(durations: ArrayLike, observed: ArrayLike, counts: ArrayLike | None) -> tuple[np.ndarray, np.ndarray]:
    """One element a unit: SciPy counts units."""
    times, ended = np.asarray(durations, dtype=float), np.asarray(observed, dtype=bool)
    often = np.ones(len(times), dtype=np.int64) if counts is None else np.asarray(counts, dtype=np.int64)
    if not len(times) == len(ended) == len(often):
        raise ValueError("durations, observed and counts are not of one length")
    return np.repeat(times, often), np.repeat(ended, often)
