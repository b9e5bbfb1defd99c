"""Part 5, tranches: how late the latest are, and how long the money takes from its release to the household."""

from __future__ import annotations

from pantau.indicator import Indicator

ENTRIES = (
    Indicator(
        id="late_p90",
        name_id="Hari terlambat (persentil 90)",
        name_en="Days late (90th percentile)",
        formula_id="Sembilan dari sepuluh penyaluran yang dibayar, dibayar paling lambat sekian hari setelah jatuh tempo; negatif "
        "berarti lebih awal.",
        formula_en="Nine in ten of the paid transfers were paid at most so many days after the due date; negative means early.",
        unit="days",
        direction="down",
        numerator={"p90_days_late": 1},
        source="6T: tepat waktu",
        mart="mart_delay",
    ),
    Indicator(
        id="receive_days",
        name_id="Hari dari cair sampai diterima",
        name_en="Days from release to receipt",
        formula_id="Median hari dari pencairan tahap sampai bantuan diterima keluarga, dari penyaluran yang jatuh tempo dalam "
        "periode ini dan sudah dibayar. Hanya program yang jadwal tahapnya sudah dimuat.",
        formula_en="Median days from the release of the tranche until the household received it, of the transfers due in the "
        "period that were paid. Only programmes whose tranches were loaded.",
        unit="days",
        direction="down",
        numerator={"receive_days:p50": 1},
        source="6T: tepat waktu",
        mart="mart_spread",
    ),
    Indicator(
        id="receive_days_p90",
        name_id="Hari dari cair sampai diterima (persentil 90)",
        name_en="Days from release to receipt (90th percentile)",
        formula_id="Sembilan dari sepuluh penyaluran yang dibayar sampai ke keluarga dalam sekian hari atau kurang sejak tahapnya "
        "dicairkan.",
        formula_en="Nine in ten of the paid transfers reached the household within so many days of the release of their tranche.",
        unit="days",
        direction="down",
        numerator={"receive_days:p90": 1},
        source="6T: tepat waktu",
        mart="mart_spread",
    ),
)
