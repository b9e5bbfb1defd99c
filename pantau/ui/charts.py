"""Charts: plotly figures in the house's manner, with names inert and numbers in the reader's locale."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from plotly.colors import get_colorscale, sample_colorscale

from pantau.indicators import Indicator
from pantau.words import Words, inert_label

# Okabe & Ito's palette for colour-blind readers, darkest first, then repeated with dashes.
PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#7a5c00", "#56b4e9", "#e69f00", "#333333")
DASHES = ("solid", "dash", "dot")
INK = "#46535f"
"""What is written beside the axes: Streamlit's own grey is too light to be read by everybody."""
_CONFIG = {"displayModeBar": False, "scrollZoom": False}


def draw(figure: go.Figure, words: Words, key: str, alt: str, height: int = 420) -> None:
    """Put a figure on the page with a text alternative."""
    figure.update_layout(
        separators=",." if words.language == "id" else ".,",
        margin={"l": 10, "r": 10, "t": 36, "b": 10},
        height=height,
        font={"size": 14},
        hoverlabel={"font_size": 14},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0, "title": None},
    )
    figure.update_xaxes(tickfont={"color": INK}, title_font={"color": INK})
    figure.update_yaxes(tickfont={"color": INK}, title_font={"color": INK})
    st.plotly_chart(figure, key=key, config=_CONFIG, alt=alt)


def axis(words: Words, indicator: Indicator, values: Iterable[float]) -> dict:
    """Settings of a value axis for an indicator's unit and the ``values`` it must hold."""
    if indicator.unit == "share":
        return {"tickformat": ",.0%", "rangemode": "tozero"}
    if indicator.unit == "rupiah":
        return _rupiah_axis(words, values)
    return {"tickformat": ",", "rangemode": "tozero"}


def _rupiah_axis(words: Words, values: Iterable[float]) -> dict:
    """Round rupiah in words (Rp 1,5 miliar): plotly's own short forms know only English."""
    top = max((v for v in values if not math.isnan(v)), default=0.0)
    if top <= 0:
        return {"rangemode": "tozero"}
    size = 10 ** math.floor(math.log10(top))
    step = next(size * f for f in (0.1, 0.2, 0.25, 0.5, 1, 2) if top / (size * f) <= 6)
    ticks = [step * i for i in range(math.ceil(top / step) + 1)]
    return {"tickvals": ticks, "ticktext": [words.rupiah(t, short=True) for t in ticks], "range": [0, ticks[-1] * 1.02]}


def _month_axis(words: Words, periods: Sequence[str], ticks: int = 12) -> dict:
    step = max(1, math.ceil(len(periods) / ticks))
    shown = list(periods)[::-1][::step][::-1]
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(periods),
        "tickvals": shown,
        "ticktext": [words.period(p, short=True) for p in shown],
    }


def _hover(words: Words, indicator: Indicator, frame: pd.DataFrame, name: str) -> list[str]:
    return [
        f"<b>{name}</b><br>{words.period(str(row.period))}: {words.figure(row.value, indicator.unit)}"
        for row in frame.itertuples()
    ]


