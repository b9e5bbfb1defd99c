"""Do boundary files end up on the right areas, and is everything that does not said so?"""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box, mapping, shape
from sqlalchemy import Connection, insert, select

from etl import limits
from etl.messages_boundaries import MESSAGES
from etl.report import FileError, Report
from etl.sources import boundaries
from etl.sources.boundary_names import find_columns, fold, parse_code
from pantau.database import make_engine
from pantau.geometry import areas_frame, simplify
from pantau.reference import ensure_reference
from pantau.schema import area, batch, metadata

PROJECT = Path(__file__).resolve().parents[2]
REAL = PROJECT.parent / "shared" / "data" / "boundaries" / "jakarta_kelurahan.geojson"
needs_real_file = pytest.mark.skipif(not REAL.exists(), reason=f"real boundaries not here: {REAL.name}")

KELURAHAN = "31.74.06.1003"  # Pondok Labu
SQUARE = box(106.79, -6.31, 106.80, -6.30)
BATCH = 1


@pytest.fixture
def connection(tmp_path: Path):
    engine = make_engine(f"sqlite:///{tmp_path / 'test.sqlite'}")
    metadata.create_all(engine)
    with engine.begin() as connection:
        ensure_reference(connection)
        counts = dict.fromkeys(("rows", "loaded", "rejected", "warnings"), 0)
        for batch_id in (BATCH, BATCH + 1):
            connection.execute(
                insert(batch),
                {"batch_id": batch_id, "kind": "boundaries", "file_name": "x", "sha256": str(batch_id), "sums": "{}"}
                | {"loaded_at": datetime(2026, 11, 25), "synthetic": False}
                | counts,
            )
        yield connection
    engine.dispose()


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    raw = mapping(geometry) if isinstance(geometry, shapely.Geometry) else geometry
    return {"type": "Feature", "properties": properties, "geometry": raw}


def geojson(folder: Path, *features: Any, **members: Any) -> Path:
    path = folder / "batas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", **members, "features": list(features)}), encoding="utf-8")
    return path


def check(path: Path, connection: Connection) -> tuple[boundaries.Prepared, Report]:
    report = Report(path.name, "boundaries")
    prepared = boundaries.prepare(path, connection, report)
    rejected = report.rejected_rows()
    assert len(prepared.boundaries) + len(rejected) == report.rows, "every row is accepted or rejected"
    assert not {b.row for b in prepared.boundaries} & rejected.keys()
    assert not any(p.message_id[:1] == "–" or "{" in p.message_id + p.message_en for p in report.problems)
    return prepared, report


def load(path: Path, connection: Connection, batch_id: int = BATCH) -> Report:
    prepared, report = check(path, connection)
    assert boundaries.write(connection, prepared, batch_id) == set()
    return report


def reasons(report: Report) -> list[tuple[int, str]]:
    return [(p.row, p.reason) for p in report.problems]


def drawn(connection: Connection) -> gpd.GeoDataFrame:
    rows = connection.execute(select(area).where(area.c.geometry.is_not(None)).order_by(area.c.code)).mappings()
    return areas_frame(rows)


def square(step: int, size: float = 0.001) -> Polygon:
    return box(106.79 + step * size, -6.31, 106.79 + (step + 1) * size, -6.31 + size)


# --- the real file ----------------------------------------------------------------------------------


