"""What an indicator is, and how its value, its interval and its traffic light are computed.

An indicator is a ratio (or a plain sum) of additive measures of the marts. For an area, a period and a programme the
measures are summed over its RT first and divided after, so RW and kelurahan figures are computed from people, never as
means of RT rates. A ratio whose denominator is 0 has no value (``NaN``; shown as "tidak ada data").
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

Unit = Literal["share", "households", "people", "rupiah", "transfers", "days", "months", "index", "points", "count"]
Mart = Literal["mart_period", "mart_delay", "budget", "mart_count", "mart_spread"]
Direction = Literal["up", "down", "none"]
Status = Literal["green", "amber", "red", "none"]

POINTS = 0.05
"""A share that misses its target by at most 5 percentage points is amber, by more red.

In points, so that a share and its complement (reached and missed) have the same light.
"""
ROUNDING = 1e-12
"""Differences below this come from arithmetic: a figure that far from its target equals it."""
TOLERANCE = 0.10
"""Any other figure is amber up to 10 % of the target."""

FEW = 5
"""Persons from which a figure about their health or feelings is shown."""

ASPIRE = "World Bank ASPIRE"
CGH = "Coady, Grosh & Hoddinott 2004"


@dataclass(frozen=True)
class Indicator:
    """One definition.

    ``numerator`` and ``denominator`` are weighted sums of measures (``{"eligible_households": 1, ...}``);
    the value is ``factor * numerator / denominator``, or ``factor * numerator`` where there is no denominator.
    """

    id: str
    name_id: str
    name_en: str
    formula_id: str
    formula_en: str
    unit: Unit
    direction: Direction
    numerator: Mapping[str, float]
    source: str
    denominator: Mapping[str, float] = field(default_factory=dict)
    factor: float = 1.0
    mart: Mart = "mart_period"
    """Where its measures are kept. Of ``mart_spread`` a measure is named with the percentile: ``days_to_answer:p50``."""
    squares: str = ""
    """Of a mean: the measure that holds the sum of squares of what the numerator adds up, for its interval."""
    ranks: tuple[str, str] | None = None
    """Of a rank correlation by RW: the two indicators whose values are ranked. It has no measures of its own."""
    proportion: bool = True
    """Whether a share's numerator is a part of what its denominator counts, so that a Wilson interval applies."""
    few: bool = False
    """Whether a figure of fewer than :data:`FEW` persons is not said, as it tells of their health or of how they feel. Its
    numerator and value are NaN then, its denominator too unless that counts enough."""

    def name(self, language: str) -> str:
        """Name in ``id`` or ``en``."""
        return self.name_en if language == "en" else self.name_id

    def formula(self, language: str) -> str:
        """Definition in words, in ``id`` or ``en``."""
        return self.formula_en if language == "en" else self.formula_id

    @property
    def is_ratio(self) -> bool:
        """Whether it has a denominator."""
        return bool(self.denominator)

    @property
    def part_units(self) -> tuple[Unit, Unit]:
        """Units of numerator and denominator: rupiah, or a plain count."""
        part, whole = (
            "rupiah" if any(_is_money(m) for m in measures) else "transfers"
            for measures in (self.numerator, self.denominator)
        )
        return part, whole  # type: ignore[return-value]

    @property
    def is_proportion(self) -> bool:
        """Whether numerator counts a part of what the denominator counts, so that a Wilson interval applies."""
        counted = self.mart in ("mart_period", "mart_count") and not any(map(_is_money, self.denominator))
        return self.unit == "share" and self.proportion and counted

    @property
    def measures(self) -> tuple[str, ...]:
        """All the measures it is made of, each once."""
        return tuple(dict.fromkeys([*self.numerator, *self.denominator, *filter(None, [self.squares])]))


def _is_money(measure: str) -> bool:
    return measure.startswith(("amount", "budget", "value")) or "income" in measure


