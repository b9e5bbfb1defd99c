"""The entry: the server with its local assets, page set-up, the filter bar, and the pages. Nothing else.

``streamlit run app.py`` imports this file once to find ``app`` (the ASGI server), then runs it again as the script of
each visit; only then is there a script context.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pantau.ui import frame
from pantau.ui.assets import routes

PAGES = (
    ("pages/ringkasan.py", "ringkasan", "Ringkasan", ":material/dashboard:"),
    ("pages/peta.py", "peta", "Peta cakupan", ":material/map:"),
    ("pages/tren.py", "tren", "Tren", ":material/trending_up:"),
    ("pages/perbandingan.py", "perbandingan", "Perbandingan program", ":material/compare_arrows:"),
)


def visit() -> None:
    """One run of the script for one visitor."""
    st.set_page_config(page_title="Pantau Bansos", page_icon=":material/monitoring:", layout="wide")
    words = frame.open_frame()
    page = st.navigation(
        [
            st.Page(path, title=words(title), icon=icon, url_path=url, default=url == "ringkasan")
            for path, url, title, icon in PAGES
        ],
        position="top",
    )
    if frame.ready():
        page.run()
    frame.close_frame()


app = st.App(__file__, routes=routes())

if get_script_run_ctx(suppress_warning=True) is not None:
    visit()
