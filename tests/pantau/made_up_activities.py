"""A small made-up kelurahan with trainings, talks, vaccinations and groups, and with transfers: files as an office writes them."""

from __future__ import annotations

import csv
import datetime as dt
import random
from dataclasses import dataclass, field
from pathlib import Path

from tests.etl.office import AREAS, KELURAHAN, REGISTRY_HEADING, nik

PEOPLE = 48
_PLACES = (("001", "001"), ("005", "001"), ("001", "002"), ("005", "002"))
RW = [f"{KELURAHAN}.{number:03d}" for number in (1, 2)]
SERVICES = {  # code -> desil at most, youngest, oldest, category
    "LATIH": ("5", "18", "59", ""),
    "SULUH": ("", "18", "", ""),
    "SUNTIK": ("", "", "6", "balita"),
    "SEHAT": ("", "", "", ""),
    "GRUP": ("", "18", "", ""),
}


@dataclass(frozen=True)
class Person:
    """Somebody of the registry."""

    number: int
    nik: str
    born: dt.date
    sex: str

    @property
    def area(self) -> str:
        """The RT; four persons are one family."""
        rt, rw = _PLACES[self.number // 4 % 4]
        return f"{KELURAHAN}.{rw}.{rt}"

    @property
    def kk(self) -> str:
        return f"31740601012{2000 + self.number // 4:05d}"

    def age(self, day: dt.date) -> int:
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


@dataclass
class Files:
    """The rows of each file, headings first."""

    people: list[Person]
    rows: dict[str, list[list[str]]] = field(default_factory=dict)

    def write(self, folder: Path) -> list[Path]:
        """Each as CSV, in the order in which they are to be loaded."""
        paths = []
        for name, rows in self.rows.items():
            path = folder / f"{name}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, delimiter=";").writerows(rows)
            paths.append(path)
        return paths


_ACTIVITIES = (
    "KODE KEGIATAN;JENIS KEGIATAN;PROGRAM;KODE MITRA;BIDANG;TEMA;JUDUL KEGIATAN;RW;RT;TANGGAL MULAI KEGIATAN;"
    "TANGGAL SELESAI KEGIATAN;JUMLAH SESI;KUOTA PESERTA;BIAYA;STATUS KEGIATAN"
)
_DELIVERIES = "KODE KEGIATAN;SESI;TANGGAL;NIK;JENIS KELAMIN;UMUR;LAYANAN;DOSIS;BARANG;JUMLAH;STATUS"
_OUTCOMES = "KODE KEGIATAN;NIK;TANGGAL;PENGUKURAN;NILAI;LULUS;USAHA BERJALAN;PENDAPATAN;SKOR STIGMA;SKOR DUKUNGAN"
_DISBURSEMENTS = (
    "PROGRAM;NO KK;NIK;PERIODE;JATUH TEMPO;TANGGAL BAYAR;NOMINAL;NOMINAL SEHARUSNYA;BARANG;JUMLAH;KANAL;STATUS"
)
_PROGRAMMES = (
    "KODE;NAMA;PELAKSANA;JENIS PELAKSANA;JENIS MANFAAT;PENERIMA;NOMINAL;BULAN PER TAHAP;NILAI SATUAN;DESIL MAKS;"
    "USIA MIN;USIA MAKS;KATEGORI;MULAI;SELESAI"
)


def make(seed: int = 5) -> Files:
    """All files; the same for the same seed."""
    choose = random.Random(seed)
    people = []
    for i in range(PEOPLE):
        sex = "LP"[i % 2]
        year = choose.randrange(2019, 2023) if i % 4 == 3 else choose.randrange(1950, 2004)
        born = dt.date(year, 1 + i % 12, 1 + i % 28)
        people.append(Person(i, nik(born.day, born.month, born.year, 100 + i, woman=sex == "P"), born, sex))
    files = Files(people)
    files.rows["areas"] = [[str(cell) for cell in row] for row in AREAS]
    files.rows["programmes"] = [_PROGRAMMES.split(";")] + [
        [code, f"Layanan {code}", "Kelurahan", "daerah", "jasa", "perorangan", "", "1", "", desil, low, high, who, "2021-01", ""]
        for code, (desil, low, high, who) in SERVICES.items()
    ]  # fmt: skip
    cash = ["BLT", "Bantuan tunai", "Kelurahan", "daerah", "tunai", "keluarga", "300000", "1", "", "", "", "", "", "2021-01", ""]  # fmt: skip
    files.rows["programmes"].append(cash)
    files.rows["registry"] = [REGISTRY_HEADING, *map(_registered, people)]
    files.rows["partners"] = [
        ["KODE MITRA", "NAMA MITRA", "JENIS MITRA", "CATATAN"],
        ["M1", "PT Contoh", "perusahaan", ""],
    ]
    plan = _plan(choose)
    files.rows["activities"] = [_ACTIVITIES.split(";"), *(activity for activity, _ in plan)]
    files.rows["deliveries"] = [_DELIVERIES.split(";")]
    files.rows["outcomes"] = [_OUTCOMES.split(";")]
    for activity, days in plan:
        _fill(files, activity, days, choose)
    files.rows["disbursements"] = [_DISBURSEMENTS.split(";"), *_transfers(people)]
    return files


def _transfers(people: list[Person]) -> list[list[str]]:
    """Every second month to two families in three, not always the same; some of it is never paid."""
    rows = []
    for month in range(2023 * 12, 2026 * 12, 2):
        due = dt.date(month // 12, month % 12 + 1, 10)
        for person in people[::4]:
            if (person.number // 4 + month // 6) % 3 == 0:
                continue
            paid = (person.number // 4 + month) % 5 != 0
            money, status = ("300000", "dibayar") if paid else ("", "belum dibayar")
            day = f"{due:%d/%m/%Y}"
            when = [f"{due:%Y-%m}", day, day if paid else ""]
            rows.append(["BLT", person.kk, "", *when, money, "300000", "", "", "pos", status])
    return rows


def _registered(person: Person) -> list[str]:
    rt, rw = _PLACES[person.number // 4 % 4]
    head = "Kepala Keluarga" if person.number % 4 == 0 else "Famili"
    row = [person.kk, person.nik, f"Warga {person.number}", "Jl Contoh", rt, rw, f"{person.born:%d/%m/%Y}", person.sex]
    child = "Y" if person.number % 4 == 3 else "T"
    return [*row, head, str(1 + person.number // 4 % 7), "T", "T", "T", child, "T", "0"]


def _plan(choose: random.Random) -> list[tuple[list[str], list[dt.date]]]:
    """Activities, and the days of their sessions."""
    found = []
    kinds = (
        ("pelatihan", "LATIH"),
        ("penyuluhan", "SULUH"),
        ("kesehatan", "SUNTIK"),
        ("kesehatan", "SEHAT"),
        ("kelompok", "GRUP"),
    )
    for number in range(20):
        kind, programme = kinds[number % 5]
        start = dt.date(2023 + number % 2, 1 + choose.randrange(9), 1 + choose.randrange(20))
        days = [start + dt.timedelta(days=25 * n) for n in range(3)]
        theme = f"Tema {number % 2}"
        row = [f"K{number}", kind, programme, "M1" if number % 3 else "", "ekonomi", theme, f"Kegiatan {number}"]
        place = ["1", "2", ""][number % 3]
        status = "batal" if number == 10 else "selesai"
        found.append(
            ([*row, place, "", f"{days[0]:%d/%m/%Y}", f"{days[-1]:%d/%m/%Y}", "3", "20", "1000000", status], days)
        )
    return found


def _fill(files: Files, activity: list[str], days: list[dt.date], choose: random.Random) -> None:
    code, kind, programme = activity[:3]
    low, high = (int(bound or (200 if i else 0)) for i, bound in enumerate(SERVICES[programme][1:3]))
    fit = [p for p in files.people if low <= days[0].year - p.born.year <= high]
    chosen = choose.sample(fit, min(len(fit), 14))
    deliveries, outcomes = files.rows["deliveries"], files.rows["outcomes"]
    came: set[Person] = set()
    for person in chosen:
        if kind in ("pelatihan", "kelompok"):
            deliveries.append([code, "", f"{days[0]:%d/%m/%Y}", person.nik, "", "", "terdaftar", "", "", "", ""])
        for number, day in enumerate(days, 1):
            date = f"{day:%d/%m/%Y}"
            if kind == "kesehatan":
                if choose.random() < 0.7:
                    given = "ditolak" if choose.random() < 0.1 else "diberikan"
                    if programme == "SUNTIK":
                        deliveries.append(
                            [code, str(number), date, person.nik, "", "", "vaksin", str(number), "DPT", "", given]
                        )
                    elif number < 3:
                        deliveries.append([code, str(number), date, person.nik, "", "", "kit", "", "Sabun", "2", given])
                    else:
                        told = {"diberikan": choose.choice(["diberikan", "hadir", ""])}.get(given, given)
                        deliveries.append([code, str(number), date, person.nik, "", "", "edukasi", "", "", "", told])
                continue
            status = choose.choice(["hadir", "hadir", "hadir", "tidak", "izin"] if len(came) < 11 else ["tidak"])
            came |= {person} if status == "hadir" else set()
            deliveries.append([code, str(number), date, person.nik, "", "", "hadir", "", "", "", status])
    if kind == "penyuluhan":
        deliveries += [
            [code, "1", f"{days[0]:%d/%m/%Y}", "", "P", str(age), "hadir", "", "", "", "hadir"] for age in (20, 61)
        ]
    for person in chosen:
        outcomes += _measured(code, kind, person, person in came, days, choose)


def _measured(
    code: str, kind: str, person: Person, came: bool, days: list[dt.date], choose: random.Random
) -> list[list[str]]:
    def row(day: dt.date, wave: str, **filled: str) -> list[str]:
        names = ("score", "passed", "business", "income", "stigma", "support")
        return [code, person.nik, f"{day:%d/%m/%Y}", wave, *(filled.get(name, "") for name in names)]

    rows = []
    last = days[-1]
    if kind in ("pelatihan", "penyuluhan"):
        income = {"income": str(choose.randrange(5, 20) * 100_000)} if kind == "pelatihan" else {}
        rows.append(row(days[0], "awal", score=str(choose.randrange(30, 60)), **income))
    if kind == "penyuluhan" and came:
        rows.append(row(days[0], "akhir", score=str(choose.randrange(50, 90))))
    if kind == "pelatihan":
        if came:
            rows.append(
                row(last, "akhir", score=str(choose.randrange(50, 100)), passed=choose.choice(["Ya", "Ya", "Tidak"]))
            )
        for months in (6, 12):
            if choose.random() < 0.8:
                day = last + dt.timedelta(days=months * 31)
                runs = choose.choice(["Ya", "Tidak"])
                rows.append(row(day, f"{months} bulan", business=runs, income=str(choose.randrange(5, 30) * 100_000)))
    if kind == "kelompok" and came:
        for wave in (1, 2, 3):
            if wave == 1 or choose.random() < 0.8:
                day = days[0] + dt.timedelta(days=100 * (wave - 1))
                scores = {
                    name: f"{choose.randrange(10, 51) / 10:.1f}".replace(".", ",") for name in ("stigma", "support")
                }
                rows.append(row(day, f"gelombang {wave}", **scores))
    return rows
