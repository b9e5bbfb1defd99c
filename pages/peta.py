"""Peta cakupan: where. From the kelurahan into an RW, into an RT, and back; one map, or two with the same scale."""

import streamlit as st

from pantau.ui import frame, indicator_box, map_scene

view = frame.view()
words = view.words

st.title(words("Peta cakupan"))
with st.container(horizontal=True, vertical_alignment="bottom", key="map-controls"):
    with st.container(width=300, key="f-indikator"):
        indicator = indicator_box.choose(view, "rw" if view.level == "kelurahan" else "rt")
    with st.container(width=250, key="f-klasifikasi"):
        scheme = map_scene.scheme_choice(view)
    with st.container(width="content", key="f-tingkat"):
        level, within = map_scene.level_choice(view, indicator)
    with st.container(width=430, horizontal=True, key="f-banding"):
        second = map_scene.comparison_choice(view)

map_scene.crumbs(view)
scene = map_scene.Scene(view, indicator, level, within, scheme, second)
wide, narrow = st.columns([7, 3], gap="medium")
with wide:
    if scene.boundaries.empty:
        st.info(words("Belum ada batas wilayah. Muat berkas batas RW/RT (GeoJSON, Shapefile, GeoPackage)."))
    elif scene.empty:
        if not indicator_box.missing(view, indicator, level):
            frame.nothing(view)
    else:
        scene.show()
        scene.downloads()
with narrow:
    scene.panel()
if not scene.empty:
    with st.expander(words("Angka di peta sebagai tabel"), icon=":material/table:"):
        scene.show_table()
