"""NIK and KK numbers: 16 digits that say where and, in a NIK, when someone was registered."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np

from etl.parse import NUMBER, Cells, Fault, Parsed, map_unique

# Ministry of Home Affairs: Sumatra 11-21, Java 31-36, Bali and Nusa Tenggara 51-53, Kalimantan 61-65, Sulawesi 71-76,
# Maluku 81-82, Papua 91-96.
PROVINCES = frozenset(
    f"{n}"
    for n in (
        *range(11, 20),
        21,
        *range(31, 37),
        *range(51, 54),
        *range(61, 66),
        *range(71, 77),
        81,
        82,
        *range(91, 97),
    )
)
LENGTH = 16
_SEPARATORS = re.compile(r"[\s.\-'’`_]")
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?e\+?[0-9]{1,2}", re.IGNORECASE)
_EVIDENCE = 50


def _digits(text: str) -> str:
    return _SEPARATORS.sub("", text)


def _check(text: str, what: str) -> str | Fault:
    if _SCIENTIFIC.fullmatch(text.lstrip("'’`").strip()):
        return Fault("number_rounded", {"what": what})
    number = _digits(text)
    if not re.fullmatch("[0-9]+", number):
        return Fault("number_not_digits", {"what": what})
    if len(number) != LENGTH:
        return Fault("number_length", {"what": what, "found": len(number)})
    if number.endswith("0000"):  # a running number starts at 0001
        return Fault("number_rounded", {"what": what})
    if number[:2] not in PROVINCES:
        return Fault("number_province", {"what": what})
    return number


def _last_digit_lost(cells: Cells) -> tuple[bool, bool]:
    """Whether a 0 as 16th digit is what Excel left of another digit, for numeric cells and for text cells.

    Excel keeps 15 digits of a number. A numeric cell that ends in another digit proves that this column was written by
    something else. In a CSV a whole long column that ends in 0 was exported from such numbers.
    """
    numeric = np.zeros(len(cells), dtype=bool) if cells.kinds is None else cells.kinds == NUMBER
    exact = cells.text[numeric].str.fullmatch("[0-9]{15}[1-9]").any() if numeric.any() else True
    written = cells.text[~numeric].drop_duplicates() if not numeric.all() else cells.text[:0]
    lost = False
    if len(written) >= _EVIDENCE and str(written.iloc[0]).strip().endswith("0"):
        full = written[written.str.contains("[0-9]", regex=True)].map(_digits)
        full = full[full.str.len() == LENGTH]
        lost = len(full) >= _EVIDENCE and bool(full.str.endswith("0").all())
    return not exact, lost


def _numbers(cells: Cells, what: str, check: bool) -> Parsed:
    numeric_lost, text_lost = _last_digit_lost(cells)

    def understand(text: str, kind: int) -> str | Fault:
        number = _check(text, what)
        if isinstance(number, Fault):
            return number
        if number.endswith("0") and (numeric_lost if kind == NUMBER else text_lost):
            return Fault("number_rounded", {"what": what})
        return _check_nik(number) if check else number

    return map_unique(cells, understand, object, "")


def kk(cells: Cells) -> Parsed:
    """KK numbers as 16 digits; one that Excel has rounded is a fault, never repaired."""
    return _numbers(cells, "KK", check=False)


def nik(cells: Cells) -> Parsed:
    """NIK as 16 digits, with a possible district and birth date in them; rounded ones as in :func:`kk`."""
    return _numbers(cells, "NIK", check=True)


def _check_nik(number: str) -> str | Fault:
    if number[2:4] == "00" or number[4:6] == "00":
        return Fault("nik_district")
    day, month, year, _ = nik_birth(number)
    for century in (2000, 1900):
        try:
            dt.date(century + year, month, day)
        except ValueError:
            continue
        return number
    return Fault("nik_birth_date")


def nik_birth(number: str) -> tuple[int, int, int, str]:
    """Day, month, two-digit year and sex (L or P) in a NIK: the day of a woman has 40 added."""
    day = int(number[6:8])
    return day - 40 if day > 40 else day, int(number[8:10]), int(number[10:12]), "P" if day > 40 else "L"
