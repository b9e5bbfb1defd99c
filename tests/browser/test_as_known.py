"""Can a report of March be shown again in November, said to be of then, with what has changed since?"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine, text

from etl.batches import rollback
from etl.load import load_file
from pantau import history
from pantau.database import make_engine
from pantau.words import Words
from tests.browser import figures
from tests.browser.figures import Asked
from tests.browser.files import read_xlsx
from tests.browser.language import untranslated
from tests.browser.pages import HEADINGS, Reader
from tests.browser.town import HOUSES, Town
from tests.etl.office import write_file
from tests.samples import ONE_MORE, one_more
from tests.services import running_app

ASKED = Asked("2026-03")
BANNER = ".st-key-as-known"
DAY = "2026-04-{:02d}"


@dataclass
class Office:
    """A window on a small kelurahan with a past: what its cards said after each event."""

    reader: Reader
    engine: Engine
    then: int  # the event of the report that is to be shown again
    cards: dict[str, str]  # what it said


@pytest.fixture(scope="module")
def office(browser: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A report is made, then files come, one amends it, and two are rolled back; each event has a day of its own."""
    folder = tmp_path_factory.mktemp("past")
    database = folder / "town.sqlite"
    shutil.copyfile(sqlite_template, database)
    engine = make_engine(f"sqlite:///{database}")
    Town(engine, folder).all()
    then, cards = _newest(engine), figures.cards(engine, ASKED)
    heading = ["PROGRAM", "NO KK", "PERIODE", "JATUH TEMPO", "TANGGAL BAYAR", "NOMINAL"]
    loaded = []
    for part in range(3):
        homes = range(1 + part * 9, 4 * HOUSES, 3 + part)
        rows = [["SATU", f"31740601012{i:05d}", "2026-03", "2026-03-10", "2026-03-25", "150000"] for i in homes]
        report = load_file(
            engine, write_file(folder, f"susulan{part}", "comma", [heading, *rows]), actor="petugas data"
        )
        loaded.append(report.batch_id)
    for batch_id in loaded[:0:-1]:
        assert batch_id
        rollback(engine, batch_id, "petugas data", "salah berkas")
    with engine.execution_options(writes=True).begin() as connection:
        for event_id in range(1, _newest(engine) + 1):
            moment = f"{DAY.format(event_id)} 07:05:00.000000"
            connection.execute(text("UPDATE event SET at = :at WHERE event_id = :id"), {"at": moment, "id": event_id})
    with running_app(f"sqlite:///{database}", folder / "app.log") as base:
        reader = Reader(browser, base)
        yield Office(reader, engine, then, cards)
        reader.close()
    engine.dispose()


def _newest(engine: Engine) -> int:
    return int(history.events(engine)["event_id"].max())


def query(office: Office, **more: str) -> dict[str, str]:
    return ASKED.query(per=str(office.then), **more)


def test_the_figures_of_then_are_shown_again(office: Office) -> None:
    reader = office.reader
    assert figures.cards(office.engine, ASKED) != office.cards
    reader.open("", **ASKED.query())
    assert reader.cards() == figures.cards(office.engine, ASKED)
    assert reader.page.locator(BANNER).count() == 0
    reader.open("", **query(office))
    reader.screenshot("keadaan-id-1440")
    assert reader.cards() == office.cards
    assert f"{office.then} April 2026 14.05 WIB — bukan keadaan sekarang" in reader.page.locator(BANNER).inner_text()
    changes = reader.page.locator(".st-key-as-known-changes").inner_text()
    assert changes.count("susulan") == 5 and changes.count("dibatalkan") == 2
    assert "salah berkas" not in changes and "petugas data" not in changes
    seen = reader.text()
    for value in (*office.cards.values(), *figures.cards(office.engine, ASKED).values()):
        assert value in seen
    reader.assert_clean()


