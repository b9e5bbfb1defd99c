"""From cells of text to typed columns. A parser works on the distinct texts and maps them back.

A parser takes :class:`Cells` and gives :class:`Parsed`; what cannot be understood is a :class:`Fault`, never a guess or
an exception. The parsers themselves stand in ``parse_numbers``, ``parse_dates``, ``parse_identity`` and
``parse_codes``; this module has what they share.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from etl.limits import CODE_CHARS

TEXT, NUMBER, DATE = 0, 1, 2
"""What an Excel cell was; a CSV cell is always TEXT."""

BLANKS = frozenset(("", "-", "--", "---", "–", "—", ".", "'"))
"""Office ways of leaving a cell blank."""

_FORMULA = re.compile(r"[=@]|[+\-]\S*[(!|=]")
"""What a spreadsheet takes for a formula, should the text ever stand in one: nobody's name begins so."""


@dataclass(frozen=True)
class Fault:
    """Why a cell is not understood: a key of :data:`etl.messages.MESSAGES` and the fields of its sentence."""

    reason: str
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass
class Cells:
    """One column as read: its texts and, from a workbook, what each cell was."""

    text: pd.Series
    kinds: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.text)


@dataclass
class Parsed:
    """One column as understood, by row: ``values`` (a neutral value where blank or faulty), ``blank``, and ``fault``
    (position in ``faults``; -1 where there is none)."""

    values: np.ndarray
    blank: np.ndarray
    fault: np.ndarray
    faults: list[Fault]

    @property
    def ok(self) -> np.ndarray:
        """Where there is a value that was understood."""
        return (self.fault < 0) & ~self.blank

    @classmethod
    def missing(cls, rows: int, dtype: Any, neutral: Any) -> Parsed:
        """A column that the file does not have: blank everywhere."""
        values = np.full(rows, neutral, dtype=dtype)
        return cls(values, np.ones(rows, dtype=bool), np.full(rows, -1, dtype=np.int64), [])


Parser = Callable[[Cells], Parsed]


def clean(text: str) -> str:
    """``text`` without outer blanks, inner blanks collapsed to one (no-break spaces and line ends too)."""
    return " ".join(text.split())


def map_unique(
    cells: Cells, understand: Callable[[str, int], Any], dtype: Any, neutral: Any, longest: int = CODE_CHARS
) -> Parsed:
    """Apply ``understand(text, kind)`` once to each distinct cell; it gives a value or a :class:`Fault`.

    The text is clean (:func:`clean`), not blank and of at most ``longest`` characters: a longer one is a fault already.
    ``neutral`` fills the rows without a value.
    """
    codes, texts = pd.factorize(cells.text)
    kinds = np.zeros(len(texts), dtype=np.int64)
    distinct: list[str] = texts.tolist()
    if cells.kinds is not None and cells.kinds.any():
        pairs, codes = np.unique(codes * 3 + cells.kinds, return_inverse=True)
        kinds = pairs % 3
        distinct = [distinct[i] for i in (pairs // 3).tolist()]
    values = np.full(len(distinct), neutral, dtype=dtype)
    blank = np.zeros(len(distinct), dtype=bool)
    fault = np.full(len(distinct), -1, dtype=np.int64)
    faults: list[Fault] = []
    for i, (raw, kind) in enumerate(zip(distinct, kinds.tolist(), strict=True)):
        text = clean(raw)
        if text in BLANKS:
            blank[i] = True
            continue
        found = understand(text, kind) if len(text) <= longest else Fault("cell_too_long", {"found": len(text)})
        if isinstance(found, Fault):
            fault[i] = len(faults)
            faults.append(found)
        elif found is None:
            blank[i] = True
        else:
            values[i] = found
    return Parsed(values[codes], blank[codes], fault[codes], faults)


def text(limit: int) -> Parser:
    """Text of at most ``limit`` characters."""

    def understand(value: str, _kind: int) -> str | Fault:
        if len(value) > limit:
            return Fault("text_too_long", {"limit": limit})
        return Fault("formula_as_text") if _FORMULA.match(value) else value

    return lambda cells: map_unique(cells, understand, object, "", longest=sys.maxsize)


def word_key(value: str) -> str:
    """A coded word as it is looked up: lower case, letters, digits and ticks only."""
    return re.sub(r"[^a-z0-9✓✔√+]", "", value.lower())


def first_positions(keys: np.ndarray | list[Hashable]) -> np.ndarray:
    """For each key the position of its first appearance: ``result[i] == i`` where it is the first."""
    codes, distinct = pd.factorize(np.asarray(keys))
    first = np.full(len(distinct), -1, dtype=np.int64)
    positions = np.arange(len(codes))
    first[codes[::-1]] = positions[::-1]
    return first[codes]
