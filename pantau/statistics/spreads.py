"""Percentiles of whole numbers that are kept as counts (``mart_spread``)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from pantau.statistics.estimates import NAN


def percentile_of_counts(x: ArrayLike, n: ArrayLike, q: float) -> float:
    """The smallest value that at least the share ``q`` (0..1) of all values does not exceed, ``x`` counted ``n`` times.

    It is always a value that occurred (the inverse of the distribution function; numpy's ``inverted_cdf``), never one
    between two. NaN without a value. For a median of an even number, which lies between two, see
    :func:`pantau.queries.weighted_median`.
    """
    values, counts = np.asarray(x, dtype=float), np.asarray(n, dtype=np.int64)
    total = int(counts.sum()) if len(counts) else 0
    if total < 1:
        return NAN
    order = np.argsort(values, kind="stable")
    rank = max(1, math.ceil(round(q * total, 9)))  # 0.9 * 10 is a hair above 9 in floating point
    return float(values[order][np.searchsorted(np.cumsum(counts[order]), rank)])
