"""``registri_rumah_tangga.csv``: the people as a registry office would export them, habits and mistakes included."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from etl.demo import doubles
from etl.demo.population import HEAD, RELATIONS, SPOUSE, Population
from etl.demo.settings import generator
from etl.demo.writing import Columns, dates, digits, habit, rupiah, spaced, write_csv

DIRTY_SHARE = 0.009
BLANK_EVERY = 9_000
TRUTH = "kunci_ganda.csv"
"""Beside the registry, not to be loaded: which of its records are one person, or share one NIK."""


def write(population: Population, untouched: np.ndarray, path: Path) -> np.ndarray:
    """Write the file; mistakes are only made with members who are not ``untouched`` (P). Returns with whom (P).

    The truth about the doubles goes into :data:`TRUTH` beside it.
    """
    rng = generator(4)
    columns = columns_of(population, rng)
    victims = _victims(population, untouched, rng)
    plain = {name: cells.copy() for name, cells in columns.items()}
    _spoil(columns, population, untouched, victims)
    spoilt = np.zeros(len(untouched), dtype=bool)
    spoilt[np.concatenate(victims)] = True
    double = doubles.make(plain, population, spoilt)
    repeated = victims[-1]  # entered twice
    size = len(untouched)
    # Where each row stands: the people in order, a repeated row after its first, a double after the family it is put in.
    place = np.concatenate([np.arange(size), repeated + 0.25, double.after + 0.5])
    order = np.argsort(place, kind="stable")
    for name, cells in columns.items():
        columns[name] = np.concatenate([cells, cells[repeated], double.columns[name]])[order]
    write_csv(path, columns, ";", bom=True, blank_every=BLANK_EVERY)
    at = np.empty(len(order), dtype=np.int64)
    at[order] = np.arange(len(order))
    row_of = (at + 2 + at // BLANK_EVERY).tolist()
    nik = digits(population.nik)
    two = [
        (doubles.TWO_NIK, kind, nik[p], row_of[p], double.columns["NIK"][i], row_of[size + len(repeated) + i])
        for i, (p, kind) in enumerate(zip(double.person.tolist(), double.kind, strict=True))
    ]
    one = [
        (doubles.ONE_NIK, "", nik[p], row_of[p], nik[p], row_of[q]) for q, p in _lent(population, untouched, victims)
    ]
    doubles.write_truth(two + one, path.with_name(TRUTH))
    return spoilt


def columns_of(population: Population, rng: np.random.Generator, relations: np.ndarray | None = None) -> Columns:
    """The cells of every person; ``relations`` (index into RELATIONS) where they are others than at first."""
    people, home = population, population.household
    relations = people.relation if relations is None else relations
    size = len(home)
    rt, rw = people.rt[home], people.rw[home]
    nik = digits(people.nik)
    nik = habit(nik, 0.02, np.array(["'" + n for n in nik], dtype=object), rng)
    nik = habit(nik, 0.01, spaced(nik), rng)
    short, padded = digits(rt), _padded(rt)
    both = np.array([f"RT {t:03d}/RW {w:03d}" for t, w in zip(rt, rw, strict=True)], dtype=object)
    rt_cells = habit(habit(padded, 0.15, short, rng), 0.01, both, rng)
    relation = np.array(RELATIONS, dtype=object)[relations]
    relation[(relations == SPOUSE) & ~people.woman] = "Suami"
    desil = np.where(people.desil > 0, people.desil, 0)[home]
    # A few birth dates are a day off what the NIK says: loaded, with a warning.
    birth = people.birth - (rng.random(size) < 0.002).astype("timedelta64[D]")
    income = np.where(people.income > 0, rupiah(people.income, "plain"), "")
    income = np.where((people.income > 0) & (rng.random(size) < 0.05), rupiah(people.income, "full"), income)
    return {
        "NO KK": digits(people.kk)[home],
        "NIK": nik,
        "NAMA LENGKAP": np.char.upper(people.name.astype(str)).astype(object),
        "ALAMAT": people.address.astype(object)[home],
        "RT": rt_cells,
        "RW": habit(_padded(rw), 0.15, digits(rw), rng),
        "TANGGAL LAHIR": habit(dates(birth, "slash"), 0.02, dates(birth, "long"), rng),
        "JENIS KELAMIN": habit(
            np.where(people.woman, "P", "L").astype(object),
            0.03,
            np.where(people.woman, "Perempuan", "Laki-laki").astype(object),
            rng,
        ),
        "HUBUNGAN": relation,
        "DESIL": np.where(desil > 0, digits(desil), ""),
        "LANSIA": _flag(people.elderly),
        "DISABILITAS": _flag(people.disability),
        "HAMIL": _flag(people.pregnant),
        "BALITA": _flag(people.child),
        "PELAJAR": _flag(people.pupil),
        "PENDAPATAN": income,
    }


def _padded(numbers: np.ndarray) -> np.ndarray:
    return np.array([f"{n:03d}" for n in range(1001)], dtype=object)[numbers]


def _flag(flag: np.ndarray) -> np.ndarray:
    return np.where(flag, "Ya", "Tidak").astype(object)


_GROUPS = 16


def _victims(population: Population, untouched: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
    """The members with whom each kind of mistake is made."""
    open_to = np.flatnonzero(~untouched & (population.relation != HEAD))
    victims = rng.permutation(open_to)[: max(_GROUPS, round(len(untouched) * DIRTY_SHARE))]
    return np.array_split(victims, _GROUPS)


def _lent(population: Population, untouched: np.ndarray, victims: list[np.ndarray]) -> list[tuple[int, int]]:
    """(member, owner): members written down with the NIK of somebody of another family further up."""
    owners = np.flatnonzero(untouched)
    found = []
    for member in victims[14].tolist():
        before = int(np.searchsorted(owners, np.searchsorted(population.household, population.household[member])))
        if before:
            found.append((member, int(owners[member * 7919 % before])))
    return found


def _spoil(columns: Columns, population: Population, untouched: np.ndarray, victims: list[np.ndarray]) -> None:
    """Spoil cells of some rows, as is found in real registries."""
    nik = digits(population.nik)
    no_such_rt = ["041", "077", "099"]

    def set_cells(column: str, group: int, word: object) -> None:
        for at in victims[group]:
            columns[column][at] = word(at) if callable(word) else word

    set_cells("NIK", 0, lambda at: nik[at][:15])
    set_cells("NIK", 1, lambda at: f"{nik[at][0]},{nik[at][1:6]}E+15")
    set_cells("NIK", 2, lambda at: nik[at][:6] + "93" + nik[at][8:])  # no such day, nor day + 40
    set_cells("NIK", 3, "")
    set_cells("NO KK", 4, lambda at: columns["NO KK"][at][:14])
    set_cells("RT", 5, lambda at: no_such_rt[at % 3])
    set_cells("TANGGAL LAHIR", 6, "31/02/1990")
    set_cells("TANGGAL LAHIR", 7, lambda at: f"{at % 27 + 1:02d}/03/2062")
    set_cells("JENIS KELAMIN", 8, "X")
    set_cells("HUBUNGAN", 9, "Tetangga")
    set_cells("DESIL", 10, "14")
    set_cells("PENDAPATAN", 11, "-500000")
    set_cells("LANSIA", 12, "mungkin")
    set_cells("NAMA LENGKAP", 13, "")
    for member, owner in _lent(population, untouched, victims):
        columns["NIK"][member] = nik[owner]
