"""Tren: how it changes, by month, quarter or year; by programme or RW; this year against earlier ones; due against paid."""

import streamlit as st

from pantau.ui import frame, indicator_box, trend_scene
from pantau.words import inert_markdown

view = frame.view()
words = view.words

st.title(words("Tren"))
with st.container(horizontal=True, vertical_alignment="bottom", key="trend-controls"):
    with st.container(width=300, key="f-indikator"):
        indicator = indicator_box.choose(view, view.level)
    with st.container(width="content", key="f-rinci"):
        split = trend_scene.split_choice(view)
    place_of_shape = st.container(width="content", key="f-bentuk")
    with st.container(width="content", key="f-rentang"):
        span = trend_scene.span_choice(view)

trend = trend_scene.Trend(view, indicator, split, span)
with place_of_shape:
    shape = trend_scene.shape_choice(view, len(trend.series))
st.subheader(f"{indicator.name(words.language)} · {inert_markdown(view.title())}")
if trend.empty:
    if not indicator_box.missing(view, indicator, trend.level, by_programme=split == "program"):
        frame.nothing(view)
else:
    trend.show(shape)
    st.caption(indicator.formula(words.language))
    st.subheader(words("Rencana dan realisasi: rupiah jatuh tempo dan dibayar"))
    trend.show_due_and_paid()
    st.subheader(words("Tabel"))
    trend.show_table()
