"""The columns of a registry file: an office's own, or an export of a national register (see docs/kontrak-berkas.md)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from etl import contract_rules as rules
from etl.contract import Column, Contract, ExampleCell
from etl.contract_rules import Coding, Said
from etl.parse import text
from etl.parse_codes import area_code, coded, flag, rt_rw
from etl.parse_dates import date_between
from etl.parse_identity import kk, nik
from etl.parse_layouts import (
    disability_bps,
    pregnant_bps,
    relation_bps,
    relation_civil,
    relation_words,
    sex_or_code,
    sex_words,
)
from etl.parse_numbers import desil, rupiah
from etl.sources.recipient_columns import KK_HEADINGS, nik_headings
from etl.template_place import Place

KIND = "registry"
FLAGS = ("elderly", "disability", "pregnant", "child", "pupil")
EXAMPLE_KK, EXAMPLE_NIK = "3174060101249001", "3174061201809001"

_OF_VISITS = frozenset(("KEBUTUHAN", "URUTAN", "PROGRAM", "DITERIMA", "NOMINAL", "PUAS"))
"""Headings of what else a household survey asks: see :mod:`etl.sources.visits_contract`."""

STATUSES: dict[str, object] = {
    word: status
    for status, words in {
        "active": "aktif hidup ada tetap tinggal active",
        "dead": "meninggal meninggaldunia wafat mati almarhum almarhumah dead",
        "moved": "pindah pindahalamat pindahdomisili mutasi moved",
        "gone": "tidakditemukan tidakada tidakdikenal ganda notfound",
    }.items()
    for word in words.split()
}
_STATUS_CHOICES = ("Aktif", "Meninggal", "Pindah", "Tidak ditemukan")

_DATE: dict[str, Any] = {"dtype": "datetime64[D]", "neutral": "NaT"}
_PLACE: dict[str, Any] = {"dtype": "int64", "neutral": 0}
_PLACE_REASONS = ("rt_incomplete", "rt_contradicts", "rt_unknown", "household_other_rt")


def _flag(name: str, meaning: Said, *synonyms: str, codings: tuple[Coding, ...] = ()) -> Column:
    return Column(
        name,
        synonyms,
        flag,
        dtype="bool",
        neutral=False,
        meaning=meaning,
        rule=rules.FLAG,
        choices=("Ya", "Tidak"),
        codings=codings,
    )


def _example(place: Place) -> list[dict[str, ExampleCell]]:
    """A family of three and a person living alone, all made up."""
    rt, rw = place.rt
    home: dict[str, ExampleCell] = {"rt": rt, "rw": rw, "status": "Aktif"}
    family: dict[str, ExampleCell] = {**home, "kk": EXAMPLE_KK, "address": "Jl. Contoh No. 1", "desil": 3}
    return [
        {
            **family,
            "nik": EXAMPLE_NIK,
            "name": "Warga Contoh Satu",
            "birth_date": dt.date(1980, 1, 12),
            "sex": "L",
            "relation": "Kepala Keluarga",
            "income": 1_500_000,
        },
        {
            **family,
            "nik": "3174064302829002",
            "name": "Warga Contoh Dua",
            "birth_date": dt.date(1982, 2, 3),
            "sex": "P",
            "relation": "Istri",
            "pregnant": "Ya",
        },
        {
            **family,
            "nik": "3174060909159003",
            "name": "Warga Contoh Tiga",
            "birth_date": dt.date(2015, 9, 9),
            "sex": "L",
            "relation": "Anak",
            "pupil": "Ya",
        },
        {
            **home,
            "kk": "3174060101249002",
            "nik": "3174064505509004",
            "name": "Warga Contoh Empat",
            "address": "Jl. Contoh No. 2",
            "birth_date": dt.date(1950, 5, 5),
            "sex": "P",
            "relation": "Kepala Keluarga",
            "desil": 1,
            "elderly": "Ya",
            "income": 0,
        },
    ]


CONTRACT = Contract(
    KIND,
    (
        Column(
            "kk",
            KK_HEADINGS,
            kk,
            required=True,
            shown="number",
            meaning=(
                "Nomor Kartu Keluarga: semua baris dengan nomor sama adalah satu keluarga.",
                "Family card number: all rows with the same number are one family.",
            ),
            rule=rules.KK,
            reasons=("household_without_head", "household_two_heads"),
        ),
        Column(
            "nik",
            nik_headings(),
            nik,
            required=True,
            shown="number",
            meaning=("Nomor Induk Kependudukan orang ini.", "The person's identity number."),
            rule=rules.NIK,
            reasons=("nik_twice", "person_moved"),
        ),
        Column(
            "name",
            (
                *("NAMA LENGKAP", "NAMA", "NAMA ANGGOTA", "NAMA ANGGOTA KELUARGA", "NAMA PENDUDUK", "NAMA LGKP"),
                *("NM LENGKAP", "NAMA ART", "NAMA ANGGOTA RUMAH TANGGA", "NM ART", "NAME"),
            ),
            text(150),
            required=True,
            shown="words",
            meaning=("Nama orang ini.", "The person's name."),
            rule=rules.words(150),
        ),
        Column(
            "address",
            ("ALAMAT", "ALAMAT LENGKAP", "ALAMAT RUMAH", "ALAMAT KTP", "ADDRESS"),
            text(255),
            shown="words",
            meaning=("Alamat keluarga.", "The family's address."),
            rule=rules.words(255),
        ),
        Column(
            "rt",
            ("RT", "NO RT", "NOMOR RT"),
            rt_rw("rt"),
            meaning=(
                "Nomor RT tempat tinggal; harus ada di daftar wilayah.",
                "Number of the RT; it must be in the list of areas.",
            ),
            rule=rules.RT,
            reasons=_PLACE_REASONS,
            **_PLACE,
        ),
        Column(
            "rw",
            ("RW", "NO RW", "NOMOR RW"),
            rt_rw("rw"),
            meaning=("Nomor RW tempat tinggal.", "Number of the RW."),
            rule=rules.RW,
            **_PLACE,
        ),
        Column(
            "rt_rw",
            ("RT/RW", "RT RW", "RT DAN RW"),
            rt_rw("pair"),
            meaning=(
                "RT dan RW di satu kolom, sebagai ganti kolom RT dan RW.",
                "RT and RW in one column, in place of the columns RT and RW.",
            ),
            rule=rules.RT_RW,
            reasons=_PLACE_REASONS,
            in_template=False,
            **_PLACE,
        ),
        Column(
            "kelurahan",
            ("KODE KELURAHAN", "KODE KEL", "KODE WILAYAH", "KODE DESA", "KD KELURAHAN", "KDKEL", "KD KEL"),
            area_code,
            meaning=(
                "Kode kelurahan; kosong: kelurahan yang dilayani pemasangan ini.",
                "Code of the kelurahan; blank: the one this installation serves.",
            ),
            rule=rules.AREA_CODE,
            reasons=("area_unknown",),
        ),
        Column(
            "kelurahan_name",
            (
                *("KELURAHAN", "NAMA KELURAHAN", "NMKEL", "NM KEL", "NAMA KEL", "KELURAHAN/DESA", "DESA/KELURAHAN"),
                *("NAMA DESA", "NMDESA", "NM DESA", "DESA"),
            ),
            text(100),
            shown="open",
            meaning=(
                "Nama kelurahan. Baris yang menyebut kelurahan lain ditolak.",
                "Name of the kelurahan. Rows that name another one are rejected.",
            ),
            rule=rules.words(100),
            reasons=("kelurahan_other",),
            in_template=False,
        ),
        Column(
            "birth_date",
            ("TANGGAL LAHIR", "TGL LAHIR", "TGL. LAHIR", "LAHIR", "TGL LHR", "BIRTH DATE"),
            date_between(1900, 2099, birth=True),
            required=True,
            meaning=("Tanggal lahir.", "Date of birth."),
            rule=rules.BIRTH,
            reasons=("nik_birth_differs",),
            **_DATE,
        ),
        Column(
            "sex",
            (
                *("JENIS KELAMIN", "JK", "JENKEL", "JNS KELAMIN", "JNS KEL", "JENIS KLMIN", "KODE JENIS KELAMIN"),
                *("ID JENIS KELAMIN", "KELAMIN", "SEX"),
            ),
            sex_or_code,
            required=True,
            meaning=("Jenis kelamin.", "Sex."),
            rule=rules.SEX,
            choices=("L", "P"),
            reasons=("nik_sex_differs",),
            codings=(
                Coding(
                    ("L/P",),
                    sex_words,
                    ("Hanya huruf atau kata; kode 1/2 ditolak.", "Letters or words only; codes 1/2 are rejected."),
                ),
            ),
        ),
        Column(
            "relation",
            (
                *("HUBUNGAN", "HUBUNGAN KELUARGA", "STATUS HUBUNGAN", "HUB KELUARGA", "STATUS DALAM KELUARGA"),
                *("STATUS HUBUNGAN KELUARGA", "HUBUNGAN DENGAN KEPALA KELUARGA"),
            ),
            relation_words,
            required=True,
            meaning=("Hubungan dengan kepala keluarga.", "Relation to the head of the family."),
            rule=rules.RELATION,
            choices=rules.RELATIONS,
            codings=(
                Coding(
                    (
                        *("SHDK", "HUBUNGAN DALAM KELUARGA", "STATUS HUBUNGAN DALAM KELUARGA", "STAT HBKEL"),
                        *("KODE SHDK", "KK LEVEL"),
                    ),
                    relation_civil,
                    (
                        "Kata, atau kode Dukcapil: 1 kepala keluarga, 2 suami, 3 istri, 4 anak, 5 menantu, 6 cucu, 7 orang tua, "
                        "8 mertua, 9 famili lain, 10 pembantu, 11 lainnya.",
                        "Words, or the codes of the civil registry: 1 head, 2 husband, 3 wife, 4 child, 5 child-in-law, "
                        "6 grandchild, 7 parent, 8 parent-in-law, 9 other relative, 10 servant, 11 others.",
                    ),
                ),
                Coding(
                    (
                        *("HUB KEL", "HUB KRT", "HUBUNGAN KRT", "HUBUNGAN DENGAN KRT", "STATUS HUBUNGAN DENGAN KRT"),
                        *("HUBUNGAN DENGAN KEPALA RUMAH TANGGA", "HUB ART"),
                    ),
                    relation_bps,
                    (
                        "Kata, atau kode BPS (PBDT, BDT/DTKS): 1 kepala, 2 istri/suami, 3 anak, 4 menantu, 5 cucu, "
                        "6 orang tua/mertua, 7 pembantu, 8 dan 9 lainnya.",
                        "Words, or the codes of BPS (PBDT, BDT/DTKS): 1 head, 2 spouse, 3 child, 4 child-in-law, 5 grandchild, "
                        "6 parent or parent-in-law, 7 servant, 8 and 9 others.",
                    ),
                ),
            ),
        ),
        Column(
            "desil",
            (
                *("DESIL", "DESIL DTSEN", "DESIL NASIONAL", "PERINGKAT DESIL", "DESIL KESEJAHTERAAN", "DESIL KELUARGA"),
                "DECILE",
            ),
            desil,
            meaning=(
                "Peringkat kesejahteraan keluarga, dibaca dari baris kepala keluarganya.",
                "The family's welfare rank, read from the row of its head.",
            ),
            rule=rules.DESIL,
            **_PLACE,
        ),
        _flag("elderly", ("Lanjut usia.", "Elderly."), "LANSIA", "LANJUT USIA", "ELDERLY"),
        _flag(
            "disability",
            ("Penyandang disabilitas.", "Person with a disability."),
            *("DISABILITAS", "DIFABEL", "PENYANDANG DISABILITAS", "DISABILITY"),
            codings=(
                Coding(
                    ("JENIS CACAT", "JNS CACAT"),
                    disability_bps,
                    ("Kode PBDT/BDT: 00 tidak, kode lain ya.", "Codes of PBDT/BDT: 00 no, any other code yes."),
                ),
            ),
        ),
        _flag(
            "pregnant",
            ("Sedang hamil.", "Pregnant."),
            *("HAMIL", "IBU HAMIL", "BUMIL", "PREGNANT"),
            codings=(
                Coding(
                    ("STA HAMIL", "STS HAMIL", "STATUS HAMIL", "STATUS KEHAMILAN"),
                    pregnant_bps,
                    ("Kode BPS: 1 ya, 2 tidak, 0 tidak ditanyakan.", "Codes of BPS: 1 yes, 2 no, 0 not asked."),
                ),
            ),
        ),
        _flag(
            "child",
            ("Anak usia dini (0–6 tahun).", "Young child (0–6 years)."),
            *("BALITA", "ANAK USIA DINI", "ANAK 0-6", "BALITA 0-6", "BALITA (0-6)", "BALITA (0-6 TAHUN)"),
        ),
        _flag("pupil", ("Bersekolah.", "Goes to school."), "PELAJAR", "SISWA", "ANAK SEKOLAH", "PUPIL"),
        Column(
            "income",
            (
                *("PENDAPATAN", "PENGHASILAN", "PENDAPATAN PER BULAN", "PENGHASILAN PER BULAN", "PENDAPATAN (RP)"),
                *("PENGHASILAN (RP)", "PENGHASILAN BULANAN", "INCOME"),
            ),
            rupiah,
            summed=True,
            dtype="int64",
            neutral=0,
            meaning=("Pendapatan orang ini sebulan, sebelum bantuan.", "The person's income a month, before aid."),
            rule=rules.RUPIAH,
            reasons=("number_negative",),
        ),
        Column(
            "status",
            ("STATUS WARGA", "STATUS PENDUDUK", "STATUS ANGGOTA", "STATUS KEBERADAAN", "STATUS"),
            coded(STATUSES, "person_status_not_understood"),
            neutral="active",
            meaning=(
                "Keadaan orang ini; kosong: aktif. Hanya yang aktif dihitung sebagai anggota keluarga.",
                "Whether the person still lives here; blank: active. Only active persons count as members.",
            ),
            rule=rules.one_of(_STATUS_CHOICES, "person_status_not_understood"),
            choices=_STATUS_CHOICES,
        ),
        Column(
            "status_date",
            ("TANGGAL STATUS", "TGL STATUS", "TANGGAL MENINGGAL", "TANGGAL PINDAH"),
            date_between(1900, 2099),
            meaning=("Sejak kapan statusnya demikian.", "Since when the status holds."),
            rule=rules.STATUS_DATE,
            **_DATE,
        ),
    ),
    one_of=(("rt", "rt_rw"),),
    title=("Data penduduk (registri keluarga)", "Registry of families"),
    purpose=(
        "Satu baris satu anggota keluarga. NIK yang sudah ada diganti isinya; yang tidak disebut lagi tetap, kecuali berkas "
        "dimuat sebagai pengganti seluruh RT-nya.",
        "One row is one member of a family. A NIK that is known gets the new content; those not named any more stay, unless "
        "the file is loaded as the whole list of its RT.",
    ),
    example=_example,
    elsewhere=_OF_VISITS,
)