@needs_real_file
def test_real_kelurahan_all_accounted_for(connection):
    features = json.loads(REAL.read_text(encoding="utf-8"))["features"]
    invalid = {i + 2 for i, f in enumerate(features) if not shape(f["geometry"]).is_valid}
    report = load(REAL, connection)
    rejected = report.rejected_rows()
    assert report.rows == 262
    suggestions = {
        "HARAPAN MULYA": "Harapan Mulia",
        "PAL MERIEM": "Palmeriam",
        "KAMPUNG TENGAH": "Tengah",
        "KREDANG": "Krendang",
        "TMII": "Cipayung",  # no name is like it: three of its kecamatan are named
        "PAPANGO": "Papanggo",
        "TANJUNG PRIUK": "Tanjung Priok",
        "WIJAYA KESUMA": "Wijaya Kusuma",
    }
    said = {problems[0].value: problems[0] for problems in rejected.values()}
    spelled_otherwise = {v for v, p in said.items() if p.reason == "boundary_name_unknown"}
    assert spelled_otherwise == set(suggestions)
    for name, suggestion in suggestions.items():
        assert suggestion in said[name].message_id and suggestion in said[name].message_en
    # Whatever GEOS finds invalid in the file as it is was mended and said, or rejected.
    told = {p.row for p in report.problems if p.reason in ("boundary_mended", "boundary_not_mendable")}
    assert told == invalid
    frame = drawn(connection)
    assert len(frame) == 262 - len(rejected) == 254
    assert frame.is_valid.all() and set(frame.geom_type) <= {"Polygon", "MultiPolygon"}
    metres = frame.set_index("code").to_crs(32748)
    assert metres.area[KELURAHAN] / 1e6 == pytest.approx(3.67, abs=0.005)


@needs_real_file
def test_real_geometry_made_invalid_is_mended_and_said(connection, tmp_path):
    features = json.loads(REAL.read_text(encoding="utf-8"))["features"]
    at = next(i for i, f in enumerate(features) if f["properties"]["area_name"] == "PONDOK LABU")
    before = shape(features[at]["geometry"])
    ring = list(before.exterior.coords)
    spike = [(ring[3][0] + 0.0005, ring[3][1] + 0.0005), ring[3]]  # out and back: no area, not valid
    features[at]["geometry"] = mapping(
        Polygon([*ring[:4], *spike, *ring[4:]], [list(r.coords) for r in before.interiors])
    )
    report = load(geojson(tmp_path, *features), connection)
    mended = [p for p in report.problems if p.reason == "boundary_mended"]
    assert [(p.row, p.severity, p.column) for p in mended] == [(at + 2, "warning", "geometry")]
    frame = drawn(connection).set_index("code")
    assert frame.geometry[KELURAHAN].is_valid
    assert frame.geometry[KELURAHAN].area == pytest.approx(before.area, rel=0.01)


@needs_real_file
@pytest.mark.parametrize("kind", ["shapefile", "geopackage"])
def test_same_areas_from_other_formats(connection, tmp_path, kind):
    original = gpd.read_file(REAL)
    load(REAL, connection)
    expected = drawn(connection).set_index("code").to_crs(32748).area
    path = tmp_path / ("batas.gpkg" if kind == "geopackage" else "batas.zip")
    if kind == "geopackage":
        original.to_file(path, layer="kelurahan", driver="GPKG")
    else:
        zip_shapefile(original.to_crs(32748), path)
    load(path, connection, BATCH + 1)
    found = drawn(connection).set_index("code").to_crs(32748)
    assert set(connection.scalars(select(area.c.batch_id).where(area.c.geometry.is_not(None)))) == {BATCH + 1}
    assert list(found.index) == list(expected.index) and len(found) == 254
    assert (abs(found.area / expected - 1) < 1e-6).all()


# --- which area -------------------------------------------------------------------------------------


def zip_shapefile(
    frame: gpd.GeoDataFrame, path: Path, without: tuple[str, ...] = (), inside: str = "peta/batas"
) -> Path:
    folder = path.parent / f"{path.stem}_parts"
    folder.mkdir()
    frame.rename(columns=lambda name: name[:10]).to_file(folder / "batas.shp")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in folder.iterdir():
            if part.suffix not in without:
                archive.write(part, inside + part.suffix.upper())
    shutil.rmtree(folder)
    return path


def frame_of(*geometries: Any, crs: Any = 4326, **columns: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=list(geometries), crs=crs)


