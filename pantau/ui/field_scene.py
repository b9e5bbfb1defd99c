"""What the parts of the page on field recording share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from pantau import periods as period_text
from pantau.lineage import FEW
from pantau.schema import ALL_PROGRAMMES
from pantau.ui import cards, data, state
from pantau.ui.frame import View
from pantau.words import Words

PARTS = ("kemajuan", "kunjungan", "penerimaan")


def part_choice(view: View) -> str:
    """Which part of the page is shown."""
    words = view.words
    names = {
        "kemajuan": words("Kemajuan"),
        "kunjungan": words("Kunjungan dan kebutuhan"),
        "penerimaan": words("Penerimaan bantuan"),
    }
    return state.segments("lapangan", words("Bagian"), PARTS, "kemajuan", names.__getitem__, hide_label=True)


def all_programmes(view: View) -> View:
    """The view of all programmes: a visit is of none."""
    if view.programme_id != ALL_PROGRAMMES:
        st.caption(view.words("Kunjungan tidak menurut program; saringan program tidak dipakai di bagian ini."))
    return replace(view, programme_id=ALL_PROGRAMMES)


def any_visit(view: View) -> bool:
    """Whether anybody had been visited by the end of the period, anywhere in the area."""
    cells = view.cells(programme_ids=(ALL_PROGRAMMES,))
    return bool(data.figures(("survey_progress",), cells)["value"].notna().any())


def nothing(view: View) -> None:
    """What to do where no visit was loaded."""
    st.info(
        view.words(
            "Belum ada kunjungan sampai {period}. Pilih periode yang lebih baru. Petugas: muat isian survei rumah tangga, "
            "penerimaan bantuan, atau penilaian kebutuhan (ekspor ODK Central atau KoboToolbox) di halaman Data.",
            period=view.period_name(view.period),
        )
    )


def show_cards(view: View, indicators: Sequence[str]) -> None:
    """Cards of figures, with those of the period before."""
    past = data.figures(tuple(indicators), view.cells(view.upto()))
    before = period_text.previous(view.period)
    now = past[past["period"] == view.period]
    cards.show(view, tuple(indicators), now, past[past["period"] == before], past, view.words.period(before))


def level_below(view: View, kelurahan: str = "rw") -> str:
    """Level of the areas in the area asked for; ``kelurahan``: those of the kelurahan."""
    return kelurahan if view.level == "kelurahan" else "rt"


def few(words: Words, count: float) -> str:
    """A count that everybody may see: few are not counted out."""
    return f"<{FEW}" if 0 < count < FEW else words.number(count)
