"""A map on the page: what it draws, pointing at and clicking its areas, moving it by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Frame, Locator, Page

PATIENCE = 60_000  # milliseconds

# A point of the area's own shape that the pointer can reach: the middle one of a grid over the shape's box.
_POINT_OF = """code => {
  let shape = null;
  window.map.eachLayer(l => { if (l._path && l.feature?.properties?.code === code) shape = l._path; });
  if (!shape) return null;
  const box = shape.getBoundingClientRect(), found = [];
  for (let i = 1; i < 16; i++) for (let j = 1; j < 16; j++) {
    const x = box.left + box.width * i / 16, y = box.top + box.height * j / 16;
    if (document.elementFromPoint(x, y) === shape) found.push([x, y, Math.hypot(i - 8, j - 8)]);
  }
  found.sort((a, b) => a[2] - b[2]);
  return found.length ? found[0].slice(0, 2) : null;
}"""

_SHAPES = """() => {
  const found = {};
  window.map.eachLayer(l => {
    if (l._path && l.feature?.properties?.code) found[l.feature.properties.code] = l._path.getAttribute('fill');
  });
  return found;
}"""


@dataclass
class Map:
    """One map on the page: the document inside its frame."""

    page: Page
    frame: Frame
    element: Locator

    def colours(self) -> dict[str, str]:
        """Fill colour by area code."""
        return self.frame.evaluate(_SHAPES)

    def wait_for(self, codes: Callable[[set[str]], bool]) -> set[str]:
        """Wait until the codes of the areas drawn are as asked, and return them."""
        deadline = PATIENCE // 200
        for _ in range(deadline):
            drawn = set(self.colours())
            if codes(drawn):
                return drawn
            self.page.wait_for_timeout(200)
        raise AssertionError(f"the map draws other areas: {sorted(drawn)[:20]}")

    def _reach(self, code: str) -> dict[str, float]:
        self.element.scroll_into_view_if_needed()
        point = self.frame.evaluate(_POINT_OF, code)
        assert point, f"area {code} cannot be reached by the pointer"
        return {"x": point[0], "y": point[1]}

    def click(self, code: str) -> None:
        """Click an area."""
        self.element.click(position=self._reach(code))  # type: ignore[arg-type]

    def tooltip(self, code: str) -> Locator:
        """Point at an area; its tooltip."""
        self.element.hover(position=self._reach(code))  # type: ignore[arg-type]
        tip = self.frame.locator(".leaflet-tooltip")
        tip.first.wait_for(timeout=PATIENCE)
        return tip.first

    def mark(self) -> None:
        """Put a mark on the map's element, to see later whether it is still the same one."""
        self.frame.evaluate("document.querySelector('.leaflet-container').dataset.mark = 'seen'")

    @property
    def is_marked(self) -> bool:
        return self.frame.evaluate("document.querySelector('.leaflet-container').dataset.mark === 'seen'")

    def view(self) -> list[float]:
        """Latitude, longitude, zoom."""
        return self.frame.evaluate(
            "(() => { const c = map.getCenter(); return [c.lat, c.lng, map.getZoom()].map(v => +v.toFixed(4)); })()"
        )

    def pan_and_zoom(self) -> list[float]:
        """Move the map by hand (wheel and drag); where it is then."""
        box = self.element.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + min(box["height"], 400) / 2
        before = self.view()
        self.page.mouse.move(x, y)
        self.page.mouse.wheel(0, -240)
        self._until(lambda: self.view()[2] != before[2])
        zoomed = self.still_view()  # while it zooms, the map takes a drag for a click
        self.page.mouse.down()
        self.page.mouse.move(x + 90, y + 60, steps=6)
        self.page.mouse.up()
        self._until(lambda: self.view()[:2] != zoomed[:2])
        return self.still_view()

    def still_view(self) -> list[float]:
        """Latitude, longitude, zoom once the map has stopped moving."""
        last = self.view()
        for _ in range(50):
            self.page.wait_for_timeout(300)
            now = self.view()
            if now == last:
                return now
            last = now
        raise AssertionError("the map does not stop moving")

    def _until(self, condition: Callable[[], bool]) -> None:
        for _ in range(PATIENCE // 100):
            if condition():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("the map does not move")
