"""Words, numbers, rupiah and dates in the reader's language (Bahasa Indonesia by default, English one click away).

Texts are written in Indonesian in the code; ``locales/en.po`` holds the English of each.
"""

from __future__ import annotations

import html
import math
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from pantau import periods as period_text
from pantau.indicators import Unit

LOCALES = Path(__file__).resolve().parent / "locales"
LANGUAGES = ("id", "en")
JAKARTA = ZoneInfo("Asia/Jakarta")


@cache
def catalogue(language: str) -> dict[str, str]:
    """The translations of a language by Indonesian text; empty for Indonesian itself."""
    if language == "id":
        return {}
    with (LOCALES / f"{language}.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}


def in_jakarta(utc: datetime) -> datetime:
    """A moment as the database keeps it (naive, UTC) on the clock of Jakarta."""
    return utc.replace(tzinfo=ZoneInfo("UTC")).astimezone(JAKARTA)


def later(text: str) -> str:
    """Marks a text that is translated where it is shown, so that the catalogue's check finds it."""
    return text


@dataclass(frozen=True)
class Words:
    """Everything a page needs to speak one language."""

    language: str = "id"

    @property
    def locale(self) -> str:
        """Babel's name of the locale."""
        return "en_GB" if self.language == "en" else "id_ID"

    def __call__(self, text: str, **fields: object) -> str:
        """The text in this language, its ``{fields}`` filled in."""
        found = catalogue(self.language).get(text, text)
        return found.format(**fields) if fields else found

    @property
    def no_data(self) -> str:
        """What stands where there is no figure."""
        return self("tidak ada data")

    def number(self, value: float, digits: int = 0) -> str:
        """1.250,5 in Indonesian, 1,250.5 in English."""
        return format_decimal(value, format=_pattern(digits), locale=self.locale)

    def percent(self, share: float, digits: int = 1) -> str:
        """A share 0..1 as 87,5%."""
        return format_percent(share, format=_pattern(digits) + "%", locale=self.locale)

    def rupiah(self, value: float, short: bool = False) -> str:
        """Rp 1.250.000; ``short``: Rp 1,25 juta / miliar."""
        sign = "−" if value < 0 else ""
        size = abs(value)
        if short:
            for limit, unit in ((1e12, self("triliun")), (1e9, self("miliar")), (1e6, self("juta"))):
                if size >= limit:
                    shape = "#,##0.##" if size < 10 * limit else "#,##0.#"
                    return f"{sign}Rp {format_decimal(size / limit, format=shape, locale=self.locale)} {unit}"
        return f"{sign}Rp {self.number(round(size))}"

    def figure(self, value: float | None, unit: Unit, short: bool = False) -> str:
        """A figure in its unit; "tidak ada data" for None or NaN."""
        if value is None or math.isnan(value):
            return self.no_data
        if unit == "share":
            return self.percent(value)
        if unit == "rupiah":
            return self.rupiah(value, short)
        if unit == "index":
            return self.number(value, 2)
        if unit == "points":
            return self.number(value, 1)
        if unit == "months":
            return self("{n} bulan", n=self.number(value, 0 if value == int(value) else 1))
        if unit == "days":
            return self("{n} hari", n=self.number(value, 0 if value == int(value) else 1))
        return self.number(value)

    def change(self, now: float, before: float, unit: Unit) -> str:
        """A signed change: shares in percentage points, the rest in their own unit."""
        delta = now - before
        if unit == "share":
            size, smallest = f"{self.number(abs(delta) * 100, 1)} {self('poin')}", 0.0005
        elif unit == "rupiah":
            size, smallest = self.rupiah(abs(delta), short=True), 0.5
        else:
            digits = {"index": 2, "points": 1}.get(unit, 0)
            size, smallest = self.number(abs(delta), digits), 0.5 / 10**digits
        if abs(delta) < smallest:
            return self("tetap")
        return ("−" if delta < 0 else "+") + size

    def date(self, day: date) -> str:
        """12 Januari 2026."""
        return format_date(day, "d MMMM y", locale=self.locale)

    def moment(self, utc: datetime) -> str:
        """12 Januari 2026 14.05 WIB, from a naive UTC moment."""
        local = in_jakarta(utc)
        clock = "HH:mm" if self.language == "en" else "HH.mm"
        return f"{format_datetime(local, 'd MMMM y ' + clock, tzinfo=JAKARTA, locale=self.locale)} WIB"

    def period(self, period: str, short: bool = False) -> str:
        """Maret 2026 (short: Mar 2026); Triwulan I 2026; 2026."""
        kind = period_text.kind_of(period)
        if kind == "year":
            return period
        if kind == "quarter":
            roman = ("I", "II", "III", "IV")[int(period[-1]) - 1]
            shape = later("TW {roman} {year}") if short else later("Triwulan {roman} {year}")
            return self(shape, roman=roman, year=period[:4])
        first = date(int(period[:4]), int(period[5:]), 1)
        return format_date(first, "MMM y" if short else "MMMM y", locale=self.locale)


def _pattern(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


def inert_html(text: object) -> str:
    """Text from a file made harmless where HTML is read (tooltips, cards)."""
    return html.escape(str(text), quote=True)


def inert_label(text: object) -> str:
    """Text from a file made harmless in a plotly label, which reads tags but does not decode quotes."""
    return html.escape(str(text), quote=False)


def inert_markdown(text: object) -> str:
    """Text from a file made harmless where Markdown is read: no link, emphasis, colour, icon or formula."""
    return (
        "".join(f"\\{c}" if c in "\\`*_{}[]()<>#+-.!|~$:" else c for c in str(text))
        .replace("\n", " ")
        .replace(
            "\\:",
            "\\:\u200b",  # icons are put in after the backslashes are gone: a space of no width parts their name
        )
    )
