"""Who is near graduation: their number by RT for everybody, the families themselves (masked) at the office's desk only."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pantau import near_graduation, poverty_line
from pantau.indicator import FEW
from pantau.indicators import CATALOGUE
from pantau.ui import charts, data, desk, tables
from pantau.ui.frame import View
from pantau.words import Words, later

BANDS = {
    "<0,8": later("di bawah 0,8 garis"),
    "0,8-1": later("0,8 sampai di bawah 1 garis"),
    "1-1,2": later("1 sampai di bawah 1,2 garis"),
    "1,2-1,5": later("1,2 sampai di bawah 1,5 garis"),
    ">=1,5": later("1,5 garis atau lebih"),
}

FEWER = f"< {FEW}"
"""What stands where a number of families is too small to be said."""


def show(view: View, month: int) -> None:
    """Income bands, the table by RT, and behind the desk the families enrolled at the end of ``month``."""
    words = view.words
    line = poverty_line.newest()
    st.caption(
        words(
            "Garis kemiskinan {amount} per orang dan bulan ({month}). Sumber: {source}.",
            amount=words.rupiah(line.amount),
            month=words.period(line.month),
            source=line.source,
        )
    )
    _show_bands(view)
    _show_places(view)
    if desk.inside():
        _show_families(view, month)
    else:
        st.caption(words("Daftar keluarganya hanya tampak bagi petugas yang masuk di meja kantor."))


def _show_bands(view: View) -> None:
    words = view.words
    bands = data.listed("sustainability", "income_bands", view.period, view.programme_id, view.area)
    names = [words(BANDS[str(band)]) for band in bands["band"]]
    bare = [f"{n} ({FEWER})" if pd.isna(v) else n for n, v in zip(names, bands["households"], strict=True)]
    alt = words(
        "Keluarga peserta menurut pendapatan sendiri per anggota dibanding garis kemiskinan, {what}", what=view.title()
    )
    values = [float(v) for v in bands["households"]]
    charts.draw(charts.columns(words, CATALOGUE["recipients"], bare, values), words, "bands", alt, 340)
    table = pd.DataFrame(
        {words("Pendapatan sendiri per anggota"): names, words("Keluarga peserta"): bands["households"]}
    )
    with st.expander(words("Tabel menurut pendapatan")):
        tables.show(table, {words("Keluarga peserta"): "households"}, words, "table-bands", alt, FEWER)


def _show_places(view: View) -> None:
    words = view.words
    cells = view.cells(level="rt")
    rows = data.figures(["near_graduation"], cells)
    rows = rows[rows["denominator"] != 0].sort_values(["numerator", "area_code"], ascending=[False, True])
    table = pd.DataFrame(
        {
            words("Wilayah"): [view.area_label(str(code)) for code in rows["area_code"]],
            words("Mendekati graduasi"): rows["numerator"].to_numpy(),
            words("Keluarga peserta"): rows["denominator"].to_numpy(),
            words("Bagian"): rows["value"].to_numpy(),
            words("Batas bawah 95%"): rows["low"].to_numpy(),
            words("Batas atas 95%"): rows["high"].to_numpy(),
        }
    )
    units: dict = dict.fromkeys([words("Mendekati graduasi"), words("Keluarga peserta")], "households")
    units |= dict.fromkeys([words("Bagian"), words("Batas bawah 95%"), words("Batas atas 95%")], "share")
    alt = words("Banyaknya keluarga yang mendekati graduasi per RT, {what}", what=view.title())
    tables.show(table, units, words, "table-near", alt, FEWER)
    tables.downloads(view, {words("Mendekati graduasi"): table}, "mendekati-graduasi", ["near_graduation"], cells)


def _show_families(view: View, month: int) -> None:
    """Of the present data only: an earlier state keeps no families."""
    words = view.words
    st.markdown(f"**{words('Daftar keluarga (hanya untuk petugas)')}**")
    if data.earlier() is not None:
        st.info(words("Daftar keluarga hanya ada untuk data saat ini."))
        return
    found = near_graduation.families(data.engine(), month, view.programme_id, view.area)
    table = _named(words, found)
    units: dict = {words("Anggota"): "people", words("Pendapatan per anggota"): "rupiah"}
    units |= {words("Kali garis kemiskinan"): "index", words("Lama peserta"): "months"}
    alt = words("Keluarga peserta yang mendekati graduasi; nama dan nomor disamarkan")
    tables.show(table, units, words, "table-families", alt)
    tables.downloads(view, {words("Keluarga"): table}, "keluarga-mendekati", ["near_graduation"], view.cells())


def _named(words: Words, found: pd.DataFrame) -> pd.DataFrame:
    columns = {
        "place": words("Wilayah"),
        "kk": words("Nomor KK"),
        "head": words("Kepala keluarga"),
        "members": words("Anggota"),
        "income_each": words("Pendapatan per anggota"),
        "lines": words("Kali garis kemiskinan"),
        "programmes": words("Program"),
        "months": words("Lama peserta"),
    }
    return found[list(columns)].rename(columns=columns)
