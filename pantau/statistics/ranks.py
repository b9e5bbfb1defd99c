"""Rank correlation (Spearman 1904) with an interval, exact for the few RW a kelurahan has."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from pantau.statistics.estimates import LEVEL, NAN

EXACT_UP_TO = 10
"""Pairs up to which the p-value counts every permutation; above, Student's t stands in for them."""


class RankCorrelation(NamedTuple):
    """Spearman's rho of ``n`` pairs, its 95 % interval, and the two-sided p-value of "no association"."""

    rho: float
    low: float
    high: float
    p: float
    n: int


def spearman(x: ArrayLike, y: ArrayLike, level: float = LEVEL) -> RankCorrelation:
    """Rank correlation of the pairs that have both (NaN: not known); ties share their mean rank.

    The interval is Fisher's z with the variance (1 + rho²/2) / (n − 3) of Bonett & Wright (2000), so it is NaN below four
    pairs, and at rho = ±1, of which z says nothing. The p-value is exact up to ten pairs (also with ties), Student's t
    above. All is NaN when x or y is the same throughout. Raises ValueError when the two are not of one length.
    """
    columns = [np.asarray(values, dtype=float) for values in (x, y)]
    if len(columns[0]) != len(columns[1]):
        raise ValueError(f"not pairs: {len(columns[0])} and {len(columns[1])}")
    pairs = np.column_stack(columns)
    pairs = pairs[~np.isnan(pairs).any(axis=1)]
    n = len(pairs)
    if n < 2 or (pairs.min(axis=0) == pairs.max(axis=0)).any():
        return RankCorrelation(NAN, NAN, NAN, NAN, n)
    first, second = (stats.rankdata(column) for column in pairs.T)
    rho = float(np.clip(np.corrcoef(first, second)[0, 1], -1, 1))
    p = _exact_p(first, second) if n <= EXACT_UP_TO else float(stats.spearmanr(*pairs.T).pvalue)
    if n < 4 or abs(rho) > 1 - 1e-12:
        return RankCorrelation(rho, NAN, NAN, p, n)
    half = float(stats.norm.ppf((1 + level) / 2)) * math.sqrt((1 + rho * rho / 2) / (n - 3))
    z = math.atanh(rho)
    return RankCorrelation(rho, math.tanh(z - half), math.tanh(z + half), p, n)


def _exact_p(first: np.ndarray, second: np.ndarray) -> float:
    """Share of all n! pairings whose rho is at least as far from 0.

    rho grows with the sum of products of ranks, so it is enough to know how often each sum comes up. They are counted
    over sets of ranks already given away (2^n of them) rather than over orders (n!). Ranks are doubled: ties have halves.
    """
    a, b = (2 * first).astype(int), (2 * second).astype(int)
    n = len(a)
    ways: dict[int, dict[int, int]] = {0: {0: 1}}  # set of ranks given away -> sum of products -> orders
    for rank in a:
        grown: dict[int, dict[int, int]] = {}
        for taken, sums in ways.items():
            for i in range(n):
                if taken >> i & 1:
                    continue
                into = grown.setdefault(taken | 1 << i, {})
                step = int(rank * b[i])
                for total, count in sums.items():
                    into[total + step] = into.get(total + step, 0) + count
        ways = grown
    (counts,) = ways.values()
    # Times n, the mean of the sums is a whole number, so nothing is rounded.
    centre = int(a.sum()) * int(b.sum())
    far = abs(n * int((a * b).sum()) - centre)
    extreme = sum(count for total, count in counts.items() if abs(n * total - centre) >= far)
    return extreme / math.factorial(n)
