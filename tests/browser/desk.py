"""What a clerk does on the page Data: hands in a file, reads what is said of it, loads it."""

from __future__ import annotations

from pathlib import Path

from tests.browser.pages import PATIENCE, Reader


def hand_in(reader: Reader, path: Path) -> None:
    """Choose a file and have it checked, until the server has said what it is."""
    reader.page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(path)
    reader.page.locator(".st-key-check-new button").click()
    reader.page.locator(".st-key-check-new").wait_for(state="detached", timeout=PATIENCE)
    # It can be discarded once the server has said all it has to say; a file that it cannot even read has a message only.
    reader.page.locator(".st-key-discard, [data-testid=stAlert]").first.wait_for(timeout=PATIENCE)
    reader.settle()


def press(reader: Reader, key: str) -> None:
    reader.page.locator(f".st-key-{key} button").click()
    reader.settle()


def load(reader: Reader) -> None:
    press(reader, "load")
    reader.page.locator(".st-key-another").wait_for(timeout=PATIENCE)
    reader.settle()


def figures(reader: Reader) -> list[str]:
    """Rows, loaded, rejected and warnings, as shown in big."""
    return reader.page.locator("[data-testid=stMetricValue]").all_inner_texts()


def work(reader: Reader, **query: str) -> None:
    """Come to the page anew, and say who works."""
    reader.open("data", **query)
    reader.sign_in()
