"""Does the reader get numbers, rupiah and dates as people here write them, and no text in the wrong language?"""

from __future__ import annotations

import ast
import datetime as dt
import re

import pytest

from pantau.database import ROOT
from pantau.words import Words, catalogue, inert_html, inert_markdown

INDONESIAN, ENGLISH = Words("id"), Words("en")
CODE = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py")), *sorted((ROOT / "pantau").rglob("*.py"))]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (INDONESIAN.rupiah(1_250_000), "Rp 1.250.000"),
        (ENGLISH.rupiah(1_250_000), "Rp 1,250,000"),
        (INDONESIAN.rupiah(-1500), "−Rp 1.500"),
        (INDONESIAN.rupiah(1_250_000, short=True), "Rp 1,25 juta"),
        (INDONESIAN.rupiah(43_500_000_000, short=True), "Rp 43,5 miliar"),
        (INDONESIAN.rupiah(2_000_000_000, short=True), "Rp 2 miliar"),
        (ENGLISH.rupiah(2_000_000_000_000, short=True), "Rp 2 trillion"),
        (INDONESIAN.percent(0.875), "87,5%"),
        (ENGLISH.percent(0.875), "87.5%"),
        (INDONESIAN.number(45407), "45.407"),
        (INDONESIAN.date(dt.date(2026, 1, 12)), "12 Januari 2026"),
        (ENGLISH.date(dt.date(2026, 1, 12)), "12 January 2026"),
        (INDONESIAN.period("2026-03"), "Maret 2026"),
        (INDONESIAN.period("2026-T4"), "Triwulan IV 2026"),
        (ENGLISH.period("2026-T4", short=True), "QIV 2026"),
        (INDONESIAN.moment(dt.datetime(2026, 1, 1, 20, 5)), "2 Januari 2026 03.05 WIB"),
        (INDONESIAN.figure(float("nan"), "share"), "tidak ada data"),
        (ENGLISH.figure(None, "rupiah"), "no data"),
        (INDONESIAN.figure(0.0, "share"), "0,0%"),
        (INDONESIAN.figure(2.5, "days"), "2,5 hari"),
        (INDONESIAN.figure(-3.0, "days"), "-3 hari"),
        (INDONESIAN.change(0.5, 0.6, "share"), "−10,0 poin"),
        (INDONESIAN.change(0.60001, 0.6, "share"), "tetap"),
        (INDONESIAN.change(12, 10, "households"), "+2"),
    ],
)
def test_figures_are_written_in_the_readers_locale(shown: str, expected: str) -> None:
    assert shown.replace("\xa0", " ") == expected


def _texts() -> dict[str, str]:
    """Every text that is translated, with the file it is in."""
    found = {}
    for file in CODE:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("words", "say", "self", "later") and isinstance(node.args[0].value, str):
                found[node.args[0].value] = file.name
    return found


def test_every_text_has_its_english_and_none_is_left_over() -> None:
    texts, english = _texts(), catalogue("en")
    assert len(texts) > 100
    assert not {text: file for text, file in texts.items() if text not in english}
    assert not set(english) - set(texts)


def test_translations_keep_the_fields() -> None:
    for text, english in catalogue("en").items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", english)), text


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)>", "**a** [b](javascript:x) :red[c] $x$ `d`", "# judul\n- butir", "RW 005"]
)
def test_text_from_a_file_is_inert(text: str) -> None:
    assert "<" not in inert_html(text)
    shown = inert_markdown(text)
    assert "\n" not in shown
    assert not re.search(r"(?<!\\)[*_\[\]()<>#`$:]", shown)
