"""``hasil_pengukuran.csv``: tests, businesses, incomes and scales of those who took part, before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from etl.demo.parts.activities import GROUP, LAPSED, OUTREACH, TRAINING
from etl.demo.parts.attendance import PASSED_FROM, Roll, Rolls
from etl.demo.parts.table import Cells, Table, headings, said
from etl.demo.parts.themes import COURSES, TALKS
from etl.demo.parts.town import TODAY, Town, days_after
from etl.demo.settings import generator

_HEADING = headings(
    "KODE KEGIATAN|NIK|TANGGAL|PENGUKURAN|NILAI|LULUS|USAHA BERJALAN|PENDAPATAN|SKOR STIGMA|SKOR DUKUNGAN"
)
_REACHED = {6: 0.93, 12: 0.88}
"""Share of the participants who could be asked again after so many months."""
_HALF_YEAR = 183

# Mean of the scales (1 to 5) by wave, of groups that go on meeting and of those that do not.
_STIGMA = {False: (3.4, 2.8, 2.2), True: (3.4, 3.4, 3.5)}
_SUPPORT = {False: (2.6, 3.3, 3.9), True: (2.6, 2.5, 2.4)}
_WAVES = (dt.date(2023, 9, 11), dt.date(2024, 10, 14), dt.date(2026, 3, 9))


def make(rolls: Rolls) -> Table:
    """The list of everything measured, activity by activity."""
    rng = generator(47)
    rows: list[Cells] = []
    for number, roll in enumerate(rolls.all):
        kind = roll.activity.kind
        if kind == TRAINING:
            rows += _course(roll, rolls.town, rng)
        elif kind == OUTREACH and number % 3 != 0:  # not every talk has a quiz
            rows += _quiz(roll, rolls.town, rng)
        elif kind == GROUP:
            rows += _scales(roll, rolls.town, rng)
    table = Table("hasil_pengukuran.csv", _HEADING, rows)
    table.spoil(
        generator(48),
        ("NIK tidak dikenal", lambda _row: {"NIK": "3174994101907031"}, 3),
        ("kegiatan tidak dikenal", lambda _row: {"KODE KEGIATAN": "PLT-2024-78"}, 2),
        ("baris dua kali", lambda _row: {}, 3),
        ("nilai di luar 0 sampai 100", lambda row: {"NILAI": "780"} if row["NILAI"] else None, 2),
        ("skor di luar 1 sampai 5", lambda row: {"SKOR STIGMA": "9"} if row["SKOR STIGMA"] else None, 1),
    )
    return table


def _row(
    roll: Roll,
    town: Town,
    person: int,
    day: dt.date,
    when: str,
    score: float | None = None,
    passed: bool | None = None,
    business: bool | None = None,
    income: int | None = None,
    scales: tuple[float, float] | None = None,
) -> Cells:
    return {
        "KODE KEGIATAN": roll.activity.code,
        "NIK": str(town.people.nik[person]),
        "TANGGAL": said(day),
        "PENGUKURAN": when,
        "NILAI": "" if score is None else f"{score:.0f}",
        "LULUS": "" if passed is None else "Ya" if passed else "Tidak",
        "USAHA BERJALAN": "" if business is None else "Ya" if business else "Tidak",
        "PENDAPATAN": "" if income is None else f"Rp{income:,}".replace(",", "."),
        "SKOR STIGMA": "" if scales is None else f"{scales[0]:.1f}".replace(".", ","),
        "SKOR DUKUNGAN": "" if scales is None else f"{scales[1]:.1f}".replace(".", ","),
    }


def _points(value: float) -> float:
    return float(min(100, max(0, round(value))))


def _course(roll: Roll, town: Town, rng: np.random.Generator) -> Iterator[Cells]:
    a = roll.activity
    if not a.held:
        return
    course = COURSES[a.subject]
    first, last = a.days[0], a.days[-1]
    for person, share in roll.present.items():
        before = _points(rng.normal(46, 11))
        income = _income(town, person, rng)
        yield _row(roll, town, person, first, "awal", score=before, income=income)
        if last > TODAY or share < 0.3:
            continue
        after = _points(before + rng.normal(course.gain, 8) * (0.5 + 0.5 * share))
        passed = share >= PASSED_FROM and after >= 45
        yield _row(roll, town, person, last, "akhir", score=after, passed=passed)
        started = passed and rng.random() < course.business
        alive = started and rng.random() < course.alive / course.business
        for months, runs in ((6, started), (12, alive)):
            asked = days_after(last, months * _HALF_YEAR / 6 + rng.uniform(0, 12))
            if asked > TODAY or rng.random() > _REACHED[months]:
                continue
            change = course.income * (months / 12) * (1.25 if runs else 0.75 if passed else 0.3)
            now = _rounded(income * (1.03 + change + rng.normal(0, 0.12)))
            yield _row(roll, town, person, asked, f"{months} bulan", business=runs, income=now)
    for person in roll.waiting:  # with whom one can compare
        income = _income(town, person, rng)
        yield _row(roll, town, person, first, "awal", income=income)
        asked = days_after(last, 2 * _HALF_YEAR + rng.uniform(0, 12))
        if asked <= TODAY and rng.random() < _REACHED[12]:
            now = _rounded(income * (1.03 + rng.normal(0, 0.12)))
            yield _row(roll, town, person, asked, "12 bulan", business=rng.random() < 0.05, income=now)


def _income(town: Town, person: int, rng: np.random.Generator) -> int:
    """What somebody says to earn in a month: little, if the registry has nothing."""
    stated = int(town.people.income[person])
    return _rounded(min(3_500_000, stated * rng.uniform(0.75, 1.0)) if stated else rng.uniform(350_000, 900_000))


def _rounded(rupiah: float) -> int:
    return max(100_000, round(rupiah / 50_000) * 50_000)


def _quiz(roll: Roll, town: Town, rng: np.random.Generator) -> Iterator[Cells]:
    a = roll.activity
    for _, day in a.held:
        for person, share in roll.present.items():
            if not share:
                continue
            before = _points(rng.normal(52, 12))
            yield _row(roll, town, person, day, "awal", score=before)
            if rng.random() < 0.92:
                after = _points(before + rng.normal(TALKS[a.subject].gain, 8))
                yield _row(roll, town, person, day, "akhir", score=after)


def _scales(roll: Roll, town: Town, rng: np.random.Generator) -> Iterator[Cells]:
    lapsed = roll.activity.subject in LAPSED
    for person, share in roll.present.items():
        own = rng.normal(0, 0.35)
        for wave, day in enumerate(_WAVES):
            if wave and rng.random() > (0.7 if lapsed else 0.92):
                continue
            pull = (share - 0.6) * wave * (0 if lapsed else -0.4)
            stigma = _scale(_STIGMA[lapsed][wave] + own + pull + rng.normal(0, 0.25))
            support = _scale(_SUPPORT[lapsed][wave] - own - pull + rng.normal(0, 0.25))
            asked = days_after(day, roll.activity.subject * 2)
            yield _row(roll, town, person, asked, f"gelombang {wave + 1}", scales=(stigma, support))


def _scale(value: float) -> float:
    return float(min(5.0, max(1.0, round(value, 1))))
