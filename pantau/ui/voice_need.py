"""Kebutuhan dan alokasi: what families lack by RW and sector, and whether what came to the RW follows it."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pantau import need, sectors
from pantau.indicators import CATALOGUE, Unit
from pantau.need import Fit
from pantau.reference import home_kelurahan
from pantau.ui import charts, data, lineage_scene, state, tables
from pantau.ui.frame import View
from pantau.ui.voice_scene import decide
from pantau.words import Words, inert_label, inert_markdown


def show(view: View) -> None:
    """The whole part, for a year; the comparison of RW is always of the whole kelurahan."""
    words = view.words
    wanted = data.listed("need", "by_sector", home_kelurahan(), "rw", view.period)
    if not wanted["named"].any():
        st.info(
            words(
                "Belum ada kebutuhan yang dicatat pada {period}. Muat isian kunjungan (survei rumah tangga, penilaian "
                "kebutuhan), atau pilih tahun lain.",
                period=view.period,
            )
        )
        return
    st.subheader(words("Apakah bantuan mengikuti kebutuhan?"))
    names = {"need_fit": words("Bantuan per keluarga"), "need_fit_proposals": words("Usulan yang didanai")}
    chosen = state.segments("alokasi", words("Alokasi"), need.FITS, "need_fit", names.__getitem__)
    found = data.listed("need", "fit", chosen, home_kelurahan(), view.period)
    _compare(view, chosen, found)
    st.subheader(words("Apa yang dibutuhkan, menurut RW dan bidang"))
    _sectors(view, wanted)
    first, second = CATALOGUE[chosen].ranks or ("", "")
    decide(view, chosen)
    lineage_scene.button(view, "kebutuhan", (first, second), areas=[home_kelurahan(), *found.rows["area_code"]])


def _compare(view: View, chosen: str, found: Fit) -> None:
    """Need and allocation by RW: in a sentence, drawn, and in a table."""
    words = view.words
    if found.rows.empty:
        st.info(words("Belum ada yang diterima pada {period} untuk dibandingkan dengan kebutuhan.", period=view.period))
        return
    st.markdown(inert_markdown(need.sentence(words, found)))
    worst = need.furthest(found)
    if worst is not None and found.rho < need.STRONG:
        st.markdown(
            words(
                "Paling tertinggal: **{area}**, kebutuhannya peringkat {need} dan yang diterimanya peringkat {got} dari {n} RW.",
                area=inert_markdown(view.area_label(str(worst["area_code"]))),
                need=_rank(words, float(worst["need_rank"])),
                got=_rank(words, float(worst["allocation_rank"])),
                n=words.number(found.n),
            )
        )
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _scatter(view, chosen, found)
    with right:
        _by_year(view, chosen)
    _table(view, chosen, found)


def _rank(words: Words, rank: float) -> str:
    return words.number(rank, 0 if rank == int(rank) else 1)


def _rank_unit(ranks: pd.Series) -> Unit:
    """Ranks are whole numbers but where several RW share one."""
    return "count" if (ranks % 1 == 0).all() else "points"


def _scatter(view: View, fit_id: str, found: Fit) -> None:
    words = view.words
    first, second = (CATALOGUE[i] for i in CATALOGUE[fit_id].ranks or ("", ""))
    rows = found.rows
    labels = [inert_label(view.area_label(code)) for code in rows["area_code"]]
    mine = [code == view.area for code in rows["area_code"]]
    hover = [
        f"<b>{label}</b><br>{first.name(words.language)}: {words.figure(x, first.unit)}<br>"
        f"{second.name(words.language)}: {words.figure(y, second.unit)}"
        for label, x, y in zip(labels, rows["need"], rows["allocation"], strict=True)
    ]
    figure = go.Figure(
        go.Scatter(
            x=rows["need_rank"],
            y=rows["allocation_rank"],
            mode="markers+text",
            text=labels,
            textposition="top center",
            hovertext=hover,
            hoverinfo="text",
            cliponaxis=False,
            marker={"size": 13, "color": [charts.PALETTE[1] if own else charts.PALETTE[0] for own in mine]},
        )
    )
    # By rank rather than by value: so no name covers another, and it is what the correlation compares.
    ends = [len(rows) + 0.7, 0.3]
    figure.add_shape(
        type="line", x0=ends[0], y0=ends[0], x1=ends[1], y1=ends[1], line={"color": "#9aa7b1", "dash": "dot"}
    )
    ticks = {"range": ends, "dtick": 1, "tickformat": ",d", "zeroline": False}
    figure.update_xaxes(title=words("peringkat kebutuhan (1 = paling membutuhkan)"), **ticks)
    figure.update_yaxes(title=words("peringkat alokasi (1 = paling banyak)"), **ticks)
    alt = words(
        "Titik RW: ke kanan lebih membutuhkan, ke atas menerima lebih banyak, {year}. {sentence}",
        year=view.period,
        sentence=need.sentence(words, found),
    )
    charts.draw(figure, words, f"need-{fit_id}", alt, 420)
    st.caption(
        words(
            "Satu titik satu RW, ke kanan lebih membutuhkan, ke atas menerima lebih banyak. Di bawah garis: menerima kurang "
            "daripada yang sesuai kebutuhannya."
        )
    )


def _by_year(view: View, fit_id: str) -> None:
    """The correlation of each year with its interval."""
    words = view.words
    indicator = CATALOGUE[fit_id]
    frame = data.figures([fit_id], view.cells(view.upto(), level="kelurahan", within=home_kelurahan()))
    frame = frame[frame["value"].notna()].sort_values("period")
    if frame.empty:
        return
    figure = go.Figure(
        go.Scatter(
            x=frame["period"],
            y=frame["value"],
            mode="lines+markers",
            line={"color": charts.PALETTE[0], "width": 2.5},
            marker={"size": 9},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": (frame["high"] - frame["value"]).tolist(),
                "arrayminus": (frame["value"] - frame["low"]).tolist(),
                "color": "#7b8a97",
            },
            hovertext=[_said(words, row.value, row.low, row.high) for row in frame.itertuples()],
            hoverinfo="x+text",
        )
    )
    figure.add_hline(y=0, line={"color": "#777", "width": 1})
    figure.update_yaxes(range=[-1.08, 1.08], title=words("korelasi peringkat"), tickformat=",.1f")
    figure.update_xaxes(type="category")
    said = "; ".join(f"{row.period}: {_said(words, row.value, row.low, row.high)}" for row in frame.itertuples())
    alt = words("{name} menurut tahun. {figures}", name=indicator.name(words.language), figures=said)
    charts.draw(figure, words, f"need-years-{fit_id}", alt, 420)
    st.caption(words("Garis tegak: rentang 95%. Di atas 0: yang lebih membutuhkan menerima lebih banyak."))


def _said(words: Words, value: float, low: float, high: float) -> str:
    if math.isnan(low):
        return words.number(value, 2)
    return f"{words.number(value, 2)} ({words.number(low, 2)} – {words.number(high, 2)})"


def _table(view: View, fit_id: str, found: Fit) -> None:
    words = view.words
    first, second = (CATALOGUE[i] for i in CATALOGUE[fit_id].ranks or ("", ""))
    rows = found.rows.sort_values("need_rank")
    names = (first.name(words.language), second.name(words.language))
    table = pd.DataFrame(
        {
            "RW": [view.area_label(code) for code in rows["area_code"]],
            names[0]: rows["need"],
            words("Peringkat kebutuhan"): rows["need_rank"],
            names[1]: rows["allocation"],
            words("Peringkat alokasi"): rows["allocation_rank"],
        }
    )
    units: dict[str, Unit] = {
        names[0]: first.unit,
        names[1]: second.unit,
        words("Peringkat kebutuhan"): _rank_unit(rows["need_rank"]),
        words("Peringkat alokasi"): _rank_unit(rows["allocation_rank"]),
    }
    alt = words("Kebutuhan dan alokasi menurut RW dengan peringkatnya")
    tables.show(table, units, words, f"table-{fit_id}", alt)
    cells = view.cells(level="rw", within=home_kelurahan())
    tables.downloads(view, {words("Kebutuhan dan alokasi"): table}, "kebutuhan", [first.id, second.id], cells)


def _sectors(view: View, found: pd.DataFrame) -> None:
    """A heat map: RW × sectors, the share of the families asked that named the sector."""
    words = view.words
    wide = found.pivot_table(index="area_code", columns="sector", values="share")
    wide = wide.reindex(columns=[key for key in sectors.SECTORS if key in wide.columns])
    wide.index = pd.Index([view.area_label(code) for code in wide.index])
    wide.columns = pd.Index([sectors.name(key, words) for key in wide.columns])
    share = CATALOGUE["voice_response"]  # for its unit: shares are written as percentages
    figure = charts.heat_map(words, share, wide, low_is_good=True)
    title = words("Keluarga yang menyebut suatu bidang sebagai kebutuhan, dari yang ditanya, {year}", year=view.period)
    with st.container(key="heat"):
        charts.draw(figure, words, "need-sectors", title, 80 + 38 * len(wide))
    st.caption(title)
    table = wide.reset_index(names="RW")
    with st.expander(words("Angkanya sebagai tabel"), icon=":material/table:"):
        tables.show(table, dict.fromkeys(wide.columns, "share"), words, "table-need-sectors", title)
        tables.downloads(
            view, {words("Kebutuhan"): table}, "kebutuhan-bidang", ["need_expressed"], view.cells(level="rw")
        )
