"""The columns of the list of complaints. There is none for the text of a complaint or for who made it: both name people."""

from __future__ import annotations

import datetime as dt

from etl.contract import Contract, ExampleCell
from etl.sources.part_columns import code_column, coded_column, date_column, number_column
from etl.sources.places import rt_column, rw_column
from etl.sources.recipient_columns import programme_column
from etl.template_place import Place

KIND = "complaints"

STANDARD_DAYS = 14
"""The service standard where a row states none, in calendar days."""
MOST_DAYS = 365

CHANNELS = {
    "jaki": "jaki crm aplikasi",
    "kelurahan": "kelurahan loket langsung datanglangsung kantor",
    "rt_rw": "rtrw rt rw ketuart ketuarw",
    "forum": "forum musyawarah musrenbang rapat",
    "telepon": "telepon telpon whatsapp wa sms phone",
    "lainnya": "lainnya lain surat email other",
}
CATEGORIES = {
    "terlambat": "terlambat keterlambatan belumcair belumditerima late",
    "jumlah": "jumlah jumlahkurang nominal potongan kurang amount",
    "tidak_terdaftar": "tidakterdaftar belumterdaftar notregistered",
    "tidak_layak": "tidaklayak salahsasaran penerimatidaklayak noteligible",
    "petugas": "petugas pelayanan sikappetugas officer",
    "lainnya": "lainnya lain other",
}
STATUSES = {
    "terbuka": "terbuka baru proses diproses belumselesai open",
    "selesai": "selesai ditutup tuntas closed",
    "ditolak": "ditolak tidakditindaklanjuti refused rejected",
}


def _example(place: Place) -> list[dict[str, ExampleCell]]:
    """One that was closed in time, and one that is open."""
    rt, rw = place.rt
    year = place.today.year - 1
    return [
        {
            "code": f"ADU-CONTOH-{year}-1",
            "date": dt.date(year, 3, 3),
            "channel": "JAKI",
            "category": "terlambat",
            "rw": rw,
            "rt": rt,
            "programme": place.programmes[0]["code"],
            "standard_days": 14,
            "closed_date": dt.date(year, 3, 10),
            "status": "selesai",
        },
        {
            "code": f"ADU-CONTOH-{year}-2",
            "date": dt.date(year, 11, 5),
            "channel": "RT/RW",
            "category": "tidak terdaftar",
            "rw": rw,
            "status": "terbuka",
        },
    ]


CONTRACT = Contract(
    KIND,
    (
        code_column(
            "code",
            ("NOMOR ADUAN", "NO ADUAN", "KODE ADUAN", "NOMOR PENGADUAN", "NOMOR TIKET", "COMPLAINT NUMBER"),
            40,
            (
                "Nomor aduan. Isi aduan dan nama pelapor tidak disimpan: kolom seperti itu dikosongkan saat dibaca.",
                "Number of the complaint. Its text and who made it are not kept: such columns are emptied as they are read.",
            ),
            "key_twice",
            "row_replaced",
        ),
        date_column(
            "date",
            ("TANGGAL ADUAN", "TGL ADUAN", "TANGGAL PENGADUAN", "TANGGAL MASUK ADUAN", "COMPLAINT DATE"),
            ("Hari aduan masuk.", "Day on which it came in."),
            "day_in_future",
            required=True,
        ),
        coded_column(
            "channel",
            ("KANAL", "KANAL ADUAN", "SALURAN ADUAN", "CHANNEL"),
            CHANNELS,
            ("JAKI", "kelurahan", "RT/RW", "forum", "telepon", "lainnya"),
            ("Lewat mana aduan masuk.", "How it came in: app, office, RT or RW, forum, telephone, other."),
            required=True,
        ),
        coded_column(
            "category",
            ("KATEGORI ADUAN", "JENIS ADUAN", "KATEGORI PENGADUAN", "COMPLAINT CATEGORY"),
            CATEGORIES,
            tuple(word.replace("_", " ") for word in CATEGORIES),
            (
                "Tentang apa.",
                "About what: late, amount, not registered, not eligible, an officer, other.",
            ),
            required=True,
            shown="coded",
        ),
        rw_column(),
        rt_column(),
        programme_column(
            ("PROGRAM", "KODE PROGRAM", "NAMA PROGRAM", "PROGRAMME"),
            (
                "Program yang diadukan; kosong: bukan satu program.",
                "The programme it is about; blank: no one programme.",
            ),
            required=False,
        ),
        number_column(
            "standard_days",
            ("STANDAR HARI", "STANDAR LAYANAN", "BATAS HARI", "SLA HARI", "STANDARD DAYS"),
            1,
            MOST_DAYS,
            (
                f"Dalam berapa hari kalender aduan harus ditutup; kosong: {STANDARD_DAYS}.",
                f"Within how many calendar days it is to be closed; blank: {STANDARD_DAYS}.",
            ),
        ),
        date_column(
            "closed_date",
            ("TANGGAL DITUTUP", "TGL DITUTUP", "TANGGAL SELESAI ADUAN", "CLOSED DATE"),
            ("Hari aduan ditutup; kosong: masih terbuka.", "Day on which it was closed; blank: still open."),
            "day_in_future",
            "day_before_first",
            "status_without_day",
            "complaint_open_with_day",
        ),
        coded_column(
            "status",
            ("STATUS ADUAN", "STATUS PENGADUAN", "STATUS", "COMPLAINT STATUS"),
            STATUSES,
            tuple(STATUSES),
            ("Terbuka, selesai, atau ditolak.", "Open (terbuka), settled (selesai) or refused (ditolak)."),
            required=True,
        ),
    ),
    title=("Aduan warga", "Complaints of residents"),
    purpose=(
        "Satu baris satu aduan, tanpa isinya dan tanpa pelapornya. Nomor yang sudah ada diganti: kirim lagi barisnya saat "
        "ditutup.",
        "One row is one complaint, without its text and without who made it. A number that is known is replaced: send its "
        "row again when it is closed.",
    ),
    example=_example,
)
