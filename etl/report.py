"""The report of one file: how many rows, how much money, and each row that was not loaded or needs a second look."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from etl import limits
from etl.masking import MASKS, mask_long_numbers
from etl.messages import MESSAGES, REJECTED, SEVERITY, WARNING

VALUE_LENGTH = 80
FILE_ROW = 0
"""The row number of a problem with the file as a whole."""


class FileError(Exception):
    """The file as a whole cannot be used: ``reason`` is a key of :data:`etl.messages.MESSAGES`, ``fields`` fill it."""

    def __init__(self, reason: str, **fields: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fields = fields


@contextmanager
def while_reading() -> Iterator[None]:
    """A FileError in place of what the system says when a file cannot be read."""
    try:
        yield
    except FileNotFoundError:  # gone since it was looked at
        raise FileError("file_missing") from None
    except OSError as error:
        raise FileError("file_unreadable", detail=error.strerror or "-") from None
    except MemoryError:
        raise FileError("file_memory") from None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one row. ``row`` counts the heading as 1; 0 is the file. ``value`` is masked."""

    row: int
    column: str
    reason: str
    value: str
    severity: str
    message_id: str
    message_en: str

    def as_json(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "column": self.column,
            "reason": self.reason,
            "value": self.value,
            "message_id": self.message_id,
            "message_en": self.message_en,
        }


@dataclass
class Report:
    """What was found in a file, and after a load what became of it.

    ``rows == loaded + rejected`` and, for each column of ``sums``, ``file == loaded + rejected``. In a check ``loaded``
    means "would be loaded". ``heading_row`` is where the headings stand in the file, counted from 1 (None: unknown).
    """

    file: str
    kind: str = ""
    sha256: str = ""
    rows: int = 0
    loaded: int = 0
    rejected: int = 0
    sums: dict[str, dict[str, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unchanged: bool = False
    batch_id: int | None = None
    status: str = "ok"
    heading_row: int | None = None
    summed: dict[str, str] = field(default_factory=dict)
    """Contract name -> heading, for the columns of ``sums``."""
    table: Any = field(default=None, repr=False, compare=False)
    """The :class:`etl.reading.Table` as read, for the rejected rows to be kept as they stood; None for boundaries."""
    shown: dict[str, str] = field(default_factory=dict)
    """How the values of a column (by its heading) are shown: a key of :data:`etl.masking.MASKS`; default ``open``."""

    also: list[Report] = field(default_factory=list)
    """The reports of the same file as other kinds: the export of a household survey holds visits as well."""

    def add(self, row: int, column: str, reason: str, value: object = "", **fields: Any) -> None:
        """Note a problem. ``value`` is the raw cell: it is masked here, by what ``shown`` says of its column.

        Other fields go into the sentence as they are, except that long numbers are masked in them. KeyError for an
        unknown reason, FileError when there are more problems than anyone can mend.
        """
        if len(self.problems) >= limits.PROBLEMS:
            first = min(self.problems, key=lambda problem: problem.row)
            where = {"first_row": first.row, "first_column": first.column or "-"}
            raise FileError("file_too_many_problems", limit=limits.PROBLEMS, **where)
        text = MASKS[self.shown.get(column, "open")](str(value))
        if len(text) > VALUE_LENGTH:
            text = text[: VALUE_LENGTH - 1] + "…"
        safe = {name: mask_long_numbers(f) if isinstance(f, str) else f for name, f in fields.items()}
        safe = {"value": text, "column": column, "row": row, **safe}
        message_id, message_en = (template.format_map(_Fields(safe)) for template in MESSAGES[reason])
        self.problems.append(Problem(row, column, reason, text, SEVERITY[reason], message_id, message_en))

    def fail(self, error: FileError) -> None:
        """The file as a whole cannot be loaded: one rejection at row 0, and nothing else."""
        noted = [p for p in self.problems if p.row == FILE_ROW and p.severity == REJECTED]
        self.status = "error"
        self.rows = self.loaded = self.rejected = 0
        self.sums, self.summed, self.problems = {}, {}, noted[:1]
        if not noted:
            self.add(FILE_ROW, "", error.reason, **error.fields)

    @property
    def warnings(self) -> int:
        """How many warnings there are."""
        return sum(p.severity == WARNING for p in self.problems)

    def rejected_rows(self) -> dict[int, list[Problem]]:
        """The rejected rows in file order, each with its reasons in the order they were found."""
        rows: dict[int, list[Problem]] = {}
        for problem in sorted((p for p in self.problems if p.severity == REJECTED), key=lambda p: p.row):
            rows.setdefault(problem.row, []).append(problem)
        return rows

    def as_json(self) -> dict[str, Any]:
        """The report as plain data: one entry in ``rejections`` for each rejected row, more reasons in ``others``."""
        rejections = [
            {**first.as_json(), "others": [p.as_json() for p in others]}
            for first, *others in self.rejected_rows().values()
        ]
        warned = sorted((p for p in self.problems if p.severity == WARNING), key=lambda p: p.row)
        further = {"also": [report.as_json() for report in self.also]} if self.also else {}
        return {
            "file": self.file,
            "kind": self.kind,
            "sha256": self.sha256,
            "status": self.status,
            "unchanged": self.unchanged,
            "batch_id": self.batch_id,
            "heading_row": self.heading_row,
            "rows": self.rows,
            "loaded": self.loaded,
            "rejected": self.rejected,
            "warnings": self.warnings,
            "sums": self.sums,
            "rejections": rejections,
            "warning_list": [p.as_json() for p in warned],
            **further,
        }

    def exit_code(self) -> int:
        """0 all loaded, 1 some rows rejected, 2 nothing could be loaded because the file as a whole is not usable."""
        own = 2 if self.status == "error" else 1 if self.rejected else 0
        return max([own, *(report.exit_code() for report in self.also)])


class _Fields(dict):
    """A field that a sentence names and nobody gave shows as a dash rather than raising while a clerk waits."""

    def __missing__(self, key: str) -> str:
        return "–"


def as_json_text(reports: Iterable[Report]) -> str:
    """One report as one JSON object, several as one JSON list."""
    data = [report.as_json() for report in reports]
    return json.dumps(data[0] if len(data) == 1 else data, ensure_ascii=False, indent=2)
