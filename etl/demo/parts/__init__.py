"""The other parts of the programme: partners, activities, results, voices, visits, plans, as lists of made-up offices.

Files that others refer to come first; a file of its own says which rows are wrong on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from etl.demo.parts import (
    activities,
    attendance,
    complaints,
    contributions,
    partners,
    plans,
    proposals,
    results,
    tranches,
    visit_file,
)
from etl.demo.parts.table import Table, write_truth
from etl.demo.parts.town import Town
from etl.demo.settings import YEARS
from etl.demo.transfers import Transfers

NAMES: tuple[str, ...] = (
    "mitra.xlsx",
    "perjanjian_kerja_sama.xlsx",
    "kontribusi_csr.csv",
    "kegiatan_2021_2026.xlsx",
    *(f"kehadiran_layanan_{year}.csv" for year in YEARS),
    "hasil_pengukuran.csv",
    "usulan_musrenbang.xlsx",
    "aduan.csv",
    "tahap_penyaluran.xlsx",
    "kunjungan_lapangan.csv",
    "kerangka_logis.xlsx",
    "catatan_keputusan.xlsx",
)
"""In the order in which they are to be loaded."""

TRUTH = "kunci_baris_salah.csv"
"""Beside the files, not to be loaded: the rows of them that are wrong on purpose."""

_TITLES = {
    "mitra.xlsx": "DAFTAR MITRA KELURAHAN",
    "kegiatan_2021_2026.xlsx": "REKAPITULASI KEGIATAN",
    "usulan_musrenbang.xlsx": "USULAN WARGA",
    "tahap_penyaluran.xlsx": "TAHAP PENYALURAN",
    "hasil_pengukuran.csv": "HASIL PENGUKURAN PESERTA",
}


def write(
    town: Town, rolls: attendance.Rolls, released: Transfers, out: Path, say: Callable[[str], None]
) -> list[Path]:
    """Write the files and the truth about them; ``released`` are the transfers that the stages were meant for."""
    written: list[Table] = []
    paths = []
    for table in _tables(town, rolls, released):
        say(table.name)
        paths.append(table.write(out, _TITLES.get(table.name, "")))
        written.append(table)
    assert tuple(path.name for path in paths) == NAMES
    write_truth(written, out / TRUTH)
    return paths


def _tables(town: Town, rolls: attendance.Rolls, released: Transfers) -> Iterator[Table]:
    yield partners.partners()
    yield partners.agreements(town)
    yield contributions.make(town)
    yield activities.table([roll.activity for roll in rolls.all], town)
    yield from attendance.tables(rolls)
    yield results.make(rolls)
    yield proposals.make(town)
    yield complaints.make(town)
    yield tranches.make(released)
    yield visit_file.make(town)
    yield plans.logframe()
    yield plans.decisions()
