"""The columns of the log of decisions: what was learned, what was decided because of it, and what came of it."""

from __future__ import annotations

import datetime as dt

from etl.contract import Contract, ExampleCell
from etl.sources.part_columns import code_column, coded_column, date_column
from etl.sources.part_public import indicator_column, public_column
from etl.sources.places import rw_column
from etl.sources.recipient_columns import programme_column
from etl.template_place import Place

KIND = "decisions"

STATUSES = {
    "rencana": "rencana direncanakan planned",
    "berjalan": "berjalan dilaksanakan proses ongoing",
    "selesai": "selesai tuntas done",
    "batal": "batal dibatalkan cancelled",
}


def _example(place: Place) -> list[dict[str, ExampleCell]]:
    """One decision that was carried out."""
    year = place.today.year - 1
    return [
        {
            "code": f"KPT-CONTOH-{year}-1",
            "date": dt.date(year, 2, 10),
            "learned": "Cakupan RW ini paling rendah tiga triwulan berturut-turut.",
            "decided": "Petugas mendatangi rumah yang belum terdata.",
            "indicator": "coverage_eligible",
            "rw": place.rt[1],
            "responsible": "Seksi Kesejahteraan Rakyat",
            "due_date": dt.date(year, 5, 31),
            "done_date": dt.date(year, 5, 20),
            "status": "selesai",
            "result": "Semua rumah sudah didatangi.",
        }
    ]


CONTRACT = Contract(
    KIND,
    (
        code_column(
            "code",
            ("NOMOR KEPUTUSAN", "NO KEPUTUSAN", "KODE KEPUTUSAN", "DECISION NUMBER"),
            40,
            ("Nomor keputusan.", "Number of the decision."),
            "key_twice",
            "row_replaced",
        ),
        date_column(
            "date",
            ("TANGGAL KEPUTUSAN", "TGL KEPUTUSAN", "DECISION DATE"),
            ("Hari diputuskan.", "Day of the decision."),
            "day_in_future",
            required=True,
        ),
        public_column(
            "learned",
            ("YANG DIPELAJARI", "PEMBELAJARAN", "TEMUAN", "LEARNED"),
            400,
            ("Apa yang terlihat dari data.", "What the data showed."),
            required=True,
        ),
        public_column(
            "decided",
            ("KEPUTUSAN", "ISI KEPUTUSAN", "TINDAKAN", "DECISION"),
            400,
            ("Apa yang diubah karenanya.", "What was changed because of it."),
            required=True,
        ),
        indicator_column(
            ("INDIKATOR", "KODE INDIKATOR", "INDICATOR"),
            (
                "Indikator yang diharapkan membaik; kosong: tidak satu pun.",
                "The indicator that is to improve; blank: none.",
            ),
        ),
        programme_column(
            ("PROGRAM", "KODE PROGRAM", "NAMA PROGRAM", "PROGRAMME"),
            ("Program yang diputuskan; kosong: semua.", "The programme decided on; blank: all."),
            required=False,
        ),
        rw_column(),
        public_column(
            "responsible",
            ("PENANGGUNG JAWAB", "PIC", "UNIT PENANGGUNG JAWAB", "RESPONSIBLE"),
            80,
            ("Unit atau jabatan.", "A unit or a position."),
        ),
        date_column(
            "due_date",
            ("TENGGAT", "BATAS WAKTU", "TARGET SELESAI", "DUE DATE"),
            ("Kapan seharusnya selesai.", "When it is to be done."),
            "day_before_first",
            "day_too_far",
        ),
        date_column(
            "done_date",
            ("TANGGAL SELESAI", "TGL SELESAI", "TANGGAL TUNTAS", "DONE DATE"),
            ("Kapan selesai.", "When it was done."),
            "day_in_future",
            "day_before_first",
            "status_without_day",
            "day_without_status",
        ),
        coded_column(
            "status",
            ("STATUS KEPUTUSAN", "STATUS", "DECISION STATUS"),
            STATUSES,
            tuple(STATUSES),
            ("Rencana, berjalan, selesai, atau batal.", "Planned, under way, done or cancelled."),
            required=True,
        ),
        public_column(
            "result",
            ("HASIL", "HASIL KEPUTUSAN", "DAMPAK", "RESULT"),
            400,
            ("Apa hasilnya.", "What came of it."),
        ),
    ),
    title=("Keputusan dari pembelajaran", "Decisions from what was learned"),
    purpose=(
        "Satu baris satu keputusan yang diambil karena yang terlihat dari data. Nomor yang sudah ada diganti seluruh isinya.",
        "One row is one decision taken because of what the data showed. A number that is known gets all of the new content.",
    ),
    example=_example,
)
