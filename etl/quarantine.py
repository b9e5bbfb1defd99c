"""Rejected rows as a workbook: each as it stood in the file, with the reason beside it, to be mended and loaded again.

The workbook is a file of the same kind with three further columns, which loading ignores. It holds what identifies people.
Nothing slips in unmended: a cell that would pass now although it did not in its file (a number that Excel rounded and that
is text here, a row that is there twice) carries a mark that no column accepts.
"""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from sqlalchemy import Connection, Row, select

from etl.contract import Contract
from etl.messages import WARNING
from etl.parse import Cells
from etl.reading import MENDED, heading_key, is_mended
from etl.sources import SOURCES
from etl.template_texts import NOTE_SHEET, sheet_note
from pantau.schema import batch, quarantine_row, rejected_row

MARKS = MENDED
"""The columns that are put before those of the file."""
MEND = " [PERIKSA]"
"""Follows a cell that has to be looked at before it may be loaded."""

NO_DATA = ("repeated_heading", "column_numbers", "total_row")
"""Rows that need no mending: they never were data."""
_OF_THE_FILE = ("nik_twice", "transfer_twice", "membership_twice", "key_twice", "household_other_rt")
"""Faults beside another row of the file: that row was loaded, so alone this one would pass, and replace it."""
_STOPS_ITSELF = ("not_data", "too_many_cells")
"""Faults of a row as a whole that it still has here; any other would be gone, such as a form not yet approved."""

_LONGEST = 32_000  # characters; a cell of a workbook holds 32,767
MOST_ROWS = 1_000_000  # a sheet holds 1,048,576


@dataclass
class RejectedRow:
    """A row as it stood, and what was said of it: ``(column as written, reason, Indonesian, English)``."""

    row_no: int
    cells: list[str]
    said: list[tuple[str, str, str, str]]


@dataclass
class Quarantine:
    """What a batch did not load (``to_mend``, ``no_data``), and what it loaded with a warning (``warnings``).

    ``bare`` are rejections whose rows were not kept: kinds that are no tables, and batches of earlier versions.
    """

    batch: Row
    headings: list[str] = field(default_factory=list)
    to_mend: list[RejectedRow] = field(default_factory=list)
    no_data: list[RejectedRow] = field(default_factory=list)
    bare: list[tuple[int, str, str, str]] = field(default_factory=list)
    warnings: list[tuple[int, str, str, str]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.to_mend or self.no_data or self.bare or self.warnings)


def quarantine_of(connection: Connection, batch_id: int) -> Quarantine | None:
    """The quarantine of a batch; None if there is no such batch."""
    found = connection.execute(select(batch).where(batch.c.batch_id == batch_id)).one_or_none()
    if found is None:
        return None
    headings = json.loads(found.headings or "[]")
    # The marks of an earlier round are made anew; in a file that happens to have such a column it stays.
    skip = len(MARKS) if is_mended(headings) else 0
    result = Quarantine(found, headings[skip:])
    said: dict[int, list[tuple[str, str, str, str]]] = {}
    c = rejected_row.c
    query = select(c.row_no, c.severity, c.column_name, c.reason, c.message_id, c.message_en)
    for row in connection.execute(query.where(c.batch_id == batch_id).order_by(c.row_no, c.rejected_row_id)):
        if row.severity == WARNING:
            result.warnings.append((row.row_no, row.column_name, row.message_id, row.message_en))
        else:
            said.setdefault(row.row_no, []).append((row.column_name, row.reason, row.message_id, row.message_en))
    q = quarantine_row.c
    rows = connection.execute(select(q.row_no, q.cells).where(q.batch_id == batch_id).order_by(q.row_no))
    for row_no, cells in rows:
        problems = said.pop(row_no, [])
        kept = RejectedRow(row_no, [str(cell) for cell in json.loads(cells)[skip:]], problems)
        (result.no_data if any(p[1] in NO_DATA for p in problems) else result.to_mend).append(kept)
    result.bare = [(row_no, p[0], p[2], p[3]) for row_no, problems in said.items() for p in problems]
    return result


def write_quarantine(quarantine: Quarantine, path: Path) -> None:
    """Write the workbook, readable by its owner only. OSError if it cannot be written."""
    content = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "num_format": "@"}),
            "mark": book.add_format({"bold": True, "bg_color": "#FCE4D6", "border": 1, "num_format": "@"}),
            "why": book.add_format({"text_wrap": True, "valign": "top", "font_color": "#9C0006", "num_format": "@"}),
            "text": book.add_format({"num_format": "@", "valign": "top"}),
            "fault": book.add_format({"num_format": "@", "valign": "top", "bg_color": "#FFC7CE", "border": 1}),
            "note": book.add_format({"bold": True, "font_color": "#9C0006"}),
        }
        if quarantine.headings:
            _write_rows(book.add_worksheet("Data"), quarantine, quarantine.to_mend, formats, 0)
        _write_notes(book.add_worksheet(NOTE_SHEET), quarantine, formats)
        if quarantine.no_data:
            sheet = book.add_worksheet("Bukan data")
            sheet.write_string(0, 0, sheet_note(), formats["note"])
            _write_rows(sheet, quarantine, quarantine.no_data, formats, 1)
        for name, entries in (("Alasan", quarantine.bare), ("Peringatan", quarantine.warnings)):
            if entries:
                _write_list(book.add_worksheet(name), entries, formats)
    path.touch(mode=0o600)
    path.write_bytes(content.getvalue())


