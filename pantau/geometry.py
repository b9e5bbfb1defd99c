"""Boundaries as geometry: WKB rows to a GeoDataFrame, polygons only, and simplification that leaves no gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

CRS = "EPSG:4326"
COLUMNS = ("code", "name", "level", "parent_code", "boundary_note")


def areas_frame(rows: Iterable[Mapping[Any, Any]]) -> gpd.GeoDataFrame:
    """Areas as a GeoDataFrame with ``code, name, level, parent_code, boundary_note, geometry`` (EPSG:4326).

    ``rows`` are mappings with those keys (a SELECT's ``.mappings()``), ``geometry`` being WKB bytes or None.
    An area without a boundary has a missing geometry. No rows give an empty frame with the same columns.
    """
    records = list(rows)
    data: dict[str, Any] = {column: pd.Series([r[column] for r in records], dtype=object) for column in COLUMNS}
    wkb = [None if r["geometry"] is None else bytes(r["geometry"]) for r in records]
    return gpd.GeoDataFrame(data, geometry=gpd.GeoSeries(shapely.from_wkb(np.array(wkb, dtype=object)), crs=CRS))


def polygonal(geometry: BaseGeometry) -> BaseGeometry | None:
    """The polygonal part of ``geometry`` as one Polygon or MultiPolygon; None where there is none."""
    pieces = shapely.get_parts(shapely.get_parts([geometry]))  # twice: a collection may hold MultiPolygons
    parts = [piece for piece in pieces if piece.geom_type == "Polygon" and not piece.is_empty]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def mend(geometry: BaseGeometry) -> BaseGeometry | None:
    """A valid Polygon or MultiPolygon for an invalid one (rings bound area, holes exclude it); None if none is left."""
    if geometry.is_valid:
        return geometry
    return polygonal(shapely.make_valid(geometry, method="structure", keep_collapsed=False))


def simplify(frame: gpd.GeoDataFrame, tolerance_m: float) -> gpd.GeoDataFrame:
    """A copy of ``frame`` with fewer vertices; areas that share an edge keep sharing it, so no gaps open between them.

    ``tolerance_m`` is in metres: corners whose triangle is smaller than ``tolerance_m`` squared are dropped
    (Visvalingam-Whyatt); 0 or less returns the copy unchanged. Each ``level`` is a coverage of its own (an RW lies
    on top of its RT). The result is in the frame's own CRS, in the same order; missing geometries stay missing.
    Raises ValueError if the frame has no CRS.
    """
    if frame.crs is None:
        raise ValueError("the frame has no CRS")
    result = frame.copy()
    drawn = frame[frame.geometry.notna() & ~frame.geometry.is_empty]
    if tolerance_m <= 0 or drawn.empty:
        return result
    metres = drawn.geometry.to_crs(drawn.estimate_utm_crs())
    levels = drawn["level"].to_numpy() if "level" in drawn else np.zeros(len(drawn))
    shapes = metres.to_numpy().copy()
    for level in pd.unique(levels):
        chosen = levels == level
        shapes[chosen] = shapely.coverage_simplify(shapes[chosen], tolerance_m)
    simpler = gpd.GeoSeries(shapes, index=drawn.index, crs=metres.crs).to_crs(frame.crs)
    # Boundaries of real files overlap a little here and there; such a place can come out invalid.
    mended = [mend(new) or old for new, old in zip(simpler, drawn.geometry, strict=True)]
    geometry = frame.geometry.copy()
    geometry.loc[drawn.index] = gpd.GeoSeries(mended, index=drawn.index, crs=frame.crs)
    return result.set_geometry(geometry)
