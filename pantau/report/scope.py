"""For whom a document is, of which month and area; and the figures it may use, asked of :mod:`pantau.queries` only."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd
from sqlalchemy import Engine

from pantau import periods as period_text
from pantau import queries
from pantau.indicators import CATALOGUE, Indicator
from pantau.queries import Cells
from pantau.reference import home_kelurahan
from pantau.schema import ALL_PROGRAMMES
from pantau.words import JAKARTA, Words, in_jakarta, later

LEVELS = {n: level for level, n in queries.LEVEL_LENGTH.items()}
"""Level of an area by the length of its code."""

SYNTHETIC = later("Data contoh (sintetis): bukan data warga yang sebenarnya")


@dataclass(frozen=True)
class Figure:
    """One figure with what it is made of. Without data ``value`` is NaN."""

    indicator: Indicator
    value: float
    numerator: float = math.nan
    denominator: float = math.nan
    target: float = math.nan
    status: str = "none"

    @property
    def known(self) -> bool:
        """Whether there is a figure at all."""
        return not math.isnan(self.value)


@dataclass(frozen=True)
class Scope:
    """What a document is about. ``today``: the day it is made, from which "next" is counted."""

    engine: Engine
    words: Words
    period: str
    area: str
    today: dt.date
    state: str = ""  # which earlier state of the data this is, in words; "" for the present

    # --- names -----------------------------------------------------------------------------------------

    @cached_property
    def areas(self) -> pd.DataFrame:
        """The kelurahan, its RW and RT: ``code, parent_code, level, name``."""
        return queries.areas(self.engine)

    @cached_property
    def area_names(self) -> dict[str, str]:
        """Name of each area; an RT with its RW before it."""
        names = dict(zip(self.areas["code"], self.areas["name"], strict=True))
        return {
            code: f"{names[parent]} › {name}" if level == "rt" and parent in names else name
            for code, parent, level, name in self.areas[["code", "parent_code", "level", "name"]].itertuples(
                index=False
            )
        }

    @cached_property
    def programmes(self) -> pd.DataFrame:
        """See :func:`pantau.queries.programmes`."""
        return queries.programmes(self.engine)

    @cached_property
    def fresh(self) -> queries.Freshness | None:
        """State of the data."""
        return queries.freshness(self.engine)

    def name(self, code: str) -> str:
        """Name of an area; its code where it is not known."""
        return self.area_names.get(code, code)

    def programme_name(self, programme_id: int) -> str:
        """Name of a programme in the reader's language."""
        if programme_id == ALL_PROGRAMMES:
            return self.words("Semua program")
        names = self.programmes.set_index("programme_id")[f"name_{self.words.language}"]
        return str(names.get(programme_id, programme_id))

    @property
    def place(self) -> str:
        """Kelurahan Pondok Labu."""
        return self.words("Kelurahan {name}", name=self.name(home_kelurahan()))

    @property
    def level(self) -> str:
        """Level of the area: kelurahan, rw or rt."""
        return LEVELS[len(self.area)]

    @property
    def rw(self) -> list[str]:
        """Codes of the RW, in order."""
        return list(self.areas.loc[self.areas["level"] == "rw", "code"])

    def of(self, area: str) -> Scope:
        """The same document of another area."""
        return replace(self, area=area)

    # --- when --------------------------------------------------------------------------------------------

    def at(self, period: str) -> Scope:
        """The same of another period."""
        return replace(self, period=period)

    @property
    def after(self) -> dt.date:
        """The day from which things are still to come: today; of an older month, and of made-up data whose calendar stands
        still, the day after the end of the period."""
        end = period_text.span(self.period)[1] + 1
        past = dt.date(end // 12, end % 12 + 1, 1)
        still = self.fresh is not None and self.fresh.synthetic
        return min(self.today, past) if still or not self.newest else self.today

    @property
    def newest(self) -> bool:
        """Whether the period is that of the newest transfers."""
        last = self.fresh.last_period if self.fresh else None
        return last is None or period_text.span(self.period)[1] >= period_text.span(last)[1]

    # --- figures -----------------------------------------------------------------------------------------

    def figures(self, indicator_ids: Sequence[str], period: str | None = None) -> dict[str, Figure]:
        """Figures of the area, all programmes together, by indicator; those that the catalogue does not know are left out."""
        wanted = [i for i in indicator_ids if i in CATALOGUE]
        if not wanted:
            return {}
        cells = Cells((period or self.period,), (ALL_PROGRAMMES,), self.level, self.area)
        frame = queries.figures(self.engine, wanted, cells)
        rows = {str(row["indicator_id"]): row for _, row in frame.iterrows()}
        return {i: _figure(CATALOGUE[i], rows[i]) if i in rows else Figure(CATALOGUE[i], math.nan) for i in wanted}

    def figure(self, indicator_id: str, period: str | None = None) -> Figure | None:
        """One of :meth:`figures`; None where the catalogue has no such indicator."""
        return self.figures([indicator_id], period).get(indicator_id)

    def by_month(self, indicator_id: str, months: Sequence[str]) -> list[float]:
        """An indicator's values in some periods of one kind; NaN where there are no data."""
        cells = Cells(tuple(months), (ALL_PROGRAMMES,), self.level, self.area)
        frame = queries.figures(self.engine, [indicator_id], cells) if indicator_id in CATALOGUE else pd.DataFrame()
        values = dict(zip(frame["period"], frame["value"], strict=True)) if len(frame) else {}
        return [float(values.get(month, math.nan)) for month in months]

    def below(self, indicator_id: str, level: str) -> pd.DataFrame:
        """Figures of the areas of ``level`` inside the area, by code: those of :func:`pantau.queries.figures`."""
        if indicator_id not in CATALOGUE:
            return pd.DataFrame(columns=["area_code", "value", "numerator", "denominator", "target", "status"])
        cells = Cells((self.period,), (ALL_PROGRAMMES,), level, self.area)
        frame = queries.figures(self.engine, [indicator_id], cells)
        return frame[frame["value"].notna()].sort_values("area_code", ignore_index=True)

    # --- what is said of the data ---------------------------------------------------------------------------

    @property
    def synthetic(self) -> str:
        """The notice that these are no real residents; "" where they are."""
        return self.words(SYNTHETIC) if self.fresh and self.fresh.synthetic else ""

    @property
    def source(self) -> str:
        """Which data: when loaded, which state, up to which month."""
        fresh, words = self.fresh, self.words
        if fresh is None or fresh.loaded_at is None:
            return words("belum ada data")
        said = words(
            "Sumber: Pantau Bansos, data dimuat {moment} (keadaan data nomor {version}), penyaluran s.d. {period}.",
            moment=words.moment(fresh.loaded_at),
            version=fresh.version,
            period=words.period(fresh.last_period) if fresh.last_period else "–",
        )
        return f"{said} {self.state}." if self.state else said

    @property
    def made(self) -> dt.datetime:
        """The moment that a document bears, in Jakarta: that of the data, so that the same data give the same file."""
        loaded = self.fresh.loaded_at if self.fresh else None
        return in_jakarta(loaded) if loaded else dt.datetime.combine(self.today, dt.time(), JAKARTA)


def _figure(indicator: Indicator, row: pd.Series) -> Figure:
    value, part, whole, target = (float(row[name]) for name in ("value", "numerator", "denominator", "target"))
    return Figure(indicator, value, part, whole, target, str(row["status"]))


def today() -> dt.date:
    """This day in Jakarta."""
    return dt.datetime.now(JAKARTA).date()


def open_scope(engine: Engine, words: Words, period: str = "", area: str = "", day: dt.date | None = None) -> Scope:
    """A scope of the newest month and the whole kelurahan where none is named.

    Raises ValueError for a period without data or an area that does not exist.
    """
    offered = queries.periods(engine) if queries.freshness(engine) else []
    months = [p for p in offered if period_text.kind_of(p) == "month"]
    if not months:
        raise ValueError(words("belum ada data"))
    if period and period not in offered:
        raise ValueError(words("Tidak ada data untuk periode {period}.", period=period))
    scope = Scope(engine, words, period or months[-1], area or home_kelurahan(), day or today())
    if scope.area not in set(scope.areas["code"]):
        raise ValueError(words("Wilayah {area} tidak dikenal.", area=area))
    return scope
