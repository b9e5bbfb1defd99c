"""The entry: the server with its local assets, page set-up, the filter bar, and the pages. Nothing else.

``streamlit run app.py`` imports this file once to find ``app`` (the ASGI server), then runs it again as the script of
each visit; only then is there a script context.
"""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pantau.ui import assets, forum
from pantau.words import later

PAGES = (  # by what a person comes to ask; a section's name, then path, URL, title and icon of its pages
    ("", (("pages/ringkasan.py", "ringkasan", later("Ringkasan"), ":material/dashboard:"),)),
    (
        later("Bantuan"),
        (
            ("pages/penyaluran.py", "penyaluran", later("Papan penyaluran"), ":material/campaign:"),
            ("pages/peta.py", "peta", later("Peta cakupan"), ":material/map:"),
            ("pages/tren.py", "tren", later("Tren"), ":material/trending_up:"),
            ("pages/perbandingan.py", "perbandingan", later("Perbandingan program"), ":material/compare_arrows:"),
        ),
    ),
    (
        later("Warga & mitra"),
        (
            ("pages/partisipasi.py", "partisipasi", later("Partisipasi warga"), ":material/forum:"),
            ("pages/mitra.py", "mitra", later("Mitra & CSR"), ":material/handshake:"),
            ("pages/kegiatan.py", "kegiatan", later("Kegiatan"), ":material/event:"),
        ),
    ),
    (
        later("Belajar"),
        (
            ("pages/pendataan.py", "pendataan", later("Pendataan"), ":material/assignment:"),
            ("pages/keberlanjutan.py", "keberlanjutan", later("Keberlanjutan"), ":material/eco:"),
            ("pages/logframe.py", "logframe", later("Logframe & keputusan"), ":material/account_tree:"),
        ),
    ),
)
OF_TRANSFERS = {"", *(url for _, pages in PAGES[:2] for _, url, _, _ in pages)}  # "": the first page, as Streamlit calls it
# For the office's clerks: each begins with desk.require, and is offered only to those who may be let in.
OFFICE = later("Kantor")
OFFICE_PAGES = (
    ("pages/data.py", "data", later("Data"), ":material/folder_open:"),
    ("pages/pemeriksaan.py", "pemeriksaan", later("Pemeriksaan"), ":material/fact_check:"),
)


def visit() -> None:
    """One run of the script for one visitor."""
    from pantau.ui import desk, frame, style  # not needed by the server, which would set up its caches too early

    st.set_page_config(page_title="Pantau Bansos", page_icon=str(assets.ICON), layout="wide")
    words = frame.open_frame()
    office = [url for _, url, _, _ in OFFICE_PAGES]
    offered = desk.may_ask()
    page = st.navigation(
        {
            words(section) if section else "": [
                st.Page(
                    path,
                    title=words(title),
                    icon=icon,
                    url_path=url,
                    default=url == "ringkasan",
                    visibility="visible" if offered or url not in office else "hidden",
                )
                for path, url, title, icon in pages
            ]
            for section, pages in (*PAGES, (OFFICE, OFFICE_PAGES))
            if pages
        },
        position="top",
    )
    style.fold_menu(page.url_path)
    for_office = page.url_path in office
    of_transfers = page.url_path in OF_TRANSFERS
    if frame.ready(always=page.url_path == "data", office=for_office, of_transfers=of_transfers):
        page.run()
    frame.close_frame(for_office)


# A folder called pages/ makes Streamlit run a page file on its own when the first visit of all is to a page below the
# root, before st.navigation has been called once. The pages here are st.navigation's alone.
PagesManager.uses_pages_directory = False

app = st.App(
    __file__,
    routes=[*forum.routes(), *assets.routes()],
    middleware=[*forum.middleware(), *assets.middleware()],
)

if get_script_run_ctx(suppress_warning=True) is not None:
    visit()
