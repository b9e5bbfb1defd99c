"""What is counted of each part of the programme: the declarations of its measures, one module a part.

A part module has ``COUNTS`` (tuple of :class:`pantau.counting.Count` and ``Spread``). What cannot be said so has a module of
its own (:data:`TALLIES`): ``MEASURES``, ``FINEST``, ``KINDS`` of file, ``tally(connection, periods)`` and
``source_rows(measure, period, programme_id, area_code)``.
"""

from __future__ import annotations

from types import ModuleType

from pantau.counting import Count
from pantau.parts import (
    activities,
    delivery_path,
    doses,
    field,
    groups,
    health,
    outreach,
    partners,
    presence,
    sustainability,
    training,
    voice,
)
from pantau.parts.population import POPULATION

MODULES: tuple[ModuleType, ...] = (
    delivery_path,
    field,
    sustainability,
    voice,
    partners,
    activities,
    training,
    groups,
    health,
    outreach,
)

COUNTS: dict[str, Count] = {count.measure: count for module in MODULES for count in module.COUNTS}
"""Every declared measure by name."""

TALLIES: dict[str, ModuleType] = {measure: module for module in (presence, doses) for measure in module.MEASURES}
"""Measures that a module of their own counts; all of them anew after each load but one of transfers."""

YEARLY: frozenset[str] = frozenset(POPULATION)
"""Measures of the registry that are kept for years only: a month is held against the year it lies in."""
