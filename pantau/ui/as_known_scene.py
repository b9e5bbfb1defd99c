""" "Apa yang berubah sejak itu?": an earlier state of the data beside the present one."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from pantau.indicators import CATALOGUE, HEADLINE
from pantau.ui import data, tables
from pantau.ui.as_known import KINDS
from pantau.ui.frame import View
from pantau.words import Words, inert_markdown


def show_changes(view: View) -> None:
    """What has changed since the state shown: the headline figures then and now, and the files that came and went."""
    words, chosen = view.words, data.earlier()
    if chosen is None or chosen.newest:
        return
    with st.container(border=True, key="as-known-changes"):
        st.subheader(words("Apa yang berubah sejak itu?"))
        then = data.figures(HEADLINE, view.cells()).set_index("indicator_id")
        now = data.figures_now(HEADLINE, view.cells()).set_index("indicator_id")
        table = pd.DataFrame([_then_and_now(words, i, then, now) for i in HEADLINE])
        tables.show(table, {}, words, "as-known-table", words("Angka pokok pada saat itu dan sekarang"), "–")
        st.markdown("\n".join(f"- {line}" for line in _since(words, chosen.event_id)))


def _then_and_now(words: Words, indicator_id: str, then: pd.DataFrame, now: pd.DataFrame) -> Mapping[str, str]:
    indicator = CATALOGUE[indicator_id]
    values = [float(f.at[indicator_id, "value"]) if indicator_id in f.index else math.nan for f in (then, now)]
    known = not any(math.isnan(v) for v in values)
    return {
        words("Indikator"): indicator.name(words.language),
        words("Saat itu"): words.figure(values[0], indicator.unit),
        words("Sekarang"): words.figure(values[1], indicator.unit),
        words("Perubahan"): words.change(values[1], values[0], indicator.unit) if known else "–",
    }


def _since(words: Words, event_id: int) -> list[str]:
    """The events after this one, oldest first, as Markdown."""
    events = data.events()
    later_ones = events[events["event_id"] > event_id].sort_values("event_id")
    return [
        f"**{words.moment(row.at)}** · {words(KINDS[row.kind])}: "
        + (", ".join(inert_markdown(name) for name in row.files) or "–")
        for row in later_ones.itertuples()
    ]
