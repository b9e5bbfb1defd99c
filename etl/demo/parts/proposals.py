"""``usulan_musrenbang.xlsx``: what residents asked for in forums, the answer, and how long it took."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from etl.demo.parts import needs
from etl.demo.parts.table import Cells, Table, headings, said
from etl.demo.parts.town import TODAY, Town, days_after
from etl.demo.settings import YEARS, generator
from pantau.sectors import SECTORS

_HEADING = headings(
    "NOMOR USULAN|TANGGAL USULAN|FORUM|RW|TEMA|USULAN|SUARA|STATUS USULAN|TANGGAL JAWABAN|JAWABAN|PROGRAM|NILAI USULAN|"
    "NILAI DIDANAI|TANGGAL TERLAKSANA"
)
_FORUMS = (("musrenbang", 1, 2), ("musyawarah RW", 7, 1))
"""Forum, month of the year, proposals of each RW; consultations come now and then."""
_CONSULTATIONS = 0.7

_TITLES = {
    "pangan": ("Paket pangan bagi lansia tunggal", "Dapur umum warga", "Pasar murah menjelang hari raya"),
    "ekonomi": ("Kursus menjahit bagi ibu rumah tangga", "Modal usaha kecil", "Lapak usaha bersama", "Kursus keterampilan pemuda"),
    "pendidikan": ("Rumah belajar sore hari", "Bantuan seragam sekolah", "Laptop pinjaman bagi pelajar"),
    "kesehatan": ("Posyandu lansia bulanan", "Hari imunisasi di RW", "Kelas gizi ibu dan anak"),
    "hunian": ("Perbaikan rumah tidak layak huni", "Perbaikan atap rumah lansia"),
    "air_sanitasi": ("Jamban bersama", "Perbaikan saluran limbah rumah tangga", "Sambungan air bersih"),
    "lingkungan": ("Perbaikan saluran air", "Penerangan jalan gang", "Taman dan tempat bermain", "Perbaikan jalan gang"),
    "perlindungan": ("Loket keluhan bantuan di RW", "Pendataan ulang penerima bantuan", "Pendampingan warga lanjut usia"),
}  # fmt: skip
_COST = {
    "pangan": 30, "ekonomi": 45, "pendidikan": 35, "kesehatan": 25, "hunian": 90, "air_sanitasi": 120, "lingkungan": 110,
    "perlindungan": 15,
}  # fmt: skip
_PROGRAMME = {"ekonomi": "KURSUS", "kesehatan": "KESEHATAN", "pangan": "PAKET-CSR"}
_NO = (
    "Belum masuk prioritas tahun ini.",
    "Di luar kewenangan kelurahan; diteruskan ke suku dinas.",
    "Lahan belum tersedia.",
)
_LATER = ("Ditunda ke tahun berikut karena anggaran.", "Menunggu hasil survei kebutuhan.")
_YES = ("Diterima dan diusulkan ke kecamatan.", "Diterima; menunggu anggaran.")
_FUNDED = ("Didanai anggaran kelurahan.", "Didanai bersama mitra.")

_CEILINGS_FROM, _CEILING = 2026, 90
"""Since then what an RW may ask for follows its need: so many million rupiah a proposal where the need is greatest."""

_WATER = "Sumur bor dan jaringan air bersih"
# The clean water that one RW asked for: year, answer, status; each time with more votes.
_WATER_STORY = (
    (2022, "Belum masuk prioritas tahun ini.", "ditolak", 61),
    (2023, "Ditunda ke tahun berikut karena anggaran.", "ditunda", 88),
    (2024, "Ditunda lagi; menunggu survei sumber air.", "ditunda", 127),
    (2025, "Didanai bersama mitra (sumur bor).", "selesai", 154),
)


def make(town: Town) -> Table:
    """The list of proposals in the order of their day."""
    rng = generator(61)
    rows = sorted((row for rw in town.rws for row in _of_rw(rw, rng)), key=lambda pair: pair[0])
    numbered: list[Cells] = []
    for day, row in rows:
        numbered.append({"NOMOR USULAN": f"USL-{day.year}-{len(numbered) + 1:04d}", **row})
    table = Table("usulan_musrenbang.xlsx", _HEADING, numbered)
    table.spoil(
        generator(62),
        ("jawaban sebelum usulan", lambda r: {"NOMOR USULAN": "USL-2024-9001", "TANGGAL JAWABAN": "3 Januari 2019"} if r.get("TANGGAL JAWABAN") else None, 1),
        ("nomor dua kali", lambda _row: {}, 2),
        ("forum tidak dikenal", lambda _row: {"NOMOR USULAN": "USL-2023-9002", "FORUM": "obrolan warung"}, 1),
        ("RW tidak ada", lambda _row: {"NOMOR USULAN": "USL-2025-9003", "RW": f"{town.rws[-1] + 31:03d}"}, 1),
    )  # fmt: skip
    return table


def _of_rw(rw: int, rng: np.random.Generator) -> Iterator[tuple[dt.date, Cells]]:
    for year in YEARS:
        for forum, month, number in _FORUMS:
            day = dt.date(year, month, int(rng.integers(10, 27)))
            for _ in range(number):
                yield day, _usual(rw, day, forum, rng)
        day = dt.date(year, int(rng.integers(2, 11)), int(rng.integers(2, 27)))
        if rng.random() < _CONSULTATIONS and day <= TODAY:
            yield day, _usual(rw, day, "konsultasi", rng)
    if needs.part(rw) == needs.WATER_RW:
        for year, answer, status, votes in _WATER_STORY:
            day = dt.date(year, 1, 19)
            answered = days_after(day, 70)
            funded = status == "selesai"
            row = _asked(rw, day, "musrenbang", "air_sanitasi", _WATER, votes, 260_000_000)
            row |= {"STATUS USULAN": status, "TANGGAL JAWABAN": said(answered, "long"), "JAWABAN": answer}
            if funded:
                row |= {"NILAI DIDANAI": 240_000_000, "TANGGAL TERLAKSANA": "12 Februari 2026"}
            yield day, row


def _asked(rw: int, day: dt.date, forum: str, theme: str, title: str, votes: int, cost: int) -> Cells:
    return {
        "TANGGAL USULAN": said(day, "long"),
        "FORUM": forum,
        "RW": f"{rw:03d}",
        "TEMA": SECTORS[theme],
        "USULAN": title,
        "SUARA": votes,
        "NILAI USULAN": cost,
    }


def _usual(rw: int, day: dt.date, forum: str, rng: np.random.Generator) -> Cells:
    theme = str(rng.choice(list(SECTORS), p=needs.sectors(rw)))
    titles = _TITLES[theme]
    heard = needs.attention(rw, day.year)
    by_need = day.year >= _CEILINGS_FROM
    spread = rng.uniform(0.9, 1.1) if by_need else rng.uniform(0.5, 1.6)
    cost = round((_CEILING * heard if by_need else _COST[theme]) * spread) * 1_000_000
    row = _asked(rw, day, forum, theme, titles[int(rng.integers(len(titles)))], int(rng.integers(12, 90)), cost)
    wait = rng.gamma(4, 24) * (1.7 - heard) * (0.7 if day.year == 2026 else 1.0)
    answered = days_after(day, 7 + wait)
    if answered > TODAY or rng.random() < 0.06:
        return {**row, "STATUS USULAN": "diajukan"}
    draw = rng.random()
    shares = np.cumsum([0.06 + 0.66 * heard, 0.12, 0.14])  # funded, accepted, put off; the rest refused
    kind = int(np.searchsorted(shares, draw))
    if by_need and forum == "musrenbang":
        kind = 0 if heard > 0.5 or draw < heard else max(1, kind)
    words = (_FUNDED, _YES, _LATER, _NO)[kind]
    row |= {"TANGGAL JAWABAN": said(answered, "long"), "JAWABAN": words[int(rng.integers(len(words)))]}
    if kind:
        return {**row, "STATUS USULAN": ("diterima", "ditunda", "ditolak")[kind - 1]}
    done = days_after(answered, rng.gamma(4, 45))
    part_of_cost = min(1.0, (0.25 + 0.75 * heard) * rng.uniform(0.85, 1.1))
    row |= {"PROGRAM": _PROGRAMME.get(theme, ""), "NILAI DIDANAI": int(max(1e6, cost * part_of_cost // 1e6 * 1e6))}
    if done <= TODAY:
        return {**row, "STATUS USULAN": "selesai", "TANGGAL TERLAKSANA": said(done, "long")}
    return {**row, "STATUS USULAN": "didanai"}