@pytest.mark.parametrize(
    "properties",
    [
        {"kode": "31.74.06.1003"},
        {"KDEPUM": "3174061003", "WADMKC": "Cilandak"},
        {"code": 3174061003},
        {"id_kel": 3174061003.0},
        {"nama": "pondok  labu"},
        {"NAMOBJ": "Pondok-Labu", "WADMKD": "Pondok Labu", "WADMKC": "CILANDAK", "WADMKK": "Kota Adm. Jakarta Selatan"},
        {"Kelurahan": "Kel. Pondok Labu", "Kecamatan": "Kec. Cilandak"},
        {"area_name": "PONDOKLABU", "parent_name": "\\N"},
        {"nama": "Pondok Labu", "kode_induk": "31.74.06", "kode": None},
    ],
)
def test_kelurahan_is_found(connection, tmp_path, properties):
    prepared, report = check(geojson(tmp_path, feature(SQUARE, **properties)), connection)
    assert not report.problems
    assert [(b.row, b.area.code, b.new) for b in prepared.boundaries] == [(2, KELURAHAN, False)]


@pytest.mark.parametrize(
    ("properties", "reason", "words"),
    [
        ({"nama": "Pondok Laba"}, "boundary_name_unknown", "Pondok Labu, Cilandak (31.74.06.1003)"),
        ({"nama": "Pondok Labu", "kecamatan": "Cilandaks"}, "boundary_parent_mismatch", "Cilandak"),
        ({"nama": "Pondok Labu", "parent_name": "Gambir"}, "boundary_parent_mismatch", "31.74.06.1003"),
        ({"nama": "Gambir"}, "boundary_name_ambiguous", "31.71.01"),  # a kecamatan and a kelurahan
        ({"nama": "", "kode": "-"}, "boundary_no_identity", "kosong"),
        ({"kode": "Pondok Labu"}, "boundary_code_invalid", "Pondok Labu"),
        ({"kode": "31.74.06.1003.000"}, "boundary_code_invalid", "Kemendagri"),
        ({"kode": "31.74.06.9003"}, "boundary_code_unknown", "31.74.06.1003"),
        ({"kode": "31.74.06.1003.005.012"}, "boundary_parent_unknown", "31.74.06.1003.005"),
        ({"kode": KELURAHAN, "nama": "Gandaria Selatan"}, "boundary_code_conflict", "Gandaria Selatan"),
        ({"kode": KELURAHAN, "kode_induk": "31.74.05"}, "boundary_code_conflict", "31.74.05"),
        ({"kode": "31.74.06.1003.005", "nama": "RW 006"}, "boundary_code_conflict", "RW 006"),
        ({"kelurahan": "Pondok Labu", "rw": None, "rt": "012"}, "boundary_rt_without_rw", "012"),
        ({"kelurahan": "Pondok Labux", "rw": "5"}, "boundary_name_unknown", "Pondok Labu"),
    ],
)
def test_not_guessed(connection, tmp_path, properties, reason, words):
    prepared, report = check(geojson(tmp_path, feature(SQUARE, **properties)), connection)
    assert not prepared.boundaries
    assert reasons(report) == [(2, reason)]
    assert words in report.problems[0].message_id and report.problems[0].severity == "rejected"


def test_code_decides_over_another_spelling_and_says_so(connection, tmp_path):
    report = load(geojson(tmp_path, feature(SQUARE, kode=KELURAHAN, nama="Pd. Labu")), connection)
    assert reasons(report) == [(2, "boundary_name_differs")]
    assert connection.scalar(select(area.c.name).where(area.c.code == KELURAHAN)) == "Pondok Labu"


