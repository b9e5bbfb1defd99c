"""``kontribusi_csr.csv``: what companies and foundations promised, and what of it came, when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from etl.demo.parts import needs
from etl.demo.parts.table import Cells, Table, headings, said
from etl.demo.parts.town import TODAY, Town, days_after
from etl.demo.settings import YEARS, generator


@dataclass(frozen=True)
class _Offer:
    """What a partner uses to give: sector, programme, kind, item, unit, usual quantity and rupiah a unit."""

    partner: str
    sector: str
    programme: str
    kind: str
    item: str
    unit: str
    quantity: int
    price: int


_OFFERS = (
    _Offer("M03", "Pangan", "", "barang", "Paket pangan", "paket", 80, 250_000),
    _Offer("M07", "Pangan", "PAKET-CSR", "barang", "Paket pangan", "paket", 120, 250_000),
    _Offer("M06", "Pendidikan", "", "barang", "Perlengkapan sekolah", "paket", 100, 300_000),
    _Offer("M06", "Usaha dan pekerjaan", "KURSUS", "barang", "Mesin jahit", "unit", 8, 3_500_000),
    _Offer("M08", "Usaha dan pekerjaan", "PENYULUHAN", "jasa", "Kelas literasi keuangan", "kelas", 4, 2_500_000),
    _Offer("M08", "Usaha dan pekerjaan", "", "uang", "Modal usaha mikro", "", 0, 30_000_000),
    _Offer("M04", "Kesehatan", "KESEHATAN", "barang", "Kit kebersihan", "paket", 150, 75_000),
    _Offer("M10", "Pendidikan", "", "barang", "Buku bacaan", "buku", 200, 40_000),
    _Offer("M12", "Lingkungan dan prasarana", "", "jasa", "Kerja bakti", "hari", 3, 1_000_000),
    _Offer("M03", "Hunian", "", "uang", "Perbaikan rumah", "", 0, 45_000_000),
)
_SHARES = {"M03": 1.0, "M07": 0.92, "M06": 1.08, "M08": 0.85, "M04": 0.95, "M10": 0.9, "M12": 0.8}
"""What of a promise usually comes, where it is not just what was promised."""
_IN_FULL = 0.6

_HEADING = headings(
    "KODE KONTRIBUSI|KODE MITRA|PROGRAM|BIDANG|RW|BENTUK|BARANG ATAU JASA|SATUAN|JUMLAH DIJANJIKAN|JUMLAH DITERIMA|"
    "NILAI DIJANJIKAN|NILAI DITERIMA|TANGGAL JANJI|BATAS WAKTU|TANGGAL DITERIMA"
)
_FOOD_TWICE_RW = 5
_PERIOD_OF_PROMISE = 75  # days that a partner usually takes itself

# PT Contoh Sentosa in 2025: a tenth of it, months late; PT Contoh Makmur Bersama: all of it and more, early.
_TOLD = (
    ("M05", "", "Pangan", 3, "Paket pangan", "paket", 400, 40, 250_000, (2025, 1, 14), (2025, 3, 20), (2025, 7, 29)),
    ("M05", "", "Pendidikan", 3, "Laptop pelajar", "unit", 60, 6, 5_000_000, (2025, 1, 14), (2025, 4, 30), (2025, 10, 8)),
    ("M05", "", "Pangan", 10, "Paket pangan", "paket", 150, 0, 250_000, (2026, 1, 20), (2026, 3, 10), None),
    ("M06", "", "Pangan", 8, "Paket pangan", "paket", 300, 330, 250_000, (2025, 1, 20), (2025, 3, 20), (2025, 3, 4)),
    ("M06", "", "Air dan sanitasi", 8, "Sumur bor", "unit", 2, 2, 120_000_000, (2025, 7, 3), (2026, 3, 31), (2026, 2, 12)),
    ("M06", "KURSUS", "Usaha dan pekerjaan", 7, "Mesin jahit", "unit", 15, 16, 3_500_000, (2026, 5, 11), (2026, 9, 30), (2026, 8, 27)),
)  # fmt: skip


def make(town: Town) -> Table:
    """The list of contributions: ten a year each ten RW, in what they give and where as the year has it."""
    rng = generator(42)
    rows: list[Cells] = []
    for year in YEARS:
        own = [_told(entry) for entry in _TOLD if entry[9][0] == year]
        for number in range(10 * town.blocks - len(own)):
            own.append(_usual(_OFFERS[(number + year) % len(_OFFERS)], year, town, rng))
        for number, row in enumerate(own, 1):
            rows.append({"KODE KONTRIBUSI": f"KTR-{year}-{number:02d}", **row})
    table = Table("kontribusi_csr.csv", _HEADING, rows)
    table.spoil(
        generator(43),
        ("mitra tidak dikenal", lambda _row: {"KODE KONTRIBUSI": "KTR-2024-97", "KODE MITRA": "M77"}, 1),
        ("kode dua kali", lambda _row: {"BATAS WAKTU": ""}, 1),
        ("nilai negatif", lambda _row: {"KODE KONTRIBUSI": "KTR-2025-98", "NILAI DIJANJIKAN": "-5000000"}, 1),
        ("RW tidak ada", lambda _row: {"KODE KONTRIBUSI": "KTR-2023-99", "RW": f"{town.rws[-1] + 31:03d}"}, 1),
    )
    return table


def _usual(offer: _Offer, year: int, town: Town, rng: np.random.Generator) -> Cells:
    last_month = 9 if year == 2026 else 11
    pledged = dt.date(year, int(rng.integers(1, last_month)), int(rng.integers(2, 27)))
    due = days_after(pledged, rng.uniform(45, 120))
    came = days_after(pledged, max(10, rng.normal(_PERIOD_OF_PROMISE, 25)))
    rw = int(rng.choice(np.array(town.rws), p=needs.weights(town.rws, year)))
    if offer.item == "Paket pangan":  # both who give food give it there
        rw = (rw - needs.part(rw)) + (_FOOD_TWICE_RW if rng.random() < 0.7 else needs.part(rw))
    if offer.sector == "Kesehatan" and needs.part(rw) == needs.LEFT_OUT_RW:
        rw -= 2
    share = 1.0 if rng.random() < _IN_FULL else min(1.15, max(0.4, rng.normal(_SHARES[offer.partner], 0.08)))
    arrived = came <= TODAY
    quantity = round(offer.quantity * rng.uniform(0.6, 1.4))
    value = quantity * offer.price if quantity else round(offer.price * rng.uniform(0.6, 1.4), -5)
    got = round(quantity * share) if arrived else 0
    received = (got * offer.price if quantity else int(round(value * share, -5))) if arrived else 0
    whole = offer.kind == "jasa" and rng.random() < 0.4
    place, day = "" if whole else f"{rw:03d}", came if arrived else None
    return _row(offer, place, quantity, got, int(value), received, pledged, due, day)


def _told(entry: tuple) -> Cells:
    partner, programme, sector, rw, item, unit, promised, came, price, pledged, due, received = entry
    offer = _Offer(partner, sector, programme, "barang", item, unit, promised, price)
    day = dt.date(*received) if received else None
    return _row(
        offer, f"{rw:03d}", promised, came, promised * price, came * price, dt.date(*pledged), dt.date(*due), day
    )


def _row(
    offer: _Offer,
    rw: str,
    promised: int,
    came: int,
    value: int,
    received: int,
    pledged: dt.date,
    due: dt.date,
    day: dt.date | None,
) -> Cells:
    return {
        "KODE MITRA": offer.partner,
        "PROGRAM": offer.programme,
        "BIDANG": offer.sector,
        "RW": rw,
        "BENTUK": offer.kind,
        "BARANG ATAU JASA": offer.item,
        "SATUAN": offer.unit,
        "JUMLAH DIJANJIKAN": promised or "",
        "JUMLAH DITERIMA": came if promised else "",
        "NILAI DIJANJIKAN": f"Rp{value:,}".replace(",", "."),
        "NILAI DITERIMA": f"Rp{received:,}".replace(",", "."),
        "TANGGAL JANJI": said(pledged),
        "BATAS WAKTU": said(due),
        "TANGGAL DITERIMA": said(day),
    }
