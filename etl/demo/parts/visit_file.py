"""``kunjungan_lapangan.csv``: the visits as a list; what was said of several needs or programmes stands in one cell."""

from __future__ import annotations

from collections.abc import Iterable

from etl.demo.parts import visits
from etl.demo.parts.table import Cells, Table, headings, said
from etl.demo.parts.town import Town
from etl.demo.parts.visits import Visit
from etl.demo.settings import generator

_HEADING = headings(
    "KODE ISIAN|FORMULIR|PETUGAS|RW|RT|NO KK|TANGGAL KUNJUNGAN|HASIL KUNJUNGAN|KEBUTUHAN|URUTAN|PROGRAM|DITERIMA|NOMINAL|PUAS"
)


def make(town: Town) -> Table:
    """All visits, and some that cannot be loaded as they stand."""
    table = Table("kunjungan_lapangan.csv", _HEADING, [_row(visit, town) for visit in visits.make(town)])
    table.spoil(
        generator(69),
        ("isian dua kali", lambda _row: {}, 4),
        ("KK tidak dikenal", lambda row: _new(row, 1, {"NO KK": "3174990101090731"}) if row["NO KK"] else None, 3),
        ("petugas bukan kode", lambda row: _new(row, 2, {"PETUGAS": "petugas yang baru"}), 2),
        ("RT kosong", lambda row: _new(row, 3, {"RT": ""}), 2),
        ("urutan tidak sebanyak kebutuhan", lambda row: _new(row, 4, {"URUTAN": "1;2;3;4"}) if row["URUTAN"] else None, 2),
        ("program tidak dikenal", lambda row: _new(row, 5, {"PROGRAM": "BLT Contoh Fiktif"}) if _one(row) else None, 1),
        ("kosong tetapi ada jawaban", lambda row: _new(row, 6, {"HASIL KUNJUNGAN": "tidak ada"}) if row["URUTAN"] else None, 1),
    )  # fmt: skip
    return table


def _new(row: Cells, turn: int, cells: Cells) -> Cells:
    """The same under a submission number of its own."""
    return {"KODE ISIAN": f"{str(row['KODE ISIAN'])[:-1]}{turn}-salah", **cells}


def _one(row: Cells) -> bool:
    return bool(row["PROGRAM"]) and ";" not in str(row["PROGRAM"])


def _row(visit: Visit, town: Town) -> Cells:
    people = town.people
    home = visit.household
    return {
        "KODE ISIAN": visit.code,
        "FORMULIR": visit.form,
        "PETUGAS": visit.officer,
        "RW": f"{people.rw[home]:03d}",
        "RT": f"{people.rt[home]:03d}",
        "NO KK": str(people.kk[home]) if visit.result == visits.DONE else "",
        "TANGGAL KUNJUNGAN": said(visit.day, "iso"),
        "HASIL KUNJUNGAN": visit.result,
        "KEBUTUHAN": _several(visit.wants),
        "URUTAN": _several(range(1, len(visit.wants) + 1)),
        "PROGRAM": _several(got.programme for got in visit.got),
        "DITERIMA": _several("ya" if got.received else "tidak" for got in visit.got),
        "NOMINAL": _several("" if got.amount is None else got.amount for got in visit.got),
        "PUAS": _several("" if got.satisfaction is None else got.satisfaction for got in visit.got),
    }


def _several(answers: Iterable[object]) -> str:
    return "; ".join(str(answer) for answer in answers)
