"""Agreements: which are in force, which end soon, and where each holds."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pantau import partners, sectors
from pantau.indicators import Unit
from pantau.ui import data, state, tables
from pantau.ui.frame import View
from pantau.words import inert_markdown

EVERY = "semua"
INDICATORS = ("who_what_where",)


def show(view: View) -> None:
    """How many stand how at the end of the period, those that end soon by name, and the list."""
    words = view.words
    found: pd.DataFrame = data.listed("partners", "agreements", view.area, view.period)
    if found.empty:
        st.info(words("Belum ada perjanjian untuk wilayah ini. Muat berkas perjanjian kerja sama."))
        return
    counts = found["standing"].value_counts()
    names = {key: words(name) for key, name in partners.AGREED.items()}
    said = " · ".join(
        f"**{words.number(int(counts.get(key, 0)))}** {name.lower()}" for key, name in names.items() if key in counts
    )
    st.markdown(words("Pada akhir {period}: {said}.", period=view.words.period(view.period), said=said))
    ending = found[found["standing"] == "ending"]
    if len(ending):
        lines = [
            words(
                "{title} ({partner}) berakhir {day}",
                title=inert_markdown(row.title),
                partner=inert_markdown(row.partner_name),
                day=words.date(row.end_date),
            )
            for row in ending.itertuples()
        ]
        st.warning("\n".join(f"- {line}" for line in lines), icon=":material/event_upcoming:")
    with st.container(width=260, key="f-perjanjian"):
        chosen = state.select(
            "perjanjian", words("Keadaan"), [EVERY, *names], EVERY, lambda k: names.get(k, words("Semua"))
        )
    if chosen != EVERY:
        found = found[found["standing"] == chosen]
    if found.empty:
        st.info(words("Tidak ada perjanjian dengan pilihan ini."))
        return
    shown = listed(view, found)
    units: dict[str, Unit] = {words("Nilai"): "rupiah"}
    tables.show(
        shown, units, words, "table-perjanjian", words("Perjanjian dengan mitra, bidang, wilayah, dan masanya"), "–"
    )
    tables.downloads(view, {words("Perjanjian"): shown}, "perjanjian", INDICATORS, view.cells())


def listed(view: View, found: pd.DataFrame) -> pd.DataFrame:
    """Agreements as readers see them."""
    words = view.words
    names = view.areas.set_index("code")["name"]
    return pd.DataFrame(
        {
            words("Perjanjian"): found["title"].tolist(),
            words("Mitra"): found["partner_name"].tolist(),
            words("Bidang"): [sectors.name(key, words) for key in found["sector"]],
            words("Wilayah"): [", ".join(str(names.get(code, code)) for code in codes) for codes in found["areas"]],
            words("Mulai"): [words.date(day) for day in found["start_date"]],
            words("Sampai"): [words("tanpa batas") if day is None else words.date(day) for day in found["end_date"]],
            words("Keadaan"): [words(partners.AGREED[key]) for key in found["standing"]],
            words("Nilai"): found["value"].tolist(),
            words("Nomor"): found["code"].tolist(),
        }
    )
