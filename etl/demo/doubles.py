"""One person twice in the registry under two NIK, and one NIK given to two people; with the truth in a file beside."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from etl.demo.population import HEAD, Population
from etl.demo.settings import generator
from etl.demo.writing import Columns, dates

KINDS = ("nama sama", "nama lain ejaan", "tanggal lahir lain", "nama dan tanggal lain")
"""How the second record of a person differs from the first, besides its NIK and household."""

PAIRS = 80
"""For each 13,000 households."""

NEAR = 0.8
"""Share of them that are in a household next door."""

HEADING = ("JENIS", "PERBEDAAN", "NIK_A", "BARIS_A", "NIK_B", "BARIS_B")
TWO_NIK, ONE_NIK = "dua_nik", "satu_nik"
FIRST_SERIAL = 9_100
"""Running numbers of the second NIK begin here: above any that :mod:`etl.demo.population` gives."""


@dataclass
class Doubles:
    """Rows to add: ``columns`` (text cells), the person each repeats, and after which person's row each stands."""

    columns: Columns
    person: np.ndarray
    after: np.ndarray
    kind: list[str]


def make(columns: Columns, population: Population, spoilt: np.ndarray) -> Doubles:
    """A second record of some adults who are neither heads nor ``spoilt`` (P), each in another household of the file."""
    rng = generator(23)
    people = population
    homes = len(people.rw)
    adult = (people.age_on(np.datetime64("2026-10-01")) >= 17) & (people.relation != HEAD) & ~spoilt
    number = min(max(8, round(PAIRS * homes / 13_000)), int(adult.sum()))
    person = np.sort(rng.permutation(np.flatnonzero(adult))[:number])
    kind = [KINDS[i % len(KINDS)] for i in range(number)]
    last = np.flatnonzero(np.r_[np.diff(people.household), 1])  # of each household, its last member
    # Most doubles arise a few doors away: a grown child counted at home and with the parents-in-law next door.
    steps = np.where(rng.random(number) < NEAR, rng.integers(1, 4, number), rng.integers(1, max(2, homes), number))
    other = (people.household[person] + steps) % homes
    first = np.r_[0, last[:-1] + 1]
    rows = {name: cells[person].copy() for name, cells in columns.items()}
    for name in ("NO KK", "ALAMAT", "DESIL"):
        rows[name] = columns[name][first[other]].copy()
    rows["RT"] = np.array([f"{n:03d}" for n in people.rt[other]], dtype=object)
    rows["RW"] = np.array([f"{n:03d}" for n in people.rw[other]], dtype=object)
    rows["HUBUNGAN"] = np.full(number, "Famili Lain", dtype=object)
    rows["PENDAPATAN"] = np.full(number, "", dtype=object)
    birth = people.birth[person].copy()
    for i, what in enumerate(kind):
        if what in (KINDS[1], KINDS[3]):
            rows["NAMA LENGKAP"][i] = _other_spelling(str(rows["NAMA LENGKAP"][i]), i)
        if what in (KINDS[2], KINDS[3]):
            birth[i] = _slip(birth[i], i)
    rows["TANGGAL LAHIR"] = dates(birth, "slash")
    day = birth.astype(object)
    rows["NIK"] = np.array(
        [
            f"317406{d.day + 40 * bool(people.woman[p]):02d}{d.month:02d}{d.year % 100:02d}{FIRST_SERIAL + i % 890:04d}"
            for i, (d, p) in enumerate(zip(day, person, strict=True))
        ],
        dtype=object,
    )
    return Doubles(rows, person, last[other], kind)


def _other_spelling(name: str, turn: int) -> str:
    """The name as another clerk wrote it: two letters swapped, an initial, a letter doubled, a part left out."""
    parts = name.split()
    first, last = parts[0], parts[-1]
    if turn % 4 == 0 and len(last) > 4:
        return " ".join([*parts[:-1], last[:2] + last[3] + last[2] + last[4:]])
    if turn % 4 == 1:
        return " ".join([first[0] + ".", *parts[1:]])
    if turn % 4 == 2 and len(parts) > 2:
        return " ".join([first, last])
    return " ".join([first[:2] + first[1:], *parts[1:]])


def _slip(day: np.datetime64, turn: int) -> np.datetime64:
    """The birth date with day and month exchanged, a day later, or a year earlier."""
    date = day.astype(object)
    if turn % 3 == 0 and date.day <= 12 and date.day != date.month:
        return np.datetime64(date.replace(day=date.month, month=date.day))
    if turn % 3 == 1:
        return day + np.timedelta64(1, "D")
    return day - np.timedelta64(366 if date.month <= 2 and date.day == 29 else 365, "D")


def write_truth(rows: list[tuple[str, str, str, int, str, int]], path: Path) -> None:
    """What is double, as it was made: kind, difference, and the NIK and row (heading = 1) of both records."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADING)
        writer.writerows(rows)
