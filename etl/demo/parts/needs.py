"""What each RW lacks, and what came to it year by year: at first not where the need was, at last rather so."""

from __future__ import annotations

import numpy as np

from etl.demo.settings import RW_COUNT
from pantau.sectors import SECTORS

LEFT_OUT_RW = 7
"""No training and no outreach, though its need is high; no partner for health."""
WATER_RW = 8
"""Asked for clean water three years running."""
DROP_OFF_RW = 9
"""Children whose second dose does not come."""
UNSEEN_RW = 10
"""Some of its RT were not visited, the others long ago."""

_USUAL = {
    "pangan": 0.27, "ekonomi": 0.24, "pendidikan": 0.15, "kesehatan": 0.12, "hunian": 0.07, "air_sanitasi": 0.04,
    "lingkungan": 0.06, "perlindungan": 0.05,
}  # fmt: skip
_OWN: dict[int, dict[str, float]] = {
    1: {"lingkungan": 5, "pangan": 0.5},
    2: {"pendidikan": 2},
    3: {"perlindungan": 4},
    4: {"hunian": 2.5},
    5: {"pangan": 1.7, "ekonomi": 1.3},
    6: {"lingkungan": 2.5},
    7: {"kesehatan": 3, "ekonomi": 1.9},
    8: {"air_sanitasi": 9, "pangan": 1.2},
    9: {"kesehatan": 1.6},
    10: {"lingkungan": 4, "pendidikan": 1.4},
}
"""Factors on the usual weights, by the part that an RW plays."""

NEED = {1: 0.15, 2: 0.38, 3: 0.55, 4: 0.42, 5: 0.80, 6: 0.47, 7: 0.90, 8: 0.95, 9: 0.60, 10: 0.18}
"""How urgent the need of an RW is felt, 0 to 1: more where desil are low, most where nobody comes."""

_AT_FIRST = {1: 0.80, 2: 0.85, 3: 0.40, 4: 0.75, 5: 0.55, 6: 0.60, 7: 0.08, 8: 0.20, 9: 0.45, 10: 0.90}
"""What came to each RW, as a share of the best, until the needs were asked for and followed."""


def part(rw: int) -> int:
    """The part (1..10) that an RW number plays."""
    return (rw - 1) % RW_COUNT + 1


def sectors(rw: int) -> np.ndarray:
    """Weights of the sectors, in the order of ``SECTORS``, that an RW's people name as what they lack; sum 1."""
    own = _OWN[part(rw)]
    weights = np.array([_USUAL[name] * own.get(name, 1.0) for name in SECTORS])
    return weights / weights.sum()


def attention(rw: int, year: int) -> float:
    """What comes to an RW in a year, relative to the others: need counts for nothing until 2024, then more and more.

    In mid-2025 it was decided that needs come first (see ``keputusan.toml``).
    """
    follow = {2025: 0.55, 2026: 0.95}.get(year, 0.0)
    return (1 - follow) * _AT_FIRST[part(rw)] + follow * NEED[part(rw)]


def weights(rws: range, year: int) -> np.ndarray:
    """:func:`attention` of each RW as shares that sum to 1."""
    found = np.array([attention(rw, year) ** 1.5 for rw in rws])
    return found / found.sum()
