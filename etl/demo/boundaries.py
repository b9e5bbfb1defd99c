"""Drawn boundaries of the kelurahan, its RW and its RT: one Voronoi diagram, so neighbours share vertices."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from etl.demo.settings import KELURAHAN, KELURAHAN_NAME, RW_COUNT, generator

WEST, EAST, SOUTH, NORTH = 106.781, 106.809, -6.318, -6.302
AREA_M2 = 3.7e6
NOTE = "batas contoh, bukan batas resmi"
DECIMALS = 7
_SQUEEZE = np.cos(np.radians((SOUTH + NORTH) / 2))  # one degree of longitude in degrees of latitude
_UTM = Transformer.from_crs("EPSG:4326", "EPSG:32748", always_xy=True)


@dataclass(frozen=True)
class Layout:
    """The areas drawn: one entry an RT in ``rw``, ``rt`` (numbers) and ``rt_shapes``, in order of RW and RT."""

    rw: np.ndarray
    rt: np.ndarray
    rt_shapes: list[BaseGeometry]
    rw_shapes: list[BaseGeometry]
    outline: BaseGeometry

    def codes(self) -> list[str]:
        """Codes of the RT, in order."""
        return [f"{KELURAHAN}.{w:03d}.{t:03d}" for w, t in zip(self.rw, self.rt, strict=True)]


def square_metres(shape: BaseGeometry) -> float:
    """Area in UTM zone 48 S (EPSG:32748)."""
    return float(shapely.transform(shape, lambda c: np.column_stack(_UTM.transform(c[:, 0], c[:, 1]))).area)


def _outline() -> BaseGeometry:
    """An irregular outline that touches the four bounds and has the stated area."""
    angle = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    noise = 1 + 0.030 * np.sin(3 * angle + 0.6) + 0.025 * np.sin(7 * angle + 2.1) + 0.014 * np.cos(13 * angle + 0.3)
    low, high = 0.9, 3.0
    for _ in range(40):  # the exponent of a superellipse is what sets how much of its box it fills
        power = (low + high) / 2
        radius = noise / (np.abs(np.cos(angle)) ** power + np.abs(np.sin(angle)) ** power) ** (1 / power)
        x, y = radius * np.cos(angle + 0.08), radius * np.sin(angle + 0.08)
        lon = WEST + (x - x.min()) / (x.max() - x.min()) * (EAST - WEST)
        lat = SOUTH + (y - y.min()) / (y.max() - y.min()) * (NORTH - SOUTH)
        shape = shapely.Polygon(np.column_stack([lon, lat]).round(DECIMALS))
        low, high = (power, high) if square_metres(shape) < AREA_M2 else (low, power)
    return shape


def _spread(points: np.ndarray, count: int, rng: np.random.Generator, rounds: int = 12) -> np.ndarray:
    """``count`` seeds spread evenly over a cloud of points (Lloyd's algorithm); shape (count, 2)."""
    seeds = points[rng.choice(len(points), count, replace=False)]
    for _ in range(rounds):
        nearest = ((points[:, None, :] - seeds[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
        size = np.bincount(nearest, minlength=count)
        for axis in (0, 1):
            total = np.bincount(nearest, weights=points[:, axis], minlength=count)
            seeds[:, axis] = np.where(size > 0, total / np.maximum(size, 1), seeds[:, axis])
    return seeds


def _seeds(outline: BaseGeometry, rw_count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """RT seeds (n, 2) in degrees with longitude squeezed, and the RW and RT number of each."""
    box = rng.random((max(14_000, 800 * rw_count), 2)) * [EAST - WEST, NORTH - SOUTH] + [WEST, SOUTH]
    cloud = box[shapely.contains_xy(outline, box[:, 0], box[:, 1])] * [_SQUEEZE, 1]
    centres = _spread(cloud, rw_count, rng)
    # Numbered as one walks: row by row from the north, from west to east.
    rows = max(2, round(np.sqrt(rw_count * 0.6)))
    row = np.argsort(np.argsort(-centres[:, 1])) * rows // rw_count
    centres = centres[np.lexsort((centres[:, 0], row))]
    home = ((cloud[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    counts = np.resize([11, 9, 12, 8, 14, 10, 13, 12, 11, 10], rw_count)
    seeds, rw, rt = [], [], []
    for number, count in enumerate(counts, 1):
        own = _spread(cloud[home == number - 1], int(count), rng)
        band = np.argsort(np.argsort(-own[:, 1])) * 3 // count
        seeds.append(own[np.lexsort((own[:, 0], band))])
        rw.append(np.full(count, number))
        rt.append(np.arange(1, count + 1))
    return np.vstack(seeds), np.concatenate(rw), np.concatenate(rt)


def _cells(seeds: np.ndarray, outline: BaseGeometry) -> list[BaseGeometry]:
    """The Voronoi cell of each seed within the outline, in degrees, in the order of the seeds."""
    squeezed = shapely.transform(outline, lambda c: c * [_SQUEEZE, 1])
    found = shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=squeezed.buffer(0.01), ordered=True)
    cells = [cell.intersection(squeezed) for cell in found.geoms]
    # A corner is computed alike for all who share it, and so is rounded alike.
    return [shapely.transform(cell, lambda c: (c / [_SQUEEZE, 1]).round(DECIMALS)).normalize() for cell in cells]


def draw(scale: int = 1) -> Layout:
    """Draw ``10 * scale`` RW with 8 to 14 RT each within the same outline.

    Tries other seeds until every area is one valid polygon; RuntimeError when that never comes about.
    """
    outline = _outline()
    for attempt in range(100):
        seeds, rw, rt = _seeds(outline, RW_COUNT * scale, generator(100 + attempt))
        cells = _cells(seeds, outline)
        if any(cell.geom_type != "Polygon" or not cell.is_valid for cell in cells):
            continue
        if not shapely.coverage_is_valid(cells):
            continue
        shapes = np.array(cells, dtype=object)
        parts = [shapely.coverage_union_all(shapes[rw == n]).normalize() for n in range(1, RW_COUNT * scale + 1)]
        if any(part.geom_type != "Polygon" or part.interiors or not part.is_valid for part in parts):
            continue
        return Layout(rw, rt, cells, parts, shapely.coverage_union_all(parts).normalize())
    raise RuntimeError("no drawing of the boundaries was found in which each RW is one polygon")


def write(layout: Layout, path: Path) -> None:
    """Write the GeoJSON (EPSG:4326): the kelurahan, the RW, the RT."""
    features = [_feature(layout.outline, KELURAHAN, KELURAHAN_NAME, "kelurahan", KELURAHAN[:8])]
    for number, shape in enumerate(layout.rw_shapes, 1):
        features.append(_feature(shape, f"{KELURAHAN}.{number:03d}", f"RW {number:03d}", "rw", KELURAHAN))
    for code, number, shape in zip(layout.codes(), layout.rt, layout.rt_shapes, strict=True):
        features.append(_feature(shape, code, f"RT {number:03d}", "rt", code[:-4]))
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    head = '{"type":"FeatureCollection","name":"batas_rw_rt_contoh",\n"features":[\n'
    path.write_text(head + lines + "\n]}\n", encoding="utf-8", newline="\n")


def _feature(shape: BaseGeometry, code: str, name: str, level: str, parent: str) -> dict[str, object]:
    properties = {"kode": code, "nama": name, "tingkat": level, "kode_induk": parent, "keterangan": NOTE}
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(shape)}
