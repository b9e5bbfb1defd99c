"""Templates: a workbook for each kind of file, made from its contract, that a clerk fills in and loads as it is.

Sheets: *Data* (the headings, drop-downs, formats that keep digits), *Contoh* (a filled example with made-up people),
*Petunjuk* (what each column means, in both languages) and a hidden one with the lists of the drop-downs. Only *Data* is
ever read: the others say in their first row that they are not loaded (:data:`etl.reading.NOT_DATA`).
"""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from etl.contract import Column, Contract, ExampleCell
from etl.reading import NOT_DATA
from etl.template_place import Place
from etl.template_texts import (
    NOTE_SHEET,
    column_notes,
    explanations,
    heading_mark,
    input_message,
    sheet_note,
)

ROWS = 5000
"""Rows of *Data* that are prepared with formats and drop-downs; more may be filled in."""

_WORKBOOK = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_DATE = "[$-421]dd mmmm yyyy"  # the month in letters: a swapped day and month is seen at once
_LISTS = "Pilihan"


def template_columns(contract: Contract) -> list[Column]:
    """The columns of the template, in order."""
    return [column for column in contract.columns if column.in_template]


def example_rows(contract: Contract, place: Place) -> list[list[ExampleCell]]:
    """The rows of the example in the order of :func:`template_columns`; ``""`` where a cell is blank."""
    assert contract.example is not None
    return [[row.get(c.name, "") for c in template_columns(contract)] for row in contract.example(place)]


def write_template(contract: Contract, path: Path, place: Place) -> None:
    """Write the template of this kind of file to ``path``. OSError if it cannot be written."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _WORKBOOK) as book:
        formats = _formats(book)
        data = book.add_worksheet("Data")
        example = book.add_worksheet("Contoh")
        notes = book.add_worksheet(NOTE_SHEET)
        lists = _Lists(book)
        _write_data(data, contract, place, formats, lists)
        _write_example(example, contract, place, formats)
        _write_notes(notes, contract, formats)
    path.write_bytes(content.getvalue())


def _formats(book: xlsxwriter.Workbook) -> dict[str, Any]:
    head = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "num_format": "@"}
    return {
        "required": book.add_format({**head, "bg_color": "#1F4E79", "font_color": "#FFFFFF"}),
        "optional": book.add_format({**head, "bg_color": "#DDEBF7", "font_color": "#000000"}),
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": _DATE, "align": "left"}),
        "number": book.add_format({"num_format": "#,##0"}),
        "note": book.add_format({"bold": True, "font_color": "#9C0006"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"}),
        "plain": book.add_format({"text_wrap": True, "valign": "top"}),
    }


class _Lists:
    """The hidden sheet that holds the entries of drop-downs too long for the drop-down itself."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.sheet = book.add_worksheet(_LISTS)
        self.sheet.hide()
        self.sheet.write_string(0, 0, NOT_DATA)
        self.used = 0

    def reference(self, entries: list[str]) -> str:
        """The cells that hold these entries, as a drop-down names them."""
        for i, entry in enumerate(entries):
            self.sheet.write_string(i + 1, self.used, entry)
        name = xl_col_to_name(self.used, col_abs=True)
        self.used += 1
        return f"='{_LISTS}'!{name}$2:{name}${len(entries) + 1}"


def _entries(column: Column, place: Place) -> list[str]:
    """What the drop-down of a column offers."""
    if column.choices_from == "programmes":
        return [row["code"] for row in place.programmes]
    if column.choices_from == "areas":
        return [place.kelurahan, *place.areas]
    return list(column.choices)


def _write_data(sheet: Any, contract: Contract, place: Place, formats: dict[str, Any], lists: _Lists) -> None:
    sheet.freeze_panes(1, 0)
    for i, column in enumerate(template_columns(contract)):
        _write_heading(sheet, 0, i, contract, column, formats)
        sheet.set_column(i, i, _width(column), formats[column.rule.cell])
        sheet.data_validation(1, i, ROWS, i, _validation(column, _entries(column, place), lists))
    sheet.set_row(0, 32)


