"""The columns of the list of activities: trainings, information sessions, health days, peer groups."""

from __future__ import annotations

import datetime as dt

from etl.contract import Contract, ExampleCell
from etl.sources.agreements_contract import PROGRAMME_HEADINGS, SECTOR_HEADINGS
from etl.sources.part_columns import (
    code_column,
    coded_column,
    date_column,
    number_column,
    rupiah_column,
    sector_column,
)
from etl.sources.part_lookup import partner_column
from etl.sources.part_public import public_column
from etl.sources.places import rt_column, rw_column
from etl.sources.recipient_columns import programme_column
from etl.template_place import EXAMPLE_ACTIVITY, EXAMPLE_PARTNER, Place

KIND = "activities"

_KINDS = {
    "pelatihan": "pelatihan kursus bimtek workshop lokakarya training",
    "penyuluhan": "penyuluhan sosialisasi edukasi seminar information",
    "kesehatan": "kesehatan layanankesehatan vaksinasi imunisasi pemeriksaan posyandu health",
    "kelompok": "kelompok kelompoksebaya kelompokdukungan dukungansebaya pendampingan peergroup",
}
_STATUSES = {
    "rencana": "rencana direncanakan terjadwal planned",
    "berjalan": "berjalan berlangsung sedangberjalan ongoing running",
    "selesai": "selesai terlaksana sudah done finished",
    "batal": "batal dibatalkan tidakjadi cancelled",
}


def example_start(place: Place) -> dt.date:
    """When the activity of the examples began: in last year, so that all of it is past on any day."""
    return dt.date(place.today.year - 1, 3, 2)


def _example(place: Place) -> list[dict[str, ExampleCell]]:
    """A training of three sessions."""
    start = example_start(place)
    served = [row["code"] for row in place.programmes if row["benefit_kind"] == "jasa"]
    rt, rw = place.rt
    return [
        {
            "code": EXAMPLE_ACTIVITY,
            "kind": "pelatihan",
            "programme": served[0] if served else place.programmes[0]["code"],
            "partner": EXAMPLE_PARTNER,
            "sector": "Usaha dan pekerjaan",
            "theme": "Tata boga",
            "title": "Pelatihan kue kering",
            "rw": rw,
            "rt": rt,
            "start": start,
            "end": start + dt.timedelta(14),
            "sessions": 3,
            "places": 20,
            "cost": 6_000_000,
            "status": "selesai",
        }
    ]


CONTRACT = Contract(
    KIND,
    (
        code_column(
            "code",
            ("KODE KEGIATAN", "ID KEGIATAN", "NOMOR KEGIATAN", "ACTIVITY CODE"),
            40,
            (
                "Kode kegiatan, dipakai di daftar hadir dan hasil.",
                "Code of the activity, used in its lists and results.",
            ),
            "key_twice",
            "row_replaced",
            "activity_in_use",
        ),
        coded_column(
            "kind",
            ("JENIS KEGIATAN", "TIPE KEGIATAN", "BENTUK KEGIATAN", "ACTIVITY KIND"),
            _KINDS,
            tuple(_KINDS),
            ("Jenis kegiatan.", "What it is: training, information session, health day, peer group."),
            required=True,
        ),
        programme_column(PROGRAMME_HEADINGS, ("Program kegiatan ini.", "The programme it belongs to.")),
        partner_column(required=False),
        sector_column("sector", SECTOR_HEADINGS, ("Bidang kegiatan.", "The sector it is in.")),
        public_column(
            "theme",
            ("TEMA", "TEMA KEGIATAN", "TOPIK", "THEME"),
            60,
            ("Tema, ditulis sama di semua kegiatan yang setema.", "The theme, written alike in all activities of it."),
        ),
        public_column(
            "title",
            ("JUDUL KEGIATAN", "NAMA KEGIATAN", "JUDUL", "TITLE"),
            200,
            ("Judul.", "The title."),
            required=True,
        ),
        rw_column(("RW tempat kegiatan; kosong: kelurahan.", "The RW where it is held; blank: the kelurahan.")),
        rt_column(("RT tempat kegiatan; kosong: seluruh RW.", "The RT where it is held; blank: the whole RW.")),
        date_column(
            "start",
            ("TANGGAL MULAI KEGIATAN", "TANGGAL MULAI", "TGL MULAI", "TANGGAL KEGIATAN", "START DATE"),
            ("Hari pertama.", "The first day."),
            "day_too_far",
            required=True,
        ),
        date_column(
            "end",
            ("TANGGAL SELESAI KEGIATAN", "TANGGAL SELESAI", "TGL SELESAI", "END DATE"),
            ("Hari terakhir; kosong: masih berjalan.", "The last day; blank: still running."),
            "end_before_start",
            "day_too_far",
        ),
        number_column(
            "sessions",
            ("JUMLAH SESI", "JUMLAH PERTEMUAN", "SESI DIRENCANAKAN", "SESSIONS"),
            1,
            999,
            ("Banyaknya sesi yang direncanakan.", "How many sessions are planned."),
        ),
        number_column(
            "places",
            ("KUOTA PESERTA", "KUOTA", "TARGET PESERTA", "KAPASITAS", "PLACES"),
            0,
            100_000,
            ("Banyaknya tempat.", "How many places there are."),
        ),
        rupiah_column(
            "cost", ("BIAYA", "BIAYA KEGIATAN", "ANGGARAN", "COST"), ("Biaya seluruhnya.", "What it all costs.")
        ),
        coded_column(
            "status",
            ("STATUS KEGIATAN", "KEADAAN KEGIATAN", "STATUS", "ACTIVITY STATUS"),
            _STATUSES,
            tuple(_STATUSES),
            (
                "Keadaan; kosong: menurut tanggalnya.",
                "Planned, running, done or cancelled; blank: as its days say.",
            ),
        ),
    ),
    title=("Daftar kegiatan", "List of activities"),
    purpose=(
        "Satu baris satu kegiatan: pelatihan, penyuluhan, hari layanan kesehatan, atau kelompok. Kode yang sudah ada diganti "
        "seluruh isinya; kegiatan yang tidak disebut lagi tetap.",
        "One row is one activity: a training, an information session, a health day or a peer group. A code that is known gets "
        "all of the new content; activities not named any more stay.",
    ),
    example=_example,
)
