"""A form of the office on a public page: one proposal, complaint or decision, loaded as a file of one row would be.

Who is not of the office sees nothing of it. The number of the new row is given when the form is drawn and stays until the
row is in: pressing twice, or again after a reload of the same visit, sends the same file, which is loaded once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from pantau import entry, operations
from pantau.operations import Summary
from pantau.ui import data, desk, job_scene, office
from pantau.words import JAKARTA, Words, inert_markdown

Cells = Mapping[str, object]


@dataclass(frozen=True)
class Form:
    """A form: the ``kind`` of file, its ``title``, and what draws the fields under a key prefix and gives the cells of the row
    (heading -> value); ``needed`` are the headings that may not be blank, with the names of their fields."""

    kind: str
    title: str
    draw: Callable[[str], Cells]
    needed: Mapping[str, str]
    opened: bool = False  # whether a link asked for it


def today() -> dt.date:
    """Today in Jakarta."""
    return dt.datetime.now(JAKARTA).date()


def show(words: Words, form: Form) -> None:
    """The form, for somebody of the office who looks at the data as they are now; nothing for others."""
    if not desk.inside():
        return
    if data.earlier() is not None:
        return  # what is entered now would not show in what is looked at
    done = _last(form.kind)
    with st.expander(
        form.title, icon=":material/edit_note:", expanded=form.opened or _open(form.kind), key=f"entry-{form.kind}"
    ):
        if done:
            st.success(done)
        who = desk.named(words)
        if who:
            _form(words, form, who)


def _key(kind: str, name: str) -> str:
    return f"isian:{kind}:{name}"


def _last(kind: str) -> str:
    return str(st.session_state.get(_key(kind, "selesai"), ""))


def _open(kind: str) -> bool:
    return bool(_last(kind) or st.session_state.get(_key(kind, "dibuka")))


def _form(words: Words, form: Form, who: str) -> None:
    number = st.session_state.setdefault(_key(form.kind, "nomor"), entry.new_number(form.kind, today()))
    job = office.job(_job_key(number))
    if job is not None and not job.running and isinstance(job.answer.data, Summary) and _is_in(job.answer.data):
        _celebrate(words, form.kind, number, who)
    running = job is not None and job.running
    with st.form(f"entry-form-{form.kind}", border=False):
        cells = form.draw(f"w:{number}")
        st.caption(
            words("Nomor: {number} · dicatat oleh {who}", number=inert_markdown(number), who=inert_markdown(who))
        )
        sent = st.form_submit_button(
            words("Catat"), type="primary", icon=":material/save:", disabled=running, key=f"entry-send-{form.kind}"
        )
    if sent:
        _send(words, form, number, cells, who)
        return
    if job is None:
        return
    if running:
        job_scene.progress(words, job.key)
    elif not job_scene.trouble(words, job):
        _problems(words, job.answer.data)


def _job_key(number: str) -> str:
    return f"load:{number}"


def _is_in(summary: Summary) -> bool:
    return summary.refusal is None and summary.loaded > 0


def _send(words: Words, form: Form, number: str, cells: Cells, who: str) -> None:
    """Have the row loaded, unless something needed is missing."""
    st.session_state[_key(form.kind, "dibuka")] = True
    st.session_state.pop(_key(form.kind, "selesai"), None)
    missing = [name for heading, name in form.needed.items() if not str(cells.get(heading) or "").strip()]
    if missing:
        st.error(words("Isi dahulu: {fields}.", fields=", ".join(missing)))
        return
    try:
        path = entry.keep(number, entry.content(form.kind, number, cells))
    except OSError:
        st.error(words("Tidak dapat ditulis di komputer ini. Beri tahu pengelola."))
        return
    options = ("--kind", form.kind, "--by", who, "--whole", "--progress")
    office.start(_job_key(number), "load", str(path), *options, who=who, digest=operations.summarise)
    st.rerun()


def _celebrate(words: Words, kind: str, number: str, who: str) -> None:
    """It is in: say so, and begin a new form."""
    entry.drop(number)
    office.forget(_job_key(number))
    st.session_state[_key(kind, "selesai")] = words(
        "Tercatat dengan nomor **{number}** oleh {who}. Angka di halaman ini sudah menghitungnya. Keliru? Batalkan di "
        "halaman Data, Riwayat.",
        number=inert_markdown(number),
        who=inert_markdown(who),
    )
    del st.session_state[_key(kind, "nomor")]
    st.rerun()


def _problems(words: Words, summary: Summary) -> None:
    """Why the row was not taken, beside the form; what was typed is still there."""
    if summary.refusal is not None:
        st.error(summary.refusal[words.language == "en"], icon=":material/block:")
    for row in summary.rejected_rows.itertuples():
        said = row.message_en if words.language == "en" else row.message_id
        st.error(f"**{inert_markdown(row.column_name)}**: {inert_markdown(said)}", icon=":material/block:")
