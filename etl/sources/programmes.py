"""The list of programmes: who pays, what, to whom, how often and who is eligible. A code that is known is amended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, bindparam, func, insert, select, update

from etl import bulk, undo
from etl.contract import Checked, Column, Contract, read_checked
from etl.parse import Cells, Fault, Parsed, first_positions, map_unique, text
from etl.parse_codes import choice, choices
from etl.parse_dates import month
from etl.parse_numbers import rupiah, whole_between
from etl.report import Report
from pantau.schema import programme

KIND = "programmes"

_PARTNERS = {
    **{w: "pusat" for w in "pusat pemerintahpusat kementerian nasional".split()},
    **{w: "daerah" for w in "daerah pemda pemerintahdaerah pemprov provinsi kota".split()},
    **{w: "lsm" for w in "lsm ngo ormas yayasan".split()},
    **{w: "swasta" for w in "swasta perusahaan csr bumn bumd".split()},
}
_BENEFITS = {
    **{w: "tunai" for w in "tunai uang nontunai cash".split()},
    **{w: "barang" for w in "barang sembako paket goods".split()},
    **{w: "iuran" for w in "iuran premi premium".split()},
    **{w: "jasa" for w in "jasa layanan pelatihan service".split()},
}
_UNITS = {
    **{w: "household" for w in "keluarga kk kpm rumahtangga household".split()},
    **{w: "person" for w in "perorangan orang individu jiwa person".split()},
}
_CATEGORIES = {
    **{w: "elderly" for w in "lansia lanjutusia elderly".split()},
    **{w: "disability" for w in "disabilitas difabel disability".split()},
    **{w: "pregnant" for w in "hamil ibuhamil bumil pregnant".split()},
    **{w: "child" for w in "balita anakusiadini child".split()},
    **{w: "pupil" for w in "pelajar siswa anaksekolah pupil".split()},
}


def _code(cells: Cells) -> Parsed:
    def understand(value: str, _kind: int) -> str | Fault:
        return value.upper() if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 ._\-]{0,29}", value) else Fault("code_invalid")

    return map_unique(cells, understand, object, "")


CONTRACT = Contract(
    KIND,
    (
        Column("code", ("KODE", "KODE PROGRAM", "CODE"), _code, required=True, shown="open"),
        Column("name_id", ("NAMA", "NAMA PROGRAM", "PROGRAM", "NAME"), text(120), required=True, shown="open"),
        Column("name_en", ("NAMA INGGRIS", "NAMA (INGGRIS)", "ENGLISH NAME"), text(120), shown="open"),
        Column("partner", ("PELAKSANA", "MITRA", "PENYELENGGARA", "PARTNER"), text(120), required=True, shown="open"),
        Column(
            "partner_kind",
            ("JENIS PELAKSANA", "JENIS MITRA", "PARTNER KIND"),
            choice(_PARTNERS, "pusat, daerah, lsm, swasta"),
            required=True,
            shown="open",
        ),
        Column(
            "benefit_kind",
            ("JENIS MANFAAT", "JENIS BANTUAN", "MANFAAT", "BENEFIT KIND"),
            choice(_BENEFITS, "tunai, barang, iuran, jasa"),
            required=True,
            shown="open",
        ),
        Column(
            "unit",
            ("PENERIMA", "SATUAN PENERIMA", "UNIT"),
            choice(_UNITS, "keluarga, perorangan"),
            required=True,
            shown="open",
        ),
        Column("amount", ("NOMINAL", "JUMLAH RUPIAH", "AMOUNT"), rupiah, summed=True, dtype="int64", neutral=0),
        Column(
            "months",
            ("BULAN PER TAHAP", "BULAN", "JUMLAH BULAN", "MONTHS"),
            whole_between(1, 12),
            dtype="int64",
            neutral=0,
        ),
        Column(
            "unit_value", ("NILAI SATUAN", "HARGA SATUAN", "UNIT VALUE"), rupiah, summed=True, dtype="int64", neutral=0
        ),
        Column(
            "max_desil", ("DESIL MAKS", "DESIL MAKSIMUM", "MAX DESIL"), whole_between(1, 10), dtype="int64", neutral=0
        ),
        Column(
            "categories",
            ("KATEGORI", "SASARAN", "CATEGORIES"),
            choices(_CATEGORIES, "lansia, disabilitas, hamil, balita, pelajar"),
            shown="open",
        ),
        Column("first_month", ("MULAI", "BULAN MULAI", "START"), month, required=True, dtype="int64", neutral=0),
        Column("last_month", ("SELESAI", "BULAN SELESAI", "BERAKHIR", "END"), month, dtype="int64", neutral=0),
        Column("note_id", ("CATATAN", "KETERANGAN", "NOTE"), text(2000), shown="open"),
        Column("note_en", ("CATATAN INGGRIS", "CATATAN (INGGRIS)", "ENGLISH NOTE"), text(2000), shown="open"),
    ),
)


@dataclass
class Prepared:
    """The accepted rows as programme rows; ``new`` and ``known`` by whether their code is in the database."""

    new: list[dict[str, Any]]
    known: list[dict[str, Any]]


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file; a code may appear once."""
    checked = read_checked(path, CONTRACT, report)
    codes = checked.values("code")
    for name in ("amount", "unit_value"):
        checked.reject(report, (checked.values(name) < 0) & ~checked.rejected, name, "number_negative")
    first_month, last_month = checked.values("first_month"), checked.values("last_month")
    backwards = checked.has("last_month") & (last_month < first_month) & ~checked.rejected
    checked.reject(report, backwards, "last_month", "run_backwards")
    kept = checked.kept()
    first = first_positions(codes[kept])
    for i in np.flatnonzero(first != np.arange(len(kept))):
        checked.reject(report, kept[i : i + 1], "code", "key_twice", first=checked.row(kept[first[i]]))
    checked.total(report)
    ids = {code: i for code, i in connection.execute(select(programme.c.code, programme.c.programme_id))}
    next_id = bulk.next_id(connection, programme.c.programme_id)
    prepared = Prepared([], [])
    for position in checked.kept():
        row = _row(checked, int(position))
        if row["code"] in ids:
            prepared.known.append({**row, "programme_id": ids[row["code"]]})
        else:
            prepared.new.append({**row, "programme_id": next_id})
            next_id += 1
    return prepared