def test_new_rw_and_rt_are_made_under_their_parent(connection, tmp_path):
    rw, rt = f"{KELURAHAN}.005", f"{KELURAHAN}.005.012"
    path = geojson(
        tmp_path,
        feature(square(0), kode=rw, nama=None),
        feature(square(1), kode=rt.replace(".", ""), nama="RT 012 Melati", keterangan="batas contoh"),
        feature(square(2), kode=f"{KELURAHAN}.006.001"),  # its RW comes too late
        feature(square(3), kode=f"{KELURAHAN}.006"),
        feature(Point(106.79, -6.3), kode=f"{KELURAHAN}.007"),
        feature(square(5), kode=f"{KELURAHAN}.007.001"),  # its RW was rejected
        feature(square(6), kode=f"{KELURAHAN}.005.013"),
    )
    report = load(path, connection)
    assert reasons(report) == [
        (4, "boundary_parent_unknown"),
        (6, "boundary_not_polygon"),
        (7, "boundary_parent_unknown"),
    ]
    columns = area.c.code, area.c.parent_code, area.c.level, area.c.name, area.c.boundary_note, area.c.batch_id
    rows = connection.execute(select(*columns).where(area.c.code.like(f"{KELURAHAN}.%")).order_by(area.c.code)).all()
    assert [tuple(r) for r in rows] == [
        (rw, KELURAHAN, "rw", "RW 005", None, BATCH),
        (rt, rw, "rt", "RT 012 Melati", "batas contoh", BATCH),
        (f"{KELURAHAN}.005.013", rw, "rt", "RT 013", None, BATCH),
        (f"{KELURAHAN}.006", KELURAHAN, "rw", "RW 006", None, BATCH),
    ]
    # The same file again finds what it made; a later file without a note takes the note away.
    again, _ = check(path, connection)
    assert {b.area.code for b in again.boundaries if b.new} == {f"{KELURAHAN}.006.001"}
    load(geojson(tmp_path, feature(square(1), kode=rt)), connection, BATCH + 1)
    assert connection.execute(select(area.c.boundary_note, area.c.batch_id).where(area.c.code == rt)).one() == (None, 2)


def test_rw_and_rt_in_columns_of_their_own(connection, tmp_path):
    """The kelurahan's name beside an RW number names the RW's parent; the kelurahan itself is not overwritten."""
    path = geojson(
        tmp_path,
        feature(square(0), KELURAHAN="PONDOK LABU", KECAMATAN="CILANDAK", RW="RW 05", RT=None),
        feature(square(1), KELURAHAN="PONDOK LABU", KECAMATAN="CILANDAK", RW="005", RT=12),
        feature(square(2), KELURAHAN=None, RW=6),
        feature(square(3), KELURAHAN="Lebak Bulus", RW="1"),
    )
    prepared, report = check(path, connection)
    assert not report.problems
    assert [b.area.code for b in prepared.boundaries] == [
        f"{KELURAHAN}.005", f"{KELURAHAN}.005.012", f"{KELURAHAN}.006", "31.74.06.1002.001",
    ]  # fmt: skip
    assert [b.area.name for b in prepared.boundaries] == ["RW 005", "RT 012", "RW 006", "RW 001"]


def test_rw_by_name_within_its_kelurahan(connection, tmp_path):
    load(geojson(tmp_path, feature(SQUARE, kode=f"{KELURAHAN}.005")), connection)
    prepared, report = check(geojson(tmp_path, feature(SQUARE, nama="Rw. 5", kelurahan="Pondok Labu")), connection)
    assert not report.problems and prepared.boundaries[0].area.code == f"{KELURAHAN}.005"


def test_second_feature_for_one_area_is_rejected(connection, tmp_path):
    path = geojson(tmp_path, feature(SQUARE, kode=KELURAHAN), feature(SQUARE, kode="3174061003"))
    _, report = check(path, connection)
    assert reasons(report) == [(3, "boundary_duplicate")]
    assert "baris 2" in report.problems[0].message_id


