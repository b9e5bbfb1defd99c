"""``mitra.xlsx`` and ``perjanjian_kerja_sama.xlsx``: who works here, on what, and where."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.demo.parts.table import Cells, Table, headings, said
from etl.demo.parts.town import Town
from etl.demo.settings import RW_COUNT, generator

_FILE = Path(__file__).with_name("partners.toml")
_BOOK: dict[str, list[dict[str, Any]]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Partner:
    """One organisation."""

    code: str
    name: str
    kind: str
    note: str


PARTNERS: tuple[Partner, ...] = tuple(Partner(**entry) for entry in _BOOK["partner"])


def partners() -> Table:
    """The list of partners."""
    heading = headings("KODE MITRA|NAMA MITRA|JENIS MITRA|CATATAN")
    rows: list[Cells] = [dict(zip(heading, (p.code, p.name, p.kind, p.note), strict=True)) for p in PARTNERS]
    table = Table("mitra.xlsx", heading, rows)
    table.spoil(
        generator(40),
        ("mitra dua kali", lambda _row: {"CATATAN": "tercatat lagi"}, 1),
        ("jenis mitra tidak dikenal", lambda _row: {"KODE MITRA": "M13", "JENIS MITRA": "koperasi ?"}, 1),
    )
    return table


def agreements(town: Town) -> Table:
    """The list of agreements: one row for each RW of an agreement; the RW of the demo play their parts again."""
    heading = headings(
        "NOMOR PERJANJIAN|KODE MITRA|JUDUL PERJANJIAN|BIDANG|PROGRAM|RW|TANGGAL MULAI PERJANJIAN|"
        "TANGGAL SELESAI PERJANJIAN|NILAI PERJANJIAN"
    )
    rows: list[Cells] = []
    for entry in _BOOK["agreement"]:
        places = [rw + RW_COUNT * block for block in range(town.blocks) for rw in entry.get("rw", [])] or [""]
        value = entry.get("value")
        for place in places:
            start: dt.date = entry["start"]
            rows.append(
                {
                    "NOMOR PERJANJIAN": entry["code"],
                    "KODE MITRA": entry["partner"],
                    "JUDUL PERJANJIAN": entry["title"],
                    "BIDANG": entry["sector"],
                    "PROGRAM": entry.get("programme", ""),
                    "RW": f"{place:03d}" if place else "",
                    "TANGGAL MULAI PERJANJIAN": said(start, "long"),
                    "TANGGAL SELESAI PERJANJIAN": said(entry.get("end"), "long"),
                    "NILAI PERJANJIAN": value // len(places) if value else None,
                }
            )
    table = Table("perjanjian_kerja_sama.xlsx", heading, rows)
    table.spoil(
        generator(41),
        ("mitra tidak dikenal", lambda _row: {"KODE MITRA": "M99", "NOMOR PERJANJIAN": "PKS/99/2024"}, 1),
        ("selesai sebelum mulai", lambda _row: {"TANGGAL SELESAI PERJANJIAN": "1 Januari 2019"}, 1),
        ("baris dua kali", lambda _row: {}, 1),
    )
    return table
