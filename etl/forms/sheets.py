"""An XLSForm as plain data, and its workbook: the sheets *survey*, *choices* and *settings*, each text in two languages.

Only what every client of the format knows is used: no media, no external files, no functions of one client alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

from etl.contract_rules import Said

INDONESIAN, ENGLISH = "Bahasa Indonesia (id)", "English (en)"
NOTHING: Said = ("", "")


@dataclass(frozen=True)
class Item:
    """One row of the sheet *survey*: a question, a calculation, or the beginning or end of a group or repeat.

    ``label``, ``hint``, ``said`` (when the constraint is broken) and ``wanted`` (when a required answer is missing) are
    in Indonesian and English; the others are expressions of the format.
    """

    type: str
    name: str = ""
    label: Said = NOTHING
    hint: Said = NOTHING
    required: str = ""
    relevant: str = ""
    constraint: str = ""
    said: Said = NOTHING
    calculation: str = ""
    choice_filter: str = ""
    appearance: str = ""
    default: str = ""

    @property
    def wanted(self) -> Said:
        return ("Harus diisi.", "An answer is required.") if self.required else NOTHING


@dataclass(frozen=True)
class Choice:
    """One answer of a list; ``rw`` is what a cascading list is filtered by."""

    list: str
    name: str
    label: Said
    rw: str = ""


@dataclass(frozen=True)
class Form:
    """One form: its id, its title (Indonesian: the format has one title only), the questions and the choices."""

    id: str
    title: str
    items: tuple[Item, ...]
    choices: tuple[Choice, ...]
    instance_name: str = ""
    version: str = field(init=False)
    """The digest of what is asked: a server takes a form as new exactly when it is."""

    def __post_init__(self) -> None:
        content = json.dumps([_survey_rows(self), _choice_rows(self), self.title, self.instance_name])
        object.__setattr__(self, "version", str(int(hashlib.sha256(content.encode()).hexdigest()[:12], 16)))


def group(name: str, label: Said, items: Iterable[Item], relevant: str = "") -> list[Item]:
    """Questions shown together."""
    return [Item("begin group", name, label, relevant=relevant, appearance="field-list"), *items, Item("end group")]


def repeat(name: str, label: Said, items: Iterable[Item], relevant: str = "") -> list[Item]:
    """Questions that are asked as often as need be."""
    return [Item("begin repeat", name, label, relevant=relevant), *items, Item("end repeat")]


_SURVEY = (
    *("type", "name", "label", "hint", "required", "required_message", "relevant", "constraint"),
    *("constraint_message", "calculation", "choice_filter", "appearance", "default"),
)
_IN_BOTH = frozenset(("label", "hint", "required_message", "constraint_message"))


def _heading(names: Sequence[str]) -> list[str]:
    pairs = [[f"{n}::{INDONESIAN}", f"{n}::{ENGLISH}"] if n in _IN_BOTH else [n] for n in names]
    return [cell for pair in pairs for cell in pair]


def _survey_rows(form: Form) -> list[list[str]]:
    rows = [_heading(_SURVEY)]
    for item in form.items:
        texts = [item.type, item.name, *item.label, *item.hint, item.required, *item.wanted, item.relevant]
        rest = [item.calculation, item.choice_filter, item.appearance, item.default]
        rows.append([*texts, item.constraint, *item.said, *rest])
    return rows


def _choice_rows(form: Form) -> list[list[str]]:
    return [["list_name", *_heading(("name", "label")), "rw"]] + [
        [choice.list, choice.name, *choice.label, choice.rw] for choice in form.choices
    ]


def _setting_rows(form: Form) -> list[list[str]]:
    names = ["form_title", "form_id", "version", "default_language", "instance_name"]
    return [names, [form.title, form.id, form.version, INDONESIAN, form.instance_name]]


def write_form(form: Form, path: Path) -> None:
    """Write the workbook: all cells text, the same bytes for the same form. OSError if it cannot be written."""
    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"created": dt.datetime(2026, 1, 1)})
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for name, rows in (
            ("survey", _survey_rows(form)),
            ("choices", _choice_rows(form)),
            ("settings", _setting_rows(form)),
        ):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if cell:
                        sheet.write_string(i, j, cell, text if i else bold)
            for j, heading in enumerate(rows[0]):
                sheet.set_column(j, j, 36 if "::" in heading else 18)
    path.write_bytes(content.getvalue())
