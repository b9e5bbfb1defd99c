"""``penyaluran_<year>_<source>``: the transfers as three offices write them, each in its own dialect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from etl.demo.dirt import spoil
from etl.demo.population import Population
from etl.demo.programmes import PROGRAMMES, month_text
from etl.demo.settings import YEARS, generator
from etl.demo.transfers import RETURNED, Transfers
from etl.demo.writing import MONTHS, Columns, dates, digits, habit, rupiah, spaced, write_csv, write_xlsx

OFFICES = ("kemensos", "pemprov", "mitra")
_ROMAN = ("I", "II", "III", "IV")
_WORKBOOK_ROWS = 100_000
_GOODS = {"PAKET-CSR": "Paket sembako", "GIZI": "Paket gizi"}
_WORKBOOK_YEAR = 2021  # the provincial office's oldest file is a workbook; workbooks are slow, so only that one


@dataclass(frozen=True)
class OfficeFile:
    """One file: where, which year and office, and the transfers in it."""

    path: Path
    year: int
    office: str
    transfers: Transfers


def plan(transfers: Transfers, out: Path) -> list[OfficeFile]:
    """The files in the order in which they are to be loaded: by year and office."""
    offices = np.array([OFFICES.index(p.office) if p.office else -1 for p in PROGRAMMES])[transfers.programme]
    files = []
    for year in YEARS:
        for number, office in enumerate(OFFICES):
            own = transfers.take(np.flatnonzero((transfers.month // 12 == year) & (offices == number)))
            workbook = office == "mitra" or (office == "pemprov" and year == _WORKBOOK_YEAR)
            workbook = workbook and len(own) <= _WORKBOOK_ROWS
            name = f"penyaluran_{year}_{office}.{'xlsx' if workbook else 'csv'}"
            files.append(OfficeFile(out / name, year, office, own))
    return files


def write(file: OfficeFile, population: Population) -> int:
    """Write one file; returns its rows."""
    rng = generator(1000 + file.year * 10 + OFFICES.index(file.office))
    style = {"kemensos": _kemensos, "pemprov": _pemprov, "mitra": _mitra}[file.office]
    columns = style(file, population, rng)
    columns = spoil(columns, population, rng)
    if file.path.suffix == ".xlsx":
        title = f"LAPORAN PENYALURAN BANTUAN MITRA TAHUN {file.year}" if file.office == "mitra" else None
        rows = zip(*(c.tolist() for c in columns.values()), strict=True)
        write_xlsx(file.path, f"Penyaluran {file.year}", list(columns), rows, title)
    elif file.office == "kemensos":
        title = "REKAPITULASI PENYALURAN BANTUAN SOSIAL TAHUN 2022 (DATA CONTOH)" if file.year == 2022 else None
        write_csv(file.path, columns, ";", bom=True, blank_every=12_000, title=title)
    else:
        write_csv(file.path, columns, ",", bom=False)
    return len(next(iter(columns.values())))


def _kemensos(file: OfficeFile, population: Population, rng: np.random.Generator) -> Columns:
    t = file.transfers
    money = "full" if file.year <= 2022 else "rp" if file.year <= 2024 else "plain"
    words = np.array(["SALUR", "BELUM", "GAGAL", "RETUR"], dtype=object)
    kk = digits(population.kk)[t.household]
    # Of some transfers that came back the file still tells when they were sent.
    sent = np.where((t.status == RETURNED) & (rng.random(len(t)) < 0.1), t.due, t.paid)
    return {
        "NO": digits(np.arange(1, len(t) + 1)),
        "NAMA PROGRAM": habit(_programme(t, "code"), 0.1, _programme(t, "name_id"), rng),
        "NO KK": habit(habit(kk, 0.01, spaced(kk), rng), 0.01, np.array(["'" + k for k in kk], dtype=object), rng),
        "NAMA PENERIMA": _head_names(t, population),
        "PERIODE": _periods(t, _kemensos_period),
        "JATUH TEMPO": dates(t.due, "slash"),
        "TANGGAL SALUR": habit(dates(sent, "slash"), 0.02, dates(sent, "long"), rng),
        "NOMINAL SEHARUSNYA": rupiah(t.amount_due, money),
        "NOMINAL": habit(rupiah(t.amount_paid, money), 0.01, rupiah(t.amount_paid, "dots"), rng),
        "BANK PENYALUR": _channels(t),
        "STATUS": words[t.status],
    }


def _pemprov(file: OfficeFile, population: Population, rng: np.random.Generator) -> Columns:
    t = file.transfers
    words = np.array(["Cair", "Proses", "Gagal", "Retur"], dtype=object)
    nik = digits(population.nik)[t.person]
    return {
        "program": _programme(t, "code"),
        "nik": habit(nik, 0.01, spaced(nik), rng),
        "no_kk": digits(population.kk)[t.household],
        "periode": _periods(t, _pemprov_period),
        "jatuh_tempo": dates(t.due, "iso"),
        "tanggal_bayar": dates(t.paid, "iso"),
        "nominal_seharusnya": rupiah(t.amount_due, "plain"),
        "nominal": rupiah(t.amount_paid, "plain"),
        "kanal": _channels(t),
        "status": words[t.status],
    }


def _mitra(file: OfficeFile, population: Population, rng: np.random.Generator) -> Columns:
    t = file.transfers
    words = np.array(["Tersalur", "Belum", "Gagal", "Kembali"], dtype=object)
    to_person = t.person >= 0
    nik = np.where(to_person, np.array(["'" + n for n in digits(population.nik)], dtype=object)[t.person], "")
    goods = t.quantity > 0
    item = np.array([_GOODS.get(p.code, "") for p in PROGRAMMES], dtype=object)
    return {
        "NAMA PROGRAM": habit(_programme(t, "name_id"), 0.3, _programme(t, "code"), rng),
        "NOMOR KK": np.where(to_person, "", digits(population.kk)[t.household]),
        "NIK PENERIMA": nik,
        "BULAN": _periods(t, lambda month, _code: f"{MONTHS[month % 12]} {month // 12}"),
        "TANGGAL JATUH TEMPO": dates(t.due, "long"),
        "TANGGAL BAYAR": dates(t.paid, "long"),
        "JUMLAH UANG": np.where(goods, "", rupiah(t.amount_paid, "dots")),
        "JENIS BARANG": item[t.programme],
        "JUMLAH": np.where(goods, digits(t.quantity), ""),
        "KANAL": _channels(t),
        "STATUS": words[t.status],
    }


def _programme(t: Transfers, field: str) -> np.ndarray:
    return np.array([getattr(p, field) for p in PROGRAMMES], dtype=object)[t.programme]


def _channels(t: Transfers) -> np.ndarray:
    widest = max(len(p.channels) for p in PROGRAMMES)
    table = np.array([p.channels + ("",) * (widest - len(p.channels)) for p in PROGRAMMES], dtype=object)
    return table[t.programme, t.channel]


def _head_names(t: Transfers, population: Population) -> np.ndarray:
    first = np.r_[0, np.flatnonzero(np.diff(population.household)) + 1]
    return np.char.upper(population.name[first].astype(str)).astype(object)[t.household]


def _periods(t: Transfers, word: Callable[[int, str], str]) -> np.ndarray:
    """The period of each transfer as text; ``word`` is a function of month index and programme code."""
    keys, back = np.unique(t.month * len(PROGRAMMES) + t.programme, return_inverse=True)
    texts = [word(int(k) // len(PROGRAMMES), PROGRAMMES[int(k) % len(PROGRAMMES)].code) for k in keys]
    return np.array(texts, dtype=object)[back] if texts else np.array([], dtype=object)


def _kemensos_period(month: int, code: str) -> str:
    year, number = divmod(month, 12)
    if code == "PKH":
        return f"Triwulan {_ROMAN[number // 3]} {year}"
    if code == "PBI-JKN":
        return f"TW {number // 3 + 1} {year}"
    if code == "SEMBAKO":
        return f"{MONTHS[number]}-{MONTHS[number + 1]} {year}"
    return f"{MONTHS[number]} {year}"


def _pemprov_period(month: int, code: str) -> str:
    return f"{month // 12}-T{month % 12 // 3 + 1}" if code in ("KLJ", "KPDJ", "KAJ") else month_text(month)
