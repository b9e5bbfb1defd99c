"""Keberlanjutan: how long families need aid, why they leave, who comes back, who is near, and what next year will need."""

import streamlit as st

from pantau.ui import (
    frame,
    lineage_scene,
    sustainability_exits,
    sustainability_near,
    sustainability_outlook,
    sustainability_scene,
    sustainability_work,
)
from pantau.words import inert_markdown

view = frame.view()
words = view.words

st.title(words("Keberlanjutan"))
st.markdown(f"**{inert_markdown(view.title())}**")

scene = sustainability_scene.Sustainability(view)
scene.show_cards()
lineage_scene.button(view, "keberlanjutan", sustainability_scene.INDICATORS)
if not scene.has_list:
    scene.no_list()
else:
    st.subheader(words("Berapa lama menjadi peserta?"))
    scene.show_curves()
    st.subheader(words("Mengapa berhenti?"))
    sustainability_exits.show(scene)
    st.subheader(words("Graduasi, dan yang kembali menerima"))
    scene.show_rates()
    st.subheader(words("Usaha dan pendapatan setelah pelatihan"))
    sustainability_work.show(view)
    st.subheader(words("Siapa yang mendekati graduasi?"))
    sustainability_near.show(view, scene.month)
    st.subheader(words("Bantuan yang dibutuhkan 12 bulan ke depan"))
    sustainability_outlook.show(view, scene.month)
