"""Usulan: what residents asked for, what became of it, and how long the answer took."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pantau import sectors, voice
from pantau.indicators import Unit
from pantau.queries import weighted_median
from pantau.statistics import percentile_of_counts
from pantau.ui import charts, data, desk, entry, entry_forms, lineage_scene, state, tables
from pantau.ui.frame import View
from pantau.ui.voice_scene import STEP_COLOURS, counts_axis, decide, show_cards, stacked
from pantau.words import Words

INDICATORS = ("proposals", "voice_response", "voice_days", "voice_funded", "voice_done", "voice_money")
EVERY = "semua"
BIN = 14
"""Days in one bar of the distribution."""


def show(view: View) -> None:
    """The whole part, for a year and an area."""
    words = view.words
    any_figure = show_cards(view, INDICATORS)
    entry.show(words, entry_forms.proposal(view))
    if not any_figure:
        st.info(
            words(
                "Belum ada usulan pada {period} di {area}. Pilih tahun lain, atau muat berkas usulan (musrenbang, musyawarah "
                "RW, konsultasi).",
                period=view.period,
                area=view.area_label(view.area),
            )
        )
        return
    every = data.listed("voice", "proposals", view.area, "")
    mine = every[[str(day.year) == view.period for day in every["date"]]].reset_index(drop=True)
    st.subheader(words("Apa jadinya"))
    _flow(view, every, mine)
    st.subheader(words("Berapa lama jawabannya"))
    _days(view)
    st.subheader(words("Daftar usulan {year}", year=view.period))
    _list(view, mine)
    decide(view, "voice_response")
    lineage_scene.button(view, "usulan", INDICATORS, periods=view.same_kind()[::-1])


def _flow(view: View, every: pd.DataFrame, mine: pd.DataFrame) -> None:
    """Bars: every year, and of this year every RW (of an RW: every theme)."""
    words = view.words
    names = {step: words(name) for step, name in voice.STEPS.items()}
    split = "rw" if view.level == "kelurahan" else "theme"
    left, right = st.columns(2, gap="medium")
    exported = {}
    parts = (
        (left, "year", every, words("Usulan menurut tahun dan nasibnya sampai sekarang")),
        (right, split, mine, words("Usulan {year} menurut RW", year=view.period) if split == "rw" else words("Usulan {year} menurut tema", year=view.period)),
    )  # fmt: skip
    for place, by, found, title in parts:
        table = voice.flow(found, by)
        labels = [_label(view, by, key) for key in table.index]
        figure = stacked(words, table, names, STEP_COLOURS, labels)
        with place:
            st.markdown(f"**{title}**")
            charts.draw(figure, words, f"flow-{by}", title, max(240, 90 + 34 * len(table)))
        written = table.rename(columns=names)
        written.insert(0, {"year": words("Tahun"), "rw": "RW", "theme": words("Tema")}[by], labels)
        exported[title[:31]] = written.reset_index(drop=True)
    with st.expander(words("Angkanya sebagai tabel"), icon=":material/table:"):
        for number, (title, written) in enumerate(exported.items()):
            tables.show(written, dict.fromkeys(names.values(), "count"), words, f"table-flow-{number}", title)
        tables.downloads(view, exported, "nasib-usulan", INDICATORS[:1], view.cells())


def _label(view: View, by: str, key: str) -> str:
    if by == "rw":
        return view.area_label(key)
    return sectors.name(key, view.words) if by == "theme" else key


def _days(view: View) -> None:
    """How the days to the answer are spread, with the median and the day by which nine in ten had theirs."""
    words = view.words
    spread = data.listed("voice", "answer_days", view.cells())
    if spread.empty:
        st.info(words("Belum ada usulan yang dijawab."))
        return
    x, n = spread["x"].to_numpy(), spread["n"].to_numpy()
    median, late = weighted_median(x, n), percentile_of_counts(x, n, 0.9)
    st.markdown(
        words(
            "Separuh usulan dijawab dalam **{median}** atau kurang; sembilan dari sepuluh dalam **{late}**. Paling lama "
            "{longest}.",
            median=words.figure(median, "days"),
            late=words.figure(late, "days"),
            longest=words.figure(float(x.max()), "days"),
        )
    )
    bars = spread.groupby(spread["x"] // BIN)["n"].sum()
    bars = bars.reindex(range(int(bars.index.min()), int(bars.index.max()) + 1), fill_value=0)
    labels = [f"{int(i) * BIN}–{int(i) * BIN + BIN - 1}" for i in bars.index]
    figure = go.Figure(
        go.Bar(
            x=labels,
            y=bars.tolist(),
            marker={"color": charts.PALETTE[0]},
            hovertemplate=words("{days} hari: {n} usulan", days="%{x}", n="%{y}") + "<extra></extra>",
        )
    )
    for value, name, dash in ((median, words("median"), "solid"), (late, words("9 dari 10"), "dash")):
        place = value / BIN - 0.5 - float(bars.index.min())
        figure.add_vline(x=place, line={"color": "#333", "dash": dash}, annotation_text=name, annotation_position="top")
    figure.update_xaxes(type="category", title=words("hari dari usulan sampai jawaban"), automargin=True)
    figure.update_yaxes(title=words("usulan"), **counts_axis(bars))
    alt = words("Sebaran hari dari usulan sampai jawaban, tahun {year}", year=view.period)
    charts.draw(figure, words, "answer-days", alt, 300)


def _list(view: View, mine: pd.DataFrame) -> None:
    """The proposals themselves, filtered by theme and by how far they are."""
    words = view.words
    with st.container(horizontal=True, key="voice-controls"):
        with st.container(width=260, key="f-tema"):
            themes = [EVERY, *sectors.SECTORS]
            theme = state.select("tema", words("Tema"), themes, EVERY, lambda k: _theme(words, k))
        with st.container(width=260, key="f-nasib"):
            steps = [EVERY, *voice.STEPS]
            step = state.select("nasib", words("Nasibnya"), steps, EVERY, lambda k: _step(words, k))
    if theme != EVERY:
        mine = mine[mine["theme"] == theme]
    if step != EVERY:
        mine = mine[mine["step"] == step]
    if mine.empty:
        st.info(words("Tidak ada usulan dengan pilihan ini."))
        return
    shown = listed(view, mine, desk.inside())
    units: dict[str, Unit] = {
        words("Suara"): "count",
        words("Hari"): "count",
        words("Nilai usulan"): "rupiah",
        words("Nilai didanai"): "rupiah",
    }
    alt = words("Daftar usulan warga dengan suara, keadaan, jawaban, dan lamanya")
    tables.show(shown, units, words, "table-usulan", alt, "–")
    exported = listed(view, mine, False)
    tables.downloads(view, {words("Usulan warga"): exported}, "usulan", INDICATORS, view.cells())


def _theme(words: Words, key: str) -> str:
    return words("Semua tema") if key == EVERY else sectors.name(key, words)


def _step(words: Words, key: str) -> str:
    return words("Semua") if key == EVERY else words(voice.STEPS[key])


def listed(view: View, found: pd.DataFrame, office: bool) -> pd.DataFrame:
    """Proposals as readers see them; who recorded each, and when, for the ``office``."""
    words = view.words
    names = view.areas.set_index("code")["name"]
    programmes = dict(zip(view.programmes["programme_id"], view.programmes[f"name_{words.language}"], strict=True))
    table = pd.DataFrame(
        {
            words("Usulan"): found["title"],
            "RW": [names.get(code, code) for code in found["area_code"]],
            words("Tema"): [sectors.name(key, words) for key in found["theme"]],
            words("Suara"): found["votes"],
            words("Keadaan"): [words(voice.STATUSES.get(key, key)) for key in found["status"]],
            words("Jawaban"): found["answer"],
            words("Hari"): found["days_to_answer"],
            words("Diajukan"): [words.date(day) for day in found["date"]],
            words("Forum"): [words(voice.FORUMS.get(key, key)) for key in found["forum"]],
            words("Nilai usulan"): found["amount_asked"],
            words("Nilai didanai"): found["amount_funded"],
            words("Didanai oleh"): [programmes.get(i) for i in found["programme_id"]],
            words("Terlaksana"): [None if day is None else words.date(day) for day in found["done_date"]],
            words("Nomor"): found["code"],
        }
    )
    if office:
        table[words("Dicatat")] = [
            words("dicatat oleh {who} pada {moment}", who=who or "–", moment=words.moment(at))
            if at is not None
            else None
            for who, at in zip(found["recorded_by"], found["recorded_at"], strict=True)
        ]
    return table
