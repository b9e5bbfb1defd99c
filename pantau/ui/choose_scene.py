"""Choosing a file to hand in, or one that waits already; and templates for who has none yet."""

from __future__ import annotations

import json

import streamlit as st

from pantau import intake, operations
from pantau.ui import data, office, report_scene
from pantau.ui.report_scene import KINDS, kind_name
from pantau.words import Words, inert_html, inert_markdown

NUMBER = "masuk"
"""Of the file on the desk: in the address, and in the session under a name of its own."""
ON_DESK = f"meja:{NUMBER}"

_REFUSED = "meja:ditolak"
_ROUND = "meja:giliran"


def show(words: Words, who: str) -> None:
    """The choice of a file."""
    _choose(words, who)
    _waiting(words)
    _templates(words)


def take(number: int) -> None:
    """Put a file handed in on the desk."""
    st.session_state[ON_DESK] = str(number)
    st.query_params[NUMBER] = str(number)


def put_away() -> None:
    """Clear the desk; the file is not touched."""
    st.session_state.pop(ON_DESK, None)
    st.query_params.pop(NUMBER, None)


def _choose(words: Words, who: str) -> None:
    st.subheader(words("1. Pilih berkas"))
    st.markdown(
        words(
            "XLSX atau CSV untuk daftar; GeoJSON, GeoPackage, atau Shapefile (ZIP) untuk batas wilayah. Paling besar "
            "{n} MB. Berkas belum dimuat sebelum Anda menekan **Muat**.",
            n=words.number(office.max_file_mb()),
        )
    )
    turn = st.session_state.setdefault(_ROUND, 0)
    with st.container(key="upload"):
        _uploader_speaks(words)
        chosen = st.file_uploader(words("Berkas kantor"), key=f"w:upload-{turn}", max_upload_size=office.max_file_mb())
    if chosen is None:
        if message := st.session_state.get(_REFUSED):
            st.error(message[words.language == "en"])
        return
    st.session_state.pop(_REFUSED, None)
    kind = kind_choice(words, words("Jenis berkas"), words("Dikenali sendiri"), "kind-new")
    if st.button(words("Periksa berkas ini"), type="primary", icon=":material/fact_check:", key="check-new"):
        with st.spinner(words("Menerima berkas …")):
            _receive(who, chosen.name, chosen.getbuffer(), kind)
        st.session_state[_ROUND] = turn + 1  # the uploader lets go of the file
        st.rerun()


def _uploader_speaks(words: Words) -> None:
    """Streamlit's uploader knows English only, and says that a file is too large only to the mouse."""
    button = json.dumps(words("Pilih berkas"), ensure_ascii=False)
    too_large = words(
        "Berkas ini tidak diterima: paling besar {n} MB. Simpan hanya lembar yang diperlukan, atau pecah berkasnya menurut "
        "bulan atau RW.",
        n=words.number(office.max_file_mb()),
    )
    st.html(
        f"""<style>
        .st-key-upload [data-testid=stFileUploaderDropzoneInstructions] {{display: none;}}
        .st-key-upload [data-testid=stFileUploaderDropzone] button p {{font-size: 0;}}
        .st-key-upload [data-testid=stFileUploaderDropzone] button p::after {{content: {button}; font-size: 1rem;}}
        .too-large {{display: none; color: #8c1d18; background: #fdecea; padding: .8rem 1rem; border-radius: .5rem;}}
        .st-key-upload:has([data-testid=stFileChip][aria-invalid=true]) .too-large {{display: block;}}
        </style><div class="too-large" role="alert">{inert_html(too_large)}</div>"""
    )


def kind_choice(words: Words, label: str, unknown: str, key: str) -> str:
    """A kind of file, or "" for ``unknown``."""
    with st.container(width=320):
        widget = kept(key, "")
        chosen = st.selectbox(
            label,
            ["", *KINDS],
            format_func=lambda k: kind_name(words, k) if k else unknown,
            key=widget,
            on_change=keep,
            args=(key,),
        )
    return chosen or ""


def kept(key: str, default: str) -> str:
    """The key of a widget that holds the choice made before: its own is lost when its labels change language."""
    st.session_state[f"w:{key}"] = st.session_state.get(f"meja:{key}", default)
    return f"w:{key}"


def keep(key: str) -> None:
    """Remember the choice of such a widget (its ``on_change``)."""
    st.session_state[f"meja:{key}"] = st.session_state[f"w:{key}"]


def _receive(who: str, name: str, content: memoryview, kind: str) -> None:
    path = intake.keep(content, name)
    intake.sweep({file.sha256 for file in operations.waiting(data.engine())})
    known = [file for file in operations.waiting(data.engine()) if path.name.startswith(file.sha256)]
    if known and known[0].file_name == name and not kind:  # handed in twice: the same file waits already
        take(known[0].incoming_id)
        return
    answer = office.run("receive", str(path), "--name", name, "--by", who)
    if answer.data is None or answer.data.get("incoming_id") is None:
        # It could not even be recorded; the check says why in both languages.
        said = office.run("check", str(path)).data
        path.unlink(missing_ok=True)
        refusal = operations.summarise(said).refusal if said else None
        st.session_state[_REFUSED] = refusal or (
            "Berkas ini tidak dapat diperiksa di komputer ini: terlalu besar atau rusak.",
            "This file cannot be checked on this computer: it is too large or broken.",
        )
        return
    number = int(answer.data["incoming_id"])
    take(number)
    if kind or answer.data["status"] == "received":
        start_check(number, str(path), kind, who)


def start_check(number: int, path: str, kind: str, who: str) -> None:
    """Have the file checked, as ``kind`` or as what it is recognised for."""
    options = ("--kind", kind) if kind else ()
    office.start(
        f"check:{number}", "check", path, "--incoming", str(number), *options, who=who, digest=operations.summarise
    )


def _waiting(words: Words) -> None:
    files = [file for file in operations.waiting(data.engine()) if intake.find(file.sha256, file.file_name)]
    if not files:
        return
    st.subheader(words("Berkas yang menunggu"))
    for file in files[:20]:
        with st.container(horizontal=True, vertical_alignment="center", border=True, key=f"waiting-{file.incoming_id}"):
            st.markdown(
                f"**{inert_markdown(file.file_name)}** · {kind_name(words, file.kind)} · "
                f"{words.moment(file.received_at)} · {inert_markdown(file.received_by)}",
                width="stretch",
            )
            st.button(words("Lanjutkan"), key=f"continue-{file.incoming_id}", on_click=take, args=(file.incoming_id,))


def _templates(words: Words) -> None:
    with st.expander(words("Belum punya berkasnya? Unduh templat untuk diisi"), icon=":material/description:"):
        with st.container(width=320):
            kinds = [kind for kind in KINDS if kind != "boundaries"]  # a map, which no workbook can hold
            widget = kept("template-kind", kinds[0])
            kind = st.selectbox(
                words("Templat"),
                kinds,
                format_func=lambda k: kind_name(words, k),
                key=widget,
                on_change=keep,
                args=("template-kind",),
            )
        st.download_button(
            words("Unduh templat"),
            lambda: office.workbook("template", kind),
            file_name=f"templat-{kind}.xlsx",
            mime=report_scene.XLSX,
            icon=":material/download:",
            on_click="ignore",
            key="template",
        )
