"""The columns of a registry file."""

from __future__ import annotations

from etl.contract import Column, Contract
from etl.parse import text
from etl.parse_codes import area_code, coded, flag, relation, rt_rw, sex
from etl.parse_dates import date_between
from etl.parse_identity import kk, nik
from etl.parse_numbers import desil, rupiah

KIND = "registry"
FLAGS = ("elderly", "disability", "pregnant", "child", "pupil")


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


def _flag(name: str, *synonyms: str) -> Column:
    return Column(name, synonyms, flag, dtype="bool", neutral=False)


CONTRACT = Contract(
    KIND,
    (
        Column(
            "kk",
            ("NO KK", "NOMOR KK", "NOKK", "KK", "NOMOR KARTU KELUARGA", "NO KARTU KELUARGA", "KARTU KELUARGA"),
            kk,
            required=True,
            shown="number",
        ),
        Column(
            "nik",
            ("NIK", "NO NIK", "NOMOR NIK", "NOMOR INDUK KEPENDUDUKAN", "NO KTP", "NOMOR KTP"),
            nik,
            required=True,
            shown="number",
        ),
        Column(
            "name",
            ("NAMA LENGKAP", "NAMA", "NAMA ANGGOTA", "NAMA ANGGOTA KELUARGA", "NAMA PENDUDUK", "NAME"),
            text(150),
            required=True,
            shown="words",
        ),
        Column(
            "address", ("ALAMAT", "ALAMAT LENGKAP", "ALAMAT RUMAH", "ALAMAT KTP", "ADDRESS"), text(255), shown="words"
        ),
        Column("rt", ("RT", "NO RT", "NOMOR RT"), rt_rw("rt"), dtype="int64", neutral=0),
        Column("rw", ("RW", "NO RW", "NOMOR RW"), rt_rw("rw"), dtype="int64", neutral=0),
        Column("rt_rw", ("RT/RW", "RT RW", "RT DAN RW"), rt_rw("pair"), dtype="int64", neutral=0),
        Column("kelurahan", ("KODE KELURAHAN", "KODE KEL", "KODE WILAYAH", "KODE DESA"), area_code),
        Column(
            "birth_date",
            ("TANGGAL LAHIR", "TGL LAHIR", "TGL. LAHIR", "LAHIR", "BIRTH DATE"),
            date_between(1900, 2099, birth=True),
            required=True,
            dtype="datetime64[D]",
            neutral="NaT",
        ),
        Column("sex", ("JENIS KELAMIN", "JK", "L/P", "KELAMIN", "SEX"), sex, required=True),
        Column(
            "relation",
            (
                "HUBUNGAN",
                "SHDK",
                "HUBUNGAN KELUARGA",
                "HUBUNGAN DALAM KELUARGA",
                "STATUS HUBUNGAN",
                "STATUS HUBUNGAN DALAM KELUARGA",
                "HUB KELUARGA",
                "STATUS DALAM KELUARGA",
            ),
            relation,
            required=True,
        ),
        Column(
            "desil",
            ("DESIL", "DESIL DTSEN", "PERINGKAT DESIL", "DESIL KESEJAHTERAAN", "DECILE"),
            desil,
            dtype="int64",
            neutral=0,
        ),
        _flag("elderly", "LANSIA", "LANJUT USIA", "ELDERLY"),
        _flag("disability", "DISABILITAS", "DIFABEL", "PENYANDANG DISABILITAS", "DISABILITY"),
        _flag("pregnant", "HAMIL", "IBU HAMIL", "BUMIL", "PREGNANT"),
        _flag("child", "BALITA", "ANAK USIA DINI", "ANAK 0-6", "BALITA 0-6", "BALITA (0-6)", "BALITA (0-6 TAHUN)"),
        _flag("pupil", "PELAJAR", "SISWA", "ANAK SEKOLAH", "PUPIL"),
        Column(
            "income",
            (
                "PENDAPATAN",
                "PENGHASILAN",
                "PENDAPATAN PER BULAN",
                "PENGHASILAN PER BULAN",
                "PENDAPATAN (RP)",
                "PENGHASILAN (RP)",
                "INCOME",
            ),
            rupiah,
            summed=True,
            dtype="int64",
            neutral=0,
        ),
        Column(
            "status",
            ("STATUS WARGA", "STATUS PENDUDUK", "STATUS ANGGOTA", "STATUS KEBERADAAN", "STATUS"),
            coded(STATUSES, "person_status_not_understood"),
            neutral="active",
        ),
        Column(
            "status_date",
            ("TANGGAL STATUS", "TGL STATUS", "TANGGAL MENINGGAL", "TANGGAL PINDAH"),
            date_between(1900, 2099),
            dtype="datetime64[D]",
            neutral="NaT",
        ),
    ),
    one_of=(("rt", "rt_rw"),),
)
