"""The arithmetic of :mod:`pantau.counting`: rows with their month, area and parts become numbers for each period, at once.

All parts of a key (period, programme, area, item ...) are numbered, and a key is one whole number made of them: a load counts
a hundred measures, split several ways, over six years of months, quarters and years.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

FOR_EVER = 1_000_000
"""Month index later than any: until when stands what has no end."""


@dataclass
class Rows:
    """The rows that a measure counts, all arrays of one length.

    ``month``, ``until`` (:data:`FOR_EVER` where there is none), ``programme``: whole numbers; ``area`` and each of ``items``
    (one a facet): numbers of the names in ``area_names`` and ``item_names``; ``x``: values of a spread, or None; ``key``:
    numbers of what is counted distinctly, or None, else ``value`` is added up.
    """

    month: np.ndarray
    until: np.ndarray
    programme: np.ndarray
    area: np.ndarray
    area_names: np.ndarray
    value: np.ndarray
    x: np.ndarray | None = None
    key: np.ndarray | None = None
    items: dict[str, np.ndarray] = field(default_factory=dict)
    item_names: dict[str, np.ndarray] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.month)

    def take(self, which: np.ndarray) -> Rows:
        """The rows of a mask."""

        def of(values: np.ndarray | None) -> np.ndarray | None:
            return None if values is None else values[which]

        return Rows(
            self.month[which],
            self.until[which],
            self.programme[which],
            self.area[which],
            self.area_names,
            self.value[which],
            of(self.x),
            of(self.key),
            {name: values[which] for name, values in self.items.items()},
            self.item_names,
        )


Table = tuple[np.ndarray, ...]
"""Numbers of the periods, programmes, areas, items, values of x (zeros where there are none), and the counts."""


def within(rows: Rows, period: np.ndarray, item: np.ndarray) -> Table:
    """The rows counted by their ``period`` (a number each) and ``item``."""
    x = np.zeros(len(rows), dtype=np.int64) if rows.x is None else rows.x
    parts = [period, rows.programme, rows.area, item, x]
    codes, names = _codes(parts)
    if rows.key is not None:
        size = int(rows.key.max()) + 1
        pairs = np.unique(codes * size + rows.key)
        found, value = np.unique(pairs // size, return_counts=True)
    else:
        found, where = np.unique(codes, return_inverse=True)
        value = np.zeros(len(found), dtype=np.int64)
        np.add.at(value, where, rows.value)
    return (*_decoded(found, names), value)


def standing(rows: Rows, ends: Sequence[int], item: np.ndarray) -> Table:
    """What stands at the end of each of the months ``ends`` (ascending): from its month on, until before ``until``.

    ``x`` is a month; what is given are the months from it to the end of the period.
    """
    lasting = rows.until > rows.month  # what ended before it began (delivered before it was due) never stands
    rows, item = rows.take(lasting), item[lasting]
    x = np.zeros(len(rows), dtype=np.int64) if rows.x is None else rows.x
    codes, names = _codes([rows.programme, rows.area, item, x])
    start, end, value = rows.month, rows.until, rows.value
    if rows.key is not None:
        codes, start, end = _merged(codes, rows.key, start, end)
        value = np.ones(len(codes), dtype=np.int64)
    found, where = np.unique(codes, return_inverse=True)
    changes = np.zeros((len(found), len(ends) + 1), dtype=np.int64)
    np.add.at(changes, (where, np.searchsorted(ends, start, "left")), value)
    np.add.at(changes, (where, np.searchsorted(ends, end, "left")), -value)
    counts = np.cumsum(changes, axis=1)[:, :-1]
    # What adds up to 0 (nothing delivered yet) stands too: it is there as long as any row is.
    there = np.zeros_like(changes)
    np.add.at(there, (where, np.searchsorted(ends, start, "left")), 1)
    np.add.at(there, (where, np.searchsorted(ends, end, "left")), -1)
    group, period = np.nonzero(np.cumsum(there, axis=1)[:, :-1] > 0)
    programme, area, items, x = (part[group] for part in _decoded(found, names))
    if rows.x is not None:
        x = np.asarray(ends)[period] - x
    return period, programme, area, items, x, counts[group, period]


def _codes(parts: Sequence[np.ndarray]) -> tuple[np.ndarray, list[np.ndarray]]:
    """One whole number for each row, and the distinct values that each part of it numbers."""
    codes = np.zeros(len(parts[0]), dtype=np.int64)
    names = []
    for part in parts:
        distinct, number = np.unique(part, return_inverse=True)
        codes = codes * len(distinct) + number
        names.append(distinct)
    return codes, names


def _decoded(codes: np.ndarray, names: list[np.ndarray]) -> list[np.ndarray]:
    found = []
    for distinct in reversed(names):
        codes, number = np.divmod(codes, len(distinct))
        found.append(distinct[number])
    return found[::-1]


def _merged(
    codes: np.ndarray, key: np.ndarray, start: np.ndarray, end: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The spans of each (code, key) that overlap or touch made one: somebody who is there twice stands once."""
    order = np.lexsort((start, key, codes))
    codes, key, start, end = codes[order], key[order], start[order], end[order]
    first = np.r_[True, (codes[1:] != codes[:-1]) | (key[1:] != key[:-1])]
    # The latest end so far of the same key: numbers of different keys are kept apart by a distance none can bridge.
    apart = np.cumsum(first) * (2 * FOR_EVER)
    latest = np.maximum.accumulate(end + apart) - apart
    opens = first | np.r_[True, start[1:] > latest[:-1]]
    closes = np.r_[opens[1:], True]
    return codes[opens], start[opens], latest[closes]
