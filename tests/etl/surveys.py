"""A household survey as KoboToolbox and ODK Central export it: four submissions, their members, and receipts of aid.

The form: a group ``keluarga`` (KK, RT, RW, ...), a repeat ``anggota`` with a group ``diri`` in it, a repeat ``aset``.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from tests.etl.office import KK, KK_2, KK_3, nik

NIKS = [nik(12, 1, 1980, 1), nik(3, 2, 1982, 2, woman=True), nik(9, 9, 2021, 3), nik(5, 5, 1950, 4), nik(7, 7, 1970, 5)]
HOMES = [  # KK, RT, RW, address, desil
    [KK, "5", "2", "Jl Contoh 1", "3"],
    [KK_2, "1", "1", "Jl Contoh 2", "1"],
    [KK_3, "1", "2", "Jl Contoh 3", ""],
    ["3174060101200009", "1", "2", "Jl Contoh 4", "2"],
]
HOME_FIELDS = ["no_kk", "rt", "rw", "alamat", "desil"]
HOME_LABELS = ["Nomor KK", "RT", "RW", "Alamat", "Desil"]
MEMBERS = [  # home (0-based), NIK, name, birth date, sex, relation, elderly, income
    ["0", NIKS[0], "Warga Satu", "1980-01-12", "laki_laki", "kepala_keluarga", "tidak", "1500000"],
    ["0", NIKS[1], "Warga Dua", "1982-02-03", "perempuan", "istri", "tidak", "500000"],
    ["0", NIKS[2], "Warga Tiga", "2021-09-09", "laki_laki", "anak", "tidak", ""],
    ["1", NIKS[3], "Warga Empat", "1950-05-05", "laki_laki", "kepala_keluarga", "ya", ""],
    ["2", NIKS[4], "Warga Lima", "1970-07-07", "laki_laki", "kepala_keluarga", "tidak", "250000"],
]
MEMBER_FIELDS = ["nik", "nama_lengkap", "tanggal_lahir", "jenis_kelamin", "hubungan", "lansia", "pendapatan"]
MEMBER_LABELS = ["NIK", "Nama Lengkap", "Tanggal Lahir", "Jenis Kelamin", "Hubungan Keluarga", "Lansia", "Pendapatan"]
LABELS = {"laki_laki": "Laki-laki", "perempuan": "Perempuan", "kepala_keluarga": "Kepala Keluarga", "istri": "Istri",
          "anak": "Anak", "ya": "Ya", "tidak": "Tidak"}  # fmt: skip

Rows = list[list[str]]

_KOBO_TAIL = [
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
    "_notes",
    "_status",
    "_submitted_by",
    "__version__",
]


def kobo_main(labels: bool = False, groups: bool = True) -> Rows:
    """The main sheet. The fourth household has no members, and the form has an empty note."""
    names = HOME_LABELS if labels else HOME_FIELDS
    prefix = ("Data Keluarga/" if labels else "keluarga/") if groups else ""
    heading = ["start", "end", *(prefix + name for name in names), "catatan", *_KOBO_TAIL, "_tags", "_index"]
    rows = [heading]
    for i, home in enumerate(HOMES, 1):
        tail = [str(500 + i), f"uuid-{i}", f"2025-03-0{i}T08:00:00", "", "", "submitted_via_web", "petugas", "v1", ""]
        rows.append([f"2025-03-0{i}T07:00:00", f"2025-03-0{i}T07:30:00", *home, "", *tail, str(i)])
    return rows


def kobo_members(labels: bool = False, groups: bool = True) -> Rows:
    names = MEMBER_LABELS if labels else MEMBER_FIELDS
    prefix = ("Anggota/Data Diri/" if labels else "anggota/diri/") if groups else ""
    tail = ["_index", "_parent_table_name", "_parent_index", *(f"_submission_{name}" for name in _KOBO_TAIL)]
    rows = [[*(prefix + name for name in names), *tail]]
    for i, (home, *cells) in enumerate(MEMBERS, 1):
        written = [LABELS.get(cell, cell) if labels else cell for cell in cells]
        about = [str(501 + int(home)), f"uuid-{int(home) + 1}", "2025-03-01T08:00:00", "", "", "", "", "v1"]
        rows.append([*written, str(i), "Survei Keluarga", str(int(home) + 1), *about])
    return rows


def kobo_assets() -> Rows:
    """A second repeat that nobody loads."""
    return [["aset/barang", "_index", "_parent_table_name", "_parent_index", "_submission__id"],
            ["Motor", "1", "Survei Keluarga", "1", "501"]]  # fmt: skip


def kobo_workbook(path: Path, **sheets: Rows) -> Path:
    """All cells as text, as KoboToolbox writes most of them; the sheets named by the keywords."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name.replace("_", " "))
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if cell.isdecimal() and len(cell) < 8:
                        sheet.write_number(i, j, int(cell))
                    elif cell:
                        sheet.write_string(i, j, cell)
    return path


_ODK_TAIL = ["meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected"]
_ODK_TAIL += ["Status", "ReviewState", "DeviceID", "Edits", "FormVersion"]


def odk_main(groups: bool = True) -> Rows:
    prefix = "keluarga-" if groups else ""
    rows = [["SubmissionDate", "start", "end", *(prefix + name for name in HOME_FIELDS), *_ODK_TAIL]]
    for i, home in enumerate(HOMES, 1):
        key = f"uuid:{i:08d}"
        tail = [key, key, "7", "petugas", "0", "0", "", "", "collect:x", "0", "1"]
        rows.append([f"2025-03-0{i}T08:00:00.000Z", "2025-03-01T07:00:00.000+07:00", "", *home, *tail])
    return rows


def odk_members(groups: bool = True) -> Rows:
    prefix = "diri-" if groups else ""
    rows = [[*(prefix + name for name in MEMBER_FIELDS), "PARENT_KEY", "KEY"]]
    counts: dict[str, int] = {}
    for home, *cells in MEMBERS:
        counts[home] = counts.get(home, 0) + 1
        parent = f"uuid:{int(home) + 1:08d}"
        rows.append([*cells, parent, f"{parent}/anggota[{counts[home]}]"])
    return rows


def as_csv(rows: Sequence[Sequence[str]], separator: str = ",") -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_MINIMAL).writerows(rows)
    return buffer.getvalue()


def odk_zip(path: Path, **tables: Rows) -> Path:
    """Central's archive: a CSV for each table, media beside them."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            archive.writestr(f"{name.replace('__', '-')}.csv", as_csv(rows))
        archive.writestr("media/foto.jpg", b"\xff\xd8\xff")
        archive.writestr("survei - audit.csv", "instance ID,event\n")
    return path
