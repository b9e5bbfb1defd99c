"""The reader's choices, kept in the URL: a view can be sent as a link, bookmarked, and is kept when changing page.

Streamlit clears the query when another page is chosen, and drops a widget's value when its page is left. So each choice
lives in session state under a name of its own; the URL overrules it when it names a valid value, and is written back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

_PREFIX = "pilihan:"
ALWAYS_IN_URL = ("periode",)
"""Choices whose default moves with the data: a link must still mean the same after the next load."""


def choice(key: str, options: Sequence[str], default: str) -> str:
    """The current choice for ``key``: from the URL, else from this session, else ``default``; written back to the URL."""
    for value in (st.query_params.get(key), st.session_state.get(_PREFIX + key)):
        if value is not None and value in options:
            break
    else:
        value = default
    _remember(key, value, default)
    return value


def _remember(key: str, value: str, default: str) -> None:
    if value == default and key not in ALWAYS_IN_URL:  # not held on to: what is usual may depend on other choices
        st.session_state.pop(_PREFIX + key, None)
        st.query_params.pop(key, None)
        return
    st.session_state[_PREFIX + key] = value
    if st.query_params.get(key) != value:
        st.query_params[key] = value


def choose(key: str, value: str) -> None:
    """Set a choice from code (a click on a map); takes effect in the next run."""
    st.session_state[_PREFIX + key] = value
    st.query_params[key] = value


def _changed(key: str, widget: str, default: str) -> None:
    value = st.session_state[widget]
    _remember(key, default if value is None else value, default)


def select(
    key: str, label: str, options: Sequence[str], default: str, show: Callable[[str], str], help: str | None = None
) -> str:
    """A select box bound to the URL."""
    value = choice(key, options, default)
    widget = f"w:{key}"
    st.session_state[widget] = value
    st.selectbox(
        label, options, key=widget, format_func=show, on_change=_changed, args=(key, widget, default), help=help
    )
    return value


def segments(
    key: str, label: str, options: Sequence[str], default: str, show: Callable[[str], str], hide_label: bool = False
) -> str:
    """A row of buttons of which one is on, bound to the URL."""
    value = choice(key, options, default)
    widget = f"w:{key}"
    st.session_state[widget] = value
    st.segmented_control(
        label,
        options,
        key=widget,
        format_func=show,
        on_change=_changed,
        args=(key, widget, default),
        required=True,
        label_visibility="collapsed" if hide_label else "visible",
    )
    return value
