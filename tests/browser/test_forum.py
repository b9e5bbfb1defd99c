"""Can a meeting be held with it? Steps by key and clicker, type for the back row, nothing cut, no network; and the reports' buttons."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import insert

from pantau.database import make_engine
from pantau.schema import aspiration
from tests.browser.pages import PATIENCE, Reader
from tests.browser.town import RW, Town
from tests.services import running_app

LONG = (
    "Perbaikan saluran air dan jalan setapak di belakang balai warga agar tidak tergenang setiap kali hujan lebat " * 2
)

# What of the step shown is cut, runs into the bar below, or is too small or too pale for the back row.
FAULTS = """smallest => {
  const step = document.querySelector('.step.now'), faults = [];
  const floor = document.querySelector('nav.bar').getBoundingClientRect().top;
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3]) return c; } return [255, 255, 255]; };
  if (step.scrollHeight > step.clientHeight + 1 || step.scrollWidth > step.clientWidth + 1) faults.push('the step runs over');
  for (const e of step.querySelectorAll('h1, h2, p, dt, dd, li, th, td, a, img, span')) {
    const box = e.getBoundingClientRect(), said = e.tagName + ' ' + e.textContent.slice(0, 30);
    if (box.bottom > floor + 1 || box.right > innerWidth + 1 || box.left < 0) faults.push('cut: ' + said);
    if (!e.innerText?.trim()) continue;
    const style = getComputedStyle(e), size = parseFloat(style.fontSize);
    if (size < (e.tagName === 'DT' ? 3 * smallest : smallest)) faults.push(size + ' px: ' + said);
    const [a, b] = [light(rgb(style.color)), light(behind(e))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 7) faults.push('pale: ' + said);
  }
  return faults;
}"""


@pytest.fixture(scope="module")
def hall(browser: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A window on a town whose first RW made five long proposals."""
    folder = tmp_path_factory.mktemp("hall")
    shutil.copyfile(sqlite_template, folder / "town.sqlite")
    engine = make_engine(f"sqlite:///{folder / 'town.sqlite'}")
    Town(engine, folder).all()
    usual = {
        "area_code": RW[0], "date": dt.date(2026, 3, 5), "month_index": 2026 * 12 + 2, "forum": "musyawarah_rw",
        "theme": "lingkungan", "title": LONG[:200], "status": "ditunda", "answer": LONG[:120], "programme_id": 0,
        "batch_id": 1, "row_no": 1,
    }  # fmt: skip
    with engine.begin() as connection:
        rows = [{"aspiration_id": i, "code": f"U{i}", "votes": i, **usual} for i in range(1, 8)]
        connection.execute(insert(aspiration), rows)
    engine.dispose()
    with running_app(f"sqlite:///{folder / 'town.sqlite'}", folder / "app.log") as url:
        reader = Reader(browser, url, 1920, 1080)
        yield reader
        reader.close()


def test_a_clicker_turns_the_steps_without_a_network(hall: Reader) -> None:
    page = hall.page
    page.goto(f"{hall.base}/?mode=forum&wilayah={RW[0]}&periode=2026-03")
    hall.context.set_offline(True)
    shown = page.locator(".step.now")
    for key, step in (
        ("PageDown", 2), ("ArrowRight", 3), ("Space", 4), ("PageUp", 3), ("End", 5), ("PageDown", 5), ("Home", 1),
        ("ArrowUp", 1), ("ArrowDown", 2),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert page.locator("#number").inner_text() == f"Langkah {step}/5"
        assert hall.query["langkah"] == str(step)
        assert page.locator(".step:visible").count() == 1
    assert "Di mana di wilayah kita?" in shown.inner_text()
    assert page.locator(".step.now img").get_attribute("alt").startswith("Peta RW 001")  # type: ignore[union-attr]
    hall.context.set_offline(False)
    page.reload()
    assert page.locator("#number").inner_text() == "Langkah 2/5"
    hall.assert_clean()


@pytest.mark.parametrize(("width", "height", "smallest"), [(1920, 1080, 32), (1024, 768, 22)])
def test_every_step_can_be_read_from_the_back_row(hall: Reader, width: int, height: int, smallest: float) -> None:
    page = hall.page
    page.set_viewport_size({"width": width, "height": height})
    for language in ("id", "en"):
        page.goto(f"{hall.base}/?mode=forum&wilayah={RW[0]}&lang={language}")
        for step in range(1, 6):
            assert page.evaluate(FAULTS, smallest) == [], f"step {step}, {language}"
            page.keyboard.press("PageDown")
    page.goto(f"{hall.base}/?mode=forum&langkah=1")
    page.get_by_role("link", name="RW 002").click()
    page.locator("h1", has_text="RW 002").wait_for()
    hall.assert_clean()


def test_escape_leaves_to_the_dashboard_where_one_button_makes_the_report_and_one_the_sheets(hall: Reader) -> None:
    page = hall.page
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.goto(f"{hall.base}/?mode=forum&wilayah={RW[1]}&periode=2026-03&langkah=3")
    page.keyboard.press("Escape")
    hall.settle()
    assert page.locator("h1").inner_text() == "Ringkasan"
    assert {k: hall.query.get(k) for k in ("mode", "wilayah", "periode")} == {
        "mode": None, "wilayah": RW[1], "periode": "2026-03",
    }  # fmt: skip
    page.locator(".st-key-make-monthly button").click()
    page.locator(".st-key-download-pptx button").wait_for(timeout=PATIENCE)
    hall.settle()
    name, content = hall.download("download-pdf")
    assert name == "laporan-bulanan-002-2026-03.pdf"
    assert content.startswith(b"%PDF-1.7")
    page.locator(".st-key-make-sheets button").click()
    page.locator(".st-key-download-zip button").wait_for(timeout=PATIENCE)
    _, content = hall.download("download-zip")
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert names == ["poster-rw-002-2026-03.pdf", "selebaran-rw-002-2026-03.pdf"]
    hall.assert_clean()
