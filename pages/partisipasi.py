"""Partisipasi warga: what residents asked, what became of it, whether aid goes where need is, and their complaints."""

import streamlit as st

from pantau.ui import frame, voice_complaints, voice_need, voice_proposals, voice_scene
from pantau.words import inert_markdown

view = frame.view()
words = view.words

st.title(words("Partisipasi warga"))
part = voice_scene.part_choice(view)
shown = voice_scene.by_rw(view) if part == "aduan" else voice_scene.yearly(view)
st.markdown(f"**{inert_markdown(shown.title())}**")
voice_scene.say_what_is_shown(view, shown, programmes=part == "aduan")

if part == "usulan":
    voice_proposals.show(shown)
elif part == "kebutuhan":
    voice_need.show(shown)
else:
    voice_complaints.show(shown)
