"""The queries, remembered: an answer is kept until a load changes the data.

The version of the data is part of every key; its parameter must not begin with an underscore, which would leave it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st
from sqlalchemy import Engine

from pantau import findings as finding_rules
from pantau import queries
from pantau.database import database_url, make_engine
from pantau.findings import Finding
from pantau.geometry import simplify
from pantau.queries import Cells, Freshness
from pantau.words import Words

# Finer than a pixel on a wall projector showing the whole kelurahan, and far fewer bytes.
SIMPLIFY_M = 2.0


@st.cache_resource(show_spinner=False)
def _engine(url: str) -> Engine:
    return make_engine(url)


def engine() -> Engine:
    """The one engine of this process."""
    return _engine(database_url())


def version() -> str:
    """What the data are: which database, and its newest batch. Asked once a run."""
    return f"{database_url()}#{queries.data_version(engine())}"


@st.cache_data(show_spinner=False, max_entries=2048)
def _ask(data_version: str, name: str, *args: Any) -> Any:
    return getattr(queries, name)(engine(), *args)


def _current() -> str:
    return str(st.session_state["data_version"])


def freshness() -> Freshness | None:
    """State of the data."""
    return _ask(_current(), "freshness")


def periods() -> list[str]:
    """Periods with data, oldest first."""
    return _ask(_current(), "periods")


def programmes() -> pd.DataFrame:
    """The programmes."""
    return _ask(_current(), "programmes")


def areas() -> pd.DataFrame:
    """The kelurahan, its RW and RT."""
    return _ask(_current(), "areas")


def running(period: str) -> list[int]:
    """Programmes that run in a period."""
    return _ask(_current(), "running_programmes", period)


def figures(indicator_ids: Sequence[str], cells: Cells) -> pd.DataFrame:
    """See :func:`pantau.queries.figures`."""
    return _ask(_current(), "figures", tuple(indicator_ids), cells)


def overlaps(period: str, within: str) -> pd.DataFrame:
    """See :func:`pantau.queries.overlaps`."""
    return _ask(_current(), "overlaps", period, within)


def overlap_counts(period: str, within: str) -> pd.DataFrame:
    """See :func:`pantau.queries.overlap_counts`."""
    return _ask(_current(), "overlap_counts", period, within)


@st.cache_data(show_spinner=False, max_entries=128)
def _boundaries(data_version: str, level: str, within: str) -> gpd.GeoDataFrame:
    return simplify(queries.boundaries(engine(), level, within), SIMPLIFY_M)


def boundaries(level: str, within: str) -> gpd.GeoDataFrame:
    """Boundaries for drawing, simplified without gaps."""
    return _boundaries(_current(), level, within)


@st.cache_data(show_spinner=False, max_entries=256)
def _findings(
    data_version: str, language: str, period: str, programme_id: int, area: str, names: tuple, programmes_named: tuple
) -> list[Finding]:
    scene = finding_rules.Scene(
        engine=engine(),
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
    return _findings(_current(), language, period, programme_id, area, names, programmes_named)