def lines(
    words: Words,
    indicator: Indicator,
    series: Mapping[str, pd.DataFrame],
    periods: Sequence[str],
    target: float,
    ticks: int = 12,
) -> go.Figure:
    """One line a series over periods; gaps where there is no data; the target as a dashed line; at most ``ticks`` dates.

    The target's name is in the legend: no place within the chart is clear of every line.
    """
    figure = go.Figure()
    for i, (name, frame) in enumerate(series.items()):
        ordered = frame.set_index("period").reindex(list(periods)).reset_index()
        safe = inert_label(name)
        figure.add_scatter(
            x=ordered["period"],
            y=ordered["value"],
            name=safe,
            mode="lines+markers",  # a month between two without data would be no line at all
            marker={"size": 6 if len(periods) < 30 else 4},
            connectgaps=False,
            line={"color": PALETTE[i % len(PALETTE)], "dash": DASHES[i // len(PALETTE) % 3], "width": 2.5},
            text=_hover(words, indicator, ordered, safe),
            hoverinfo="text",
        )
    if not math.isnan(target):
        figure.add_hline(
            y=target,
            line={"dash": "dash", "color": "#555", "width": 1.5},
            name=f"{words('target')} {words.figure(target, indicator.unit, short=True)}",
            showlegend=True,
        )
    figure.update_xaxes(**_month_axis(words, periods, ticks))
    figure.update_yaxes(**axis(words, indicator, _values(series)))
    return figure


def _values(series: Mapping[str, pd.DataFrame]) -> list[float]:
    return [float(v) for frame in series.values() for v in frame["value"]]


def one_of_many(
    words: Words, indicator: Indicator, series: Mapping[str, pd.DataFrame], name: str, periods: Sequence[str]
) -> go.Figure:
    """A small chart of the series ``name`` in colour among all the others in grey, which give every one the same scale.

    Its title has the figure of the last of ``periods``, where there is one.
    """
    figure = go.Figure()
    shapes = {n: frame.set_index("period").reindex(list(periods)).reset_index() for n, frame in series.items()}
    for other in [n for n in shapes if n != name]:
        figure.add_scatter(
            x=shapes[other]["period"],
            y=[float(f"{v:.4g}") for v in shapes[other]["value"]],  # a background that is sent once for each chart
            mode="lines",
            line={"color": "#cfd8de", "width": 1},
            hoverinfo="skip",
        )
    own = shapes[name]
    figure.add_scatter(
        x=own["period"],
        y=own["value"],
        mode="lines+markers",
        marker={"size": 5},
        line={"color": PALETTE[0], "width": 2.5},
        text=_hover(words, indicator, own, inert_label(name)),
        hoverinfo="text",
    )
    last = float(own["value"].iloc[-1])
    figure_now = "" if math.isnan(last) else f" · {words.figure(last, indicator.unit, short=True)}"
    figure.update_layout(
        title={
            "text": inert_label(name) + figure_now,
            "font": {"size": 13},
            "x": 0,
            "xref": "container",
        },
        showlegend=False,
    )
    figure.update_xaxes(**_month_axis(words, periods, 3))
    figure.update_yaxes(**axis(words, indicator, _values(series)), nticks=4)
    return figure


def years(words: Words, indicator: Indicator, frame: pd.DataFrame) -> go.Figure:
    """One line a calendar year, January to December."""
    figure = go.Figure()
    months = [words.period(f"2000-{m:02d}", short=True).split()[0] for m in range(1, 13)]
    all_years = sorted({p[:4] for p in frame["period"]})
    for i, year in enumerate(all_years):
        rows = frame[frame["period"].str.startswith(year + "-")].sort_values("period")
        newest = i == len(all_years) - 1
        figure.add_scatter(
            x=[months[int(p[5:]) - 1] for p in rows["period"]],
            y=rows["value"],
            name=year,
            mode="lines+markers",
            marker={"size": 8 if newest else 4},
            line={"color": PALETTE[i % len(PALETTE)], "width": 4 if newest else 2},
            text=_hover(words, indicator, rows, year),
            hoverinfo="text",
        )
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=months)
    figure.update_yaxes(**axis(words, indicator, frame["value"]))
    return figure


def due_and_paid(words: Words, due: pd.DataFrame, paid: pd.DataFrame, periods: Sequence[str]) -> go.Figure:
    """Rupiah due and rupiah paid side by side by period."""
    figure = go.Figure()
    parts = ((words("Jatuh tempo"), due, "#9fb3c1"), (words("Dibayar"), paid, PALETTE[0]))
    for name, frame, colour in parts:
        ordered = frame.set_index("period").reindex(list(periods)).reset_index()
        figure.add_bar(
            x=ordered["period"],
            y=ordered["value"],
            name=name,
            marker={"color": colour},
            text=[words.figure(v, "rupiah", short=True) for v in ordered["value"]],
            customdata=[words.period(p) for p in periods],
            hovertemplate="%{customdata}: %{text}<extra>" + name + "</extra>",
            textposition="none",
        )
    figure.update_xaxes(**_month_axis(words, periods))
    figure.update_yaxes(**_rupiah_axis(words, [*due["value"], *paid["value"]]))
    figure.update_layout(barmode="group", bargap=0.15)
    return figure


def bars(words: Words, indicator: Indicator, names: Sequence[str], values: Sequence[float], target: float) -> go.Figure:
    """Horizontal bars, longest on top, each with its figure written beside it."""
    rows = sorted(zip(names, values, strict=True), key=lambda r: (math.isnan(r[1]), -r[1] if r[1] == r[1] else 0))[::-1]
    shown = [words.figure(v, indicator.unit, short=True) for _, v in rows]
    figure = go.Figure(
        go.Bar(
            x=[0 if math.isnan(v) else v for _, v in rows],
            y=[inert_label(n) for n, _ in rows],
            orientation="h",
            marker={"color": PALETTE[0]},
            text=shown,
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )
    if not math.isnan(target):
        figure.add_vline(x=target, line={"dash": "dash", "color": "#555"}, annotation_text=words("target"))
    known = [v for _, v in rows if not math.isnan(v)]
    figure.update_xaxes(**{**axis(words, indicator, known), "range": [0, max(known, default=1) * 1.2 or 1]})
    figure.update_yaxes(automargin=True)
    return figure


def heat_map(
    words: Words, indicator: Indicator, table: pd.DataFrame, low_is_good: bool = False, hint: str = ""
) -> go.Figure:
    """A matrix: rows × columns of ``table`` (floats, NaN = no data), each cell with its figure, black or white."""
    shown = [[words.figure(v, indicator.unit, short=True) if v == v else "–" for v in row] for row in table.to_numpy()]
    known = [float(v) for v in table.to_numpy().ravel() if v == v]
    low, high = min(known, default=0.0), max(known, default=1.0)
    if low == high:
        low, high = low - 0.5, high + 0.5
    colours = get_colorscale("YlOrRd" if low_is_good else "YlGnBu")
    x, y = [inert_label(c) for c in table.columns], [inert_label(i) for i in table.index]
    figure = go.Figure(
        go.Heatmap(
            z=table.to_numpy(),
            x=x,
            y=y,
            text=shown,
            colorscale=colours,
            zmin=low,
            zmax=high,
            xgap=2,
            ygap=2,
            hovertemplate="%{y} × %{x}: %{text}" + inert_label(hint) + "<extra></extra>",
            showscale=False,
        )
    )
    # Written over the cells: plotly's own choice of a text colour is a grey that is hard to read on teal.
    figure.add_scatter(
        x=x * len(y),
        y=[name for name in y for _ in x],
        mode="text",
        text=[text for row in shown for text in row],
        textfont={"color": [_ink(colours, v, low, high) for v in table.to_numpy().ravel()], "size": 13},
        hoverinfo="skip",
        showlegend=False,
    )
    figure.update_yaxes(type="category", autorange="reversed", automargin=True, showgrid=False)
    figure.update_xaxes(type="category", side="top", automargin=True, showgrid=False)
    return figure


def _ink(colours: list, value: float, low: float, high: float) -> str:
    """Black or white, whichever stands out more (WCAG 2) from the colour of ``value`` on a scale from ``low`` to ``high``."""
    if math.isnan(value):
        return "#46535f"
    channels = sample_colorscale(colours, [(value - low) / (high - low)], colortype="tuple")[0]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "#000000"


def columns(words: Words, indicator: Indicator, names: Sequence[str], values: Sequence[float]) -> go.Figure:
    """Upright bars in the order given, each with its figure on top."""
    figure = go.Figure(
        go.Bar(
            x=[inert_label(n) for n in names],
            y=list(values),
            marker={"color": PALETTE[0]},
            text=[words.figure(float(v), indicator.unit) for v in values],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{x}: %{text}<extra></extra>",
        )
    )
    figure.update_yaxes(**axis(words, indicator, values))
    figure.update_xaxes(type="category", automargin=True)
    return figure
