"""THE catalogue: each indicator once. Map, chart, card, table, export, dictionary and targets all read it from here.

An indicator is a ratio (or a plain sum) of additive measures of the marts. For an area, a period and a programme the
measures are summed over its RT first and divided after, so RW and kelurahan figures are computed from people, never as
means of RT rates. A ratio whose denominator is 0 has no value (``NaN``; shown as "tidak ada data").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

Unit = Literal["share", "households", "people", "rupiah", "transfers", "days", "index"]
Direction = Literal["up", "down", "none"]
Status = Literal["green", "amber", "red", "none"]

POINTS = 0.05
"""A share that misses its target by at most 5 percentage points is amber, by more red.

In points, so that a share and its complement (reached and missed) have the same light.
"""
ROUNDING = 1e-12
"""Differences below this come from arithmetic: a figure that far from its target equals it."""
TOLERANCE = 0.10
"""Any other figure is amber up to 10 % of the target."""

ASPIRE = "World Bank ASPIRE"
CGH = "Coady, Grosh & Hoddinott 2004"


@dataclass(frozen=True)
class Indicator:
    """One definition.

    ``numerator`` and ``denominator`` are weighted sums of measures (``{"eligible_households": 1, ...}``);
    the value is ``factor * numerator / denominator``, or ``factor * numerator`` where there is no denominator.
    """

    id: str
    name_id: str
    name_en: str
    formula_id: str
    formula_en: str
    unit: Unit
    direction: Direction
    numerator: Mapping[str, float]
    source: str
    denominator: Mapping[str, float] = field(default_factory=dict)
    factor: float = 1.0
    mart: str = "mart_period"

    def name(self, language: str) -> str:
        """Name in ``id`` or ``en``."""
        return self.name_en if language == "en" else self.name_id

    def formula(self, language: str) -> str:
        """Definition in words, in ``id`` or ``en``."""
        return self.formula_en if language == "en" else self.formula_id

    @property
    def is_ratio(self) -> bool:
        """Whether it has a denominator."""
        return bool(self.denominator)

    @property
    def part_units(self) -> tuple[Unit, Unit]:
        """Units of numerator and denominator: rupiah, or a plain count."""
        part, whole = (
            "rupiah" if any(m.startswith(("amount", "budget")) or "income" in m for m in measures) else "transfers"
            for measures in (self.numerator, self.denominator)
        )
        return part, whole  # type: ignore[return-value]

    @property
    def is_proportion(self) -> bool:
        """Whether numerator counts a part of what the denominator counts, so that a Wilson interval applies."""
        return self.unit == "share" and self.mart == "mart_period" and "amount" not in " ".join(self.denominator)


def _sum(frame: pd.DataFrame, weights: Mapping[str, float]) -> pd.Series:
    total = pd.Series(0.0, index=frame.index)
    for measure, weight in weights.items():
        total = total + frame[measure].astype(float) * weight
    return total


def evaluate(indicator: Indicator, measures: pd.DataFrame) -> pd.DataFrame:
    """``numerator``, ``denominator`` and ``value`` (floats, NaN = no data) for each row of ``measures``.

    ``measures`` has one column a measure, already summed to the rows asked for.
    """
    numerator = _sum(measures, indicator.numerator)
    if indicator.is_ratio:
        denominator = _sum(measures, indicator.denominator)
        value = indicator.factor * numerator / denominator.where(denominator > 0)
    else:
        denominator = pd.Series(np.nan, index=measures.index)
        value = indicator.factor * numerator
    return pd.DataFrame({"numerator": numerator, "denominator": denominator, "value": value})


def status(indicator: Indicator, value: float | None, target: float | None) -> Status:
    """Traffic light of a figure against its target; ``none`` without a value, a target or a direction."""
    if value is None or target is None or np.isnan(value) or np.isnan(target) or indicator.direction == "none":
        return "none"
    gap = target - value if indicator.direction == "up" else value - target
    if gap <= ROUNDING:
        return "green"
    return "amber" if gap <= tolerance(indicator, target) + ROUNDING else "red"


def tolerance(indicator: Indicator, target: float) -> float:
    """How far from its target a figure may be and still be near it, in the indicator's unit."""
    return POINTS if indicator.unit == "share" else TOLERANCE * abs(target)


def wilson_interval(part: float, whole: float, z: float = 1.959963984540054) -> tuple[float, float]:
    """95 % Wilson score interval of a proportion (Wilson 1927); (NaN, NaN) when ``whole`` is 0."""
    if not whole > 0:
        return (float("nan"), float("nan"))
    p = part / whole
    centre = p + z * z / (2 * whole)
    spread = z * np.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    return (max(0.0, float((centre - spread) / scale)), min(1.0, float((centre + spread) / scale)))


