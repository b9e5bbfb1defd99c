"""The queries, remembered: an answer is kept until a load changes the data.

A page asks of a *state*: the data as they are, or as they stood after an earlier event (``pantau.ui.as_known`` chooses).
The state is part of every key; its parameter must not begin with an underscore, which would leave it out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st
from sqlalchemy import Engine

from pantau import findings as finding_rules
from pantau import history, lineage, queries
from pantau.database import database_url, is_ready, make_engine
from pantau.findings import Finding
from pantau.geometry import simplify
from pantau.lineage import Figure
from pantau.queries import Cells, Freshness
from pantau.words import Words

# Finer than a pixel on a wall projector showing the whole kelurahan, and far fewer bytes.
SIMPLIFY_M = 2.0

KEPT_STATES = 4
"""Earlier states of the data that are kept at hand for all visitors."""


@st.cache_resource(show_spinner=False)
def _engine(url: str) -> Engine:
    return make_engine(url)


def engine() -> Engine:
    """The one engine of this process: the data as they are now."""
    return _engine(database_url())


@dataclass(frozen=True)
class Earlier:
    """An event after which the data stood as a reader wants to see them."""

    event_id: int
    at: datetime  # UTC
    newest: bool  # nothing has changed since


@dataclass(frozen=True)
class State:
    """What is asked: the data of a ``version`` as they are (``event_id`` None), or as they stood after an event."""

    version: str
    event_id: int | None = None


@st.cache_resource(show_spinner=False, max_entries=KEPT_STATES)
def _as_known(version: str, event_id: int) -> Engine:
    return history.as_known(engine(), event_id)


def _engine_of(state: State) -> Engine:
    return engine() if state.event_id is None else _as_known(state.version, state.event_id)


def version() -> str:
    """What the data are: which database, and its newest event. Asked once a run."""
    return f"{database_url()}#{queries.data_version(engine())}"


def now() -> State:
    """The data as they are, whatever the reader looks at."""
    return State(str(st.session_state["data_version"]))


def earlier() -> Earlier | None:
    """The earlier state that the reader looks at; None when it is the present."""
    return st.session_state.get("earlier")


def current() -> State:
    """The state that the reader looks at."""
    chosen = earlier()
    if chosen is None:
        return now()
    # What stood after an event never changes; its moment tells it from that of another database put in this one's place.
    return State(f"{database_url()}#{chosen.at.isoformat()}", chosen.event_id)


def prepare() -> None:
    """Have the state at hand that the reader looks at: an earlier one takes some seconds the first time."""
    _engine_of(current())


def engine_asked() -> Engine:
    """The engine of the state that the reader looks at, for what is made of many questions (reports)."""
    return _engine_of(current())


@st.cache_data(show_spinner=False, max_entries=2048)
def _ask(state: State, name: str, *args: Any) -> Any:
    return getattr(queries, name)(_engine_of(state), *args)


@st.cache_data(show_spinner=False, max_entries=8)
def _events(state: State) -> pd.DataFrame:
    if not is_ready(engine()):
        return pd.DataFrame({"event_id": pd.Series(dtype="int64")})
    kept = history.kept_since(engine())
    found = history.events(engine())
    return found[found["event_id"] >= kept] if kept is not None else found.iloc[:0]


def events() -> pd.DataFrame:
    """The events after which the state of the data was kept, newest first; see :func:`pantau.history.events`."""
    return _events(now())


def freshness() -> Freshness | None:
    """State of the data."""
    return _ask(current(), "freshness")


def periods() -> list[str]:
    """Periods with data, oldest first."""
    return _ask(current(), "periods")


def programmes() -> pd.DataFrame:
    """The programmes."""
    return _ask(current(), "programmes")


def areas() -> pd.DataFrame:
    """The kelurahan, its RW and RT."""
    return _ask(current(), "areas")


def running(period: str) -> list[int]:
    """Programmes that run in a period."""
    return _ask(current(), "running_programmes", period)


def figures(indicator_ids: Sequence[str], cells: Cells) -> pd.DataFrame:
    """See :func:`pantau.queries.figures`."""
    return _ask(current(), "figures", tuple(indicator_ids), cells)


def figures_now(indicator_ids: Sequence[str], cells: Cells) -> pd.DataFrame:
    """The same of the present data, for a reader who looks at an earlier state."""
    return _ask(now(), "figures", tuple(indicator_ids), cells)


def overlaps(period: str, within: str) -> pd.DataFrame:
    """See :func:`pantau.queries.overlaps`."""
    return _ask(current(), "overlaps", period, within)


def overlap_counts(period: str, within: str) -> pd.DataFrame:
    """See :func:`pantau.queries.overlap_counts`."""
    return _ask(current(), "overlap_counts", period, within)


@st.cache_data(show_spinner=False, max_entries=128)
def _boundaries(state: State, level: str, within: str) -> gpd.GeoDataFrame:
    return simplify(queries.boundaries(_engine_of(state), level, within), SIMPLIFY_M)


def boundaries(level: str, within: str) -> gpd.GeoDataFrame:
    """Boundaries for drawing, simplified without gaps."""
    return _boundaries(current(), level, within)


@st.cache_data(show_spinner=False, max_entries=256)
def _findings(
    state: State, language: str, period: str, programme_id: int, area: str, names: tuple, programmes_named: tuple
) -> list[Finding]:
    scene = finding_rules.Scene(
        engine=_engine_of(state),
        words=Words(language),
        period=period,
        programme_id=programme_id,
        area=area,
        area_names=dict(names),
        programme_names={i: name for i, _, name in programmes_named},
        programme_codes={i: code for i, code, _ in programmes_named},
    )
    return finding_rules.find(scene)


def findings(
    language: str, period: str, programme_id: int, area: str, names: tuple, programmes_named: tuple
) -> list[Finding]:
    """The most important findings of a view. ``names`` pairs (code, name); ``programmes_named`` (id, code, name)."""
    return _findings(current(), language, period, programme_id, area, names, programmes_named)


# --- lists ---------------------------------------------------------------------------------------------


@st.cache_data(show_spinner=False, max_entries=256)
def _listed(state: State, module: str, name: str, *args: Any) -> Any:
    return getattr(import_module(f"pantau.{module}"), name)(_engine_of(state), *args)


def listed(module: str, name: str, *args: Any) -> Any:
    """What a function of a module of registers (``voice.proposals``) answers of the state looked at."""
    return _listed(current(), module, name, *args)


def facet_figures(indicator_ids: Sequence[str], cells: Cells, facet: str) -> pd.DataFrame:
    """See :func:`pantau.queries.facet_figures`."""
    return _ask(current(), "facet_figures", tuple(indicator_ids), cells, facet)


# --- lineage ------------------------------------------------------------------------------------------


@st.cache_data(show_spinner=False, max_entries=256)
def _follow(state: State, name: str, *args: Any) -> Any:
    return getattr(lineage, name)(_engine_of(state), *args)


def steps(figure: Figure) -> pd.DataFrame:
    """See :func:`pantau.lineage.steps`."""
    return _follow(current(), "steps", figure)


def sources(figure: Figure) -> pd.DataFrame:
    """See :func:`pantau.lineage.sources`; empty for an earlier state."""
    return _follow(current(), "sources", figure)


def few_households(figure: Figure) -> bool:
    """See :func:`pantau.lineage.few_households`."""
    return _follow(current(), "few_households", figure)


def behind(indicator_ids: Sequence[str], cells: Cells) -> Callable[[], pd.DataFrame]:
    """What asks for the files behind a table, of the state looked at now, when an export is made outside any run."""
    asked = _engine_of(current())
    return lambda: lineage.behind(asked, indicator_ids, cells)


def row_numbers(figure: Figure) -> Callable[[str, int, str], pd.DataFrame]:
    """What asks for the row numbers of a part, batch and measure of a figure, outside any run."""
    asked = _engine_of(current())
    return lambda part, batch_id, measure: lineage.rows(asked, figure, part, batch_id, measure)