def _write_heading(sheet: Any, row: int, i: int, contract: Contract, column: Column, formats: dict[str, Any]) -> None:
    mark = heading_mark(contract, column)
    sheet.write_string(row, i, column.synonyms[0] + mark, formats["required" if mark else "optional"])


def _width(column: Column) -> int:
    if column.shown == "words" or (column.rule.limit or 0) >= 100:
        return 30
    return 20 if column.rule.cell == "date" else max(14, len(column.synonyms[0]) + 3)


def _validation(column: Column, entries: list[str], lists: _Lists) -> dict[str, Any]:
    """The drop-down or the bounds of a column's cells, and the message shown when one is entered."""
    title, message = input_message(column)
    rule = column.rule
    shown = {"input_title": title, "input_message": message, "error_title": title, "error_message": message}
    if entries:
        inline = len(",".join(entries)) <= 255 and not any("," in entry for entry in entries)
        # What is typed may be understood all the same, or be loaded before this file: ask, do not refuse.
        return {
            **shown,
            "validate": "list",
            "source": entries if inline else lists.reference(entries),
            "error_type": "warning",
        }
    if rule.cell == "date":
        return {**shown, "validate": "date", "criteria": ">=", "value": dt.date(1900, 1, 1), "error_type": "warning"}
    if rule.cell == "number":
        bounds = {"criteria": "between", "minimum": rule.low or 0, "maximum": rule.high or 10**12}
        return {**shown, "validate": "integer", **bounds, "error_type": "warning"}
    if rule.limit:
        return {**shown, "validate": "length", "criteria": "<=", "value": rule.limit, "error_type": "warning"}
    return {**shown, "validate": "any"}


def _write_example(sheet: Any, contract: Contract, place: Place, formats: dict[str, Any]) -> None:
    sheet.write_string(0, 0, sheet_note(), formats["note"])
    columns = template_columns(contract)
    for i, column in enumerate(columns):
        _write_heading(sheet, 1, i, contract, column, formats)
        sheet.set_column(i, i, _width(column))
    for number, row in enumerate(example_rows(contract, place)):
        for i, (column, cell) in enumerate(zip(columns, row, strict=True)):
            write_cell(sheet, number + 2, i, cell, formats[column.rule.cell], formats)
    sheet.set_row(1, 32)
    sheet.freeze_panes(2, 0)


def write_cell(sheet: Any, row: int, i: int, cell: ExampleCell, kind: Any, formats: dict[str, Any]) -> None:
    """Write an example's cell as a clerk would leave it: a date, a number, or text that stays text."""
    if isinstance(cell, dt.date):
        sheet.write_datetime(row, i, dt.datetime.combine(cell, dt.time()), formats["date"])
    elif isinstance(cell, int):
        sheet.write_number(row, i, cell, kind)
    elif cell:
        sheet.write_string(row, i, cell, formats["text"])


def _write_notes(sheet: Any, contract: Contract, formats: dict[str, Any]) -> None:
    sheet.write_string(0, 0, sheet_note(), formats["note"])
    sheet.write_string(1, 0, " · ".join(contract.title), formats["title"])
    line = 2
    for paragraph in (*contract.purpose, *explanations(contract)):
        sheet.merge_range(line, 0, line, 8, "", formats["plain"])
        sheet.write_string(line, 0, paragraph, formats["plain"])
        sheet.set_row(line, 32)
        line += 1
    heads = ("KOLOM", "WAJIB", "ARTI", "ATURAN", "CONTOH", "JUDUL LAIN YANG DIKENAL", "REQUIRED", "MEANING", "RULE")
    for i, (head, width) in enumerate(zip(heads, (20, 12, 40, 44, 20, 40, 12, 40, 44), strict=True)):
        sheet.write_string(line + 1, i, head, formats["optional"])
        sheet.set_column(i, i, width)
    sheet.freeze_panes(line + 2, 1)
    for number, cells in enumerate(column_notes(contract)):
        for i, cell in enumerate(cells):
            sheet.write_string(line + 2 + number, i, cell, formats["wrap"])
