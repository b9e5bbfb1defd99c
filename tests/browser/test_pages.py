"""Do all pages come up whole, in both languages, on a projector and on a telephone?"""

from __future__ import annotations

import re
from base64 import b64decode

import pytest
from sqlalchemy import Engine

from pantau.indicators import CATALOGUE
from pantau.words import Words
from tests.browser import figures
from tests.browser.figures import HOME, Asked
from tests.browser.language import untranslated
from tests.browser.pages import HEADINGS, MAP_IFRAME, OFFICE_HEADINGS, PART_HEADINGS, Reader
from tests.samples import one_more

BY_PAGE = [(path, *how) for path in (*HEADINGS, *PART_HEADINGS) for how in (("id", 1440), ("en", 390))]
WHOLE = [one_more(*how) if how[0] and how[1] == "id" else how for how in BY_PAGE]
"""In Indonesian and on a wide screen, the other pages are looked at by axe as well: tests/browser/test_accessibility.py."""
OF_THE_DATA = {"partisipasi": {"tidak layak"}, "logframe": {"Daftar kontribusi", "Daftar usulan"}}
"""Words of ours that a text from a file happens to hold, such as "rumah tidak layak huni"."""
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


@pytest.mark.parametrize(("path", "language", "width"), WHOLE)
def test_a_page_comes_up_whole(reader: Reader, path: str, language: str, width: int) -> None:
    words = Words(language)
    reader.page.set_viewport_size({"width": width, "height": 1000})
    reader.open(path, **({"lang": "en"} if language == "en" else {}))
    if path == "peta":
        reader.map()
    reader.screenshot(f"{path or 'ringkasan'}-{language}-{width}")

    headings = {**HEADINGS, **PART_HEADINGS}
    assert reader.page.locator("h1").all_inner_texts() == [headings[path][language]]
    assert words(SYNTHETIC) in reader.page.locator("[data-testid=stMain]").inner_text()
    assert FRESHNESS[language] in reader.page.locator("[data-testid=stCaptionContainer]").last.inner_text()
    text = reader.text()
    assert set(untranslated(text, language)) <= OF_THE_DATA.get(path, set())
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
        reader.page.locator("[data-testid=stExpandSidebarButton]").click()
        reader.page.locator("[data-testid=stSidebarNavLink]", has_text=re.compile(f"{name}$")).click()
        reader.page.locator("h1", has_text=re.compile(f"^{name}$")).wait_for()
        reader.settle()
        assert reader.page.locator("h1").inner_text() == name
        assert reader.page.locator("[data-testid=stSidebar]").get_attribute("data-collapsed") == "true", (
            "it covers the page"
        )


@pytest.mark.parametrize("width", [one_more(768), 1440])
def test_the_navigation_shows_every_page_and_whose_dashboard_it_is(reader: Reader, width: int) -> None:
    reader.page.set_viewport_size({"width": width, "height": 900})
    for language in ("id", "en"):
        reader.open("", lang=language)
        shown = [name for names in reader.menu().values() for name in names]
        every = (*HEADINGS.values(), *PART_HEADINGS.values(), *OFFICE_HEADINGS.values())
        wanted = {names[language] for names in every}
        assert wanted <= set(shown), "none is behind Streamlit's English 'more'"
        assert reader.page.title() == "Pantau Bansos · Kelurahan Pondok Labu"
        logo = reader.page.locator("[data-testid=stHeaderLogo]")
        picture = b64decode(str(logo.get_attribute("src")).partition("base64,")[2]).decode()
        assert "Pantau Bansos" in picture and "Kelurahan Pondok Labu" in picture


@pytest.mark.parametrize("width", [390, one_more(1440)])
def test_a_table_can_be_read_as_text_as_it_is_shown(reader: Reader, demo_engine: Engine, width: int) -> None:
    """On a telephone it stands in the place of the grid; elsewhere it is for screen readers."""
    reader.page.set_viewport_size({"width": width, "height": 900})
    asked = Asked("2026-09")
    reader.open("perbandingan", **asked.query())
    table = reader.page.locator("[data-testid=as-text] table")
    assert table.count() == 1
    assert reader.page.locator("[data-testid=stDataFrame]").is_visible() == (width > 640)
    first = [row.locator("th, td").all_text_contents() for row in table.locator("tbody tr").all()]
    words = Words("id")
    cells = {row[0]: row[1:] for row in first}
    for code, name in (("PKH", "Program Keluarga Harapan"), ("KLJ", "Kartu Lansia Jakarta")):
        wanted = figures.figures(demo_engine, asked.changed(program=code), ["recipients", "coverage", "timeliness"])
        for row in wanted.itertuples():
            assert words.figure(row.value, CATALOGUE[row.indicator_id].unit) in cells[name], row.indicator_id
    if width == 390:
        row = table.locator("tbody tr").first
        assert row.locator("th").bounding_box()["width"] < 140  # type: ignore[index]
        seen = [c.bounding_box() for c in row.locator("td").all()[:2]]
        assert all(box and box["x"] + box["width"] <= width for box in seen), "two figures beside the name"


def test_money_in_the_full_table_has_its_unit(reader: Reader) -> None:
    reader.open("", periode="2026-09")
    rows = [
        r.locator("th, td").all_text_contents() for r in reader.page.locator("[data-testid=as-text] tbody tr").all()
    ]
    realisation = next(row for row in rows if row[0] == CATALOGUE["realisation"].name_id)
    assert all(re.fullmatch(r"Rp [\d.]{11,}", cell) for cell in realisation[2:4]), realisation


def test_a_card_says_that_an_rt_has_no_budget(reader: Reader) -> None:
    reader.open("", wilayah=f"{HOME}.003.004")
    card = reader.page.locator(".card[data-indicator=realisation]").inner_text()
    assert "Tidak ada anggaran untuk RW 003 › RT 004." in card
    assert "titik data" not in card


# The contrast (WCAG 2) of each figure of a heat map with what is behind it.
CONTRAST = """() => {
  const plot = document.querySelector('.st-key-heat .js-plotly-plot');
  const light = rgb => rgb.map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const numbers = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const {z, zmin, zmax, colorscale} = plot._fullData[0];
  const scale = value => {
    const share = (value - zmin) / (zmax - zmin);
    const i = Math.max(1, colorscale.findIndex(([stop]) => stop >= share - 1e-9));
    const [a, b] = [colorscale[i - 1], colorscale[i]];
    const [x, y] = [numbers(a[1]), numbers(b[1])];
    return x.map((c, k) => c + (y[k] - c) * (share - a[0]) / (b[0] - a[0]));
  };
  return [...plot.querySelectorAll('.textpoint text')].map((text, i) => {
    const row = z[Math.floor(i / z[0].length)];
    const [one, two] = [light(numbers(getComputedStyle(text).fill)), light(scale(row[i % z[0].length]))];
    return (Math.max(one, two) + .05) / (Math.min(one, two) + .05);
  });
}"""


def test_every_figure_of_the_heat_map_stands_out(reader: Reader) -> None:
    reader.open("perbandingan", periode="2026-10")
    reader.page.locator(".st-key-heat .textpoint").first.wait_for()
    ratios = reader.page.evaluate(CONTRAST)
    assert len(ratios) == 90
    assert min(ratios) >= 4.5
    assert reader.page.locator(".st-key-heat .gridlayer path").count() == 0
