"""The month's report as files: PDF for paper, PPTX for the meeting; both of one content."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from pantau.report import paper, slides
from pantau.report.document import Document, Section
from pantau.report.monthly import Progress, document
from pantau.report.scope import Scope
from pantau.words import Words

FORMATS = ("pdf", "pptx")
INCH = 25.4
TALL = {"where": 112.0}
"""Millimetres of a section's picture on paper; the others have :data:`OTHERWISE`."""
OTHERWISE = 92.0


def files(
    scope: Scope, formats: Sequence[str] = FORMATS, progress: Progress = lambda done, of, what: None
) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file. Raises ValueError for a format that is none of :data:`FORMATS`."""
    unknown = [f for f in formats if f not in FORMATS]
    if unknown or not formats:
        raise ValueError(scope.words("Format tidak dikenal: {format}.", format=", ".join(unknown) or "–"))
    content = document(scope, progress)
    for ending in formats:
        made = pdf(content, scope.words, scope.made) if ending == "pdf" else slides.pptx(content, scope.made)
        yield file_name(scope, ending), made


def file_name(scope: Scope, ending: str) -> str:
    """laporan-bulanan-2026-10.pdf; of a part of the kelurahan with its code."""
    part = "" if scope.level == "kelurahan" else "-" + scope.area[14:].replace(".", "-")
    return f"{scope.words('laporan-bulanan')}{part}-{scope.period}.{ending}"


def pdf(content: Document, words: Words, made: dt.datetime) -> bytes:
    """The report as PDF."""
    pictures: dict[str, bytes] = {}
    data = {
        **{name: getattr(content, name) for name in ("title", "subtitle", "language", "made", "source", "synthetic")},
        "labels": {"page": words("Halaman")},
        "sections": [_section(section, pictures) for section in content.sections],
    }
    return paper.pdf("monthly", data, pictures, made)


def _section(section: Section, pictures: dict[str, bytes]) -> dict[str, Any]:
    table = section.table
    shown: dict[str, Any] = {name: getattr(section, name) for name in ("title", "lead", "sentences", "note")}
    shown["table"] = table and {**asdict(table), "numbers": sorted(table.numbers), "shares": table.shares}
    shown["picture"] = None
    if section.picture is not None:
        height = TALL.get(section.key, OTHERWISE)
        name = f"{section.key}.svg"
        pictures[name] = section.picture.draw(174 / INCH, height / INCH, "svg")
        shown["picture"] = {
            "file": name, "height": height, "alt": section.picture.alt, "legend": section.picture.legend,
        }  # fmt: skip
    return shown
