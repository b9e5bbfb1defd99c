"""The map of the 3W: how many partners work in each RW, in one sector or any."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pandas as pd
import streamlit as st

from pantau import sectors
from pantau.classify import Classes, classify
from pantau.indicators import CATALOGUE
from pantau.ui import data, maps, state
from pantau.ui.frame import View
from pantau.ui.maps import Layer
from pantau.ui.partners_scene import Presence
from pantau.words import Words, inert_markdown

EVERY = "semua"


def show(presence: Presence) -> None:
    """The choice of a sector, the map, its legend; a click goes into the RW."""
    view, words = presence.view, presence.view.words
    st.subheader(words("Peta mitra"))
    with st.container(width=300, key="f-bidang"):
        options = [EVERY, *sectors.SECTORS]
        sector = state.select("bidang", words("Bidang"), options, EVERY, lambda key: _named(view, key))
    works = presence.works if sector == EVERY else presence.works[presence.works["sector"] == sector]
    number = works.groupby("area_code")["partner"].nunique()
    figures = pd.DataFrame({"area_code": list(presence.rw)})
    figures["value"] = [float(number.get(code, 0)) for code in figures["area_code"]]
    figures = figures.assign(numerator=figures["value"], denominator=float("nan"), target=float("nan"), status="none")
    within = view.area if view.level == "kelurahan" else view.area.rpartition(".")[0]
    boundaries = data.boundaries("rw", within)
    if boundaries.empty:
        st.info(words("Belum ada batas wilayah. Muat berkas batas RW/RT (GeoJSON, Shapefile, GeoPackage)."))
        return
    frame = maps.join(boundaries, figures)
    labels = view.areas.set_index("code")["label"]
    frame["label"] = [labels.get(code, code) for code in frame["code"]]
    indicator = replace(CATALOGUE["who_what_where"], name_id="Mitra yang bekerja", name_en="Partners at work")
    classes = classify(figures["value"].tolist(), "natural", "none", None, 0.0)
    layer = Layer(_named(view, sector), frame, indicator, classes)
    highlight = view.area if view.level == "rw" else None
    clicked = maps.show(words, layer, boundaries.iloc[:0], boundaries, highlight, f"map-3w-{within}", 420)
    if clicked and clicked != view.area:
        state.choose("wilayah", clicked)
        st.rerun()
    _legend(words, classes, frame["value"].tolist())
    notes = {note for note in boundaries["boundary_note"] if note}
    if notes:
        st.caption(f":material/info: {inert_markdown('; '.join(sorted(words(note) for note in notes)))}")


def _legend(words: Words, classes: Classes | None, values: list[float]) -> None:
    """The classes as whole numbers of partners, with how many RW are in each."""
    if classes is None:
        return
    counts = Counter(classes.index(v) for v in values)
    items, low = [], int(classes.lower)
    for i, (bound, colour) in enumerate(zip(classes.bounds, classes.colours, strict=True)):
        high = int(bound)
        span = words.number(low) if low >= high else f"{words.number(low)}–{words.number(high)}"
        areas = words("{n} wilayah", n=words.number(counts[i]))
        items.append(f'<span><i style="background:{colour}"></i><b>{words("{n} mitra", n=span)}</b> {areas}</span>')
        low = high + 1
    st.html(f'<div class="legend" data-testid="legend">{"".join(items)}</div>')


def _named(view: View, key: str) -> str:
    return view.words("Semua bidang") if key == EVERY else sectors.name(key, view.words)
