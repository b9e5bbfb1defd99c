"""Boundaries of areas: GeoJSON, a Shapefile in a zip, or GeoPackage -> ``area.geometry``.

One feature is one row: the heading counts as row 1, so feature i (from 0) is row i + 2. A feature is matched to an area
that exists, or makes a new RW or RT under a parent that exists. See ``boundary_files`` (reading), ``boundary_matching``
(which area) and ``boundary_geometry`` (which shapes are accepted).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import shapely
from sqlalchemy import Connection, bindparam, func, insert, select, update

from etl import undo
from etl.report import FileError, Report
from etl.sources.boundary_files import read_features
from etl.sources.boundary_geometry import Shape, check_shape
from etl.sources.boundary_matching import Area, Matcher, Refusal
from etl.sources.boundary_names import find_columns, text_of
from pantau.schema import area as area_table

KIND = "boundaries"
GEOMETRY = "geometry"  # what the shape is called in a report: it has no heading of its own
_IDENTITY = dict.fromkeys(
    ("code", "rt", "rw", "rtrw", "name", "kelurahan", "kecamatan", "kota")
)  # roles, most telling first
_MAX_NOTE = 200  # area.boundary_note


@dataclass(frozen=True)
class Boundary:
    """One accepted feature: its area, its shape as WKB (2D, little-endian, EPSG:4326) and its note."""

    row: int
    area: Area
    new: bool
    wkb: bytes
    note: str | None


@dataclass
class Prepared:
    """What :func:`write` writes, in file order."""

    boundaries: list[Boundary] = field(default_factory=list)


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Read and judge a boundary file; only SELECTs. Every feature is in the result or rejected in ``report``.

    A file that cannot be used at all raises FileError.
    """
    prepared = Prepared()
    features = read_features(Path(path))
    columns = find_columns(features.headings)
    if not columns.keys() & _IDENTITY:
        raise FileError("boundary_no_identity_column", columns=", ".join(features.headings)[:200] or "-")
    report.rows = len(features.properties)
    if features.crs_assumed:
        report.add(1, GEOMETRY, "boundary_crs_assumed")
    matcher = Matcher(_known_areas(connection), columns)
    taken: dict[str, int] = {}  # area code -> row
    for position, (properties, geometry) in enumerate(zip(features.properties, features.geometry, strict=True)):
        row = position + 2
        damaged = position in features.damaged
        shape = Shape(None, [("boundary_geometry_unreadable", {})]) if damaged else check_shape(geometry)
        found = matcher.match(properties)
        if not isinstance(found, Refusal) and found.area.code in taken:
            first = taken[found.area.code]
            column, written = _identity(matcher, properties)
            found = Refusal("boundary_duplicate", column, written, {"area": found.area, "first": first})
        if isinstance(found, Refusal):
            _say(report, row, found)
        if shape.geometry is None or not isinstance(found, Refusal):
            for reason, fields in shape.findings:
                report.add(row, GEOMETRY, reason, **fields)
        if isinstance(found, Refusal) or shape.geometry is None:
            continue
        for remark in found.remarks:
            _say(report, row, remark)
        note = matcher.text(properties, "note")
        if len(note) > _MAX_NOTE:
            report.add(row, _heading(columns["note"]), "boundary_text_cut", note[:80], limit=_MAX_NOTE)
        wkb = shapely.to_wkb(shape.geometry, output_dimension=2, byte_order=1)
        prepared.boundaries.append(Boundary(row, found.area, found.new, wkb, note[:_MAX_NOTE] or None))
        taken[found.area.code] = row
        if found.new:
            matcher.add(found.area)
    return prepared


def write(connection: Connection, prepared: Prepared, batch_id: int) -> set[int]:
    """Insert the new areas, replace boundary and note of the others. No mart depends on a boundary: empty set."""
    # A parent made by this file stands before its children there: file order keeps the foreign key.
    new = [
        {
            "code": b.area.code,
            "parent_code": b.area.parent_code,
            "level": b.area.level,
            "name": b.area.name,
            "geometry": b.wkb,
            "boundary_note": b.note,
            "batch_id": batch_id,
        }
        for b in prepared.boundaries
        if b.new
    ]
    if new:
        connection.execute(insert(area_table), new)
    undo.keep(connection, batch_id, area_table, "code", [b.area.code for b in prepared.boundaries if not b.new])
    known = [{"key": b.area.code, "wkb": b.wkb, "note": b.note} for b in prepared.boundaries if not b.new]
    if known:
        statement = (
            update(area_table)
            .where(area_table.c.code == bindparam("key"))
            .values(geometry=bindparam("wkb"), boundary_note=bindparam("note"), batch_id=batch_id)
        )
        connection.execute(statement, known)
    return set()


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """Areas whose boundary is of this batch; a boundary file has no sums."""
    count = select(func.count()).select_from(area_table).where(area_table.c.batch_id == batch_id)
    return connection.scalar(count) or 0, {}


def _known_areas(connection: Connection) -> list[Area]:
    columns = area_table.c
    found = connection.execute(
        select(columns.code, columns.parent_code, columns.level, columns.name).order_by(columns.code)
    )
    return [Area(*row) for row in found]


def _identity(matcher: Matcher, properties: dict) -> tuple[str, str]:
    """(heading, value) that says which area a feature is."""
    for role in _IDENTITY:
        if matcher.text(properties, role):
            return matcher.columns[role], text_of(properties[matcher.columns[role]])
    return "", ""


def _heading(column: str) -> str:
    """A heading as rejected_row.column_name can hold it: GeoJSON lets it be of any length and any characters."""
    return "".join(c for c in column if c.isprintable())[:80]


def _say(report: Report, row: int, refusal: Refusal) -> None:
    report.add(row, _heading(refusal.column), refusal.reason, refusal.value[:80], **refusal.fields)
