"""Who was surveyed and who not yet, by RT on a map and in a table, over time; and how old the data are."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pantau.indicators import CATALOGUE, Unit
from pantau.ui import charts, data, field_scene, lineage_scene, map_scene, state, tables
from pantau.ui.frame import View

INDICATORS = ("survey_progress", "never_visited", "visited_share", "data_age", "data_fresh")
ON_MAP = ("survey_progress", "never_visited", "data_age")
PERIODS = 12
"""Periods that the progress goes back."""


def show(view: View) -> None:
    """The whole part."""
    words = view.words
    field_scene.show_cards(view, INDICATORS)
    st.subheader(words("Siapa yang sudah dan belum didata?"))
    _map(view)
    _table(view)
    st.subheader(words("Kemajuan dari waktu ke waktu"))
    _over_time(view)
    codes = data.figures(("never_visited",), view.cells(level=field_scene.level_below(view)))["area_code"]
    lineage_scene.button(view, "pendataan", INDICATORS, areas=[view.area, *codes])


def _within(view: View) -> str:
    """The area whose parts are drawn: of an RT, its neighbours."""
    return view.area.rpartition(".")[0] if view.level == "rt" else view.area


def _map(view: View) -> None:
    words = view.words
    names = {i: CATALOGUE[i].name(words.language) for i in ON_MAP}
    chosen = state.segments("peta-data", words("Di peta"), ON_MAP, ON_MAP[0], names.__getitem__)
    scene = map_scene.Scene(view, CATALOGUE[chosen], "rt", _within(view), "quantile", None)
    if scene.boundaries.empty:
        st.info(words("Belum ada batas wilayah. Muat berkas batas RW/RT (GeoJSON, Shapefile, GeoPackage)."))
    elif not scene.empty:
        map_scene.crumbs(view)
        scene.show()


def _table(view: View) -> None:
    """One row an area: registered, surveyed, not yet, and how old."""
    words = view.words
    cells = view.cells(level=field_scene.level_below(view, "rt"), within=_within(view))
    found = data.figures(("survey_progress", "visited_share", "data_age", "data_fresh"), cells)
    wide = {i: rows.set_index("area_code") for i, rows in found.groupby("indicator_id")}
    ever = wide["survey_progress"]
    table = pd.DataFrame(
        {
            words("Wilayah"): [view.area_label(str(code)) for code in ever.index],
            words("Terdaftar"): ever["denominator"].to_numpy(),
            words("Pernah didata"): ever["numerator"].to_numpy(),
            words("Belum pernah"): (ever["denominator"] - ever["numerator"]).to_numpy(),
            words("Bagian didata"): ever["value"].to_numpy(),
        }
    )
    units: dict[str, Unit] = dict.fromkeys(
        (words("Terdaftar"), words("Pernah didata"), words("Belum pernah")), "households"
    )
    units[words("Bagian didata")] = "share"
    more: tuple[tuple[str, str, Unit], ...] = (
        ("visited_share", words("Dalam periode ini"), "share"),
        ("data_fresh", words("Data segar"), "share"),
        ("data_age", words("Umur data (median)"), "months"),
    )
    for indicator_id, column, unit in more:
        if indicator_id in wide:
            table[column] = wide[indicator_id]["value"].reindex(ever.index).to_numpy()
            units[column] = unit
    tables.show(
        table, units, words, "table-pendataan", words("Keluarga terdaftar, didata, dan belum, menurut wilayah"), "–"
    )
    tables.downloads(view, {words("Pendataan"): table}, "pendataan", INDICATORS, cells)


def _over_time(view: View) -> None:
    words, indicator = view.words, CATALOGUE["survey_progress"]
    cells = view.cells(view.upto(PERIODS), level=field_scene.level_below(view), within=_within(view))
    found = data.figures((indicator.id,), cells)
    matrix = found.pivot(index="area_code", columns="period", values="value")
    matrix.index = pd.Index([view.area_label(str(code)).rpartition("› ")[2] for code in matrix.index])
    matrix.columns = pd.Index([words.period(str(p), short=True) for p in matrix.columns])
    alt = words("Bagian keluarga yang pernah didata menurut wilayah dan periode")
    with st.container(key="heat"):
        charts.draw(charts.heat_map(words, indicator, matrix), words, "pendataan-waktu", alt, 120 + 32 * len(matrix))
    table = matrix.reset_index(names=words("Wilayah"))
    units: dict[str, Unit] = {str(c): "share" for c in matrix.columns}
    with st.expander(words("Kemajuan sebagai tabel"), icon=":material/table:"):
        tables.show(table, units, words, "table-pendataan-waktu", alt, "–")
        tables.downloads(view, {words("Kemajuan"): table}, "pendataan-waktu", (indicator.id,), cells)
