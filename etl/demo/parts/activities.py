"""``kegiatan_2021_2026.xlsx``: trainings, outreach, health days, vaccination and peer groups, as they were planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from etl.demo.parts import needs
from etl.demo.parts.table import Cells, Table, headings, said
from etl.demo.parts.themes import COURSES, GROUPS, HEALTH_DAYS, TALKS
from etl.demo.parts.town import TODAY, Town, days_after
from etl.demo.settings import RW_COUNT, YEARS, generator

TRAINING, OUTREACH, HEALTH, GROUP = "pelatihan", "penyuluhan", "kesehatan", "kelompok"
_PREFIX = {"KURSUS": "PLT", "PENYULUHAN": "PYL", "VAKSIN-LANSIA": "VLN", "VAKSIN-ANAK": "VAN", "KESEHATAN": "HSH"}
_PREFIX |= {"KELOMPOK": "KLP"}

_EACH_YEAR = {TRAINING: 8, OUTREACH: 16, HEALTH: 6}
_IN_PANDEMIC = {TRAINING: 5, OUTREACH: 10, HEALTH: 6}
_FIRST_THERE = dt.date(2026, 8, 1)
"""When the first training and the first outreach came to the RW that had been left out."""
_GROUP_RW = (5, 8, 2, 4, 6, 9, 3, 5, 8, 1)
LAPSED = (3, 6, 9)
"""Groups, by their place in ``GROUPS``, that stopped meeting after some months."""

_HEADING = headings(
    "KODE KEGIATAN|JENIS KEGIATAN|PROGRAM|KODE MITRA|BIDANG|TEMA|JUDUL KEGIATAN|RW|RT|TANGGAL MULAI KEGIATAN|"
    "TANGGAL SELESAI KEGIATAN|JUMLAH SESI|KUOTA PESERTA|BIAYA|STATUS KEGIATAN"
)


@dataclass(frozen=True)
class Activity:
    """Something offered in an RW. ``days`` are its sessions; ``subject`` is its place in the list of its kind's themes."""

    kind: str
    programme: str
    partner: str
    sector: str
    theme: str
    title: str
    rw: int
    days: tuple[dt.date, ...]
    places: int
    cost: int
    subject: int = 0
    code: str = ""
    called_off: bool = False

    @property
    def held(self) -> tuple[tuple[int, dt.date], ...]:
        """Number and day of each session that has been held."""
        return () if self.called_off else tuple((n, d) for n, d in enumerate(self.days, 1) if d <= TODAY)

    @property
    def status(self) -> str:
        """As the office calls it."""
        if self.called_off:
            return "batal"
        return "rencana" if self.days[0] > TODAY else "berjalan" if self.days[-1] > TODAY else "selesai"


def plan(town: Town) -> list[Activity]:
    """All activities, with codes, in the order of their first day."""
    rng = generator(44)
    found = [*_courses(town, rng), *_talks(town, rng), *_health_days(town, rng), *_vaccinations(town, rng)]
    found += _groups(town)
    found.sort(key=lambda a: (a.days[0], a.programme, a.rw, a.subject))
    counts: dict[str, int] = {}
    coded = []
    for activity in found:
        start = f"{_PREFIX[activity.programme]}-{activity.days[0].year}"
        counts[start] = counts.get(start, 0) + 1
        coded.append(replace(activity, code=f"{start}-{counts[start]:02d}"))
    return coded


def _where(town: Town, year: int, number: int, rng: np.random.Generator) -> Iterator[int]:
    """RW of a year's activities, spread by what comes to each; the left-out one gets none."""
    weight = needs.weights(town.rws, year)
    weight[[needs.part(rw) == needs.LEFT_OUT_RW for rw in town.rws]] = 0
    turns = np.concatenate([[0.0], np.cumsum(weight / weight.sum())])
    points = (np.arange(number) + rng.random()) / number  # systematic: each RW gets about its share
    yield from rng.permutation(np.array(town.rws)[np.searchsorted(turns, points, side="right") - 1]).tolist()


def _number(kind: str, year: int, town: Town) -> int:
    return (_IN_PANDEMIC if year == 2021 else _EACH_YEAR)[kind] * town.blocks


def _left_out(town: Town, rw: int, day: dt.date, late: int) -> int:
    """The RW, or, for the ``late``-th of each ten RW from the day on, the one that had been left out."""
    return rw - needs.part(rw) + needs.LEFT_OUT_RW if day >= _FIRST_THERE and late % 3 == 0 else rw


