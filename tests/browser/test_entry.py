"""Can the office enter a proposal and a complaint on the page, once and counted, and does the public see no form and no name?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine, Table, func, select

from pantau.database import make_engine
from pantau.schema import aspiration, batch, complaint
from tests.browser.pages import PATIENCE, Reader
from tests.browser.test_hostile_text import MADE_OF_IT
from tests.browser.town import RW, Town
from tests.services import running_app

HOSTILE = "<img src=x onerror=window.pwned=1> **bold** [a](javascript:alert(1)) Lampu gang"
CLERK = "Sekretaris RW"


@pytest.fixture(scope="module")
def town(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Engine]]:
    """A dashboard of a small kelurahan without a proposal, and its database."""
    folder = tmp_path_factory.mktemp("entry")
    database = folder / "town.sqlite"
    shutil.copyfile(sqlite_template, database)
    engine = make_engine(f"sqlite:///{database}")
    made = Town(engine, folder)
    made.areas()
    made.programmes()
    made.registry()
    made.transfers("2026-03")
    with running_app(f"sqlite:///{database}", folder / "app.log") as base:
        yield base, engine
    engine.dispose()


def _count(engine: Engine, table: Table) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def _open_form(reader: Reader, kind: str) -> None:
    form = reader.page.locator(f".st-key-entry-{kind}")
    if not form.locator("button:visible, input:visible").count():
        form.locator("summary").click()


def _send(reader: Reader, kind: str, twice: bool = False) -> None:
    button = reader.page.locator(f".st-key-entry-send-{kind} button")
    button.dblclick() if twice else button.click()


def _wait_until_recorded(reader: Reader) -> None:
    reader.page.get_by_text("Tercatat dengan nomor").wait_for(timeout=3 * PATIENCE)  # a process that loads a file
    reader.settle()


@pytest.mark.browser
@pytest.mark.slow
def test_the_office_enters_and_the_public_sees_what_but_not_who(
    town: tuple[str, Engine], browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, engine = town
    reader = Reader(browser, base)
    reader.open("partisipasi", periode="2026")
    _open_form(reader, "aspirations")
    who = reader.page.locator(".st-key-w-desk-who input")
    who.fill(CLERK)
    who.press("Enter")
    title = reader.page.locator(".st-key-entry-aspirations").get_by_label("Apa yang diusulkan", exact=True)
    title.wait_for(timeout=PATIENCE)
    reader.settle()

    title.fill(HOSTILE)
    _send(reader, "aspirations", twice=True)
    _wait_until_recorded(reader)
    assert _count(engine, aspiration) == 1, "pressed twice, counted once"
    assert reader.cards()["proposals"].startswith("1")
    assert CLERK in reader.text() and "dicatat oleh" in reader.text()
    assert reader.page.evaluate(MADE_OF_IT) == []

    reader.press("warga", "Aduan")
    _open_form(reader, "complaints")
    reader.page.locator(".st-key-entry-send-complaints button").wait_for(timeout=PATIENCE)
    reader.settle()
    _send(reader, "complaints")
    _wait_until_recorded(reader)
    assert _count(engine, complaint) == 1
    with engine.connect() as connection:
        row = connection.execute(select(batch).where(batch.c.kind == "aspirations")).mappings().one()
        assert (row["received_by"], row["rows"], row["loaded"]) == (CLERK, 1, 1)
        assert connection.scalar(select(aspiration.c.title)) == HOSTILE
        assert connection.scalar(select(aspiration.c.area_code)) == RW[0][:13]
    reader.close()

    with monkeypatch.context() as office:
        office.setenv(
            "PANTAU_OFFICE_PASSWORD", "rahasia kantor"
        )  # where the office has one, who does not give it is public
        with running_app(str(engine.url), tmp_path / "public.log") as public:
            _the_public_sees_no_form_and_no_name(browser, public)


def _the_public_sees_no_form_and_no_name(browser: Browser, base: str) -> None:
    visitor = browser.new_context()
    page = visitor.new_page()
    page.goto(f"{base}/partisipasi?periode=2026")
    figure = page.locator(".card[data-indicator=proposals] .value")
    figure.wait_for(timeout=PATIENCE)
    page.locator(".st-key-table-table-usulan .as-text").wait_for(state="attached", timeout=PATIENCE)
    assert figure.inner_text() == "1"
    assert page.locator("[class*=st-key-entry-]").count() == 0
    seen = page.locator("[data-testid=stMain]").inner_text() + page.locator("[data-testid=as-text]").last.inner_html()
    assert "Lampu gang" in seen and CLERK not in seen and "dicatat oleh" not in seen
    assert page.evaluate(MADE_OF_IT) == []
    visitor.close()
