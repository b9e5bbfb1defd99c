"""The page of *mode forum*: five steps for the wall of an RW's hall, all in one plain HTML page that asks for nothing more."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from pantau.report import pictures
from pantau.report.plain import cut
from pantau.report.residents import Meeting
from pantau.report.sheets import labels
from pantau.words import LANGUAGES, Words, inert_html

_HERE = Path(__file__)
MAP_INCHES = (9.0, 8.6)
LABEL_POINTS = 30.0
LONG_TITLE, LONG_ANSWER = 90, 60
"""Letters of a proposal and of its answer on the wall, where five must be readable; paper has room for more."""


@cache
def _text(name: str) -> str:
    return _HERE.with_name(name).read_text(encoding="utf-8")


def page(words: Words, found: Meeting, rw: Sequence[tuple[str, str]], query: Mapping[str, str], nonce: str) -> str:
    """The HTML. ``rw``: code and name of each RW to choose from; ``query``: the parameters of the address, which links keep;
    ``nonce``: what allows the page's own script to run, and no other."""
    steps = [
        _title(words, found, rw, query),
        _map(words, found),
        _facts(words, found),
        _asked(words, found),
        _next(words, found),
    ]
    body = "".join(
        f'<section class="step {kind}{" now" if i == 0 else ""}" aria-label="{words("Langkah {n}", n=i + 1)}">{html}</section>'
        for i, (kind, html) in enumerate(zip(("title", "where", "numbers", "asked", "next"), steps, strict=True))
    )
    number = inert_html(words("Langkah {n}/{all}", n="{n}", all="{all}"))
    bar = (
        f'<nav class="bar" aria-label="{words("Langkah")}">'
        f'<button id="before" type="button">{words("Sebelumnya")}</button>'
        f'<b id="number" role="status" data-text="{number}"></b>'
        f'<button id="after" type="button">{words("Berikutnya")}</button>'
        f'<span class="grow">{words("Data contoh") if found.synthetic else ""}'
        f'<span class="wide"> · {inert_html(found.area)} · {inert_html(found.period)}</span></span>'
        f'<button id="full" type="button" aria-keyshortcuts="f">{words("Layar penuh")}</button>'
        f'<a id="leave" aria-keyshortcuts="Escape" href="/?{inert_html(urlencode(_without(query, "mode", "langkah")))}">{words("Tutup")}</a></nav>'
    )
    return (
        f'<!DOCTYPE html><html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{inert_html(found.area)} · {words('Mode forum')} · {inert_html(found.place)}</title>"
        f'<link rel="icon" href="data:,"><style nonce="{nonce}">{_text("forum.css")}{_colours(found)}</style></head>'
        f"<body><main>{body}</main>{bar}"
        f'<script nonce="{nonce}">{_text("forum.js")}</script></body></html>'
    )


def _without(query: Mapping[str, str], *names: str) -> dict[str, str]:
    return {k: v for k, v in query.items() if k not in names}


def _link(query: Mapping[str, str], **changes: str) -> str:
    return inert_html("/?" + urlencode({**query, **changes}))


def _heading(level: int, text: str) -> str:
    return f'<h{level} tabindex="-1">{text}</h{level}>'


def _title(words: Words, found: Meeting, rw: Sequence[tuple[str, str]], query: Mapping[str, str]) -> str:
    choices = "".join(
        f'<li><a href="{_link(query, wilayah=code)}"{" aria-current=true" if code == found.code else ""}>{inert_html(name)}</a></li>'
        for code, name in rw
    )
    other = next(language for language in LANGUAGES if language != words.language)
    name = {"id": "Bahasa Indonesia", "en": "English"}[other]
    papers = " · ".join(
        f'<a href="/forum/{kind}.pdf?{inert_html(urlencode(_without(query, "mode", "langkah")))}">{label}</a>'
        for kind, label in (("poster", words("Poster A3 (PDF)")), ("handout", words("Selebaran A4 (PDF)")))
    )
    return (
        f'{_heading(1, inert_html(found.area))}<p class="where">{inert_html(found.place)}</p>'
        f"<p>{words('Bantuan sosial kita: {period}', period=inert_html(found.period))} · {inert_html(found.day)}</p>"
        f"{_notice(found)}"
        f'<ul class="choose" aria-label="{words("Pilih RW")}">{choices}</ul>'
        f'<p class="small">{papers} · <a data-keeps-step href="{_link(query, lang=other)}" hreflang="{other}" lang="{other}">{name}</a></p>'
    )


def _notice(found: Meeting) -> str:
    return f'<p class="notice">{inert_html(found.synthetic)}</p>' if found.synthetic else ""


def _colours(found: Meeting) -> str:
    """The legend's colours as style rules: the page's policy lets no element have a style of its own."""
    return "".join(f".map .c{i} {{background: {colour};}}" for i, (colour, _) in enumerate(found.map.legend))


def _map(words: Words, found: Meeting) -> str:
    shown = found.map
    if shown.drawn:
        picture = base64.b64encode(pictures.area_map(shown.frame, *MAP_INCHES, "svg", LABEL_POINTS)).decode()
        drawing = f'<img alt="{inert_html(shown.alt)}" src="data:image/svg+xml;base64,{picture}">'
    else:
        drawing = f"<p>{labels(words)['no_map']}</p>"
    legend = "".join(
        f'<li><i class="c{i}"></i><span>{inert_html(text)}</span></li>' for i, (_, text) in enumerate(shown.legend)
    )
    lines = "".join(f"<p>{inert_html(line)}</p>" for line in shown.lines)
    return (
        f"{_heading(2, labels(words)['map'])}<p>{inert_html(shown.title)}</p>"
        f'<div class="map">{drawing}<div class="said"><ul>{legend}</ul>{lines}</div></div>'
    )


def _facts(words: Words, found: Meeting) -> str:
    rows = "".join(
        f"<dt>{inert_html(fact.number)}</dt><dd>{inert_html(fact.sentence)}"
        + (f'<br><span class="small">{inert_html(fact.detail)}</span>' if fact.detail else "")
        + "</dd>"
        for fact in found.facts
    )
    return (
        f'{_heading(2, words("Lima angka · {period}", period=inert_html(found.period)))}<dl class="facts">{rows}</dl>'
    )


def _table(headings: Sequence[str], rows: Iterator[tuple[str, str]]) -> str:
    head = "".join(f'<th scope="col">{h}</th>' for h in headings)
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>"
        + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows)
        + "</tbody></table>"
    )


def _asked(words: Words, found: Meeting) -> str:
    said = labels(words)
    if not found.asked:
        return f"{_heading(2, said['asked'])}<p>{said['nothing']}</p>"
    rows = (
        (
            f'{inert_html(cut(row.title, LONG_TITLE))} <span class="small month">({row.when})</span>',
            f"<b>{row.sign} {inert_html(row.status)}</b>"
            + (f'<br><span class="small">{inert_html(cut(row.answer, LONG_ANSWER))}</span>' if row.answer else ""),
        )
        for row in found.asked
    )
    more = f'<p class="small">{inert_html(found.more_asked)}</p>' if found.more_asked else ""
    return f"{_heading(2, said['asked'])}{_table((said['proposal'], said['result']), rows)}{more}"


def _next(words: Words, found: Meeting) -> str:
    said = labels(words)
    if found.coming:
        rows = ((inert_html(row.when), inert_html(cut(row.what, LONG_TITLE))) for row in found.coming)
        shown = _table((said["when"], said["what"]), rows)
    else:
        shown = f"<p>{said['nothing']}</p>"
    return f'{_heading(2, said["coming"])}{shown}<p class="small">{inert_html(found.source)}</p>'
