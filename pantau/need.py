"""Does aid go where the need is: what families said they lack against what came to their RW, and the words for it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Engine

from pantau import queries
from pantau.indicators import CATALOGUE
from pantau.queries import Cells
from pantau.schema import ALL_PROGRAMMES
from pantau.statistics import spearman
from pantau.words import Words

FITS = ("need_fit", "need_fit_proposals")
"""Indicators of the catalogue that compare need with an allocation, by RW."""
STRONG, WEAK = 0.7, 0.3
"""|rho| from which a relation is called clear, and below which it is called none: usual, and no more than words."""


@dataclass(frozen=True)
class Fit:
    """The RW of a kelurahan in one period: ``area_code, need, allocation, need_rank, allocation_rank`` (rank 1: most; ties
    share their mean), and their rank correlation with its 95 % interval and two-sided exact p."""

    rows: pd.DataFrame
    rho: float
    low: float
    high: float
    p: float
    n: int


def fit(engine: Engine, fit_id: str, kelurahan: str, period: str) -> Fit:
    """What is behind one figure of ``fit_id`` (:data:`FITS`). RW that lack a value of the two are left out."""
    first, second = CATALOGUE[fit_id].ranks or ("", "")
    cells = Cells((period,), (ALL_PROGRAMMES,), "rw", kelurahan)
    found = queries.figures(engine, [first, second], cells)
    wide = found.pivot_table(index="area_code", columns="indicator_id", values="value")
    wide = wide.reindex(columns=[first, second]).dropna()
    rows = pd.DataFrame({"need": wide[first], "allocation": wide[second]})
    for name in ("need", "allocation"):
        rows[f"{name}_rank"] = rows[name].rank(ascending=False)
    return Fit(rows.reset_index(), *spearman(rows["need"].to_numpy(), rows["allocation"].to_numpy()))


def sentence(words: Words, found: Fit) -> str:
    """What the correlation means, in plain words, with how certain it is."""
    if math.isnan(found.rho):
        return words("Terlalu sedikit RW dengan data kebutuhan dan alokasi, jadi tidak dapat dibandingkan.")
    if found.rho >= STRONG:
        said = words("Bantuan mengikuti kebutuhan: RW yang lebih membutuhkan umumnya menerima lebih banyak.")
    elif found.rho >= WEAK:
        said = words("Bantuan agak mengikuti kebutuhan, tetapi tidak di semua RW.")
    elif found.rho > -WEAK:
        said = words("Bantuan tidak mengikuti kebutuhan: yang diterima suatu RW tidak berhubungan dengan kebutuhannya.")
    else:
        said = words("Bantuan terbalik dari kebutuhan: RW yang lebih membutuhkan justru menerima lebih sedikit.")
    numbers = words("Korelasi peringkat {rho} dari {n} RW", rho=words.number(found.rho, 2), n=words.number(found.n))
    if not math.isnan(found.low):
        numbers += " " + words(
            "(rentang 95% {low} sampai {high})", low=words.number(found.low, 2), high=words.number(found.high, 2)
        )
    chance = (
        words("hubungan sekuat ini jarang muncul karena kebetulan (p = {p})", p=_p(words, found.p))
        if found.p < 0.05
        else words("hubungan sekuat ini dapat muncul karena kebetulan (p = {p})", p=_p(words, found.p))
    )
    few = words("RW hanya sedikit, jadi bacalah sebagai petunjuk, bukan bukti.")
    return f"{said} {numbers}; {chance}. {few}"


def _p(words: Words, p: float) -> str:
    return f"< {words.number(0.001, 3)}" if p < 0.001 else words.number(p, 3)


def furthest(found: Fit) -> pd.Series | None:
    """The RW whose need ranks furthest above what it received; None where no RW's does."""
    gap = found.rows["allocation_rank"] - found.rows["need_rank"]
    return found.rows.loc[gap.idxmax()] if len(gap) and gap.max() > 0 else None


def by_sector(engine: Engine, area: str, level: str, period: str) -> pd.DataFrame:
    """Families that named a sector ÷ families asked: ``area_code, sector, named, asked, share`` for areas of ``level``."""
    cells = Cells((period,), (ALL_PROGRAMMES,), level, area)
    named = queries.facet_figures(engine, ["need_expressed"], cells, "sector")
    asked = queries.figures(engine, ["need_expressed"], cells)
    if named.empty or asked.empty:
        return pd.DataFrame(columns=["area_code", "sector", "named", "asked", "share"])
    both = named[["area_code", "item", "numerator"]].merge(asked[["area_code", "denominator"]], on="area_code")
    both.columns = pd.Index(["area_code", "sector", "named", "asked"])
    both["share"] = both["named"] / both["asked"].where(both["asked"] > 0)
    return both
