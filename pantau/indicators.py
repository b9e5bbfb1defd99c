"""THE catalogue: each indicator once. Map, chart, card, table, export, dictionary and targets all read it from here.

What an indicator is, and how it is computed, is in :mod:`pantau.indicator`; the definitions themselves are in
:mod:`pantau.catalogue`, one module for each part of the programme.
"""

from __future__ import annotations

from pantau.catalogue import CATALOGUE, HEADLINE, PARTS, part_of
from pantau.indicator import (
    POINTS,
    ROUNDING,
    TOLERANCE,
    Direction,
    Indicator,
    Status,
    Unit,
    evaluate,
    status,
    tolerance,
    wilson_interval,
)

__all__ = [
    "CATALOGUE",
    "HEADLINE",
    "PARTS",
    "POINTS",
    "ROUNDING",
    "TOLERANCE",
    "Direction",
    "Indicator",
    "Status",
    "Unit",
    "evaluate",
    "part_of",
    "status",
    "tolerance",
    "wilson_interval",
]
