"""Papan penyaluran: when a stage was due, released and received; where it is late; what is not yet paid. For everybody."""

import streamlit as st

from pantau.ui import frame, lineage_scene, tranche_scene, tranche_unpaid
from pantau.words import inert_markdown

view = frame.view()
words = view.words

st.title(words("Papan penyaluran"))
with st.container(horizontal=True, vertical_alignment="bottom", key="papan-controls"):
    shown = tranche_scene.programme_choice(view)
    board = tranche_scene.Board(shown)
    if not board.empty:
        month = board.stage_choice()
if board.empty:
    frame.nothing(shown)
else:
    board.look_at(month)
    st.markdown(f"**{inert_markdown(board.title)}**")
    if board.stage.transfers == 0:
        st.info(words("Tidak ada penyaluran tahap ini di wilayah ini."))
    else:
        board.show_numbers()
        st.subheader(words("Dari cair sampai diterima"))
        board.show_account()
        st.subheader(words("Jalannya tahap ini, hari demi hari"))
        board.show_path()
        st.subheader(words("Hari terlambat menurut RW dan kanal"))
        board.show_delays()
        st.subheader(words("Belum dibayar menurut RT"))
        tranche_unpaid.show(board)
    st.subheader(words("Jadwal semua tahap"))
    board.show_schedule()
    lineage_scene.button(shown, "penyaluran", tranche_scene.INDICATORS)
