"""Columns that several lists of the parts of the programme share: codes, days, sectors, a programme that may be missing."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np

from etl import contract_rules as rules
from etl.contract import Checked, Column, Said
from etl.parse import Fault, Parser, map_unique, text
from etl.parse_codes import choice
from etl.parse_dates import date_between
from etl.parse_numbers import rupiah, whole_between
from etl.report import Report
from pantau.reference import month_index
from pantau.sectors import SECTORS

_SECTOR_WORDS = {
    "pangan": "pangan makanan gizi ketahananpangan sembako food",
    "ekonomi": "ekonomi usaha pekerjaan usahadanpekerjaan umkm wirausaha ketenagakerjaan pelatihankerja livelihood economy",
    "pendidikan": "pendidikan sekolah literasi education",
    "kesehatan": "kesehatan health imunisasi posyandu",
    "hunian": "hunian rumah perumahan rutilahu shelter housing",
    "air_sanitasi": "airsanitasi airdansanitasi air sanitasi airbersih wash",
    "lingkungan": "lingkungan lingkungandanprasarana prasarana infrastruktur jalan drainase kebersihan environment",
    "perlindungan": "perlindungan perlindungansosial sosial bansos bantuansosial protection",
}
SECTOR_WORDS: dict[str, str] = {word: key for key, words in _SECTOR_WORDS.items() for word in words.split()}
SECTOR_CHOICES = tuple(SECTORS.values())
"""What a drop-down offers: the names of the sectors."""

sector = choice(SECTOR_WORDS, ", ".join(SECTOR_CHOICES))
_DATE_DTYPE = "datetime64[D]"


def sector_column(name: str, headings: tuple[str, ...], meaning: Said, required: bool = True) -> Column:
    """A sector of :mod:`pantau.sectors`, by its name or a usual word."""
    return Column(
        name,
        headings,
        sector,
        required=required,
        shown="open",
        meaning=meaning,
        rule=rules.one_of(SECTOR_CHOICES),
        choices=SECTOR_CHOICES,
    )


def code(limit: int) -> Parser:
    """The code or number of something in capitals: letters, digits, blanks and ``. _ - / ( )``."""
    form = re.compile(rf"[A-Z0-9][A-Z0-9 ._\-/()]{{0,{limit - 1}}}")

    def understand(value: str, _kind: int) -> str | Fault:
        found = value.upper()
        return found if form.fullmatch(found) else Fault("reference_invalid", {"limit": limit})

    return lambda cells: map_unique(cells, understand, object, "")


def code_rule(limit: int) -> rules.Rule:
    """What :func:`code` holds to, in words."""
    said = (
        f"Huruf, angka, spasi, titik, garis miring, - atau _; paling panjang {limit}.",
        f"Letters, digits, blanks, dots, slashes, - or _; at most {limit}.",
    )
    return rules.Rule(said, ("reference_invalid",), limit=limit)


def code_column(
    name: str, headings: tuple[str, ...], limit: int, meaning: Said, *reasons: str, required: bool = True
) -> Column:
    """The code by which a row, or what it belongs to, is known; ``reasons`` are those beside other cells."""
    return Column(
        name,
        headings,
        code(limit),
        required=required,
        shown="open",
        meaning=meaning,
        rule=code_rule(limit),
        reasons=reasons,
    )


def text_column(
    name: str,
    headings: tuple[str, ...],
    limit: int,
    meaning: Said,
    required: bool = False,
    reasons: tuple[str, ...] = (),
) -> Column:
    """Words of at most ``limit`` characters."""
    return Column(
        name,
        headings,
        text(limit),
        required=required,
        shown="open",
        meaning=meaning,
        rule=rules.words(limit),
        reasons=reasons,
    )


def date_column(name: str, headings: tuple[str, ...], meaning: Said, *reasons: str, required: bool = False) -> Column:
    """A day of the years 2000 to 2099."""
    return Column(
        name,
        headings,
        date_between(2000, 2099),
        required=required,
        dtype=_DATE_DTYPE,
        neutral="NaT",
        meaning=meaning,
        rule=rules.DATE,
        reasons=reasons,
    )


def rupiah_column(name: str, headings: tuple[str, ...], meaning: Said, *reasons: str, required: bool = False) -> Column:
    """Whole rupiah, added up for the reconciliation; :func:`reject_negative` is to be called for it."""
    return Column(
        name,
        headings,
        rupiah,
        required=required,
        summed=True,
        dtype="int64",
        neutral=0,
        meaning=meaning,
        rule=rules.RUPIAH,
        reasons=("number_negative", *reasons),
    )


def number_column(
    name: str, headings: tuple[str, ...], low: int, high: int, meaning: Said, *reasons: str, summed: bool = False
) -> Column:
    """A whole number from ``low`` to ``high``."""
    return Column(
        name,
        headings,
        whole_between(low, high),
        summed=summed,
        dtype="int64",
        neutral=0,
        meaning=meaning,
        rule=rules.between(low, high),
        reasons=reasons,
    )


def coded_column(
    name: str,
    headings: tuple[str, ...],
    words: dict[str, str],
    choices: tuple[str, ...],
    meaning: Said,
    required: bool = False,
    reasons: tuple[str, ...] = (),
    shown: str = "open",
) -> Column:
    """One of a few words: ``words`` has for each value the words that mean it, separated by blanks."""
    known = {word: value for value, listed in words.items() for word in listed.split()}
    return Column(
        name,
        headings,
        choice(known, ", ".join(choices)),
        required=required,
        shown=shown,
        meaning=meaning,
        rule=rules.one_of(choices),
        choices=choices,
        reasons=reasons,
    )


def reject_negative(checked: Checked, report: Report, *names: str) -> None:
    """Reject rows with a negative number in one of these columns."""
    for name in names:
        checked.reject(report, (checked.values(name) < 0) & ~checked.rejected, name, "number_negative")


def reject_future(checked: Checked, report: Report, *names: str) -> None:
    """Reject rows with a day that has not come yet: what these columns state has happened."""
    today = np.datetime64("today", "D")
    for name in names:
        later = checked.has(name) & (checked.values(name) > today)
        checked.reject(report, later & ~checked.rejected, name, "day_in_future")


def horizon() -> int:
    """The last month index that a plan may name: a year further on is a slip, and would draw every chart out to it."""
    return month_index(dt.date.today().year + 1, 12)


def reject_far(checked: Checked, report: Report, *names: str) -> None:
    """Reject rows with a day after the end of next year, for days by which a row is counted."""
    last = np.datetime64(f"{dt.date.today().year + 1}-12-31")
    for name in names:
        far = checked.has(name) & (checked.values(name) > last)
        checked.reject(report, far & ~checked.rejected, name, "day_too_far")


def reject_backwards(checked: Checked, report: Report, start: str, end: str) -> None:
    """Reject rows whose ``end`` is before their ``start``."""
    backwards = checked.has(start) & checked.has(end) & (checked.values(end) < checked.values(start))
    checked.reject(report, backwards & ~checked.rejected, end, "end_before_start")
