"""Outreach: how many adults each RW has reached, in how many sessions, and what they learned."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pantau import activities
from pantau.indicators import CATALOGUE, Unit
from pantau.ui import activity_charts, charts, data, tables
from pantau.ui.activity_charts import Ranged
from pantau.ui.frame import View
from pantau.words import inert_markdown


def show(view: View) -> None:
    """Reach and sessions by RW; the gain in the quiz by theme."""
    words = view.words
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(words("Sesi dan jangkauan menurut RW"))
        _by_rw(view)
    with right:
        st.subheader(words("Apa yang dipelajari"))
        _quiz(view)


def _by_rw(view: View) -> None:
    words = view.words
    found = data.figures(["outreach_sessions", "outreach_reach"], view.cells(level="rw"))
    if found.empty:
        st.info(words.no_data)
        return
    names = view.areas.set_index("code")["name"]
    sessions = found[found["indicator_id"] == "outreach_sessions"].set_index("area_code")["value"]
    reach = found[found["indicator_id"] == "outreach_reach"].set_index("area_code")
    none = [inert_markdown(names.get(c, c)) for c in reach.index if not sessions.get(c, 0)]
    if none:
        said = words("Tanpa satu sesi pun pada {year}: {areas}.", year=view.period, areas=", ".join(none))
        st.warning(said, icon=":material/campaign:")
    indicator = CATALOGUE["outreach_reach"]
    rows = [Ranged(str(names.get(r.Index, r.Index)), r.value, r.low, r.high) for r in reach.itertuples()]
    figure = activity_charts.ranges(words, rows, indicator.unit)
    alt = words("Bagian warga dewasa yang hadir di penyuluhan, menurut RW, dengan rentang 95%")
    st.caption(alt)
    charts.draw(figure, words, "outreach-rw", alt, 90 + 36 * len(rows))
    table = pd.DataFrame(
        {
            "RW": [row.name for row in rows],
            words("Sesi"): [float(sessions.get(c, 0)) for c in reach.index],
            words("Dewasa hadir"): reach["numerator"].tolist(),
            words("Warga dewasa"): reach["denominator"].tolist(),
            words("Jangkauan"): reach["value"].tolist(),
        }
    )
    units: dict[str, Unit] = dict.fromkeys((words("Dewasa hadir"), words("Warga dewasa")), "people")
    units |= {words("Sesi"): "count", words("Jangkauan"): "share"}
    with st.expander(words("Angkanya sebagai tabel"), icon=":material/table:"):
        tables.show(table, units, words, "table-jangkauan", alt)
        tables.downloads(view, {"RW": table}, "penyuluhan-rw", ["outreach_reach"], view.cells(level="rw"))


def _quiz(view: View) -> None:
    words = view.words
    years = view.upto()
    found: pd.DataFrame = data.listed("counted", "pooled", ("quiz_gain",), view.cells(years), "theme")
    rows = [Ranged(r.item, r.value, r.low, r.high) for r in activities.ranked(found, "quiz_gain")]
    if not rows or found["value"].isna().all():
        st.info(words("Belum ada kuis sebelum dan sesudah penyuluhan."))
        return
    indicator = CATALOGUE["quiz_gain"]
    name = indicator.name(words.language)
    safe = [row._replace(item=inert_markdown(row.item)) for row in activities.ranked(found, "quiz_gain")]
    st.markdown(activities.verdict(words, f"**{name}**", safe, indicator.unit))
    alt = words("{name} menurut tema, dengan rentang 95%", name=name)
    charts.draw(activity_charts.ranges(words, rows, "points"), words, "quiz", alt, 90 + 44 * len(rows))
    table = pd.DataFrame(
        {
            words("Tema"): [row.name for row in rows],
            name: [row.value for row in rows],
            words("Rentang 95%"): [activity_charts.interval(words, row, "points") for row in rows],
            words("Orang"): [float(row.n) for row in activities.ranked(found, "quiz_gain")],
        }
    )
    units: dict[str, Unit] = {name: "points", words("Orang"): "people"}
    with st.expander(words("Angkanya sebagai tabel"), icon=":material/table:"):
        tables.show(table, units, words, "table-kuis", alt, "–")
        tables.downloads(view, {words("Kuis"): table}, "penyuluhan-kuis", ["quiz_gain"], view.cells(years))
