"""``kepesertaan_2021_2026.csv``: who was enrolled in two programmes, from when to when, as their lists say."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from etl.demo.changes import DEAD, MOVED, NOT_FOUND, Changes
from etl.demo.entitlement import eligible
from etl.demo.population import Population
from etl.demo.programmes import INDEX, PROGRAMMES
from etl.demo.settings import LAST_MONTH, generator
from etl.demo.transfers import PAID, Transfers
from etl.demo.writing import dates, digits, write_csv
from pantau.reference import month_index

CODES = ("PKH", "KLJ")
LATE_ENTRIES, EARLY_EXITS = 24, 30
"""For each 13,000 households: lists that begin after the first payment, or end before the last."""

_STAGE = 3  # months of a stage of both programmes
_GAP = 2 * _STAGE
"""Months from one stage to the next that mean that someone had left and came back."""


_DEAR = (month_index(2024, 4), month_index(2024, 12))
"""When food had become dear: some left then as if they could do without, and came back."""


def write(transfers: Transfers, population: Population, changes: Changes, trained: np.ndarray, path: Path) -> int:
    """Write the file; returns its rows. ``trained``: of each household the month index in which a member passed a course,
    0 where none did."""
    parts = [_stays(code, transfers, population, changes, trained, generator(30 + i)) for i, code in enumerate(CODES)]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    write_csv(path, columns, ";", bom=True)
    return len(columns["PROGRAM"])


def _stays(
    code: str,
    transfers: Transfers,
    population: Population,
    changes: Changes,
    trained: np.ndarray,
    rng: np.random.Generator,
) -> dict[str, np.ndarray]:
    """One row a stay: stages that follow one another."""
    programme = PROGRAMMES[INDEX[code]]
    own = transfers.take(np.flatnonzero(transfers.programme == INDEX[code]))
    unit = own.person if programme.is_person else own.household
    order = np.lexsort((own.month, unit))
    unit, month, home, paid = unit[order], own.month[order], own.household[order], (own.status == PAID)[order]
    new = np.r_[True, (np.diff(unit) != 0) | (np.diff(month) >= _GAP)]
    start = np.flatnonzero(new)
    end = np.r_[start[1:] - 1, len(unit) - 1]
    entry, leave = month[start], month[end] + _STAGE  # the month after the last one covered
    scale = len(population.rw) / 13_000

    def some(where: np.ndarray, number: int) -> np.ndarray:
        return rng.permutation(np.flatnonzero(where))[: max(3, round(number * scale))]

    long = end - start >= 3
    late = some(long & paid[start], LATE_ENTRIES)
    entry[late] += _STAGE
    ended = leave <= LAST_MONTH
    early = some(long & ended & paid[end], EARLY_EXITS)
    leave[early] -= _STAGE
    entry_day = entry.astype("datetime64[M]") - np.timedelta64(1970 * 12, "M")
    exit_day = (leave.astype("datetime64[M]") - np.timedelta64(1970 * 12, "M")).astype("datetime64[D]")
    exit_day = np.where(ended, exit_day - np.timedelta64(1, "D"), np.datetime64("NaT", "D"))
    reason = _reasons(
        unit[start], home[start], programme.is_person, population, changes, eligible(population, programme)
    )
    back = np.r_[unit[start][1:] == unit[start][:-1], False]  # came again later
    reason = np.where(back, "lainnya", reason)
    reason = _graduates(reason, home[start], back, trained[home[start]], leave)
    # Who died while paid is out from that day, however long the payments went on.
    if programme.is_person:
        known = (changes.status[unit[start]] == DEAD) & (month[end] + 2 * _STAGE > _month(changes.since[unit[start]]))
        exit_day = np.where(known, np.maximum(changes.since[unit[start]], entry_day.astype("datetime64[D]")), exit_day)
    gone = ~np.isnat(exit_day)
    return {
        "PROGRAM": np.full(len(start), code, dtype=object),
        "NO KK": digits(population.kk)[home[start]],
        "NIK": digits(population.nik)[unit[start]] if programme.is_person else np.full(len(start), "", dtype=object),
        "TANGGAL MASUK": dates(entry_day.astype("datetime64[D]"), "slash"),
        "TANGGAL KELUAR": dates(exit_day, "slash"),
        "ALASAN KELUAR": np.where(gone, reason, ""),
    }


def _graduates(
    reason: np.ndarray, home: np.ndarray, back: np.ndarray, trained: np.ndarray, leave: np.ndarray
) -> np.ndarray:
    """The reasons, where some left because they could do without: most of the families of those who passed a course, and
    some who came back when food had become dear."""
    other = np.isin(reason, ["lainnya", "mundur", "tidak layak"])
    after_course = (trained > 0) & (trained < leave) & ~back & (home % 10 < 8)
    too_early = back & (leave >= _DEAR[0]) & (leave <= _DEAR[1]) & (home % 6 == 0)
    return np.where(other & (after_course | too_early), "graduasi", reason)


def _month(days: np.ndarray) -> np.ndarray:
    """Month index; a date that is not known counts as never."""
    months = days.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return np.where(np.isnat(days), np.iinfo(np.int32).max, months)


def _reasons(
    unit: np.ndarray,
    home: np.ndarray,
    is_person: bool,
    population: Population,
    changes: Changes,
    entitled: np.ndarray,
) -> np.ndarray:
    """Why each left: what happened to the person (or the whole household), else what the registry lets one guess."""
    first = np.r_[0, np.flatnonzero(np.diff(population.household)) + 1]
    status = changes.status[unit if is_person else first[home]]
    deserted = changes.stop_home[home] < np.datetime64("2100-01-01")
    status = np.where(is_person | deserted, status, 0)
    not_entitled = np.where(home % 3 == 0, "tidak layak", "graduasi").astype(object)
    return np.select(
        [status == DEAD, status == MOVED, status == NOT_FOUND, ~entitled[home], home % 5 == 0],
        ["meninggal", "pindah", "lainnya", not_entitled, "mundur"],
        "lainnya",
    ).astype(object)
