"""Office files made at random, each with what can be known of it without our readers: rows, sums, secrets.

Every choice comes from one ``random.Random``: Hypothesis hands in its own (and shrinks what fails), the long run one with
a seed for each file.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.etl.office import KELURAHAN, KK, KK_2, nik

SUMMED = {
    "registry": {"PENDAPATAN": "income"},
    "survey": {"pendapatan": "income"},
    "disbursement": {"NOMINAL": "amount", "NOMINAL SEHARUSNYA": "entitled", "JUMLAH": "quantity"},
}
"""Kind -> heading of a summed column -> its name in the contract."""

FIRST = "Zubaidawati Hastungkara Wiramantri Qodariyah Yosafatina Mbarepsari".split()
LAST = "Kertajayanti Wongsodirana Tjokrosudarma Purbohadiningrat Gumelarsari".split()

Cell = str | int | float | dt.date | None


@dataclass
class Case:
    """A file, and what must hold for its report if it is read at all (None: the mangling does not let us say)."""

    path: Path
    kind: str | None = None
    rows: int | None = None
    sums: dict[str, int] | None = None
    secrets: set[str] = field(default_factory=set)
    how: list[str] = field(default_factory=list)


@dataclass
class Sheet:
    """A table before it is written. ``worth`` has for each row and summed heading what the cell is worth in rupiah."""

    kind: str
    headings: list[str]
    rows: list[list[Cell]]
    worth: list[dict[str, int]]
    secrets: set[str]
    above: list[list[Cell]] = field(default_factory=list)
    how: list[str] = field(default_factory=list)
    countable: bool = True
    summable: bool = True

    def column(self, heading: str) -> int:
        return self.headings.index(heading)


# --- plain files --------------------------------------------------------------------------------------


def _name(pick: Random) -> str:
    return f"{pick.choice(FIRST)} {pick.choice(LAST)}"


def _kk(pick: Random) -> str:
    return (
        f"317406{pick.randint(1, 28):02d}{pick.randint(1, 12):02d}{pick.randint(0, 25):02d}{pick.randint(1, 9999):04d}"
    )


def _nik(pick: Random) -> tuple[str, dt.date, str]:
    born, woman = dt.date(pick.randint(1930, 2024), pick.randint(1, 12), pick.randint(1, 28)), pick.random() < 0.5
    return nik(born.day, born.month, born.year, pick.randint(1, 9999), woman), born, "P" if woman else "L"


def registry(pick: Random) -> Sheet:
    headings = ["NO KK", "NIK", "NAMA LENGKAP", "ALAMAT", "RT", "RW", "TANGGAL LAHIR", "JENIS KELAMIN", "HUBUNGAN"]
    headings += ["DESIL", "LANSIA", "HAMIL", "PENDAPATAN"]
    rows: list[list[Cell]] = []
    secrets: set[str] = set()
    for _ in range(pick.randint(1, 6)):
        kk, place = _kk(pick), pick.choice([("001", "001"), ("005", "002"), ("5", "1"), ("RT 001", "RW 2")])
        street = f"Gang {pick.choice(LAST)} {pick.randint(1, 99)}"
        for member in range(pick.randint(1, 4)):
            number, born, sex = _nik(pick)
            name = _name(pick)
            relation = pick.choice(["Istri", "Anak", "Cucu", "Famili Lain"]) if member else "Kepala Keluarga"
            flags: list[Cell] = [pick.choice(["Ya", "Tidak", "", "1", "0", "v"]) for _ in range(2)]
            desil: Cell = pick.choice(["", str(pick.randint(1, 10))])
            rows.append(
                [kk, number, name, street, *place, born, sex, relation, desil, *flags, pick.randint(0, 99) * 50_000]
            )
            secrets |= {kk, number, name}
    return as_sheet(pick, "registry", headings, rows, secrets)


def disbursement(pick: Random) -> Sheet:
    headings = ["PROGRAM", "NO KK", "NIK", "PERIODE", "JATUH TEMPO", "TANGGAL BAYAR", "NOMINAL", "NOMINAL SEHARUSNYA"]
    headings += ["BARANG", "JUMLAH", "KANAL", "STATUS"]
    rows: list[list[Cell]] = []
    secrets = {KK, KK_2}
    for _ in range(pick.randint(1, 25)):
        month = dt.date(pick.randint(2022, 2025), pick.randint(1, 12), 1)
        written = pick.choice(
            [month.strftime("%Y-%m"), month.strftime("%m/%Y"), f"Triwulan {month.month % 4 + 1} {month.year}"]
        )
        goods = pick.random() < 0.2
        programme = "CSR" if goods else pick.choice(["PKH", "BPNT", "KLJ", "Program Keluarga Harapan"])
        kk = pick.choice([KK, KK, KK_2, _kk(pick)])
        secrets.add(kk)
        paid: Cell = month + dt.timedelta(pick.randint(0, 40)) if pick.random() < 0.8 else None
        amount: Cell = None if goods else pick.randint(1, 30) * 50_000
        tail: list[Cell] = ["Beras", pick.randint(1, 5)] if goods else [None, None]
        row: list[Cell] = [programme, kk, None, written, month + dt.timedelta(9), paid, amount]
        rows.append([*row, None if pick.random() < 0.7 else amount, *tail, pick.choice(["Bank", "Pos", ""]), ""])
    return as_sheet(pick, "disbursement", headings, rows, secrets)


def areas(pick: Random) -> Sheet:
    rows: list[list[Cell]] = []
    for rw in range(1, pick.randint(2, 6)):
        rows.append([f"{KELURAHAN}.{rw:03d}", KELURAHAN, "RW", f"RW {rw:03d}"])
        rows += [[f"{KELURAHAN}.{rw:03d}.{rt:03d}", "", "RT", f"RT {rt:03d}"] for rt in range(1, pick.randint(2, 5))]
    return as_sheet(pick, "areas", ["KODE", "KODE INDUK", "TINGKAT", "NAMA"], rows, set())


def programmes(pick: Random) -> Sheet:
    headings = [
        "KODE",
        "NAMA",
        "PELAKSANA",
        "JENIS PELAKSANA",
        "JENIS MANFAAT",
        "PENERIMA",
        "NOMINAL",
        "BULAN PER TAHAP",
    ]
    headings += ["DESIL MAKS", "KATEGORI", "MULAI", "SELESAI"]
    rows: list[list[Cell]] = []
    for i in range(pick.randint(1, 5)):
        who = pick.choice(["keluarga", "perorangan"])
        by = pick.choice(["pusat", "daerah", "swasta"])
        row: list[Cell] = [
            f"P{i}",
            f"Program Contoh {i}",
            "Dinas Contoh",
            by,
            "tunai",
            who,
            pick.randint(1, 9) * 100_000,
        ]
        rows.append([*row, pick.choice([1, 2, 3]), pick.choice([4, None]), "", "2021-01", ""])
    return as_sheet(pick, "programmes", headings, rows, set())


def targets(pick: Random) -> Sheet:
    rows: list[list[Cell]] = []
    for _ in range(pick.randint(1, 8)):
        year = pick.randint(2021, 2026)
        if pick.random() < 0.5:
            rows.append(["anggaran", None, "PKH", None, year, pick.randint(1, 900) * 1_000_000])
        else:
            rows.append(
                ["target", "coverage", pick.choice(["PKH", None]), None, year, pick.choice(["85%", "0,9", "0.75"])]
            )
    return as_sheet(pick, "targets", ["JENIS", "INDIKATOR", "PROGRAM", "WILAYAH", "TAHUN", "NILAI"], rows, set())


def membership(pick: Random) -> Sheet:
    headings = ["PROGRAM", "NO KK", "NIK", "TANGGAL MASUK", "TANGGAL KELUAR", "ALASAN KELUAR"]
    rows: list[list[Cell]] = []
    secrets = set()
    for _ in range(pick.randint(1, 12)):
        kk = pick.choice([KK, KK_2, _kk(pick)])
        entry = dt.date(pick.randint(2021, 2024), pick.randint(1, 12), 1)
        left: list[Cell] = [entry + dt.timedelta(400), "graduasi"] if pick.random() < 0.3 else [None, None]
        rows.append([pick.choice(["PKH", "BPNT"]), kk, None, entry, *left])
        secrets.add(kk)
    return as_sheet(pick, "membership", headings, rows, secrets)


def as_sheet(pick: Random, kind: str, headings: list[str], rows: list[list[Cell]], secrets: set[str]) -> Sheet:
    worth = []
    for row in rows:
        found = {}
        for heading in SUMMED.get(kind, {}):
            cell = row[headings.index(heading)]
            found[heading] = cell if isinstance(cell, int) else 0
        worth.append(found)
    return Sheet(kind, headings, rows, worth, secrets)


KINDS = (registry, registry, disbursement, disbursement, areas, programmes, targets, membership)


def same_heading(a: str, b: str) -> bool:
    return "".join(filter(str.isalnum, a.upper())) == "".join(filter(str.isalnum, b.upper()))
