"""Muat berkas: choose a file, see what is in it, see what would change, load it. One file at a time, at any pace.

The steps follow from what the database says of the file handed in and from the server's jobs, not from the visit: after a
reload, in another tab or on another day the clerk goes on where the file stands.
"""

from __future__ import annotations

import json

import streamlit as st

from pantau import intake, operations
from pantau.operations import Incoming, Summary
from pantau.ui import change_scene, data, job_scene, office, report_scene
from pantau.ui.report_scene import KINDS, kind_name
from pantau.words import Words, inert_html, inert_markdown

CAN_REPLACE = ("registry", "disbursement")
"""Kinds of which a file can replace all that its scope holds."""

KIND_UNCLEAR = ("kind_unknown", "kind_ambiguous")
"""Reasons whose message is about the command line; here the kind is chosen from a list."""

_NUMBER = "masuk"
_REFUSED = "meja:ditolak"
_ROUND = "meja:giliran"


def show(words: Words, who: str) -> None:
    """The file that is being worked on, or the choice of one."""
    file = _current()
    if file is not None:
        _follow(words, who, file)
        return
    _choose(words, who)
    _waiting(words)
    _templates(words)


def _current() -> Incoming | None:
    number = st.query_params.get(_NUMBER) or st.session_state.get(f"meja:{_NUMBER}", "")
    file = operations.incoming(data.engine(), int(number)) if str(number).isdecimal() and len(number) < 10 else None
    if file is None or file.status == "discarded":
        _put_away()
        return None
    _take(file.incoming_id)
    return file


def _take(number: int) -> None:
    st.session_state[f"meja:{_NUMBER}"] = str(number)
    st.query_params[_NUMBER] = str(number)


def _put_away() -> None:
    st.session_state.pop(f"meja:{_NUMBER}", None)
    st.query_params.pop(_NUMBER, None)


# --- choosing -------------------------------------------------------------------------------------------


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
    kind = _kind_choice(words, words("Jenis berkas"), words("Dikenali sendiri"), "kind-new")
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


def _kind_choice(words: Words, label: str, unknown: str, key: str) -> str:
    with st.container(width=320):
        widget = _kept(key, "")
        chosen = st.selectbox(
            label,
            ["", *KINDS],
            format_func=lambda k: kind_name(words, k) if k else unknown,
            key=widget,
            on_change=_keep,
            args=(key,),
        )
    return chosen or ""


def _kept(key: str, default: str) -> str:
    """The key of a widget that holds the choice made before: its own is lost when its labels change language."""
    st.session_state[f"w:{key}"] = st.session_state.get(f"meja:{key}", default)
    return f"w:{key}"


def _keep(key: str) -> None:
    st.session_state[f"meja:{key}"] = st.session_state[f"w:{key}"]


def _receive(who: str, name: str, content: memoryview, kind: str) -> None:
    path = intake.keep(content, name)
    intake.sweep({file.sha256 for file in operations.waiting(data.engine())})
    known = [file for file in operations.waiting(data.engine()) if path.name.startswith(file.sha256)]
    if known and known[0].file_name == name and not kind:  # handed in twice: the same file waits already
        _take(known[0].incoming_id)
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
    _take(number)
    if kind or answer.data["status"] == "received":
        _check(number, str(path), kind, who)


def _check(number: int, path: str, kind: str, who: str) -> None:
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
            st.button(words("Lanjutkan"), key=f"continue-{file.incoming_id}", on_click=_take, args=(file.incoming_id,))


