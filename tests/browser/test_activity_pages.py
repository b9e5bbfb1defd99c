"""Do the pages of partners and activities answer their questions, on a telephone too, with nothing said of few people?"""

from __future__ import annotations

import re

from tests.browser.language import untranslated
from tests.browser.pages import Reader
from tests.browser.test_pages import STICKING_OUT

SIDEWAYS = "[document.scrollingElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth)"


def _whole(reader: Reader, language: str, width: int) -> str:
    """The page's text; it is in one language, says no number that is none, and does not scroll sideways."""
    text = reader.text()
    assert untranslated(text, language) == []
    assert re.findall(r"\b(?:None|nan|NaN|NaT|null|undefined|inf)\b", text) == []
    assert max(reader.page.evaluate(SIDEWAYS)) <= width + 2
    assert reader.page.evaluate(STICKING_OUT) == []
    return text


def test_who_is_where_what_is_missing_and_what_was_promised(reader: Reader) -> None:
    reader.open("mitra")
    reader.map()
    text = _whole(reader, "id", 1440)
    assert re.search(r"RW 007: tidak ada mitra [^\n]*kesehatan", text)
    assert "RW 005: 2 mitra pangan" in text
    reader.page.set_viewport_size({"width": 390, "height": 1000})
    reader.open("mitra", mitra="kontribusi", lang="en", periode="2025")
    text = _whole(reader, "en", 390)
    assert "PT Contoh Sentosa ▲" in text or "▲" in text


def test_each_kind_of_activity_answers_in_both_languages(reader: Reader) -> None:
    said = {
        "pelatihan": ("en", "Clearly better than all the others."),
        "penyuluhan": ("id", "Jelas lebih baik daripada"),
        "kesehatan": ("en", "Fewer than 5 persons are not said."),
        "kelompok": ("id", "tidak bila kurang dari 5 orang"),
    }
    for number, (kind, (language, sentence)) in enumerate(said.items()):
        width = (1440, 390)[number % 2]
        reader.page.set_viewport_size({"width": width, "height": 1000})
        reader.open("kegiatan", jenis=kind, **({"lang": "en"} if language == "en" else {}))
        assert sentence in _whole(reader, language, width), kind
