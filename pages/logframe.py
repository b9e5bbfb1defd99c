"""Logframe & keputusan: what is aimed at and where it stands; what was decided because of what was learned, and its effect."""

import streamlit as st

from pantau.ui import frame, logframe_decisions, logframe_scene, state

view = frame.view()
words = view.words

st.title(words("Logframe & keputusan"))
names = {"logframe": words("Logframe"), "keputusan": words("Keputusan")}
part = state.segments("belajar", words("Bagian"), tuple(names), "logframe", names.__getitem__, hide_label=True)
if part == "logframe":
    logframe_scene.show(view)
else:
    logframe_decisions.show(view)
