""" "Perlu perhatian": the findings as sentences, each with a link to the view that shows it."""

from __future__ import annotations

import streamlit as st

from pantau.ui import data
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
