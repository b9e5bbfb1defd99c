"""How the cells of a column are written, said once for people: templates and the documentation show it.

A rule stands beside the parser that holds it. ``tests/etl/test_contracts.py`` compares the two: what a parser says of a
bad cell must be among the reasons of its rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from etl.parse import Parser
from etl.reading import heading_key

Cell = Literal["text", "number", "date"]
Said = tuple[str, str]
"""A text in Bahasa Indonesia and in English."""


@dataclass(frozen=True)
class Rule:
    """``said`` is the rule in words; ``reasons`` (keys of :data:`etl.messages.MESSAGES`) is what may be said of a cell
    that breaks it; ``cell`` is what the cells of a template hold; ``low``, ``high`` and ``limit`` (characters) bound it."""

    said: Said
    reasons: tuple[str, ...] = ()
    cell: Cell = "text"
    low: int | None = None
    high: int | None = None
    limit: int | None = None


ANYTHING = Rule(("", ""))


@dataclass(frozen=True)
class Coding:
    """Headings under which the cells are codes of a known list, with the parser that knows it."""

    headings: tuple[str, ...]
    parser: Parser
    said: Said

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(heading_key(h) for h in self.headings)


def one_of(choices: Iterable[str], reason: str = "choice_not_understood", note: Said = ("", "")) -> Rule:
    """One of a few words."""
    listed = ", ".join(choices)
    return Rule((f"Pilih: {listed}.{note[0]}", f"Choose: {listed}.{note[1]}"), (reason,))


def words(limit: int) -> Rule:
    """Text of at most ``limit`` characters."""
    return Rule(
        (f"Teks, paling panjang {limit} huruf.", f"Text of at most {limit} characters."),
        ("text_too_long",),
        limit=limit,
    )


def between(low: int, high: int) -> Rule:
    """A whole number from ``low`` to ``high``."""
    reasons = ("number_not_understood", "not_whole", "number_too_large", "number_out_of_range")
    said = f"Angka bulat {low} sampai {high}.", f"A whole number from {low} to {high}."
    return Rule(said, reasons, "number", low, high)


_NUMBER_REASONS = ("number_rounded", "number_not_digits", "number_length", "number_province")
KK = Rule(
    (
        "16 angka seperti di Kartu Keluarga, di kolom berformat Teks; Excel menghilangkan angka terakhir dari kolom angka.",
        "16 digits as on the family card, in a column of format Text; Excel loses the last digit in a numeric column.",
    ),
    _NUMBER_REASONS,
)
NIK = Rule(
    (
        "16 angka seperti di KTP, di kolom berformat Teks. Tanggal lahir di dalamnya harus mungkin.",
        "16 digits as on the identity card, in a column of format Text. The birth date inside must be possible.",
    ),
    (*_NUMBER_REASONS, "nik_district", "nik_birth_date"),
)
_DATES = ("date_not_understood", "date_impossible", "date_out_of_range")
DATE = Rule(
    (
        "Tanggal: hari/bulan/tahun, atau tanggal Excel. Tahun 2000–2099.",
        "A date: day/month/year, or an Excel date. Years 2000–2099.",
    ),
    _DATES,
    "date",
)
STATUS_DATE = Rule(
    ("Tanggal: hari/bulan/tahun, atau tanggal Excel.", "A date: day/month/year, or an Excel date."), _DATES, "date"
)
BIRTH = Rule(
    (
        "Tanggal: hari/bulan/tahun, atau tanggal Excel. Tidak di masa depan, tidak lebih dari 120 tahun yang lalu.",
        "A date: day/month/year, or an Excel date. Not in the future, not more than 120 years ago.",
    ),
    (*_DATES, "birth_in_future", "birth_too_old"),
    "date",
)
PERIOD = Rule(
    (
        "Bulan yang dicakup: 2026-03, Maret 2026, Triwulan I 2026, Januari-Februari 2026, atau Tahap 1 2026. Paling banyak 12 bulan.",
        "The months covered: 2026-03, Maret 2026, Triwulan I 2026, Januari-Februari 2026 or Tahap 1 2026. At most 12 months.",
    ),
    ("period_not_understood", "period_backwards", "period_too_long", "period_stage"),
)
MONTH = Rule(("Bulan: 2021-01 atau Januari 2021.", "A month: 2021-01 or Januari 2021."), ("month_not_understood",))
YEAR = Rule(("Tahun, empat angka: 2026.", "A year, four digits: 2026."), ("year_not_understood",), "number", 2000, 2099)
RUPIAH = Rule(
    (
        "Rupiah bulat, tidak negatif: 600000, 600.000, atau Rp 600.000,00.",
        "Whole rupiah, not negative: 600000, 600.000 or Rp 600.000,00.",
    ),
    ("number_not_understood", "fractional_rupiah", "number_too_large"),
    "number",
    0,
)
INTEGER = Rule(
    ("Angka bulat.", "A whole number."), ("number_not_understood", "not_whole", "number_too_large"), "number", 0
)
SHARE = Rule(
    (
        "Pada baris target: bagian 0 sampai 1 atau persen (0,85 atau 85%), atau angka menurut satuan indikatornya. "
        "Pada baris anggaran: rupiah bulat.",
        "In a target row: a share from 0 to 1 or a percentage (0,85 or 85%), or a number in the indicator's unit. "
        "In a budget row: whole rupiah.",
    ),
    ("number_not_understood", "number_too_large", "fractional_rupiah"),
)
DESIL = Rule(
    ("Angka 1 (termiskin) sampai 10; kosong bila belum diperingkat.", "1 (poorest) to 10; blank when not ranked."),
    ("desil_out_of_range",),
    "number",
    1,
    10,
)
FLAG = Rule(
    ("Ya atau Tidak; juga 1/0, V, X. Kosong berarti Tidak.", "Ya (yes) or Tidak (no); also 1/0, V, X. Blank means no."),
    ("flag_not_understood",),
)
SEX = Rule(("L (laki-laki) atau P (perempuan).", "L (male) or P (female)."), ("sex_not_understood", "sex_code_unclear"))
RELATIONS = (
    "Kepala Keluarga",
    "Istri",
    "Suami",
    "Anak",
    "Orang Tua",
    "Mertua",
    "Menantu",
    "Cucu",
    "Famili Lain",
    "Lainnya",
)
RELATION = Rule(
    (
        f"Hubungan dengan kepala keluarga: {', '.join(RELATIONS)}. Satu keluarga punya satu kepala keluarga.",
        f"Relation to the head of the family: {', '.join(RELATIONS)}. A family has one head (Kepala Keluarga).",
    ),
    ("relation_not_understood", "relation_code_unclear"),
)
RT = Rule(
    ("Nomor RT: 5, 005, atau RT 005/RW 002.", "The number of the RT: 5, 005 or RT 005/RW 002."),
    ("rt_not_understood", "rt_became_date"),
)
RW = Rule(("Nomor RW: 2 atau 002.", "The number of the RW: 2 or 002."), RT.reasons)
RT_RW = Rule(
    ("RT dan RW di satu kolom, RT dahulu: 005/002.", "RT and RW in one column, RT first: 005/002."), RT.reasons
)
AREA_CODE = Rule(
    (
        "Kode wilayah Kemendagri dengan atau tanpa titik: 31.74.06.1003 (kelurahan), .005 (RW), .012 (RT).",
        "An area code of the Ministry of Home Affairs, with or without dots: 31.74.06.1003 (kelurahan), .005 (RW), .012 (RT).",
    ),
    ("area_code_invalid",),
)
PROGRAMME_CODE = Rule(
    ("Huruf, angka, spasi, titik, - atau _; paling panjang 30.", "Letters, digits, blanks, dots, - or _; at most 30."),
    ("code_invalid",),
    limit=30,
)
PROGRAMME = Rule(
    ("Kode atau nama program yang sudah dimuat.", "The code or the name of a programme that was loaded before."),
    ("text_too_long",),
    limit=120,
)
