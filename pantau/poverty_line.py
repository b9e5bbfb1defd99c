"""The poverty line of DKI Jakarta: what a person needs in a month, as BPS publishes it (``data/reference/poverty_line.csv``).

The registry knows the income of today only, so it is held against the newest line. Lines before March 2021, and those of
Septembers that BPS did not publish for the province, are not in the file rather than guessed.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from pantau.database import ROOT

FILE = ROOT / "data" / "reference" / "poverty_line.csv"


@dataclass(frozen=True)
class PovertyLine:
    """``amount``: rupiah a person and month; ``month``: of the survey, as a period (``2025-09``)."""

    month: str
    amount: int
    source: str


@cache
def lines() -> tuple[PovertyLine, ...]:
    """Every published line, oldest first."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [PovertyLine(row["month"], int(row["amount"]), row["source"]) for row in csv.DictReader(file)]
    return tuple(sorted(rows, key=lambda line: line.month))


def newest() -> PovertyLine:
    """The line in force."""
    return lines()[-1]
