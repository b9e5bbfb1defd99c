"""Mitra & CSR: who does what where, what is agreed, and what was promised and came."""

import streamlit as st

from pantau.ui import frame, partners_agreements, partners_csr, partners_map, partners_scene, voice_scene
from pantau.words import inert_markdown

view = frame.view()
words = view.words

st.title(words("Mitra & CSR"))
part = partners_scene.part_choice(view)
shown = partners_csr.yearly(view) if part == "kontribusi" else partners_scene.of_all_programmes(view)
st.markdown(f"**{inert_markdown(shown.title())}**")
voice_scene.say_what_is_shown(view, shown, programmes=part == "kontribusi")

if part == "siapa":
    presence = partners_scene.Presence(shown)
    presence.show()
    if not presence.empty:
        partners_map.show(presence)
elif part == "perjanjian":
    partners_agreements.show(shown)
else:
    partners_csr.show(shown)
