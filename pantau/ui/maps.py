"""The choropleth: a folium map that needs no other machine, its legend in words, and clicks that drill down."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import folium
import geopandas as gpd
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from pantau.classify import NO_DATA_COLOUR, Classes
from pantau.figure_text import fraction
from pantau.indicators import CATALOGUE, Indicator, Unit
from pantau.ui import assets  # noqa: F401  (points folium at our own Leaflet)
from pantau.words import Words, inert_html


@dataclass(frozen=True)
class Layer:
    """What one map shows: boundaries joined to figures (``code, name, geometry, value, numerator, denominator, …``)."""

    title: str
    frame: gpd.GeoDataFrame
    indicator: Indicator
    classes: Classes | None


def join(boundaries: gpd.GeoDataFrame, figures: pd.DataFrame) -> gpd.GeoDataFrame:
    """Boundaries with the figures of their area; areas without a figure have NaN."""
    columns = ["area_code", "value", "numerator", "denominator", "target", "status"]
    joined = boundaries.merge(figures[columns], left_on="code", right_on="area_code", how="left")
    return gpd.GeoDataFrame(joined.drop(columns="area_code"), geometry="geometry", crs=boundaries.crs)


def show(
    words: Words,
    layer: Layer,
    outlines: gpd.GeoDataFrame,
    labels: gpd.GeoDataFrame,
    highlight: str | None,
    key: str,
    height: int,
) -> str | None:
    """Draw a map; the code of the area clicked since the last run, or None.

    ``outlines``: heavier borders on top (RW over RT); ``labels``: areas whose name is written at their middle.
    """
    group = folium.FeatureGroup(name="areas")
    group.add_child(_areas(words, layer, highlight))
    if len(outlines):
        group.add_child(_outline(outlines))
    for row in labels.itertuples():
        group.add_child(_label(row))
    answer = st_folium(
        _canvas(layer.frame),
        key=key,
        height=height,
        use_container_width=True,
        feature_group_to_add=group,
        returned_objects=["last_active_drawing", "last_object_clicked_count"],
    )
    return _clicked(answer or {}, key)


def _clicked(answer: Mapping, key: str) -> str | None:
    """The area of a click not yet acted on: the component repeats its last answer in each run."""
    count = answer.get("last_object_clicked_count")
    drawing = answer.get("last_active_drawing") or {}
    code = (drawing.get("properties") or {}).get("code")
    seen = f"seen:{key}"
    if count is None or code is None:  # newly drawn: its count starts again
        st.session_state.pop(seen, None)
        return None
    if st.session_state.get(seen) == (count, code):
        return None
    st.session_state[seen] = (count, code)
    return str(code)


def _canvas(frame: gpd.GeoDataFrame) -> folium.Map:
    """An empty map on the extent of the areas. It changes only with the extent, so recolouring does not redraw it."""
    west, south, east, north = frame.total_bounds
    canvas = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=15,
        tiles=None,
        zoom_snap=0.25,
        zoom_delta=0.5,
        attribution_control=False,
        prefer_canvas=False,
        min_zoom=12,
        max_zoom=20,
    )
    page: Any = canvas.get_root()
    # On a telephone the page shows the map lower (style); the frame has no height while it loads.
    narrow = "@media (max-width: 420px) {.leaflet-container {max-height: max(100vh, 19rem);}}"
    page.header.add_child(folium.Element(f"<style>.leaflet-container {{background: #eef3f5;}} {narrow}</style>"))
    canvas.fit_bounds([[south, west], [north, east]], padding=(8, 8))
    return canvas


def _areas(words: Words, layer: Layer, highlight: str | None) -> folium.GeoJson:
    features = []
    for row, geometry in zip(layer.frame.drop(columns="geometry").itertuples(), layer.frame.geometry, strict=True):
        colour = NO_DATA_COLOUR if layer.classes is None else layer.classes.colour(row.value)
        features.append(
            {
                "type": "Feature",
                "id": row.code,
                "properties": {
                    "code": row.code,
                    "colour": colour,
                    "weight": 4 if row.code == highlight else 1,
                    "tip": tooltip(words, layer.indicator, row),
                },
                "geometry": geometry.__geo_interface__,
            }
        )
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda f: {
            "fillColor": f["properties"]["colour"],
            "color": "#14202b",
            "weight": f["properties"]["weight"],
            "fillOpacity": 0.85,
        },
        highlight_function=lambda _f: {"weight": 4},
        tooltip=folium.GeoJsonTooltip(fields=["tip"], labels=False, sticky=True),
        smooth_factor=0,
        name="areas",
    )


def tooltip(words: Words, indicator: Indicator, row: object) -> str:
    """Name, figure and what it is made of, as HTML in which the names are inert."""
    value = float(row.value)  # type: ignore[attr-defined]
    lines = [f"<b>{inert_html(row.label)}</b>"]  # type: ignore[attr-defined]
    lines.append(f"{inert_html(indicator.name(words.language))}: <b>{words.figure(value, indicator.unit)}</b>")
    if indicator.is_ratio and not math.isnan(value):
        lines.append(fraction(words, indicator, row.numerator, row.denominator))  # type: ignore[attr-defined]
    target = float(row.target)  # type: ignore[attr-defined]
    if not math.isnan(target):
        lines.append(f"{words('target')} {words.figure(target, indicator.unit)}")
    return "<br>".join(lines)


def _outline(outlines: gpd.GeoDataFrame) -> folium.GeoJson:
    shapes = [
        {"type": "Feature", "properties": {}, "geometry": g.boundary.__geo_interface__} for g in outlines.geometry
    ]
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": shapes},
        style_function=lambda _f: {"color": "#14202b", "weight": 3, "fill": False, "interactive": False},
        interactive=False,
        smooth_factor=0,
        name="outlines",
    )


def _label(row: object) -> folium.Marker:
    point = row.geometry.representative_point()  # type: ignore[attr-defined]
    halo = "-1px -1px 2px #fff,1px -1px 2px #fff,-1px 1px 2px #fff,1px 1px 2px #fff,0 0 4px #fff"
    text = (
        '<div style="font:700 15px sans-serif;color:#14202b;white-space:nowrap;transform:translate(-50%,-50%);'
        f'position:absolute;pointer-events:none;text-shadow:{halo}">{inert_html(row.name)}</div>'  # type: ignore[attr-defined]
    )
    icon = folium.DivIcon(html=text, icon_size=(0, 0), class_name="area-label")
    return folium.Marker([point.y, point.x], icon=icon, interactive=False, keyboard=False)


def legend(words: Words, indicator_id: str, classes: Classes | None, counts: Mapping[int | None, int]) -> None:
    """The legend in words; ``counts`` says how many areas are in each class (None: no data)."""
    indicator = CATALOGUE[indicator_id]
    items = []
    if classes is not None:
        named = zip(class_spans(words, classes, indicator.unit), class_names(words, classes), strict=True)
        for i, (span, name) in enumerate(named):
            number = words("{n} wilayah", n=words.number(counts.get(i, 0)))
            items.append(
                f'<span><i style="background:{classes.colours[i]}"></i><b>{name}</b> {inert_html(span)} · {number}</span>'
            )
    if counts.get(None):
        number = words("{n} wilayah", n=words.number(counts[None]))
        items.append(f'<span><i style="background:{NO_DATA_COLOUR}"></i>{words.no_data} · {number}</span>')
    st.html(f'<div class="legend" data-testid="legend">{"".join(items)}</div>')


def class_spans(words: Words, classes: Classes, unit: Unit) -> list[str]:
    """From where to where each class goes, low to high; an open end as ``< 83,0%``, ``≥ 88,0%``."""
    better_is_more = classes.ranks[0] == "far"  # then a value that equals the target lies above its bound
    spans = []
    for low, high in classes.ranges():
        ends = [words.figure(v, unit, short=True) for v in (low, high) if math.isfinite(v)]
        if math.isinf(low):
            spans.append(f"{'<' if better_is_more else '≤'} {ends[0]}")
        elif math.isinf(high):
            spans.append(f"{'≥' if better_is_more and len(classes.ranks) == 3 else '>'} {ends[0]}")
        else:
            spans.append(f"{ends[0]} – {ends[1]}")
    return spans


def class_names(words: Words, classes: Classes) -> list[str]:
    """A word for each class, low to high."""
    names = {
        "lowest": words("Sangat rendah"),
        "low": words("Rendah"),
        "middle": words("Sedang"),
        "high": words("Tinggi"),
        "highest": words("Sangat tinggi"),
        "far": words("Jauh dari target"),
        "near": words("Mendekati target"),
        "met": words("Mencapai target"),
        "past": words("Jauh melampaui target"),
    }
    return [names[rank] for rank in classes.ranks]
