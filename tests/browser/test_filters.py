"""Does each filter change the numbers, land in the address bar, and stay there when the page changes?"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine

from pantau.indicators import CATALOGUE
from pantau.words import Words
from tests.browser import figures
from tests.browser.figures import HOME, Asked
from tests.browser.pages import HEADINGS, Reader
from tests.samples import ONE_MORE, one_more
from tests.services import running_app

RW, RT = f"{HOME}.003", f"{HOME}.003.004"
VIEWS = [
    Asked("2026-10"),
    Asked("2025-T2", lang="en"),
    Asked("2024", program="PKH"),
    Asked("2026-03", wilayah=RW),
    Asked("2026", program="KLJ", wilayah=RT, lang="en"),
]
SAMPLE = (VIEWS[0], VIEWS[4])


@pytest.mark.parametrize("asked", [v if v in SAMPLE else one_more(v) for v in VIEWS], ids=lambda a: "-".join(a.query().values()))
def test_the_cards_show_the_figures_of_the_view(reader: Reader, demo_engine: Engine, asked: Asked) -> None:
    reader.open("", **asked.query())
    assert reader.cards() == figures.cards(demo_engine, asked)
    words = Words(asked.lang)
    assert words.period(asked.periode) in reader.page.locator("[data-testid=stMain]").inner_text()


def test_the_filter_bar_changes_the_figures_and_the_address(reader: Reader, demo_engine: Engine) -> None:
    reader.open("")
    asked = Asked(figures.newest_month(demo_engine))
    assert reader.query == {"periode": asked.periode}, "the newest month is named, the rest is as usual"

    def shows(**query: str | None) -> None:
        nonlocal asked
        reader.wait_for_query(**query)
        asked = asked.changed(**{k: v for k, v in query.items() if v})
        assert reader.cards() == figures.cards(demo_engine, asked)

    reader.choose("kind", "Triwulan")
    shows(periode="2026-T4")
    reader.choose("periode", "Triwulan II 2025")
    shows(periode="2025-T2")
    reader.choose("kind", "Tahun")
    shows(periode="2025")
    reader.choose("kind", "Bulan")
    shows(periode="2025-12")
    reader.choose("periode", "Maret 2025")
    shows(periode="2025-03")
    reader.choose("program", "Kartu Lansia Jakarta")
    shows(program="KLJ")
    reader.choose("wilayah", "RW 003")
    shows(wilayah=RW)
    reader.choose("wilayah", "RW 003 › RT 004")
    shows(wilayah=RT)
    reader.press("lang", "EN")
    shows(lang="en")
    assert reader.page.locator("h1").inner_text() == "Overview"
    assert reader.query == asked.query()

    reader.choose("program", "All programmes")
    reader.choose("wilayah", "Pondok Labu")
    reader.press("lang", "ID")
    reader.wait_for_query(program=None, wilayah=None, lang=None)
    assert reader.query == {"periode": "2025-03"}


@ONE_MORE
def test_the_view_is_kept_through_the_pages_reload_and_back(reader: Reader, demo_engine: Engine) -> None:
    asked = Asked("2025-T2", "PKH", RW, "en")
    reader.open("", **asked.query())
    for path in ("peta", "tren", "perbandingan", ""):
        reader.go(path)
        assert reader.path == path
        reader.wait_for_query(**asked.query())
        assert reader.chosen("wilayah") == "RW 003"
        assert reader.chosen("periode") == "Quarter II 2025"
        assert reader.page.locator("h1").inner_text() == HEADINGS[path]["en"]
    reader.page.reload()
    reader.settle()
    assert reader.query == asked.query()
    assert reader.cards() == figures.cards(demo_engine, asked)

    for back in range(2):
        reader.page.go_back()
        reader.settle()
        heading = reader.page.locator("h1")
        heading.wait_for()
        assert heading.inner_text() == HEADINGS[reader.path]["en"], f"{back + 1} steps back"
        reader.assert_clean()


def test_back_takes_the_last_choice_back(reader: Reader, demo_engine: Engine) -> None:
    reader.open("", periode="2026-03")
    reader.choose("wilayah", "RW 003")
    reader.wait_for_query(wilayah=RW)
    reader.page.go_back()
    reader.settle()
    assert reader.page.locator("h1").inner_text() == "Ringkasan"
    shown = Asked(reader.query.get("periode", "2026-10"), wilayah=reader.query.get("wilayah", HOME))
    assert reader.cards() == figures.cards(demo_engine, shown), "the page shows what the address says"


PAGE_OPTIONS = {
    "peta": {
        "indikator": ("Indikator", "Tepat waktu", "timeliness"),
        "klasifikasi": ("Klasifikasi", "Jeda alami", "natural"),
        "banding": ("Bandingkan", "Dua periode", "periode"),
        "periode2": ("Periode kedua", "Maret 2025", "2025-03"),
    },
    "tren": {"indikator": ("Indikator", "Rupiah dibayar", "amount_paid")},
    "perbandingan": {"indikator": ("Indikator", "Kecukupan", "adequacy")},
}
PRESSED = {
    "peta": {"tingkat": ("RT", "rt")},
    "tren": {"rinci": ("Per program", "program"), "bentuk": ("Satu grafik", "garis"), "rentang": ("24 periode", "24")},
    "perbandingan": {},
}


@pytest.mark.parametrize("path", ["peta", one_more("tren"), one_more("perbandingan")])
def test_the_options_of_a_page_are_in_the_address_and_survive(reader: Reader, path: str) -> None:
    reader.open(path, periode="2026-09")
    wanted = {"periode": "2026-09"}
    for key, (label, value) in PRESSED[path].items():
        reader.press(key, label)
        wanted[key] = value
        reader.wait_for_query(**wanted)
    for key, (_, label, value) in PAGE_OPTIONS[path].items():
        reader.choose(key, label)
        wanted[key] = value
        reader.wait_for_query(**wanted)
        assert reader.chosen(key) == label
    assert reader.query == wanted

    if path == "tren":
        reader.page.reload()
        reader.settle()
        assert reader.query == wanted
    reader.go("" if path != "peta" else "tren")
    reader.go(path)
    reader.wait_for_query(**wanted)
    for key, (_, label, _value) in PAGE_OPTIONS[path].items():
        assert reader.chosen(key) == label
    for key, (label, _value) in PRESSED[path].items():
        assert reader.pressed(key) == label


@ONE_MORE
def test_the_other_forms_of_the_trend(reader: Reader) -> None:
    reader.open("tren")
    assert reader.pressed("bentuk") == "Satu grafik"
    reader.press("rinci", "Per RW/RT")
    reader.wait_for_query(rinci="wilayah", bentuk=None)
    assert reader.pressed("bentuk") == "Grafik kecil", "ten lines in one chart cannot be told apart"
    titles = reader.page.locator(".st-key-trend-small .gtitle").all_text_contents()
    assert [title.split(" · ")[0] for title in titles] == [f"RW {n:03d}" for n in range(1, 11)]
    reader.press("bentuk", "Satu grafik")
    reader.wait_for_query(rinci="wilayah", bentuk="garis")
    names = reader.page.locator(".js-plotly-plot").first.locator(".legendtext").all_text_contents()
    assert [name for name in names if not name.startswith("target ")] == [f"RW {n:03d}" for n in range(1, 11)]
    reader.press("bentuk", "Banding tahun")
    reader.wait_for_query(bentuk="tahun")
    years = reader.page.locator(".js-plotly-plot").first.locator(".legendtext").all_text_contents()
    assert years == ["2021", "2022", "2023", "2024", "2025", "2026"]
    reader.choose("kind", "Triwulan")
    reader.wait_for_query(periode="2026-T4")
    assert "pilih jenis periode Bulan" in reader.page.locator("[data-testid=stAlert]").inner_text()


def test_a_deep_link_is_the_first_thing_a_fresh_server_is_asked(
    browser: Browser, demo_database: Path, demo_engine: Engine, tmp_path: Path
) -> None:
    asked = Asked("2025-T2", "PKH", RW, "en")
    with running_app(f"sqlite:///{demo_database}", tmp_path / "app.log") as base:
        reader = Reader(browser, base)
        options = {"indikator": "timeliness", "klasifikasi": "natural", "banding": "periode", "periode2": "2024-T2"}
        reader.open("peta", **asked.query(**options))
        one, two = reader.maps(2)
        assert reader.query == asked.query(**options)
        assert reader.page.locator("h1").all_inner_texts() == ["Coverage map"]
        assert reader.chosen("indikator") == CATALOGUE["timeliness"].name_en
        assert (reader.chosen("klasifikasi"), reader.chosen("periode2")) == ("Natural breaks", "Quarter II 2024")
        assert reader.page.locator("[data-testid=panel]").inner_text().startswith("On-time share")
        areas = set(figures.figures(demo_engine, asked, ["timeliness"], "rt")["area_code"])
        assert set(one.colours()) == set(two.colours()) == areas
        reader.assert_clean()
        reader.close()

        reader = Reader(browser, base)
        options = {"indikator": "amount_paid", "rinci": "wilayah", "bentuk": "tahun", "rentang": "24"}
        reader.open("tren", **asked.query(**options))
        assert reader.query == asked.query(**options)
        assert [reader.pressed(key) for key in ("rinci", "bentuk", "rentang")] == [
            "By RW/RT",
            "Compare years",
            "24 periods",
        ]
        assert "Rupiah paid" in reader.page.locator("h3").first.inner_text()
        reader.open("perbandingan", **asked.query(indikator="adequacy"))
        assert reader.chosen("indikator") == CATALOGUE["adequacy"].name_en
        assert reader.query == asked.query(indikator="adequacy")
        reader.assert_clean()
        reader.close()


NONSENSE = {
    "periode": "2026-13",
    "program": "<script>alert(1)</script>",
    "wilayah": "99.99",
    "lang": "fr",
    "indikator": "constructor",
    "tingkat": "kota",
    "klasifikasi": "",
    "banding": "semua",
    "periode2": "x",
    "program2": "'; DROP TABLE batch; --",
    "rinci": "%00",
    "bentuk": "9" * 2000,
    "rentang": "-1",
}


@pytest.mark.parametrize("path", ["", "peta", one_more("tren"), one_more("perbandingan")])
def test_nonsense_in_the_address_falls_back_to_the_usual_view(reader: Reader, demo_engine: Engine, path: str) -> None:
    reader.open(path, **NONSENSE)
    assert reader.page.locator("h1").inner_text() == HEADINGS[path]["id"]
    assert (reader.chosen("periode"), reader.chosen("program"), reader.chosen("wilayah")) == (
        Words("id").period(figures.newest_month(demo_engine)),
        "Semua program",
        "Pondok Labu",
    )
    if path == "":
        assert reader.cards() == figures.cards(demo_engine, Asked(figures.newest_month(demo_engine)))
    elif path == "peta":
        assert len(reader.map().colours()) == 10


@ONE_MORE
def test_a_second_period_that_no_longer_fits_is_replaced(reader: Reader) -> None:
    reader.open("peta", banding="periode", periode2="2025-03", periode="2026-09")
    reader.maps(2)
    reader.go("tren")
    reader.choose("kind", "Tahun")
    reader.wait_for_query(periode="2026")
    reader.go("peta")
    reader.maps(2)
    assert reader.chosen("periode2") in ("2021", "2022", "2023", "2024", "2025")
