"""Pendataan: who was surveyed and who not yet, how old the data are, what visits find, and whether aid arrived as recorded."""

import streamlit as st

from pantau.ui import field_progress, field_receipt, field_scene, field_visits, frame
from pantau.words import inert_markdown

view = frame.view()
words = view.words

st.title(words("Pendataan"))
part = field_scene.part_choice(view)
shown = view if part == "penerimaan" else field_scene.all_programmes(view)
st.markdown(f"**{inert_markdown(shown.title())}**")
if not field_scene.any_visit(shown):
    field_scene.nothing(shown)
elif part == "kemajuan":
    field_progress.show(shown)
elif part == "kunjungan":
    field_visits.show(shown)
else:
    field_receipt.show(shown)
