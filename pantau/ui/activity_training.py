"""Trainings: what was gained, the path to a business, and which training worked."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pantau import activities, counted
from pantau.indicators import CATALOGUE, Unit
from pantau.ui import activity_charts, charts, data, state, tables
from pantau.ui.activity_charts import Ranged
from pantau.ui.activity_scene import in_order, item_name
from pantau.ui.frame import View
from pantau.words import inert_markdown, later

OUTCOMES = ("training_gain", "training_completion", "business_started", "business_alive", "income_change")
"""By which trainings are compared."""
SPLITS = {"tema": later("Tema"), "rw": "RW", "kelamin": later("Jenis kelamin"), "umur": later("Umur")}
"""What the outcomes can be split by."""


def show(view: View) -> None:
    """Before and after, the path of the cohorts, and the comparison of themes."""
    words = view.words
    years = view.upto()
    spoken = years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"
    if _pooled(view, "tema", years)["value"].isna().all():
        return
    st.subheader(words("Pelatihan mana yang berhasil? ({years})", years=spoken))
    _verdicts(view, _pooled(view, "tema", years))
    names = {key: words(name) for key, name in SPLITS.items() if key != "rw" or view.level == "kelurahan"}
    split = state.segments("hasil", words("Hasil menurut"), list(names), "tema", names.__getitem__)
    _comparison(view, _pooled(view, split, years), years, names[split])
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(words("Nilai sebelum dan sesudah"))
        _tests(view, years)
    with right:
        st.subheader(words("Dari hadir sampai usaha bertahan"))
        _path(view, years)


def _pooled(view: View, split: str, years: tuple[str, ...]) -> pd.DataFrame:
    """The outcomes of all years together, by theme, RW, sex or age; ``item`` in words."""
    level = "rw" if split == "rw" else view.level
    facet = {"tema": "theme", "rw": "", "kelamin": "sex", "umur": "age"}[split]
    found: pd.DataFrame = data.listed("counted", "pooled", OUTCOMES, view.cells(years, level=level), facet)
    if split == "rw":
        names = view.areas.set_index("code")["name"]
        return found.assign(item=[str(names.get(code, code)) for code in found["area_code"]])
    return found.assign(item=[item_name(view.words, item) for item in found["item"]])


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


def _comparison(view: View, pooled: pd.DataFrame, years: tuple[str, ...], by: str) -> None:
    """Dots with intervals of two outcomes, and the table of all."""
    words = view.words
    said = by if by == "RW" else by.lower()
    left, right = st.columns(2, gap="large")
    for place, indicator_id in ((left, "training_gain"), (right, "business_started")):
        indicator = CATALOGUE[indicator_id]
        rows = [Ranged(r.item, r.value, r.low, r.high) for r in activities.ranked(pooled, indicator_id)]
        with place:
            name = indicator.name(words.language)
            st.markdown(f"**{name}**")
            figure = activity_charts.ranges(words, rows, indicator.unit)
            alt = words("{name} menurut {by}, dengan rentang 95%", name=name, by=said)
            charts.draw(figure, words, f"themes-{indicator_id}", alt, 90 + 44 * len(rows))
    themes = in_order(words, pooled["item"].unique())
    table = pd.DataFrame({by: themes})
    exact = pd.DataFrame({by: themes})
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
    alt = words("Hasil pelatihan menurut {by}, dengan rentang 95%", by=said)
    tables.show(table, {}, words, "table-tema", alt, "–")
    tables.downloads(view, {by: exact}, "pelatihan-hasil", OUTCOMES, view.cells(years))


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
            words("Orang"): found[found["indicator"] == 0].sort_values("item")["denominator"].tolist(),
        }
    )
    units: dict[str, Unit] = dict.fromkeys((words("Sebelum"), words("Sesudah")), "points")
    with st.expander(words("Angkanya sebagai tabel"), icon=":material/table:"):
        tables.show(table, {**units, words("Orang"): "people"}, words, "table-uji", alt)
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
