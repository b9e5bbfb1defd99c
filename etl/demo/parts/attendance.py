"""``kehadiran_layanan_<year>.csv``: who was listed, came, was given what; guests are counted without a NIK."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from etl.demo.parts import needs
from etl.demo.parts.activities import LAPSED, Activity
from etl.demo.parts.table import Cells, Table, headings, said
from etl.demo.parts.themes import COURSES, HEALTH_DAYS
from etl.demo.parts.town import TODAY, Town, choose
from etl.demo.programmes import INDEX
from etl.demo.settings import LAST_MONTH, YEARS, generator, part_of
from etl.demo.transfers import PAID
from etl.demo.writing import digits

HEADING = headings("KODE KEGIATAN|SESI|TANGGAL|NIK|JENIS KELAMIN|UMUR|LAYANAN|DOSIS|BARANG|JUMLAH|STATUS")
WAITING = 4
"""Listed for a course, but without a place: they are asked for their income as well."""

PASSED_FROM = 0.7
"""Share of the sessions that one has to attend to pass."""

_SECOND_DOSE, _SECOND_DOSE_THERE = 0.84, 0.42
_THIRD_DOSE = 0.86
_SOON = 24  # months


@dataclass
class Roll:
    """What was written down at an activity: its rows by day, and of each person listed the share of sessions attended."""

    activity: Activity
    rows: list[tuple[dt.date, Cells]] = field(default_factory=list)
    present: dict[int, float] = field(default_factory=dict)
    waiting: list[int] = field(default_factory=list)

    def note(self, nik: str, session: int, day: dt.date, service: str, status: str, **more: object) -> None:
        """One row; a blank ``nik`` is a guest, whose sex and age are among ``more``."""
        cells: Cells = {
            "KODE KEGIATAN": self.activity.code,
            "SESI": session or "",
            "NIK": nik,
            "LAYANAN": service,
            "STATUS": status,
            **more,
        }
        self.rows.append((day, cells))


class Rolls:
    """The rolls of all activities, in order; nobody takes two courses, and a child's doses follow one another."""

    def __init__(self, town: Town, activities: list[Activity]) -> None:
        self.town = town
        self.rng = generator(46)
        size = len(town.people.household)
        self._nik = digits(town.people.nik).tolist()
        self._busy = np.zeros(size, dtype=bool)  # has had a course
        self._vaccinated = np.zeros(size, dtype=bool)
        self._grouped = np.zeros(size, dtype=bool)
        self._leaves = _leaving(town)
        self._on_aid = np.zeros(len(town.people.rw), dtype=bool)
        self._on_aid[town.paid.household[town.paid.status == PAID]] = True
        self.all = [self._roll(activity) for activity in activities]

    def trained(self) -> np.ndarray:
        """Of each household the month index in which a member ended a course with most of its sessions attended, else 0."""
        found = np.zeros(len(self.town.people.rw), dtype=np.int64)
        for roll in self.all:
            last = roll.activity.days[-1]
            if roll.activity.programme == "KURSUS" and last <= TODAY:
                passed = [person for person, share in roll.present.items() if share >= PASSED_FROM]
                found[self.town.people.household[passed]] = last.year * 12 + last.month - 1
        return found

    def _roll(self, activity: Activity) -> Roll:
        roll = Roll(activity)
        if activity.held or activity.status == "rencana":
            make = {
                "KURSUS": self._course, "PENYULUHAN": self._talk, "KESEHATAN": self._health_day,
                "VAKSIN-ANAK": self._children, "VAKSIN-LANSIA": self._elderly, "KELOMPOK": self._group,
            }[activity.programme]  # fmt: skip
            make(roll)
        return roll

    def _near(self, activity: Activity, low: int, high: int, number: int, desil: int | None = None) -> np.ndarray:
        """Persons of the RW, and a few of elsewhere (hardly any of the RW that is left out)."""
        day, town, rng = activity.days[0], self.town, self.rng
        own = choose(rng, town.someone(activity.rw, day, low, high, desil), round(number * 3))
        others = choose(rng, town.someone(0, day, low, high, desil), max(2, round(number * 0.25)))
        away = part_of(town.people.rw[town.people.household[others]]) == needs.LEFT_OUT_RW
        return np.unique(np.concatenate([own, others[~away | (rng.random(len(others)) < 0.3)]]))

    def _course(self, roll: Roll) -> None:
        a, town, rng = roll.activity, self.town, self.rng
        if a.status == "rencana":
            return
        course, day = COURSES[a.subject], a.days[0]
        among = self._near(a, 18, 59, town.number(60), 5)
        among = among[~self._busy[among]]
        people = town.people
        weight = np.where(people.woman[among], course.women, 1 - course.women)
        month = day.year * 12 + day.month - 1
        # Those who were about to stand on their own feet come rather.
        soon = self._leaves[people.household[among]] - month
        weight = weight * np.where((soon >= 2) & (soon <= _SOON), 6.0, 1.0)
        taken = choose(rng, among, town.number(a.places) + WAITING, weight)
        self._busy[taken] = True
        for person in taken.tolist():
            roll.note(self._nik[person], 0, day, "terdaftar", "hadir")
        listed = taken[:-WAITING].tolist()
        roll.waiting = taken[-WAITING:].tolist()
        self._sessions(roll, listed, rng.beta(6, 1.1, len(listed)))

    def _sessions(self, roll: Roll, persons: list[int], keen: np.ndarray) -> None:
        """Who came to each session that was held; ``keen`` is each person's chance to come."""
        came = np.zeros(len(persons))
        held = roll.activity.held
        for number, day in held:
            there = self.rng.random(len(persons)) < keen
            excused = self.rng.random(len(persons)) < 0.4
            came += there
            for person, is_there, with_leave in zip(persons, there.tolist(), excused.tolist(), strict=True):
                status = "hadir" if is_there else "izin" if with_leave else "tidak"
                roll.note(self._nik[person], number, day, "hadir", status)
        roll.present = dict(zip(persons, (came / max(1, len(held))).tolist(), strict=True))

    def _talk(self, roll: Roll) -> None:
        a, town, rng = roll.activity, self.town, self.rng
        among = self._near(a, 18, 85, town.number(60))
        weight = np.where(town.people.woman[among], 1.5, 1.0) * np.where(
            self._on_aid[town.people.household[among]], 2.0, 1.0
        )
        persons = choose(rng, among, town.number(_between(rng, 22, 34)), weight).tolist()
        self._sessions(roll, persons, np.full(len(persons), 0.97))
        self._guests(roll, town.number(_between(rng, 3, 9)), "hadir", "hadir", 18, 80)

    def _guests(self, roll: Roll, number: int, service: str, status: str, low: int, high: int, **more: object) -> None:
        for session, day in roll.activity.held[:1]:
            for _ in range(number):
                sex, age = "LP"[int(self.rng.random() < 0.6)], int(self.rng.integers(low, high))
                guest = {"JENIS KELAMIN": sex, "UMUR": age, **more}
                roll.note("", session, day, service, status, **guest)

    def _health_day(self, roll: Roll) -> None:
        a, town, rng = roll.activity, self.town, self.rng
        day = HEALTH_DAYS[a.subject]
        persons = choose(rng, self._near(a, 3, 90, town.number(60)), town.number(_between(rng, 24, 38))).tolist()
        for session, date in a.held:
            for person in persons:
                roll.note(self._nik[person], session, date, "edukasi", "diberikan")
                if rng.random() < 0.7:
                    given = {"BARANG": day.item, "JUMLAH": day.quantity}
                    roll.note(self._nik[person], session, date, day.service, "diberikan", **given)
        self._guests(roll, town.number(6), "edukasi", "diberikan", 5, 80)

    def _children(self, roll: Roll) -> None:
        a, town, rng = roll.activity, self.town, self.rng
        among = town.someone(a.rw, a.days[0], 0, 5)
        among = among[~self._vaccinated[among]]
        there = needs.part(a.rw)
        number = town.number(44) * (0.6 if there == needs.LEFT_OUT_RW else 1.0)
        young = np.array([1.0 if town.age(p, a.days[0]) <= 2 else 0.5 for p in among.tolist()])
        persons = choose(rng, among, round(number), young)
        second = _SECOND_DOSE_THERE if there == needs.DROP_OFF_RW else _SECOND_DOSE
        for dose, (session, date) in enumerate(a.held, 1):
            if dose > 1:
                persons = persons[rng.random(len(persons)) < (second if dose == 2 else _THIRD_DOSE)]
            for person in persons.tolist():
                refused = rng.random() < 0.01
                given = {"DOSIS": dose, "BARANG": "Vaksin kombinasi DPT"}
                roll.note(self._nik[person], session, date, "vaksin", "ditolak" if refused else "diberikan", **given)
                self._vaccinated[person] = True

    def _elderly(self, roll: Roll) -> None:
        a, town, rng = roll.activity, self.town, self.rng
        among = town.someone(a.rw, a.days[0], 60, 110)
        for session, date in a.held:
            for person in choose(rng, among, town.number(_between(rng, 60, 95))).tolist():
                given = {"DOSIS": 1, "BARANG": "Vaksin influenza"}
                status = "ditolak" if rng.random() < 0.02 else "diberikan"
                roll.note(self._nik[person], session, date, "vaksin", status, **given)

    def _group(self, roll: Roll) -> None:
        a, town, rng = roll.activity, self.town, self.rng
        among = town.someone(a.rw, a.days[0], 20, 75, 5)
        among = among[~self._grouped[among] & self._on_aid[town.people.household[among]]]
        persons = choose(rng, among, town.number(14), np.where(town.people.woman[among], 4.0, 1.0))
        self._grouped[persons] = True
        for person in persons.tolist():
            roll.note(self._nik[person], 0, a.days[0], "terdaftar", "hadir")
        lapsed = a.subject in LAPSED
        keen = rng.beta(3, 2, len(persons)) if lapsed else rng.beta(9, 1.5, len(persons))
        self._sessions(roll, persons.tolist(), keen)


