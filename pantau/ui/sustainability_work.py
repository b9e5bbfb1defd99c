"""What became of work and income after a training, year by year: the other road out of aid."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pantau import periods as period_text
from pantau.indicators import CATALOGUE
from pantau.schema import ALL_PROGRAMMES
from pantau.ui import data, tables
from pantau.ui.frame import View

INDICATORS = ("business_started", "business_alive", "income_change")


def show(view: View) -> None:
    """Businesses started and still alive, and the change of income, of all trainings in the area asked for."""
    words = view.words
    until = period_text.year_of(view.period)
    years = [p for p in data.periods() if period_text.kind_of(p) == "year" and p <= until]
    cells = view.cells(tuple(years[::-1]), programme_ids=(ALL_PROGRAMMES,))
    found = data.figures(INDICATORS, cells)
    found = found[found["value"].notna()].sort_values("period", ascending=False, kind="stable")
    if found.empty:
        st.info(words("Belum ada hasil tindak lanjut pelatihan (6 dan 12 bulan) untuk wilayah ini."))
        return
    entries = [CATALOGUE[str(i)] for i in found["indicator_id"]]
    table = pd.DataFrame(
        {
            words("Periode"): [view.period_name(str(p)) for p in found["period"]],
            words("Indikator"): [entry.name(words.language) for entry in entries],
            words("Nilai"): found["value"].to_numpy(),
            words("Batas bawah 95%"): found["low"].to_numpy(),
            words("Batas atas 95%"): found["high"].to_numpy(),
            words("Yang ditanya"): found["denominator"].to_numpy(),
        }
    )
    units: dict = {
        words(column): [entry.unit for entry in entries] for column in ("Nilai", "Batas bawah 95%", "Batas atas 95%")
    }
    units[words("Yang ditanya")] = "people"
    alt = words("Usaha dan pendapatan setelah pelatihan per tahun dengan rentang 95%")
    tables.show(table, units, words, "table-work", alt, "–")
    tables.downloads(view, {words("Usaha dan pendapatan"): table}, "usaha", INDICATORS, cells)
    st.caption(
        words("Dari semua pelatihan di wilayah ini, program apa pun yang dipilih; rinciannya di halaman Kegiatan.")
    )
