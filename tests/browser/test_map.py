"""Does the map show the right areas and figures, lead down to an RT and back up, and stay in place while it changes?"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Mapping

import pytest
from sqlalchemy import Engine

from pantau.catalogue import transfers
from pantau.indicators import CATALOGUE
from pantau.words import Words
from tests.browser import figures
from tests.browser.figures import HOME, Asked
from tests.browser.map_frame import PATIENCE, Map
from tests.browser.pages import Reader
from tests.samples import ONE_MORE, one_more

RW, RT = f"{HOME}.003", f"{HOME}.003.004"
ID = Words("id")


def shown(engine: Engine, asked: Asked, indicator: str = "coverage_eligible", level: str = "") -> dict[str, str]:
    """What the page must say, by area code."""
    frame = figures.figures(engine, asked, [indicator], level)
    unit = CATALOGUE[indicator].unit
    return {code: ID.figure(value, unit) for code, value in zip(frame["area_code"], frame["value"], strict=True)}


def panel(reader: Reader) -> str:
    return reader.page.locator("[data-testid=panel]").inner_text()


def heading_of_panel(reader: Reader) -> str:
    return reader.page.locator("h4").first.inner_text()


def up(reader: Reader, name: str) -> None:
    reader.page.locator(".st-key-crumbs button", has_text=re.compile(f"{name}$")).click()


def test_from_the_kelurahan_to_an_rt_and_back(reader: Reader, demo_engine: Engine) -> None:
    asked = Asked("2026-09")
    reader.open("peta", **asked.query())
    assert len(reader.map().colours()) == 10

    for again in range(2):  # once more after coming back: the same click must count again
        reader.map().click(RW)
        reader.wait_for_query(wilayah=RW)
        rts = set(shown(demo_engine, asked.changed(wilayah=RW), level="rt"))
        reader.map().wait_for(rts.__eq__)
        assert heading_of_panel(reader) == "RW 003"
        assert shown(demo_engine, asked.changed(wilayah=RW))[RW] in panel(reader)

        if not again:
            reader.map().click(RT)
            reader.wait_for_query(wilayah=RT)
            reader.map().wait_for(lambda drawn: RT in drawn)
            assert heading_of_panel(reader) == "RW 003 › RT 004"
            assert shown(demo_engine, asked.changed(wilayah=RT))[RT] in panel(reader)
            crumbs = reader.page.locator(".st-key-crumbs button").all_inner_texts()
            assert [crumb.split("\n")[-1] for crumb in crumbs] == ["Pondok Labu", "RW 003", "RT 004"]
            up(reader, "RW 003")
            reader.wait_for_query(wilayah=RW)
            reader.map().wait_for(lambda drawn: RT in drawn)
            assert heading_of_panel(reader) == "RW 003"

        up(reader, "Pondok Labu")
        reader.wait_for_query(wilayah=None)
        reader.map().wait_for(lambda drawn: RW in drawn and len(drawn) == 10)
        assert heading_of_panel(reader) == "Pondok Labu"
        assert shown(demo_engine, asked)[HOME] in panel(reader)

    reader.choose("indikator", "Tepat waktu")  # an old click must not take the reader down again
    reader.wait_for_query(indikator="timeliness", wilayah=None)
    reader.go("tren")
    reader.go("peta")
    reader.map()
    assert "wilayah" not in reader.query


@ONE_MORE
def test_two_areas_clicked_one_after_the_other(reader: Reader) -> None:
    reader.open("peta", wilayah=RT)
    for code in (f"{HOME}.003.002", RT, f"{HOME}.003.005"):
        reader.map().click(code)
        reader.wait_for_query(wilayah=code)
        assert heading_of_panel(reader) == f"RW 003 › RT {code[-3:]}"


@ONE_MORE
def test_the_map_stays_in_place_while_its_colours_change(reader: Reader) -> None:
    reader.open("peta", periode="2026-09")
    one = reader.map()
    place = one.pan_and_zoom()
    one.mark()
    colours = one.colours()

    def still_there(what: str) -> None:
        nonlocal colours
        reader.settle()
        assert one.is_marked, f"{what}: drawn from scratch"
        assert one.still_view() == place, f"{what}: the place is lost"
        for _ in range(100):
            if one.colours() != colours:
                break
            reader.page.wait_for_timeout(100)
        assert len(one.colours()) == 10
        assert one.colours() != colours, f"{what}: nothing changed"
        colours = one.colours()

    reader.choose("indikator", "Tepat waktu")
    still_there("another indicator")
    reader.choose("periode", "Mei 2026")
    still_there("another period")
    reader.choose("program", "KJP Plus")
    still_there("another programme")
    reader.choose("klasifikasi", "Terhadap target")
    still_there("another classification")
    assert reader.page.locator(".leaflet-container").count() == 0, "the map is in its own frame only"


def test_tooltips_say_name_and_figure(reader: Reader, demo_engine: Engine) -> None:
    asked = Asked("2026-09")
    reader.open("peta", **asked.query())
    wanted = shown(demo_engine, asked, level="rw")
    for code in (RW, f"{HOME}.008"):
        text = reader.map().tooltip(code).inner_text()
        assert f"RW {code[-3:]}" in text and wanted[code] in text and "Cakupan sasaran" in text, text


def legend(reader: Reader) -> list[str]:
    return reader.page.locator("[data-testid=legend] > span").all_inner_texts()


def ranges_by_colour(maps: Iterable[Map], values: Iterable[Mapping[str, float]]) -> list[tuple[float, float]]:
    """Lowest and highest value under each colour over all maps, in order.

    Empty while areas with and without a value share a colour, or other areas are drawn.
    """
    found: dict[str, list[float]] = {}
    for one, of_one in zip(maps, values, strict=True):
        for code, colour in one.colours().items():
            found.setdefault(colour, []).append(of_one.get(code, math.nan))
    if any(len({v == v for v in held}) > 1 for held in found.values()):
        return []
    return sorted((min(held), max(held)) for held in found.values() if held[0] == held[0])


def values(engine: Engine, asked: Asked, indicator: str, level: str = "rw") -> dict[str, float]:
    frame = figures.figures(engine, asked, [indicator], level)
    return dict(zip(frame["area_code"], frame["value"], strict=True))


def assert_one_scale(maps: list[Map], of_each: list[dict[str, float]]) -> None:
    """No two colours overlap, once the new colours are drawn."""
    for _ in range(PATIENCE // 100):
        ranges = ranges_by_colour(maps, of_each)
        if ranges and all(a[1] < b[0] for a, b in itertools.pairwise(ranges)):
            return
        maps[0].page.wait_for_timeout(100)
    raise AssertionError(f"colours overlap: {ranges}")


@pytest.mark.parametrize(
    ("options", "other"),
    [
        ({"banding": "periode", "periode2": "2021-06"}, {"periode": "2021-06"}),
        one_more({"banding": "program", "program2": "KLJ"}, {"program": "KLJ"}),
    ],
    ids=["periods", "programmes"],
)
def test_two_maps_have_one_scale(
    reader: Reader, demo_engine: Engine, options: dict[str, str], other: dict[str, str]
) -> None:
    asked = Asked("2026-09", program="PKH")
    reader.open("peta", **asked.query(**options))
    maps = reader.maps(2)
    both = [values(demo_engine, asked.changed(**c), "coverage_eligible") for c in ({}, other)]
    assert [set(m.colours()) for m in maps] == [set(v) for v in both]
    assert_one_scale(maps, both)
    assert reader.page.locator("[data-testid=legend]").count() == 1
    maps[1].click(RW)
    reader.wait_for_query(wilayah=RW, **options)
    drawn = [set(m.colours()) for m in reader.maps(2)]
    assert drawn[0] == drawn[1] == set(values(demo_engine, asked.changed(wilayah=RW), "coverage_eligible", "rt"))


@ONE_MORE
def test_each_classification(reader: Reader, demo_engine: Engine) -> None:
    asked = Asked("2026-09")
    reader.open("peta", **asked.query())
    known = values(demo_engine, asked, "coverage_eligible")
    legends = []
    for label, code in (
        ("Selang sama", "equal"),
        ("Jeda alami", "natural"),
        ("Terhadap target", "target"),
        ("Kuantil (sama banyak wilayah)", None),
    ):
        reader.choose("klasifikasi", label)
        reader.wait_for_query(klasifikasi=code)
        one = reader.map()
        assert_one_scale([one], [known])
        legends.append(legend(reader))
        counted = [int(n) for n in re.findall(r"(\d+) wilayah", " ".join(legends[-1]))]
        assert sum(counted) == 10, legends[-1]
        assert len([n for n in counted if n]) == len(set(one.colours().values()))
    assert len({tuple(names) for names in legends}) == 4
    assert [line.split("target")[0].split()[0] for line in legends[2]] == ["Jauh", "Mendekati", "Mencapai"]
    assert [re.search(r"[<≥]? ?[\d,]+%( – [\d,]+%)?", line)[0].strip() for line in legends[2]] == [  # type: ignore[index]
        "< 83,0%",
        "83,0% – 88,0%",
        "≥ 88,0%",
    ]


@pytest.mark.parametrize("programme", ["SEMUA", one_more("PKH"), one_more("PAKET-CSR")])
def test_each_indicator_draws(reader: Reader, demo_engine: Engine, programme: str) -> None:
    asked = Asked("2026-09", program=programme)
    reader.open("peta", **asked.query(indikator="recipient_people"))
    for indicator in [entry.id for entry in transfers.ENTRIES][["SEMUA", "PKH", "PAKET-CSR"].index(programme) :: 6]:
        reader.choose("indikator", CATALOGUE[indicator].name_id)
        known = values(demo_engine, asked, indicator)
        if any(v == v for v in known.values()):
            assert_one_scale([reader.map()], [known])
            assert len(legend(reader)) >= 1
            assert CATALOGUE[indicator].name_id in panel(reader)
        else:
            assert reader.page.locator("[data-testid=stAlert]").inner_text().strip(), indicator
        reader.assert_clean()


def test_all_rt_at_once(reader: Reader, demo_engine: Engine) -> None:
    asked = Asked("2026-09")
    reader.open("peta", **asked.query())
    reader.press("tingkat", "RT")
    reader.wait_for_query(tingkat="rt")
    known = values(demo_engine, asked, "coverage_eligible", "rt")
    one = reader.map()
    assert one.wait_for(lambda drawn: len(drawn) > 10) == set(known)
    assert len(known) == 110
    assert_one_scale([one], [known])
    assert one.frame.locator(".area-label").count() == 10, "the RW are named"
    one.click(RT)
    reader.wait_for_query(wilayah=RT)
    assert heading_of_panel(reader) == "RW 003 › RT 004"


@ONE_MORE
def test_the_figures_on_the_map_as_a_table(reader: Reader, demo_engine: Engine) -> None:
    asked = Asked("2026-09")
    reader.open("peta", **asked.query())
    reader.page.locator("[data-testid=stExpander] summary", has_text="Angka di peta sebagai tabel").click()
    table = reader.page.locator("[data-testid=stDataFrame]")
    table.wait_for()
    table.locator("[role=gridcell]").first.wait_for(state="attached")
    cells = table.locator("[role=gridcell]").all_text_contents()
    for code, value in values(demo_engine, asked, "coverage_eligible").items():
        assert f"RW {code[-3:]}" in cells
        assert str(round(value, 3)) in cells, "what screen readers hear is rounded"
    written = reader.page.locator("[data-testid=as-text] tbody tr").all_text_contents()
    for code, text in shown(demo_engine, asked, level="rw").items():
        assert any(row.startswith(f"RW {code[-3:]}{text}") for row in written), written
