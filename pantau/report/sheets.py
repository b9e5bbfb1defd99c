"""The poster (A3) and the handout (A4) of an RW as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Literal

from pantau.report import paper, pictures
from pantau.report.plain import cut
from pantau.report.residents import Meeting, meeting
from pantau.report.scope import Scope
from pantau.words import Words, later

Kind = Literal["poster", "handout"]
KINDS: tuple[Kind, ...] = ("poster", "handout")
MAP_INCHES = {"poster": (5.4, 4.8), "handout": (3.5, 2.45)}
LONGEST = 140
"""Letters of a proposal, an answer or a plan; the longest of all still fit the page together."""
LABEL_POINTS = {"poster": 18.0, "handout": 9.0}


def labels(words: Words) -> dict[str, str]:
    """The headings that forum, poster and handout share."""
    return {
        "map": words("Di mana di wilayah kita?"),
        "no_map": words("Batas wilayah belum dimuat."),
        "facts": words("Lima angka"),
        "asked": words("Yang diminta warga terakhir kali, dan jadinya"),
        "coming": words("Yang akan datang"),
        "proposal": words("Usul"),
        "result": words("Jadinya"),
        "when": words("Kapan"),
        "what": words("Apa"),
        "nothing": words("Belum ada data."),
        "wrong": words("Ada yang keliru?"),
        "wrong_text": words(
            "Sampaikan kepada pengurus RT atau RW, atau ke kantor kelurahan. Keluarga yang merasa berhak tetapi belum "
            "terdaftar dapat mengusulkan diri."
        ),
        "notes": words("Catatan"),
    }


def sheet(scope: Scope, kind: Kind, content: Meeting | None = None) -> bytes:
    """The PDF of one RW. ``content`` where it is at hand already."""
    found = content or meeting(scope)
    width, height = MAP_INCHES[kind]
    drawn = (
        {"map.svg": pictures.area_map(found.map.frame, width, height, "svg", LABEL_POINTS[kind])}
        if found.map.drawn
        else {}
    )
    return paper.pdf(kind, _data(scope, found, bool(drawn)), drawn, scope.made, one_page=True)


def _data(scope: Scope, found: Meeting, drawn: bool) -> dict[str, Any]:
    shown = found.map
    return {
        "language": scope.words.language,
        "title": f"{found.area} · {found.place} · {found.period}",
        "labels": labels(scope.words),
        "map": {
            "picture": "map.svg" if drawn else "",
            "title": shown.title,
            "legend": shown.legend,
            "lines": shown.lines,
            "alt": shown.alt,
        },
        "facts": [asdict(fact) for fact in found.facts],
        "asked": [
            {**asdict(asked), "title": cut(asked.title, LONGEST), "answer": cut(asked.answer, LONGEST)}
            for asked in found.asked
        ],
        "coming": [{"when": coming.when, "what": cut(coming.what, LONGEST)} for coming in found.coming],
        **{name: getattr(found, name) for name in ("area", "place", "period", "source", "synthetic", "more_asked")},
    }


def file_name(scope: Scope, kind: Kind) -> str:
    """poster-rw-007-2026-10.pdf."""
    name = scope.words({"poster": later("poster"), "handout": later("selebaran")}[kind])
    return f"{name}-rw-{scope.area.rpartition('.')[2]}-{scope.period}.pdf"


def sheets(scope: Scope, rw: list[str] | None = None) -> Iterator[tuple[str, bytes]]:
    """File name and PDF of the poster and the handout of each RW (``rw``: codes; all where None)."""
    for code in scope.rw if rw is None else rw:
        of = scope.of(code)
        content = meeting(of)
        for kind in KINDS:
            yield file_name(of, kind), sheet(of, kind, content)
