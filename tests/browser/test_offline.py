"""Is everything served from this machine: with all other addresses out of reach, does nothing ask for them?"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error

from tests.browser.pages import HEADINGS, Reader


@pytest.fixture(scope="module")
def first_visit(browser: Browser, app_server: str) -> Iterator[Reader]:
    """A window with nothing in its cache."""
    window = Reader(browser, app_server)
    yield window
    window.close()


def test_the_guard_blocks_and_counts_other_addresses(browser: Browser, app_server: str) -> None:
    window = Reader(browser, app_server)
    window.open("")
    window.assert_clean()
    for address in ("https://unpkg.com/leaflet.js", "http://192.0.2.1/x.png"):
        with pytest.raises(Error, match="fetch"):
            window.page.evaluate("address => fetch(address)", address)
        assert window.outside == [address]
        with pytest.raises(AssertionError):
            window.assert_clean()
    window.close()


def test_a_whole_visit_asks_nothing_of_another_machine(first_visit: Reader) -> None:
    reader = first_visit
    addresses: list[str] = []
    reader.context.on("requestfinished", lambda request: addresses.append(request.url))
    for path in HEADINGS:  # every other test asks the same of the page that it opens: see Reader.assert_clean
        reader.open(path)
    reader.open("peta", tingkat="rt", banding="periode", periode2="2021-06")
    one, _two = reader.maps(2)
    one.pan_and_zoom()
    reader.download("png-peta")
    reader.go("tren")
    reader.press("bentuk", "Grafik kecil")
    reader.assert_clean()
    ours = [a for a in addresses if not a.startswith("data:")]
    assert any(a.endswith("/assets/leaflet.js") for a in ours), "the map's script comes from the dashboard"
    assert all(a.startswith((reader.base + "/", "blob:" + reader.base)) for a in ours)


def test_fonts_and_pictures_are_there(first_visit: Reader) -> None:
    reader = first_visit
    reader.open("")
    assert reader.page.evaluate("document.fonts.status") == "loaded"
    fonts = reader.page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert any("Material" in name for name in fonts), fonts
    broken = "[...document.images].filter(i => !i.complete || !i.naturalWidth).map(i => i.src.slice(0, 80))"
    assert reader.page.evaluate(broken) == []
    reader.open("peta")
    assert reader.map().frame.evaluate(broken) == []
    reader.assert_clean()


@pytest.mark.parametrize("path", ["assets/leaflet.js", "assets/leaflet.css"])
def test_the_maps_files_are_served(first_visit: Reader, path: str) -> None:
    answer = first_visit.context.request.get(f"{first_visit.base}/{path}")
    assert answer.status == 200
    assert len(answer.body()) > 5000


@pytest.mark.parametrize("path", ["assets/../app.py", "assets/%2e%2e/app.py", "assets//etc/passwd", "static/../app.py"])
def test_no_file_of_the_project_can_be_fetched(first_visit: Reader, path: str) -> None:
    answer = first_visit.context.request.get(f"{first_visit.base}/{path}")
    assert b"set_page_config" not in answer.body() and b"root:" not in answer.body()


def test_a_page_of_another_name_is_refused(first_visit: Reader) -> None:
    """A site elsewhere whose name is made to point here (DNS rebinding) gets no web socket."""
    answer = first_visit.context.request.get(
        f"{first_visit.base}/_stcore/stream",
        headers={
            "Host": "evil.example",
            "Origin": "http://evil.example",
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        },
    )
    assert answer.status in (400, 403)
    assert not re.search(rb"pondok", answer.body(), re.IGNORECASE)
