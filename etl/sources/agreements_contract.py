"""The columns of the list of agreements: who agreed to do what where, from when to when."""

from __future__ import annotations

import datetime as dt

from etl.contract import Contract, ExampleCell
from etl.sources.part_columns import code_column, date_column, rupiah_column, sector_column
from etl.sources.part_lookup import partner_column
from etl.sources.part_public import public_column
from etl.sources.places import rw_column
from etl.sources.recipient_columns import programme_column
from etl.template_place import EXAMPLE_PARTNER, Place

KIND = "agreements"

PROGRAMME_HEADINGS = ("PROGRAM", "KODE PROGRAM", "NAMA PROGRAM", "PROGRAMME")
SECTOR_HEADINGS = ("BIDANG", "SEKTOR", "BIDANG KERJA", "SECTOR")


def _example(place: Place) -> list[dict[str, ExampleCell]]:
    """One agreement, for one RW."""
    year = place.today.year
    return [
        {
            "code": f"001/PKS/CONTOH/{year}",
            "partner": EXAMPLE_PARTNER,
            "title": "Pelatihan usaha rumahan",
            "sector": "Usaha dan pekerjaan",
            "rw": place.rt[1],
            "start": dt.date(year, 1, 1),
            "end": dt.date(year, 12, 31),
            "value": 75_000_000,
        }
    ]


CONTRACT = Contract(
    KIND,
    (
        code_column(
            "code",
            ("NOMOR PERJANJIAN", "NO PERJANJIAN", "KODE PERJANJIAN", "NOMOR PKS", "NOMOR MOU", "AGREEMENT NUMBER"),
            40,
            ("Nomor perjanjian; satu baris untuk tiap RW.", "Number of the agreement; one row for each RW."),
            "key_twice",
            "agreement_differs",
            "row_replaced",
        ),
        partner_column(),
        public_column(
            "title",
            ("JUDUL PERJANJIAN", "JUDUL PKS", "JUDUL KERJA SAMA", "TITLE"),
            200,
            ("Tentang apa.", "What it is about."),
            required=True,
        ),
        sector_column("sector", SECTOR_HEADINGS, ("Bidang kerjanya.", "The sector it is in.")),
        programme_column(
            PROGRAMME_HEADINGS,
            (
                "Program yang dibantu; kosong: bukan satu program.",
                "The programme it supports; blank: no one programme.",
            ),
            required=False,
        ),
        rw_column(),
        date_column(
            "start",
            ("TANGGAL MULAI PERJANJIAN", "TANGGAL MULAI", "TGL MULAI", "MULAI BERLAKU", "START DATE"),
            ("Mulai berlaku.", "In force from."),
            "day_too_far",
            required=True,
        ),
        date_column(
            "end",
            ("TANGGAL SELESAI PERJANJIAN", "TANGGAL SELESAI", "TGL SELESAI", "BERAKHIR", "END DATE"),
            ("Berlaku sampai; kosong: tanpa batas.", "In force until; blank: without end."),
            "end_before_start",
        ),
        rupiah_column(
            "value",
            ("NILAI PERJANJIAN", "NILAI PKS", "NILAI (RP)", "VALUE"),
            (
                "Rupiah untuk wilayah baris ini; bila tidak dibagi menurut RW, isi di satu baris saja.",
                "Rupiah for the area of this row; where it is not divided by RW, give it in one row only.",
            ),
        ),
    ),
    title=("Perjanjian kerja sama", "Agreements with partners"),
    purpose=(
        "Satu baris satu perjanjian di satu RW (RW kosong: seluruh kelurahan). Nomor dan RW yang sudah ada diganti seluruh "
        "isinya; yang tidak disebut lagi tetap.",
        "One row is one agreement in one RW (blank: the whole kelurahan). A number and RW that are known get all of the new "
        "content; those not named any more stay.",
    ),
    example=_example,
)