def _templates(words: Words) -> None:
    with st.expander(words("Belum punya berkasnya? Unduh templat untuk diisi"), icon=":material/description:"):
        with st.container(width=320):
            kinds = [kind for kind in KINDS if kind != "boundaries"]  # a map, which no workbook can hold
            widget = _kept("template-kind", kinds[0])
            kind = st.selectbox(
                words("Templat"),
                kinds,
                format_func=lambda k: kind_name(words, k),
                key=widget,
                on_change=_keep,
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


# --- one file, from check to load -------------------------------------------------------------------------


def _follow(words: Words, who: str, file: Incoming) -> None:
    st.subheader(inert_markdown(file.file_name))
    st.caption(
        words(
            "{kind} · diserahkan {moment} oleh {who}",
            kind=kind_name(words, file.kind),
            moment=words.moment(file.received_at),
            who=inert_markdown(file.received_by),
        )
    )
    if file.status == "loaded":
        _loaded(words, file)
        return
    number = file.incoming_id
    load = office.job(f"load:{number}")
    if load is not None and load.running:
        job_scene.progress(words, load.key)
        return
    path = intake.find(file.sha256, file.file_name)
    if path is None:
        st.warning(words("Berkas ini sudah tidak disimpan di sini. Pilih lagi berkasnya."))
        _discard(words, file)
        return
    check = office.job(f"check:{number}")
    if check is not None and check.running:
        job_scene.progress(words, check.key)
        return
    if check is not None and job_scene.trouble(words, check):
        _again(words, file, str(path), who)
        return
    summary = check.answer.data if check is not None else _summary(file)
    if summary is None:
        _check(number, str(path), file.kind, who)
        st.rerun()
    if summary.refusal is not None:
        said = summary.refusal[words.language == "en"]
        if summary.refused_for in KIND_UNCLEAR:
            said = words(
                "Jenis berkas tidak jelas dari judul kolomnya. Pilih jenisnya di bawah ini lalu tekan Periksa lagi, atau "
                "sesuaikan judul kolomnya dengan templat."
            )
        st.error(said, icon=":material/block:")
        _again(words, file, str(path), who)
        return
    st.subheader(words("2. Hasil pemeriksaan"))
    report_scene.show(words, summary, "check", loaded=False)
    if summary.unchanged:
        st.info(words("Berkas ini sudah pernah dimuat; tidak ada yang akan berubah."))
        _discard(words, file)
        return
    _changes(words, who, file, str(path), summary)


def _summary(file: Incoming) -> Summary | None:
    return _checked(str(st.session_state["data_version"]), file.incoming_id, str(file.checked_at))


@st.cache_data(show_spinner=False, max_entries=16)
def _checked(data_version: str, incoming_id: int, checked_at: str) -> Summary | None:
    return operations.checked(data.engine(), incoming_id)


def _again(words: Words, file: Incoming, path: str, who: str) -> None:
    """Check again, perhaps as another kind, or put the file away."""
    kind = _kind_choice(words, words("Jenis berkas"), words("Dikenali sendiri"), "kind-again")
    with st.container(horizontal=True):
        if st.button(words("Periksa lagi"), icon=":material/refresh:", key="check-again"):
            _check(file.incoming_id, path, kind, who)
            st.rerun()
        _discard(words, file)


def _changes(words: Words, who: str, file: Incoming, path: str, summary: Summary) -> None:
    st.subheader(words("3. Yang akan berubah"))
    number, mode = file.incoming_id, "amend"
    if summary.kind in CAN_REPLACE:
        modes = {
            "amend": words("Perbarui: yang ada di berkas diganti, yang lain tetap"),
            "replace": words("Ganti seluruhnya: yang tidak ada di berkas dikeluarkan")
            + " "
            + (
                words("(anggota keluarga di RT yang ada di berkas)")
                if summary.kind == "registry"
                else words("(penyaluran program dan bulan yang ada di berkas)")
            ),
        }
        choice = f"mode-{number}"
        mode = st.radio(
            words("Cara memuat"),
            list(modes),
            format_func=modes.__getitem__,
            key=_kept(choice, mode),
            on_change=_keep,
            args=(choice,),
        )
    key = f"diff:{number}:{mode}:{st.session_state['data_version']}"
    job = office.job(key)
    kind = ("--kind", summary.kind)
    if job is None:
        job = office.start(key, "diff", path, "--mode", mode, "--progress", *kind, who=who, digest=_changes_of)
    if job.running:
        job_scene.progress(words, key)
        return
    if job_scene.trouble(words, job):
        st.button(words("Coba lagi"), icon=":material/refresh:", on_click=office.forget, args=(key,), key="diff-again")
        _discard(words, file)
        return
    refusal, changes = job.answer.data
    if refusal is not None:
        st.error(refusal[words.language == "en"], icon=":material/block:")
        _discard(words, file)
        return
    change_scene.show(words, changes, mode)
    _load(words, who, file, path, summary, mode)


def _changes_of(answer: dict) -> tuple[tuple[str, str] | None, dict]:
    return operations.summarise(answer["report"]).refusal, answer["changes"]


def _load(words: Words, who: str, file: Incoming, path: str, summary: Summary, mode: str) -> None:
    st.subheader(words("4. Muat"))
    key = f"load:{file.incoming_id}"
    last = office.job(key)
    if last is not None and not job_scene.trouble(words, last) and last.answer.data.refusal is not None:
        st.error(last.answer.data.refusal[words.language == "en"], icon=":material/block:")
    if _mixes_with_demo(file):
        st.warning(
            words(
                "Basis data ini berisi data contoh. Berkas kantor yang dimuat akan bercampur dengannya: untuk data kantor, "
                "minta pengelola memakai basis data baru."
            )
        )
    options = ("--incoming", str(file.incoming_id), "--by", who, "--mode", mode, "--kind", summary.kind, "--progress")

    def load() -> None:
        office.start(key, "load", path, *options, who=who, digest=lambda report: _loaded_report(report, file.sha256))

    with st.container(horizontal=True, vertical_alignment="center"):
        label = words("Muat {n} baris", n=words.number(summary.loaded))
        st.button(label, type="primary", icon=":material/upload:", on_click=load, key="load")
        _discard(words, file)


def _mixes_with_demo(file: Incoming) -> bool:
    fresh = data.freshness()
    return fresh is not None and fresh.synthetic


def _loaded_report(report: dict, sha256: str) -> Summary:
    """The summary; the file, once loaded, is not needed any more."""
    summary = operations.summarise(report)
    if summary.refusal is None:
        intake.drop(sha256)
    return summary


def _loaded(words: Words, file: Incoming) -> None:
    assert file.batch_id is not None
    last = office.job(f"load:{file.incoming_id}")
    if last is not None and isinstance(last.answer.data, Summary) and last.answer.data.unchanged:
        st.info(words("Berkas ini sudah pernah dimuat; tidak ada yang berubah."))
    else:
        st.success(words("Berkas sudah dimuat sebagai nomor {n}.", n=words.number(file.batch_id)))
    report_scene.show(words, operations.batch_summary(data.engine(), file.batch_id), "loaded", loaded=True)
    language = {"lang": words.language} if words.language != "id" else {}
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            "pages/ringkasan.py", label=words("Lihat Ringkasan"), icon=":material/dashboard:", query_params=language
        )
        st.page_link(
            "pages/data.py",
            label=words("Lihat di Riwayat"),
            icon=":material/history:",
            query_params={"bagian": "riwayat", "berkas": str(file.batch_id), **language},
        )
        st.button(words("Muat berkas lain"), icon=":material/add:", on_click=_put_away, key="another")


def _discard(words: Words, file: Incoming) -> None:
    def discard() -> None:
        office.run("discard", str(file.incoming_id))
        others = [f for f in operations.waiting(data.engine()) if f.sha256 == file.sha256]
        if not others:
            intake.drop(file.sha256)
        _put_away()

    st.button(words("Buang berkas ini"), icon=":material/delete:", on_click=discard, key="discard")
