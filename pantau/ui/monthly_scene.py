"""What is made to take along: the month's report (PDF and PPTX), posters and handouts of all RW, and the way to mode forum."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from urllib.parse import urlencode

import streamlit as st

from pantau.report.scope import Scope, today
from pantau.ui import as_known, data
from pantau.ui.forum import MODE
from pantau.ui.frame import View

MIME = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "zip": "application/zip",
}
_MADE = "laporan-jadi"

Files = list[tuple[str, bytes]]
Step = Callable[[int, int, str], None]


def show(view: View) -> None:
    """Buttons that make the files on a click, how far that is, and then the downloads."""
    words = view.words
    asked = (data.current(), view.period, view.area, words.language)
    st.subheader(words("Laporan dan cetakan"))
    with st.container(horizontal=True, key="monthly"):
        report = st.button(words("Buat laporan bulanan (PDF, PPTX)"), icon=":material/description:", key="make-monthly")
        papers = st.button(words("Buat poster dan selebaran RW"), icon=":material/print:", key="make-sheets")
        address = {"mode": MODE, "periode": view.period, "wilayah": view.area, "lang": words.language}
        st.link_button(words("Mode forum"), f"/?{urlencode(address)}", icon=":material/slideshow:", key="open-forum")
    if report:
        _make(view, asked, _report)
    elif papers:
        _make(view, asked, _papers)
    made: tuple[object, Files] | None = st.session_state.get(_MADE)
    if made is not None and made[0] == asked:  # of this very view and state of the data
        with st.container(horizontal=True, key="monthly-files"):
            for name, content in made[1]:
                ending = name.rpartition(".")[2]
                st.download_button(
                    words("Unduh {name}", name=name),
                    content,
                    file_name=name,
                    mime=MIME[ending],
                    icon=":material/download:",
                    on_click="ignore",
                    key=f"download-{ending}",
                )


def _make(view: View, asked: object, make: Callable[[View, Step], Files]) -> None:
    words = view.words
    bar = st.progress(0.0, words("Menyiapkan"))

    def step(done: int, of: int, what: str) -> None:
        bar.progress(done / of, what)

    st.session_state[_MADE] = (asked, make(view, step))
    bar.empty()


def _scope(view: View) -> Scope:
    """The scope of the view; an RT is reported with its RW."""
    return Scope(
        engine=data.engine_asked(),
        words=view.words,
        period=view.period,
        area=view.area[:17],
        today=today(),
        state=as_known.said(view.words),
    )


def _report(view: View, step: Step) -> Files:
    from pantau.report.month_files import FORMATS, files  # what sets PDF and slides is needed only now

    return list(files(_scope(view), FORMATS, step))


def _papers(view: View, step: Step) -> Files:
    """All sheets in one ZIP: those of the RW that is looked at, or of every RW."""
    from pantau.report.sheets import sheets

    scope = _scope(view)
    wanted = [code for code in scope.rw if code.startswith(scope.area)]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(sheets(scope, wanted)):
            step(min(number, 2 * len(wanted) - 1), 2 * len(wanted), name)
            archive.writestr(name, content)
    return [(f"{view.words('cetakan')}-{scope.period}.zip", packed.getvalue())]
