"""How visits end, by RW and (for the office) by officer; and what families say they need."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pantau import fieldwork, sectors
from pantau import periods as period_text
from pantau.indicators import CATALOGUE, Unit
from pantau.ui import charts, data, desk, field_scene, lineage_scene, tables, voice_scene
from pantau.ui.frame import View
from pantau.words import Words, later

INDICATORS = ("visits", "visit_completion", "visited_share")
RESULTS = {
    "selesai": later("Selesai"),
    "tidak_ada": later("Tidak ada di rumah"),
    "menolak": later("Menolak"),
    "pindah": later("Pindah"),
    "tidak_ditemukan": later("Tidak ditemukan"),
}
COLOURS = {  # light enough for black figures in them
    "selesai": "#7bc8a4",
    "tidak_ada": "#e69f00",
    "menolak": "#e58b76",
    "pindah": "#9ecae9",
    "tidak_ditemukan": "#d9c98f",
}


def show(view: View) -> None:
    """The whole part."""
    words = view.words
    field_scene.show_cards(view, INDICATORS)
    st.subheader(words("Hasil kunjungan"))
    _results(view)
    st.subheader(words("Menurut petugas"))
    _officers(view)
    st.subheader(words("Kebutuhan menurut bidang"))
    _needs(view)
    lineage_scene.button(view, "kunjungan", (*INDICATORS, "need_expressed"))


def _by(view: View, indicator_id: str, facet: str) -> pd.DataFrame:
    """Counts: areas × items."""
    cells = view.cells(level=field_scene.level_below(view))
    found = data.facet_figures((indicator_id,), cells, facet)
    if found.empty:
        return pd.DataFrame()
    matrix = found.pivot(index="area_code", columns="item", values="numerator").fillna(0.0)
    return matrix.astype("int64")


def _label(view: View, code: object) -> str:
    return view.area_label(str(code)).rpartition("› ")[2]


def _results(view: View) -> None:
    words = view.words
    matrix = _by(view, "visits", "result")
    if matrix.empty or not matrix.to_numpy().sum():
        st.info(words("Tidak ada kunjungan pada periode ini."))
        return
    matrix = matrix.reindex(columns=list(RESULTS), fill_value=0)
    names = {key: words(name) for key, name in RESULTS.items()}
    labels = [_label(view, code) for code in matrix.index]
    alt = words("Hasil kunjungan menurut wilayah")
    figure = voice_scene.stacked(words, matrix, names, COLOURS, labels)
    charts.draw(figure, words, "hasil-kunjungan", alt, 110 + 30 * len(labels))
    table = matrix.rename(columns=names).reset_index(drop=True)
    table.insert(0, words("Wilayah"), labels)
    units: dict[str, Unit] = {name: "count" for name in names.values()}
    tables.show(table, units, words, "table-hasil", alt)
    tables.downloads(view, {words("Hasil kunjungan"): table}, "kunjungan", INDICATORS, view.cells())


def _officers(view: View) -> None:
    words = view.words
    if not desk.inside():
        st.caption(words(":material/lock: Hasil per petugas hanya untuk petugas kantor."))
        return
    if data.earlier() is not None:
        st.info(words("Daftar ini hanya ada untuk data terkini, tidak untuk keadaan terdahulu."))
        return
    low, high = period_text.span(view.period)
    found = fieldwork.officers(data.engine(), low, high, view.area)
    if found.empty:
        st.info(words("Tidak ada kunjungan pada periode ini."))
        return
    table = pd.DataFrame({words("Petugas (kode)"): found["officer"], words("Kunjungan"): found["visits"]})
    for key, name in RESULTS.items():
        table[words(name)] = found[key]
    table[words("Bagian selesai")] = found["selesai"] / found["visits"]
    table[words("Hari kerja")] = found["days"]
    table[words("Kunjungan terakhir")] = [words.date(pd.Timestamp(day).date()) for day in found["last"]]
    counted = (words("Kunjungan"), words("Hari kerja"), *(words(name) for name in RESULTS.values()))
    units: dict[str, Unit] = {**dict.fromkeys(counted, "count"), words("Bagian selesai"): "share"}
    tables.show(table, units, words, "table-petugas", words("Kunjungan menurut petugas"), "–")
    tables.downloads(view, {words("Petugas"): table}, "petugas", INDICATORS, view.cells())


def _needs(view: View) -> None:
    words = view.words
    matrix = _by(view, "need_expressed", "sector")
    if matrix.empty or not matrix.to_numpy().sum():
        st.info(words("Tidak ada kebutuhan yang dicatat pada periode ini."))
        return
    order = [key for key in sectors.SECTORS if key in matrix.columns]
    matrix = matrix[[*order, *(c for c in matrix.columns if c not in order)]]
    table = _named(view, words, matrix)
    alt = words("Banyaknya keluarga yang menyebut kebutuhan, menurut wilayah dan bidang")
    with st.container(key="heat"):
        figure = charts.heat_map(words, CATALOGUE["visits"], table)
        charts.draw(figure, words, "kebutuhan-bidang", alt, 150 + 32 * len(table))
    shown = table.reset_index(names=words("Wilayah"))
    units: dict[str, Unit] = {str(c): "count" for c in table.columns}
    tables.show(shown, units, words, "table-kebutuhan", alt)
    tables.downloads(view, {words("Kebutuhan"): shown}, "kebutuhan-lapangan", ("need_expressed",), view.cells())


def _named(view: View, words: Words, matrix: pd.DataFrame) -> pd.DataFrame:
    named = matrix.astype(float)
    named.index = pd.Index([_label(view, code) for code in matrix.index])
    named.columns = pd.Index([sectors.name(str(key), words) for key in matrix.columns])
    return named