def _write_rows(
    sheet: Any, quarantine: Quarantine, rows: list[RejectedRow], formats: dict[str, Any], line: int
) -> None:
    """The headings and rows from ``line`` on. Every cell is text: no formula runs, no digit is lost."""
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 2, 48)
    sheet.set_column(len(MARKS), len(MARKS) + len(quarantine.headings), 18, formats["text"])
    sheet.freeze_panes(line + 1, len(MARKS))
    for i, heading in enumerate(MARKS):
        sheet.write_string(line, i, heading, formats["mark"])
    for i, heading in enumerate(quarantine.headings):
        sheet.write_string(line, len(MARKS) + i, heading, formats["head"])
    contract = getattr(SOURCES.get(quarantine.batch.kind), "CONTRACT", None)
    for number, row in enumerate(rows[:MOST_ROWS], line + 1):
        for i, said in enumerate((str(row.row_no), *_reasons(row))):
            sheet.write_string(number, i, said, formats["why"])
        faulty = _faulty(row, quarantine.headings)
        marked = set() if contract is None else _to_mark(contract, quarantine.headings, row, faulty)
        for i, cell in enumerate(row.cells):
            text = (cell if len(cell) <= _LONGEST else cell[:_LONGEST] + "…") + (MEND if i in marked else "")
            if text or i in faulty:
                sheet.write_string(number, len(MARKS) + i, text, formats["fault" if i in faulty else "text"])


def _reasons(row: RejectedRow) -> tuple[str, str]:
    """What was said of a row, in both languages."""
    if len(row.said) == 1:
        return row.said[0][2], row.said[0][3]
    return tuple("\n".join(f"{n}. {p[i]}" for n, p in enumerate(row.said, 1)) for i in (2, 3))  # type: ignore[return-value]


def _faulty(row: RejectedRow, headings: list[str]) -> dict[int, list[str]]:
    """Position of each cell that is at fault -> the reasons; a row without a column at fault has none."""
    found: dict[int, list[str]] = {}
    for column, reason, _, _ in row.said:
        for i, heading in enumerate(headings):
            if heading and heading[:80] == column:  # as long as rejected_row keeps it
                found.setdefault(i, []).append(reason)
                break
    return found


def _to_mark(contract: Contract, headings: list[str], row: RejectedRow, faulty: dict[int, list[str]]) -> set[int]:
    """Positions of the cells to be marked, so that the row does not pass unmended, as text and on its own."""
    positions = contract.match([heading_key(heading) for heading in headings])
    columns = {i: contract[name] for name, i in positions.items() if i < len(row.cells)}

    def passes(i: int, text: str) -> bool:
        parsed = columns[i].parser_under(headings[i])(Cells(pd.Series([text], dtype="str")))
        return bool(parsed.ok.all())

    marked = set()
    for i, reasons in faulty.items():
        beside_others = any(reason in _OF_THE_FILE for reason in reasons)
        of_the_cell = i in columns and bool(set(reasons) & set(columns[i].rule.reasons))
        if beside_others or (of_the_cell and passes(i, row.cells[i])):
            marked.add(i)
    if any(not column and reason not in _STOPS_ITSELF for column, reason, _, _ in row.said):
        filled = [i for i in sorted(columns) if row.cells[i].strip() and not passes(i, row.cells[i] + MEND)]
        marked |= set(filled[:1])
    return marked


def _write_list(sheet: Any, entries: list[tuple[int, str, str, str]], formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 3, 70)
    sheet.write_string(0, 0, sheet_note(), formats["note"])
    for i, heading in enumerate(("BARIS", "KOLOM", "PESAN", "MESSAGE")):
        sheet.write_string(1, i, heading, formats["head"])
    for number, (row_no, *texts) in enumerate(entries[:MOST_ROWS], 2):
        sheet.write_number(number, 0, row_no)
        for i, text in enumerate(texts, 1):
            sheet.write_string(number, i, text, formats["why"] if i > 1 else formats["text"])


def _write_notes(sheet: Any, quarantine: Quarantine, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 130)
    sheet.write_string(0, 0, sheet_note(), formats["note"])
    batch_id, name = quarantine.batch.batch_id, re.sub(r"[\r\n]+", " ", quarantine.batch.file_name)
    lines = [
        f"Baris yang tidak dimuat dari berkas {name} (pemuatan {batch_id}): {len(quarantine.to_mend)} untuk diperbaiki, "
        f"{len(quarantine.no_data)} bukan data.",
        "Perbaiki sel merah di lembar Data menurut kolom ALASAN, lalu muat berkas ini apa adanya: kolom BARIS ASAL, ALASAN, "
        "dan REASON diabaikan. Baris yang tidak perlu dimuat dihapus saja.",
        f"Sel bertanda{MEND} tidak diterima sebelum diperbaiki dan tandanya dihapus: isinya tampak benar, tetapi tidak dapat "
        "dipercaya (misalnya angka yang dibulatkan Excel, atau baris ganda).",
        "BARIS ASAL menghitung baris judul berkas asal sebagai baris 1. Berkas ini memuat data pribadi: hapus setelah dipakai.",
        "",
        f"Rows not loaded from {name} (load {batch_id}): {len(quarantine.to_mend)} to mend, {len(quarantine.no_data)} that are "
        "no data.",
        "Mend the red cells of the sheet Data as the column REASON says, and load this file as it is: the columns BARIS ASAL, "
        "ALASAN and REASON are ignored. Delete rows that need not be loaded.",
        f"A cell marked{MEND} is not accepted before it is mended and the mark removed: it looks right but cannot be trusted "
        "(such as a number that Excel has rounded, or a row that is there twice).",
        "BARIS ASAL counts the heading of the original file as row 1. This file holds personal data: delete it after use.",
    ]
    if len(quarantine.to_mend) > MOST_ROWS:
        lines.append(f"Hanya {MOST_ROWS} baris pertama yang ada di sini. · Only the first {MOST_ROWS} rows are here.")
    for i, line in enumerate(lines, 1):
        sheet.write_string(i, 0, line)
