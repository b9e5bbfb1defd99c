""" "Perlu perhatian": the findings as sentences, each with a link to the view that shows it."""

from __future__ import annotations

import streamlit as st

from pantau.ui import data, desk
from pantau.ui.frame import View
from pantau.words import inert_markdown, later

_PAGES = {
    "peta": ("pages/peta.py", later("Lihat di peta")),
    "tren": ("pages/tren.py", later("Lihat trennya")),
    "perbandingan": ("pages/perbandingan.py", later("Lihat perbandingan")),
}


def show(view: View) -> None:
    """The five heaviest findings of a view."""
    words = view.words
    ids = view.programmes["programme_id"]
    found = data.findings(
        words.language,
        view.period,
        view.programme_id,
        view.area,
        tuple(zip(view.areas["code"], view.areas["label"], strict=True)),
        tuple((int(i), view.programme_code(i), view.programme_name(i)) for i in ids),
    )
    if not found:
        st.success(words("Tidak ada temuan yang menonjol untuk pilihan ini."))
        return
    for number, finding in enumerate(found, start=1):
        path, label = _PAGES[finding.page]
        link = {**finding.link, **({"lang": words.language} if words.language != "id" else {})}
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"finding-{number}"):
            st.markdown(f"**{number}.** {inert_markdown(finding.text)}", width="stretch")
            st.page_link(path, label=words(label), icon=":material/arrow_forward:", query_params=link)
    if desk.inside():
        _what_next(view)


def _what_next(view: View) -> None:
    """For the office: where a finding is explained, and where what is decided because of it is recorded."""
    words = view.words
    language = {"lang": words.language} if words.language != "id" else {}
    with st.container(horizontal=True, key="findings-next"):
        st.page_link(
            "pages/pemeriksaan.py",
            label=words("Jelaskan temuan data di Pemeriksaan"),
            icon=":material/fact_check:",
            query_params=language,
        )
        st.page_link(
            "pages/logframe.py",
            label=words("Catat keputusan karenanya"),
            icon=":material/edit_note:",
            query_params={"belajar": "keputusan", "periode": view.period, **language},
        )
