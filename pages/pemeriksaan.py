"""Pemeriksaan: what an auditor would find in the data, the rows behind each finding, and what was decided about it."""

import streamlit as st

from pantau.ui import audit_refused_scene, audit_scene, desk, frame

view = frame.view()
words = view.words

st.title(words("Pemeriksaan"))
actor = desk.require(words)
part = audit_scene.part_choice(words)
if part == "ganda":
    from pantau.ui import duplicates_scene  # its library takes a second to come up: only who asks for it waits

    duplicates_scene.show(words, actor)
elif part == "ditolak":
    audit_refused_scene.show(view)
else:
    scene = audit_scene.Audit(view, actor)
    scene.freshness()
    if part == "ringkasan":
        scene.show_summary()
    else:
        scene.show_findings()
