"""Dates, months and periods, as offices write them (day first)."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np

from etl.parse import DATE, NUMBER, Cells, Fault, Parsed, Parser, map_unique
from pantau.reference import month_index

FIRST_YEAR, LAST_YEAR = 2000, 2099  # the calendar's
EXCEL_EPOCH = dt.date(1899, 12, 30)
_SERIALS = range(10000, 73051)  # 1927 to 2099; smaller numbers are days, months or years

_NAMES = (
    "jan januari january",
    "feb peb februari pebruari february",
    "mar maret march mrt",
    "apr april",
    "mei may",
    "jun juni june",
    "jul juli july",
    "agu agt ags aug agustus august",
    "sep sept september",
    "okt oct oktober october",
    "nov nop november nopember",
    "des dec desember december",
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_MONTH = r"(?P<{0}>[a-z]{{3,9}})\.?"
_DAYS = r"(?:(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|(?:mon|tues|wednes|thurs|fri|satur|sun)day),? )?"

_ISO = re.compile(r"(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})(?:[t ][0-9:.+z]*)?")
_PACKED = re.compile(r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
_DAY_FIRST = re.compile(
    r"(?P<d>[0-9]{1,2}) ?(?P<s>[-/.]) ?(?P<m>[0-9]{1,2}) ?(?P=s) ?(?P<y>[0-9]{4}|[0-9]{2})(?: [0-9:.]+)?"
)
_WORDS = re.compile(
    _DAYS + r"(?P<d>[0-9]{1,2})[ \-/]?" + _MONTH.format("m") + r"[ ,\-/]*(?P<y>[0-9]{4}|[0-9]{2})(?: [0-9:.]+)?"
)
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")


def _year(digits: str, pivot: int) -> int:
    """A year of four digits, or of two: up to ``pivot`` it is 20xx, else 19xx."""
    number = int(digits)
    return number if len(digits) == 4 else number + (2000 if number <= pivot else 1900)


def date_value(text: str, pivot: int) -> dt.date | Fault:
    """The date written in ``text``. ``pivot``: see :func:`_year`."""
    body = text.lower().lstrip("'’`").strip()
    if serial := _SERIAL.fullmatch(body):
        days = int(serial[1])
        return EXCEL_EPOCH + dt.timedelta(days) if days in _SERIALS else Fault("date_not_understood")
    for pattern in (_ISO, _DAY_FIRST, _WORDS, _PACKED):
        if found := pattern.fullmatch(body):
            break
    else:
        return Fault("date_not_understood")
    named = found["m"]
    month = int(named) if named.isdigit() else MONTHS.get(named, 0)
    if not month and not named.isdigit():
        return Fault("date_not_understood")
    try:
        return dt.date(_year(found["y"], pivot), month, int(found["d"]))
    except ValueError:
        return Fault("date_impossible")


def date_between(first_year: int, last_year: int, birth: bool = False) -> Parser:
    """Dates (datetime64[D], NaT for none) in a range of years; ``birth``: neither in the future nor 120 years ago."""

    def understand(text: str, _kind: int) -> dt.date | Fault:
        today = dt.date.today()
        value = date_value(text, today.year % 100 if birth else 69)
        if isinstance(value, Fault):
            return value
        if birth and value > today:
            return Fault("birth_in_future")
        if birth and value.year < today.year - 120:
            return Fault("birth_too_old")
        if not first_year <= value.year <= last_year:
            return Fault("date_out_of_range", {"first": first_year, "last": last_year})
        return value

    return lambda cells: map_unique(cells, understand, "datetime64[D]", np.datetime64("NaT", "D"))


# --- periods ------------------------------------------------------------------------------------------

_JOIN = r" ?(?:-|–|—|/|s/d|s\.d\.?|sd|sampai dengan|sampai|hingga|to|dan|&|\+|,) ?"
_YEAR = r"(?P<{0}>20[0-9]{{2}}|[0-9]{{2}})"
_GAP = r"[ \-/.,']{0,3}"
_QUARTER = r"(?:triwulan|triwln|trw|tw|kuartal|quarter|q|t)"
_ORDINAL = r"(?P<n>[0-9]{1,2}|i{1,3}|iv|vi?)"

_YEAR_MONTH = re.compile(r"(?P<y>20[0-9]{2})[-/. ](?P<m>[0-9]{1,2})")
_PACKED_MONTH = re.compile(r"(?P<y>20[0-9]{2})(?P<m>[0-9]{2})")
_MONTH_YEAR = re.compile(r"(?P<m>[0-9]{1,2}) ?[-/. ] ?" + _YEAR.format("y"))
_NAME_YEAR = re.compile(r"(?:bulan )?" + _MONTH.format("m") + _GAP + _YEAR.format("y"))
_YEAR_NAME = re.compile(r"(?P<y>20[0-9]{2})[ \-/]" + _MONTH.format("m"))
_MONTH_FORMS = (_YEAR_MONTH, _MONTH_YEAR, _NAME_YEAR, _YEAR_NAME)
_NAMES_YEAR = re.compile(r"(?:bulan )?" + _MONTH.format("a") + _JOIN + _MONTH.format("b") + _GAP + _YEAR.format("y"))
_NUMBERS_YEAR = re.compile(
    r"(?P<a>[0-9]{1,2})" + r" ?(?:-|–|s/d|s\.d\.?|sd) ?" + r"(?P<b>[0-9]{1,2})[ /]" + r"(?P<y>20[0-9]{2})"
)
_QUARTER_YEAR = re.compile(
    rf"{_QUARTER}[ .\-]?{_ORDINAL}[ \-/.,]*(?:tahun )?(?P<y>20[0-9]{{2}})"
    rf"|(?P<yy>20[0-9]{{2}})[ \-/]?{_QUARTER}[ .\-]?(?P<nn>[1-4])"
)
_HALF_YEAR = re.compile(rf"(?:semester|smt)[ .\-]?{_ORDINAL}[ \-/.,]*(?:tahun )?(?P<y>20[0-9]{{2}})")
_STAGE = re.compile(rf"(?:tahap|thp|termin)[ .\-]?(?:ke[ \-]?)?{_ORDINAL}[ \-/.,]*(?:tahun )?(?P<y>20[0-9]{{2}})")
_NAMES_YEARS = re.compile(
    _MONTH.format("a") + _GAP + _YEAR.format("y") + _JOIN + _MONTH.format("b") + _GAP + _YEAR.format("z")
)
_JOINT = re.compile(r" ?(?:s/d|s\.d\.?|sd|sampai dengan|sampai|hingga|to|–|—| - |/) ?")

SINGLE, SPAN, STAGE = 1, 2, 3
"""How a period was written: one month, a span of months, or a stage (*tahap*) whose months its programme decides."""

NO_PERIOD = 0


def period_code(first: int, last: int, form: int) -> int:
    """First and last month index and the form, packed into one integer so that a column of periods is one array."""
    return (first * 100_000 + last) * 10 + form


def unpack_periods(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The columns first, last and form of packed periods. Of a STAGE, first is its January and last its number."""
    return codes // 1_000_000, codes // 10 % 100_000, codes % 10


