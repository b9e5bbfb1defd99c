"""Can everybody use the pages: with a screen reader, with a keyboard, with poor sight?

axe-core (WCAG 2 A and AA and best practice) judges every page that the navigation offers and the forum's, the maps' frames
included.
"""

from __future__ import annotations

from importlib import resources
from typing import Any

from tests.browser.pages import MAP_IFRAME, PATIENCE, Reader

GRAVE = ("serious", "critical")
KNOWN: dict[tuple[str, str], str] = {}
"""(rule, part of a selector) -> why it cannot be mended here."""

_AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

# What shows something by its looks alone must have a name: a chart, a table painted on a canvas, a map.
_NAMELESS = """() => [...document.querySelectorAll('.js-plotly-plot, [data-testid=stDataFrame], iframe, img')]
  .filter(e => {
    for (let p = e, i = 0; p && i < 6; p = p.parentElement, i++)
      if (p.getAttribute('aria-label') || p.getAttribute('title') || p.getAttribute('alt') !== null) return false;
    return ![...e.querySelectorAll('[aria-label], [role=grid]')].length;
  }).map(e => e.outerHTML.slice(0, 200))"""


def grave_violations(reader: Reader) -> list[str]:
    """What axe finds serious or critical on the page and in its frames, one line an element."""
    for frame in reader.page.frames:
        frame.evaluate(_AXE)
    found: dict[str, Any] = reader.page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:160]}"
        for rule in found["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
        if not any(rule["id"] == name and part in str(node["target"]) for name, part in KNOWN)
    ]


def test_no_page_has_a_serious_or_critical_violation(reader: Reader) -> None:
    reader.open("")
    wrong: dict[str, list[str]] = {}
    for path in reader.addresses():
        reader.open(path)
        if reader.page.locator(".st-key-w-desk-who input").first.is_visible():  # elsewhere it waits in a folded part
            reader.sign_in()
        if number := reader.page.locator(MAP_IFRAME).count():
            reader.maps(number)
        if found := [*grave_violations(reader), *reader.page.evaluate(_NAMELESS)]:
            wrong[path] = found
    reader.page.goto(f"{reader.base}/?mode=forum")  # what a meeting sees is a page of its own
    reader.page.wait_for_function("document.body.innerText.length > 200", timeout=PATIENCE)
    if found := grave_violations(reader):
        wrong["forum"] = found
    assert wrong == {}


def test_a_keyboard_is_enough(reader: Reader) -> None:
    page = reader.page
    reader.open("")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('[data-testid=stMain]')"), "past the navigation"
    section = page.locator("[data-testid=stTopNavSection]", has_text="Bantuan")
    section.focus()
    page.keyboard.press("Enter")
    page.locator("[data-testid=stTopNavPopover]").wait_for()
    for _ in range(12):
        if page.evaluate("document.activeElement.innerText").endswith("Peta cakupan"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("h1", has_text="Peta cakupan").wait_for(timeout=PATIENCE)
    reader.settle()
    # Into an RW without the map, by the box; and back up by the button above the map.
    page.locator(".st-key-w-wilayah input[role=combobox]").focus()
    page.keyboard.type("RW 003")
    page.keyboard.press("Enter")
    reader.wait_for_query(wilayah="31.74.06.1003.003")
    up = page.locator(".st-key-crumb-13 button")
    up.focus()
    page.keyboard.press("Enter")
    reader.wait_for_query(wilayah=None)
