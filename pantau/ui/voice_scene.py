"""What the parts of the page on participation share: the view they look at, cards of it, and bars of what became of things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pantau import periods as period_text
from pantau.schema import ALL_PROGRAMMES
from pantau.ui import cards, data, desk, state
from pantau.ui.charts import PALETTE
from pantau.ui.frame import View
from pantau.words import Words, inert_label

PARTS = ("usulan", "kebutuhan", "aduan")
STEP_COLOURS = {"waiting": "#b3261e", "answered": "#c9a227", "funded": "#56b4e9", "done": "#1a7f5a"}
"""Of :data:`pantau.voice.STEPS`; light and dark alternate, and the legend and the table say which is which."""


def part_choice(view: View) -> str:
    """Which part of the page is shown."""
    words = view.words
    names = {"usulan": words("Usulan"), "kebutuhan": words("Kebutuhan dan alokasi"), "aduan": words("Aduan")}
    return state.segments("warga", words("Bagian"), PARTS, "usulan", names.__getitem__, hide_label=True)


def by_rw(view: View) -> View:
    """The view, of the RW where an RT is asked for: what residents say is known by RW."""
    return replace(view, area=view.area.rpartition(".")[0]) if view.level == "rt" else view


def yearly(view: View) -> View:
    """The same for the year in which the period lies, all programmes together: forums meet once a year."""
    return replace(by_rw(view), period=period_text.year_of(view.period), programme_id=ALL_PROGRAMMES)


def say_what_is_shown(view: View, shown: View, programmes: bool) -> None:
    """A line where the page looks at something else than the filter bar says."""
    words = view.words
    said = []
    if shown.area != view.area:
        said.append(words("Dicatat per RW: yang ditampilkan {area}.", area=shown.area_label(shown.area)))
    if shown.period != view.period:
        said.append(words("Dihitung per tahun: yang ditampilkan {year}.", year=shown.period))
    if not programmes and view.programme_id != ALL_PROGRAMMES:
        said.append(words("Saringan program tidak dipakai di bagian ini."))
    if said:
        st.caption(" ".join(said))


def show_cards(view: View, indicator_ids: Sequence[str]) -> bool:
    """Cards of the figures of a view with the period before; whether there was any figure."""
    past = data.figures(indicator_ids, view.cells(view.upto()))
    now = past[past["period"] == view.period]
    if now["value"].isna().all():
        return False
    before = period_text.previous(view.period)
    cards.show(view, indicator_ids, now, past[past["period"] == before], past, view.words.period(before))
    return True


def decide(view: View, indicator_id: str) -> None:
    """For the office: the way to record what is decided because of a figure of this part."""
    if not desk.inside():
        return
    language = {"lang": view.words.language} if view.words.language != "id" else {}
    st.page_link(
        "pages/logframe.py",
        label=view.words("Catat keputusan karenanya"),
        icon=":material/edit_note:",
        query_params={"belajar": "keputusan", "untuk": indicator_id, "periode": view.period, **language},
    )


def stacked(
    words: Words, table: pd.DataFrame, names: Mapping[str, str], colours: Mapping[str, str], labels: Sequence[str]
) -> go.Figure:
    """Horizontal bars, one a row of ``table`` (its columns are the parts, counts), each part with its number in it."""
    figure = go.Figure()
    y = [inert_label(label) for label in labels]
    for column in table.columns:
        counts = table[column].tolist()
        figure.add_bar(
            x=counts,
            y=y,
            orientation="h",
            name=names[column],
            marker={"color": colours[column]},
            text=[words.number(n) if n else "" for n in counts],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            insidetextfont={"color": "#ffffff" if column in ("waiting", "done") else "#000000"},
            hovertemplate="%{y} · " + names[column] + ": %{x}<extra></extra>",
        )
    figure.update_layout(barmode="stack", bargap=0.25, legend_traceorder="normal")
    figure.update_yaxes(type="category", autorange="reversed", automargin=True)
    figure.update_xaxes(**counts_axis(table.to_numpy().sum(axis=1)))
    return figure


def plain_bars(words: Words, names: Sequence[str], series: Mapping[str, Sequence[float]]) -> go.Figure:
    """Groups of horizontal bars of counts."""
    figure = go.Figure()
    for i, (name, values) in enumerate(series.items()):
        figure.add_bar(
            x=list(values),
            y=[inert_label(n) for n in names],
            orientation="h",
            name=name,
            marker={"color": PALETTE[i]},
            text=[words.number(v) for v in values],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y} · " + name + ": %{x}<extra></extra>",
        )
    figure.update_layout(barmode="group", bargap=0.25, legend_traceorder="normal")
    figure.update_yaxes(type="category", autorange="reversed", automargin=True)
    figure.update_xaxes(**counts_axis([v for values in series.values() for v in values]))
    return figure


def counts_axis(values: Iterable[float]) -> dict:
    """Settings of an axis of counts: from 0, whole numbers only."""
    few = max(values, default=0) <= 8
    return {"tickformat": ",", "rangemode": "tozero", **({"dtick": 1} if few else {})}
