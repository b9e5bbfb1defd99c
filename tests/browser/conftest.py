"""What the browser tests share: a window that is kept open through a module, and is clean after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.pages import Reader


@pytest.fixture(scope="module")
def window(browser: Browser, app_server: str) -> Iterator[Reader]:
    """A window on the demo data, kept through the module: its cache spares loading Streamlit again and again."""
    window = Reader(browser, app_server)
    yield window
    window.close()


@pytest.fixture
def reader(window: Reader) -> Iterator[Reader]:
    """The window at 1440 × 1000; afterwards nothing has been asked of another machine and no error has been shown."""
    window.page.set_viewport_size({"width": 1440, "height": 1000})
    yield window
    window.assert_clean()
