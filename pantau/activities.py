"""The register of activities, the path of those who were trained, and which training worked, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from sqlalchemy import Engine, func, or_, select

from pantau import counted
from pantau import periods as period_text
from pantau.indicator import FEW
from pantau.queries import Cells
from pantau.schema import ALL_PROGRAMMES, activity, partner
from pantau.words import Words, later

KINDS = {
    "pelatihan": later("Pelatihan"),
    "penyuluhan": later("Penyuluhan"),
    "kesehatan": later("Kesehatan"),
    "kelompok": later("Kelompok dukungan"),
}
STATUSES = {
    "rencana": later("Rencana"),
    "berjalan": later("Berjalan"),
    "selesai": later("Sudah selesai"),
    "batal": later("Batal"),
}
SENSITIVE = ("kesehatan", "kelompok")
"""Kinds of which a number of fewer than :data:`pantau.indicator.FEW` persons is not said."""

REGISTER_COLUMNS = (
    *("code", "title", "theme", "sector", "area_code", "partner_name", "programme_id", "start_date", "end_date"),
    *("sessions", "places", "cost", "status", "held", "people"),
)


def register(engine: Engine, kind: str, cells: Cells) -> pd.DataFrame:
    """Activities of a kind that go on in the one period of ``cells``, by the day they begin: REGISTER_COLUMNS.

    Those that are in the area asked for, or in the whole kelurahan. ``held`` and ``people`` count the period's sessions and
    those who came or were served, wherever they live; ``people`` is NaN where a sensitive kind has fewer than ``FEW``.
    """
    a = activity.c
    low, high = period_text.span(cells.periods[0])
    own = [a[name] for name in REGISTER_COLUMNS if name in a]
    query = (
        select(*own, partner.c.name.label("partner_name"))
        .select_from(activity.outerjoin(partner, partner.c.partner_id == a.partner_id))
        .where(a.kind == kind, a.month_index <= high, func.coalesce(a.end_month, a.month_index) >= low)
        .where(or_(a.area_code.like(cells.area + "%"), func.length(a.area_code) == 13))
        .order_by(a.start_date, a.code)
    )
    (programme_id,) = cells.programme_ids
    if programme_id != ALL_PROGRAMMES:
        query = query.where(a.programme_id == programme_id)
    with engine.connect() as connection:
        result = connection.execute(query)
        frame = pd.DataFrame(result.all(), columns=list(result.keys()))
    everywhere = Cells(cells.periods, cells.programme_ids)
    for name, measure in (("held", "activity_sessions"), ("people", "activity_people")):
        found = counted.measures(engine, (measure,), everywhere, "activity")
        numbers = found.groupby("item")[measure].sum() if len(found) else pd.Series(dtype=float)
        frame[name] = [float(numbers.get(code, 0.0)) for code in frame["code"]]
    if kind in SENSITIVE:
        frame["people"] = frame["people"].mask((frame["people"] > 0) & (frame["people"] < FEW))
    return frame.astype(dict.fromkeys(("sessions", "places", "cost"), float))[list(REGISTER_COLUMNS)]


PATH = {
    "year_attended": later("Pernah hadir"),
    "year_completed": later("Lulus"),
    "year_business_6": later("Punya usaha pada 6 bulan"),
    "year_business_12": later("Masih berjalan pada 12 bulan"),
}
"""The steps of one cohort: trainings that ended a year before the period and were followed up."""


def path(engine: Engine, cells: Cells, facet: str = "") -> pd.DataFrame:
    """How many of the cohorts of all periods of ``cells`` came to each step of :data:`PATH`, by item of the facet."""
    found = counted.measures(engine, tuple(PATH), cells, facet)
    return found.groupby("item")[list(PATH)].sum().astype("int64")


# --- which one worked -----------------------------------------------------------------------------------


class Ranked(NamedTuple):
    """One training theme with an outcome and its interval; NaN where there is none."""

    item: str
    value: float
    low: float
    high: float
    n: float


def ranked(figures: pd.DataFrame, indicator_id: str) -> list[Ranked]:
    """Themes of :func:`pantau.counted.pooled` by one indicator, the highest first; those without data last."""
    rows = figures[figures["indicator"] == indicator_id]
    found = [Ranked(r.item, r.value, r.low, r.high, r.denominator) for r in rows.itertuples()]
    return sorted(found, key=lambda r: (math.isnan(r.value), -r.value if r.value == r.value else 0.0, r.item))


def verdict(words: Words, what: str, found: Sequence[Ranked], show: str) -> str:
    """What can be said of the best and the last of :func:`ranked`, told apart by their intervals.

    ``what`` names the outcome; ``show`` is its unit. An interval that overlaps another's tells no difference.
    """
    known = [row for row in found if not math.isnan(row.low)]
    if len(known) < 2:
        return words("{what}: belum cukup data untuk membandingkan.", what=what)

    def said(row: Ranked) -> str:
        value, low, high = (words.figure(v, show, short=True) for v in (row.value, row.low, row.high))  # type: ignore[arg-type]
        return words("{item} {value} (rentang {low} – {high})", item=row.item, value=value, low=low, high=high)

    best, last = known[0], known[-1]
    clear = [row.item for row in known[1:] if row.high < best.low]
    text = words("{what}: tertinggi {best}; terendah {last}.", what=what, best=said(best), last=said(last))
    if len(clear) == len(known) - 1:
        return text + " " + words("Jelas lebih baik daripada semua yang lain.")
    if clear:
        return text + " " + words("Jelas lebih baik daripada {items}.", items=", ".join(sorted(clear)))
    return text + " " + words("Rentangnya bertumpang tindih: belum dapat dibedakan.")


def titles(engine: Engine, kind: str) -> list[tuple[str, str]]:
    """Code and title of the activities of a kind."""
    with engine.connect() as connection:
        found = connection.execute(select(activity.c.code, activity.c.title).where(activity.c.kind == kind))
        return [(code, title) for code, title in found]
