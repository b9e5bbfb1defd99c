"""Rupiah, whole numbers, shares."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from etl.parse import NUMBER, Cells, Fault, Parsed, Parser, map_unique

LARGEST = 10**12
"""One cell holds at most a trillion rupiah: more is a slip, and sums stay exact in 64 bits."""

_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_MARK = re.compile(r"^(?:rp|idr)\.?\s*", re.IGNORECASE)
_TAIL = re.compile(r"(?:[.,]\s*[-–—]+|[.,])$")
_GROUPS = re.compile(r"[0-9]{1,3}([.,])[0-9]{3}(?:\1[0-9]{3})*")


def decimal_value(text: str, kind: int, comma_is_decimal: bool = False) -> Decimal | Fault | None:
    """The number written in ``text``; None for an accounting dash (``Rp -``). Fault if it is not a number.

    ``600.000``, ``600,000`` and ``1.234.567`` are grouped by three; ``600.000,00`` and ``600,000.00`` end in decimals.
    ``comma_is_decimal`` reads one comma as decimal whatever follows (shares: ``0,125``). A numeric Excel cell has a
    decimal point only.
    """
    wrong = Fault("number_not_understood")
    body = text.lstrip("'’`").replace("−", "-")
    negative = False
    for _ in range(2):  # the sign or brackets may stand on either side of the Rp
        if body.startswith("(") and body.endswith(")"):
            negative, body = True, body[1:-1].strip()
        if body.startswith(("-", "+")) and len(body) > 1:
            negative, body = negative or body[0] == "-", body[1:].strip()
        body = _MARK.sub("", body)
    if body.endswith("-") and body[:-1].strip().isdigit():  # 600000-
        body = body[:-1].strip() if text.lower().lstrip("( ").startswith(("rp", "idr")) else body
    body = _TAIL.sub("", body)
    if body in ("", "-", "–", "—"):
        return None if text.strip("() ").lower().startswith(("rp", "idr")) else wrong
    body = re.sub(r"(?<=[0-9.,]) (?=[0-9.,])", "", body)
    if kind == NUMBER:
        if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?", body):
            return wrong
        return Decimal(body).copy_sign(-1 if negative else 1)
    if len(body) > 40 or not _NUMBER.fullmatch(body):
        return wrong
    signs = [c for c in body if c in ".,"]
    if len(set(signs)) == 2:
        whole, mark, decimals = body.rpartition(signs[-1])
        if mark in whole or not _GROUPS.fullmatch(whole):
            return wrong
    elif len(signs) > 1 or (
        signs and _GROUPS.fullmatch(body) and not body.startswith("0") and not (comma_is_decimal and signs[0] == ",")
    ):
        if not _GROUPS.fullmatch(body):
            return wrong
        whole, decimals = body, ""
    else:
        whole, _, decimals = body.partition(signs[0]) if signs else (body, "", "")
    value = Decimal(re.sub("[.,]", "", whole) + ("." + decimals if decimals else ""))
    return -value if negative else value


def _whole(text: str, kind: int, fraction: str) -> int | Fault | None:
    value = decimal_value(text, kind)
    if value is None or isinstance(value, Fault):
        return value
    if abs(value) > LARGEST:
        return Fault("number_too_large")
    if value != value.to_integral_value():
        return Fault(fraction)
    return int(value)


def rupiah(cells: Cells) -> Parsed:
    """Whole rupiah (int64, 0 where there is none); negative amounts are understood. ``Rp 600.000,00`` -> 600000."""
    return map_unique(cells, lambda text, kind: _whole(text, kind, "fractional_rupiah"), np.int64, 0)


def integer(cells: Cells) -> Parsed:
    """Whole numbers (int64, 0 where there is none)."""
    return map_unique(cells, lambda text, kind: _whole(text, kind, "not_whole"), np.int64, 0)


def whole_between(low: int, high: int) -> Parser:
    """Whole numbers from ``low`` to ``high``."""

    def understand(text: str, kind: int) -> int | Fault | None:
        value = _whole(text, kind, "not_whole")
        if isinstance(value, int) and not low <= value <= high:
            return Fault("number_out_of_range", {"low": low, "high": high})
        return value

    return lambda cells: map_unique(cells, understand, np.int64, 0)


def hundredths_between(low: int, high: int) -> Parser:
    """Numbers from ``low`` to ``high``, decimals allowed, in hundredths (int64): ``3,75`` -> 375."""

    def understand(text: str, kind: int) -> int | Fault | None:
        value = decimal_value(text, kind, comma_is_decimal=True)
        if value is None or isinstance(value, Fault):
            return value
        if not low <= value <= high:
            return Fault("number_out_of_range", {"low": low, "high": high})
        return int((value * 100).to_integral_value(ROUND_HALF_UP))

    return lambda cells: map_unique(cells, understand, np.int64, 0)


def share(cells: Cells) -> Parsed:
    """Numbers and percentages (float64, NaN for none): ``0,85`` and ``85%`` -> 0.85; ``1.234,5`` -> 1234.5."""

    def understand(text: str, kind: int) -> float | Fault | None:
        percent = text.endswith(("%", "persen"))
        body = text.removesuffix("persen").removesuffix("%").strip() if percent else text
        value = decimal_value(body, kind, comma_is_decimal=True)
        if value is None or isinstance(value, Fault):
            return value
        if abs(value) > LARGEST:
            return Fault("number_too_large")
        return float(value / 100 if percent else value)

    return map_unique(cells, understand, np.float64, np.nan)


def desil(cells: Cells) -> Parsed:
    """Desil 1..10 (int64, 0 where not ranked): ``3``, ``Desil 3``, ``D3``."""

    def understand(text: str, kind: int) -> int | Fault | None:
        body = re.sub(r"^(?:desil|d)[\s.\-]*", "", text.lower())
        value = _whole(body, kind, "desil_out_of_range") if body else Fault("desil_out_of_range")
        if value is None or isinstance(value, Fault) or not 1 <= value <= 10:
            return Fault("desil_out_of_range")
        return value

    return map_unique(cells, understand, np.int64, 0)
