"""The columns of the list of tranches: when each stage of a programme was due, and when its money was released."""

from __future__ import annotations

import datetime as dt

from etl import contract_rules as rules
from etl.contract import Column, Contract, ExampleCell
from etl.parse_dates import period
from etl.sources.part_columns import date_column, number_column, rupiah_column, text_column
from etl.sources.recipient_columns import programme_column
from etl.template_place import Place
from pantau.reference import calendar_row

KIND = "tranches"

MOST_RECIPIENTS = 1_000_000


def _example(place: Place) -> list[dict[str, ExampleCell]]:
    """One stage of the first programme that was released."""
    row = place.programmes[0]
    first = min(place.month_of(row), place.today.year * 12 + place.today.month - 1)
    due = dt.date(first // 12, first % 12 + 1, 1)
    return [
        {
            "programme": row["code"],
            "name": f"Tahap {due.month} {due.year}",
            "period": str(calendar_row(first)["month"]),
            "channel": "Bank",
            "due_date": due,
            "released_date": due,
            "amount": 200_000,
            "recipients": 1,
        }
    ]


CONTRACT = Contract(
    KIND,
    (
        programme_column(
            ("PROGRAM", "KODE PROGRAM", "NAMA PROGRAM", "PROGRAM BANTUAN", "PROGRAMME"),
            ("Program yang membayar.", "The programme that pays."),
            "key_twice",
            "row_replaced",
        ),
        text_column(
            "name",
            ("TAHAP", "NAMA TAHAP", "TERMIN", "TRANCHE"),
            60,
            ("Nama tahap, seperti disebut pada warga.", "Name of the stage, as residents are told."),
            required=True,
        ),
        Column(
            "period",
            ("PERIODE", "PERIODE PENYALURAN", "BULAN", "PERIOD"),
            period,
            required=True,
            dtype="int64",
            neutral=0,
            meaning=(
                "Bulan yang dicakup, seperti di berkas penyaluran; satu bulan saja diperpanjang menurut bulan per tahap programnya.",
                "The months covered, as in the file of transfers; a single month is filled out by the months of the programme.",
            ),
            rule=rules.PERIOD,
            reasons=("period_too_far",),
        ),
        text_column(
            "channel",
            ("PENYALUR", "KANAL PENYALUR", "BANK PENYALUR", "KANAL", "CHANNEL"),
            40,
            (
                "Bank, pos, atau kantor yang menyalurkan, seperti di berkas penyaluran; kosong: semuanya.",
                "Bank, post or office that pays out, as in the file of transfers; blank: all of them.",
            ),
        ),
        date_column(
            "due_date",
            ("TANGGAL JATUH TEMPO", "TGL JATUH TEMPO", "JATUH TEMPO", "TANGGAL JADWAL", "DUE DATE"),
            ("Hari uang seharusnya cair.", "Day on which the money was due."),
            "day_too_far",
            required=True,
        ),
        date_column(
            "released_date",
            ("TANGGAL CAIR", "TGL CAIR", "TANGGAL PENCAIRAN", "RELEASED DATE"),
            ("Hari uang cair; kosong: belum.", "Day on which it was released; blank: not yet."),
            "day_in_future",
        ),
        rupiah_column(
            "amount",
            ("NILAI CAIR", "NILAI PENCAIRAN", "JUMLAH CAIR", "AMOUNT RELEASED"),
            ("Rupiah yang cair, atau akan cair.", "Rupiah released, or to be."),
            required=True,
        ),
        number_column(
            "recipients",
            ("JUMLAH PENERIMA", "JML PENERIMA", "PENERIMA", "RECIPIENTS"),
            0,
            MOST_RECIPIENTS,
            ("Untuk berapa penerima.", "For how many recipients."),
        ),
    ),
    title=("Tahap penyaluran", "Tranches"),
    purpose=(
        "Satu baris satu tahap satu program lewat satu penyalur. Program, bulan pertama, dan penyalur yang sama diganti.",
        "One row is one stage of a programme through one channel. The same programme, first month and channel is replaced.",
    ),
    example=_example,
)