def _row(checked: Checked, position: int) -> dict[str, Any]:
    def value(name: str) -> Any:
        found = checked.values(name)[position]
        return found.item() if isinstance(found, np.generic) else found

    def optional(name: str) -> Any:
        return value(name) if checked.has(name)[position] else None

    categories = value("categories").split(";")
    return {
        "code": value("code"),
        "name_id": value("name_id"),
        "name_en": value("name_en") or value("name_id"),
        "partner": value("partner"),
        "partner_kind": value("partner_kind"),
        "benefit_kind": value("benefit_kind"),
        "unit": value("unit"),
        "amount": optional("amount"),
        "months": value("months") or 1,
        "unit_value": optional("unit_value"),
        "max_desil": optional("max_desil"),
        **{f"for_{name}": name in categories for name in ("elderly", "disability", "pregnant", "child", "pupil")},
        "first_month": value("first_month"),
        "last_month": optional("last_month"),
        "note_id": value("note_id"),
        "note_en": value("note_en"),
        "row_no": checked.row(position),
    }


def write(connection: Connection, prepared: Prepared, batch_id: int) -> None:
    """Insert new programmes and amend known ones. All marts change: eligibility follows a programme's rule."""
    if prepared.new:
        connection.execute(insert(programme), [{**row, "batch_id": batch_id} for row in prepared.new])
    undo.keep(connection, batch_id, programme, "programme_id", [row["programme_id"] for row in prepared.known])
    for row in prepared.known:
        statement = update(programme).where(programme.c.programme_id == bindparam("the_id"))
        values = {name: value for name, value in row.items() if name != "programme_id"}
        connection.execute(statement.values(**values, batch_id=batch_id), {"the_id": row["programme_id"]})


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """Programmes the batch has left in the database, and the sums of their amounts and unit values."""
    c = programme.c
    sums = [func.coalesce(func.sum(column), 0) for column in (c.amount, c.unit_value)]
    row = connection.execute(select(func.count(), *sums).where(c.batch_id == batch_id)).one()
    return row[0], {"amount": int(row[1]), "unit_value": int(row[2])}
