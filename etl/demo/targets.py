"""``target_anggaran_2021_2026.xlsx``: what was aimed at and budgeted, year by year."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from etl.demo.programmes import PROGRAMMES
from etl.demo.settings import KELURAHAN, LAST_MONTH, RW_COUNT, YEARS, generator
from etl.demo.transfers import Transfers
from etl.demo.writing import write_xlsx
from pantau.reference import month_index

HEADING = ("JENIS", "INDIKATOR", "PROGRAM", "WILAYAH", "TAHUN", "NILAI", "KETERANGAN")

# Targets of all programmes together, 2021 to 2026.
_ALL = {
    "coverage_eligible": (0.78, 0.80, 0.82, 0.84, 0.86, 0.88),
    "coverage": (0.45, 0.38, 0.38, 0.38, 0.38, 0.38),
    "exclusion_error": (0.22, 0.20, 0.18, 0.16, 0.14, 0.12),
    "inclusion_error": (0.15, 0.12, 0.10, 0.10, 0.08, 0.08),
    "timeliness": (0.75, 0.78, 0.80, 0.80, 0.82, 0.85),
    "disbursement_rate": (0.95, 0.95, 0.96, 0.96, 0.97, 0.97),
    "right_amount": (0.96, 0.96, 0.97, 0.97, 0.97, 0.98),
    "realisation": (0.93, 0.94, 0.95, 0.95, 0.95, 0.96),
}
_BY_PROGRAMME = {
    "PKH": (0.66, 0.66, 0.68, 0.70, 0.75, 0.80),
    "SEMBAKO": (0.70, 0.70, 0.72, 0.74, 0.77, 0.80),
    "PBI-JKN": (0.72, 0.72, 0.74, 0.76, 0.80, 0.85),
    "KLJ": (0.50, 0.52, 0.58, 0.64, 0.70, 0.75),
    "KJP": (0.60, 0.62, 0.66, 0.70, 0.74, 0.78),
}


def rows(transfers: Transfers, scale: int) -> list[list[object]]:
    """The cells below the heading; shares are written in three ways, as offices do."""
    found: list[list[object]] = []
    for indicator, values in _ALL.items():
        found += [
            ["target", indicator, "SEMUA", "", year, _share(v, n), ""]
            for n, (year, v) in enumerate(zip(YEARS, values, strict=True))
        ]
    for code, values in _BY_PROGRAMME.items():
        for n, (year, value) in enumerate(zip(YEARS, values, strict=True)):
            found.append(["target", "coverage_eligible", code, KELURAHAN, year, _share(value, n + 1), ""])
            found.append(["target", "exclusion_error", code, KELURAHAN, year, _share(round(1 - value, 2), n), ""])
            found.append(["target", "inclusion_error", code, "", year, _share(0.08, n), ""])
            found.append(["target", "timeliness", code, "", year, _share(_ALL["timeliness"][n], n), ""])
            found.append(["target", "disbursement_rate", code, "", year, _share(0.96, n), ""])
    for number in range(1, RW_COUNT * scale + 1):
        code = f"{KELURAHAN}.{number:03d}"
        for n, (year, value) in enumerate([(2024, 0.84), (2025, 0.86), (2026, 0.88)]):
            found.append(["target", "coverage_eligible", "", code, year, _share(value, n), "Target RW"])
    found += _budgets(transfers)
    # Two mistakes: an indicator that does not exist, and more than everybody.
    found.append(["target", "coverage_elegible", "PKH", "", 2026, "0,80", "salah ketik"])
    found.append(["target", "timeliness", "KJP", "", 2027, "185%", "salah ketik"])
    return found


def _share(value: float, way: int) -> object:
    return (f"{value:.2f}".replace(".", ","), f"{value * 100:.0f}%", value)[way % 3]


def _budgets(transfers: Transfers) -> list[list[object]]:
    """Budgets near what was due in a year, some tighter, some ampler; the running year's is for all twelve months."""
    rng = generator(5)
    due_year = transfers.due.astype("datetime64[Y]").astype(int) + 1970
    found: list[list[object]] = []
    for number, programme in enumerate(PROGRAMMES):
        own = transfers.programme == number
        for year in YEARS:
            due = int(transfers.amount_due[own & (due_year == year)].sum())
            factor = rng.uniform(0.93, 1.08)
            if not due:
                continue
            if year == 2026:
                factor *= _whole_year(programme.cycle)
            amount = int(np.ceil(due * factor / 100_000) * 100_000)
            found.append(["anggaran", "", programme.code, KELURAHAN, year, amount, "Anggaran kelurahan (contoh)"])
    return found


def _whole_year(cycle: tuple[int, ...]) -> float:
    """Stages of a full year per stage up to October; a parcel programme has one of two."""
    done = [m for m in cycle if month_index(2026, m) <= LAST_MONTH]
    return len(cycle) / len(done) if done else 2.0


def write(transfers: Transfers, scale: int, path: Path) -> None:
    """Write the workbook."""
    write_xlsx(path, "Target dan anggaran", HEADING, rows(transfers, scale))
