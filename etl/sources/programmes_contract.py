"""The columns of the list of programmes."""

from __future__ import annotations

import re

from etl import contract_rules as rules
from etl.contract import Column, Contract, ExampleCell
from etl.parse import Cells, Fault, Parsed, map_unique, text
from etl.parse_codes import choice, choices
from etl.parse_dates import month
from etl.parse_numbers import rupiah, whole_between
from etl.template_place import EXAMPLE_CASH, EXAMPLE_GOODS, Place

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
_CHOICES = {
    "partner_kind": ("pusat", "daerah", "lsm", "swasta"),
    "benefit_kind": ("tunai", "barang", "iuran", "jasa"),
    "unit": ("keluarga", "perorangan"),
    "categories": ("lansia", "disabilitas", "hamil", "balita", "pelajar"),
}


def _code(cells: Cells) -> Parsed:
    def understand(value: str, _kind: int) -> str | Fault:
        return value.upper() if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 ._\-]{0,29}", value) else Fault("code_invalid")

    return map_unique(cells, understand, object, "")


def _example(_place: Place) -> list[dict[str, ExampleCell]]:
    """A cash programme and a food parcel."""
    same: dict[str, ExampleCell] = {"unit": "keluarga", "months": 1, "max_desil": 4, "first_month": "2024-01"}
    return [
        {
            **same,
            "code": EXAMPLE_CASH,
            "name_id": "Bantuan Tunai Contoh",
            "name_en": "Example Cash Aid",
            "partner": "Pemerintah Daerah Contoh",
            "partner_kind": "daerah",
            "benefit_kind": "tunai",
            "amount": 200_000,
            "categories": "lansia; balita",
        },
        {
            **same,
            "code": EXAMPLE_GOODS,
            "name_id": "Paket Pangan Contoh",
            "name_en": "Example Food Parcel",
            "partner": "Perusahaan Contoh",
            "partner_kind": "swasta",
            "benefit_kind": "barang",
            "unit_value": 150_000,
            "note_id": "Satu paket sebulan.",
        },
    ]


