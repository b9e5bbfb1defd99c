"""Charts of what activities achieved: figures with their intervals, before and after, the path of a cohort."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from pantau.indicators import Unit
from pantau.ui.charts import PALETTE
from pantau.words import Words, inert_label


class Ranged(NamedTuple):
    """A named figure with its interval (NaN where none)."""

    name: str
    value: float
    low: float
    high: float


def interval(words: Words, row: Ranged, unit: Unit) -> str:
    """The interval in words; a dash where there is none."""
    if math.isnan(row.low):
        return "–"
    low, high = (words.figure(v, unit, short=True) for v in (row.low, row.high))
    return f"{low} – {high}"


def folded(name: str) -> str:
    """A name over several lines, inert, so that a telephone has room for what it names."""
    return "<br>".join(inert_label(line) for line in textwrap.wrap(name, 18)) or "–"


def _axis(words: Words, unit: Unit, values: Sequence[float]) -> dict:
    known = [v for v in values if not math.isnan(v)]
    low, high = min([0.0, *known]), max([0.0, *known])
    room = (high - low) * 0.22 or 1.0
    step = _step(high - low or 1.0)
    ticks = [step * i for i in range(math.floor(low / step), math.ceil(high / step) + 1)]
    return {
        "range": [low - (room if low < 0 else 0), high + room],
        "tickvals": ticks,
        "ticktext": [words.figure(t, unit, short=True) for t in ticks],
    }


def _step(width: float) -> float:
    size = 10 ** math.floor(math.log10(width))
    return next(size * f for f in (0.2, 0.25, 0.5, 1, 2, 5) if width / (size * f) <= 5)


def ranges(words: Words, rows: Sequence[Ranged], unit: Unit) -> go.Figure:
    """A dot with its interval for each row, in the order given, and its figure beside it."""
    shown = [row for row in rows if not math.isnan(row.value)][::-1]
    figure = go.Figure(
        go.Scatter(
            x=[row.value for row in shown],
            y=[inert_label(row.name) for row in shown],
            mode="markers",
            marker={"size": 12, "color": PALETTE[0]},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [0 if math.isnan(row.high) else row.high - row.value for row in shown],
                "arrayminus": [0 if math.isnan(row.low) else row.value - row.low for row in shown],
                "thickness": 2.5,
                "width": 7,
            },
            text=[f"{words.figure(row.value, unit, short=True)} ({interval(words, row, unit)})" for row in shown],
            hovertemplate="%{y}: %{text}<extra></extra>",
            showlegend=False,
        )
    )
    for row in shown:
        figure.add_annotation(
            x=row.value if math.isnan(row.high) else row.high,
            y=inert_label(row.name),
            text=words.figure(row.value, unit, short=True),
            showarrow=False,
            xanchor="left",
            xshift=8,
        )
    ends = [v for row in shown for v in (row.value, row.low, row.high)]
    figure.update_xaxes(**_axis(words, unit, ends), zeroline=True, zerolinecolor="#555")
    figure.update_yaxes(type="category", automargin=True)
    return figure


def before_after(words: Words, before: Sequence[Ranged], after: Sequence[Ranged], unit: Unit) -> go.Figure:
    """Two dots with intervals on a line each: before, and after."""
    figure = go.Figure()
    for first, then in zip(before, after, strict=True):
        figure.add_scatter(
            x=[first.value, then.value],
            y=[inert_label(first.name)] * 2,
            mode="lines",
            line={"color": "#9fb3c1", "width": 3},
            hoverinfo="skip",
            showlegend=False,
        )
    for name, rows, colour, symbol in (
        (words("Sebelum"), before, PALETTE[1], "diamond"),
        (words("Sesudah"), after, PALETTE[0], "circle"),
    ):
        figure.add_scatter(
            x=[row.value for row in rows],
            y=[inert_label(row.name) for row in rows],
            name=name,
            mode="markers",
            marker={"size": 12, "color": colour, "symbol": symbol},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [0 if math.isnan(row.high) else row.high - row.value for row in rows],
                "arrayminus": [0 if math.isnan(row.low) else row.value - row.low for row in rows],
                "thickness": 2,
                "width": 6,
            },
            text=[f"{words.figure(row.value, unit)} ({interval(words, row, unit)})" for row in rows],
            hovertemplate="%{y} · " + name + ": %{text}<extra></extra>",
        )
    figure.update_xaxes(tickformat=",", rangemode="tozero")
    figure.update_yaxes(type="category", autorange="reversed", automargin=True)
    return figure


def steps(words: Words, names: Sequence[str], counts: Sequence[int]) -> go.Figure:
    """The path of a cohort: a bar a step, with its number and its share of the first."""
    first = counts[0] or 1
    said = [f"{words.number(n)} · {words.percent(n / first, 0)}" for n in counts]
    figure = go.Figure(
        go.Bar(
            x=list(counts),
            y=[folded(name) for name in names],
            orientation="h",
            marker={"color": list(PALETTE[: len(counts)])},
            text=said,
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )
    figure.update_xaxes(range=[0, max(counts) * 1.6 or 1], tickformat=",")
    figure.update_yaxes(type="category", autorange="reversed", automargin=True)
    return figure


def waves(words: Words, series: Sequence[tuple[str, Sequence[Ranged]]], top: float) -> go.Figure:
    """A line a scale over the waves of a survey, each point with its interval and figure."""
    figure = go.Figure()
    every = [[row.value for row in rows] for _, rows in series]
    for i, (name, rows) in enumerate(series):
        colour = PALETTE[(1, 2)[i % 2]]
        # Written on the side away from the other line.
        above = [all(not v < others[n] for others in every if n < len(others)) for n, v in enumerate(every[i])]
        figure.add_scatter(
            x=[row.name for row in rows],
            y=[row.value for row in rows],
            name=name,
            mode="lines+markers+text",
            text=["" if math.isnan(row.value) else words.number(row.value, 2) for row in rows],
            textposition=["top center" if high else "bottom center" for high in above],
            line={"color": colour, "width": 3, "dash": ("solid", "dash")[i % 2]},
            marker={"size": 10},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [0 if math.isnan(row.high) else row.high - row.value for row in rows],
                "arrayminus": [0 if math.isnan(row.low) else row.value - row.low for row in rows],
            },
            hovertemplate="%{x} · " + name + ": %{text}<extra></extra>",
        )
    figure.update_yaxes(range=[0.8, top + 0.2], tickformat=".0f")
    figure.update_xaxes(type="category")
    return figure
