"""What a transfer was worth and what was due: money as stated, goods at the programme's unit value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.contract import Checked
from etl.parse_numbers import LARGEST
from etl.report import Report
from etl.sources.lookup import Programmes

_LARGEST_QUANTITY = 10**6


@dataclass(frozen=True)
class Amounts:
    """Whole rupiah of each row: ``due`` (entitled) and ``paid`` (received; 0 when not paid)."""

    due: np.ndarray
    paid: np.ndarray


def check_amounts(
    checked: Checked, ids: np.ndarray, programmes: Programmes, is_paid: np.ndarray, report: Report
) -> Amounts:
    """Entitled: as stated, else the programme's amount, else the amount of the row. A paid row needs its own amount."""
    quantity, amount, entitled = (checked.values(name) for name in ("quantity", "amount", "entitled"))
    has_quantity, has_amount, has_entitled = (checked.has(name) for name in ("quantity", "amount", "entitled"))
    no_quantity = checked.columns["quantity"].blank & ~checked.rejected
    for i, row in programmes.rows.items():
        if row["benefit_kind"] == "barang":
            checked.reject(report, no_quantity & (ids == i), "quantity", "quantity_missing", programme=row["code"])
    for name, values, has in (
        ("quantity", quantity, has_quantity),
        ("amount", amount, has_amount),
        ("entitled", entitled, has_entitled),
    ):
        checked.reject(report, has & (values <= 0) & ~checked.rejected, name, "amount_not_positive")
    large = has_quantity & (quantity > _LARGEST_QUANTITY) & ~checked.rejected
    checked.reject(report, large, "quantity", "number_too_large")
    standard, unit_value = _standards(ids, programmes)
    priced = has_quantity & ~has_amount & (unit_value > 0) & (quantity <= _LARGEST_QUANTITY)
    value = np.where(priced, np.where(priced, quantity, 0) * np.where(priced, unit_value, 0), amount)
    has_value = has_amount | priced
    checked.reject(report, priced & (value > LARGEST) & ~checked.rejected, "quantity", "number_too_large")
    due = np.where(has_entitled, entitled, np.where(standard > 0, standard, value))
    unknown = np.where(is_paid, ~has_value, ~(has_entitled | (standard > 0) | has_value))
    checked.reject(report, unknown & ~checked.rejected, "amount", "amount_missing")
    return Amounts(due, np.where(is_paid, value, 0))


def _standards(ids: np.ndarray, programmes: Programmes) -> tuple[np.ndarray, np.ndarray]:
    """The programme's amount and unit value of each row (0 where it states none)."""
    size = max([0, *programmes.rows]) + 2  # the last place serves UNKNOWN (-1)
    standard, unit_value = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    for i, row in programmes.rows.items():
        standard[i], unit_value[i] = row["amount"] or 0, row["unit_value"] or 0
    return standard[ids], unit_value[ids]
