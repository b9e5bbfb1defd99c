"""A card for one indicator: value, what it is made of, target with its light, change, sparkline, definition."""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pantau.figure_text import fraction
from pantau.indicators import CATALOGUE, Indicator
from pantau.schema import ALL_PROGRAMMES
from pantau.ui import lineage_scene
from pantau.ui.frame import View
from pantau.ui.style import STATUS_COLOURS, STATUS_SIGNS
from pantau.words import Words, inert_html


def show(
    view: View, indicator_ids: Sequence[str], now: pd.DataFrame, before: pd.DataFrame, past: pd.DataFrame, since: str
) -> None:
    """Cards for ``indicator_ids`` in a grid, each with a way to the files behind its figure.

    ``now``, ``before``: figures of the period and of the one before (one row an indicator); ``past``: figures of all
    periods up to now, for the sparklines; ``since``: name of the period before.
    """
    with st.container(key="kpi"):
        for indicator_id in indicator_ids:
            row = now[now["indicator_id"] == indicator_id]
            then = before[before["indicator_id"] == indicator_id]
            line = past[past["indicator_id"] == indicator_id].sort_values("period")
            with st.container(key=f"card-{indicator_id}", gap=None):
                st.html(_card(view, CATALOGUE[indicator_id], row, then, line["value"].tolist(), since))
                lineage_scene.button(view, f"card-{indicator_id}", (indicator_id,))


def _card(
    view: View, indicator: Indicator, now: pd.DataFrame, then: pd.DataFrame, line: list[float], since: str
) -> str:
    words = view.words
    value = float(now["value"].iloc[0]) if len(now) else math.nan
    target = float(now["target"].iloc[0]) if len(now) else math.nan
    light = str(now["status"].iloc[0]) if len(now) else "none"
    verdicts = {
        "green": words("mencapai target"),
        "amber": words("mendekati target"),
        "red": words("jauh dari target"),
        "none": words("tanpa target") if math.isnan(target) else words.no_data,
    }
    name = inert_html(indicator.name(words.language))
    parts = [f"<h4>{name}</h4>", f'<div class="value">{words.figure(value, indicator.unit, short=True)}</div>']
    if indicator.is_ratio and len(now) and not math.isnan(value):
        part, whole = float(now["numerator"].iloc[0]), float(now["denominator"].iloc[0])
        parts.append(f'<div class="parts">{fraction(words, indicator, part, whole)}</div>')
    goal = "" if math.isnan(target) else f" · {words('target')} {words.figure(target, indicator.unit, short=True)}"
    parts.append(f'<div class="goal"><span class="light">{STATUS_SIGNS[light]} {verdicts[light]}</span>{goal}</div>')
    previous = float(then["value"].iloc[0]) if len(then) else math.nan
    if not math.isnan(previous) and not math.isnan(value):
        change = words.change(value, previous, indicator.unit)
        parts.append(f'<div class="change">{words("{change} dari {period}", change=change, period=since)}</div>')
    elif math.isnan(value) and indicator.mart == "budget":
        named = [view.area_label(view.area)]
        if view.programme_id != ALL_PROGRAMMES:
            named.insert(0, view.programme_name(view.programme_id))
        missing = words("Tidak ada anggaran untuk {what}.", what=inert_html(", ".join(named)))
        parts.append(f'<div class="change">{missing}</div>')
    elif not math.isnan(value):
        parts.append(f'<div class="change">{words("belum ada pembanding")}</div>')
    parts.append(_sparkline(words, line, name))
    parts.append(
        f"<details><summary><b class='i'>i</b> {words('Definisi')}</summary>{inert_html(indicator.formula(words.language))} "
        f"<em>{words('Sumber')}: {inert_html(indicator.source)}.</em></details>"
    )
    return (
        f'<section class="card" style="--light:{STATUS_COLOURS[light]}" data-indicator="{indicator.id}">'
        f"{''.join(parts)}</section>"
    )


def _sparkline(words: Words, values: list[float], name: str) -> str:
    """A small line as SVG; gaps where there is no data, nothing where there are none at all."""
    known = [v for v in values if not math.isnan(v)]
    if not known:
        return ""
    if len(known) < 2:
        return f'<div class="change">{words("satu titik data: belum ada tren")}</div>'
    low, high = min(known), max(known)
    scale = (high - low) or 1.0
    step = 100 / max(1, len(values) - 1)
    pieces: list[str] = []
    pen_down = False
    for i, value in enumerate(values):
        if math.isnan(value):
            pen_down = False
            continue
        pieces.append(f"{'L' if pen_down else 'M'}{i * step:.1f},{34 - 30 * (value - low) / scale:.1f}")
        pen_down = True
    label = words("Tren {name}", name=name)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 38" preserveAspectRatio="none">'
        f'<path d="{" ".join(pieces)}" fill="none" stroke="#0b6e6e" stroke-width="2" vector-effect="non-scaling-stroke"/>'
        "</svg>"
    )
    # As a picture: st.html keeps no inline SVG.
    code = base64.b64encode(svg.encode()).decode()
    return f'<img class="spark" alt="{label}" src="data:image/svg+xml;base64,{code}">'
