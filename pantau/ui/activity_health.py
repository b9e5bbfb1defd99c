"""Health: doses by age group and RW, people by service, and what was given out."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from pantau.indicators import CATALOGUE
from pantau.ui import charts, data, state, tables
from pantau.ui.activity_scene import in_order, item_name, people_bars
from pantau.ui.frame import View
from pantau.words import later

_SERVICES = {
    "vaksin": later("Vaksin"),
    "apd": later("Alat pelindung diri"),
    "kit": later("Kit"),
    "edukasi": later("Edukasi"),
}
_FEWER = "< 5"


def show(view: View) -> None:
    """Doses, services and stock."""
    words = view.words
    st.subheader(words("Cakupan dosis menurut umur dan RW"))
    _doses(view)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(words("Orang menurut layanan"))
        _services(view)
    with right:
        st.subheader(words("Barang yang diberikan"))
        _stock(view)


def _doses(view: View) -> None:
    """Age group × RW of one dose: the share of those meant who have ever had it."""
    words = view.words
    names = {str(n): words("Dosis {n}", n=n) for n in (1, 2, 3)}
    dose = state.segments("dosis", words("Dosis"), list(names), "1", names.__getitem__)
    indicator = CATALOGUE[f"vaccine_dose_{dose}"]
    found = data.facet_figures([indicator.id], view.cells(level="rw"), "age")
    whole = data.figures([indicator.id], view.cells(level="rw"))
    found = pd.concat([found, whole.assign(item="")])
    # Age groups that nobody is meant in are no rows; a cell of few persons is neither 0 nor empty.
    found = found[~(found["denominator"] == 0)]
    if found.empty:
        st.info(words("Belum ada dosis ini pada tahun ini."))
        return
    areas = view.areas.set_index("code")["name"]
    found["label"] = [item_name(words, item) if item else words("Semua umur") for item in found["item"]]
    order = in_order(words, found["label"].unique())  # all ages first
    wide = found.pivot(index="label", columns="area_code", values="value").loc[order]
    hidden = found.assign(hidden=found["numerator"].isna()).pivot(index="label", columns="area_code", values="hidden")
    hidden = hidden.reindex(index=wide.index, columns=wide.columns).fillna(False).astype(bool)
    wide.columns = pd.Index([areas.get(code, code) for code in wide.columns])
    figure = charts.heat_map(words, indicator, wide)
    said = [
        _FEWER if few else "–" if math.isnan(v) else words.percent(v, 0)
        for v, few in zip(wide.to_numpy().ravel(), hidden.to_numpy().ravel(), strict=True)
    ]
    figure.data[0].text = [said[i : i + wide.shape[1]] for i in range(0, len(said), wide.shape[1])]
    figure.data[1].text = said
    alt = words("{name} menurut umur dan RW", name=indicator.name(words.language))
    charts.draw(figure, words, "heat", alt, 130 + 40 * len(wide))
    st.caption(indicator.formula(words.language))
    table = pd.DataFrame(
        {
            "RW": [areas.get(code, code) for code in found["area_code"]],
            words("Umur"): found["label"].tolist(),
            words("Orang"): found["numerator"].tolist(),
            words("Sasaran"): found["denominator"].tolist(),
            words("Cakupan"): found["value"].tolist(),
        }
    )
    with st.expander(words("Angkanya sebagai tabel"), icon=":material/table:"):
        units = {words("Orang"): "people", words("Sasaran"): "people", words("Cakupan"): "share"}
        tables.show(table, units, words, "table-dosis", alt, _FEWER)  # type: ignore[arg-type]
        tables.downloads(view, {words("Dosis"): table}, f"dosis-{dose}", [indicator.id], view.cells(level="rw"))


def _services(view: View) -> None:
    words = view.words
    found = data.facet_figures(["health_people"], view.cells(), "service")
    found = found[found["numerator"] != 0]
    if found.empty:
        st.info(words.no_data)
        return
    names = [words(_SERVICES.get(item, item)) for item in found["item"]]
    figure = people_bars(words, names, found["value"].tolist())
    charts.draw(figure, words, "services", words("Orang yang dilayani menurut layanan"), 90 + 36 * len(names))


def _stock(view: View) -> None:
    words = view.words
    found = data.facet_figures(["health_goods"], view.cells(), "item")
    found = found[found["value"] > 0].sort_values("value", ascending=False)
    if found.empty:
        st.info(words("Tidak ada barang kesehatan yang diberikan pada tahun ini."))
        return
    table = pd.DataFrame({words("Barang"): found["item"].tolist(), words("Diberikan"): found["value"].tolist()})
    tables.show(table, {words("Diberikan"): "count"}, words, "table-stok", words("Barang kesehatan yang diberikan"))
    tables.downloads(view, {words("Barang"): table}, "barang-kesehatan", ["health_goods"], view.cells())
