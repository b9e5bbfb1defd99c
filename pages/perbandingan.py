"""Perbandingan program: which programme reaches whom, at what cost, how well; where; and who receives more than one."""

import streamlit as st

from pantau.ui import comparison_scene, frame, indicator_box
from pantau.words import inert_markdown

view = frame.view()
words = view.words

st.title(words("Perbandingan program"))
st.markdown(f"**{inert_markdown(view.area_label(view.area))} · {view.period_name(view.period)}**")
if view.programme_id:
    st.caption(words("Halaman ini menyandingkan semua program; saringan program tidak dipakai di sini."))
comparison = comparison_scene.Comparison(view)
if comparison.empty:
    frame.nothing(view)
else:
    comparison.show_table()
    with st.container(width=320, key="f-indikator"):
        indicator = indicator_box.choose(view, view.level, by_programme=True)
    st.subheader(words("{name} menurut program", name=indicator.name(words.language)))
    if not indicator_box.missing(view, indicator, view.level, by_programme=True):
        comparison.show_bars(indicator)
        st.caption(indicator.formula(words.language))
        st.subheader(words("Wilayah × program"))
        comparison.show_heat_map(indicator)
    st.subheader(words("Tumpang tindih program"))
    comparison.show_overlap()
