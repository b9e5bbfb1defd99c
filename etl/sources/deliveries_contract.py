"""The columns of lists of who attended what and who was given what."""

from __future__ import annotations

import datetime as dt
import re

from etl import contract_rules as rules
from etl.contract import Column, Contract, ExampleCell
from etl.parse import Cells, Parsed
from etl.parse_codes import sex
from etl.parse_identity import nik
from etl.parse_numbers import whole_between
from etl.sources.activities_contract import example_start
from etl.sources.part_columns import coded_column, date_column, number_column
from etl.sources.part_lookup import activity_column
from etl.sources.part_public import public_column
from etl.sources.recipient_columns import nik_headings
from etl.sources.registry_contract import EXAMPLE_NIK
from etl.template_place import EXAMPLE_ACTIVITY, Place

KIND = "deliveries"

MOST = 1_000_000
_SESSIONS = 0, 999
_SESSION_WORDS = re.compile(r"^\s*(?:(?:sesi|pertemuan|hari|session)\s*)?(?:ke\b)?[\s.\-]*(?=[0-9])", re.IGNORECASE)

_SERVICES = {
    "terdaftar": "terdaftar daftar pendaftaran registered",
    "hadir": "hadir kehadiran presensi absensi attendance",
    "vaksin": "vaksin vaksinasi imunisasi vaccine",
    "apd": "apd masker alatpelindungdiri ppe",
    "kit": "kit paketkebersihan hygienekit paket",
    "edukasi": "edukasi penyuluhan konseling education",
}
_STATUSES = {
    "hadir": "hadir ada present datang",
    "tidak": "tidak tidakhadir alpa alpha absen absent",
    "izin": "izin ijin sakit excused",
    "diberikan": "diberikan diberi diterima menerima given",
    "ditolak": "ditolak menolak tidakmau refused",
}
ATTENDED = ("terdaftar", "hadir")
"""Services at which one is present; the others are given."""
_AT_SESSIONS, _OF_SERVICES = ("hadir", "tidak", "izin"), ("diberikan", "ditolak", "tidak", "izin")
FITTING = {service: _AT_SESSIONS if service in ATTENDED else _OF_SERVICES for service in _SERVICES}
"""The statuses that say something of a service. Who was present when health education was given was given it."""


def session(cells: Cells) -> Parsed:
    """Numbers of sessions (int64): ``3``, ``Sesi 3``, ``Pertemuan ke-3``."""
    texts = {text: _SESSION_WORDS.sub("", text) for text in cells.text.unique().tolist()}
    return whole_between(*_SESSIONS)(Cells(cells.text.map(texts), cells.kinds))


def _example(place: Place) -> list[dict[str, ExampleCell]]:
    """Somebody of the registry and a guest, at a session; what they were given."""
    day = example_start(place)
    at: dict[str, ExampleCell] = {"activity": EXAMPLE_ACTIVITY, "date": day, "session": 1}
    return [
        {"activity": EXAMPLE_ACTIVITY, "date": day - dt.timedelta(7), "nik": EXAMPLE_NIK, "service": "terdaftar"},
        {**at, "nik": EXAMPLE_NIK, "service": "hadir", "status": "hadir"},
        {**at, "sex": "P", "age": 34, "service": "hadir", "status": "hadir"},
        {**at, "nik": EXAMPLE_NIK, "service": "vaksin", "item": "Influenza", "dose": 1, "status": "diberikan"},
        {**at, "nik": EXAMPLE_NIK, "service": "kit", "item": "Paket kebersihan", "quantity": 1, "status": "diberikan"},
    ]


CONTRACT = Contract(
    KIND,
    (
        activity_column(("Kegiatannya.", "The activity."), "key_twice"),
        Column(
            "session",
            ("SESI", "SESI KE", "PERTEMUAN", "PERTEMUAN KE", "HARI KE", "SESSION"),
            session,
            dtype="int64",
            neutral=0,
            meaning=(
                "Nomor sesi; kosong: tidak menyangkut satu sesi.",
                "Number of the session; blank: of no one session.",
            ),
            rule=rules.between(*_SESSIONS),
            reasons=("session_beyond_plan", "list_replaced"),
        ),
        date_column(
            "date",
            ("TANGGAL", "TGL", "TANGGAL SESI", "TANGGAL LAYANAN", "TANGGAL HADIR", "DATE"),
            ("Hari sesinya, atau hari diberikan.", "The day of the session, or when it was given."),
            "day_in_future",
            "day_outside_activity",
            required=True,
        ),
        Column(
            "nik",
            nik_headings("NIK PESERTA", "NIK PENERIMA"),
            nik,
            shown="number",
            in_file=True,
            meaning=(
                "NIK peserta yang ada di data penduduk; kosong: tamu, yang hanya dihitung.",
                "NIK of somebody in the registry; blank: a guest, who is only counted.",
            ),
            rule=rules.NIK,
            reasons=("nik_not_registered", "born_later"),
        ),
        Column(
            "sex",
            ("JENIS KELAMIN", "JK", "L/P", "SEX"),
            sex,
            meaning=("Jenis kelamin tamu.", "Sex of a guest."),
            rule=rules.SEX,
            choices=("L", "P"),
        ),
        number_column("age", ("UMUR", "USIA", "AGE"), 0, 120, ("Umur tamu dalam tahun.", "Age of a guest in years.")),
        coded_column(
            "service",
            ("LAYANAN", "JENIS LAYANAN", "SERVICE"),
            _SERVICES,
            tuple(_SERVICES),
            (
                "Apa: terdaftar sebagai peserta, hadir di sesi, vaksin, alat pelindung diri, kit, atau edukasi.",
                "What: registered as a participant, present at a session, vaccine, protective equipment, kit or education.",
            ),
            required=True,
            shown="coded",
        ),
        number_column(
            "dose",
            ("DOSIS", "DOSIS KE", "DOSE"),
            1,
            9,
            ("Dosis vaksin yang ke berapa.", "Which dose of a vaccine."),
            "dose_missing",
        ),
        public_column(
            "item",
            ("BARANG", "NAMA BARANG", "JENIS VAKSIN", "NAMA VAKSIN", "ITEM"),
            80,
            ("Vaksin, alat, atau kit apa.", "Which vaccine, equipment or kit."),
        ),
        number_column(
            "quantity",
            ("JUMLAH", "JUMLAH BARANG", "JML", "QTY", "QUANTITY"),
            0,
            MOST,
            ("Banyaknya barang; kosong: satu.", "Number of pieces; blank: one."),
            summed=True,
        ),
        coded_column(
            "status",
            ("STATUS", "STATUS KEHADIRAN", "KEHADIRAN", "STATUS LAYANAN"),
            _STATUSES,
            tuple(_STATUSES),
            (
                "Di sesi: hadir, tidak, atau izin. Layanan: diberikan, ditolak, tidak, atau izin. Kosong: hadir atau "
                "diberikan.",
                "At a session: present, absent or excused. A service: given, refused, absent or excused. Blank: present "
                "or given.",
            ),
            reasons=("status_not_of_service",),
            shown="coded",
        ),
    ),
    title=("Daftar hadir dan layanan", "Attendance and services"),
    purpose=(
        "Satu baris satu orang di satu sesi, atau satu layanan yang diberikan. Berkas yang lebih baru menggantikan seluruh "
        "daftar kegiatan, sesi, dan layanan yang disebutnya; baris yang ditolak lalu diperbaiki ditambahkan.",
        "One row is one person at one session, or one service given. A newer file replaces the whole list of each activity, "
        "session and service that it names; rows that were rejected and mended are added.",
    ),
    example=_example,
)
