"""The fields of what can be entered on a page: a proposal, a complaint, a decision. Headings are those of the contracts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from pantau import logframe, sectors, voice
from pantau.indicators import CATALOGUE
from pantau.ui.entry import Cells, Form, today
from pantau.ui.frame import View
from pantau.words import Words

TITLE_LENGTH, TEXT_LENGTH, WHO_LENGTH = 200, 400, 80
STANDARD_DAYS = 14


def proposal(view: View) -> Form:
    """A new proposal of residents; its answer comes later, with the list of the office."""
    words = view.words

    def draw(prefix: str) -> Cells:
        title = st.text_input(
            words("Apa yang diusulkan"),
            key=f"{prefix}:title",
            max_chars=TITLE_LENGTH,
            help=words("Terbuka untuk umum: jangan menulis nama, NIK, atau nomor telepon."),
        )
        with st.container(horizontal=True):
            rw = _rw(view, prefix, words("Seluruh kelurahan"))
            theme = _choice(words, prefix, "theme", words("Tema"), sectors.SECTORS)
            forum = _choice(words, prefix, "forum", words("Forum"), voice.FORUMS)
        with st.container(horizontal=True):
            day = st.date_input(
                words("Tanggal usulan"),
                today(),
                max_value=today(),
                key=f"{prefix}:date",
                width=200,
                format="DD/MM/YYYY",
            )
            votes = st.number_input(words("Suara"), 0, 100_000, None, 1, key=f"{prefix}:votes", width=200)
            asked = st.number_input(
                words("Perkiraan biaya (Rp)"), 0, None, None, 1_000_000, key=f"{prefix}:asked", width=260
            )
        return {
            "TANGGAL USULAN": day,
            "FORUM": forum,
            "RW": rw,
            "TEMA": theme,
            "USULAN": title,
            "SUARA": votes,
            "STATUS USULAN": "diajukan",
            "NILAI USULAN": asked,
        }

    return Form("aspirations", words("Catat usulan baru"), draw, {"USULAN": words("Apa yang diusulkan")})


def complaint(view: View) -> Form:
    """A new complaint, open: without its text and without who made it."""
    words = view.words

    def draw(prefix: str) -> Cells:
        st.caption(words("Isi aduan dan nama pelapor tidak dicatat di sini."))
        with st.container(horizontal=True):
            category = _choice(words, prefix, "category", words("Kategori"), voice.CATEGORIES)
            channel = _choice(words, prefix, "channel", words("Kanal"), voice.CHANNELS)
            rw = _rw(view, prefix, words("Seluruh kelurahan"))
        with st.container(horizontal=True):
            programme = _programme(view, prefix, words("Bukan satu program"))
            day = st.date_input(
                words("Tanggal aduan"), today(), max_value=today(), key=f"{prefix}:date", width=200, format="DD/MM/YYYY"
            )
            standard = st.number_input(
                words("Standar layanan (hari)"), 1, 365, STANDARD_DAYS, 1, key=f"{prefix}:standard", width=200
            )
        return {
            "TANGGAL ADUAN": day,
            "KANAL": channel,
            "KATEGORI ADUAN": category,
            "RW": rw,
            "PROGRAM": programme,
            "STANDAR HARI": standard,
            "STATUS ADUAN": "terbuka",
        }

    return Form("complaints", words("Catat aduan baru"), draw, {})


def decision(view: View) -> Form:
    """A new decision: what was learned, what is changed because of it, and by which indicator one will see it.

    A link may name the indicator (``?untuk=``): the form is then open, and about it.
    """
    words = view.words
    asked = st.query_params.get("untuk", "")
    asked = asked if asked in CATALOGUE else ""

    def draw(prefix: str) -> Cells:
        hint = words("Terbuka untuk umum: jangan menulis nama, NIK, atau nomor telepon.")
        learned = st.text_area(
            words("Yang dipelajari"), key=f"{prefix}:learned", max_chars=TEXT_LENGTH, height=80, help=hint
        )
        decided = st.text_area(words("Keputusan"), key=f"{prefix}:decided", max_chars=TEXT_LENGTH, height=80, help=hint)
        with st.container(horizontal=True):
            names = {"": words("Tidak ada"), **{i: c.name(words.language) for i, c in CATALOGUE.items()}}
            if asked and f"{prefix}:indicator" not in st.session_state:
                st.session_state[f"{prefix}:indicator"] = asked
            indicator = _select(prefix, "indicator", words("Indikator yang diharapkan membaik"), names)
            programme = _programme(view, prefix, words("Semua program"))
            rw = _rw(view, prefix, words("Seluruh kelurahan"))
        with st.container(horizontal=True):
            who = st.text_input(
                words("Penanggung jawab (unit atau jabatan)"), key=f"{prefix}:who", max_chars=WHO_LENGTH, width=300
            )
            day = st.date_input(
                words("Tanggal keputusan"),
                today(),
                max_value=today(),
                key=f"{prefix}:date",
                width=200,
                format="DD/MM/YYYY",
            )
            due = st.date_input(words("Tenggat"), None, key=f"{prefix}:due", width=200, format="DD/MM/YYYY")
            status = _choice(
                words, prefix, "status", words("Status"), {k: logframe.DECISION_STATUSES[k] for k in logframe.OPEN}
            )
        return {
            "TANGGAL KEPUTUSAN": day,
            "YANG DIPELAJARI": learned,
            "KEPUTUSAN": decided,
            "INDIKATOR": indicator,
            "PROGRAM": programme,
            "RW": rw,
            "PENANGGUNG JAWAB": who,
            "TENGGAT": due,
            "STATUS KEPUTUSAN": status,
        }

    needed = {"YANG DIPELAJARI": words("Yang dipelajari"), "KEPUTUSAN": words("Keputusan")}
    return Form("decisions", words("Catat keputusan baru"), draw, needed, bool(asked))


def _select(prefix: str, name: str, label: str, names: Mapping[str, str]) -> str:
    return str(_box(prefix, name, label, list(names), names.__getitem__))


def _choice(words: Words, prefix: str, name: str, label: str, names: Mapping[str, str]) -> str:
    return str(_box(prefix, name, label, list(names), lambda key: words(names[key])))


def _box(prefix: str, name: str, label: str, options: Sequence[str], show: Callable[[str], str]) -> str:
    with st.container(width=260):
        return str(st.selectbox(label, options, key=f"{prefix}:{name}", format_func=show))


def _rw(view: View, prefix: str, every: str) -> str:
    """The number of an RW as files have it (005), "" for the whole kelurahan; first that of the view."""
    areas = view.areas[view.areas["level"] == "rw"]
    names = {
        "": every,
        **{code.rpartition(".")[2]: label for code, label in zip(areas["code"], areas["label"], strict=True)},
    }
    key = f"{prefix}:rw"
    if key not in st.session_state and view.level != "kelurahan":
        st.session_state[key] = view.area.split(".")[4]
    return _select(prefix, "rw", "RW", names)


def _programme(view: View, prefix: str, none: str) -> str:
    names = {
        "": none,
        **{view.programme_code(int(i)): view.programme_name(int(i)) for i in view.programmes["programme_id"]},
    }
    return _select(prefix, "programme", view.words("Program"), names)
