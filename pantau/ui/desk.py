"""The desk in front of the office pages: whether this visitor may work here, and who is working."""

from __future__ import annotations

import math

import streamlit as st

from pantau import access
from pantau.access import Door
from pantau.words import Words, inert_markdown

_TOKEN = "meja:tanda"
_WHO = "meja:siapa"


def door() -> Door:
    """How the office pages stand open to this visitor."""
    return access.door(access.is_local(st.context.ip_address, st.context.headers))


def may_ask() -> bool:
    """Whether the office pages are offered to this visitor in the navigation."""
    return door() in (Door.OPEN, Door.PASSWORD)


def inside() -> bool:
    """Whether this visitor is somebody of the office: let in already, or nobody is kept out."""
    state = door()
    return state is Door.OPEN or (state is Door.PASSWORD and _was_let_in())


def _was_let_in() -> bool:
    wanted = access.password() or ""
    return st.session_state.get(_TOKEN) == access.token(wanted)


def require(words: Words) -> str:
    """Who is working: a name or position, kept in the session. Until that is known the page stops here, with a form."""
    _enter(words, door())
    who = st.session_state.get(_WHO, "")
    if not who:
        _ask_who(words)
        st.stop()
    with st.container(horizontal=True, vertical_alignment="center", key="desk"):
        st.markdown(words("Petugas: **{who}**", who=inert_markdown(who)), width="content")
        st.button(words("Ganti petugas"), type="tertiary", key="desk-change", on_click=_leave)
    return str(who)


def named(words: Words) -> str:
    """Who is working, for a part of a public page that only who is :func:`inside` sees: until it is known, "" and a form."""
    who = str(st.session_state.get(_WHO, ""))
    if not who:
        _ask_who(words)
    return who


def _enter(words: Words, state: Door) -> None:
    """Let the visitor in, or stop with what to do."""
    if state is Door.OPEN:
        return
    if state is Door.CLOSED:
        st.info(
            words(
                "Halaman ini hanya untuk petugas kantor. Bukalah di komputer tempat aplikasi ini dipasang, atau minta "
                "pengelola memasang kata sandi kantor (PANTAU_OFFICE_PASSWORD), lalu muat ulang halaman ini."
            )
        )
        st.stop()
    if state is Door.BROKEN:
        st.error(
            words(
                "Kata sandi kantor tidak dapat dibaca, jadi halaman ini tertutup. Pengelola: periksa berkas yang disebut "
                "dalam PANTAU_OFFICE_PASSWORD_FILE."
            )
        )
        st.stop()
    if _was_let_in():
        return
    wanted = access.password() or ""
    st.subheader(words("Masuk sebagai petugas"))
    with st.form("desk-password", width=420):
        given = st.text_input(words("Kata sandi kantor"), type="password", key="w:desk-password")
        sent = st.form_submit_button(words("Masuk"), type="primary")
    if sent:
        wait = access.TRIES.wait()
        if not wait and access.TRIES.right(given, wanted):
            st.session_state[_TOKEN] = access.token(wanted)
            st.rerun()
        if wait := wait or access.TRIES.wait():
            st.error(
                words(
                    "Kata sandi salah beberapa kali. Tunggu {n} detik, lalu coba lagi.", n=words.number(math.ceil(wait))
                )
            )
        else:
            st.error(words("Kata sandi salah. Coba lagi."))
    st.stop()


def _ask_who(words: Words) -> None:
    st.subheader(words("Siapa yang bekerja?"))
    with st.form("desk-who", width=420):
        typed = st.text_input(
            words("Nama atau jabatan"),
            key="w:desk-who",
            max_chars=access.NAME_LENGTH,
            help=words("Dicatat bersama setiap berkas yang Anda muat atau batalkan. Jangan menulis NIK."),
        )
        sent = st.form_submit_button(words("Mulai"), type="primary")
    if not sent:
        return
    if who := access.clean_name(typed):
        st.session_state[_WHO] = who
        st.rerun()
    st.error(words("Tulis nama atau jabatan Anda, misalnya: petugas data."))


def _leave() -> None:
    for key in (_TOKEN, _WHO):
        st.session_state.pop(key, None)
