"""The demo files read again another way: csv, openpyxl and plain Python, nothing of the product's readers or parsers.

Which rows the ETL rejected is taken from its own list (that list has tests of its own); every other row must be
understood here too, or the test fails.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl

HOME = "31.74.06.1003"
MONTHS = "januari februari maret april mei juni juli agustus september oktober november desember".split()
PAID = {"salur", "cair", "tersalur", "dibayar"}
Row = Mapping[str, str]


def grid_of(path: Path) -> list[list[str]]:
    """Every row of the file as text, the heading and what stands above it included."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            return list(csv.reader(file, delimiter=";" if first.count(";") > first.count(",") else ","))
    sheet = openpyxl.load_workbook(path, read_only=True).active
    return [["" if c is None else str(c) for c in row] for row in sheet.iter_rows(values_only=True)]


def rows(path: Path, rejected: set[int], heading_has: str) -> Iterator[tuple[int, Row]]:
    """(row number, cells by heading) of each row not rejected; the heading is row 1."""
    grid = grid_of(path)
    top = next(i for i, cells in enumerate(grid) if heading_has in [c.strip().lstrip("\ufeff").upper() for c in cells])
    names = [c.strip().lstrip("\ufeff").upper() for c in grid[top]]
    for number, cells in enumerate(grid[top + 1 :], start=2):
        if number not in rejected and any(c.strip() for c in cells):
            yield number, dict(zip(names, [*cells, *[""] * len(names)], strict=False))


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def rupiah(text: str) -> int:
    return int(digits(re.sub(r"[.,]00?$|,-$", "", text.strip()) if re.search(r",\d\d$|,-$", text.strip()) else text))


def day(text: str) -> dt.date | None:
    text = text.strip()
    if not text:
        return None
    if re.fullmatch(r"\d{4}-\d\d-\d\d.*", text):
        return dt.date.fromisoformat(text[:10])
    if re.fullmatch(r"\d{5}(\.0)?", text):
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(float(text)))
    parts = re.split(r"[\s/\-.]+", text)
    number = int(parts[1]) if parts[1].isdigit() else _month(parts[1])
    year = int(parts[2])
    return dt.date(year + 2000 if year < 100 else year, number, int(parts[0]))


def _month(text: str) -> int:
    return next(i for i, name in enumerate(MONTHS, 1) if name.startswith(text.lower().rstrip(".")[:3]))


def covered(text: str, months: int) -> tuple[int, int]:
    """First and last month (year * 12 + month - 1) of a period as the offices write it."""
    text = text.strip()
    if match := re.fullmatch(r"(?i)(?:triwulan|tw)\s+(iv|i{1,3}|\d)\s+(\d{4})", text):
        quarter = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(match[1].lower()) or int(match[1])
        start = int(match[2]) * 12 + 3 * (quarter - 1)
        return start, start + 2
    if match := re.fullmatch(r"(\d{4})-T(\d)", text):
        start = int(match[1]) * 12 + 3 * (int(match[2]) - 1)
        return start, start + 2
    if match := re.fullmatch(r"(\w+)\s*-\s*(\w+)\s+(\d{4})", text):
        year = int(match[3]) * 12 - 1
        return year + _month(match[1]), year + _month(match[2])
    if match := re.fullmatch(r"(\d{4})-(\d\d)", text):
        start = int(match[1]) * 12 + int(match[2]) - 1
    elif match := re.fullmatch(r"(\d\d)/(\d{4})", text):
        start = int(match[2]) * 12 + int(match[1]) - 1
    elif match := re.fullmatch(r"([A-Za-z]+)[\s-]+(\d{2,4})", text):
        year = int(match[2]) + (2000 if len(match[2]) == 2 else 0)
        start = year * 12 + _month(match[1]) - 1
    else:
        raise ValueError(text)
    return start, start + months - 1


@dataclass
class Programme:
    code: str
    name: str
    per_person: bool
    amount: int | None
    months: int
    unit_value: int | None
    max_desil: int | None
    categories: set[str]
    first: int
    last: int | None


@dataclass
class Household:
    rt: str
    desil: int | None
    members: int
    income: int
    categories: set[str]


@dataclass(frozen=True)
class Transfer:
    programme: str
    household: str
    first: int
    last: int
    due: dt.date
    paid: dt.date | None
    amount_due: int
    amount_paid: int
    nik: str = ""  # of the person it names, "" when it is to the household
    source: tuple[str, int] = ("", 0)  # file name, row

    @property
    def due_month(self) -> int:
        return self.due.year * 12 + self.due.month - 1


def programmes(path: Path) -> dict[str, Programme]:
    found = {}
    for _, row in rows(path, set(), "KODE"):
        start = covered(row["MULAI"], 1)[0]
        found[row["KODE"]] = Programme(
            row["KODE"],
            row["NAMA"],
            row["PENERIMA"] == "perorangan",
            int(row["NOMINAL"]) if row["NOMINAL"] else None,
            int(row["BULAN PER TAHAP"]),
            int(row["NILAI SATUAN"]) if row["NILAI SATUAN"] else None,
            int(row["DESIL MAKS"]) if row["DESIL MAKS"] else None,
            {c.strip().upper() for c in row["KATEGORI"].split(";") if c.strip()},
            start,
            covered(row["SELESAI"], 1)[0] if row["SELESAI"] else None,
        )
    return found


CATEGORIES = ("LANSIA", "DISABILITAS", "HAMIL", "BALITA", "PELAJAR")
YES = {"ya", "y", "1", "x", "v", "true"}


@dataclass
class Person:
    kk: str
    income: int
    categories: set[str]
    head: bool
    status: str
    since: dt.date | None
    source: tuple[str, int]  # file name, row


