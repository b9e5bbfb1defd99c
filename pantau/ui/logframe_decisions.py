"""The log of decisions: what was learned, what was decided, who does it until when, and what became of the indicator."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pantau import logframe
from pantau.indicators import CATALOGUE, Indicator
from pantau.ui import charts, data, desk, entry, entry_forms, tables
from pantau.ui.frame import View
from pantau.ui.logframe_scene import last_month, scope
from pantau.words import Words, inert_markdown


def show(view: View) -> None:
    """The form (for the office), then the decisions that concern the area: overdue ones first."""
    words = view.words
    entry.show(words, entry_forms.decision(view))
    every = data.listed("logframe", "decisions", entry.today())
    found = every[[_concerns(code, view.area) for code in every["area_code"]]]
    if found.empty:
        st.info(words("Belum ada keputusan yang dicatat untuk wilayah ini."))
        return
    late = int(found["overdue"].sum())
    st.markdown(
        words(
            "**{n}** keputusan; **{late}** lewat tenggat, {open} masih berjalan atau direncanakan, {done} selesai.",
            n=words.number(len(found)),
            late=words.number(late),
            open=words.number(int(found["status"].isin(logframe.OPEN).sum()) - late),
            done=words.number(int((found["status"] == "selesai").sum())),
        )
    )
    for row in found.to_dict("records"):
        with st.container(border=True, key=f"decision-{row['decision_id']}"):
            _decision(view, row)
    table = _table(view, found)
    with st.expander(words("Keputusan sebagai tabel"), icon=":material/table:"):
        tables.show(table, {}, words, "table-decisions", words("Catatan keputusan"), "–")
        ids = [i for i in dict.fromkeys(found["indicator_id"]) if i in CATALOGUE]
        tables.downloads(view, {words("Keputusan"): table}, "keputusan", ids, view.cells())


def _concerns(code: str, area: str) -> bool:
    """Whether a decision about ``code`` concerns ``area``: it lies in the other, or the other way round."""
    return code.startswith(area) or area.startswith(code)


def _decision(view: View, row: dict) -> None:
    words = view.words
    left, right = st.columns([3, 2], gap="medium")
    with left:
        badge = _badge(words, row)
        title = f"{inert_markdown(row['code'])} · {words.date(row['date'])}"
        st.markdown(f"**{title}** {badge}")
        st.markdown(f"{words('Yang dipelajari')}: {inert_markdown(row['learned'])}")
        st.markdown(f"→ **{words('Keputusan')}: {inert_markdown(row['decided'])}**")
        said = [inert_markdown(scope(view, row["programme_id"], row["area_code"]))]
        if row["responsible"]:
            said.append(words("penanggung jawab: {who}", who=inert_markdown(row["responsible"])))
        if row["due_date"] is not None:
            said.append(words("tenggat {day}", day=words.date(row["due_date"])))
        if row["done_date"] is not None:
            said.append(words("selesai {day}", day=words.date(row["done_date"])))
        st.caption(" · ".join(said))
        if row["result"]:
            st.markdown(f"{words('Hasil')}: {inert_markdown(row['result'])}")
        if desk.inside() and row["recorded_at"] is not None:
            who, at = inert_markdown(row["recorded_by"] or "–"), words.moment(row["recorded_at"])
            st.caption(words("dicatat oleh {who} pada {moment}", who=who, moment=at))
    with right:
        _effect(view, row)


def _badge(words: Words, row: dict) -> str:
    if row["overdue"]:
        days = (entry.today() - row["due_date"]).days
        return f":red-badge[■ {words('lewat tenggat {n} hari', n=words.number(days))}]"
    colours = {"selesai": "green", "berjalan": "blue", "rencana": "gray", "batal": "gray"}
    name = words(logframe.DECISION_STATUSES.get(row["status"], row["status"]))
    return f":{colours.get(row['status'], 'gray')}-badge[{name}]"


def _effect(view: View, row: dict) -> None:
    """The linked indicator before and after, with the day of the decision marked."""
    words = view.words
    indicator = CATALOGUE.get(row["indicator_id"])
    if indicator is None:
        st.caption(words("Tidak dikaitkan dengan indikator katalog."))
        return
    asked = (indicator.id, int(row["programme_id"]), str(row["area_code"]), row["date"], last_month(view))
    found = data.listed("logframe", "effect", *asked)
    name = indicator.name(words.language)
    if found.empty:
        st.caption(words("{name}: belum ada angka sebelum dan sesudah keputusan ini.", name=name))
        return
    before, after = logframe.before_and_after(found)
    said = words(
        "{name}: {before} ({before_period}) → {after} ({after_period}), {verdict}.",
        name=name,
        before=words.figure(before["value"], indicator.unit, short=True),
        before_period=words.period(before["period"], short=True),
        after=words.figure(after["value"], indicator.unit, short=True),
        after_period=words.period(after["period"], short=True),
        verdict=_verdict(words, indicator, float(before["value"]), float(after["value"])),
    )
    st.markdown(f"**{said}**")
    charts.draw(_figure(words, indicator, found, row["date"]), words, f"effect-{row['decision_id']}", said, 190)
    st.caption(words("Sesudah belum tentu karena: hal lain juga berubah."))


def _verdict(words: Words, indicator: Indicator, before: float, after: float) -> str:
    change = words.change(after, before, indicator.unit)
    if indicator.direction == "none" or change == words("tetap"):
        return change
    better = (after > before) == (indicator.direction == "up")
    return f"{change}: {words('membaik') if better else words('memburuk')}"


def _figure(words: Words, indicator: Indicator, found: pd.DataFrame, day: dt.date) -> go.Figure:
    periods = [str(p) for p in found["period"]]
    figure = charts.lines(words, indicator, {indicator.name(words.language): found}, periods, float("nan"), 5)
    # The day stands after the periods before it and, if the decision fell within one, in the middle of that.
    place = float((found["when"] == "before").sum())
    place = place if (found["when"] == "in").any() else place - 0.5
    figure.add_vline(x=place, line={"color": "#b3261e", "width": 2, "dash": "dash"})
    figure.add_annotation(
        x=place,
        y=1,
        yref="paper",
        yanchor="bottom",
        showarrow=False,
        text=words("keputusan"),
        font={"color": "#b3261e"},
    )
    figure.update_layout(showlegend=False)
    figure.update_yaxes(nticks=4)
    return figure


def _table(view: View, found: pd.DataFrame) -> pd.DataFrame:
    words = view.words

    def days(column: str) -> list[str | None]:
        return [None if day is None else words.date(day) for day in found[column]]

    return pd.DataFrame(
        {
            words("Nomor"): found["code"],
            words("Tanggal"): days("date"),
            words("Yang dipelajari"): found["learned"],
            words("Keputusan"): found["decided"],
            words("Indikator"): [
                CATALOGUE[i].name(words.language) if i in CATALOGUE else None for i in found["indicator_id"]
            ],
            words("Program dan wilayah"): [
                scope(view, int(i), code) for i, code in zip(found["programme_id"], found["area_code"], strict=True)
            ],
            words("Penanggung jawab"): found["responsible"],
            words("Tenggat"): days("due_date"),
            words("Selesai pada"): days("done_date"),
            words("Status"): [words(logframe.DECISION_STATUSES.get(key, key)) for key in found["status"]],
            words("Lewat tenggat"): [words("ya") if late else words("tidak") for late in found["overdue"]],
            words("Hasil"): found["result"],
        }
    )