def test_a_number_like_a_nik_in_the_code_is_masked(connection, tmp_path):
    _, report = check(geojson(tmp_path, feature(SQUARE, kode="3174061003850001")), connection)
    text = json.dumps(report.as_json())
    assert report.rejected_rows() and "850" not in text and "3174061003850001" not in text


def test_note_and_name_longer_than_the_column(connection, tmp_path):
    code = f"{KELURAHAN}.005"
    report = load(geojson(tmp_path, feature(SQUARE, kode=code, nama="n" * 101, note="x" * 201)), connection)
    assert reasons(report) == [(2, "boundary_text_cut")] * 2
    name, note = connection.execute(select(area.c.name, area.c.boundary_note).where(area.c.code == code)).one()
    assert (len(name), len(note)) == (100, 200)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31", "31"), ("3174", "31.74"),
        ("31.74.06.1003.5.12", "31.74.06.1003.005.012"), ("3174061003005012", "31.74.06.1003.005.012"),
        ("31740", None), ("31.74.6.1003", None), ("31.74.06.1003.0005", None),
        ("٣١", None), ("", None), ("31..06", None),
    ],
)  # fmt: skip
def test_codes(text, code):
    assert parse_code(text) == code


def test_headings_cut_by_a_shapefile_are_known():
    assert find_columns(["parent_nam", "area_name", "boundary_n"]) == {
        "parent": "parent_nam", "name": "area_name", "note": "boundary_n",
    }  # fmt: skip
    assert fold("RW. 005") == fold("rw5") and fold("RT 05") != fold("RW 05")


# --- its shape --------------------------------------------------------------------------------------

HOLE = [(106.792, -6.308), (106.794, -6.308), (106.794, -6.306), (106.792, -6.306)]
BOW_TIE = Polygon([(106.79, -6.31), (106.80, -6.30), (106.80, -6.31), (106.79, -6.30)])
TINY_LOOP = Polygon([(106.79, -6.31), (106.80, -6.31), (106.80, -6.30), (106.7901, -6.30), (106.7899, -6.2999),
                     (106.7899, -6.3), (106.7901, -6.2999), (106.79, -6.3001)])  # fmt: skip


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "boundary_no_geometry"),
        (Polygon(), "boundary_no_geometry"),
        (Point(106.79, -6.3), "boundary_not_polygon"),
        (LineString([(106.79, -6.3), (106.8, -6.3)]), "boundary_not_polygon"),
        ({"type": "GeometryCollection", "geometries": [mapping(SQUARE)]}, "boundary_not_polygon"),
        ({"type": "Bulat", "coordinates": []}, "boundary_geometry_unreadable"),
        ({"type": "Polygon", "coordinates": [[[106.79, -6.3], [106.8, -6.3], [106.8, -6.31]]]},
         "boundary_geometry_unreadable"),
        ({"type": "Polygon", "coordinates": [[[float("nan"), -6.3], [106.8, -6.3], [106.8, -6.31], [106.79, -6.3]]]},
         "boundary_geometry_unreadable"),
        ("Polygon", "boundary_geometry_unreadable"),
        (shapely.transform(SQUARE, lambda xy: xy[:, ::-1]), "boundary_axes_swapped"),
        (box(700000, 9300000, 701000, 9301000), "boundary_outside"),
        (box(10, 50, 11, 51), "boundary_outside"),
        (BOW_TIE, "boundary_not_mendable"),
    ],
)  # fmt: skip
def test_unusable_shapes_are_rejected(connection, tmp_path, geometry, reason):
    path = geojson(tmp_path, feature(geometry, kode=KELURAHAN), feature(SQUARE, kode="31.74.06.1002"))
    prepared, report = check(path, connection)
    assert reasons(report) == [(2, reason)]
    assert [b.row for b in prepared.boundaries] == [3]


