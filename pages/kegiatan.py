"""Kegiatan: trainings, outreach, health and peer groups: whom they reach, what comes of them, which one worked."""

import streamlit as st

from pantau.ui import (
    activity_groups,
    activity_health,
    activity_outreach,
    activity_scene,
    activity_training,
    frame,
    voice_scene,
)
from pantau.words import inert_markdown

PARTS = {
    "pelatihan": activity_training.show,
    "penyuluhan": activity_outreach.show,
    "kesehatan": activity_health.show,
    "kelompok": activity_groups.show,
}

view = frame.view()
words = view.words

st.title(words("Kegiatan"))
kind = activity_scene.kind_choice(view)
shown = activity_scene.yearly(view)
st.markdown(f"**{inert_markdown(shown.title())}**")
voice_scene.say_what_is_shown(view, shown, programmes=True)

if activity_scene.show_figures(shown, kind):
    PARTS[kind](shown)
    st.subheader(words("Siapa yang dijangkau"))
    activity_scene.show_reach(shown, kind)
else:
    frame.nothing(shown)
st.subheader(words("Daftar kegiatan {year}", year=shown.period))
activity_scene.show_register(shown, kind)
