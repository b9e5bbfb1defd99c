"""Exports of what is shown: CSV, XLSX and GeoJSON. Text stays text: no formula runs in a spreadsheet."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_ILLEGAL = {c: None for c in range(32) if c not in (9, 10, 13)}


def _inert(value: object) -> object:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP's advice)."""
    if isinstance(value, str):
        clean = value.translate(_ILLEGAL)
        return "'" + clean if clean.startswith(FORMULA_STARTS) else clean
    return value


def to_csv(table: pd.DataFrame) -> bytes:
    """UTF-8 with a byte-order mark (so that Excel reads it), comma separated, full precision."""
    return table.map(_inert).rename(columns=_inert).to_csv(index=False).encode("utf-8-sig")


def to_xlsx(sheets: Mapping[str, pd.DataFrame], notes: Mapping[str, str], notes_name: str = "Catatan") -> bytes:
    """A workbook with one sheet a table and a last sheet of notes (what, when, from which data).

    Numbers are numbers; texts are never formulas or links.
    """
    stream = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with pd.ExcelWriter(stream, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        note_table = pd.DataFrame({"": list(notes.keys()), " ": list(notes.values())})
        for name, table in {**sheets, notes_name: note_table}.items():
            # Excel knows no NaN: an empty cell is "no data".
            table.map(_inert).to_excel(writer, sheet_name=name[:31], index=False)
            sheet = writer.sheets[name[:31]]
            for i, column in enumerate(table.columns):
                longest = max([len(str(column)), *(len(str(v)) for v in table[column].head(200))])
                sheet.set_column(i, i, min(60, longest + 2))
            sheet.freeze_panes(1, 0)
    return stream.getvalue()


def to_geojson(frame: gpd.GeoDataFrame, notes: Mapping[str, str]) -> bytes:
    """GeoJSON (RFC 7946, EPSG:4326) of a frame, with the notes as a foreign member ``catatan``."""
    document = json.loads(frame.to_json(na="null", drop_id=True))
    document.pop("crs", None)
    document["catatan"] = dict(notes)
    return json.dumps(document, ensure_ascii=False).encode("utf-8")
