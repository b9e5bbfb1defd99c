"""Boundary files in: GeoJSON, a Shapefile in a zip, GeoPackage; any coordinate system -> EPSG:4326.

GeoJSON is read here feature by feature, so that one damaged feature is one rejected row; the others go through GDAL.
Only files whose first bytes are those of their kind reach GDAL, which would follow what a disguised file names.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import warnings
import zipfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import pyproj
import shapely
from pyproj.exceptions import ProjError
from shapely.geometry.base import BaseGeometry

from etl import limits, reading_zip
from etl.report import FileError, while_reading
from pantau.geometry import CRS

SUFFIXES = (".geojson", ".json", ".zip", ".gpkg")
_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_POLYGON_SHAPES = (5, 15, 25)  # Polygon, PolygonZ, PolygonM in a Shapefile's header


@dataclass
class Features:
    """A file's features in file order. ``damaged`` are the positions whose geometry could not be parsed."""

    headings: list[str]
    properties: list[dict[str, Any]]
    geometry: gpd.GeoSeries  # EPSG:4326
    damaged: set[int] = field(default_factory=set)
    crs_assumed: bool = False


def read_features(path: Path) -> Features:
    """All features of a boundary file, in EPSG:4326. FileError if the file as a whole cannot be used."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise FileError("boundary_format", suffix=suffix or path.name)
    size = limits.guard(path)
    if size > limits.BOUNDARY_MB * limits.MB:
        raise FileError("boundary_too_large", size=-(-size // limits.MB), limit=limits.BOUNDARY_MB)
    with while_reading():
        return _read(path, suffix)


def _read(path: Path, suffix: str) -> Features:
    if suffix in (".geojson", ".json"):
        return _read_geojson(path)
    with tempfile.TemporaryDirectory(prefix="pantau-") as folder:
        if suffix == ".zip":
            return _read_with_gdal(_unpack_shapefile(path, Path(folder)), "Shapefile")
        # A copy under a plain name: GDAL reads meaning into some file names and may write beside the original.
        copy = Path(folder) / "boundaries.gpkg"
        shutil.copyfile(path, copy)
        _check_geopackage(copy)
        return _read_with_gdal(copy, "GeoPackage")


def _check_counts(features: int, columns: int) -> None:
    if features > limits.FEATURES:
        raise FileError("boundary_too_many_features", found=features, limit=limits.FEATURES)
    if columns > limits.COLUMNS:
        raise FileError("boundary_too_many_columns", found=columns, limit=limits.COLUMNS)


# --- GeoJSON ----------------------------------------------------------------------------------------


def _read_geojson(path: Path) -> Features:
    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise FileError("boundary_not_geojson", detail="UTF-8") from None
    except json.JSONDecodeError as error:
        raise FileError("boundary_not_geojson", detail=f"JSON, {error.lineno}:{error.colno}") from None
    except (RecursionError, ValueError):
        raise FileError("boundary_not_geojson", detail="JSON") from None
    kind = document.get("type") if isinstance(document, dict) else None
    items = document.get("features") if kind == "FeatureCollection" else [document] if kind == "Feature" else None
    if not isinstance(items, list):
        raise FileError("boundary_not_geojson", detail="FeatureCollection")
    if not items:
        raise FileError("boundary_empty")
    _check_counts(len(items), 0)
    headings: dict[str, None] = {}
    properties: list[dict[str, Any]] = []
    shapes: list[BaseGeometry | None] = []
    damaged = set()
    for position, item in enumerate(items):
        feature = item if isinstance(item, dict) else {}
        given = feature.get("properties")
        properties.append(given if isinstance(given, dict) else {})
        headings.update(dict.fromkeys(properties[-1]))
        _check_counts(0, len(headings))
        raw = feature.get("geometry")
        shapes.append(None if raw is None else _parse_geometry(raw))
        if raw is not None and shapes[-1] is None:
            damaged.add(position)
    crs = _geojson_crs(document.get("crs"))
    return Features(list(headings), properties, _to_degrees(shapes, crs), damaged)


def _parse_geometry(raw: Any) -> BaseGeometry | None:
    # An unknown type, NaN or an open line is this feature's damage, not an error of the whole file.
    try:
        return shapely.from_geojson(json.dumps(raw, allow_nan=False), on_invalid="ignore")
    except (ValueError, RecursionError, shapely.errors.GEOSException):
        return None


def _geojson_crs(member: Any) -> Any:
    """The CRS of the old ``crs`` member; without one the standard says EPSG:4326."""
    if not isinstance(member, dict):
        return CRS
    stated = member.get("properties")
    name = stated.get("name") if isinstance(stated, dict) else None
    try:
        return pyproj.CRS.from_user_input(name)
    except ProjError:
        raise FileError("boundary_crs_unusable", crs=str(name)[:60]) from None


# --- Shapefile and GeoPackage -----------------------------------------------------------------------


def _unpack_shapefile(path: Path, folder: Path) -> Path:
    """Write the zip's only polygon Shapefile to ``folder`` under names of our own; the path of the .shp."""
    budget = reading_zip.Budget(limits.BOUNDARY_MB, "boundary_too_large")
    with reading_zip.opened(path, "boundary_zip_broken") as archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        parts: dict[str, dict[str, zipfile.ZipInfo]] = {}
        for member in members:
            inside = PurePosixPath(member.filename.replace("\\", "/"))
            # "__MACOSX/._x.shp" is what a Mac adds to each file.
            if inside.suffix.lower() in _SHAPEFILE_PARTS and not inside.name.startswith("._"):
                parts.setdefault(str(inside.with_suffix("")).lower(), {})[inside.suffix.lower()] = member
        layers = {stem: found for stem, found in parts.items() if ".shp" in found}
        if not layers:
            raise FileError("boundary_zip_without_shp")
        if len(layers) > 1:
            names = ", ".join(PurePosixPath(stem).name for stem in sorted(layers))
            layers = {stem: found for stem, found in layers.items() if _is_polygons(archive, found[".shp"])}
            if len(layers) != 1:
                raise FileError("boundary_layers", layers=names)
        (chosen,) = layers.values()
        missing = [part for part in (".shx", ".dbf") if part not in chosen]
        if missing:
            raise FileError("boundary_zip_incomplete", missing=", ".join(missing))
        for part, member in chosen.items():
            with (folder / f"boundaries{part}").open("wb") as target:
                for chunk in reading_zip.chunks(archive, member, budget):
                    target.write(chunk)
    shp = folder / "boundaries.shp"
    with shp.open("rb") as file:
        if file.read(4) != b"\x00\x00\x27\x0a":
            raise FileError("boundary_unreadable", kind="Shapefile")
    return shp


