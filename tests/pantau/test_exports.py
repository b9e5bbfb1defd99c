"""Is what leaves the page the same numbers, and harmless to open?"""

from __future__ import annotations

import csv
import io
import json

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from shapely.geometry import box

from pantau import exports, picture

HOSTILE = ['=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)", "\t=1", "biasa", "<script>", "a\x00b"]


def test_csv_texts_are_never_formulas() -> None:
    raw = exports.to_csv(pd.DataFrame({"=kolom": HOSTILE, "nilai": [-1.5] * len(HOSTILE)}))
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[0] == ["'=kolom", "nilai"]
    assert all(not row[0].startswith(exports.FORMULA_STARTS) for row in rows)
    assert [float(row[1]) for row in rows[1:]] == [-1.5] * len(HOSTILE)


def test_xlsx_texts_are_never_formulas_and_numbers_stay_numbers() -> None:
    table = pd.DataFrame({"teks": HOSTILE, "nilai": [0.1, float("nan"), *[1 / 3] * (len(HOSTILE) - 2)]})
    book = openpyxl.load_workbook(io.BytesIO(exports.to_xlsx({"Isi": table}, {"Dari": "=1+1"})))
    assert book.sheetnames == ["Isi", "Catatan"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    values = [row[1].value for row in book["Isi"].iter_rows(min_row=2)]
    assert values[:3] == [0.1, None, 1 / 3]


def test_geojson_reads_back() -> None:
    frame = gpd.GeoDataFrame(
        {"code": ["a"], "value": [float("nan")]}, geometry=[box(106, -7, 107, -6)], crs="EPSG:4326"
    )
    raw = exports.to_geojson(frame, {"Versi": "1"})
    assert json.loads(raw)["catatan"] == {"Versi": "1"}
    assert json.loads(raw)["features"][0]["properties"]["value"] is None
    again = gpd.read_file(io.BytesIO(raw))
    assert again.geometry.iloc[0].equals(frame.geometry.iloc[0])


@pytest.mark.parametrize("panels", [1, 2])
def test_the_picture_is_a_large_png(panels: int) -> None:
    areas = gpd.GeoDataFrame(
        {"name": ["RW $1$", "RW_2^"], "colour": ["#ff0000", "#d9d9d9"]},
        geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1)],
        crs="EPSG:4326",
    )
    panel = picture.Panel("50 $ < 60", areas, areas.iloc[:0], areas)
    raw = picture.choropleth_png("Judul $x_", [panel] * panels, [("#ff0000", "Tinggi")], "Catatan")
    assert raw.startswith(b"\x89PNG")
    width, height = (int.from_bytes(raw[i : i + 4]) for i in (16, 20))
    assert width >= 1000 * panels and height >= 1000
