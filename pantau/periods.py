"""Periods as text: ``2026-03`` (month), ``2026-T1`` (quarter, *triwulan*), ``2026`` (year)."""

from __future__ import annotations

import re
from typing import Literal

from pantau.reference import calendar_row

Kind = Literal["month", "quarter", "year"]
KINDS: tuple[Kind, ...] = ("month", "quarter", "year")
_SHAPE = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|T([1-4])))?")


def is_period(text: str) -> bool:
    """Whether ``text`` is a period in one of the three forms."""
    return _SHAPE.fullmatch(text) is not None


def kind_of(period: str) -> Kind:
    """``month``, ``quarter`` or ``year``."""
    return "year" if len(period) == 4 else "quarter" if "T" in period else "month"


def span(period: str) -> tuple[int, int]:
    """First and last month index (``year * 12 + month - 1``) of a period.

    Raises ValueError for text that is not a period.
    """
    match = _SHAPE.fullmatch(period)
    if match is None:
        raise ValueError(f"not a period: {period!r}")
    year, month, quarter = match.groups()
    start = int(year) * 12
    if month:
        return start + int(month) - 1, start + int(month) - 1
    if quarter:
        return start + 3 * (int(quarter) - 1), start + 3 * int(quarter) - 1
    return start, start + 11


def month_of(index: int) -> str:
    """The month period of a month index."""
    return str(calendar_row(index)["month"])


def period_of(index: int, kind: str) -> str:
    """The period of ``kind`` that holds a month index."""
    return str(calendar_row(index)[kind])


def previous(period: str) -> str:
    """The period of the same kind just before."""
    return period_of(span(period)[0] - 1, kind_of(period))


def year_of(period: str) -> str:
    """The year a period lies in."""
    return period[:4]
