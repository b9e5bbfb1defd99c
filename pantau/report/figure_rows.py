"""Figures as rows of a table: name, value, what it is made of, target, change. The same in every section."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pantau import periods as period_text
from pantau.figure_text import fraction
from pantau.report.document import Table
from pantau.report.scope import Figure, Scope
from pantau.words import Words, later

SIGNS = {"green": "●", "amber": "▲", "red": "■", "none": "○"}
VERDICTS = {
    "green": later("mencapai target"),
    "amber": later("mendekati target"),
    "red": later("jauh dari target"),
    "none": later("tanpa target"),
}


def made_of(words: Words, figure: Figure) -> str:
    """3.120 dari 4.050; "" for what is no ratio."""
    if not figure.indicator.is_ratio or math.isnan(figure.denominator):
        return ""
    return fraction(words, figure.indicator, figure.numerator, figure.denominator)


def known(scope: Scope, indicator_ids: Sequence[str], period: str | None = None) -> list[Figure]:
    """Those of the figures that are known, in the order asked."""
    return [figure for figure in scope.figures(indicator_ids, period).values() if figure.known]


def table(scope: Scope, figures: Sequence[Figure], period: str | None = None) -> Table | None:
    """One row a figure, with the change against the period before; None where there is none."""
    if not figures:
        return None
    words = scope.words
    before = period_text.previous(period or scope.period)
    earlier = scope.figures([figure.indicator.id for figure in figures], before)
    rows = []
    for figure in figures:
        then = earlier[figure.indicator.id]
        change = words.change(figure.value, then.value, figure.indicator.unit) if then.known else "–"
        goal = "–"
        if not math.isnan(figure.target):
            goal = f"{words.figure(figure.target, figure.indicator.unit, short=True)}  {SIGNS[figure.status]} {words(VERDICTS[figure.status])}"
        name = figure.indicator.name(words.language)
        value = words.figure(figure.value, figure.indicator.unit, short=True)
        rows.append((name, value, made_of(words, figure) or "–", goal, change))
    columns = (
        words("Indikator"),
        words("Nilai"),
        words("Pembilang dan penyebut"),
        words("Target"),
        words("dari {period}", period=words.period(before, short=True)),
    )
    return Table(columns, tuple(rows), frozenset({1}), (3.0, 1.5, 2.6, 2.8, 1.4))