@ONE_MORE
@pytest.mark.parametrize("width", [390])
def test_every_page_says_so_in_both_languages_and_keeps_it(office: Office, width: int) -> None:
    reader = office.reader
    reader.page.set_viewport_size({"width": width, "height": 1000})
    reader.open("", **query(office))
    reader.press("lang", "EN")
    for path in ("peta", "tren", "perbandingan") if width == 768 else ("tren",):
        if width == 768:
            reader.go(path)
        else:
            reader.open(path, **query(office, lang="en"))
        reader.wait_for_query(per=str(office.then), lang="en")
        assert "not as they are now" in reader.page.locator(BANNER).inner_text(), HEADINGS[path]
        assert untranslated(reader.text(), "en") == []
        reader.screenshot(f"keadaan-{path}-en-{width}")
    wide = "document.querySelector('[data-testid=stMain]').scrollWidth"
    assert reader.page.evaluate(wide) <= width + 2
    reader.page.set_viewport_size({"width": 1440, "height": 1000})
    reader.assert_clean()


def test_an_export_says_of_when_it_is(office: Office) -> None:
    reader = office.reader
    reader.open("", **query(office))
    name, content = reader.download("xlsx-ringkasan")
    assert name.endswith(f"-2026-03-per{office.then}.xlsx")
    notes = json.dumps(read_xlsx(content)["Catatan"], ensure_ascii=False)
    assert "bukan keadaan sekarang" in notes and "susulan" not in notes and "registry" in notes


def test_the_lineage_of_an_earlier_figure_names_the_files_of_then_and_says_that_rows_are_gone(office: Office) -> None:
    reader = office.reader
    reader.open("", **query(office))
    reader.page.locator(".st-key-asal-card-disbursement_rate button").click()
    files = reader.page.locator("[data-testid=lineage-files]")
    files.wait_for()
    reader.settle()
    dialog = reader.page.get_by_role("dialog").inner_text()
    assert "Nomor baris hanya dapat ditelusuri untuk keadaan sekarang" in dialog
    assert office.cards["disbursement_rate"] in dialog
    assert "disbursement_2026-03" in files.inner_text() and "susulan" not in files.inner_text()
    reader.page.keyboard.press("Escape")


def test_it_is_chosen_at_the_foot_and_left_by_one_button(office: Office) -> None:
    reader = office.reader
    reader.open("", **ASKED.query())
    reader.page.get_by_role("button", name="Data menurut keadaan").click()
    reader.choose("per", _label(office))
    reader.wait_for_query(per=str(office.then))
    assert reader.cards() == office.cards
    reader.page.keyboard.press("Escape")
    reader.page.locator(".st-key-as-known-back button").click()
    reader.wait_for_query(per=None)
    assert reader.page.locator(BANNER).count() == 0
    assert reader.cards() == figures.cards(office.engine, ASKED)
    reader.assert_clean()


def _label(office: Office) -> str:
    row = history.events(office.engine).set_index("event_id").loc[office.then]
    return f"{Words().moment(row['at'])} · dimuat: {row['files'][0]}"


@pytest.mark.parametrize("asked", ["9999", one_more("2020-01-01"), "kemarin", one_more("2026-02-31")])
def test_a_state_that_was_not_kept_is_said_not_to_be_there(office: Office, asked: str) -> None:
    office.reader.open("", **ASKED.query(per=asked))
    assert "tidak tersimpan" in office.reader.page.locator("[data-testid=stAlert]").first.inner_text()
    assert office.reader.cards() == figures.cards(office.engine, ASKED)
    assert "per" not in office.reader.query


@ONE_MORE
def test_a_date_is_what_was_known_at_its_end(office: Office) -> None:
    office.reader.open("", **ASKED.query(per=DAY.format(office.then)))
    office.reader.wait_for_query(per=str(office.then))
    assert office.reader.cards() == office.cards


def test_the_office_works_on_the_data_as_they_are(office: Office) -> None:
    reader = office.reader
    reader.open("", **query(office))
    reader.menu_entry(re.compile("Pemeriksaan$")).click()
    reader.page.locator("h1", has_text="Pemeriksaan").wait_for()
    reader.settle()
    assert reader.page.locator(BANNER).count() == 0
    reader.go("")
    assert reader.page.locator(BANNER).count() == 1
    assert reader.query["per"] == str(office.then)
    reader.assert_clean()
