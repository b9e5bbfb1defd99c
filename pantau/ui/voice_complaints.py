"""Aduan: how many came, how many were closed within the service standard, which are open too long, about what."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pantau import periods as period_text
from pantau import voice
from pantau.indicators import CATALOGUE, Unit
from pantau.queries import Cells
from pantau.ui import charts, data, desk, entry, entry_forms, lineage_scene, state, tables
from pantau.ui.frame import View
from pantau.ui.voice_scene import decide, plain_bars, show_cards
from pantau.words import inert_markdown, later

INDICATORS = ("complaints", "complaint_resolution", "complaints_open", "complaints_overdue", "complaint_days")
SPLITS = {"category": later("Kategori"), "channel": later("Kanal"), "rw": later("RW")}
MONTHS = 24


def show(view: View) -> None:
    """The whole part, for a period, a programme and an area of at least an RW."""
    words = view.words
    any_figure = show_cards(view, INDICATORS)
    entry.show(words, entry_forms.complaint(view))
    if not any_figure:
        st.info(
            words(
                "Belum ada aduan untuk pilihan ini. Pilih periode, program, atau wilayah lain, atau muat berkas aduan."
            )
        )
        return
    st.subheader(words("Dari waktu ke waktu"))
    _over_time(view)
    st.subheader(words("Tentang apa, lewat mana, di mana"))
    _split(view)
    if desk.inside() and data.earlier() is None:
        _overdue(view)
        _newest(view)
    decide(view, "complaint_resolution")
    lineage_scene.button(view, "aduan", INDICATORS, periods=view.same_kind()[::-1])


def _over_time(view: View) -> None:
    """Closed within the standard, and those that stand open at the end of each period."""
    words = view.words
    periods = list(view.upto(MONTHS))
    frame = data.figures(["complaint_resolution", "complaints_open", "complaints_overdue"], view.cells(tuple(periods)))
    parts = {i: frame[frame["indicator_id"] == i] for i in frame["indicator_id"].unique()}
    rate = CATALOGUE["complaint_resolution"]
    left, right = st.columns(2, gap="medium")
    if rate.id in parts:
        series = parts[rate.id]
        target = float(series["target"].iloc[-1])
        with left:
            figure = charts.lines(words, rate, {rate.name(words.language): series}, periods, target, 8)
            alt = words("Tren {name} di {area}", name=rate.name(words.language), area=view.title())
            charts.draw(figure, words, "complaints-rate", alt, 320)
    stocks = {
        CATALOGUE[i].name(words.language): parts[i] for i in ("complaints_open", "complaints_overdue") if i in parts
    }
    if stocks:
        with right:
            figure = charts.lines(words, CATALOGUE["complaints_open"], stocks, periods, float("nan"), 8)
            charts.draw(figure, words, "complaints-open", words("Aduan terbuka pada akhir tiap periode"), 320)


def _split(view: View) -> None:
    """Complaints of the period by category, channel or RW: how many, and the share closed within the standard."""
    words = view.words
    splits = {key: words(name) for key, name in SPLITS.items()}
    by = state.segments("aduan_menurut", words("Menurut"), tuple(splits), "category", splits.__getitem__)
    cells = view.cells(level="rw") if by == "rw" else view.cells()
    table = _split_table(view, by, cells)
    if table.empty:
        st.info(words("Tidak ada aduan pada periode ini."))
        return
    names = table.columns
    counts = {names[1]: table[names[1]].fillna(0).tolist(), names[4]: table[names[4]].fillna(0).tolist()}
    title = words("Aduan menurut {what}, {period}", what=splits[by].lower() if by != "rw" else "RW", period=view.period_name(view.period))  # fmt: skip
    charts.draw(
        plain_bars(words, table[names[0]].tolist(), counts), words, f"complaints-{by}", title, 90 + 44 * len(table)
    )
    units: dict[str, Unit] = {
        names[1]: "count",
        names[2]: "count",
        names[3]: "share",
        names[4]: "count",
        names[5]: "count",
    }
    tables.show(table, units, words, f"table-complaints-{by}", title, "–")
    tables.downloads(view, {words("Aduan"): table}, f"aduan-{by}", INDICATORS, cells)


def _split_table(view: View, by: str, cells: Cells) -> pd.DataFrame:
    words = view.words
    ids = ("complaints", "complaint_resolution", "complaints_open", "complaints_overdue")
    key = "area_code" if by == "rw" else "item"
    frame = data.figures(ids, cells) if by == "rw" else data.facet_figures(ids, cells, by)
    if frame.empty:
        return pd.DataFrame()
    value = frame.pivot_table(index=key, columns="indicator_id", values="value").reindex(columns=list(ids))
    judged = frame[frame["indicator_id"] == "complaint_resolution"].set_index(key)["denominator"]
    labels = {"category": voice.CATEGORIES, "channel": voice.CHANNELS}
    names = [view.area_label(k) if by == "rw" else words(labels[by].get(k, k)) for k in value.index]
    table = pd.DataFrame(
        {
            words(SPLITS[by]): names,
            words("Aduan masuk"): value["complaints"].to_numpy(),
            words("Dinilai"): judged.reindex(value.index).to_numpy(),
            words("Ditutup dalam standar"): value["complaint_resolution"].to_numpy(),
            words("Terbuka"): value["complaints_open"].to_numpy(),
            words("Terbuka lewat standar"): value["complaints_overdue"].to_numpy(),
        }
    )
    if by == "rw":
        return table
    return table.sort_values(words("Aduan masuk"), ascending=False, ignore_index=True)


def _overdue(view: View) -> None:
    """For the office: which complaints wait too long as of today."""
    words = view.words
    found = data.listed("voice", "overdue_complaints", view.area, entry.today())
    st.subheader(words("Terbuka lewat standar hari ini (petugas)"))
    if found.empty:
        st.success(words("Tidak ada aduan yang lewat standar."))
        return
    names = view.areas.set_index("code")["label"]
    table = pd.DataFrame(
        {
            words("Nomor"): found["code"],
            words("Wilayah"): [names.get(code, code) for code in found["area_code"]],
            words("Kategori"): [words(voice.CATEGORIES.get(key, key)) for key in found["category"]],
            words("Kanal"): [words(voice.CHANNELS.get(key, key)) for key in found["channel"]],
            words("Masuk"): [words.date(day) for day in found["date"]],
            words("Tenggat"): [words.date(day) for day in found["due_date"]],
            words("Lewat (hari)"): found["days_over"],
        }
    )
    alt = words("Aduan yang terbuka lewat standar, yang terlama di atas")
    tables.show(table, {words("Lewat (hari)"): "count"}, words, "table-overdue", alt)
    cells = view.cells((period_text.year_of(view.period),))
    tables.downloads(view, {words("Aduan"): table}, "aduan-lewat-standar", ["complaints_overdue"], cells)


def _newest(view: View) -> None:
    """For the office: what was recorded last, by whom and when."""
    words = view.words
    found = data.listed("voice", "recent_complaints", view.area, 5)
    if found.empty:
        return
    names = view.areas.set_index("code")["label"]
    with st.expander(words("Aduan yang terakhir dicatat"), icon=":material/history:", expanded=True):
        for row in found.itertuples():
            st.markdown(
                words(
                    "**{number}** · {area} · {category} · dicatat oleh {who} pada {moment}",
                    number=inert_markdown(row.code),
                    area=inert_markdown(names.get(row.area_code, row.area_code)),
                    category=words(voice.CATEGORIES.get(str(row.category), str(row.category))),
                    who=inert_markdown(row.recorded_by or "–"),
                    moment=words.moment(row.recorded_at),
                )
            )
