"""What an officer's phone has and sends, in the small kelurahan of :mod:`tests.etl.office`; the figures are counted by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from etl.forms import write_forms
from etl.template_place import place_of
from tests.etl.office import CHILD, HEAD, KK, KK_3, WIFE
from tests.etl.xforms import Compiled, compile_form, submission

DOOR = {"petugas": "P03", "tanggal_kunjungan": "2025-10-05", "rw": "002", "rt": "RT005-RW002"}


def compiled_forms(engine: Engine, folder: Path) -> dict[str, Compiled]:
    """The forms of the kelurahan, as a phone has them, by name."""
    with engine.connect() as connection:
        paths = write_forms(folder, place_of(connection))
    return {path.stem: compile_form(path)[0] for path in paths}


MEMBERS = [
    {"nik": HEAD, "nama_lengkap": "Warga Satu", "jenis_kelamin": "L", "tanggal_lahir": "1980-01-12", "umur": 46,
     "hubungan": "kepala_keluarga", "kepala": 1, "lansia": "tidak", "balita": "tidak", "disabilitas": "tidak",
     "pendapatan": 1700000, "status_warga": "aktif"},
    {"nik": WIFE, "nama_lengkap": "Warga Dua", "jenis_kelamin": "P", "tanggal_lahir": "1982-02-03", "umur": 44,
     "hubungan": "istri", "kepala": 0, "lansia": "tidak", "balita": "tidak", "disabilitas": "ya", "hamil": "tidak",
     "status_warga": "aktif"},
    {"nik": CHILD, "nama_lengkap": "Warga Tiga", "jenis_kelamin": "L", "tanggal_lahir": "2021-09-09", "umur": 5,
     "hubungan": "anak", "kepala": 0, "lansia": "tidak", "balita": "ya", "disabilitas": "tidak", "pelajar": "ya",
     "status_warga": "aktif"},
]  # fmt: skip
NEW = [
    {**MEMBERS[0], "nik": "3174060505709005", "nama_lengkap": "Warga Lima", "tanggal_lahir": "1970-05-05", "umur": 56}
]


NEEDS = [{"kebutuhan": "hunian", "urutan": 1}]


def surveyed(form: Compiled) -> list[dict[str, Any]]:
    """A family that is known, one that is new, and a door that stayed shut."""
    done = {**DOOR, "hasil_kunjungan": "selesai", "alamat": "Jl Contoh 9"}
    return [
        submission(
            form, {**done, "no_kk": KK, "anggota": MEMBERS, "jumlah_kepala": 1, "jumlah_orang": 3, "mendesak": NEEDS}
        ),
        submission(form, {**done, "no_kk": KK_3, "anggota": NEW, "jumlah_kepala": 1, "jumlah_orang": 1}),
        submission(form, {**DOOR, "hasil_kunjungan": "tidak_ada"}),
    ]


def sent(forms: dict[str, Compiled]) -> dict[str, list[dict[str, Any]]]:
    """Of three families two are surveyed; one of them tells of its aid, and of its needs."""
    done = {**DOOR, "hasil_kunjungan": "selesai", "no_kk": KK}
    got = [
        {"program": "BPNT", "diterima": "ya", "nominal": 200000, "puas": 4},
        {"program": "PKH", "diterima": "tidak", "puas": 2},
    ]
    needs = [{"kebutuhan": "pangan", "urutan": 2}, {"kebutuhan": "air_sanitasi", "urutan": 1}]
    return {
        "survei_rumah_tangga": surveyed(forms["survei_rumah_tangga"]),
        "penerimaan_bantuan": [submission(forms["penerimaan_bantuan"], {**done, "bantuan": got})],
        "penilaian_kebutuhan": [submission(forms["penilaian_kebutuhan"], {**done, "mendesak": needs})],
    }


EXPECTED = {
    "visits": 5,
    "visit_completion": 4 / 5,
    "survey_progress": 2 / 3,
    "never_visited": 1,
    "receipt_confirmed": 1 / 2,
    "satisfaction": (4 + 2) / 2,
    "data_age": 0,
}