def _check_geopackage(path: Path) -> None:
    """FileError unless it is an SQLite database of stored tables only.

    Reading a view or a computed column runs whatever the file says, without end if it so pleases. Triggers (a common
    thing here) run on writing only, and nothing is written.
    """
    with path.open("rb") as file:
        if file.read(16) != b"SQLite format 3\0":
            raise FileError("boundary_unreadable", kind="GeoPackage")
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            found = database.execute("SELECT type, name, lower(coalesce(sql, '')) FROM sqlite_master").fetchall()
            for kind, name, sql in found:
                virtual = sql.startswith("create virtual table") and "using rtree" not in sql
                if kind == "view" or virtual or (kind == "table" and _has_computed_columns(database, name)):
                    raise FileError("boundary_computed")
    except (sqlite3.Error, UnicodeDecodeError):  # the latter for names that are no text
        raise FileError("boundary_unreadable", kind="GeoPackage") from None


def _has_computed_columns(database: sqlite3.Connection, table: str) -> bool:
    return any(hidden > 1 for (hidden,) in database.execute("SELECT hidden FROM pragma_table_xinfo(?)", (table,)))


def _is_polygons(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    with archive.open(member) as file:
        return int.from_bytes(file.read(36)[32:36], "little") in _POLYGON_SHAPES


def _read_with_gdal(path: Path, kind: str) -> Features:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what GDAL minds is either mended or said per feature
            layer = _polygon_layer(path)
            # One more than is read: the number of features that a file claims is not trusted.
            frame = pyogrio.read_dataframe(path, layer=layer, on_invalid="ignore", max_features=limits.FEATURES + 1)
    except (FileError, MemoryError):
        raise
    except Exception:
        raise FileError("boundary_unreadable", kind=kind) from None
    _check_counts(len(frame), len(frame.columns))
    if frame.empty:
        raise FileError("boundary_empty")
    if not isinstance(frame, gpd.GeoDataFrame):
        raise FileError("boundary_unreadable", kind=kind)
    headings = [str(c) for c in frame.columns if c != frame.geometry.name]
    properties = frame[headings].astype(object).to_dict("records")
    shapes = list(frame.geometry)
    # GeoPackage has codes for "undefined"; GDAL passes them on under such names.
    if frame.crs is not None and not frame.crs.is_engineering and "undefined" not in frame.crs.name.casefold():
        return Features(headings, properties, _to_degrees(shapes, frame.crs))
    if not _look_like_degrees(shapes):
        raise FileError("boundary_crs_unknown")
    return Features(headings, properties, _to_degrees(shapes, CRS), crs_assumed=True)


def _polygon_layer(path: Path) -> str:
    """The file's only layer, or the only one made of polygons."""
    layers = [(str(name), str(kind)) for name, kind in pyogrio.list_layers(path) if kind is not None]
    if not layers:
        raise FileError("boundary_empty")
    if len(layers) > 1:
        polygons = [pair for pair in layers if "Polygon" in pair[1] or "Surface" in pair[1]]
        if len(polygons) != 1:
            raise FileError("boundary_layers", layers=", ".join(name for name, _ in layers)[:120])
        layers = polygons
    return layers[0][0]


# --- coordinate systems -----------------------------------------------------------------------------


def _look_like_degrees(shapes: list[BaseGeometry | None]) -> bool:
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    return bool(west >= -180 and south >= -90 and east <= 180 and north <= 90)


def _to_degrees(shapes: list[BaseGeometry | None], crs: Any) -> gpd.GeoSeries:
    series = gpd.GeoSeries(np.array(shapes, dtype=object), crs=crs)
    if series.crs == pyproj.CRS(CRS):
        return series
    if series.crs.is_projected and _look_like_degrees(shapes):
        # A few metres from the system's origin is no place for a boundary: the label is wrong.
        raise FileError("boundary_crs_contradicted", crs=series.crs.name)
    try:
        return series.to_crs(CRS)
    except ProjError:
        raise FileError("boundary_crs_unusable", crs=series.crs.name) from None
