"""What is counted of each part of the programme: the declarations of its measures, one module a part.

A part module has ``COUNTS`` (tuple of :class:`pantau.counting.Count` and ``Spread``).
"""

from __future__ import annotations

from types import ModuleType

from pantau.counting import Count
from pantau.parts import delivery_path, field, sustainability, voice
from pantau.parts.population import POPULATION

MODULES: tuple[ModuleType, ...] = (delivery_path, field, sustainability, voice)

COUNTS: dict[str, Count] = {count.measure: count for module in MODULES for count in module.COUNTS}
"""Every declared measure by name."""

YEARLY: frozenset[str] = frozenset(POPULATION)
"""Measures of the registry that are kept for years only: a month is held against the year it lies in."""