def persons(files: list[tuple[Path, set[int]]]) -> tuple[dict[str, Person], dict[str, tuple[str, int | None]]]:
    """Persons by NIK, and RT and desil by KK: what the last file that names them says.

    A household's are those of the row of its head, else of its first row, in that file.
    """
    people: dict[str, Person] = {}
    homes: dict[str, tuple[str, int | None]] = {}
    for path, rejected in files:
        first: dict[str, tuple[str, int | None]] = {}
        heads: dict[str, tuple[str, int | None]] = {}
        for number, row in rows(path, rejected, "NIK"):
            kk, nik = digits(row["NO KK"]), digits(row["NIK"])
            place = [int(n) for n in re.findall(r"\d+", row["RT"])]
            rt, rw = (place[0], place[1]) if len(place) > 1 else (place[0], int(digits(row["RW"])))
            here = (f"{HOME}.{rw:03d}.{rt:03d}", int(row["DESIL"]) if row["DESIL"].strip() else None)
            first.setdefault(kk, here)
            is_head = row["HUBUNGAN"].strip().lower().startswith("kepala")
            if is_head:
                heads.setdefault(kk, here)
            people[nik] = Person(
                kk,
                rupiah(row["PENDAPATAN"]) if row["PENDAPATAN"].strip() else 0,
                {name for name in CATEGORIES if row[name].strip().lower() in YES},
                is_head,
                row.get("STATUS", "").strip().lower() or "aktif",
                day(row.get("TANGGAL STATUS", "")),
                (path.name, number),
            )
        homes |= first | heads
    return people, homes


def registry(files: list[tuple[Path, set[int]]]) -> tuple[dict[str, Household], dict[str, str]]:
    """Households by KK, of their active members; and the KK of each NIK. ``files`` in loading order."""
    people, places = persons(files)
    homes = {kk: Household(rt, desil, 0, 0, set()) for kk, (rt, desil) in places.items()}
    for person in people.values():
        if person.status == "aktif":
            home = homes[person.kk]
            home.members += 1
            home.income += person.income
            home.categories |= person.categories
    return homes, {nik: person.kk for nik, person in people.items()}


def _cell(row: Row, *names: str) -> str:
    return next((row[n].strip() for n in names if row.get(n, "").strip()), "")


def transfers(path: Path, rejected: set[int], known: dict[str, Programme], kk_of: dict[str, str]) -> list[Transfer]:
    by_name = {p.name.upper(): p for p in known.values()} | known
    found = []
    for number, row in rows(path, rejected, "STATUS"):
        programme = by_name[_cell(row, "PROGRAM", "NAMA PROGRAM").upper()]
        nik, kk = digits(_cell(row, "NIK", "NIK PENERIMA")), digits(_cell(row, "NO KK", "NO_KK", "NOMOR KK"))
        household = kk_of[nik] if nik else kk
        first, last = covered(_cell(row, "PERIODE", "BULAN"), programme.months)
        due = day(_cell(row, "JATUH TEMPO", "JATUH_TEMPO", "TANGGAL JATUH TEMPO"))
        assert due is not None
        paid_day = day(_cell(row, "TANGGAL SALUR", "TANGGAL_BAYAR", "TANGGAL BAYAR"))
        money = _cell(row, "NOMINAL", "JUMLAH UANG")
        quantity = _cell(row, "JUMLAH") if "JUMLAH UANG" in row else ""
        value = rupiah(money) if money else int(digits(quantity)) * (programme.unit_value or 0)
        entitled = _cell(row, "NOMINAL SEHARUSNYA", "NOMINAL_SEHARUSNYA")
        due_amount = rupiah(entitled) if entitled else programme.amount if programme.amount is not None else value
        state = _cell(row, "STATUS").lower()
        is_paid = state in PAID if state else paid_day is not None
        found.append(
            Transfer(
                programme.code,
                household,
                first,
                last,
                due,
                paid_day if is_paid else None,
                due_amount,
                value if is_paid else 0,
                nik if programme.per_person or not kk else "",
                (path.name, number),
            )
        )
    return found


@dataclass(frozen=True)
class Stay:
    programme: str
    household: str
    nik: str
    entry: dt.date
    leave: dt.date | None
    source: tuple[str, int]


def stays(path: Path, rejected: set[int], known: dict[str, Programme]) -> list[Stay]:
    """The list of participants."""
    found = []
    for number, row in rows(path, rejected, "TANGGAL MASUK"):
        entry = day(row["TANGGAL MASUK"])
        assert entry is not None
        nik = digits(row["NIK"]) if known[row["PROGRAM"]].per_person else ""
        kk, leave = digits(row["NO KK"]), day(row["TANGGAL KELUAR"])
        found.append(Stay(row["PROGRAM"], kk, nik, entry, leave, (path.name, number)))
    return found


def targets_and_budgets(
    path: Path, rejected: set[int]
) -> tuple[dict[tuple[str, str, str, str], float], dict[tuple[str, str, str], int]]:
    """Targets by (indicator, programme code or "SEMUA", area, year); budgets by (programme, area, year)."""
    targets, budgets = {}, {}
    for _, row in rows(path, rejected, "JENIS"):
        programme = row["PROGRAM"].strip().upper() or "SEMUA"
        area = row["WILAYAH"].strip() or HOME
        value = row["NILAI"].strip()
        if row["JENIS"].strip().lower() == "anggaran":
            budgets[programme, area, row["TAHUN"]] = rupiah(value)
        else:
            number = float(value.rstrip("% ").replace(",", "."))
            targets[row["INDIKATOR"], programme, area, row["TAHUN"]] = number / 100 if "%" in value else number
    return targets, budgets
