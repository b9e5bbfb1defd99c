"""The select box of indicators: those that a page can show, each with the part of the programme it belongs to."""

from __future__ import annotations

import streamlit as st

from pantau.catalogue import PARTS, part_of
from pantau.indicators import CATALOGUE, Indicator
from pantau.queries_parts import is_known_at, is_of_programmes
from pantau.ui import state
from pantau.ui.frame import View
from pantau.words import Words

USUAL = "coverage_eligible"
PLAIN = "bantuan"
"""The part whose indicators stand without its name: what most readers come for."""


def label(indicator: Indicator, words: Words) -> str:
    """Pelatihan · Penyelesaian."""
    part = part_of(indicator.id)
    name = indicator.name(words.language)
    return name if part == PLAIN else f"{PARTS[part][0][words.language == 'en']} · {name}"


def choose(view: View, level: str, by_programme: bool = False) -> Indicator:
    """The select box, kept in the URL: indicators known at ``level`` (with ``by_programme``: also of single programmes).

    One that was chosen elsewhere stays chosen, as a link must say the same; :func:`missing` then says why it shows nothing.
    """
    words = view.words
    chosen = state.choice("indikator", list(CATALOGUE), USUAL)
    offered = [
        entry.id
        for entry in CATALOGUE.values()
        if entry.id == chosen or (is_known_at(entry, level) and (is_of_programmes(entry) or not by_programme))
    ]
    state.select("indikator", words("Indikator"), offered, USUAL, lambda i: label(CATALOGUE[i], words))
    return CATALOGUE[chosen]


def missing(view: View, indicator: Indicator, level: str, by_programme: bool = False) -> bool:
    """Say why an indicator shows nothing here; whether there was something to say."""
    words = view.words
    if not is_known_at(indicator, level):
        said = words("Angka ini tidak dicatat sampai tingkat ini: pilih wilayah yang lebih besar, atau indikator lain.")
    elif (by_programme or view.programme_id) and not is_of_programmes(indicator):
        said = words("Angka ini tidak dicatat per program: pilih Semua program, atau indikator lain.")
    else:
        return False
    st.info(said)
    return True
