"""Does the page on sustainability say what the lists of participants say, and only to officers who the families are?"""

from __future__ import annotations

import re

from sqlalchemy import Engine

from pantau import aid_needed, sustainability
from pantau.schema import ALL_PROGRAMMES
from pantau.words import Words
from tests.browser.figures import HOME
from tests.browser.language import untranslated
from tests.browser.pages import Reader

CURVES = "table-survival"
OUTLOOK = "table-outlook"


def rows(reader: Reader, key: str) -> list[list[str]]:
    """The cells of a table as it stands on the page as text, the heading first."""
    table = reader.page.locator(f".st-key-table-{key} [data-testid=as-text] table")
    return table.evaluate("t => [...t.rows].map(r => [...r.cells].map(c => c.textContent.trim()))")


def test_the_curves_and_the_projection_are_those_of_the_lists(reader: Reader, demo_engine: Engine) -> None:
    words = Words("en")
    reader.open("keberlanjutan", lang="en", kurva="wilayah")
    known = sustainability.known_to(demo_engine)
    assert known is not None
    heading, *shown = rows(reader, CURVES)
    at = heading.index(words("Masih peserta {n} bl", n=24))
    for name, n, *cells in shown:
        frame = sustainability.stays(demo_engine, ALL_PROGRAMMES, f"{HOME}.{name.removeprefix('RW ')}")
        curve = sustainability.curve(frame, known)
        assert (n, cells[at - 2]) == (words.number(curve.n), words.percent(curve.share_at(24)))
    assert len(shown) == 10
    totals = aid_needed.needed(demo_engine, ALL_PROGRAMMES, HOME, known).totals
    whole = totals[totals["programme_id"] == ALL_PROGRAMMES].set_index("what")
    assert rows(reader, OUTLOOK)[1][4] == words.rupiah(whole.at["rupiah", "middle"])
    text = reader.text()
    assert untranslated(text, "en") == [] and not re.findall(r"\b(?:None|nan|NaN)\b", text)


def test_an_rt_has_no_reasons_and_the_families_are_masked(reader: Reader) -> None:
    reader.open("keberlanjutan", wilayah=f"{HOME}.005.008")
    assert "Sebab berhenti tidak dirinci untuk satu RT" in reader.text()
    families = rows(reader, "table-families")[1:]
    assert families and all(re.fullmatch(r"\d{4}•{8}\d{4}", cells[1]) for cells in families)
