"""Reading downloads back."""

from __future__ import annotations

import csv
import io

import openpyxl

Row = dict[str, object]


def read_csv(data: bytes) -> list[Row]:
    """The rows of a CSV file by heading."""
    assert data.startswith(b"\xef\xbb\xbf"), "Excel reads UTF-8 only with a byte-order mark"
    return [dict(row) for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))]


def read_xlsx(data: bytes) -> dict[str, list[Row]]:
    """The rows of each sheet by heading; no cell is a formula or a link."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheets = {}
    for sheet in book:
        assert all(cell.data_type != "f" and not cell.hyperlink for row in sheet for cell in row)
        heading, *rows = sheet.iter_rows(values_only=True)
        sheets[sheet.title] = [dict(zip(map(str, heading), row, strict=True)) for row in rows]
    return sheets
