"""Muat berkas: choose a file, see what is in it, see what would change, load it. One file at a time, at any pace.

The steps follow from what the database says of the file handed in and from the server's jobs, not from the visit: after a
reload, in another tab or on another day the clerk goes on where the file stands.
"""

from __future__ import annotations

import streamlit as st

from pantau import intake, operations
from pantau.operations import Incoming, Summary
from pantau.ui import change_scene, choose_scene, data, job_scene, office, report_scene
from pantau.ui.choose_scene import NUMBER, ON_DESK, keep, kept, kind_choice, put_away, start_check, take
from pantau.ui.report_scene import kind_name
from pantau.words import Words, inert_markdown

CAN_REPLACE = ("registry", "disbursement")
"""Kinds of which a file can replace all that its scope holds."""

KIND_UNCLEAR = ("kind_unknown", "kind_ambiguous")
"""Reasons whose message is about the command line; here the kind is chosen from a list."""


def show(words: Words, who: str) -> None:
    """The file that is being worked on, or the choice of one."""
    file = _current()
    if file is not None:
        _follow(words, who, file)
    else:
        choose_scene.show(words, who)


def _current() -> Incoming | None:
    number = st.query_params.get(NUMBER) or st.session_state.get(ON_DESK, "")
    file = operations.incoming(data.engine(), int(number)) if str(number).isdecimal() and len(number) < 10 else None
    if file is None or file.status == "discarded":
        put_away()
        return None
    take(file.incoming_id)
    return file


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
        start_check(number, str(path), file.kind, who)
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
    kind = kind_choice(words, words("Jenis berkas"), words("Dikenali sendiri"), "kind-again")
    with st.container(horizontal=True):
        if st.button(words("Periksa lagi"), icon=":material/refresh:", key="check-again"):
            start_check(file.incoming_id, path, kind, who)
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
            key=kept(choice, mode),
            on_change=keep,
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
        label = words("Muat {n} baris", n=words.number(summary.to_load))
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
    for number in (file.batch_id, *operations.loaded_with(data.engine(), file.batch_id)):
        summary = operations.batch_summary(data.engine(), number)
        if number != file.batch_id:
            st.markdown(f"**{words('Berkas yang sama, sebagai {kind}', kind=kind_name(words, summary.kind))}**")
        report_scene.show(words, summary, f"loaded-{number}", loaded=True)
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
        st.button(words("Muat berkas lain"), icon=":material/add:", on_click=put_away, key="another")


def _discard(words: Words, file: Incoming) -> None:
    def discard() -> None:
        office.run("discard", str(file.incoming_id))
        others = [f for f in operations.waiting(data.engine()) if f.sha256 == file.sha256]
        if not others:
            intake.drop(file.sha256)
        put_away()

    st.button(words("Buang berkas ini"), icon=":material/delete:", on_click=discard, key="discard")
