"""What lists share that are read in public: texts without numbers of people, indicators, days that follow one another."""

from __future__ import annotations

import re

import numpy as np

from etl import contract_rules as rules
from etl.contract import Checked, Column, Said
from etl.parse import Cells, Fault, Parsed, Parser, text
from etl.report import Report
from etl.sources.lookup import closest
from pantau.indicators import CATALOGUE

_NUMBER = re.compile(r"\d(?:[\s.\-()]{0,2}\d){8,}")
_NO_NUMBER_OF_A_PERSON = re.compile(
    r"\brp\.?\s*\d[\d.,]*"  # rupiah
    r"|\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{4}\b",  # days
    re.IGNORECASE,
)
NO_NAMES: Said = (
    " Terbuka untuk umum: jangan menulis nama atau nomor orang.",
    " Public: no names or numbers of people.",
)


def holds_number(value: str) -> bool:
    """Whether a text holds what may be a telephone number, a NIK or a KK: nine digits or more. Rupiah (``Rp 240.000.000``)
    and dates are none."""
    return bool(_NUMBER.search(_NO_NUMBER_OF_A_PERSON.sub("|", value)))


def public_text(limit: int) -> Parser:
    """Text of at most ``limit`` characters without numbers that lead to a person."""
    plain = text(limit)

    def parse(cells: Cells) -> Parsed:
        parsed = plain(cells)
        found = [i for i, value in enumerate(parsed.values.tolist()) if value and holds_number(value)]
        if found:
            parsed.fault[found] = len(parsed.faults)
            parsed.values[found] = ""
            parsed.faults.append(Fault("public_number"))
        return parsed

    return parse


def public_column(
    name: str, headings: tuple[str, ...], limit: int, meaning: Said, *reasons: str, required: bool = False
) -> Column:
    """A text that everybody may read. In messages it is masked: it may hold what it must not."""
    said = rules.words(limit).said
    return Column(
        name,
        headings,
        public_text(limit),
        required=required,
        shown="words",
        meaning=(meaning[0] + NO_NAMES[0], meaning[1] + NO_NAMES[1]),
        rule=rules.Rule(
            (
                f"{said[0]} Tanpa nomor telepon, NIK, atau nomor KK; rupiah ditulis dengan Rp.",
                f"{said[1]} No telephone number, NIK or KK; rupiah are written with Rp.",
            ),
            ("text_too_long", "public_number"),
            limit=limit,
        ),
        reasons=reasons,
    )


def indicator_column(headings: tuple[str, ...], meaning: Said, *reasons: str) -> Column:
    """The id of an indicator of the catalogue; blank: none."""
    return Column(
        "indicator",
        headings,
        text(40),
        shown="open",
        meaning=meaning,
        rule=rules.words(40),
        choices=tuple(CATALOGUE),
        reasons=("indicator_unknown", *reasons),
    )


def find_indicators(checked: Checked, report: Report) -> np.ndarray:
    """The indicator id of each row ("": none); rows that name one that is not in the catalogue are rejected."""
    ids = np.full(len(checked), "", dtype=object)
    for position in checked.kept().tolist():
        wanted = checked.values("indicator")[position].strip().lower().replace(" ", "_")
        if wanted and wanted not in CATALOGUE:
            suggestion = closest(wanted, list(CATALOGUE))[0]
            checked.reject(report, np.array([position]), "indicator", "indicator_unknown", suggestion=suggestion)
        ids[position] = wanted
    return ids


def reject_earlier(checked: Checked, report: Report, first: str, *names: str) -> None:
    """Reject rows with a day in one of ``names`` that is before the day in ``first``."""
    for name in names:
        wrong = checked.has(first) & checked.has(name) & (checked.values(name) < checked.values(first))
        checked.reject(report, wrong & ~checked.rejected, name, "day_before_first", first=checked.heading(first))


def warn_of_missing_day(checked: Checked, report: Report, name: str, statuses: tuple[str, ...]) -> None:
    """Warn of rows whose status says that something has happened, in a column of days that is blank."""
    said = np.isin(checked.values("status").astype(str), statuses)
    checked.warn(report, said & ~checked.has(name) & ~checked.rejected, name, "status_without_day")


def warn_of_early_status(checked: Checked, report: Report, name: str, statuses: tuple[str, ...]) -> None:
    """Warn of rows that have a day in this column although their status is still one of ``statuses``."""
    early = np.isin(checked.values("status").astype(str), statuses)
    checked.warn(report, early & checked.has(name) & ~checked.rejected, name, "day_without_status")


def days_between(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Days from ``first`` to ``last`` (datetime64[D]) as Python integers; None where either is missing."""
    days = (last - first).astype("timedelta64[D]").astype(np.int64).astype(object)
    days[np.isnat(first) | np.isnat(last)] = None
    return days


def months_of_days(*days: object) -> set[int]:
    """The month indices of some days; None is none."""
    return {day.year * 12 + day.month - 1 for day in days if day is not None}  # type: ignore[attr-defined]
