"""What the pages must show, asked of the same database without the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
from sqlalchemy import Engine

from pantau import queries
from pantau.indicators import CATALOGUE, HEADLINE
from pantau.queries import LEVEL_LENGTH, Cells
from pantau.reference import home_kelurahan
from pantau.schema import ALL_PROGRAMMES
from pantau.words import Words

HOME = home_kelurahan()
EVERY = "SEMUA"


@dataclass(frozen=True)
class Asked:
    """A view as its URL says it."""

    periode: str
    program: str = EVERY
    wilayah: str = HOME
    lang: str = "id"

    def query(self, **more: str) -> dict[str, str]:
        """The parameters that open it."""
        defaults = {"program": EVERY, "wilayah": HOME, "lang": "id"}
        mine = {"periode": self.periode, "program": self.program, "wilayah": self.wilayah, "lang": self.lang}
        return {k: v for k, v in mine.items() if defaults.get(k) != v} | more

    def changed(self, **changes: str) -> Asked:
        return replace(self, **changes)


def level_of(code: str) -> str:
    return next(level for level, length in LEVEL_LENGTH.items() if length == len(code))


def programme_id(engine: Engine, code: str) -> int:
    if code == EVERY:
        return ALL_PROGRAMMES
    return int(queries.programmes(engine).set_index("code").at[code, "programme_id"])


def figures(engine: Engine, asked: Asked, indicators: Sequence[str], level: str = "") -> pd.DataFrame:
    """The figures of a view, of its own area or of those of ``level`` in it."""
    cells = Cells(
        (asked.periode,), (programme_id(engine, asked.program),), level or level_of(asked.wilayah), asked.wilayah
    )
    return queries.figures(engine, indicators, cells)


def cards(engine: Engine, asked: Asked) -> dict[str, str]:
    """What each card of the first page must say."""
    frame = figures(engine, asked, HEADLINE).set_index("indicator_id")["value"]
    words = Words(asked.lang)
    return {i: words.figure(frame.get(i), CATALOGUE[i].unit, short=True) for i in HEADLINE}


def newest_month(engine: Engine) -> str:
    fresh = queries.freshness(engine)
    assert fresh is not None and fresh.last_period is not None
    return fresh.last_period
