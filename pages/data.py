"""Data: for the office's clerks. A file comes in, is checked and loaded; what was loaded, and how good the data are."""

import streamlit as st

from pantau.ui import desk, frame, history_scene, quality_scene, state, upload_scene
from pantau.words import later

PARTS = {
    "muat": (later("Muat berkas"), upload_scene.show),
    "riwayat": (later("Riwayat"), history_scene.show),
    "mutu": (later("Mutu data"), quality_scene.show),
}

words = frame.words()

st.title(words("Data"))
who = desk.require(words)
part = state.segments("bagian", words("Bagian"), list(PARTS), "muat", lambda key: words(PARTS[key][0]), hide_label=True)
PARTS[part][1](words, who)