CONTRACT = Contract(
    KIND,
    (
        Column(
            "code",
            ("KODE", "KODE PROGRAM", "CODE"),
            _code,
            required=True,
            shown="open",
            meaning=(
                "Kode pendek program, dipakai di berkas lain.",
                "Short code of the programme, used in other files.",
            ),
            rule=rules.PROGRAMME_CODE,
            reasons=("key_twice",),
        ),
        Column(
            "name_id",
            ("NAMA", "NAMA PROGRAM", "PROGRAM", "NAME"),
            text(120),
            required=True,
            shown="open",
            meaning=("Nama program dalam Bahasa Indonesia.", "Name of the programme in Bahasa Indonesia."),
            rule=rules.words(120),
        ),
        Column(
            "name_en",
            ("NAMA INGGRIS", "NAMA (INGGRIS)", "ENGLISH NAME"),
            text(120),
            shown="open",
            meaning=("Nama dalam bahasa Inggris; kosong: sama.", "Name in English; blank: the same."),
            rule=rules.words(120),
        ),
        Column(
            "partner",
            ("PELAKSANA", "MITRA", "PENYELENGGARA", "PARTNER"),
            text(120),
            required=True,
            shown="open",
            meaning=("Siapa yang membayar atau memberi.", "Who pays or gives."),
            rule=rules.words(120),
        ),
        Column(
            "partner_kind",
            ("JENIS PELAKSANA", "JENIS MITRA", "PARTNER KIND"),
            choice(_PARTNERS, ", ".join(_CHOICES["partner_kind"])),
            required=True,
            shown="open",
            meaning=("Jenis pelaksana.", "What kind of partner it is: national, regional, NGO, company."),
            rule=rules.one_of(_CHOICES["partner_kind"]),
            choices=_CHOICES["partner_kind"],
        ),
        Column(
            "benefit_kind",
            ("JENIS MANFAAT", "JENIS BANTUAN", "MANFAAT", "BENEFIT KIND"),
            choice(_BENEFITS, ", ".join(_CHOICES["benefit_kind"])),
            required=True,
            shown="open",
            meaning=("Apa yang diterima.", "What is received: cash, goods, a premium, a service."),
            rule=rules.one_of(_CHOICES["benefit_kind"]),
            choices=_CHOICES["benefit_kind"],
        ),
        Column(
            "unit",
            ("PENERIMA", "SATUAN PENERIMA", "UNIT"),
            choice(_UNITS, ", ".join(_CHOICES["unit"])),
            required=True,
            shown="open",
            meaning=("Siapa yang berhak: satu keluarga atau satu orang.", "Who is entitled: a family or a person."),
            rule=rules.one_of(_CHOICES["unit"]),
            choices=_CHOICES["unit"],
        ),
        Column(
            "amount",
            ("NOMINAL", "JUMLAH RUPIAH", "AMOUNT"),
            rupiah,
            summed=True,
            dtype="int64",
            neutral=0,
            meaning=(
                "Hak per penyaluran dalam rupiah; kosong bila berbeda-beda menurut penerima.",
                "Entitlement of one transfer in rupiah; blank when it varies by recipient.",
            ),
            rule=rules.RUPIAH,
            reasons=("number_negative",),
        ),
        Column(
            "months",
            ("BULAN PER TAHAP", "BULAN", "JUMLAH BULAN", "MONTHS"),
            whole_between(1, 12),
            dtype="int64",
            neutral=0,
            meaning=(
                "Berapa bulan yang dicakup satu penyaluran; kosong: 1.",
                "Months that one transfer covers; blank: 1.",
            ),
            rule=rules.between(1, 12),
        ),
        Column(
            "unit_value",
            ("NILAI SATUAN", "HARGA SATUAN", "UNIT VALUE"),
            rupiah,
            summed=True,
            dtype="int64",
            neutral=0,
            meaning=("Nilai rupiah satu satuan barang.", "Value in rupiah of one unit of goods."),
            rule=rules.RUPIAH,
            reasons=("number_negative",),
        ),
        Column(
            "max_desil",
            ("DESIL MAKS", "DESIL MAKSIMUM", "MAX DESIL"),
            whole_between(1, 10),
            dtype="int64",
            neutral=0,
            meaning=(
                "Desil tertinggi yang masih berhak; kosong: semua.",
                "The highest desil still entitled; blank: all.",
            ),
            rule=rules.between(1, 10),
        ),
        Column(
            "categories",
            ("KATEGORI", "SASARAN", "CATEGORIES"),
            choices(_CATEGORIES, ", ".join(_CHOICES["categories"])),
            shown="open",
            meaning=(
                "Keluarga berhak bila punya anggota salah satu kategori ini; kosong: semua.",
                "A family is entitled if a member is of one of these categories; blank: all.",
            ),
            rule=rules.one_of(
                _CHOICES["categories"],
                note=(" Beberapa dipisahkan titik koma.", " Several are separated by semicolons."),
            ),
        ),
        Column(
            "first_month",
            ("MULAI", "BULAN MULAI", "START"),
            month,
            required=True,
            dtype="int64",
            neutral=0,
            meaning=("Bulan pertama program berjalan.", "First month the programme runs."),
            rule=rules.MONTH,
        ),
        Column(
            "last_month",
            ("SELESAI", "BULAN SELESAI", "BERAKHIR", "END"),
            month,
            dtype="int64",
            neutral=0,
            meaning=("Bulan terakhir; kosong: masih berjalan.", "Last month; blank: still running."),
            rule=rules.MONTH,
            reasons=("run_backwards",),
        ),
        Column(
            "min_age",
            ("USIA MIN", "USIA MINIMUM", "UMUR MIN", "UMUR MINIMUM", "MIN AGE"),
            whole_between(0, 120),
            dtype="int64",
            neutral=0,
            meaning=(
                "Umur termuda yang dilayani; kosong: tanpa batas.",
                "The youngest age that is served, in years; blank: no limit.",
            ),
            rule=rules.between(0, 120),
        ),
        Column(
            "max_age",
            ("USIA MAKS", "USIA MAKSIMUM", "UMUR MAKS", "UMUR MAKSIMUM", "MAX AGE"),
            whole_between(0, 120),
            dtype="int64",
            neutral=0,
            meaning=(
                "Umur tertua yang dilayani; kosong: tanpa batas.",
                "The oldest age that is served, in years; blank: no limit.",
            ),
            rule=rules.between(0, 120),
            reasons=("ages_backwards",),
        ),
        Column(
            "note_id",
            ("CATATAN", "KETERANGAN", "NOTE"),
            text(2000),
            shown="open",
            meaning=("Catatan dalam Bahasa Indonesia.", "A note in Bahasa Indonesia."),
            rule=rules.words(2000),
        ),
        Column(
            "note_en",
            ("CATATAN INGGRIS", "CATATAN (INGGRIS)", "ENGLISH NOTE"),
            text(2000),
            shown="open",
            meaning=("Catatan dalam bahasa Inggris.", "A note in English."),
            rule=rules.words(2000),
        ),
    ),
    title=("Daftar program", "List of programmes"),
    purpose=(
        "Satu baris satu program dan syaratnya. Kode yang sudah ada diganti seluruh isinya.",
        "One row is one programme and its rule. A code that is known gets all of the new content.",
    ),
    example=_example,
)