def test_small_faults_are_mended_and_said(connection, tmp_path):
    hole_touching = Polygon(SQUARE.exterior.coords, [HOLE, [*HOLE[:2], HOLE[1], HOLE[0]]])
    path = geojson(tmp_path, feature(TINY_LOOP, kode=KELURAHAN), feature(hole_touching, kode="31.74.06.1002"))
    report = load(path, connection)
    assert reasons(report) == [(2, "boundary_mended"), (3, "boundary_mended")]
    assert "%" in report.problems[0].message_id and "106." in report.problems[0].message_id
    frame = drawn(connection)
    assert frame.is_valid.all() and set(frame.geom_type) <= {"Polygon", "MultiPolygon"}


def test_height_is_dropped_and_wkb_is_little_endian(connection, tmp_path):
    high = MultiPolygon([shapely.force_3d(SQUARE, 12.0)])
    prepared, _ = check(geojson(tmp_path, feature(high, kode=KELURAHAN)), connection)
    wkb = prepared.boundaries[0].wkb
    assert wkb[:5] == b"\x01\x06\x00\x00\x00" and not shapely.from_wkb(wkb).has_z


def test_other_coordinate_systems(connection, tmp_path):
    metres = gpd.GeoSeries([SQUARE], crs=4326).to_crs(32748)[0]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32748"}}
    prepared, report = check(geojson(tmp_path, feature(metres, kode=KELURAHAN), crs=crs), connection)
    assert not report.problems
    found = shapely.from_wkb(prepared.boundaries[0].wkb)
    assert found.hausdorff_distance(SQUARE) < 1e-8


# --- files as a whole -------------------------------------------------------------------------------


def refused(path: Path, connection: Connection) -> str:
    with pytest.raises(FileError) as caught:
        boundaries.prepare(path, connection, Report(path.name, "boundaries"))
    report = Report(path.name, "boundaries")
    report.fail(caught.value)
    message = report.problems[0]
    assert message.row == 0 and "–" not in message.message_id.replace("94–142", "") and message.message_en
    return caught.value.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "file_empty"),
        (b"KODE;NAMA\n1;x\n", "boundary_not_geojson"),
        (b'{"type": "FeatureCollection", "features": [', "boundary_not_geojson"),
        (b'{"type": "Topology", "objects": {}}', "boundary_not_geojson"),
        (b'{"type": "FeatureCollection"}', "boundary_not_geojson"),
        (b"[1, 2]", "boundary_not_geojson"),
        (b"[" * 100_000, "boundary_not_geojson"),
        (b"\xff\xfe\x00", "boundary_not_geojson"),
        (b'{"type": "FeatureCollection", "features": []}', "boundary_empty"),
        (b'{"type": "FeatureCollection", "features": [null]}', "boundary_no_identity_column"),
        (b'{"type": "Feature", "properties": {"x": 1}, "geometry": null}', "boundary_no_identity_column"),
        (b'{"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "EPSG:1"}},'
         b' "features": [{"type": "Feature", "properties": {"kode": "31"}, "geometry": null}]}',
         "boundary_crs_unusable"),
    ],
)  # fmt: skip
def test_bad_geojson(connection, tmp_path, content, reason):
    path = tmp_path / "batas.json"
    path.write_bytes(content)
    assert refused(path, connection) == reason


def test_label_in_metres_on_degrees(connection, tmp_path):
    crs = {"type": "name", "properties": {"name": "EPSG:32648"}}
    path = geojson(tmp_path, feature(SQUARE, kode=KELURAHAN), crs=crs)
    assert refused(path, connection) == "boundary_crs_contradicted"


def test_damaged_features_do_not_take_the_others_along(connection, tmp_path):
    items = [None, 7, {"type": "Feature", "properties": [1]}, feature(SQUARE, kode=KELURAHAN)]
    prepared, report = check(geojson(tmp_path, *items), connection)
    assert [b.row for b in prepared.boundaries] == [5] and sorted(report.rejected_rows()) == [2, 3, 4]


