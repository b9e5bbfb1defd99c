"""A document as its content: sections of sentences, a table and a picture. ``paper`` and ``slides`` only set it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pantau.report.pictures import Format

Draw = Callable[[float, float, Format], bytes]
"""Draws a picture of a width and height in inches."""


@dataclass(frozen=True)
class Picture:
    """A map or chart, drawn when it is needed; ``alt`` says in words what it shows; ``legend``: colour and words."""

    draw: Draw
    alt: str
    legend: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Table:
    """Headings and rows of text; ``numbers``: which columns are set flush right; ``widths``: shares of the columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    widths: tuple[float, ...] = ()

    @property
    def shares(self) -> tuple[float, ...]:
        """Width of each column as a share of all."""
        given = self.widths or (1.0,) * len(self.columns)
        return tuple(w / sum(given) for w in given)


@dataclass(frozen=True)
class Section:
    """One page or slide: what it says in one sentence (``lead``), more sentences, a table, a picture, notes."""

    key: str
    title: str
    lead: str
    sentences: tuple[str, ...] = ()
    table: Table | None = None
    picture: Picture | None = None
    note: str = ""


@dataclass(frozen=True)
class Document:
    """The month's report."""

    title: str
    subtitle: str
    place: str
    period: str
    language: str
    made: str
    source: str
    synthetic: str
    sections: tuple[Section, ...] = field(default=())
