"""A list of which one entry can be opened: by a click on its row, or by its number, which is kept in the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from pantau.words import later

PERSON_STATUSES = {
    "active": later("aktif"),
    "dead": later("meninggal"),
    "moved": later("pindah"),
    "gone": later("tidak ditemukan"),
}
"""What the registry says of a person."""


def choose(key: str, number: int) -> None:
    """Open an entry; its number is in the address (parameter ``key``), so it can be sent as a link."""
    st.query_params[key] = str(number)
    st.session_state[f"w:{key}"] = number


def number_field(key: str, label: str) -> int | None:
    """The field for the number of the entry that is open; None while none is."""
    asked = st.query_params.get(key, "")
    widget = f"w:{key}"
    if widget not in st.session_state:
        st.session_state[widget] = int(asked) if asked.isdecimal() and len(asked) < 10 else None
    with st.container(width=220, key=f"f-{key}"):
        number = st.number_input(label, min_value=1, max_value=10**9, step=1, value=None, key=widget, placeholder="–")
    if number is None:
        st.query_params.pop(key, None)
        return None
    st.query_params[key] = str(number)
    return int(number)


def row_list(
    table: pd.DataFrame, formats: dict[str, Callable[[Any], str]], key: str, alt: str, tallest: int
) -> int | None:
    """Show a list; the position of the row that was just clicked, None without a new click."""
    picked = st.dataframe(
        table.style.format(formats, na_rep="–"),
        hide_index=True,
        width="stretch",
        height=min(35 * (len(table) + 1) + 3, tallest),
        on_select="rerun",
        selection_mode="single-row",
        key=f"table-{key}",
        alt=alt,
    )
    rows = picked["selection"]["rows"]
    # Only a new click opens: otherwise the number field could not choose another entry.
    if not rows or rows == st.session_state.get(f"{key}-picked"):
        return None
    st.session_state[f"{key}-picked"] = rows
    return int(rows[0])
