"""Do all four pages come up whole, in both languages, on a projector and on a telephone?"""

from __future__ import annotations

import re

import pytest

from pantau.words import Words
from tests.browser.language import untranslated
from tests.browser.pages import HEADINGS, MAP_IFRAME, Reader

BY_PAGE = [(path, language, width) for path in HEADINGS for language in ("id", "en") for width in (1440, 390)]
FRESHNESS = {"id": "Data dimuat terakhir", "en": "Data last loaded"}
SYNTHETIC = "Data contoh (sintetis): bukan data warga yang sebenarnya"

# What sticks out of the window to the right and cannot be scrolled to, and words that are cut off by their own box.
STICKING_OUT = """() => {
  const wide = [];
  for (const e of document.querySelectorAll('h1, h2, h3, h4, p, label, button, summary, .card, .legend, .panel, input')) {
    const box = e.getBoundingClientRect();
    if (!box.width || !box.height || box.right <= innerWidth + 1) continue;
    let scrolls = false;
    for (let p = e.parentElement; p; p = p.parentElement)
      if (['auto', 'scroll'].includes(getComputedStyle(p).overflowX) && p.scrollWidth > p.clientWidth) scrolls = true;
    if (!scrolls && !e.closest('[data-testid=stTopNav]')) wide.push(`${e.tagName} ${e.innerText.slice(0, 40)}`);
  }
  return wide;
}"""


def test_the_search_for_untranslated_phrases_finds_them() -> None:
    assert "jauh dari target" in untranslated("Overview\n■ jauh dari target · target 90%", "en")
    assert "Overview" in untranslated("Overview\ntarget", "id")
    assert untranslated("Recipient households\n■ far from the target", "en") == []


@pytest.mark.parametrize(("path", "language", "width"), BY_PAGE)
def test_a_page_comes_up_whole(reader: Reader, path: str, language: str, width: int) -> None:
    words = Words(language)
    reader.page.set_viewport_size({"width": width, "height": 1000})
    reader.open(path, **({"lang": "en"} if language == "en" else {}))
    if path == "peta":
        reader.map()
    reader.screenshot(f"{path or 'ringkasan'}-{language}-{width}")

    assert reader.page.locator("h1").all_inner_texts() == [HEADINGS[path][language]]
    assert words(SYNTHETIC) in reader.page.locator("[data-testid=stMain]").inner_text()
    assert FRESHNESS[language] in reader.page.locator("[data-testid=stCaptionContainer]").last.inner_text()
    text = reader.text()
    assert untranslated(text, language) == []
    assert re.findall(r"\b(?:None|nan|NaN|NaT|null|undefined|inf)\b", text) == []
    for hidden in ("stAppDeployButton", "stMainMenu", "stException"):
        assert reader.page.locator(f"[data-testid={hidden}]").count() == 0, hidden
    sizes = "[document.scrollingElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth)"
    assert max(reader.page.evaluate(sizes)) <= width + 2, "the page scrolls sideways"
    assert reader.page.evaluate(STICKING_OUT) == []


def test_a_page_says_its_language_to_screen_readers(reader: Reader) -> None:
    for path, language in (("", "id"), ("tren", "en")):
        reader.open(path, lang=language)
        assert "Streamlit" not in reader.page.title()
        assert reader.page.evaluate("document.documentElement.lang") == language
    reader.press("lang", "ID")
    assert reader.page.evaluate("document.documentElement.lang") == "id"


def test_the_pages_have_what_they_are_for(reader: Reader) -> None:
    reader.open("")
    assert reader.page.locator(".card").count() == 8
    assert reader.page.locator(".card summary").count() == 8, "each card has its definition"
    reader.page.locator(".card summary").first.click()
    assert reader.page.locator(".card details[open]").inner_text().strip()
    assert reader.page.locator(".card img.spark").count() >= 7
    reader.go("peta")
    reader.map()
    assert reader.page.locator("[data-testid=legend] span").count() >= 3
    assert reader.page.locator("[data-testid=panel]").inner_text().strip()
    reader.go("tren")
    assert reader.page.locator(".js-plotly-plot").count() == 2
    assert reader.page.locator("[data-testid=stDataFrame]").count() == 1
    reader.go("perbandingan")
    assert reader.page.locator(".js-plotly-plot").count() == 4
    assert reader.page.locator("[data-testid=stDataFrame]").count() == 1
    assert reader.page.locator(MAP_IFRAME).count() == 0


def test_on_a_telephone_every_page_can_be_reached(reader: Reader) -> None:
    reader.page.set_viewport_size({"width": 390, "height": 844})
    reader.open("")
    for path in ("peta", "tren", "perbandingan", ""):
        name = HEADINGS[path]["id"]
        if reader.page.locator("[data-testid=stSidebarCollapseButton]").count():  # the menu is still open
            reader.page.locator("[data-testid=stSidebarCollapseButton] button").click()
        reader.page.locator("[data-testid=stExpandSidebarButton]").click()
        reader.page.locator("[data-testid=stSidebarNavLink]", has_text=re.compile(f"{name}$")).click()
        reader.page.locator("h1", has_text=re.compile(f"^{name}$")).wait_for()
        reader.settle()
        assert reader.page.locator("h1").inner_text() == name
