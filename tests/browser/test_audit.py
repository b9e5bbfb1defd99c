"""Does the page Pemeriksaan show what the checks found, lead to the file rows, and keep a decision?"""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine, func, insert, select

from pantau import audit, audit_refused, audit_rows
from pantau.audit_checks import CHECKS
from pantau.database import make_engine
from pantau.schema import event
from pantau.words import Words
from tests.browser.language import untranslated
from tests.browser.pages import Reader
from tests.samples import ONE_MORE, one_more
from tests.services import running_app

PAGE = "pemeriksaan"


@pytest.fixture(scope="module")
def own_engine(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A copy of the demo database: this module decides on findings."""
    path = tmp_path_factory.mktemp("audit") / "demo.sqlite"
    shutil.copyfile(demo_database, path)
    engine = make_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def desk_window(browser: Browser, own_engine: Engine, run_folder: Path) -> Iterator[Reader]:
    """A window on the page over that copy, with somebody at the desk."""
    with running_app(str(own_engine.url), run_folder / "app-audit.log") as url:
        window = Reader(browser, url)
        window.open(PAGE)
        window.sign_in()
        yield window
        window.close()


@pytest.fixture
def desk(desk_window: Reader) -> Iterator[Reader]:
    desk_window.page.set_viewport_size({"width": 1440, "height": 2600})  # tables say only what is within the window
    yield desk_window
    desk_window.assert_clean()


def says(desk: Reader, *wanted: str) -> bool:
    """Whether the page comes to say all of this: tables tell screen readers what they hold a moment after they are drawn."""
    for _ in range(100):
        text = desk.text()
        if all(piece in text for piece in wanted):
            return True
        desk.page.wait_for_timeout(100)
    print([piece for piece in wanted if piece not in text])
    return False


def visit(desk: Reader, **query: str) -> None:
    """Open the page by its address as a new visit, and sign in."""
    desk.open(PAGE, **query)
    desk.sign_in()


@pytest.mark.parametrize(("language", "width"), [("id", 1440), one_more("en", 390), one_more("id", 768)])
def test_the_summary_shows_each_check_with_its_figures(
    desk: Reader, own_engine: Engine, language: str, width: int
) -> None:
    words = Words(language)
    desk.page.set_viewport_size({"width": width, "height": 2600})
    visit(desk, lang=language)
    summary = audit.summary(own_engine)
    shown = summary[summary["open"] > 0]
    for row in shown.itertuples():
        chart = f"{words.rupiah(row.rupiah, short=True)} · {words.number(row.open)}"
        assert says(desk, CHECKS[str(row.check_id)].text("name", language), chart)
    if width == 1440:
        assert says(desk, *(f"\n{rupiah}\n" for rupiah in shown["rupiah"]))  # in the table
    text = desk.text()
    assert untranslated(text, language) == []
    wide = desk.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= width + 2, "the page scrolls sideways"
    desk.screenshot(f"pemeriksaan-ringkasan-{language}-{width}")


def test_the_area_in_the_filter_bar_narrows_the_findings(desk: Reader, own_engine: Engine) -> None:
    rw = "31.74.06.1003.005"
    visit(desk, wilayah=rw)
    summary = audit.summary(own_engine, audit.Filters(within=rw)).set_index("check_id")
    assert says(desk, f"\n{summary.at['not_eligible', 'rupiah']}\n")


def test_a_finding_leads_to_its_rows_and_keeps_a_decision(desk: Reader, own_engine: Engine) -> None:
    first = audit.findings(own_engine, audit.Filters(("dead_paid",)), 1).iloc[0]
    finding_id = int(first["finding_id"])
    visit(desk, bagian="temuan", cek="dead_paid", temuan=str(finding_id))
    rows = audit_rows.rows_of(own_engine, finding_id)
    assert says(desk, *rows["file_name"], *(f"\n{row_no}\n" for row_no in rows["row_no"]))
    text = desk.text()
    assert first["household"] in desk.page.locator(".st-key-finding h3").inner_text()
    assert not re.search(r"\b\d{16}\b", text)

    save = desk.page.locator(".st-key-finding [data-testid=stFormSubmitButton] button")
    desk.page.locator(".st-key-finding label", has_text="dijelaskan").click()
    save.click()
    desk.page.get_by_text("Tulis catatan yang menjelaskan temuan ini").wait_for()
    assert audit.finding(own_engine, finding_id)["state"] == "open"
    desk.page.locator(f".st-key-note-{finding_id} textarea").fill("Akta kematian keliru; orangnya masih hidup.")
    desk.page.locator(".st-key-finding label", has_text="dijelaskan").click()
    save.click()
    desk.page.get_by_text("Diputuskan petugas data").wait_for()
    now = audit.finding(own_engine, finding_id)
    assert (now["state"], now["state_by"]) == ("explained", "petugas data")
    assert now["note"] == "Akta kematian keliru; orangnya masih hidup."
    desk.press("keadaan", "dijelaskan")
    assert says(desk, "\ndijelaskan\nAkta kematian keliru; orangnya masih hidup.\n")  # in the list


def test_the_file_has_the_findings_and_their_rows_and_nobody_in_it(desk: Reader, own_engine: Engine) -> None:
    visit(desk, bagian="temuan", cek="paid_twice")
    name, content = desk.download("xlsx-temuan")
    assert name.startswith("pantau-temuan-") and name.endswith(".xlsx")
    sheets = pd.read_excel(io.BytesIO(content), sheet_name=None, engine="calamine", dtype=str)
    filters = audit.Filters(("paid_twice",), states=("open",))
    assert len(sheets["Temuan"]) == audit.count(own_engine, filters)
    behind = audit_rows.transfers_of(own_engine, filters)
    assert sheets["Baris berkas"]["row_no"].tolist() == behind["row_no"].astype(str).tolist()
    assert sheets["Baris berkas"]["file_name"].tolist() == behind["file_name"].tolist()
    cells = " ".join(str(cell) for table in sheets.values() for cell in table.to_numpy().ravel())
    assert not re.search(r"\b\d{16}\b", cells)


@ONE_MORE
def test_refused_rows_are_shown_by_check_with_file_and_row(desk: Reader, own_engine: Engine) -> None:
    visit(desk, bagian="ditolak", tolak="name_empty")
    rows = audit_refused.rows(own_engine, "name_empty")
    assert says(desk, CHECKS["name_empty"].name_id, *(f"\n{row_no}\n" for row_no in rows["row_no"].head(10)))
    assert not re.search(r"\b\d{16}\b", desk.text())


@ONE_MORE
def test_checks_older_than_the_data_say_so_and_can_be_run(desk: Reader, own_engine: Engine) -> None:
    visit(desk)
    assert desk.page.locator(".st-key-run-audit").count() == 0
    with own_engine.begin() as connection:
        newest = connection.scalar(select(func.max(event.c.event_id))) or 0
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)
        connection.execute(insert(event).values(event_id=newest + 1, kind="load", at=now, actor="petugas", note=""))
    visit(desk)
    assert "Data berubah sesudah pemeriksaan terakhir" in desk.text()
    desk.page.locator(".st-key-run-audit button").click()
    desk.page.get_by_text("sesuai data terbaru").wait_for()
    desk.settle()
    assert not audit.currency(own_engine).stale
    assert desk.page.locator(".st-key-run-audit").count() == 0
