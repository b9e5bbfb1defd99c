"""Is this shape a usable boundary? Polygons in Indonesia, valid or mended without changing the area noticeably."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from etl import limits
from pantau.geometry import mend

INDONESIA = (94.0, -12.0, 142.0, 7.0)  # lon min, lat min, lon max, lat max
_SAMPLE = 100  # segments whose crossings are counted
MAX_CHANGE = 1.0  # percent of the area a mend may change

_FAULTS = {  # what GEOS says, in words a clerk reads: (Bahasa Indonesia, English)
    "Self-intersection": ("garisnya saling memotong", "its line crosses itself"),
    "Ring Self-intersection": ("garisnya menyentuh dirinya sendiri", "its line touches itself"),
    "Hole lies outside shell": ("lubang di luar batas", "a hole lies outside the boundary"),
    "Holes are nested": ("lubang di dalam lubang", "a hole lies inside a hole"),
    "Nested shells": ("bagian di dalam bagian lain", "a part lies inside another part"),
    "Nested holes": ("lubang di dalam lubang", "a hole lies inside a hole"),
    "Interior is disconnected": ("lubang membelah wilayah", "a hole cuts the area in two"),
    "Duplicate Rings": ("garis yang sama dua kali", "the same line twice"),
    "Too few points in geometry component": ("garis dengan terlalu sedikit titik", "a line with too few points"),
}


@dataclass(frozen=True)
class Shape:
    """What became of a shape: a valid 2D Polygon or MultiPolygon, or None; ``findings`` are (reason, fields)."""

    geometry: BaseGeometry | None
    findings: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def _refused(reason: str, **fields: Any) -> Shape:
    return Shape(None, [(reason, fields)])


def _percent(value: float) -> str:
    return f"{value:.2g}" if value < 1 else f"{value:.1f}"


def _fault(geometry: BaseGeometry) -> dict[str, str]:
    """``fault_id``, ``fault_en`` and ``where`` of an invalid geometry."""
    said = str(shapely.is_valid_reason(geometry))
    found = re.fullmatch(r"(.*?)\s*(?:\[(\S+) (\S+?)\])?", said)
    name = found[1] if found else said
    where = f"{float(found[2]):.6f}, {float(found[3]):.6f}" if found and found[2] else "-"
    fault_id, fault_en = _FAULTS.get(name, (name, name))
    return {"fault_id": fault_id, "fault_en": fault_en, "where": where}


def _within(bounds: tuple[float, ...], swapped: bool = False) -> bool:
    west, south, east, north = bounds if not swapped else (bounds[1], bounds[0], bounds[3], bounds[2])
    return INDONESIA[0] <= west and INDONESIA[1] <= south and east <= INDONESIA[2] and north <= INDONESIA[3]


def check_shape(geometry: BaseGeometry | None) -> Shape:
    """Judge one feature's geometry (EPSG:4326, degrees).

    Refused: none or empty, other than polygons, outside Indonesia (or with swapped axes), invalid beyond a mend that
    changes the area by at most ``MAX_CHANGE`` percent. Mended shapes come with the finding ``boundary_mended``.
    """
    if geometry is None or geometry.is_empty:
        return _refused("boundary_no_geometry")
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        return _refused("boundary_not_polygon", type=geometry.geom_type)
    geometry = shapely.force_2d(geometry)
    if not shapely.get_coordinates(geometry).size or not _finite(geometry):
        return _refused("boundary_geometry_unreadable")
    bounds = geometry.bounds
    if not _within(bounds):
        reason = "boundary_axes_swapped" if _within(bounds, swapped=True) else "boundary_outside"
        return _refused(reason, where=f"{bounds[0]:.6g}, {bounds[1]:.6g}")
    if geometry.is_valid:
        return Shape(geometry)
    fault = _fault(geometry)
    if _is_tangled(geometry):
        return _refused("boundary_tangled")
    try:
        mended = mend(geometry)
    except GEOSException:
        return _refused("boundary_geometry_unreadable")
    before, after = geometry.area, mended.area if mended is not None else 0.0
    change = abs(after - before) / before * 100 if before > 0 else 100.0
    if mended is None or change > MAX_CHANGE:
        return _refused("boundary_not_mendable", change=_percent(change), limit=f"{MAX_CHANGE:g}", **fault)
    return Shape(mended, [("boundary_mended", {"change": _percent(change), **fault})])


def _is_tangled(geometry: BaseGeometry) -> bool:
    """Whether the lines cross so often that mending could run for hours: estimated from a sample of the segments."""
    points, ring = shapely.get_coordinates(shapely.get_rings(geometry), return_index=True)
    same = ring[1:] == ring[:-1]
    segments = shapely.linestrings(np.stack([points[:-1][same], points[1:][same]], axis=1))
    if len(segments) ** 2 < limits.CROSSINGS:
        return False
    sample = segments[:: max(1, len(segments) // _SAMPLE)]
    tree = shapely.STRtree(segments)
    crossings = 0
    for segment in sample:
        crossings += len(tree.query(segment, predicate="crosses"))
    return crossings * len(segments) / len(sample) / 2 > limits.CROSSINGS


def _finite(geometry: BaseGeometry) -> bool:
    coordinates = shapely.get_coordinates(geometry)
    return bool((abs(coordinates) < float("inf")).all())  # NaN compares false
