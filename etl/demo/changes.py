"""What happened to people after the registry was made: deaths, moves, and what the payers did about it.

``registri_2026_pemutakhiran.csv`` tells the office of it, later than it happened. Most transfers stopped in time; some
went on for a while: the findings that an audit makes.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from etl.demo.population import HEAD, RELATIONS, SPOUSE, Population
from etl.demo.programmes import INDEX, PROGRAMMES
from etl.demo.registry import columns_of
from etl.demo.settings import LAST_MONTH, generator
from etl.demo.transfers import PAID, Transfers
from etl.demo.writing import dates, write_csv

ACTIVE, DEAD, MOVED, NOT_FOUND = range(4)
STATUS_WORDS = ("Aktif", "Meninggal", "Pindah", "Tidak ditemukan")
FIRST_DAY, LAST_DAY = np.datetime64("2024-02-01"), np.datetime64("2026-09-15")
DEATHS, HOMES_MOVED, PERSONS_MOVED, HOMES_NOT_FOUND = 150, 38, 40, 12
"""For each 13,000 households."""

_NEVER = np.datetime64("2100-01-01")
_DAY = np.timedelta64(1, "D")


@dataclass
class Changes:
    """Of each person: status (index into STATUS_WORDS), since when, relation now; and when payers knew of it.

    ``stop`` is the first due date that was no longer paid to the person, ``stop_home`` to the household.
    """

    status: np.ndarray
    since: np.ndarray
    relation: np.ndarray
    stop: np.ndarray
    stop_home: np.ndarray


def make(population: Population) -> Changes:
    """Draw who died, moved, or was not found when the list was renewed in 2026."""
    rng = generator(20)
    size, homes = len(population.household), len(population.rw)
    scale = homes / 13_000
    status = np.zeros(size, dtype=np.int64)
    since = np.full(size, np.datetime64("NaT"), dtype="datetime64[D]")

    def some(candidates: np.ndarray, number: int) -> np.ndarray:
        return rng.permutation(candidates)[: max(3, round(number * scale))]

    def mark(persons: np.ndarray, what: int, when: np.ndarray) -> None:
        status[persons], since[persons] = what, when

    def days(number: int) -> np.ndarray:
        span = int((LAST_DAY - FIRST_DAY) // _DAY)
        return FIRST_DAY + rng.integers(0, span, number) * _DAY

    age = population.age_on(FIRST_DAY)
    # The poor first, as they are on the lists; four in five of the dead were 60 or older.
    poor = (population.desil[population.household] <= 4) & (population.desil[population.household] > 0)
    weight = rng.random(size) * np.where(age >= 60, 1.0, 0.08) * np.where(poor, 1.0, 0.45)
    dead = np.argsort(-weight, kind="stable")[: max(6, round(DEATHS * scale))]
    mark(dead, DEAD, days(len(dead)))
    with_dead = np.bincount(population.household[dead], minlength=homes) > 0
    open_homes = np.flatnonzero(~with_dead)
    moved = some(open_homes, HOMES_MOVED + HOMES_NOT_FOUND)
    at = np.full(homes, _NEVER)
    at[moved] = days(len(moved))
    not_found = np.zeros(homes, dtype=bool)
    not_found[moved[: max(1, round(HOMES_NOT_FOUND * scale))]] = True
    gone = np.flatnonzero(at[population.household] < _NEVER)
    mark(gone, MOVED, at[population.household[gone]])
    status[not_found[population.household]] = NOT_FOUND
    grown = np.flatnonzero((age >= 18) & (population.relation > SPOUSE) & (status == ACTIVE))
    alone = some(grown, PERSONS_MOVED)
    mark(alone, MOVED, days(len(alone)))

    relation = population.relation.copy()
    lag = np.where(rng.random(size) < 0.35, rng.integers(45, 240, size), 0)
    stop = np.where(status == ACTIVE, _NEVER, since + lag * _DAY)
    stop_home = np.full(homes, _NEVER)
    deserted = np.bincount(population.household, weights=status == ACTIVE, minlength=homes) == 0
    last = np.full(homes, FIRST_DAY)
    np.maximum.at(last, population.household, np.where(status == ACTIVE, FIRST_DAY, stop))
    stop_home = np.where(deserted, last, _NEVER)
    _hand_over(population, status, relation, rng)
    return Changes(status, since, relation, stop, stop_home)


def _hand_over(population: Population, status: np.ndarray, relation: np.ndarray, rng: np.random.Generator) -> None:
    """In six households of ten whose head died, the spouse (else the next adult) has become the head."""
    age = population.age_on(LAST_DAY)
    for head in np.flatnonzero((status == DEAD) & (population.relation == HEAD)).tolist():
        others = np.flatnonzero((population.household == population.household[head]) & (status == ACTIVE) & (age >= 18))
        if len(others) and rng.random() < 0.6:
            spouses = others[population.relation[others] == SPOUSE]
            relation[spouses[0] if len(spouses) else others[0]] = HEAD
            relation[head] = RELATIONS.index("Famili Lain")


def stopped(transfers: Transfers, changes: Changes) -> Transfers:
    """Without the transfers that fell due after the payer knew."""
    to_person = transfers.person >= 0
    until = np.where(to_person, changes.stop[transfers.person], changes.stop_home[transfers.household])
    return transfers.take(np.flatnonzero(transfers.due < until))


def slips(transfers: Transfers, population: Population) -> Transfers:
    """With the payers' own slips: a stage begun a month late and so paid twice, a parcel given by KK and again by NIK,
    a month after the programme had ended."""
    rng = generator(21)
    scale = len(population.rw) / 13_000
    paid = transfers.status == PAID

    def some(where: np.ndarray, number: int) -> np.ndarray:
        return rng.permutation(np.flatnonzero(where))[: max(3, round(number * scale))]

    def again(at: np.ndarray, months: int, days: int) -> Transfers:
        copy = transfers.take(at)
        copy.month = copy.month + months
        copy.due = copy.due + days * _DAY
        copy.paid = copy.paid + days * _DAY
        copy.amount_paid = copy.amount_due.copy()
        return copy

    extra = []
    # Not in December: the period would run into the next year, and so into another file.
    shifted = (transfers.programme == INDEX["SEMBAKO"]) & paid & (transfers.month % 12 < 9)
    extra.append(again(some(shifted & (transfers.month < LAST_MONTH - 3), 48), 1, 31))
    goods = (
        np.isin(transfers.programme, [INDEX["PAKET-CSR"], INDEX["GIZI"]]) & paid & (transfers.month < LAST_MONTH - 1)
    )
    by_nik = again(some(goods, 26), 0, 9)
    first = np.r_[0, np.flatnonzero(np.diff(population.household)) + 1]
    by_nik.person = first[by_nik.household]
    extra.append(by_nik)
    for code in ("BST", "BLT"):
        programme = PROGRAMMES[INDEX[code]]
        assert programme.last is not None
        extra.append(
            again(some((transfers.programme == INDEX[code]) & (transfers.month == programme.last) & paid, 7), 1, 30)
        )
    parts = [transfers, *extra]
    joined = Transfers(**{f.name: np.concatenate([getattr(t, f.name) for t in parts]) for f in fields(Transfers)})
    order = np.lexsort((joined.person, joined.household, joined.programme, joined.month))
    return joined.take(order)


def write(population: Population, changes: Changes, path: Path) -> int:
    """The renewed registry: every member of the households in which someone's status changed. Returns the rows."""
    touched = np.bincount(population.household, weights=changes.status != ACTIVE, minlength=len(population.rw)) > 0
    rows = np.flatnonzero(touched[population.household])
    whole = columns_of(population, generator(22), changes.relation)
    columns = {name: cells[rows] for name, cells in whole.items()}
    columns["STATUS"] = np.array(STATUS_WORDS, dtype=object)[changes.status[rows]]
    columns["TANGGAL STATUS"] = dates(changes.since[rows], "slash")
    write_csv(path, columns, ";", bom=True)
    return len(rows)