def test_bad_zips(connection, tmp_path, monkeypatch):
    path = tmp_path / "batas.zip"
    path.write_bytes(b"PK\x03\x04 nothing")
    assert refused(path, connection) == "boundary_zip_broken"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("batas.geojson", "{}")
    assert refused(path, connection) == "boundary_zip_without_shp"
    frame = frame_of(SQUARE, kode=[KELURAHAN])
    assert refused(zip_shapefile(frame, path, without=(".shx",)), connection) == "boundary_zip_incomplete"
    with zipfile.ZipFile(path, "w") as archive:
        for part in (".shp", ".shx", ".dbf"):
            archive.writestr("batas" + part, b"<OGRVRTDataSource/>" * 10)
    assert refused(path, connection) == "boundary_unreadable"
    zip_shapefile(frame, path)
    content = bytearray(path.read_bytes())
    content[60:90] = bytes(30)
    path.write_bytes(content)
    assert refused(path, connection) == "boundary_zip_broken"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:  # packed it fits, unpacked it does not
        for part in (".shp", ".shx", ".dbf"):
            archive.writestr("batas" + part, bytes(2_000_000))
    monkeypatch.setattr(limits, "BOUNDARY_MB", 1)
    assert refused(path, connection) == "boundary_too_large"


def test_zip_never_writes_outside(connection, tmp_path):
    path = zip_shapefile(frame_of(SQUARE, kode=[KELURAHAN]), tmp_path / "batas.zip", inside="../../../keluar")
    before = set(tmp_path.parent.rglob("keluar*"))
    prepared, report = check(path, connection)
    assert not report.problems and [b.area.code for b in prepared.boundaries] == [KELURAHAN]
    assert set(tmp_path.parent.rglob("keluar*")) == before


def test_zip_with_points_beside_the_polygons(connection, tmp_path):
    zip_shapefile(frame_of(SQUARE, kode=[KELURAHAN]), tmp_path / "a.zip")
    zip_shapefile(frame_of(Point(106.79, -6.3), kode=["x"]), tmp_path / "b.zip")
    both = tmp_path / "both.zip"
    with zipfile.ZipFile(both, "w") as archive:
        for name in ("a", "b"):
            with zipfile.ZipFile(tmp_path / f"{name}.zip") as one:
                for member in one.namelist():
                    archive.writestr(member.replace("batas", name), one.read(member))
        archive.writestr("__MACOSX/peta/._a.shp", b"junk")
    prepared, _ = check(both, connection)
    assert [b.area.code for b in prepared.boundaries] == [KELURAHAN]


def test_shapefile_without_prj(connection, tmp_path):
    degrees = frame_of(SQUARE, kode=[KELURAHAN])
    prepared, report = check(zip_shapefile(degrees, tmp_path / "a.zip", without=(".prj",)), connection)
    assert len(prepared.boundaries) == 1
    assert [(p.row, p.reason, p.severity) for p in report.problems] == [(1, "boundary_crs_assumed", "warning")]
    metres = zip_shapefile(degrees.to_crs(32748), tmp_path / "b.zip", without=(".prj",))
    assert refused(metres, connection) == "boundary_crs_unknown"


