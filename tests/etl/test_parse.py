"""Are the ways in which offices write dates, money, numbers and places understood, and nothing else?"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from etl.parse import DATE, NUMBER, TEXT, Cells, Parser, clean, first_positions
from etl.parse_codes import area_code_value, flag, relation, rt_rw, sex
from etl.parse_dates import SINGLE, SPAN, STAGE, date_between, month, period, unpack_periods, year
from etl.parse_identity import kk, nik
from etl.parse_numbers import desil, integer, rupiah, share
from pantau.reference import calendar_row, month_index


def one(parser: Parser, text: str, kind: int = TEXT) -> object:
    """The value of one cell, None if blank, or the reason of its fault as ``!reason``."""
    parsed = parser(Cells(pd.Series([text], dtype="str"), np.array([kind]) if kind else None))
    if parsed.fault[0] >= 0:
        return "!" + parsed.faults[parsed.fault[0]].reason
    value = parsed.values[0]
    return None if parsed.blank[0] else value.item() if isinstance(value, np.generic) else value


@pytest.mark.parametrize(
    "text, expected",
    [
        ("600000", 600_000),
        ("600.000", 600_000),
        ("600,000", 600_000),
        ("Rp 600.000,00", 600_000),
        ("Rp600.000,-", 600_000),
        ("Rp. 600.000", 600_000),
        ("IDR 600,000.00", 600_000),
        ("1.234.567", 1_234_567),
        ("1,234,567.00", 1_234_567),
        ("600 000", 600_000),
        ("'600000", 600_000),
        ("600000,0", 600_000),
        ("(1.000)", -1_000),
        ("Rp (1.000)", -1_000),
        ("-Rp 5.000", -5_000),
        ("Rp -5.000", -5_000),
        ("0", 0),
        ("Rp -", None),
        ("-", None),
        ("", None),
        ("600.000,50", "!fractional_rupiah"),
        ("0,5", "!fractional_rupiah"),
        ("600.00.000", "!number_not_understood"),
        ("1.2.3,4,5", "!number_not_understood"),
        ("1,5 juta", "!number_not_understood"),
        ("²", "!number_not_understood"),
        ("٣", "!number_not_understood"),
        ("1e6", "!number_not_understood"),
        ("9999999999999", "!number_too_large"),
    ],
)
def test_rupiah(text: str, expected: object) -> None:
    assert one(rupiah, text) == expected


def test_a_numeric_cell_has_a_decimal_point_not_a_thousands_point() -> None:
    assert one(rupiah, "600.125", NUMBER) == "!fractional_rupiah"
    assert one(rupiah, "600.125") == 600_125
    assert one(integer, "5", NUMBER) == 5
    assert one(rupiah, "1e-05", NUMBER) == "!fractional_rupiah"
    assert one(rupiah, "inf", NUMBER) == "!number_not_understood"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("0,85", 0.85),
        ("85%", 0.85),
        ("85,5 %", 0.855),
        ("0.125", 0.125),
        ("0,125", 0.125),
        ("1.234,5", 1234.5),
        ("1.500", 1500.0),
        ("85 persen", 0.85),
        ("tinggi", "!number_not_understood"),
    ],
)
def test_share(text: str, expected: object) -> None:
    assert one(share, text) == expected


BIRTH, DAY = date_between(1900, 2099, birth=True), date_between(2000, 2099)


@pytest.mark.parametrize(
    "text",
    [
        "12/01/2026",
        "12-01-26",
        "12.01.2026",
        "12 Januari 2026",
        "12 Jan 2026",
        "12-Jan-26",
        "2026-01-12",
        "2026/01/12",
        "2026-01-12 08:30:00",
        "2026-01-12T08:30:00",
        "46034",
        "46034.5",
        "20260112",
        "Senin, 12 Januari 2026",
        "12 January 2026",
        "'12/01/2026",
        "12 JANUARI 2026",
        "12/1/2026",
    ],
)
def test_one_day_in_many_spellings(text: str) -> None:
    assert one(DAY, text) == dt.date(2026, 1, 12)


@pytest.mark.parametrize(
    "text, reason",
    [
        ("31/02/2026", "date_impossible"),
        ("01/13/2026", "date_impossible"),
        ("besok", "date_not_understood"),
        ("12 Bulan 2026", "date_not_understood"),
        ("2026", "date_not_understood"),
        ("00/01/2026", "date_impossible"),
        ("12/01/1926", "date_out_of_range"),
        ("99999", "date_not_understood"),
        ("1/2", "date_not_understood"),
    ],
)
def test_what_is_no_date(text: str, reason: str) -> None:
    assert one(DAY, text) == "!" + reason


def test_two_digit_birth_years_are_in_the_past() -> None:
    assert one(BIRTH, "05-05-50") == dt.date(1950, 5, 5)
    assert one(BIRTH, "05-05-05") == dt.date(2005, 5, 5)
    assert one(BIRTH, "1985", NUMBER) == "!date_not_understood"  # a year, not the 1985th day since 1900


def span(first: str, last: str, form: int = SPAN) -> tuple[str, str, int]:
    return first, last, form


@pytest.mark.parametrize(
    "text, expected",
    [
        *((t, span("2026-03", "2026-03", SINGLE)) for t in ("2026-03", "03/2026", "3-2026", "Maret 2026", "Mar-26")),
        *(
            (t, span("2026-03", "2026-03", SINGLE))
            for t in ("MARET 2026", "Mar 2026", "2026/03", "202603", "Bulan Maret 2026")
        ),
        *(
            (t, span("2026-03", "2026-03", SINGLE))
            for t in ("15/03/2026", "2026-03-15", "46096", "Maret, 2026", "Mar'26")
        ),
        *((t, span("2026-01", "2026-03")) for t in ("Triwulan I 2026", "TW 1 2026", "2026-T1", "TW I/2026", "Q1 2026")),
        *(
            (t, span("2026-01", "2026-03"))
            for t in ("Triwulan 1 Tahun 2026", "2026 TW1", "2026-Q1", "Januari s/d Maret 2026")
        ),
        ("Triwulan IV 2026", span("2026-10", "2026-12")),
        ("Januari-Februari 2026", span("2026-01", "2026-02")),
        ("Jan - Feb 2026", span("2026-01", "2026-02")),
        ("Jan s.d. Feb 2026", span("2026-01", "2026-02")),
        ("01-02/2026", span("2026-01", "2026-02")),
        ("Des 2025 - Jan 2026", span("2025-12", "2026-01")),
        ("Des 2025-Jan 2026", span("2025-12", "2026-01")),
        ("2025-12 s/d 2026-01", span("2025-12", "2026-01")),
        ("Semester II 2026", span("2026-07", "2026-12")),
    ],
)
def test_period(text: str, expected: tuple[str, str, int]) -> None:
    code = one(period, text)
    assert isinstance(code, int), code
    first, last, form = (int(part[0]) for part in unpack_periods(np.array([code])))
    assert (calendar_row(first)["month"], calendar_row(last)["month"], form) == expected


def test_a_stage_waits_for_its_programme() -> None:
    code = one(period, "Tahap II 2026")
    assert isinstance(code, int)
    assert [int(part[0]) for part in unpack_periods(np.array([code]))] == [month_index(2026, 1), 2, STAGE]


@pytest.mark.parametrize(
    "text, reason",
    [
        ("13/2026", "period_not_understood"),
        ("Triwulan V 2026", "period_not_understood"),
        ("Maret", "period_not_understood"),
        ("2026", "period_not_understood"),
        ("Maret-Januari 2026", "period_backwards"),
        ("Jan 2024 - Mar 2026", "period_too_long"),
        ("03/1998", "period_not_understood"),
    ],
)
def test_what_is_no_period(text: str, reason: str) -> None:
    assert one(period, text) == "!" + reason


def test_months_and_years() -> None:
    assert one(month, "Januari 2021") == one(month, "2021-01") == month_index(2021, 1)
    assert one(month, "2021-01-01", DATE) == month_index(2021, 1)
    assert one(month, "2026.1", NUMBER) == "!month_not_understood"
    assert one(year, "TA 2026") == one(year, "2026") == 2026
    assert one(year, "26") == "!year_not_understood"


def identity(parser: Parser, *texts: str, kind: int = TEXT) -> list[object]:
    kinds = np.full(len(texts), kind) if kind else None
    parsed = parser(Cells(pd.Series(texts, dtype="str"), kinds))
    return [parsed.faults[f].reason if f >= 0 else v for f, v in zip(parsed.fault, parsed.values, strict=True)]


GOOD = "3174065201800012"


@pytest.mark.parametrize(
    "text", [GOOD, "'" + GOOD, "3174 0652 0180 0012", "31.74.06.520180.0012", "317406-520180-0012", f" {GOOD}\u00a0"]
)
def test_nik_spellings(text: str) -> None:
    assert identity(nik, text) == [GOOD]


def test_leap_days_and_women_in_a_nik() -> None:
    assert identity(nik, "3174062902000001", "3174066902000001") == ["3174062902000001", "3174066902000001"]
    assert identity(nik, "3174062902990001", "3174067202800001") == ["nik_birth_date", "nik_birth_date"]


def test_a_numeric_nik_needs_evidence_that_it_was_not_rounded() -> None:
    ends_in_0, ends_in_2 = "3174065201800010", GOOD
    assert identity(nik, ends_in_0, kind=NUMBER) == ["number_rounded"]
    assert identity(nik, ends_in_0, ends_in_2, kind=NUMBER) == [ends_in_0, ends_in_2]
    assert identity(nik, ends_in_0) == [ends_in_0]
    assert identity(kk, "3174060101200000", "3,17407E+15", "3.174E+15") == ["number_rounded"] * 3


def test_a_long_csv_column_that_ends_in_0_was_rounded_before_it_was_exported() -> None:
    numbers = [f"31740652018{serial:04d}0" for serial in range(1, 61)]
    assert set(identity(kk, *numbers)) == {"number_rounded"}
    assert identity(kk, *numbers, GOOD)[:60] == numbers


@pytest.mark.parametrize(
    "bare, text, expected",
    [
        ("rt", "5", (5, 0)),
        ("rt", "005", (5, 0)),
        ("rw", "02", (0, 2)),
        ("pair", "005/002", (5, 2)),
        ("pair", "RT 005/RW 002", (5, 2)),
        ("pair", "RT.05 RW.02", (5, 2)),
        ("pair", "RW 002 RT 005", (5, 2)),
        ("rt", "RT05", (5, 0)),
        ("rt", "RT 005/RW 002", (5, 2)),
        ("pair", "rt05/rw02", (5, 2)),
        ("rt", "5.0", (5, 0)),
    ],
)
def test_rt_rw(bare: str, text: str, expected: tuple[int, int]) -> None:
    packed = one(rt_rw(bare), text)
    assert isinstance(packed, int), packed
    assert divmod(packed, 1000) == expected


@pytest.mark.parametrize("text", ["0", "RT lima", "1234", "5A", "RT 005 Gang 3", "5/0"])
def test_what_is_no_rt(text: str) -> None:
    assert one(rt_rw("rt"), text) == "!rt_not_understood"


def test_an_rt_that_excel_made_a_date() -> None:
    assert one(rt_rw("pair"), "2026-02-05", DATE) == "!rt_became_date"
    assert one(rt_rw("pair"), "05-Feb") == "!rt_became_date"


def test_coded_words() -> None:
    yes = [one(flag, t) for t in ("Ya", "Y", "1", "TRUE", "x", "V", "✓", "1.0")]
    no = [one(flag, t) for t in ("Tidak", "T", "0", "false", "N")]
    assert (yes, no) == ([True] * 8, [False] * 5)
    assert one(flag, "-") is None
    assert [one(sex, t) for t in ("L", "Laki-Laki", "LK", "P", "Perempuan", "pr", "?")] == [
        *"LLLPPP",
        "!sex_not_understood",
    ]
    words = ("KEPALA KELUARGA", "Istri", "suami", "Anak", "Mertua", "Orang Tua", "Cucu", "Famili Lain", "Lainnya")
    expected = "kepala pasangan pasangan anak orang_tua orang_tua cucu famili lainnya".split()
    assert [one(relation, word) for word in words] == expected
    assert [one(desil, t) for t in ("3", "Desil 10", "D1", "0", "")] == [3, 10, 1, "!desil_out_of_range", None]


def test_area_codes() -> None:
    assert area_code_value("3174061003") == area_code_value("31.74.06.1003") == "31.74.06.1003"
    assert area_code_value("31.74.06.1003.005.012") == area_code_value("3174061003005012") == "31.74.06.1003.005.012"
    assert (
        area_code_value("31.7.06") is None and area_code_value("Pondok Labu") is None and area_code_value("317") is None
    )


def test_shared_helpers() -> None:
    assert clean(" a \u00a0 b\r\nc ") == "a b c"
    assert first_positions(["a", "b", "a", "c", "b"]).tolist() == [0, 1, 0, 3, 1]