def _ordinal(text: str) -> int:
    return int(text) if text.isdigit() else _ROMAN.get(text, 0)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else MONTHS.get(text, 0)


def single_month(text: str, kind: int = 0) -> int | None:
    """The month index of one month, or of a date's month; None if it is neither. The year is 2000 to 2099."""
    body = text.lower().lstrip("'’`").strip()
    # A number such as 2026.1 is not a month: a sheet shows October (2026.10) and January alike.
    for pattern in (_PACKED_MONTH,) if kind == NUMBER else (_PACKED_MONTH, *_MONTH_FORMS):
        if found := pattern.fullmatch(body):
            month, year = _month(found["m"]), _year(found["y"], 99)
            if 1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR:
                return month_index(year, month)
            return None
    value = date_value(text, 99)
    if isinstance(value, dt.date) and FIRST_YEAR <= value.year <= LAST_YEAR:
        return month_index(value.year, value.month)
    return None


def period_value(text: str, kind: int = 0) -> int | Fault:
    """The packed period (:func:`period_code`) written in ``text``."""
    body = text.lower().lstrip("'’`").strip()
    one = single_month(text, kind)
    if one is not None:
        return period_code(one, one, SINGLE)
    if kind == DATE:
        return Fault("period_not_understood")
    for pattern, months in ((_QUARTER_YEAR, 3), (_HALF_YEAR, 6)):
        if found := pattern.fullmatch(body):
            parts = {k[0]: v for k, v in found.groupdict().items() if v}
            number, year = _ordinal(parts["n"]), int(parts["y"])
            if not 1 <= number <= 12 // months:
                return Fault("period_not_understood")
            first = month_index(year, (number - 1) * months + 1)
            return period_code(first, first + months - 1, SPAN)
    if found := _STAGE.fullmatch(body):
        number = _ordinal(found["n"])
        if not 1 <= number <= 12:
            return Fault("period_stage")
        return period_code(month_index(int(found["y"]), 1), number, STAGE)
    for pattern in (_NAMES_YEAR, _NUMBERS_YEAR):
        if found := pattern.fullmatch(body):
            first, last, year = _month(found["a"]), _month(found["b"]), _year(found["y"], 99)
            if not (1 <= first <= 12 and 1 <= last <= 12):
                return Fault("period_not_understood")
            return _span(month_index(year, first), month_index(year, last))
    for cut in _JOINT.finditer(body):
        ends = [single_month(part.strip()) for part in (body[: cut.start()], body[cut.end() :]) if part.strip()]
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
            return _span(ends[0], ends[1])
    if found := _NAMES_YEARS.fullmatch(body):
        first, last = _month(found["a"]), _month(found["b"])
        if first and last:
            return _span(month_index(_year(found["y"], 99), first), month_index(_year(found["z"], 99), last))
    return Fault("period_not_understood")


def _span(first: int, last: int) -> int | Fault:
    if last < first:
        return Fault("period_backwards")
    if last - first >= 12:
        return Fault("period_too_long")
    return period_code(first, last, SPAN)


def period(cells: Cells) -> Parsed:
    """Packed periods (int64, NO_PERIOD where there is none)."""
    return map_unique(cells, period_value, np.int64, NO_PERIOD)


def month(cells: Cells) -> Parsed:
    """Month indices (int64, 0 where there is none)."""

    def understand(text: str, kind: int) -> int | Fault:
        found = single_month(text, kind)
        return Fault("month_not_understood") if found is None else found

    return map_unique(cells, understand, np.int64, 0)


def year(cells: Cells) -> Parsed:
    """Years (int64, 0 where there is none): ``2026``, ``Tahun 2026``, ``TA 2026``."""

    def understand(text: str, _kind: int) -> int | Fault:
        found = re.fullmatch(r"(?:(?:tahun(?: anggaran)?|ta|t\.a\.)\s*)?(20[0-9]{2})", text.lower())
        return int(found[1]) if found else Fault("year_not_understood")

    return map_unique(cells, understand, np.int64, 0)
