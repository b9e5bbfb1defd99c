"""The columns of the logframe: goal, outcomes, outputs, activities, each with an indicator, a baseline and a target."""

from __future__ import annotations

from etl.contract import Column, Contract, ExampleCell
from etl.contract_rules import Rule, Said
from etl.parse import Cells, Fault, Parsed, map_unique
from etl.parse_numbers import share
from etl.sources.part_columns import code_column, coded_column
from etl.sources.part_public import indicator_column, public_column
from etl.sources.places import rw_column
from etl.sources.recipient_columns import programme_column
from etl.template_place import Place
from pantau.periods import is_period

KIND = "logframe"

LEVELS = {
    "tujuan": "tujuan dampak sasaranutama goal impact",
    "hasil": "hasil outcome",
    "keluaran": "keluaran output",
    "kegiatan": "kegiatan aktivitas activity",
}
"""From the highest to the lowest."""

_VALUE = Rule(
    (
        "Bagian 0 sampai 1 atau persen (0,85 atau 85%), atau angka menurut satuan indikatornya.",
        "A share from 0 to 1 or a percentage (0,85 or 85%), or a number in the indicator's unit.",
    ),
    ("number_not_understood", "number_too_large"),
)


def _period(cells: Cells) -> Parsed:
    def understand(text: str, _kind: int) -> str | Fault:
        found = text.upper().removesuffix(".0")
        return found if is_period(found) else Fault("logframe_period_invalid")

    return map_unique(cells, understand, object, "")


def _period_column(name: str, headings: tuple[str, ...], meaning: Said) -> Column:
    return Column(
        name,
        headings,
        _period,
        meaning=meaning,
        rule=Rule(
            ("2026, 2026-T1 (triwulan), atau 2026-03 (bulan).", "2026, 2026-T1 (quarter) or 2026-03 (month)."),
            ("logframe_period_invalid",),
        ),
        reasons=("logframe_value_without_period",),
    )


def _value_column(name: str, headings: tuple[str, ...], meaning: Said) -> Column:
    return Column(
        name,
        headings,
        share,
        dtype="float64",
        neutral=float("nan"),
        meaning=meaning,
        rule=_VALUE,
        reasons=("share_out_of_range", "number_negative"),
    )


def _example(place: Place) -> list[dict[str, ExampleCell]]:
    """A goal with an indicator, and an outcome below it."""
    year = place.today.year
    return [
        {
            "code": "1",
            "level": "tujuan",
            "statement_id": "Keluarga miskin terlindungi",
            "statement_en": "Poor families are protected",
            "indicator": "coverage_eligible",
            "baseline": "70%",
            "baseline_period": str(year - 1),
            "target": "85%",
            "target_period": str(year),
            "verification": "Data penyaluran",
            "assumption": "Anggaran tersedia",
        },
        {
            "code": "1.1",
            "parent": "1",
            "level": "hasil",
            "statement_id": "Bantuan tiba tepat waktu",
            "statement_en": "Aid arrives on time",
        },
    ]


CONTRACT = Contract(
    KIND,
    (
        code_column(
            "code",
            ("KODE LOGFRAME", "NOMOR LOGFRAME", "KODE RANTAI HASIL", "LOGFRAME CODE"),
            20,
            ("Kode baris logframe: 1, 1.1, 1.1.1.", "Code of the row: 1, 1.1, 1.1.1."),
            "key_twice",
            "row_replaced",
        ),
        code_column(
            "parent",
            ("INDUK", "KODE INDUK LOGFRAME", "INDUK LOGFRAME", "PARENT"),
            20,
            ("Kode baris di atasnya; kosong pada tujuan.", "Code of the row above it; blank for a goal."),
            "logframe_parent_missing",
            "logframe_parent_unknown",
            required=False,
        ),
        coded_column(
            "level",
            ("TINGKAT", "TINGKAT LOGFRAME", "LEVEL"),
            LEVELS,
            tuple(LEVELS),
            (
                "Tujuan, hasil, keluaran, atau kegiatan; di bawah induk yang lebih tinggi.",
                "Goal (tujuan), outcome (hasil), output (keluaran) or activity (kegiatan); below a higher one.",
            ),
            required=True,
            reasons=("logframe_level_order",),
        ),
        public_column(
            "statement_id",
            ("PERNYATAAN", "URAIAN LOGFRAME", "PERNYATAAN INDONESIA", "STATEMENT"),
            300,
            ("Apa yang hendak dicapai.", "What is to be reached, in Indonesian."),
            required=True,
        ),
        public_column(
            "statement_en",
            ("PERNYATAAN INGGRIS", "STATEMENT ENGLISH", "STATEMENT EN"),
            300,
            (
                "Yang sama dalam bahasa Inggris; kosong: memakai yang Indonesia.",
                "In English; blank: the Indonesian one.",
            ),
        ),
        indicator_column(
            ("INDIKATOR", "KODE INDIKATOR", "INDICATOR"),
            (
                "Kode indikator dari kamus indikator; kosong: tidak diukur oleh satu indikator.",
                "Code of an indicator of the dictionary; blank: not measured by one.",
            ),
        ),
        programme_column(
            ("PROGRAM", "KODE PROGRAM", "NAMA PROGRAM", "PROGRAMME"),
            ("Program yang dimaksud; kosong: semua.", "The programme meant; blank: all."),
            required=False,
        ),
        rw_column(),
        _value_column(
            "baseline", ("NILAI AWAL", "BASELINE", "GARIS DASAR"), ("Nilai sebelum dimulai.", "Value before.")
        ),
        _period_column(
            "baseline_period",
            ("PERIODE AWAL", "TAHUN AWAL", "BASELINE PERIOD"),
            ("Periode nilai awal.", "Period of the baseline."),
        ),
        _value_column(
            "target", ("TARGET", "NILAI TARGET", "SASARAN"), ("Nilai yang hendak dicapai.", "Value aimed at.")
        ),
        _period_column(
            "target_period",
            ("PERIODE TARGET", "TAHUN TARGET", "TARGET PERIOD"),
            ("Periode targetnya.", "Period of the target."),
        ),
        public_column(
            "verification",
            ("SUMBER VERIFIKASI", "ALAT VERIFIKASI", "MEANS OF VERIFICATION"),
            200,
            ("Dari mana diketahui.", "How it is known."),
        ),
        public_column(
            "assumption", ("ASUMSI", "RISIKO DAN ASUMSI", "ASSUMPTION"), 300, ("Asumsinya.", "The assumption.")
        ),
    ),
    title=("Logframe", "Logframe"),
    purpose=(
        "Satu baris satu pernyataan: tujuan, hasil, keluaran, kegiatan. Kode yang sudah ada diganti seluruh isinya.",
        "One row is one statement: goal, outcome, output, activity. A code that is known gets all of the new content.",
    ),
    example=_example,
)
