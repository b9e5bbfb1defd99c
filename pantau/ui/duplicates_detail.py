"""One likely duplicate: both records side by side, how the evidence adds up, and the decision of a person."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from sqlalchemy import Engine

from pantau import duplicates
from pantau.duplicates import ONE_NIK, TWO_NIK
from pantau.ui import charts, picking, tables
from pantau.words import Words, inert_label, later

KEY = "ganda"

KINDS = {TWO_NIK: later("satu orang, dua NIK"), ONE_NIK: later("satu NIK, dua orang")}
STATES = {
    "open": later("belum diputuskan"),
    "same": later("orang yang sama"),
    "different": later("orang yang berbeda"),
}
DEGREES = {"very_likely": later("sangat mungkin"), "likely": later("mungkin"), "possible": later("perlu dicek")}
SIGNS = {"very_likely": "■", "likely": "▲", "possible": "●"}
_SEXES = {"L": later("laki-laki"), "P": later("perempuan")}
_HOW = {
    "refused": later("baris yang ditolak karena NIK-nya sudah dipakai di berkas itu"),
    "replaced": later("catatan lama yang diganti berkas yang lebih baru"),
}
_SURE = 0.999
_FOR, _AGAINST, _TOTAL = "#0072b2", "#d55e00", "#46535f"


def show(engine: Engine, words: Words, actor: str) -> None:
    """The field for a candidate's number, and the candidate that is open."""
    number = picking.number_field(KEY, words("Buka nomor"))
    if number is None:
        return
    found = duplicates.candidates(engine, candidate_id=number)
    if found.empty:
        st.info(words("Tidak ada kemungkinan ganda dengan nomor itu; mungkin data terbaru tidak lagi menunjukkannya."))
        return
    one = found.iloc[0].to_dict()
    with st.container(border=True, key="candidate"):
        _headline(words, one)
        left, right = st.columns([3, 2], gap="medium")
        with left:
            tables.show(
                _side_by_side(words, one), {}, words, "table-sides", words("Kedua catatan, tersamar, berdampingan"), "–"
            )
        with right:
            _waterfall(words, one)
        _decision(engine, words, one, actor)


def chance(words: Words, probability: float) -> str:
    """A probability as a percentage; never 100 %, which no comparison can be."""
    return ("> " if probability > _SURE else "") + words.percent(min(probability, _SURE))


def _headline(words: Words, one: dict[str, Any]) -> None:
    degree = f"{SIGNS[one['degree']]} {words(DEGREES[one['degree']])}"
    st.subheader(f"{words(KINDS[one['kind']])} · {degree} · {chance(words, one['probability'])}", anchor=False)
    if one["kind"] == ONE_NIK:
        how = words(_HOW[one["evidence"]["other"]["how"]])
        st.markdown(words("Dua catatan memakai NIK yang sama. Catatan B adalah {how}.", how=how))


def _side_by_side(words: Words, one: dict[str, Any]) -> pd.DataFrame:
    """What each record says, and in words how alike they are."""
    levels = {c["key"]: c[f"level_{words.language}"] for c in one["evidence"]["columns"]}

    def cells(what: str, names: dict[str, str] | None = None) -> list[str]:
        values = [one[f"{what}_{side}"] for side in "ab"]
        plain = [
            "–" if v is None or pd.isna(v) or v == "" else str(int(v) if isinstance(v, float) else v) for v in values
        ]
        return [words(names[v]) if names and v in names else v for v in plain]

    rows = [
        (words("Nama"), *cells("name"), levels.get("name", "")),
        (words("Tahun lahir"), *cells("born"), levels.get("birth", "")),
        (words("Jenis kelamin"), *cells("sex", _SEXES), levels.get("sex", "")),
        (words("RT/RW"), *cells("place"), levels.get("place", "")),
        (words("Nomor KK"), *cells("kk"), ""),
        (words("NIK"), *cells("nik"), levels.get("number", "")),
        (words("Status"), *cells("status", picking.PERSON_STATUSES), ""),
        (words("Berkas"), *cells("file"), ""),
        (words("Baris ke"), *cells("row"), ""),
    ]
    return pd.DataFrame(rows, columns=[words("Isian"), words("Catatan A"), words("Catatan B"), words("Kesamaan")])


def _waterfall(words: Words, one: dict[str, Any]) -> None:
    """How the evidence adds up: to the right it speaks for one person, to the left for two."""
    evidence = one["evidence"]
    steps = [(words("Sebelum dibandingkan"), "", evidence["start"])] if one["kind"] == TWO_NIK else []
    language = words.language
    steps += [(c[f"name_{language}"], c[f"level_{language}"], c["weight"]) for c in evidence["columns"]]
    total = sum(weight for *_, weight in steps)
    places = list(range(len(steps) + 1))
    figure = go.Figure(
        go.Waterfall(
            orientation="h",
            y=places,
            x=[*(weight for *_, weight in steps), 0],
            measure=["relative"] * len(steps) + ["total"],
            width=0.4,
            increasing={"marker": {"color": _FOR}},
            decreasing={"marker": {"color": _AGAINST}},
            totals={"marker": {"color": _TOTAL}},
            connector={"visible": False},
            hoverinfo="skip",
        )
    )
    # The words stand above the bars: beside them there is no room on a narrow screen.
    for place, (name, level, weight) in zip(places, [*steps, (words("Jumlah"), "", total)], strict=True):
        signed = f"{'+' if weight > 0 else ''}{words.number(weight, 1)}"
        text = f"<b>{inert_label(name)}</b> {signed}" + (f" · {inert_label(level)}" if level else "")
        figure.add_annotation(
            x=0,
            xref="paper",
            y=place,
            yshift=17,
            text=text,
            showarrow=False,
            xanchor="left",
            font={"size": 13, "color": "#14202b"},
        )
    figure.update_yaxes(showticklabels=False, fixedrange=True, range=[len(steps) + 0.4, -0.8])
    figure.update_xaxes(fixedrange=True, zeroline=True, showticklabels=False, showgrid=False)
    alt = words("Bobot tiap isian: ke kanan lebih mungkin satu orang, ke kiri lebih mungkin dua orang")
    st.caption(words("Ke kanan: lebih mungkin satu orang; ke kiri: dua orang. Tiap +1 berarti dua kali lebih mungkin."))
    charts.draw(figure, words, "duplicates-weights", alt, 50 + 46 * len(places))


def _decision(engine: Engine, words: Words, one: dict[str, Any], actor: str) -> None:
    if one["state_by"]:
        st.caption(
            words("Diputuskan {who}, {moment}.", who=inert_label(one["state_by"]), moment=words.moment(one["state_at"]))
        )
    with st.form("duplicate-decision", border=False):
        wanted = st.radio(
            words("Keputusan"),
            list(STATES),
            index=list(STATES).index(one["state"]),
            format_func=lambda s: words(STATES[s]),
            horizontal=True,
        )
        note = st.text_area(
            words("Catatan (jangan menulis nama, NIK, atau nomor KK)"),
            value=one["note"],
            max_chars=2000,
            height=80,
            key=f"note-ganda-{one['candidate_id']}",
        )
        if st.form_submit_button(words("Simpan"), icon=":material/save:"):
            duplicates.decide(engine, int(one["candidate_id"]), wanted, note, actor)
            st.rerun()
    st.caption(
        words(
            "Keputusan hanya dicatat. Bila orangnya sama, hapus atau perbaiki salah satu barisnya di berkas registri."
        )
    )
