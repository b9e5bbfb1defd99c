"""What contracts say to people: marks of required columns, messages at a cell, the notes of a template."""

from __future__ import annotations

import datetime as dt

from etl.contract import Column, Contract, ExampleCell
from etl.contract_rules import Said
from etl.reading import NOT_DATA
from etl.template_place import example_place

NOTE_SHEET = "Petunjuk"
_TITLE, _MESSAGE = 32, 255  # what Excel holds
_EXAMPLES_OF = dt.date(2026, 7, 1)  # examples in texts do not change with the day


def sheet_note() -> str:
    """The first row of a sheet that is not read."""
    return f"{NOT_DATA} · THIS SHEET IS NOT LOADED"


def group_of(contract: Contract, column: Column) -> tuple[str, ...]:
    """The headings of which the file must have one, if this column is among them."""
    for group in contract.one_of:
        if column.name in group:
            return tuple(contract[name].synonyms[0] for name in group)
    return ()


def heading_mark(contract: Contract, column: Column) -> str:
    """What follows the heading in a template: ``*`` required, ``(*)`` one of several is required."""
    if column.required or column.in_file:
        return " *"
    shown = [name for group in contract.one_of if column.name in group for name in group if contract[name].in_template]
    return " (*)" if len(shown) > 1 else " *" if shown else ""


def necessity(contract: Contract, column: Column) -> Said:
    """Whether the column is required, in words."""
    if column.required:
        return "wajib", "required"
    if column.in_file:
        return "kolomnya wajib, isinya boleh kosong", "the column is required, cells may be blank"
    if group := group_of(contract, column):
        listed = " / ".join(group)
        return f"salah satu: {listed}", f"one of: {listed}"
    return "boleh kosong", "may be blank"


def input_message(column: Column) -> Said:
    """Title and message that a spreadsheet shows at a cell of this column, in Indonesian."""
    message = f"{column.meaning[0]} {column.rule.said[0]}"
    if len(message) > _MESSAGE:
        message = column.rule.said[0]
    return column.synonyms[0][:_TITLE], message if len(message) <= _MESSAGE else message[: _MESSAGE - 1] + "…"


def shown_cell(cell: ExampleCell) -> str:
    """An example's cell as text."""
    return cell.strftime("%d/%m/%Y") if isinstance(cell, dt.date) else str(cell)


def examples_of(contract: Contract, column: Column) -> list[str]:
    """Up to two different cells of this column in the contract's example."""
    assert contract.example is not None
    rows = contract.example(example_place(_EXAMPLES_OF))
    shown = dict.fromkeys(shown_cell(row[column.name]) for row in rows if column.name in row)
    return list(shown)[:2]


def other_headings(column: Column) -> list[str]:
    """The further headings under which the column is recognised, those of codings after the others."""
    return [*column.synonyms[1:], *(heading for coding in column.codings for heading in coding.headings)]


def rule_of(column: Column) -> Said:
    """The rule of a column with those of its codings."""
    said = [column.rule.said]
    for coding in column.codings:
        heads = ", ".join(coding.headings)
        said.append((f"Di bawah judul {heads}: {coding.said[0]}", f"Under {heads}: {coding.said[1]}"))
    return " ".join(id_ for id_, _ in said), " ".join(en for _, en in said)


def explanations(contract: Contract) -> list[str]:
    """How to fill in the template, in both languages."""
    return [
        "Isi lembar Data, mulai baris 2; jangan ubah baris judulnya. Kolom bertanda * wajib; dari kolom bertanda (*) satu "
        "yang diisi. Urutan kolom bebas, kolom tambahan diabaikan. Simpan, lalu muat berkas ini apa adanya. Nama, nomor, dan "
        "alamat di lembar Contoh karangan.",
        "Fill in the sheet Data from row 2; leave its headings as they are. Columns marked * are required; of those marked "
        "(*) one is. Columns may stand in any order, further columns are ignored. Save, and load this file as it is. Names, "
        "numbers and addresses in the sheet Contoh are made up.",
    ]


def column_notes(contract: Contract) -> list[list[str]]:
    """One row of notes for each column: heading, required, meaning, rule, example, other headings; then in English."""
    rows = []
    for column in contract.columns:
        needed, rule = necessity(contract, column), rule_of(column)
        others = ", ".join(other_headings(column))
        example = "; ".join(examples_of(contract, column))
        rows.append(
            [
                column.synonyms[0],
                needed[0],
                column.meaning[0],
                rule[0],
                example,
                others,
                needed[1],
                column.meaning[1],
                rule[1],
            ]
        )
    return rows
