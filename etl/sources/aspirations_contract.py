"""The columns of the list of proposals: what residents asked for in a forum, and what became of it."""

from __future__ import annotations

import datetime as dt

from etl.contract import Contract, ExampleCell
from etl.sources.part_columns import (
    code_column,
    coded_column,
    date_column,
    number_column,
    rupiah_column,
    sector_column,
)
from etl.sources.part_public import public_column
from etl.sources.places import rw_column
from etl.sources.recipient_columns import programme_column
from etl.template_place import Place

KIND = "aspirations"

FORUMS = {
    "musrenbang": "musrenbang musrenbangkelurahan musrenbangrw rembuk",
    "musyawarah_rw": "musyawarahrw musyawarah rembugwarga rembukrw rapatrw forumrw",
    "konsultasi": "konsultasi konsultasipublik konsultasiwarga reses consultation",
}
STATUSES = {
    "diajukan": "diajukan diusulkan baru belumdijawab proposed",
    "diterima": "diterima disetujui accepted",
    "ditolak": "ditolak refused rejected",
    "ditunda": "ditunda deferred",
    "didanai": "didanai dianggarkan funded",
    "selesai": "selesai terlaksana dilaksanakan done",
}
MOST_VOTES = 100_000


def _example(place: Place) -> list[dict[str, ExampleCell]]:
    """One proposal that was funded and done, and one that waits for its answer."""
    year = place.today.year - 1
    same: dict[str, ExampleCell] = {"date": dt.date(year, 1, 19), "forum": "musrenbang", "rw": place.rt[1]}
    return [
        {
            **same,
            "code": f"USL-CONTOH-{year}-1",
            "theme": "Usaha dan pekerjaan",
            "title": "Pelatihan menjahit bagi warga RW",
            "votes": 41,
            "status": "selesai",
            "answer_date": dt.date(year, 2, 20),
            "answer": "Didanai anggaran kelurahan.",
            "amount_asked": 40_000_000,
            "amount_funded": 30_000_000,
            "done_date": dt.date(year, 8, 1),
        },
        {
            **same,
            "code": f"USL-CONTOH-{year}-2",
            "theme": "Lingkungan dan prasarana",
            "title": "Perbaikan saluran air",
            "votes": 57,
            "status": "diajukan",
            "amount_asked": 90_000_000,
        },
    ]


CONTRACT = Contract(
    KIND,
    (
        code_column(
            "code",
            ("NOMOR USULAN", "NO USULAN", "KODE USULAN", "ID USULAN", "PROPOSAL NUMBER"),
            40,
            ("Nomor usulan.", "Number of the proposal."),
            "key_twice",
            "row_replaced",
        ),
        date_column(
            "date",
            ("TANGGAL USULAN", "TGL USULAN", "TANGGAL FORUM", "PROPOSAL DATE"),
            ("Hari usulan disampaikan.", "Day on which it was made."),
            "day_in_future",
            required=True,
        ),
        coded_column(
            "forum",
            ("FORUM", "JENIS FORUM", "NAMA FORUM"),
            FORUMS,
            ("musrenbang", "musyawarah RW", "konsultasi"),
            (
                "Forum tempat usulan disampaikan.",
                "Where it was made: planning forum (musrenbang), RW meeting, consultation.",
            ),
            required=True,
        ),
        rw_column(("RW yang mengusulkan; kosong: seluruh kelurahan.", "The RW that asks; blank: the whole kelurahan.")),
        sector_column(
            "theme", ("TEMA", "TEMA USULAN", "BIDANG", "THEME"), ("Bidang usulan.", "Sector of the proposal.")
        ),
        public_column(
            "title",
            ("USULAN", "JUDUL USULAN", "URAIAN USULAN", "PROPOSAL"),
            200,
            ("Apa yang diminta.", "What is asked for."),
            required=True,
        ),
        number_column(
            "votes",
            ("SUARA", "JUMLAH SUARA", "DUKUNGAN", "VOTES"),
            0,
            MOST_VOTES,
            ("Berapa warga yang mendukung.", "How many residents are for it."),
        ),
        coded_column(
            "status",
            ("STATUS USULAN", "KEPUTUSAN USULAN", "STATUS", "PROPOSAL STATUS"),
            STATUSES,
            tuple(STATUSES),
            (
                "Sampai di mana: diajukan, diterima, ditolak, ditunda, didanai, selesai (terlaksana).",
                "How far it is: proposed, accepted, refused, deferred, funded, done.",
            ),
            required=True,
        ),
        date_column(
            "answer_date",
            ("TANGGAL JAWABAN", "TGL JAWABAN", "TANGGAL DIJAWAB", "ANSWER DATE"),
            ("Hari usulan dijawab.", "Day of the answer."),
            "day_in_future",
            "day_before_first",
            "status_without_day",
            "day_without_status",
        ),
        public_column(
            "answer",
            ("JAWABAN", "ISI JAWABAN", "TANGGAPAN", "ANSWER"),
            300,
            ("Jawaban kelurahan.", "The kelurahan's answer."),
        ),
        programme_column(
            ("PROGRAM", "KODE PROGRAM", "NAMA PROGRAM", "PROGRAMME"),
            ("Program yang mendanai; kosong: tidak ada.", "The programme that funds it; blank: none."),
            required=False,
        ),
        rupiah_column(
            "amount_asked",
            ("NILAI USULAN", "PERKIRAAN BIAYA", "BIAYA USULAN", "AMOUNT ASKED"),
            ("Perkiraan biaya, rupiah.", "What it would cost, in rupiah."),
        ),
        rupiah_column(
            "amount_funded",
            ("NILAI DIDANAI", "NILAI DISETUJUI", "AMOUNT FUNDED"),
            ("Rupiah yang didanai.", "Rupiah funded."),
            "funded_without_status",
        ),
        date_column(
            "done_date",
            ("TANGGAL TERLAKSANA", "TGL TERLAKSANA", "TANGGAL PELAKSANAAN", "DONE DATE"),
            ("Hari usulan terlaksana.", "Day on which it was done."),
            "day_in_future",
            "day_before_first",
            "status_without_day",
            "day_without_status",
        ),
    ),
    title=("Usulan warga", "Proposals of residents"),
    purpose=(
        "Satu baris satu usulan di musrenbang, musyawarah RW, atau konsultasi. Nomor yang sudah ada diganti seluruh isinya: "
        "kirim lagi barisnya setiap kali ada jawaban.",
        "One row is one proposal made in a forum. A number that is known gets all of the new content: send its row again "
        "whenever there is an answer.",
    ),
    example=_example,
)
