"""What the ETL tests share: writing office files in several forms, and a small kelurahan to load them into."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from sqlalchemy import Engine

from etl.load import load_file
from etl.report import Report

KELURAHAN = "31.74.06.1003"
KK = "3174060101200001"
KK_2 = "3174060101200002"
KK_3 = "3174060101200003"

Cell = str | float | dt.date
FORMS = ("semicolon", "comma", "tab", "xlsx")


def nik(day: int, month: int, year: int, serial: int, woman: bool = False) -> str:
    """A well-formed made-up NIK."""
    return f"317406{day + 40 * woman:02d}{month:02d}{year % 100:02d}{serial:04d}"


def write_file(folder: Path, name: str, form: str, rows: Sequence[Sequence[Cell]]) -> Path:
    """Write the rows as an office would: CSV as Excel exports it in that form, or a workbook with typed cells."""
    if form == "xlsx":
        return _write_workbook(folder / f"{name}.xlsx", rows)
    separator, encoding, end = {
        "semicolon": (";", "cp1252", "\r\n"),
        "comma": (",", "utf-8-sig", "\r\n"),
        "tab": ("\t", "utf-8", "\n"),
    }[form]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator, lineterminator=end)
    for row in rows:
        writer.writerow([_as_exported(cell) for cell in row])
    path = folder / f"{name}_{form}.csv"
    path.write_bytes(buffer.getvalue().encode(encoding))
    return path


def _as_exported(cell: Cell) -> str:
    """How Excel writes a typed cell to CSV."""
    if isinstance(cell, float):
        return f"{cell:.5E}".replace(".", ",") if abs(cell) >= 1e11 else f"{cell:g}"
    return cell.strftime("%d/%m/%Y") if isinstance(cell, dt.date) else cell


def _write_workbook(path: Path, rows: Sequence[Sequence[Cell]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Petunjuk").write_string(0, 0, "Isi lembar Data.")
        sheet = book.add_worksheet("Data")
        date_format = book.add_format({"num_format": "dd/mm/yyyy"})
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(i, j, dt.datetime.combine(cell, dt.time()), date_format)
                elif isinstance(cell, float):
                    sheet.write_number(i, j, cell)
                elif cell:
                    sheet.write_string(i, j, cell)
    return path


AREAS = [
    ["Kode", "Kode Induk", "Tingkat", "Nama"],
    *([f"{KELURAHAN}.{rw:03d}", KELURAHAN, "RW", f"RW {rw:03d}"] for rw in (1, 2)),
    *([f"{KELURAHAN}.{rw:03d}.{rt:03d}", "", "RT", f"RT {rt:03d}"] for rw in (1, 2) for rt in (1, 5)),
]

PROGRAMMES = [
    [
        "KODE",
        "NAMA",
        "PELAKSANA",
        "JENIS PELAKSANA",
        "JENIS MANFAAT",
        "PENERIMA",
        "NOMINAL",
        "BULAN PER TAHAP",
        "NILAI SATUAN",
        "DESIL MAKS",
        "KATEGORI",
        "MULAI",
        "SELESAI",
    ],
    [
        "PKH",
        "Program Keluarga Harapan",
        "Kementerian Sosial",
        "pusat",
        "tunai",
        "keluarga",
        "",
        "3",
        "",
        "4",
        "lansia; balita",
        "2021-01",
        "",
    ],
    [
        "BPNT",
        "Sembako",
        "Kementerian Sosial",
        "pusat",
        "tunai",
        "keluarga",
        "Rp 200.000,00",
        "1",
        "",
        "4",
        "",
        "2021-01",
        "",
    ],
    [
        "KLJ",
        "Kartu Lansia Jakarta",
        "Pemprov DKI",
        "daerah",
        "tunai",
        "perorangan",
        "300000",
        "1",
        "",
        "",
        "lansia",
        "Januari 2021",
        "",
    ],
    [
        "CSR",
        "Paket Pangan",
        "Perusahaan Contoh",
        "swasta",
        "barang",
        "keluarga",
        "",
        "1",
        "150.000",
        "",
        "",
        "2021-01",
        "2026-06",
    ],
]

REGISTRY_HEADING = ["NO KK", "NIK", "NAMA LENGKAP", "ALAMAT", "RT", "RW", "TANGGAL LAHIR", "JENIS KELAMIN", "HUBUNGAN"]
REGISTRY_HEADING += ["DESIL", "LANSIA", "DISABILITAS", "HAMIL", "BALITA", "PELAJAR", "PENDAPATAN"]

HEAD = nik(12, 1, 1980, 1)
WIFE = nik(3, 2, 1982, 2, woman=True)
CHILD = nik(9, 9, 2021, 3)
OTHER = nik(5, 5, 1950, 4)
REGISTRY = [
    REGISTRY_HEADING,
    [
        KK,
        HEAD,
        "Warga Satu",
        "Jl Contoh 1",
        "005",
        "002",
        "12/01/1980",
        "L",
        "Kepala Keluarga",
        "3",
        "T",
        "T",
        "T",
        "T",
        "T",
        "Rp 1.500.000",
    ],
    [
        KK,
        WIFE,
        "Warga Dua",
        "Jl Contoh 1",
        "5",
        "2",
        "3 Februari 1982",
        "P",
        "Istri",
        "",
        "Tidak",
        "-",
        "Ya",
        "",
        "",
        "500.000",
    ],
    [
        KK,
        CHILD,
        "Warga Tiga",
        "Jl Contoh 1",
        "RT 005/RW 002",
        "",
        "2021-09-09",
        "L",
        "Anak",
        "",
        "",
        "",
        "",
        "V",
        "",
        "",
    ],
    [
        KK_2,
        OTHER,
        "Warga Empat",
        "Jl Contoh 2",
        "001",
        "001",
        "05-05-50",
        "Laki-laki",
        "KEPALA KELUARGA",
        "1",
        "X",
        "0",
        "0",
        "0",
        "0",
        "",
    ],
]


def load_rows(engine: Engine, folder: Path, name: str, rows: Sequence[Sequence[Cell]], form: str = "comma") -> Report:
    """Write the rows as a file and load it."""
    return load_file(engine, write_file(folder, name, form, rows))


def settle(engine: Engine, folder: Path) -> None:
    """Load the areas, programmes and registry of the small kelurahan."""
    for name, rows in (("areas", AREAS), ("programmes", PROGRAMMES), ("registry", REGISTRY)):
        report = load_rows(engine, folder, name, rows)
        assert report.exit_code() == 0, report.as_json()
