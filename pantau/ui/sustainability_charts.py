"""The charts of the page on sustainability: survival curves, exits by reason, rates with intervals, the projection."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from pantau.indicators import Indicator
from pantau.periods import month_of
from pantau.statistics import Survival
from pantau.ui.charts import DASHES, PALETTE
from pantau.words import Words, inert_label

BANDED = 3
"""Curves up to which each is drawn with its band; more bands would hide one another."""


def _tinted(colour: str, strength: float) -> str:
    channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return f"rgba({channels[0]},{channels[1]},{channels[2]},{strength})"


def survival(words: Words, curves: Mapping[str, Survival], since: str) -> go.Figure:
    """Steps of the share still in, by months; with the 95 % band where few curves are drawn. ``since``: the axis' title."""
    figure = go.Figure()
    for i, (name, curve) in enumerate(curves.items()):
        colour, safe = PALETTE[i % len(PALETTE)], inert_label(name)
        steps = curve.steps
        if len(curves) <= BANDED:
            known = steps[steps["low"].notna()]
            for column, fill in (("low", None), ("high", "tonexty")):
                figure.add_scatter(
                    x=known["time"],
                    y=known[column],
                    mode="lines",
                    line={"width": 0, "shape": "hv"},
                    fill=fill,
                    fillcolor=_tinted(colour, 0.16),
                    hoverinfo="skip",
                    showlegend=False,
                )
        figure.add_scatter(
            x=steps["time"],
            y=steps["share"],
            name=safe,
            mode="lines",
            line={"color": colour, "width": 2.5, "shape": "hv", "dash": DASHES[i // len(PALETTE) % 3]},
            text=[_hover(words, safe, row) for row in steps.itertuples()],
            hoverinfo="text",
        )
    figure.update_xaxes(title=since, rangemode="tozero", dtick=12)
    figure.update_yaxes(tickformat=",.0%", range=[0, 1.02])
    return figure


def _hover(words: Words, name: str, row: object) -> str:
    share, low, high = row.share, row.low, row.high  # type: ignore[attr-defined]
    band = "" if math.isnan(low) else f" ({words.percent(low)} – {words.percent(high)})"
    said = words("{months} bulan: {share} masih peserta", months=words.number(row.time), share=words.percent(share))  # type: ignore[attr-defined]
    seen = words("{n} diamati", n=words.number(row.at_risk))  # type: ignore[attr-defined]
    return f"<b>{name}</b><br>{said}{band}<br>{seen}"


def exits(words: Words, table: pd.DataFrame, colours: Mapping[str, str]) -> go.Figure:
    """Stacked bars: rows of ``table`` are periods, columns the reasons by name, each in its own of ``colours``."""
    figure = go.Figure()
    for name in table.columns:
        safe = inert_label(name)
        figure.add_bar(
            x=list(table.index),
            y=table[name],
            name=safe,
            marker={"color": colours[name]},
            text=[words.number(v) for v in table[name]],
            textposition="none",
            customdata=[words.period(str(p)) for p in table.index],
            hovertemplate="%{customdata}: %{text}<extra>" + safe + "</extra>",
        )
    figure.update_layout(barmode="stack", bargap=0.2)
    figure.update_xaxes(
        type="category", tickvals=list(table.index), ticktext=[words.period(str(p), short=True) for p in table.index]
    )
    figure.update_yaxes(tickformat=",", rangemode="tozero")
    return figure


def rate(words: Words, indicator: Indicator, rows: pd.DataFrame, names: Mapping[str, str]) -> go.Figure:
    """A share by period with its 95 % interval as error bars. ``names``: the periods in order, and what each is called."""
    ordered = rows.set_index("period").reindex(list(names))
    figure = go.Figure(
        go.Scatter(
            x=list(names.values()),
            y=ordered["value"],
            mode="lines+markers",
            connectgaps=False,
            marker={"size": 9},
            line={"color": PALETTE[0], "width": 2},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": ordered["high"] - ordered["value"],
                "arrayminus": ordered["value"] - ordered["low"],
                "thickness": 1.5,
            },
            text=[
                _rate_hover(words, name, row) for name, (_, row) in zip(names.values(), ordered.iterrows(), strict=True)
            ],
            hoverinfo="text",
        )
    )
    figure.update_layout(title={"text": inert_label(indicator.name(words.language)), "font": {"size": 14}, "x": 0})
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=list(names.values()))
    figure.update_yaxes(tickformat=",.1~%", rangemode="tozero")
    return figure


def _rate_hover(words: Words, name: str, row: pd.Series) -> str:
    value = words.figure(float(row["value"]), "share")
    low, high = float(row["low"]), float(row["high"])
    band = "" if math.isnan(low) else f" ({words.percent(low)} – {words.percent(high)})"
    return f"{name}: {value}{band}"


def outlook(words: Words, past: pd.DataFrame, months: pd.DataFrame) -> go.Figure:
    """Enrolled at the end of each month: as it was, then the middle of the projection with its 80 and 95 % bands."""
    figure = go.Figure()
    last = past.iloc[-1]
    start = {name: [float(last["enrolled"]), *months[name]] for name in months.columns if name != "month"}
    ahead = [month_of(int(last["month"])), *(month_of(int(m)) for m in months["month"])]
    for low, high, strength, name in (
        ("low95", "high95", 0.14, words("95% kemungkinan")),
        ("low80", "high80", 0.28, words("80% kemungkinan")),
    ):
        for column, fill in ((low, None), (high, "tonexty")):
            figure.add_scatter(
                x=ahead,
                y=start[column],
                mode="lines",
                line={"width": 0},
                fill=fill,
                fillcolor=_tinted(PALETTE[1], strength),
                hoverinfo="skip",
                name=name,
                showlegend=fill is not None,
            )
    before = [month_of(int(m)) for m in past["month"]]
    for x, y, name, colour, dash in (
        (before, list(past["enrolled"]), words("Peserta"), PALETTE[0], "solid"),
        (ahead, start["middle"], words("Proyeksi (tengah)"), PALETTE[1], "dash"),
    ):
        figure.add_scatter(
            x=x,
            y=y,
            name=name,
            mode="lines",
            line={"color": colour, "width": 2.5, "dash": dash},
            text=[f"{words.period(m)}: {words.number(v)}" for m, v in zip(x, y, strict=True)],
            hoverinfo="text",
        )
    every = [*before, *ahead[1:]]
    shown = every[::-1][::3][::-1]
    figure.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=every,
        tickvals=shown,
        ticktext=[words.period(m, short=True) for m in shown],
    )
    figure.update_yaxes(tickformat=",", rangemode="tozero")
    return figure
