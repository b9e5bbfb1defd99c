"""Files made to hurt whoever reads them: each with the reason it must be refused for ("" where it must be read)."""

from __future__ import annotations

import json
import math
import os
import random
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import geopandas as gpd
from shapely.geometry import box

from tests.etl.office import AREAS, KELURAHAN

MB = 1024**2
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(10)
)
BOMB = LAUGHS + "]>"
OUTSIDE = '<!DOCTYPE x [<!ENTITY k SYSTEM "file:///etc/hostname">]>'


def row(number: int, cells: list[str]) -> str:
    """A row of inline texts in columns A, B, ..."""
    written = "".join(
        f'<c r="{chr(65 + i)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for i, cell in enumerate(cells)
    )
    return f'<row r="{number}">{written}</row>'


TABLE = "".join(row(i, cells) for i, cells in enumerate(AREAS, 1))


def sheet(rows: str = TABLE, before: str = "", dimension: str = "A1:D7") -> str:
    return f'{HEAD}{before}<worksheet {MAIN}><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'


def strings(items: str, before: str = "") -> str:
    return f"{HEAD}{before}<sst {MAIN}>{items}</sst>"


def parts(sheet_xml: str, strings_xml: str = "", sheets: int = 1, before: str = "") -> dict[str, str]:
    """The parts of a small workbook; ``sheets`` names stand for the same sheet."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    names = "".join(f'<sheet name="S{i}" sheetId="{i}" r:id="rId1"/>' for i in range(1, sheets + 1))
    links = f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
    links += (
        f'<Relationship Id="rId2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>' if strings_xml else ""
    )
    found = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'{HEAD}<Relationships {package}><Relationship Id="rId1" Type="{office}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}{before}<workbook {MAIN} xmlns:r="{office}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"{HEAD}<Relationships {package}>{links}</Relationships>",
        "xl/worksheets/sheet1.xml": sheet_xml,
    }
    return {**found, "xl/sharedStrings.xml": strings_xml} if strings_xml else found


def write_zip(path: Path, members: dict[str, str] | dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def append_raw(path: Path, name: str, packed: bytes, size: int, crc: int = 0, times: int = 1, offset: int = -1) -> Path:
    """Add a member with headers of our own making; ``times`` entries in the list, at ``offset`` if that is given."""
    content = path.read_bytes()
    end = content.rfind(b"PK\x05\x06")
    count, _, length, start = struct.unpack_from("<HHLL", content, end + 8)
    central, body = content[start : start + length], content[:start]
    encoded = name.encode()
    header = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 0x21, crc, len(packed), size, len(encoded), 0)
    at = len(body) if offset < 0 else offset
    if offset < 0:
        body += b"PK\x03\x04" + header + encoded + packed
    for i in range(times):
        alias = encoded if not i else f"{i:04d}".encode() + encoded
        numbers = struct.pack(
            "<HHHHHLLLHHHHHLL", 20, 0, 8, 0, 0x21, crc, len(packed), size, len(alias), 0, 0, 0, 0, 0, at
        )
        central += b"PK\x01\x02" + struct.pack("<H", 20) + numbers + alias
    tail = struct.pack("<HHHHLLH", 0, 0, count + times, count + times, len(central), len(body), 0)
    path.write_bytes(body + central + b"PK\x05\x06" + tail)
    return path


def blanks(megabytes: int, text: bytes = b"    ") -> bytes:
    """Deflated text: one block, repeated (each ends with a full flush, so that the next stands alone)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(text * (MB // len(text))) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * megabytes + packer.flush(zlib.Z_FINISH)


# --- workbooks --------------------------------------------------------------------------------------


def bomb(path: Path) -> Path:
    small = write_zip(path, {k: v for k, v in parts("").items() if "sheet1" not in k})
    return append_raw(small, "xl/worksheets/sheet1.xml", blanks(4_000, b"<a/>"), 4_000 * MB)


def bomb_with_a_small_size(path: Path) -> Path:
    small = write_zip(path, {k: v for k, v in parts("").items() if "sheet1" not in k})
    return append_raw(small, "xl/worksheets/sheet1.xml", blanks(4_000), 100)


def overlapping(path: Path) -> Path:
    return append_raw(write_zip(path, parts(sheet())), "xl/worksheets/more.xml", blanks(50), 50 * MB, times=1_500)


def many_members(path: Path) -> Path:
    return write_zip(path, {**parts(sheet()), **{f"xl/worksheets/s{i}.xml": "" for i in range(5_000)}})


def nested(path: Path) -> Path:
    inner = write_zip(path.with_suffix(".inner"), {"xl/a": bytes(20 * MB)})
    for _ in range(5):
        inner = write_zip(path.with_suffix(".inner"), {f"xl/{i}.zip": inner.read_bytes() for i in range(5)})
    return inner.rename(path)


def one_text_everywhere(path: Path) -> Path:
    """A text of 2 MB, stored once and used in 200,000 cells: 400 GB."""
    rows = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(8, 200_008))
    return write_zip(path, parts(sheet(TABLE + rows), strings(f"<si><t>{'x' * 2 * MB}</t></si>")))


def text_without_end(path: Path) -> Path:
    small = write_zip(path, {k: v for k, v in parts("").items() if "sheet1" not in k})
    return append_raw(small, "xl/worksheets/sheet1.xml", blanks(100), 100 * MB)


def corner(path: Path, cell: str = '<c r="XFD1048576"><v>1</v></c>') -> Path:
    return write_zip(path, parts(sheet(TABLE + f'<row r="1048576">{cell}</row>')))


def corner_in_disguise(path: Path) -> Path:
    """A row that says 9 with a cell that says otherwise, with quotes and a prefix that Excel does not use."""
    rows = f"{TABLE}<row r='9'><x:c xmlns:x=\"{MAIN[7:-1]}\" r='XFD1048576'><x:v>1</x:v></x:c></row>"
    return write_zip(path, parts(sheet(rows)))


def full_width(path: Path) -> Path:
    cells = "".join(f'<c r="{_letters(i)}8"><v>1</v></c>' for i in range(1, 16_385))
    return write_zip(path, parts(sheet(f'<row r="8">{cells}</row>')))


def _letters(column: int) -> str:
    return (_letters((column - 1) // 26) if column > 26 else "") + chr(65 + (column - 1) % 26)


def blank_rows(path: Path) -> Path:
    rows = "".join(f'<row r="{i}"><c r="A{i}" s="0"/><c r="P{i}" s="0"/></row>' for i in range(8, 600_000))
    return write_zip(path, parts(sheet(TABLE + rows, dimension="A1:XFD1048576")))


WORKBOOKS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "bom.xlsx": ("file_too_large", bomb),
    "bom_kecil.xlsx": ("file_broken", bomb_with_a_small_size),
    "bertumpuk.xlsx": ("zip_contradictory", overlapping),
    "banyak.xlsx": ("zip_too_many_members", many_members),
    "bersarang.xlsx": ("file_broken", nested),
    "teks.xlsx": ("file_too_much_text", one_text_everywhere),
    "teks_panjang.xlsx": ("file_too_much_text", text_without_end),
    "pojok.xlsx": ("file_stray_cell", corner),
    "pojok_samar.xlsx": ("file_stray_cell", corner_in_disguise),
    "lebar.xlsx": ("file_too_many_columns", full_width),
    "kosong.xlsx": ("", blank_rows),
    "pojok_kosong.xlsx": ("", lambda p: corner(p, '<c r="XFD1048576" s="0"/>')),
    "lembar.xlsx": ("file_too_many_sheets", lambda p: write_zip(p, parts(sheet(), sheets=5_000))),
    "tawa_teks.xlsx": (
        "file_dtd",
        lambda p: write_zip(p, parts(sheet(), strings("<si><t>&k;</t></si>", BOMB))),
    ),
    "tawa_lembar.xlsx": ("file_dtd", lambda p: write_zip(p, parts(sheet(before=BOMB)))),
    "tawa_buku.xlsx": ("file_dtd", lambda p: write_zip(p, parts(sheet(), before=BOMB))),
    "luar.xlsx": ("file_dtd", lambda p: write_zip(p, parts(sheet(row(1, ["&k;"]), before=OUTSIDE)))),
}


# --- text -------------------------------------------------------------------------------------------


def write(path: Path, *pieces: str | bytes) -> Path:
    path.write_bytes(b"".join(p if isinstance(p, bytes) else p.encode() for p in pieces))
    return path


def sparse(path: Path, megabytes: int) -> Path:
    with path.open("wb") as file:
        file.truncate(megabytes * MB)
    return path


HEADING = ",".join(AREAS[0]) + "\n"
TEXTS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "besar.csv": ("file_size_limit", lambda p: sparse(p, 200)),
    "nol.csv": ("file_binary", lambda p: sparse(p, 90)),
    "koma.csv": ("file_too_many_cells", lambda p: write(p, HEADING, b"," * 90 * MB)),
    "kolom.csv": ("file_too_many_columns", lambda p: write(p, HEADING, b"x," * 1_000_000)),
    "judul.csv": ("file_too_many_columns", lambda p: write(p, ",".join(f"k{i}" for i in range(1_000_000)), HEADING)),
    "baris.csv": ("file_too_many_cells", lambda p: write(p, HEADING, b"\n" * 50 * MB)),
    "kosong.csv": ("file_empty", lambda p: write(p)),
    "tawa.csv": ("file_xml", lambda p: write(p, HEAD, BOMB, "<x>&k;</x>")),
    "tabel.xls": ("file_xml", lambda p: write(p, HEAD, '<?mso-application progid="Excel.Sheet"?><Workbook/>')),
}

# --- boundaries -------------------------------------------------------------------------------------

PLACE = {"type": "Feature", "properties": {"kode": KELURAHAN}}
SQUARE = box(106.79, -6.31, 106.80, -6.30)


def collection(path: Path, features: list[dict]) -> Path:
    return write(path, json.dumps({"type": "FeatureCollection", "features": features}))


def tangle(path: Path) -> Path:
    """One ring of 20,000 points at random: a hundred million crossings."""
    pick = random.Random(1)
    ring = [[106.79 + pick.random() / 100, -6.31 + pick.random() / 100] for _ in range(20_000)]
    return collection(path, [{**PLACE, "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}}])


def wheel(path: Path) -> Path:
    """A ring of 100,000 points that is in order: large, but nothing to refuse."""
    ring = [
        [106.79 + math.cos(i / 50_000 * math.pi) / 100, -6.31 + math.sin(i / 50_000 * math.pi) / 100]
        for i in range(100_000)
    ]
    return collection(path, [{**PLACE, "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}}])


def geopackage(path: Path, *statements: str) -> Path:
    gpd.GeoDataFrame({"kode": [KELURAHAN]}, geometry=[SQUARE], crs=4326).to_file(path, layer="batas", driver="GPKG")
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()
    return path


ENDLESS = """CREATE VIEW hitung AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
    SELECT i AS fid, geom, kode FROM n, batas"""
LISTED = """INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)
    VALUES ('hitung', 'features', 'hitung', 4326)"""
DRAWN = "INSERT INTO gpkg_geometry_columns VALUES ('hitung', 'geom', 'POLYGON', 4326, 0, 0)"
COMPUTED = "ALTER TABLE batas ADD COLUMN nama TEXT AS (hex(zeroblob(500000000)))"
TRIGGER = "CREATE TRIGGER jebakan AFTER INSERT ON gpkg_ogr_contents BEGIN DELETE FROM batas; END"

BOUNDARIES: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "besar.geojson": ("boundary_too_large", lambda p: sparse(p, 60)),
    "dalam.geojson": ("boundary_not_geojson", lambda p: write(p, b"[" * 200_000)),
    "dalam_sifat.geojson": (
        "boundary_not_geojson",
        lambda p: write(p, '{"type":"FeatureCollection","features":[{"properties":', '{"a":' * 100_000),
    ),
    "banyak.geojson": ("boundary_too_many_features", lambda p: collection(p, [{"type": "Feature"}] * 60_000)),
    "lebar.geojson": (
        "boundary_too_many_columns",
        lambda p: collection(p, [{**PLACE, "properties": {f"k{i}": i for i in range(1_000_000)}}]),
    ),
    "kusut.geojson": ("boundary_tangled", tangle),
    "roda.geojson": ("", wheel),
    "kml.geojson": ("boundary_not_geojson", lambda p: write(p, HEAD, BOMB, "<kml>&k;</kml>")),
    "kml.gpkg": ("boundary_unreadable", lambda p: write(p, HEAD, OUTSIDE, "<kml>&k;</kml>")),
    "kml.shp": ("boundary_format", lambda p: write(p, HEAD, BOMB, "<kml>&k;</kml>")),
    "bom.zip": (
        "boundary_too_large",
        lambda p: append_raw(write_zip(p, {"a.shx": "", "a.dbf": ""}), "a.shp", blanks(4_000), 4_000 * MB),
    ),
    "bersarang.zip": ("boundary_zip_without_shp", nested),
    "tanpa_nama.zip": (
        "boundary_zip_broken",
        lambda p: append_raw(write_zip(p, {"a.shp": "", "a.shx": "", "a.dbf": ""}), "", b"\x03\x00", 0),
    ),
    "bertumpuk.zip": (
        "zip_contradictory",
        lambda p: append_raw(write_zip(p, {"a.shx": ""}), "a.shp", blanks(40), 40 * MB, times=1_500),
    ),
    "pandangan.gpkg": ("boundary_computed", lambda p: geopackage(p, ENDLESS, LISTED, DRAWN)),
    "hitungan.gpkg": ("boundary_computed", lambda p: geopackage(p, COMPUTED)),
    "pemicu.gpkg": ("", lambda p: geopackage(p, TRIGGER)),
    "potong.gpkg": ("boundary_unreadable", lambda p: write(p, geopackage(p).read_bytes()[:5000])),
}


# --- things that are no file ------------------------------------------------------------------------


def fifo(path: Path) -> Path:
    os.mkfifo(path)
    return path


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def link(path: Path, target: str) -> Path:
    path.symlink_to(target)
    return path


NO_FILES: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "pipa.csv": ("file_not_regular", fifo),
    "pipa.geojson": ("file_not_regular", fifo),
    "perangkat.csv": ("file_not_regular", lambda p: link(p, "/dev/zero")),
    "folder.csv": ("file_not_regular", folder),
    "hilang.csv": ("file_missing", lambda p: p),
    "ke_mana.csv": ("file_missing", lambda p: link(p, "tidak_ada.csv")),
    "lingkaran.csv": ("file_unreadable", lambda p: link(p, "lingkaran.csv")),
}

ALL = WORKBOOKS | TEXTS | BOUNDARIES | NO_FILES
