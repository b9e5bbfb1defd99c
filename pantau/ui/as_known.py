""" "As known on": the pages as they stood after an earlier event, said so wherever a figure is shown.

The choice is ``per`` in the URL: the number of an event, or a date (``per=2026-03-12``: what was known at the end of it).
"""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pantau import history
from pantau.ui import data, state
from pantau.ui.data import Earlier
from pantau.words import JAKARTA, Words, later

KEY = "per"
NOW = ""
LONGEST_LIST = 3
"""File names written out for one event in the list to choose from."""

KINDS = {
    "load": later("dimuat"),
    "rollback": later("dibatalkan"),
    "upgrade": later("aplikasi diperbarui"),
    "restore": later("dipulihkan dari cadangan"),
}


def settle(words: Words) -> None:
    """Take the reader's choice from the URL or the session, and say above the page which state of the data it shows."""
    events = data.events()
    asked = _event_asked(st.query_params.get(KEY))
    options = [NOW, *(str(i) for i in events["event_id"])]
    if asked is not None and asked not in options:
        st.query_params.pop(KEY, None)
        state.choose(KEY, NOW)
        st.warning(words("Keadaan data yang diminta tautan ini tidak tersimpan. Yang ditampilkan: keadaan sekarang."))
    elif asked is not None:
        st.query_params[KEY] = asked
    chosen = state.choice(KEY, options, NOW)
    if chosen == NOW:
        st.session_state["earlier"] = None
        return
    row = events[events["event_id"] == int(chosen)].iloc[0]
    newest = int(chosen) == int(events["event_id"].max())
    st.session_state["earlier"] = Earlier(int(chosen), row["at"].to_pydatetime(), newest)
    with st.spinner(words("Menyiapkan keadaan data saat itu …")):
        data.prepare()
    with st.container(horizontal=True, vertical_alignment="center", key="as-known"):
        st.markdown(f":material/history: **{said(words)}**", width="stretch")
        st.button(words("Kembali ke sekarang"), key="as-known-back", on_click=state.choose, args=(KEY, NOW))


def present() -> None:
    """The page shows the data as they are, whatever the reader chose for the others."""
    st.session_state["earlier"] = None


def said(words: Words) -> str:
    """Which earlier state is shown, in one line; "" for the present."""
    chosen = data.earlier()
    if chosen is None:
        return ""
    if chosen.newest:
        return words(
            "Angka menurut keadaan data {moment} — sama dengan keadaan sekarang", moment=words.moment(chosen.at)
        )
    return words("Angka menurut keadaan data {moment} — bukan keadaan sekarang", moment=words.moment(chosen.at))


def suffix() -> str:
    """What the name of an export has of the state: ``-per17``; "" for the present."""
    chosen = data.earlier()
    return f"-per{chosen.event_id}" if chosen else ""


def _event_asked(asked: str | None) -> str | None:
    """The event that the URL asks for, by number or date; "" for a date before all; None when it asks for nothing."""
    if not asked:
        return None
    try:
        day = dt.date.fromisoformat(asked)
    except ValueError:
        return asked if asked.isdecimal() else "?"
    return _event_on(day) or "?"


def _event_on(day: dt.date) -> str | None:
    """The last event up to the end of a day in Jakarta."""
    end = dt.datetime.combine(day, dt.time.max, JAKARTA).astimezone(dt.UTC).replace(tzinfo=None)
    found = history.event_on(data.engine(), end)
    return None if found is None else str(found)


# --- choosing ---------------------------------------------------------------------------------------------


def choice(words: Words) -> None:
    """At the foot of a page: which state of the data to show."""
    events = data.events()
    if len(events) < 2:
        return
    labels = {str(row.event_id): _label(words, row.at, row.kind, row.files) for row in events.itertuples()}
    chosen = data.earlier()
    shown = words("sekarang") if chosen is None else words.moment(chosen.at)
    with st.popover(words("Data menurut keadaan: {moment}", moment=shown), icon=":material/history:", type="tertiary"):
        st.markdown(
            words(
                "Angka seperti yang ditampilkan pada suatu saat, apa pun yang dimuat atau dibatalkan sesudahnya. Pilih "
                "kejadian atau tanggal."
            )
        )
        state.select(
            KEY, words("Sesudah kejadian"), [NOW, *labels], NOW, lambda key: labels.get(key, words("Keadaan sekarang"))
        )
        days = events["at"].dt.tz_localize("UTC").dt.tz_convert(JAKARTA).dt.date
        st.date_input(
            words("Atau: pada akhir tanggal"),
            key="w:per-date",
            value=None,
            min_value=days.min(),
            max_value=dt.datetime.now(JAKARTA).date(),
            format="DD/MM/YYYY",
            on_change=_date_chosen,
        )


def _date_chosen() -> None:
    day = st.session_state["w:per-date"]
    st.session_state["w:per-date"] = None
    if day and (found := _event_on(day)):
        state.choose(KEY, found)


def _label(words: Words, at: dt.datetime, kind: str, files: list[str]) -> str:
    """12 Maret 2026 14.05 WIB · dimuat: registri.csv (+2)."""
    names = ", ".join(files[:LONGEST_LIST])
    more = f" (+{len(files) - LONGEST_LIST})" if len(files) > LONGEST_LIST else ""
    return f"{words.moment(at)} · {words(KINDS[kind])}" + (f": {names}{more}" if names else "")
