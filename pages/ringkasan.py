"""Ringkasan: how far from the target, where, who is late, what to do next: in one minute."""

import streamlit as st

from pantau import periods
from pantau.indicators import HEADLINE
from pantau.ui import as_known_scene, cards, data, finding_list, frame, lineage_scene, monthly_scene, tables
from pantau.words import inert_markdown

view = frame.view()
words = view.words

st.title(words("Ringkasan"))
st.markdown(f"**{inert_markdown(view.title())}**")

past = data.figures(HEADLINE, view.cells(view.upto()))
now = past[past["period"] == view.period]
before = periods.previous(view.period)

if now["value"].isna().all():
    frame.nothing(view)
else:
    cards.show(view, HEADLINE, now, past[past["period"] == before], past, words.period(before))
    as_known_scene.show_changes(view)
    st.subheader(words("Perlu perhatian"))
    finding_list.show(view)
    st.subheader(words("Angka lengkap"))
    tables.indicator_table(view, now)
    lineage_scene.button(view, "ringkasan", HEADLINE)
    monthly_scene.show(view)
