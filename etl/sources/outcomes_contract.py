"""The columns of what was measured of a person before, after, or some time after an activity."""

from __future__ import annotations

import datetime as dt

from etl import contract_rules as rules
from etl.contract import Column, Contract, ExampleCell, Said
from etl.parse_codes import coded, flag
from etl.parse_identity import nik
from etl.parse_numbers import hundredths_between
from etl.sources.activities_contract import example_start
from etl.sources.part_columns import date_column, rupiah_column
from etl.sources.part_lookup import activity_column
from etl.sources.recipient_columns import nik_headings
from etl.sources.registry_contract import EXAMPLE_NIK
from etl.template_place import EXAMPLE_ACTIVITY, Place

KIND = "outcomes"

_WAVES = {
    0: "awal sebelum pretest prates baseline 0",
    1: "akhir sesudah setelah posttest pascates endline gelombang1 gel1 1",
    2: "gelombang2 gel2 2",
    3: "gelombang3 gel3 3",
    6: "6bulan enambulan 6bulansetelah 6",
    12: "12bulan duabelasbulan setahun 12bulansetelah 12",
}
WAVES: dict[str, object] = {word: wave for wave, words in _WAVES.items() for word in words.split()}
_WAVE_CHOICES = ("awal", "akhir", "6 bulan", "12 bulan", "gelombang 1", "gelombang 2", "gelombang 3")

MEASURES = {
    "score": "nilai",
    "passed": "lulus",
    "business": "usaha",
    "income": "pendapatan",
    "stigma": "stigma",
    "support": "dukungan",
}
"""Column of the contract -> instrument of the table ``outcome``."""


def _example(place: Place) -> list[dict[str, ExampleCell]]:
    """One person of the registry: before, after, and half a year after the training of the examples."""
    start = example_start(place)
    who: dict[str, ExampleCell] = {"activity": EXAMPLE_ACTIVITY, "nik": EXAMPLE_NIK}
    return [
        {**who, "date": start, "wave": "awal", "score": 45, "income": 1_500_000, "stigma": "3,4", "support": "2,6"},
        {**who, "date": start + dt.timedelta(14), "wave": "akhir", "score": "82,5", "passed": "Ya"},
        {**who, "date": start + dt.timedelta(196), "wave": "6 bulan", "business": "Ya", "income": 2_100_000},
    ]


def _flag(name: str, headings: tuple[str, ...], meaning: Said) -> Column:
    return Column(
        name,
        headings,
        flag,
        dtype="bool",
        neutral=False,
        meaning=meaning,
        rule=rules.Rule(
            ("Ya atau Tidak; kosong: tidak ditanyakan.", "Ya (yes) or Tidak (no); blank: not asked."),
            rules.FLAG.reasons,
        ),
        choices=("Ya", "Tidak"),
    )


def _points(name: str, headings: tuple[str, ...], low: int, high: int, meaning: Said) -> Column:
    """Points of a test or a scale, kept in hundredths."""
    return Column(
        name,
        headings,
        hundredths_between(low, high),
        dtype="int64",
        neutral=0,
        meaning=meaning,
        rule=rules.Rule(
            (
                f"Angka {low} sampai {high}, boleh dengan koma: 3,75. Dibulatkan ke seperseratus.",
                f"A number from {low} to {high}, decimals allowed: 3,75. Rounded to hundredths.",
            ),
            ("number_not_understood", "number_out_of_range"),
        ),
    )


CONTRACT = Contract(
    KIND,
    (
        activity_column(
            ("Kegiatan yang diukur hasilnya.", "The activity whose result is measured."),
            "key_twice",
            "outcome_replaced",
            "outcome_empty",
        ),
        Column(
            "nik",
            nik_headings("NIK PESERTA"),
            nik,
            required=True,
            shown="number",
            meaning=("NIK peserta; harus ada di data penduduk.", "NIK of the participant; must be in the registry."),
            rule=rules.NIK,
            reasons=("nik_not_registered", "born_later", "not_a_participant"),
        ),
        date_column(
            "date",
            ("TANGGAL", "TGL", "TANGGAL PENGUKURAN", "TANGGAL TES", "TANGGAL SURVEI", "DATE"),
            ("Hari diukur.", "The day of the measurement."),
            "day_in_future",
            "measured_too_early",
            required=True,
        ),
        Column(
            "wave",
            ("PENGUKURAN", "WAKTU PENGUKURAN", "TAHAP PENGUKURAN", "GELOMBANG", "WAVE"),
            coded(WAVES, "wave_not_understood", "int64", 0),
            required=True,
            dtype="int64",
            neutral=0,
            meaning=(
                "Pengukuran yang mana: awal, akhir, 6 atau 12 bulan setelahnya, atau gelombang survei skala.",
                "Which measurement: before, after, 6 or 12 months after, or the wave of a scale.",
            ),
            rule=rules.one_of(_WAVE_CHOICES, "wave_not_understood"),
            choices=_WAVE_CHOICES,
        ),
        _points("score", ("NILAI", "NILAI TES", "SKOR TES", "SCORE"), 0, 100, ("Nilai tes.", "Score of a test.")),
        _flag("passed", ("LULUS", "KELULUSAN", "PASSED"), ("Lulus.", "Whether the participant passed.")),
        _flag(
            "business",
            ("USAHA BERJALAN", "USAHA MASIH BERJALAN", "PUNYA USAHA", "BUSINESS RUNNING"),
            ("Usahanya berjalan.", "Whether a business of theirs is running."),
        ),
        rupiah_column(
            "income",
            ("PENDAPATAN", "PENGHASILAN", "PENDAPATAN PER BULAN", "INCOME"),
            ("Pendapatan orang itu sebulan.", "Income of the person in a month."),
        ),
        _points(
            "stigma",
            ("SKOR STIGMA", "STIGMA", "STIGMA SCORE"),
            1,
            5,
            ("Rata-rata skala stigma; 5: paling berat.", "Mean of the stigma scale; 5 is worst."),
        ),
        _points(
            "support",
            ("SKOR DUKUNGAN", "DUKUNGAN", "SUPPORT SCORE"),
            1,
            5,
            ("Rata-rata skala dukungan; 5: paling kuat.", "Mean of the support scale; 5 is strongest."),
        ),
    ),
    one_of=(tuple(MEASURES),),
    title=("Hasil peserta", "Results of participants"),
    purpose=(
        "Satu baris satu orang pada satu pengukuran. Kegiatan, orang, pengukuran, dan ukuran yang sama diganti; yang tidak "
        "disebut lagi tetap.",
        "One row is one person at one measurement. The same activity, person, measurement and measure is replaced; those "
        "not named any more stay.",
    ),
    example=_example,
)
