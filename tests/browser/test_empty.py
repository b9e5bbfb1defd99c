"""With nothing to show, do the pages say in words what to do, never with a traceback or an empty frame?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pantau.database import make_engine
from tests.browser.language import untranslated
from tests.browser.pages import HEADINGS, Reader
from tests.browser.town import EMPTY_RT, RT, Town
from tests.samples import one_more
from tests.services import running_app

LANGUAGES = ("id", "en")


def in_language(language: str) -> dict[str, str]:
    return {"lang": "en"} if language == "en" else {}


def message(reader: Reader) -> str:
    """What the boxes on the page say, all of them."""
    return "\n".join(reader.page.locator("[data-testid=stAlert]").all_inner_texts())


def assert_sound(reader: Reader, language: str) -> None:
    text = reader.text()
    assert "Traceback" not in text and "Error" not in text
    assert untranslated(text, language) == []
    for chart in reader.page.locator(".js-plotly-plot").all():
        assert chart.locator(".trace, .heatmaplayer image, .bars .point").count() > 0, "an empty frame"
    reader.assert_clean()


@pytest.mark.parametrize("language", ["id", one_more("en")])
def test_no_database_at_all(browser: Browser, empty_app_server: str, language: str) -> None:
    reader = Reader(browser, empty_app_server)
    for path in HEADINGS:
        reader.open(path, **in_language(language))
        assert "python -m etl" in message(reader)
        assert_sound(reader, language)
    reader.press("lang", "EN" if language == "id" else "ID")
    assert untranslated(reader.text(), "en" if language == "id" else "id") == []
    reader.close()


@pytest.fixture(scope="module")
def growing(
    browser: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Reader, Town]]:
    """A window on an installation that begins with the schema only, and the means to load files into it meanwhile."""
    folder = tmp_path_factory.mktemp("growing")
    database = folder / "town.sqlite"
    shutil.copyfile(sqlite_template, database)
    engine = make_engine(f"sqlite:///{database}")
    with running_app(f"sqlite:///{database}", folder / "app.log") as base:
        reader = Reader(browser, base)
        yield reader, Town(engine, folder)
        reader.close()
    engine.dispose()


def test_an_installation_that_fills_up(growing: tuple[Reader, Town]) -> None:
    """From the schema only, by the registry, to a single month: each load is seen without starting anything again."""
    reader, town = growing
    for path in ("", "peta"):
        reader.open(path)
        assert "python -m etl" in message(reader)
        assert_sound(reader, "id")

    town.areas()
    town.programmes()
    town.registry()
    for path, language, wanted in (
        ("", "id", "belum ada berkas penyaluran"),
        ("peta", "en", "no disbursements yet"),
        ("perbandingan", "id", "belum ada berkas penyaluran"),
    ):
        reader.open(path, **in_language(language))
        assert wanted in message(reader)
        assert_sound(reader, language)

    town.transfers("2026-03")
    for language in LANGUAGES:
        reader.open("", **in_language(language))
        assert reader.page.locator(".card").count() == 8
        one = {"id": "satu titik data: belum ada tren", "en": "one data point: no trend yet"}[language]
        assert one in reader.page.locator(".card").first.inner_text()
        assert_sound(reader, language)
        reader.open("peta", **in_language(language))
        assert {"id": "batas", "en": "boundaries"}[language] in message(reader)
        assert reader.page.locator("[data-testid=panel]").inner_text().strip()
        assert_sound(reader, language)
        reader.open("tren", **in_language(language))
        assert message(reader).strip(), "it says that there is no trend yet"
        assert_sound(reader, language)
        if language == "id":
            reader.choose("kind", "Tahun")
            assert_sound(reader, language)
        for shape in {"id": ("Grafik kecil",), "en": ("Small multiples", "Compare years")}[language]:
            reader.press("bentuk", shape)
            assert_sound(reader, language)
        reader.open("perbandingan", **in_language(language))
        assert reader.page.locator(".js-plotly-plot").count() >= 2
        assert_sound(reader, language)

    town.boundaries()
    reader.open("peta")
    assert len(reader.map().colours()) == 2
    assert_sound(reader, "id")


@pytest.mark.parametrize("language", ["id", one_more("en")])
def test_an_rt_where_nobody_lives(growing: tuple[Reader, Town], language: str) -> None:
    reader, _ = growing
    for path in HEADINGS:
        reader.open(path, wilayah=EMPTY_RT, **in_language(language))
        assert reader.page.locator("h1").inner_text() == HEADINGS[path][language]
        if path == "peta":  # among its neighbours
            assert set(reader.map().colours()) == {code for code in RT if code.startswith(EMPTY_RT[:17])}
            text = reader.page.locator("[data-testid=panel]").inner_text()
            assert {"id": "tidak ada data", "en": "no data"}[language] in text
        else:
            assert message(reader).strip()
        assert_sound(reader, language)


@pytest.mark.parametrize("language", ["id", one_more("en")])
def test_a_programme_that_does_not_run_in_the_period(reader: Reader, language: str) -> None:
    wanted = {"id": "Tidak ada data untuk pilihan ini", "en": "No data for this selection"}[language]
    for path in ("", "peta", "tren"):
        reader.open(path, periode="2026-09", program="BST", **in_language(language))
        assert wanted in message(reader)
        assert "2021" in message(reader), "it says when the programme runs"
        assert_sound(reader, language)
    reader.open("perbandingan", periode="2026-09", program="BST", **in_language(language))
    assert reader.page.locator(".js-plotly-plot").count() == 4
    assert_sound(reader, language)
