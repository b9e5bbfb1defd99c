"""The columns of targets and budgets."""

from __future__ import annotations

from etl import contract_rules as rules
from etl.contract import Column, Contract, ExampleCell
from etl.parse import text
from etl.parse_codes import area_code, choice
from etl.parse_dates import year
from etl.parse_numbers import share
from etl.template_place import Place
from pantau.indicators import CATALOGUE

KIND = "targets"
KINDS = {
    **{w: "target" for w in ("target", "sasaran")},
    **{w: "budget" for w in ("anggaran", "pagu", "budget", "paguanggaran")},
}
_CHOICES = ("target", "anggaran")


def _example(place: Place) -> list[dict[str, ExampleCell]]:
    """A target of the whole kelurahan, and the budget of a programme."""
    same: dict[str, ExampleCell] = {"area": place.kelurahan, "year": place.today.year}
    return [
        {**same, "what": "target", "indicator": "coverage_eligible", "programme": "semua", "value": "85%"},
        {**same, "what": "anggaran", "programme": place.programmes[0]["code"], "value": "120000000"},
    ]


CONTRACT = Contract(
    KIND,
    (
        Column(
            "what",
            ("JENIS", "JENIS TARGET", "KIND"),
            choice(KINDS, ", ".join(_CHOICES)),
            required=True,
            meaning=(
                "Target indikator atau anggaran program.",
                "A target of an indicator or the budget of a programme.",
            ),
            rule=rules.one_of(_CHOICES),
            choices=_CHOICES,
            reasons=("key_twice",),
        ),
        Column(
            "indicator",
            ("INDIKATOR", "KODE INDIKATOR", "INDICATOR"),
            text(40),
            shown="open",
            in_file=True,
            meaning=(
                "Kode indikator dari kamus indikator; kosong pada baris anggaran.",
                "Code of the indicator in the indicator dictionary; blank in a budget row.",
            ),
            rule=rules.words(40),
            choices=tuple(CATALOGUE),
            reasons=("indicator_missing", "indicator_unknown"),
        ),
        Column(
            "programme",
            ("PROGRAM", "KODE PROGRAM", "NAMA PROGRAM", "PROGRAMME"),
            text(120),
            shown="open",
            meaning=(
                "Program; kosong atau 'semua' pada target: semua program bersama-sama.",
                "The programme; blank or 'semua' in a target: all programmes together.",
            ),
            rule=rules.PROGRAMME,
            choices_from="programmes",
            reasons=("programme_unknown", "programme_none", "programme_ambiguous", "budget_programme"),
        ),
        Column(
            "area",
            ("WILAYAH", "KODE WILAYAH", "AREA"),
            area_code,
            meaning=("Kode wilayah; kosong: seluruh kelurahan.", "Code of the area; blank: the whole kelurahan."),
            rule=rules.AREA_CODE,
            choices_from="areas",
            reasons=("area_unknown",),
        ),
        Column(
            "year",
            ("TAHUN", "TAHUN ANGGARAN", "YEAR"),
            year,
            required=True,
            dtype="int64",
            neutral=0,
            meaning=("Tahun target atau anggaran.", "Year of the target or budget."),
            rule=rules.YEAR,
        ),
        Column(
            "value",
            ("NILAI", "TARGET", "JUMLAH", "VALUE"),
            share,
            required=True,
            meaning=("Besar target, atau rupiah anggaran.", "Size of the target, or rupiah of the budget."),
            rule=rules.SHARE,
            reasons=("share_out_of_range", "number_negative", "amount_not_positive"),
        ),
    ),
    title=("Target dan anggaran", "Targets and budgets"),
    purpose=(
        "Satu baris satu target atau satu anggaran, untuk satu wilayah dan tahun. Kunci yang sama diganti.",
        "One row is one target or one budget, for an area and a year. The same key is replaced.",
    ),
    example=_example,
)
