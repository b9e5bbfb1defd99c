"""Whether families say that they received what is recorded as paid, and how content they are, by programme."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pantau import fieldwork
from pantau import periods as period_text
from pantau.indicators import CATALOGUE, Unit
from pantau.ui import charts, data, desk, field_scene, lineage_scene, tables
from pantau.ui.frame import View

INDICATORS = ("receipt_confirmed", "receipt_denied", "receipt_unrecorded", "satisfaction")


def show(view: View) -> None:
    """The whole part."""
    words = view.words
    now = data.figures(INDICATORS, view.cells())
    if now["value"].isna().all():
        st.info(words("Tidak ada keluarga yang ditanya tentang penerimaan pada periode ini."))
        return
    field_scene.show_cards(view, INDICATORS)
    st.subheader(words("Menurut program: kata warga dan catatan pembayaran"))
    _by_programme(view)
    st.subheader(words("Jawaban yang tidak cocok dengan catatan"))
    _disputes(view)
    lineage_scene.button(view, "penerimaan", INDICATORS)


def _by_programme(view: View) -> None:
    words = view.words
    ids = (view.programme_id,) if view.programme_id else tuple(int(i) for i in view.programmes["programme_id"])
    cells = view.cells(programme_ids=ids)
    found = data.figures(INDICATORS, cells)
    wide = {i: rows.set_index("programme_id") for i, rows in found.groupby("indicator_id")}
    asked = wide["receipt_confirmed"]
    asked = asked[asked["denominator"] > 0]
    names = [view.programme_name(int(i)) for i in asked.index]
    indicator = CATALOGUE["receipt_confirmed"]
    alt = words("Penerimaan yang dibenarkan warga menurut program")
    figure = charts.bars(words, indicator, names, asked["value"].tolist(), float("nan"))
    charts.draw(figure, words, "penerimaan", alt, 110 + 34 * len(names))
    table = pd.DataFrame({words("Program"): names, words("Ditanya"): asked["denominator"].to_numpy()})
    table[words("Diterima")] = asked["numerator"].to_numpy()
    table[words("Dibenarkan")] = asked["value"].to_numpy()
    units: dict[str, Unit] = {words("Ditanya"): "count", words("Diterima"): "count", words("Dibenarkan"): "share"}
    counts = (
        ("receipt_denied", words("Tercatat dibayar, kata warga tidak")),
        ("receipt_unrecorded", words("Kata warga diterima, tidak tercatat")),
    )
    for indicator_id, column in counts:
        numbers = wide[indicator_id]["numerator"].reindex(asked.index) if indicator_id in wide else []
        table[column] = ["–" if pd.isna(n) else field_scene.few(words, n) for n in numbers] or "–"
    if "satisfaction" in wide:
        table[words("Kepuasan (1–5)")] = wide["satisfaction"]["value"].reindex(asked.index).to_numpy()
        units[words("Kepuasan (1–5)")] = "points"
    tables.show(table, units, words, "table-penerimaan", words("Kata warga dan catatan menurut program"), "–")
    st.caption(
        words(
            "Ditanya: apakah diterima dalam tiga bulan terakhir. Catatan: dibayar dalam 92 hari sebelum kunjungan. "
            "Kurang dari 5 jawaban yang tidak cocok tidak disebut banyaknya."
        )
    )
    tables.downloads(view, {words("Penerimaan"): table}, "penerimaan", INDICATORS, cells)


def _disputes(view: View) -> None:
    """For the office: which submissions to look into."""
    words = view.words
    if not desk.inside():
        st.caption(words(":material/lock: Daftarnya hanya untuk petugas kantor."))
        return
    if data.earlier() is not None:
        st.info(words("Daftar ini hanya ada untuk data terkini, tidak untuk keadaan terdahulu."))
        return
    low, high = period_text.span(view.period)
    found = fieldwork.disputes(data.engine(), low, high, view.area, view.programme_id)
    if found.empty:
        st.success(words("Semua jawaban cocok dengan catatan pembayaran."))
        return
    with st.expander(words("Daftar untuk petugas: {n} jawaban", n=words.number(len(found))), icon=":material/lock:"):
        table = pd.DataFrame(
            {
                words("Nomor isian"): found["code"],
                words("Tanggal kunjungan"): [words.date(pd.Timestamp(day).date()) for day in found["date"]],
                words("Petugas (kode)"): found["officer"],
                words("Wilayah"): [view.area_label(str(code)) for code in found["area_code"]],
                words("Program"): [view.programme_name(int(i)) for i in found["programme_id"]],
                words("Kata warga"): [words("diterima") if r else words("tidak diterima") for r in found["received"]],
                words("Tercatat dibayar"): [
                    "–" if pd.isna(day) else words.date(pd.Timestamp(day).date()) for day in found["paid_date"]
                ],
                words("Rupiah"): found["amount"].astype(float),
            }
        )
        units: dict[str, Unit] = {words("Rupiah"): "rupiah"}
        tables.show(table, units, words, "table-tidak-cocok", words("Jawaban yang tidak cocok dengan catatan"), "–")
        sheets = {words("Tidak cocok"): table}
        tables.downloads(view, sheets, "tidak-cocok", ("receipt_denied", "receipt_unrecorded"), view.cells())