def _leaving(town: Town) -> np.ndarray:
    """Of each household the month index in which its PKH ended, 0 where it has not."""
    pkh = town.paid.programme == INDEX["PKH"]
    last = np.zeros(len(town.people.rw), dtype=np.int64)
    np.maximum.at(last, town.paid.household[pkh], town.paid.month[pkh] + 3)
    return np.where(last > LAST_MONTH - 1, 0, last)


def _between(rng: np.random.Generator, low: int, high: int) -> int:
    return int(rng.integers(low, high))


def tables(rolls: Rolls) -> list[Table]:
    """One list for each year, by day; a session is in one list only."""
    found = []
    for year in YEARS:
        rows = [(day, cells) for roll in rolls.all for day, cells in roll.rows if day.year == year and day <= TODAY]
        rows.sort(key=lambda entry: entry[0])  # stable: an activity's rows stay together
        style = ("slash", "iso", "dash")[year % 3]
        named = [{**cells, "TANGGAL": said(day, style if i % 50 else "long")} for i, (day, cells) in enumerate(rows)]
        table = Table(f"kehadiran_layanan_{year}.csv", HEADING, list(named))
        stranger: Cells = {"NIK": f"317499410190{7000 + year}"}
        nowhere: Cells = {"KODE KEGIATAN": f"PLT-{year}-77"}
        table.spoil(
            generator(50 + year - YEARS[0]),
            ("NIK tidak dikenal", _of_person(stranger), 3),
            ("kegiatan tidak dikenal", _of_person(nowhere), 2),
            ("baris dua kali", _of_person({}), 3),
            ("tanggal tidak ada", _of_person({"TANGGAL": "31/02/2024"}), 1),
        )
        found.append(table)
    return found


def _of_person(cells: Cells) -> Callable[[Cells], Cells | None]:
    """A mistake in the row of somebody with a NIK."""
    return lambda row: cells if row["NIK"] else None