def _courses(town: Town, rng: np.random.Generator) -> Iterator[Activity]:
    for year in YEARS:
        number = _number(TRAINING, year, town)
        for i, rw in enumerate(_where(town, year, number, rng)):
            subject = (i * 2 + year) % len(COURSES) if i % 2 else (0, 1)[(i // 2 + year) % 2]
            course = COURSES[subject]
            start = dt.date(year, 2 + i % 8 * 10 // 8, int(rng.integers(3, 20)))
            if year == 2026 and i % 8 == 7:  # not begun when the list was written
                start = dt.date(2026, 11, 16)
            rw = _left_out(town, rw, start, i)
            days = tuple(start + dt.timedelta(weeks=week) for week in range(course.sessions))
            yield Activity(
                TRAINING, "KURSUS", course.partner, "Usaha dan pekerjaan", course.theme,
                f"Kursus {course.theme.lower()} angkatan {i + 1}/{year}", rw, days, 18,
                int(rng.integers(28, 42)) * 500_000, subject, called_off=year == 2021 and i == 3,
            )  # fmt: skip


def _talks(town: Town, rng: np.random.Generator) -> Iterator[Activity]:
    for year in YEARS:
        number = _number(OUTREACH, year, town)
        for i, rw in enumerate(_where(town, year, number, rng)):
            subject = (i + year) % len(TALKS)
            talk = TALKS[subject]
            start = dt.date(year, 1 + i % 16 * 10 // 16, int(rng.integers(2, 27)))
            rw = _left_out(town, rw, start, i)
            yield Activity(
                OUTREACH, "PENYULUHAN", talk.partner, talk.sector, talk.theme, talk.title, rw, (start,), 40,
                int(rng.integers(4, 9)) * 250_000, subject, called_off=year == 2021 and i in (2, 5),
            )  # fmt: skip


def _health_days(town: Town, rng: np.random.Generator) -> Iterator[Activity]:
    for year in YEARS:
        for i, rw in enumerate(_where(town, year, _number(HEALTH, year, town), rng)):
            subject = 1 if year <= 2022 and i % 2 else (i + year) % len(HEALTH_DAYS)
            day = HEALTH_DAYS[subject]
            start = dt.date(year, 2 + i % 6 * 9 // 6, int(rng.integers(2, 27)))
            yield Activity(
                HEALTH, "KESEHATAN", "M02" if i % 2 else "M04", "Kesehatan", day.theme, day.title, rw, (start,), 60,
                int(rng.integers(5, 10)) * 500_000, subject,
            )  # fmt: skip


def _vaccinations(town: Town, rng: np.random.Generator) -> Iterator[Activity]:
    for year in YEARS:
        for rw in town.rws:
            if year >= 2022:
                start = dt.date(year, 2 + needs.part(rw) // 2, int(rng.integers(2, 27)))
                days = tuple(days_after(start, 30 * n) for n in range(3))
                by = "" if needs.part(rw) == needs.LEFT_OUT_RW else "M11"
                yield Activity(
                    HEALTH, "VAKSIN-ANAK", by, "Kesehatan", "Imunisasi anak", f"Imunisasi dasar {year}", rw, days,
                    60, 3_000_000,
                )  # fmt: skip
            if (rw + year) % 2 and needs.part(rw) != needs.LEFT_OUT_RW:
                day = dt.date(year, 9 + (needs.part(rw) > 5), int(rng.integers(2, 27)))
                yield Activity(
                    HEALTH, "VAKSIN-LANSIA", "M02", "Kesehatan", "Vaksin lansia", f"Vaksin influenza {year}", rw, (day,),
                    120, 4_000_000,
                )  # fmt: skip


def _groups(town: Town) -> Iterator[Activity]:
    for block in range(town.blocks):
        for i, (name, own) in enumerate(zip(GROUPS, _GROUP_RW, strict=True)):
            first = dt.date(2023, 2 + i % 6, 4 + i)
            months = 5 if i in LAPSED else 24
            days = tuple(_month_later(first, n * (1 if i in LAPSED else 2)) for n in range(months))
            yield Activity(
                GROUP, "KELOMPOK", "M03", "Perlindungan sosial", "Kelompok dukungan", f"Kelompok {name}",
                own + RW_COUNT * block, days, 15, 6_000_000, i,
            )  # fmt: skip


def _month_later(day: dt.date, months: int) -> dt.date:
    index = day.year * 12 + day.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, day.day)


def table(activities: list[Activity], town: Town) -> Table:
    """The list of activities as the kelurahan keeps it."""
    rows: list[Cells] = []
    for i, a in enumerate(activities):
        style = "long" if i % 25 == 0 else "iso"
        rows.append(
            {
                "KODE KEGIATAN": a.code,
                "JENIS KEGIATAN": a.kind.capitalize() if i % 7 else a.kind.upper(),
                "PROGRAM": a.programme,
                "KODE MITRA": a.partner,
                "BIDANG": a.sector,
                "TEMA": a.theme,
                "JUDUL KEGIATAN": a.title,
                "RW": f"{a.rw:03d}" if i % 6 else a.rw,
                "RT": "",
                "TANGGAL MULAI KEGIATAN": said(a.days[0], style),
                "TANGGAL SELESAI KEGIATAN": said(a.days[-1], style),
                "JUMLAH SESI": len(a.days),
                "KUOTA PESERTA": a.places,
                "BIAYA": a.cost,
                "STATUS KEGIATAN": a.status,
            }
        )
    table = Table("kegiatan_2021_2026.xlsx", _HEADING, rows)
    table.spoil(
        generator(45),
        ("mitra tidak dikenal", lambda _row: {"KODE KEGIATAN": "PLT-2024-90", "KODE MITRA": "M88"}, 1),
        ("program tidak dikenal", lambda _row: {"KODE KEGIATAN": "PYL-2023-91", "PROGRAM": "PELATIHAN ZUMBA"}, 1),
        ("selesai sebelum mulai", lambda _row: {"KODE KEGIATAN": "PYL-2022-92", "TANGGAL SELESAI KEGIATAN": "2020-01-05"}, 1),
        ("kode dua kali", lambda _row: {"KUOTA PESERTA": 25}, 2),
        ("RW tidak ada", lambda _row: {"KODE KEGIATAN": "HSH-2025-93", "RW": f"{town.rws[-1] + 31:03d}"}, 1),
    )  # fmt: skip
    return table
