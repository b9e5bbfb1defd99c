"""Trainings: what was gained, the path to a business, and which training worked."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pantau import activities, counted
from pantau.indicators import CATALOGUE, Unit
from pantau.ui import activity_charts, charts, data, tables
from pantau.ui.activity_charts import Ranged
from pantau.ui.frame import View
from pantau.words import inert_markdown

OUTCOMES = ("training_gain", "training_completion", "business_started", "business_alive", "income_change")
"""By which trainings are compared."""


def show(view: View) -> None:
    """Before and after, the path of the cohorts, and the comparison of themes."""
    words = view.words
    years = view.upto()
    spoken = years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"
    pooled: pd.DataFrame = data.listed("counted", "pooled", OUTCOMES, view.cells(years), "theme")
    if pooled.empty or pooled["value"].isna().all():
        return
    st.subheader(words("Pelatihan mana yang berhasil? ({years})", years=spoken))
    _verdicts(view, pooled)
    _comparison(view, pooled, years)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(words("Nilai sebelum dan sesudah"))
        _tests(view, years)
    with right:
        st.subheader(words("Dari hadir sampai usaha bertahan"))
        _path(view, years)


def _verdicts(view: View, pooled: pd.DataFrame) -> None:
    """One sentence an outcome."""
    words = view.words
    lines = []
    for indicator_id in ("training_gain", "business_started", "business_alive", "income_change"):
        indicator = CATALOGUE[indicator_id]
        safe = [row._replace(item=inert_markdown(row.item)) for row in activities.ranked(pooled, indicator_id)]
        lines.append(activities.verdict(words, f"**{indicator.name(words.language)}**", safe, indicator.unit))
    st.markdown("\n".join(f"- {line}" for line in lines))
    st.caption(
        words(
            "Semua angkatan sampai tahun ini dihitung bersama. Orang memilih sendiri pelatihannya, jadi perbedaan antartema "
            "belum tentu karena pelatihannya."
        )
    )


def _comparison(view: View, pooled: pd.DataFrame, years: tuple[str, ...]) -> None:
    """Dots with intervals of two outcomes, and the table of all."""
    words = view.words
    left, right = st.columns(2, gap="large")
    for place, indicator_id in ((left, "training_gain"), (right, "business_started")):
        indicator = CATALOGUE[indicator_id]
        rows = [Ranged(r.item, r.value, r.low, r.high) for r in activities.ranked(pooled, indicator_id)]
        with place:
            name = indicator.name(words.language)
            st.markdown(f"**{name}**")
            figure = activity_charts.ranges(words, rows, indicator.unit)
            alt = words("{name} menurut tema, dengan rentang 95%", name=name)
            charts.draw(figure, words, f"themes-{indicator_id}", alt, 90 + 44 * len(rows))
    themes = sorted(pooled["item"].unique())
    table = pd.DataFrame({words("Tema"): themes})
    exact = pd.DataFrame({words("Tema"): themes})
    for indicator_id in OUTCOMES:
        indicator = CATALOGUE[indicator_id]
        name = indicator.name(words.language)
        by_theme = pooled[pooled["indicator"] == indicator_id].set_index("item").reindex(themes)
        rows = [Ranged(t, *by_theme.loc[t, ["value", "low", "high"]]) for t in themes]
        table[name] = [
            f"{words.figure(r.value, indicator.unit, short=True)} ({activity_charts.interval(words, r, indicator.unit)})"
            for r in rows
        ]
        exact[name] = [r.value for r in rows]
        exact[f"{name} (95% −)"], exact[f"{name} (95% +)"] = [r.low for r in rows], [r.high for r in rows]
        exact[f"{name} (n)"] = [by_theme.at[t, "denominator"] for t in themes]
    alt = words("Hasil tiap tema pelatihan dengan rentang 95%")
    tables.show(table, {}, words, "table-tema", alt, "–")
    tables.downloads(view, {words("Tema"): exact}, "pelatihan-tema", OUTCOMES, view.cells(years))


def _tests(view: View, years: tuple[str, ...]) -> None:
    words = view.words
    asked = (counted.mean("training_before"), counted.mean("training_after"))
    found: pd.DataFrame = data.listed("counted", "pooled", asked, view.cells(years), "theme")
    found = found[found["denominator"] > 0]
    if found.empty:
        st.info(words("Belum ada nilai sebelum dan sesudah."))
        return
    first, then = (
        [
            Ranged(r.item, r.value, r.low, r.high)
            for r in found[found["indicator"] == i].sort_values("item").itertuples()
        ]
        for i in (0, 1)
    )
    figure = activity_charts.before_after(words, first, then, "points")
    alt = words("Nilai rata-rata sebelum dan sesudah pelatihan menurut tema, dengan rentang 95%")
    charts.draw(figure, words, "before-after", alt, 110 + 44 * len(first))
    table = pd.DataFrame(
        {
            words("Tema"): [row.name for row in first],
            words("Sebelum"): [row.value for row in first],
            words("Sesudah"): [row.value for row in then],
            words("Peserta"): found[found["indicator"] == 0].sort_values("item")["denominator"].tolist(),
        }
    )
    units: dict[str, Unit] = dict.fromkeys((words("Sebelum"), words("Sesudah")), "points")
    with st.expander(words("Angkanya sebagai tabel"), icon=":material/table:"):
        tables.show(table, {**units, words("Peserta"): "people"}, words, "table-uji", alt)
        tables.downloads(view, {words("Nilai"): table}, "nilai-uji", OUTCOMES[:1], view.cells(years))


def _path(view: View, years: tuple[str, ...]) -> None:
    words = view.words
    found: pd.DataFrame = data.listed("activities", "path", view.cells(years))
    if found.empty or not found.iloc[0, 0]:
        st.info(words("Belum ada pelatihan yang sudah ditanya ulang 12 bulan kemudian."))
        return
    names = [words(name) for name in activities.PATH.values()]
    counts = [int(n) for n in found.iloc[0]]
    figure = activity_charts.steps(words, names, counts)
    alt = words("Dari yang pernah hadir: lulus, punya usaha pada 6 bulan, masih berjalan pada 12 bulan")
    charts.draw(figure, words, "path", alt, 300)
    by_theme: pd.DataFrame = data.listed("activities", "path", view.cells(years), "theme")
    table = by_theme.set_axis(names, axis=1)
    table.insert(0, words("Tema"), table.index)
    with st.expander(words("Angkanya sebagai tabel"), icon=":material/table:"):
        tables.show(table.reset_index(drop=True), dict.fromkeys(names, "people"), words, "table-jalan", alt)
        tables.downloads(view, {words("Jalan"): table}, "pelatihan-jalan", OUTCOMES, view.cells(years))
