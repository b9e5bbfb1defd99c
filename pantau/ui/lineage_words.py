"""The measures of the marts and what they are for, in words."""

from __future__ import annotations

import math

from pantau.indicators import Unit
from pantau.words import Words, later

PART_NAMES = {
    "numerator": later("Pembilang"),
    "denominator": later("Penyebut"),
    "rule": later("Syarat program: siapa yang berhak"),
    "target": later("Target"),
}

MEASURES = {
    "households": later("keluarga dalam registri"),
    "people": later("warga dalam registri"),
    "eligible_households": later("keluarga berhak"),
    "recipient_households": later("keluarga penerima"),
    "recipient_people": later("warga dalam keluarga penerima"),
    "eligible_recipients": later("keluarga berhak yang menerima"),
    "amount_received": later("rupiah bantuan untuk periode ini"),
    "amount_received_poor": later("rupiah bantuan untuk keluarga desil 1–4"),
    "recipient_income": later("pendapatan sendiri keluarga penerima"),
    "transfers_due": later("penyaluran jatuh tempo"),
    "transfers_paid": later("penyaluran dibayar"),
    "amount_due": later("rupiah jatuh tempo"),
    "amount_paid": later("rupiah dibayar"),
    "paid_on_time": later("penyaluran dibayar tepat waktu"),
    "paid_right_amount": later("penyaluran dibayar tepat jumlah"),
    "median_days_late": later("median hari terlambat"),
    "amount_paid_to_date": later("rupiah dibayar sejak Januari"),
    "budget": later("anggaran setahun"),
}
"""Names of the measures, as part of a sentence."""

_UNITS: dict[str, Unit] = {
    "median_days_late": "days",
    **dict.fromkeys(
        ("amount_received", "amount_received_poor", "recipient_income", "amount_due", "amount_paid"), "rupiah"
    ),
    **dict.fromkeys(("amount_paid_to_date", "budget"), "rupiah"),
}


def measure_text(words: Words, measure: str, value: float) -> str:
    """A measure in its unit."""
    return words.no_data if math.isnan(value) else words.figure(value, _UNITS.get(measure, "households"))