def test_geopackages(connection, tmp_path):
    path = tmp_path / "batas.gpkg"
    path.write_text("<OGRVRTDataSource/>")
    assert refused(path, connection) == "boundary_unreadable"
    path.write_bytes(b"SQLite format 3\0" + bytes(200))
    assert refused(path, connection) == "boundary_unreadable"
    path.unlink()
    frame_of(Point(106.79, -6.3), kode=["x"]).to_file(path, layer="kantor", driver="GPKG")
    frame_of(SQUARE, kode=[KELURAHAN]).to_file(path, layer="batas", driver="GPKG")
    prepared, _ = check(path, connection)
    assert [b.area.code for b in prepared.boundaries] == [KELURAHAN]
    frame_of(SQUARE, kode=[KELURAHAN]).to_file(path, layer="batas lama", driver="GPKG")
    assert refused(path, connection) == "boundary_layers"
    path.unlink()
    frame_of(SQUARE, kode=[KELURAHAN]).to_file(path, driver="GPKG")
    for undefined in (-1, 0):
        with closing(sqlite3.connect(path)) as database:
            database.execute("UPDATE gpkg_geometry_columns SET srs_id = ?", (undefined,))
            database.execute("UPDATE gpkg_contents SET srs_id = ?", (undefined,))
            database.commit()
        prepared, report = check(path, connection)
        assert len(prepared.boundaries) == 1 and reasons(report) == [(1, "boundary_crs_assumed")]
    path.unlink()
    frame_of(SQUARE, kode=[KELURAHAN]).iloc[:0].to_file(path, driver="GPKG", geometry_type="Polygon")
    assert refused(path, connection) == "boundary_empty"


def test_other_kinds_of_file(connection, tmp_path):
    path = tmp_path / "batas.kml"
    path.write_text("<kml/>")
    assert refused(path, connection) == "boundary_format"


def test_every_message_has_both_languages():
    for severity, indonesian, english in MESSAGES.values():
        assert severity in ("rejected", "warning") and indonesian and english and indonesian != english


# --- geometry for the pages -------------------------------------------------------------------------


def test_areas_frame_keeps_missing_boundaries():
    row = {"code": "1", "name": "a", "level": "rw", "parent_code": None, "boundary_note": None}
    frame = areas_frame([{**row, "geometry": None}, {**row, "geometry": SQUARE.wkb}])
    assert list(frame.columns) == ["code", "name", "level", "parent_code", "boundary_note", "geometry"]
    assert frame.crs == 4326 and list(frame.geometry.notna()) == [False, True]
    empty = areas_frame([])
    assert list(empty.columns) == list(frame.columns) and empty.crs == 4326 and simplify(empty, 5).empty


def test_simplify_leaves_no_gaps_between_neighbours():
    wave = [(106.795 + 0.00002 * (i % 3), -6.31 + i * 0.0001) for i in range(101)]
    west = Polygon([(106.79, -6.31), *wave, (106.79, -6.30)])
    east = Polygon([(106.80, -6.31), *wave, (106.80, -6.30)])
    row = {"name": "a", "parent_code": None, "boundary_note": None}
    rows = [
        {**row, "code": "1", "level": "rt", "geometry": west.wkb},
        {**row, "code": "2", "level": "rt", "geometry": east.wkb},
        {**row, "code": "3", "level": "rw", "geometry": shapely.union(west, east).wkb},
        {**row, "code": "4", "level": "rw", "geometry": None},
    ]
    frame = areas_frame(rows)
    simple = simplify(frame, 10)
    assert list(simple["code"]) == ["1", "2", "3", "4"] and simple.geometry[3] is None and simple.crs == frame.crs
    assert simple.geometry[:2].count_coordinates().sum() < frame.geometry[:2].count_coordinates().sum() / 4
    assert simple.geometry[:3].is_valid.all()
    assert shapely.coverage_is_valid(simple.geometry.to_numpy()[:2])
    union = shapely.union_all(simple.geometry[:2])
    assert union.geom_type == "Polygon" and not union.interiors
    assert simplify(frame, 0).geometry[:3].geom_equals(frame.geometry[:3]).all()


@needs_real_file
def test_simplified_real_boundaries_stay_valid(connection):
    load(REAL, connection)
    frame = drawn(connection)
    simple = simplify(frame, 20)
    assert simple.is_valid.all() and not simple.is_empty.any()
    assert simple.count_coordinates().sum() < frame.count_coordinates().sum() / 2
    metres, before = simple.to_crs(32748).area.sum(), frame.to_crs(32748).area.sum()
    assert metres == pytest.approx(before, rel=0.002)
