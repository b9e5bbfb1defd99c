"""Peer groups: how stigma and support change over the waves of the survey, and in which groups."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from pantau.indicators import CATALOGUE
from pantau.ui import activity_charts, charts, data, tables
from pantau.ui.activity_charts import Ranged
from pantau.ui.frame import View
from pantau.words import inert_markdown

SCALES = ("stigma_score", "support_score")
CHANGES = ("stigma_change", "support_change")
_FEWER = "< 5"


def show(view: View) -> None:
    """The waves, and the change of each group."""
    words = view.words
    years = view.upto()
    found: pd.DataFrame = data.listed("counted", "pooled", SCALES, view.cells(years), "wave")
    if found.empty or not (found["denominator"] > 0).any():
        st.info(words("Belum ada pengukuran skala stigma dan dukungan sampai tahun ini."))
        return
    st.caption(words("Stigma dan dukungan tidak disebut untuk RT, dan tidak bila kurang dari 5 orang."))
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(words("Stigma dan dukungan menurut gelombang"))
        _waves(view, found, years)
    with right:
        st.subheader(words("Perubahan tiap kelompok"))
        _changes(view, years)


def _waves(view: View, found: pd.DataFrame, years: tuple[str, ...]) -> None:
    words = view.words
    series = []
    for indicator_id in SCALES:
        rows = found[found["indicator"] == indicator_id].sort_values("item")
        points = [Ranged(words("Gelombang {n}", n=r.item), r.value, r.low, r.high) for r in rows.itertuples()]
        series.append((CATALOGUE[indicator_id].name(words.language), points))
    figure = activity_charts.waves(words, series, 5.0)
    alt = words("Skor stigma dan dukungan (1–5) menurut gelombang, dengan rentang 95%")
    charts.draw(figure, words, "waves", alt, 360)
    table = pd.DataFrame(
        {
            words("Skala"): [CATALOGUE[i].name(words.language) for i in found["indicator"]],
            words("Gelombang"): found["item"].tolist(),
            words("Rata-rata"): found["value"].tolist(),
            words("Rentang 95%"): [
                activity_charts.interval(words, Ranged("", r.value, r.low, r.high), "index") for r in found.itertuples()
            ],
            words("Orang"): found["denominator"].tolist(),
        }
    )
    with st.expander(words("Angkanya sebagai tabel"), icon=":material/table:"):
        units = {words("Rata-rata"): "index", words("Orang"): "people"}
        tables.show(table, units, words, "table-gelombang", alt, _FEWER)  # type: ignore[arg-type]
        tables.downloads(view, {words("Gelombang"): table}, "kelompok-gelombang", SCALES, view.cells(years))


def _said(view: View, rows: list[Ranged]) -> None:
    """In which groups stigma has fallen for certain, and in which not."""
    words = view.words
    fallen = [row for row in rows if row.high < 0]
    not_fallen = [inert_markdown(row.name) for row in rows if not row.high < 0 and not math.isnan(row.value)]
    n = words.number(len(fallen))
    if not_fallen:
        items = ", ".join(not_fallen)
        st.markdown(words("Stigma jelas turun di {n} kelompok; belum jelas turun di: {items}.", n=n, items=items))
    elif fallen:
        st.markdown(words("Stigma jelas turun di semua {n} kelompok yang diukur ulang.", n=n))


def _changes(view: View, years: tuple[str, ...]) -> None:
    """Of each group, the newest wave against the first."""
    words = view.words
    found: pd.DataFrame = data.listed("counted", "pooled", CHANGES, view.cells(years), "group_wave")
    if found.empty:
        st.info(words("Belum ada pengukuran ulang."))
        return
    split = found["item"].str.rsplit("|", n=1, expand=True)
    found = found.assign(group=split[0], wave=split[1].astype(int))
    found = found[found["denominator"] != 0]
    newest = found.groupby("group")["wave"].transform("max")
    found = found[found["wave"] == newest]
    titles = dict(data.listed("activities", "titles", "kelompok"))
    stigma = found[found["indicator"] == "stigma_change"].sort_values("value")
    rows = [Ranged(titles.get(r.group, r.group), r.value, r.low, r.high) for r in stigma.itertuples()]
    name = CATALOGUE["stigma_change"].name(words.language)
    _said(view, rows)
    alt = words("{name} tiap kelompok sejak gelombang pertama, dengan rentang 95%", name=name)
    st.markdown(f"**{name}**")
    charts.draw(activity_charts.ranges(words, rows, "index"), words, "group-changes", alt, 90 + 36 * max(1, len(rows)))
    support = found[found["indicator"] == "support_change"].set_index("group")["value"]
    table = pd.DataFrame(
        {
            words("Kelompok dukungan"): [row.name for row in rows],
            words("Gelombang"): stigma["wave"].tolist(),
            name: stigma["value"].tolist(),
            words("Rentang 95%"): [activity_charts.interval(words, row, "index") for row in rows],
            CATALOGUE["support_change"].name(words.language): [support.get(g, math.nan) for g in stigma["group"]],
            words("Orang"): stigma["denominator"].tolist(),
        }
    )
    units = {name: "index", CATALOGUE["support_change"].name(words.language): "index", words("Orang"): "people"}
    with st.expander(words("Angkanya sebagai tabel"), icon=":material/table:"):
        tables.show(table, units, words, "table-kelompok", alt, _FEWER)  # type: ignore[arg-type]
        tables.downloads(view, {words("Kelompok"): table}, "kelompok-perubahan", CHANGES, view.cells(years))
