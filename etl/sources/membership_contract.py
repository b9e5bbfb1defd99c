"""The columns of a list of participants: who is enrolled in a programme, from when to when."""

from __future__ import annotations

import datetime as dt

from etl import contract_rules as rules
from etl.contract import Column, Contract, ExampleCell
from etl.parse_codes import coded
from etl.parse_dates import date_between
from etl.sources.recipient_columns import programme_column, recipient_columns
from etl.sources.registry_contract import EXAMPLE_KK, EXAMPLE_NIK
from etl.template_place import Place

KIND = "membership"

_EXITS = {
    "graduasi": "graduasi lulus mandiri graduasimandiri sudahmampu mampu sejahtera graduated",
    "meninggal": "meninggal meninggaldunia wafat mati dead",
    "pindah": "pindah pindahalamat pindahdomisili mutasi moved",
    "tidak_layak": "tidaklayak tdklayak tidakmemenuhisyarat tidakeligible ineligible",
    "mundur": "mundur mengundurkandiri menolak withdrawn",
    "lainnya": "lainnya lain other",
}
EXITS: dict[str, object] = {word: reason for reason, words in _EXITS.items() for word in words.split()}
_CHOICES = ("graduasi", "meninggal", "pindah", "tidak layak", "mundur", "lainnya")
_DATE = {"dtype": "datetime64[D]", "neutral": "NaT", "rule": rules.DATE}


def _example(place: Place) -> list[dict[str, ExampleCell]]:
    """A family that is still in each programme, and one stay that has ended."""
    rows: list[dict[str, ExampleCell]] = []
    for row in place.programmes[:2]:
        person = {"nik": EXAMPLE_NIK} if row["unit"] == "person" else {}
        year, month = divmod(row["first_month"], 12)
        entry = min(dt.date(year, month + 1, 1), place.today)
        rows.append({"programme": row["code"], "kk": EXAMPLE_KK, **person, "entry": entry})
    rows[-1] |= {"exit": rows[-1]["entry"], "exit_reason": "graduasi"}
    return rows


CONTRACT = Contract(
    KIND,
    (
        programme_column(
            ("PROGRAM", "KODE PROGRAM", "NAMA PROGRAM", "PROGRAM BANTUAN", "JENIS BANSOS", "PROGRAMME"),
            ("Program yang diikuti.", "The programme."),
            "membership_twice",
            "membership_replaced",
        ),
        *recipient_columns(
            "NIK PESERTA",
            (
                "Nomor KK keluarga peserta; ini atau NIK harus ada.",
                "KK of the enrolled family; this or the NIK.",
            ),
            (
                "NIK peserta, bila program untuk perorangan.",
                "NIK of the participant, where the programme is for persons.",
            ),
        ),
        Column(
            "entry",
            ("TANGGAL MASUK", "TGL MASUK", "TANGGAL MULAI", "TANGGAL TERDAFTAR", "MULAI KEPESERTAAN", "ENTRY DATE"),
            date_between(2000, 2099),
            required=True,
            meaning=("Sejak kapan menjadi peserta.", "Enrolled since when."),
            reasons=("entry_in_future",),
            **_DATE,  # type: ignore[arg-type]
        ),
        Column(
            "exit",
            ("TANGGAL KELUAR", "TGL KELUAR", "TANGGAL BERHENTI", "TANGGAL BERAKHIR", "AKHIR KEPESERTAAN", "EXIT DATE"),
            date_between(2000, 2099),
            meaning=("Sampai kapan; kosong: masih peserta.", "Until when; blank: still enrolled."),
            reasons=("exit_before_entry", "exit_without_reason"),
            **_DATE,  # type: ignore[arg-type]
        ),
        Column(
            "exit_reason",
            ("ALASAN KELUAR", "SEBAB KELUAR", "ALASAN BERHENTI", "EXIT REASON"),
            coded(EXITS, "exit_reason_not_understood"),
            meaning=("Mengapa tidak lagi menjadi peserta.", "Why no longer enrolled."),
            rule=rules.one_of(_CHOICES, "exit_reason_not_understood"),
            choices=_CHOICES,
            reasons=("exit_reason_without_date",),
        ),
    ),
    one_of=(("kk", "nik"),),
    title=("Kepesertaan program", "Enrolment in programmes"),
    purpose=(
        "Satu baris satu masa kepesertaan. Program, keluarga, orang, dan tanggal masuk yang sama diganti; baris yang tidak "
        "disebut lagi tetap.",
        "One row is one stay in a programme. The same programme, family, person and entry date is replaced; rows that are "
        "not named any more stay.",
    ),
    example=_example,
)