_ENTRIES = [
    Indicator(
        id="recipients",
        name_id="Keluarga penerima",
        name_en="Recipient households",
        formula_id="Banyaknya keluarga (KK) yang menerima sedikitnya satu bantuan yang sudah dibayar untuk periode ini. "
        "Satu keluarga dihitung sekali.",
        formula_en="Households that received at least one paid transfer covering the period. A household counts once.",
        unit="households",
        direction="none",
        numerator={"recipient_households": 1},
        source="6T; " + ASPIRE,
    ),
    Indicator(
        id="recipient_people",
        name_id="Warga dalam keluarga penerima",
        name_en="People in recipient households",
        formula_id="Jumlah anggota keluarga dari keluarga penerima.",
        formula_en="Members of the recipient households.",
        unit="people",
        direction="none",
        numerator={"recipient_people": 1},
        source=ASPIRE,
    ),
    Indicator(
        id="coverage_eligible",
        name_id="Cakupan sasaran",
        name_en="Effective coverage",
        formula_id="Keluarga berhak yang menerima ÷ keluarga berhak. Berhak menurut syarat program itu sendiri "
        "(desil dan kategori) dalam registri. Untuk semua program: berhak atas sedikitnya satu program dan menerima "
        "sedikitnya satu, tidak harus yang sama; karena itu lebih tinggi daripada angka tiap program.",
        formula_en="Eligible households that received ÷ eligible households. Eligible by the programme's own rule "
        "(desil and category) in the registry. For all programmes: eligible for at least one and receiving at least "
        "one, not necessarily the same; so it is higher than the figure of each programme.",
        unit="share",
        direction="up",
        numerator={"eligible_recipients": 1},
        denominator={"eligible_households": 1},
        source="ASPIRE; IPC-IG coverage toolkit",
    ),
    Indicator(
        id="coverage",
        name_id="Cakupan penduduk",
        name_en="Coverage",
        formula_id="Warga dalam keluarga yang sedikitnya satu anggotanya menerima ÷ semua warga dalam registri.",
        formula_en="People in households where at least one member received ÷ all people in the registry.",
        unit="share",
        direction="up",
        numerator={"recipient_people": 1},
        denominator={"people": 1},
        source=ASPIRE,
    ),
    Indicator(
        id="exclusion_error",
        name_id="Salah sasaran: terlewat",
        name_en="Exclusion error (undercoverage)",
        formula_id="Keluarga berhak yang tidak menerima ÷ keluarga berhak.",
        formula_en="Eligible households that did not receive ÷ eligible households.",
        unit="share",
        direction="down",
        numerator={"eligible_households": 1, "eligible_recipients": -1},
        denominator={"eligible_households": 1},
        source=CGH,
    ),
    Indicator(
        id="inclusion_error",
        name_id="Salah sasaran: bocor",
        name_en="Inclusion error (leakage)",
        formula_id="Keluarga penerima yang tidak berhak ÷ keluarga penerima.",
        formula_en="Recipient households that are not eligible ÷ recipient households.",
        unit="share",
        direction="down",
        numerator={"recipient_households": 1, "eligible_recipients": -1},
        denominator={"recipient_households": 1},
        source=CGH,
    ),
    Indicator(
        id="right_person",
        name_id="Tepat sasaran",
        name_en="Right person",
        formula_id="1 − salah sasaran (bocor): keluarga penerima yang berhak ÷ keluarga penerima.",
        formula_en="1 − inclusion error: recipient households that are eligible ÷ recipient households.",
        unit="share",
        direction="up",
        numerator={"eligible_recipients": 1},
        denominator={"recipient_households": 1},
        source="6T: tepat sasaran",
    ),
    Indicator(
        id="disbursement_rate",
        name_id="Tingkat penyaluran",
        name_en="Disbursement rate",
        formula_id="Penyaluran yang sudah dibayar ÷ penyaluran yang jatuh tempo dalam periode ini.",
        formula_en="Paid transfers ÷ transfers due in the period.",
        unit="share",
        direction="up",
        numerator={"transfers_paid": 1},
        denominator={"transfers_due": 1},
        source="Indikator program bansos",
    ),
    Indicator(
        id="unpaid_transfers",
        name_id="Penyaluran belum dibayar",
        name_en="Unpaid transfers",
        formula_id="Penyaluran yang jatuh tempo dalam periode ini dan belum, gagal, atau dikembalikan.",
        formula_en="Transfers due in the period that are not paid, failed or were returned.",
        unit="transfers",
        direction="down",
        numerator={"transfers_due": 1, "transfers_paid": -1},
        source="Indikator program bansos",
    ),
    Indicator(
        id="timeliness",
        name_id="Tepat waktu",
        name_en="On-time share",
        formula_id="Penyaluran yang dibayar pada atau sebelum jatuh tempo ÷ penyaluran yang dibayar "
        "(menurut bulan jatuh tempo).",
        formula_en="Transfers paid on or before the due date ÷ paid transfers (by month of the due date).",
        unit="share",
        direction="up",
        numerator={"paid_on_time": 1},
        denominator={"transfers_paid": 1},
        source="6T: tepat waktu",
    ),
    Indicator(
        id="median_days_late",
        name_id="Median hari terlambat",
        name_en="Median days late",
        formula_id="Median selisih hari antara tanggal bayar dan jatuh tempo; negatif berarti lebih awal.",
        formula_en="Median of days between due date and paid date; negative means early.",
        unit="days",
        direction="down",
        numerator={"median_days_late": 1},
        source="6T: tepat waktu",
        mart="mart_delay",
    ),
    Indicator(
        id="right_amount",
        name_id="Tepat jumlah",
        name_en="Right amount",
        formula_id="Penyaluran yang dibayar sebesar haknya ÷ penyaluran yang dibayar.",
        formula_en="Transfers paid at the entitled amount ÷ paid transfers.",
        unit="share",
        direction="up",
        numerator={"paid_right_amount": 1},
        denominator={"transfers_paid": 1},
        source="6T: tepat jumlah",
    ),
    Indicator(
        id="amount_due",
        name_id="Rupiah jatuh tempo",
        name_en="Rupiah due",
        formula_id="Jumlah rupiah hak penerima yang jatuh tempo dalam periode ini (barang dinilai dengan harga satuannya).",
        formula_en="Entitled rupiah due in the period (goods at their unit value).",
        unit="rupiah",
        direction="none",
        numerator={"amount_due": 1},
        source="Kementerian Keuangan",
    ),
    Indicator(
        id="amount_paid",
        name_id="Rupiah dibayar",
        name_en="Rupiah paid",
        formula_id="Jumlah rupiah yang sudah dibayar dari yang jatuh tempo dalam periode ini.",
        formula_en="Rupiah paid of what was due in the period.",
        unit="rupiah",
        direction="none",
        numerator={"amount_paid": 1},
        source="Kementerian Keuangan",
    ),
    Indicator(
        id="realisation",
        name_id="Realisasi anggaran",
        name_en="Budget realisation",
        formula_id="Rupiah dibayar sejak Januari tahun itu sampai akhir periode ÷ anggaran setahun "
        "(hanya program dan wilayah yang beranggaran). Target setahun dibagi menurut bulan yang sudah berjalan.",
        formula_en="Rupiah paid from January of that year to the end of the period ÷ the year's budget "
        "(only programmes and areas that have a budget). The year's target counts for the part of the year gone by.",
        unit="share",
        direction="up",
        numerator={"amount_paid_to_date": 1},
        denominator={"budget": 1},
        source="Kementerian Keuangan",
        mart="budget",
    ),
    Indicator(
        id="cost_per_beneficiary",
        name_id="Biaya per keluarga penerima",
        name_en="Cost per recipient household",
        formula_id="Rupiah bantuan untuk periode ini ÷ keluarga penerima. Bantuan beberapa bulan dibagi rata ke bulannya.",
        formula_en="Rupiah of aid covering the period ÷ recipient households. A transfer is shared over the months it covers.",
        unit="rupiah",
        direction="none",
        numerator={"amount_received": 1},
        denominator={"recipient_households": 1},
        source=ASPIRE,
    ),
    Indicator(
        id="adequacy",
        name_id="Kecukupan",
        name_en="Adequacy of benefits",
        formula_id="Bantuan yang diterima ÷ kesejahteraan keluarga penerima (pendapatan sendiri + bantuan) "
        "dalam bulan-bulan mereka menerima.",
        formula_en="Transfers received ÷ total welfare of recipient households (own income + transfers) "
        "in the months in which they received.",
        unit="share",
        direction="none",
        numerator={"amount_received": 1},
        denominator={"amount_received": 1, "recipient_income": 1},
        source=ASPIRE,
    ),
    Indicator(
        id="cgh",
        name_id="Indeks CGH",
        name_en="Coady–Grosh–Hoddinott index",
        formula_id="Bagian bantuan yang sampai pada 40 % termiskin (desil 1–4) ÷ 0,4. Di atas 1 berarti berpihak pada yang miskin.",
        formula_en="Share of benefits that reaches the poorest 40 % (desil 1–4) ÷ 0.4. Above 1 means pro-poor.",
        unit="index",
        direction="up",
        numerator={"amount_received_poor": 1},
        denominator={"amount_received": 1},
        factor=2.5,
        source=CGH,
    ),
]

CATALOGUE: dict[str, Indicator] = {indicator.id: indicator for indicator in _ENTRIES}
"""The indicators by id, in the order in which pages offer them."""

HEADLINE = (
    "recipients",
    "coverage_eligible",
    "coverage",
    "exclusion_error",
    "inclusion_error",
    "disbursement_rate",
    "timeliness",
    "realisation",
)
"""The cards of the first page."""
