"""Ringkasan: how far from the target, where, who is late, what to do next: in one minute."""

import streamlit as st

from pantau import periods
from pantau.indicators import HEADLINE
from pantau.ui import cards, data, finding_list, frame, tables
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
    cards.show(words, HEADLINE, now, past[past["period"] == before], past, words.period(before))
    st.subheader(words("Perlu perhatian"))
    finding_list.show(view)
    st.subheader(words("Angka lengkap"))
    tables.indicator_table(view, now)
