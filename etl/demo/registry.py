"""``registri_rumah_tangga.csv``: the people as a registry office would export them, habits and mistakes included."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from etl.demo.population import HEAD, RELATIONS, SPOUSE, Population
from etl.demo.settings import generator
from etl.demo.writing import Columns, dates, digits, habit, rupiah, spaced, write_csv

DIRTY_SHARE = 0.008


def write(population: Population, untouched: np.ndarray, path: Path) -> int:
    """Write the file; mistakes are only made with members who are not ``untouched`` (P). Returns the rows written."""
    rng = generator(4)
    columns = _columns(population, rng)
    columns = _with_mistakes(columns, population, untouched, rng)
    write_csv(path, columns, ";", bom=True, blank_every=9_000)
    return len(columns["NIK"])


def _columns(population: Population, rng: np.random.Generator) -> Columns:
    people, home = population, population.household
    size = len(home)
    rt, rw = people.rt[home], people.rw[home]
    nik = digits(people.nik)
    nik = habit(nik, 0.02, np.array(["'" + n for n in nik], dtype=object), rng)
    nik = habit(nik, 0.01, spaced(nik), rng)
    short, padded = digits(rt), _padded(rt)
    both = np.array([f"RT {t:03d}/RW {w:03d}" for t, w in zip(rt, rw, strict=True)], dtype=object)
    rt_cells = habit(habit(padded, 0.15, short, rng), 0.01, both, rng)
    relation = np.array(RELATIONS, dtype=object)[people.relation]
    relation[(people.relation == SPOUSE) & ~people.woman] = "Suami"
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


def _with_mistakes(
    columns: Columns, population: Population, untouched: np.ndarray, rng: np.random.Generator
) -> Columns:
    """Spoil cells of some rows, and repeat some rows, as is found in real registries."""
    open_to = np.flatnonzero(~untouched & (population.relation != HEAD))
    victims = rng.permutation(open_to)[: max(14, round(len(untouched) * DIRTY_SHARE))]
    groups = np.array_split(victims, 14)
    nik = digits(population.nik)
    no_such_rt = ["041", "077", "099"]

    def set_cells(column: str, group: int, word: object) -> None:
        cells = columns[column].copy()
        for at in groups[group]:
            cells[at] = word(at) if callable(word) else word
        columns[column] = cells

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
    repeated = groups[13]  # entered twice
    order = np.sort(np.concatenate([np.arange(len(nik)), repeated]), kind="stable")
    return {name: cells[order] for name, cells in columns.items()}
