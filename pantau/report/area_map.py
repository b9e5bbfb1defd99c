"""The map in a document: areas coloured by what part of the families entitled were reached, and the legend in words."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from pantau import queries
from pantau.classify import NO_DATA_COLOUR, Classes, classify
from pantau.geometry import simplify
from pantau.indicators import CATALOGUE, tolerance
from pantau.report.plain import of_hundred
from pantau.report.scope import Scope
from pantau.words import Words, later

INDICATOR = "coverage_eligible"
FINE_M = 2.0
"""Corners smaller than this, in metres, are not drawn."""

PLAIN = {
    "far": later("jauh di bawah target"),
    "near": later("hampir mencapai target"),
    "met": later("mencapai target"),
    "past": later("jauh di atas target"),
    "lowest": later("paling rendah"),
    "low": later("rendah"),
    "middle": later("sedang"),
    "high": later("tinggi"),
    "highest": later("paling tinggi"),
}


@dataclass(frozen=True)
class AreaMap:
    """``frame``: ``code, label, colour, few, geometry``; ``legend``: colour and words; ``lines``: what to see in it."""

    frame: gpd.GeoDataFrame
    legend: tuple[tuple[str, str], ...]
    title: str
    lines: tuple[str, ...]
    alt: str

    @property
    def drawn(self) -> bool:
        """Whether there are boundaries to draw."""
        return len(self.frame) > 0


def coverage_map(scope: Scope, level: str, few: int) -> AreaMap:
    """The areas of ``level`` inside the scope's. Where fewer than ``few`` families are entitled nothing is said of it."""
    words = scope.words
    figures = scope.below(INDICATOR, level)
    hidden = figures["denominator"] < few if level == "rt" else figures["denominator"] < 0
    shown = figures[~hidden]
    target = float(shown["target"].median()) if shown["target"].notna().any() else None
    indicator = CATALOGUE[INDICATOR]
    near = tolerance(indicator, target) if target is not None else 0.0
    classes = classify(list(shown["value"]), "target", indicator.direction, target, near)
    shapes = simplify(queries.boundaries(scope.engine, level, scope.area), FINE_M)
    values = shown.set_index("area_code")["value"]
    frame = shapes.assign(
        label=[short_label(code, level) for code in shapes["code"]],
        colour=[classes.colour(values.get(c, math.nan)) if classes else NO_DATA_COLOUR for c in shapes["code"]],
        few=shapes["code"].isin(figures.loc[hidden, "area_code"]),
    )
    legend = _legend(words, level, shown, classes, int(hidden.sum()), few)
    title = words("Bagian keluarga berhak yang sudah menerima, menurut {level}", level=level.upper())
    alt = words(
        "Peta {area}. {title}: {legend}.",
        area=scope.name(scope.area),
        title=title,
        legend="; ".join(t for _, t in legend),
    )
    return AreaMap(frame, legend, title, _lines(scope, level, shown, target), alt)


def short_label(code: str, level: str) -> str:
    """RT 7 for ``….007``: short enough to stand on a small area."""
    number = code.rpartition(".")[2]
    return f"{level.upper()} {int(number)}" if number.isdecimal() else number


def _legend(
    words: Words, level: str, shown: pd.DataFrame, classes: Classes | None, hidden: int, few: int
) -> tuple[tuple[str, str], ...]:
    counts = Counter(classes.index(v) for v in shown["value"]) if classes else Counter()
    entries = []
    if classes is not None:
        for i, (colour, rank) in enumerate(zip(classes.colours, classes.ranks, strict=True)):
            text = words("{n} {level} {what}", n=words.number(counts[i]), level=level.upper(), what=words(PLAIN[rank]))
            entries.append((colour, text))
    if hidden or classes is None:
        text = words(
            "{n} {level} dengan kurang dari {few} keluarga berhak: tidak ditunjukkan",
            n=hidden,
            level=level.upper(),
            few=few,
        )
        entries.append((NO_DATA_COLOUR, text if hidden else words.no_data))
    return tuple(entries)


def _lines(scope: Scope, level: str, shown: pd.DataFrame, target: float | None) -> tuple[str, ...]:
    """The target, the areas that are furthest behind, and the best one."""
    words = scope.words
    if shown.empty:
        return (words("Belum ada data."),)
    ordered = shown.sort_values(["value", "area_code"])
    lines = []
    if target is not None:
        lines.append(words("Target: {share} keluarga yang berhak.", share=of_hundred(words, target)))

    def said(row: pd.Series) -> str:
        return f"{short_label(row['area_code'], level)} ({of_hundred(words, row['value'])})".replace(" ", "\u00a0")

    behind = [said(row) for _, row in ordered.head(3).iterrows() if target is None or row["value"] < target]
    if behind:
        lines.append(words("Paling tertinggal: {areas}.", areas=", ".join(behind)))
    lines.append(words("Paling baik: {areas}.", areas=said(ordered.iloc[-1])))
    return tuple(lines)
