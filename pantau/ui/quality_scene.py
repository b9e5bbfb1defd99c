"""Mutu data: how good the files are that came in, by file and by RW, over time; and what the registry leaves blank."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pantau import quality
from pantau.quality import MEASURES, Measure
from pantau.ui import charts, data, state, tables
from pantau.ui.report_scene import kind_name
from pantau.words import Words, inert_label

LAST_FILES = 8
"""Files side by side in the table by RW."""


def show(words: Words, who: str) -> None:
    """The scorecard."""
    version = str(st.session_state["data_version"])
    files = _files(version)
    if files.empty:
        st.info(words("Belum ada berkas yang dimuat."))
        return
    st.subheader(words("Menurut berkas"))
    _scorecard(words, files)
    names = {measure.id: measure.name(words.language) for measure in MEASURES.values()}
    with st.container(width="content"):
        chosen = state.segments("ukuran", words("Ukuran"), list(names), "accepted", names.__getitem__)
    measure = MEASURES[chosen]
    st.caption(measure.formula(words.language))
    _over_time(words, measure, files)
    st.subheader(words("Menurut RW"))
    _by_rw(words, measure, files, _by_area(version))
    st.subheader(words("Kelengkapan registri menurut RW, sekarang"))
    _completeness(words, _complete(version))
    with st.expander(words("Cara menghitung"), icon=":material/info:"):
        for one in MEASURES.values():
            st.markdown(f"**{one.name(words.language)}**: {one.formula(words.language)}")
        st.markdown(
            words(
                "**Hari sesudah akhir masa**: dari hari terakhir bulan yang dicakup penyaluran di berkas sampai hari berkas "
                "dimuat. Baris yang ditolak dihitung di RW yang tertulis di barisnya, atau RW keluarga dengan KK atau NIK "
                "itu; bila tidak ada, di wilayah tidak diketahui. Berkas yang dibatalkan tidak dihitung."
            )
        )


@st.cache_data(show_spinner=False, max_entries=4)
def _files(data_version: str) -> pd.DataFrame:
    return quality.files(data.engine())


@st.cache_data(show_spinner=False, max_entries=4)
def _by_area(data_version: str) -> pd.DataFrame:
    return quality.by_area(data.engine())


@st.cache_data(show_spinner=False, max_entries=4)
def _complete(data_version: str) -> pd.DataFrame:
    return quality.completeness(data.engine())


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    """part ÷ whole as floats; NaN without data."""
    bottom = whole.astype("Float64").astype(float)
    return part.astype("Float64").astype(float) / bottom.where(bottom > 0)


def _scorecard(words: Words, files: pd.DataFrame) -> None:
    newest = files.sort_values("batch_id", ascending=False)
    shares = {m.name(words.language): _share(newest[m.numerator], newest[m.denominator]) for m in MEASURES.values()}
    rows, days = words("Baris"), words("Hari sesudah akhir masa")
    table = pd.DataFrame(
        {
            words("No."): newest["batch_id"],
            words("Berkas"): newest["file_name"],
            words("Jenis"): [kind_name(words, kind) for kind in newest["kind"]],
            rows: newest["rows"],
            **shares,
            days: newest["days"].astype("Float64").astype(float),
        }
    )
    units = {rows: "households", **dict.fromkeys(shares, "share"), days: "days"}
    alt = words("Mutu tiap berkas")
    tables.show(table, units, words, "quality-files", alt, "–")  # type: ignore[arg-type]


def _over_time(words: Words, measure: Measure, files: pd.DataFrame) -> None:
    """A line a kind; a file stands at the end of what it covers, else at the day it was loaded."""
    at = files["period_end"].fillna(pd.to_datetime(files["loaded_at"]).dt.normalize())
    table = files.assign(at=at, share=_share(files[measure.numerator], files[measure.denominator]))
    table = table[table["share"].notna()].sort_values(["at", "batch_id"])
    figure = go.Figure()
    for i, (kind, rows) in enumerate(table.groupby("kind", sort=False)):
        figure.add_scatter(
            x=rows["at"],
            y=rows["share"],
            name=kind_name(words, str(kind)),
            mode="lines+markers" if len(rows) > 1 else "markers",
            marker={"size": 8},
            line={"color": charts.PALETTE[i % len(charts.PALETTE)], "dash": charts.DASHES[i % len(charts.DASHES)]},
            text=[
                f"{inert_label(row.file_name)}: {words.percent(row.share)} "
                f"({words.number(getattr(row, measure.numerator))} ÷ {words.number(getattr(row, measure.denominator))})"
                for row in rows.itertuples()
            ],
            hovertemplate="%{text}<extra></extra>",
        )
    lowest = float(table["share"].min()) if len(table) else 0.0
    figure.update_yaxes(tickformat=",.0%", range=[min(0.9, lowest - 0.02), 1.01])
    figure.update_xaxes(tickformat="%m/%Y")
    name = measure.name(words.language)
    charts.draw(figure, words, "quality-time", words("{name} tiap berkas menurut waktu", name=name), height=320)


def _by_rw(words: Words, measure: Measure, files: pd.DataFrame, by_area: pd.DataFrame) -> None:
    kinds = [kind for kind in quality.RECORDS if (by_area["kind"] == kind).any()]
    if not kinds:
        st.info(words("Belum ada berkas registri atau penyaluran."))
        return
    kind = state.segments("jenis", words("Jenis"), kinds, kinds[0], lambda k: kind_name(words, k), hide_label=True)
    mine = by_area[by_area["kind"] == kind]
    mine = mine[mine["batch_id"].isin(sorted(mine["batch_id"].unique())[-LAST_FILES:])]
    shares = mine.assign(share=_share(mine[measure.numerator], mine[measure.denominator]))
    areas = data.areas()
    names = dict(zip(areas["code"], areas["name"], strict=True))
    titles = {n: f"{n} · {name}" for n, name in zip(files["batch_id"], files["file_name"], strict=True)}
    wide = shares.pivot(index="area_code", columns="batch_id", values="share").sort_index()
    wide = wide.loc[[*(code for code in wide.index if code), *(code for code in wide.index if not code)]]
    total = mine.groupby("area_code").agg(top=(measure.numerator, "sum"), bottom=(measure.denominator, "sum"))
    total = total.loc[wide.index]
    title, top, bottom = words("Semua berkas ini"), words("Pembilang"), words("Penyebut")
    table = pd.DataFrame(
        {
            words("Wilayah"): [names.get(code, code) or words("tidak diketahui") for code in wide.index],
            title: _share(total["top"], total["bottom"]).to_numpy(),
            top: total["top"].to_numpy(),
            bottom: total["bottom"].to_numpy(),
            **{titles[n]: wide[n].to_numpy() for n in wide.columns},
        }
    )
    units = {
        title: "share",
        top: "households",
        bottom: "households",
        **dict.fromkeys(map(titles.get, wide.columns), "share"),
    }
    alt = words("{name} tiap RW dan berkas", name=measure.name(words.language))
    tables.show(table, units, words, "quality-rw", alt, "–")  # type: ignore[arg-type]


def _completeness(words: Words, found: pd.DataFrame) -> None:
    if found.empty:
        st.info(words("Belum ada registri."))
        return
    areas = data.areas()
    names = dict(zip(areas["code"], areas["name"], strict=True))
    households = words("Keluarga")
    shares = {
        words("Punya desil"): _share(found["desil"], found["households"]),
        words("Punya alamat"): _share(found["address"], found["households"]),
        words("Punya pendapatan"): _share(found["income"], found["households"]),
    }
    table = pd.DataFrame(
        {
            words("Wilayah"): [names.get(code, code) for code in found["area_code"]],
            households: found["households"],
            **shares,
        }
    )
    units = {households: "households", **dict.fromkeys(shares, "share")}
    alt = words("Kelengkapan registri menurut RW, sekarang")
    tables.show(table, units, words, "quality-complete", alt, "–")  # type: ignore[arg-type]
