"""The columns by which several kinds of file name a programme and who is meant: one heading list, one rule each."""

from __future__ import annotations

from etl import contract_rules as rules
from etl.contract import Column, Said
from etl.parse import text
from etl.parse_identity import kk, nik

KK_HEADINGS = ("NO KK", "NOMOR KK", "NOKK", "KK", "NOMOR KARTU KELUARGA", "NO KARTU KELUARGA", "KARTU KELUARGA")


def nik_headings(*own: str) -> tuple[str, ...]:
    """Headings of a NIK, with those of one kind of file."""
    return ("NIK", "NO NIK", "NOMOR NIK", *own, "NOMOR INDUK KEPENDUDUKAN", "NO KTP", "NOMOR KTP")


def programme_column(headings: tuple[str, ...], meaning: Said, *reasons: str, required: bool = True) -> Column:
    """The programme, by code or name; ``reasons`` are those of one kind of file."""
    return Column(
        "programme",
        headings,
        text(120),
        required=required,
        shown="open",
        meaning=meaning,
        rule=rules.PROGRAMME,
        choices_from="programmes",
        reasons=("programme_unknown", "programme_none", "programme_ambiguous", *reasons),
    )


def recipient_columns(own_nik: str, kk_meaning: Said, nik_meaning: Said) -> tuple[Column, Column]:
    """KK and NIK of a family or person that must be in the registry; ``own_nik``: this kind's own heading of the NIK."""
    return (
        Column(
            "kk",
            KK_HEADINGS,
            kk,
            shown="number",
            meaning=kk_meaning,
            rule=rules.KK,
            reasons=("recipient_missing", "kk_not_registered"),
        ),
        Column(
            "nik",
            nik_headings(own_nik),
            nik,
            shown="number",
            meaning=nik_meaning,
            rule=rules.NIK,
            reasons=("nik_not_registered", "nik_other_household"),
        ),
    )
