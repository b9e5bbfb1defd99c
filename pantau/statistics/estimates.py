"""Means and gains with their 95 % interval (Student 1908)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

LEVEL = 0.95
"""Confidence of every interval of this package unless another is asked for."""
NAN = float("nan")


class Estimate(NamedTuple):
    """A figure with the interval that holds the true one in 95 of 100 samples; NaN where it is not defined."""

    value: float
    low: float
    high: float
    n: int


def mean_interval(n: int, total: float, total_of_squares: float, level: float = LEVEL) -> Estimate:
    """Mean of ``n`` values from their sum and the sum of their squares, with Student's t interval.

    In the unit of the values. Without a value the mean is NaN, below two values the interval. Whole numbers are
    subtracted exactly, so that large rupiah lose nothing.
    """
    if n < 1:
        return Estimate(NAN, NAN, NAN, 0)
    mean = total / n
    if n < 2:
        return Estimate(mean, NAN, NAN, n)
    variance = max(0.0, (n * total_of_squares - total * total) / (n * (n - 1)))
    half = float(stats.t.ppf((1 + level) / 2, n - 1)) * math.sqrt(variance / n)
    return Estimate(mean, mean - half, mean + half, n)


def paired_gain(before: ArrayLike, after: ArrayLike, level: float = LEVEL) -> Estimate:
    """Mean of after − before over the pairs that have both (NaN: not measured), with the interval of a paired t test.

    Raises ValueError when the two are not of one length: pairs are by position.
    """
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if len(first) != len(second):
        raise ValueError(f"not pairs: {len(first)} before, {len(second)} after")
    gains = second - first
    gains = gains[~np.isnan(gains)]
    # From the mean outwards: the squares of scores with decimals would lose digits.
    middle = float(gains.mean()) if len(gains) else 0.0
    around = mean_interval(len(gains), float((gains - middle).sum()), float(((gains - middle) ** 2).sum()), level)
    return Estimate(around.value + middle, around.low + middle, around.high + middle, around.n)
