"""What the demo data agree on: place, dates, sizes, and which RW plays which part in its stories."""

from __future__ import annotations

import datetime as dt

import numpy as np

from pantau.reference import month_index

KELURAHAN = "31.74.06.1003"
KELURAHAN_NAME = "Pondok Labu"
SEED = 20261003
HOUSEHOLDS = 13_000
RW_COUNT = 10

FIRST_MONTH = month_index(2021, 1)
LAST_MONTH = month_index(2026, 10)
YEARS = range(2021, 2027)
REGISTRY_DAY = np.datetime64("2026-10-01", "D")
"""Ages and flags of the registry are those of this day."""
CUT_OFF = np.datetime64("2026-11-03", "D")
"""The transfer files were written on this day: what was to be paid later still stands as not paid."""
CREATED = dt.datetime(2026, 11, 3, 8, 0, 0)
"""Creation date stored in each workbook, so that two runs give the same bytes."""

# RW by their part (numbers 1..10; with ten times the RW the parts repeat every ten).
POOR_RW = (5, 8)
WELL_OFF_RW = (1, 10)
LATE_RW = 3
UNDER_COVERED_RW = 7
LEAKING_RW = 9


def part_of(rw: np.ndarray) -> np.ndarray:
    """The part (1..10) that an RW number plays."""
    return (rw - 1) % RW_COUNT + 1


def generator(stream: int) -> np.random.Generator:
    """A random generator of its own for each part of the data, so that changing one part leaves the others alone."""
    return np.random.default_rng([SEED, stream])
