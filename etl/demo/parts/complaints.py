"""``aduan.csv``: complaints, their service standard, and when they were closed. No text, no names."""

from __future__ import annotations

import datetime as dt

import numpy as np

from etl.demo.parts import needs
from etl.demo.parts.table import Cells, Table, headings, said
from etl.demo.parts.town import Town, by_today, days_after
from etl.demo.settings import LATE_RW, UNDER_COVERED_RW, YEARS, generator

_HEADING = headings(
    "NOMOR ADUAN|TANGGAL ADUAN|KANAL|KATEGORI ADUAN|RW|RT|PROGRAM|STANDAR HARI|TANGGAL DITUTUP|STATUS ADUAN"
)
_NUMBER = {2021: 52, 2022: 60, 2023: 74, 2024: 128, 2025: 96, 2026: 90}
"""More in 2024, when payments were late and the lists were cleaned."""
_CHANNELS = ("JAKI", "kelurahan", "RT/RW", "forum", "telepon")
_STANDARD = {"terlambat": 10, "jumlah": 14, "tidak terdaftar": 14, "tidak layak": 21, "petugas": 7, "lainnya": 14}
_USUAL = (0.24, 0.16, 0.27, 0.15, 0.06, 0.12)  # of the categories, in the order of _STANDARD
_IN_LATE_RW = (0.66, 0.10, 0.10, 0.05, 0.04, 0.05)
_IN_LEFT_OUT_RW = (0.16, 0.10, 0.52, 0.08, 0.04, 0.10)
_PROGRAMMES = ("SEMBAKO", "PKH", "KJP", "KLJ", "PBI-JKN", "")


def make(town: Town) -> Table:
    """The list of complaints in the order of their day."""
    rng = generator(63)
    people = town.people
    heard: list[tuple[dt.date, Cells]] = []
    weight = np.array([_weight(rw) for rw in town.rws])
    for year, number in _NUMBER.items():
        assert year in YEARS
        last = 304 if year == 2026 else 365
        for rw in rng.choice(np.array(town.rws), number * town.blocks, p=weight / weight.sum()).tolist():
            day = dt.date(year, 1, 1) + dt.timedelta(days=int(rng.integers(0, last)))
            rts = np.unique(people.rt[people.rw == rw])
            heard.append((day, _one(int(rw), int(rts[rng.integers(len(rts))]), day, rng)))
    heard.sort(key=lambda entry: entry[0])
    rows: list[Cells] = [
        {"NOMOR ADUAN": f"ADU-{day.year}-{i:04d}", "TANGGAL ADUAN": said(day, "iso" if i % 40 == 0 else "slash"), **row}
        for i, (day, row) in enumerate(heard, 1)
    ]
    table = Table("aduan.csv", _HEADING, rows)
    table.spoil(
        generator(64),
        ("ditutup sebelum masuk", lambda r: {"NOMOR ADUAN": "ADU-2024-9001", "TANGGAL DITUTUP": "01/01/2019"} if r["TANGGAL DITUTUP"] else None, 1),
        ("nomor dua kali", lambda _row: {}, 2),
        ("kategori tidak dikenal", lambda _row: {"NOMOR ADUAN": "ADU-2025-9002", "KATEGORI ADUAN": "marah-marah"}, 1),
        ("program tidak dikenal", lambda _row: {"NOMOR ADUAN": "ADU-2023-9003", "PROGRAM": "BLT Dana Contoh XYZ"}, 1),
        ("RT tidak ada", lambda _row: {"NOMOR ADUAN": "ADU-2022-9004", "RT": "088"}, 1),
    )  # fmt: skip
    return table


def _weight(rw: int) -> float:
    part = needs.part(rw)
    return {LATE_RW: 3.4, UNDER_COVERED_RW: 1.5}.get(part, 0.5 + 0.6 * needs.NEED[part])


def _one(rw: int, rt: int, day: dt.date, rng: np.random.Generator) -> Cells:
    part = needs.part(rw)
    usual = {LATE_RW: _IN_LATE_RW, UNDER_COVERED_RW: _IN_LEFT_OUT_RW}.get(part, _USUAL)
    category = str(rng.choice(list(_STANDARD), p=usual))
    standard = _STANDARD[category]
    slow = part == LATE_RW and category == "terlambat"
    days = rng.gamma(4, standard * 0.55) if slow else rng.gamma(2.2, standard * 0.27)
    never = rng.random() < 0.02 and day.year < 2026
    closed = None if never else by_today(days_after(day, max(1, days)))
    refused = category in ("tidak layak", "tidak terdaftar") and rng.random() < 0.2
    about = _PROGRAMMES[int(rng.integers(len(_PROGRAMMES)))]
    if slow:
        about = ("SEMBAKO", "PKH")[int(rng.random() < 0.4)]
    return {
        "KANAL": _CHANNELS[int(rng.choice(len(_CHANNELS), p=(0.34, 0.26, 0.22, 0.08, 0.10)))],
        "KATEGORI ADUAN": category,
        "RW": f"{rw:03d}",
        "RT": f"{rt:03d}" if rng.random() < 0.8 else "",
        "PROGRAM": about,
        "STANDAR HARI": standard,
        "TANGGAL DITUTUP": said(closed),
        "STATUS ADUAN": "terbuka" if closed is None else "ditolak" if refused else "selesai",
    }