def _sum(frame: pd.DataFrame, weights: Mapping[str, float]) -> pd.Series:
    total = pd.Series(0.0, index=frame.index)
    for measure, weight in weights.items():
        total = total + frame[measure].astype(float) * weight
    return total


def evaluate(indicator: Indicator, measures: pd.DataFrame) -> pd.DataFrame:
    """``numerator``, ``denominator`` and ``value`` (floats, NaN = no data) for each row of ``measures``.

    ``measures`` has one column a measure, already summed to the rows asked for.
    """
    numerator = _sum(measures, indicator.numerator)
    if indicator.is_ratio:
        denominator = _sum(measures, indicator.denominator)
        value = indicator.factor * numerator / denominator.where(denominator > 0)
    else:
        denominator = pd.Series(np.nan, index=measures.index)
        value = indicator.factor * numerator
    if indicator.few:
        persons = denominator if indicator.squares else numerator
        hidden = _few(persons) | _few(denominator)
        numerator, value = numerator.mask(hidden), value.mask(hidden)
        denominator = denominator.mask(_few(denominator))
    return pd.DataFrame({"numerator": numerator, "denominator": denominator, "value": value})


def _few(persons: pd.Series) -> pd.Series:
    return (persons > 0) & (persons < FEW)


def intervals(indicator: Indicator, evaluated: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """``low`` and ``high``: the 95 % interval of each row of :func:`evaluate`, in the indicator's unit; NaN where none applies.

    A share that is a proportion has Wilson's, a mean (``squares``) Student's.
    """
    bounds = np.full((len(evaluated), 2), np.nan)
    if indicator.is_ratio and (indicator.squares or indicator.is_proportion):
        sums = measures[indicator.squares] if indicator.squares else evaluated["numerator"]
        parts = zip(evaluated["numerator"], evaluated["denominator"], sums, strict=True)
        for i, (top, bottom, squares) in enumerate(parts):
            if bottom > 0 and not math.isnan(top):
                bounds[i] = _interval(indicator, top, bottom, squares)
    return pd.DataFrame(bounds, columns=["low", "high"], index=evaluated.index)


def _interval(indicator: Indicator, top: float, bottom: float, squares: float) -> tuple[float, float]:
    if indicator.squares:
        from pantau.statistics import mean_interval  # SciPy takes a second to come up: only where a mean is shown

        mean = mean_interval(round(bottom), top, squares)
        return indicator.factor * mean.low, indicator.factor * mean.high
    return wilson_interval(top, bottom)


def status(indicator: Indicator, value: float | None, target: float | None) -> Status:
    """Traffic light of a figure against its target; ``none`` without a value, a target or a direction."""
    if value is None or target is None or np.isnan(value) or np.isnan(target) or indicator.direction == "none":
        return "none"
    gap = target - value if indicator.direction == "up" else value - target
    if gap <= ROUNDING:
        return "green"
    return "amber" if gap <= tolerance(indicator, target) + ROUNDING else "red"


def tolerance(indicator: Indicator, target: float) -> float:
    """How far from its target a figure may be and still be near it, in the indicator's unit.

    Of a share at most half of what is aimed at: 1 % is not near a target of 5 %. What is aimed at is the target, or its
    complement where less is better, so that a share and its complement have the same light.
    """
    if indicator.unit != "share":
        return TOLERANCE * abs(target)
    aimed = target if indicator.direction == "up" else 1 - target
    return min(POINTS, max(0.0, aimed) / 2)


def wilson_interval(part: float, whole: float, z: float = 1.959963984540054) -> tuple[float, float]:
    """95 % Wilson score interval of a proportion (Wilson 1927); (NaN, NaN) when ``whole`` is 0."""
    if not whole > 0:
        return (float("nan"), float("nan"))
    p = part / whole
    centre = p + z * z / (2 * whole)
    spread = z * math.sqrt(max(0.0, p * (1 - p) / whole + z * z / (4 * whole * whole)))
    scale = 1 + z * z / whole
    return (max(0.0, float((centre - spread) / scale)), min(1.0, float((centre + spread) / scale)))
