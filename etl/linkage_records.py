"""Records in the form in which they are compared: the columns that :mod:`etl.linkage_levels` speaks of."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa

from etl import linkage_text

_GIVEN = ("name", "birth", "sex", "number", "kk", "rt", "rw", "address")
FIELDS = {
    "unique_id": pa.int64(),
    "name": pa.string(),
    "words": pa.list_(pa.string()),
    "sound": pa.string(),  # of all words, in alphabetical order
    "first": pa.string(),  # sound of the first and of the last word
    "last": pa.string(),
    "short": pa.string(),  # the first word as an initial
    "birth": pa.string(),  # YYYYMMDD
    "swapped": pa.string(),  # with day and month exchanged; none where that changes nothing
    "day": pa.string(),
    "month": pa.string(),
    "year": pa.string(),
    "sex": pa.string(),
    "number": pa.string(),
    "dated": pa.bool_(),
    "kk": pa.string(),
    "rt": pa.string(),
    "rw": pa.string(),
    "street": pa.string(),
    "house": pa.string(),
}


def records(table: pd.DataFrame) -> pa.Table:
    """The records in the form that is compared, one row each; text with None for what is missing.

    ``table`` has ``unique_id`` (int) and any of ``name``, ``birth`` (YYYYMMDD), ``sex``, ``number`` (a personal number
    without the birth date in it), ``dated`` (whether the number's date is the birth date), ``kk``, ``rt``, ``rw``,
    ``address``.
    """
    given = {c: _texts(table, c) for c in _GIVEN}
    names = [linkage_text.name(v).split() if v else [] for v in given["name"]]
    sounds = [[linkage_text.sound(word) for word in words] for words in names]
    births = [v if v and len(v) == 8 else None for v in given["birth"]]
    houses = [linkage_text.address(v) if v else ("", "") for v in given["address"]]
    made: dict[str, list[Any]] = {
        "unique_id": table["unique_id"].tolist(),
        "name": [" ".join(words) or None for words in names],
        "words": [words or None for words in names],
        "sound": [" ".join(sorted(words)) or None for words in sounds],
        "first": [words[0] if words else None for words in sounds],
        "last": [words[-1] if words else None for words in sounds],
        "short": [" ".join([words[0][0], *words[1:]]) if len(words) > 1 else None for words in sounds],
        "birth": births,
        "swapped": [b[:4] + b[6:] + b[4:6] if b and b[4:6] != b[6:] else None for b in births],
        "day": [b and b[6:] for b in births],
        "month": [b and b[4:6] for b in births],
        "year": [b and b[:4] for b in births],
        "dated": table["dated"].tolist() if "dated" in table else [False] * len(table),
        "street": [street or None for street, _ in houses],
        "house": [number if street else None for street, number in houses],
        **{c: given[c] for c in ("sex", "number", "kk", "rt", "rw")},
    }
    return pa.table({c: made[c] for c in FIELDS}, schema=pa.schema(list(FIELDS.items())))


def _texts(table: pd.DataFrame, column: str) -> list[str | None]:
    if column not in table:
        return [None] * len(table)
    return [None if pd.isna(v) else str(v).strip() or None for v in table[column].tolist()]
