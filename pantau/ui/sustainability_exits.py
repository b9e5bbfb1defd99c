"""Why participants leave: exits by reason over time, and what becomes of stays."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from pantau import sustainability
from pantau.ui import charts, data, sustainability_charts, tables
from pantau.ui.sustainability_scene import PERIODS, Sustainability
from pantau.words import later

REASONS: Mapping[str, str] = {
    "graduasi": later("Graduasi (sudah mampu)"),
    "meninggal": later("Meninggal"),
    "pindah": later("Pindah"),
    "tidak_layak": later("Tidak layak lagi"),
    "mundur": later("Mengundurkan diri"),
    "lainnya": later("Sebab lain"),
    "": later("Sebab tidak disebut"),
}


def show(scene: Sustainability) -> None:
    """Exits by reason over time, and what becomes of a hundred stays. Of one RT it would be known who they were."""
    words, view = scene.words, scene.view
    if view.level == "rt":
        st.info(words("Sebab berhenti tidak dirinci untuk satu RT: yang keluar di sana sedikit dan akan dikenali."))
        return
    periods = view.upto(PERIODS)
    found = data.listed("sustainability", "exits", periods, view.programme_id, view.area)
    if found.empty:
        st.info(words("Tidak ada peserta yang keluar dalam periode-periode ini."))
    else:
        wide = found.pivot_table(index="period", columns="reason", values="stays", aggfunc="sum", fill_value=0)
        reasons = [r for r in REASONS if r in wide.columns]
        wide = wide.reindex(index=list(periods), columns=reasons, fill_value=0)
        wide.columns = pd.Index([words(REASONS[r]) for r in reasons])
        alt = words("Peserta yang keluar menurut sebab dan periode, {what}", what=view.title())
        colours = {words(name): charts.PALETTE[i] for i, name in enumerate(REASONS.values())}
        charts.draw(sustainability_charts.exits(words, wide, colours), words, "exits", alt, 380)
        table = wide[::-1].reset_index(drop=True)
        table.insert(0, words("Periode"), [words.period(p) for p in list(periods)[::-1]])
        units = {str(c): "transfers" for c in wide.columns}
        tables.show(table, units, words, "table-exits", alt, "0")  # type: ignore[arg-type]
        scene.downloads({words("Keluar"): table}, "keluar")
    _show_hundred(scene)


def _show_hundred(scene: Sustainability) -> None:
    words = scene.words
    left = sustainability.left_by(scene.stays, scene.month)
    if left.empty:
        return
    wide = left.pivot(index="reason", columns="months", values="share")
    wide = wide.reindex([r for r in REASONS if r in wide.index])
    still = 1 - wide.sum(axis=0)
    wide.index = pd.Index([words(REASONS[str(r)]) for r in wide.index])
    wide.loc[words("Masih menjadi peserta")] = still
    wide.columns = pd.Index([words("Setelah {n} bulan", n=m) for m in wide.columns])
    table = wide.reset_index(names=words("Keadaan"))
    st.markdown(
        words(
            "Apa yang terjadi dengan kepesertaan setelah sekian bulan (Aalen–Johansen, s.d. {month}):",
            month=scene.as_of,
        )
    )
    units = {str(c): "share" for c in wide.columns}
    alt = words("Bagian yang keluar menurut sebab, dan yang masih menjadi peserta, setelah sekian bulan")
    tables.show(table, units, words, "table-hundred", alt)  # type: ignore[arg-type]
