"""Is text from files inert wherever it appears: no script runs, no element is made of it, no formula is in a file?"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine, func, update

from pantau.database import make_engine
from pantau.schema import area, programme
from tests.browser.files import read_csv, read_xlsx
from tests.browser.pages import HEADINGS, Reader
from tests.browser.town import CODES, RT, RW, Town
from tests.etl.office import KELURAHAN
from tests.samples import ONE_MORE, one_more
from tests.services import running_app

HOSTILE = (
    '=HYPERLINK("http://x","<img src=x onerror=window.pwned=1>")',
    "<script>window.pwned=1</script></script>{{7*7}}<img src=x onerror=window.pwned=1>",
    "**bold** [a](javascript:alert(1)) $\\alpha$ :material/home: :red[x] `c` <b>y</b>",
)
MARK = "NAMA"
NOTE = "".join(HOSTILE[1:])[:190]

# What must not have been made of the texts, in each frame.
MADE_OF_IT = """() => [
  ...document.querySelectorAll('img[src="x"], [onerror], a[href^="javascript:"], a[href*="//x"], .katex, #pwned'),
  ...[...document.querySelectorAll('strong, em, code, b, a')].filter(e => ['bold', 'c', 'y', 'a'].includes(e.innerText)),
].map(e => e.outerHTML.slice(0, 200)).concat(window.pwned === undefined ? [] : ['a script ran'])"""


class Windows:
    """A window on a town whose every name is hostile, and the town."""

    def __init__(self, reader: Reader, town: Town) -> None:
        self.reader, self.town = reader, town


def take_marks_away(engine: Engine) -> None:
    """Names as release 0.1 let them in: today's loader refuses one that begins like a formula."""
    columns = (area.c.name, *(programme.c[n] for n in ("name_id", "name_en", "partner", "note_id", "note_en")))
    with engine.begin() as connection:
        for column in columns:
            bare = (
                update(column.table).where(column.startswith(MARK)).values({column: func.substr(column, len(MARK) + 1)})
            )
            connection.execute(bare)


@pytest.fixture(scope="module", params=[0, one_more(2)], ids=["formula-first", "markdown-first"])
def hostile(
    request: pytest.FixtureRequest, browser: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Windows]:
    """Each kind of text gets its turn as the name of an RW and of a programme, and two as that of the kelurahan."""
    folder = tmp_path_factory.mktemp("hostile")
    database = folder / "town.sqlite"
    shutil.copyfile(sqlite_template, database)
    engine = make_engine(f"sqlite:///{database}")
    texts = HOSTILE[request.param :] + HOSTILE[: request.param]
    town = Town(engine, folder, tuple(MARK + text for text in texts), NOTE)
    town.all()
    take_marks_away(engine)
    town.texts = texts
    with running_app(f"sqlite:///{database}", folder / "app.log") as base:
        reader = Reader(browser, base)
        yield Windows(reader, town)
        reader.close()
    engine.dispose()


def assert_inert(reader: Reader) -> None:
    for frame in reader.page.frames:
        assert frame.evaluate(MADE_OF_IT) == []
    reader.assert_clean()


def squeezed(text: str) -> str:
    """Without spaces, visible or not: lines are broken at other places than in the file."""
    return re.sub(r"[\s\u200b\u2060]+", "", text)


def assert_said(reader: Reader, *names: str) -> None:
    """The names are on the page as they are in the file."""
    text = squeezed(reader.text())
    for name in names:
        assert squeezed(name) in text, name


def test_no_page_makes_anything_of_it(hostile: Windows) -> None:
    reader, town = hostile.reader, hostile.town
    programmes = [town.programme_name(code) for code in CODES]
    home = town.name("Kota Kecil")
    for path in HEADINGS:
        reader.open(path)
        assert_said(reader, home)
        assert_inert(reader)
    assert_said(reader, *programmes)  # the comparison: bars
    assert_said(reader, *(town.area_name(code) for code in RW))  # and the heat map
    reader.open("")
    sentences = " ".join(reader.page.locator("[class*=st-key-finding-]").all_inner_texts())
    names = [*programmes, *(town.area_name(code) for code in RW)]
    assert any(squeezed(name) in squeezed(sentences) for name in names), sentences
    reader.open("tren", rinci="program")
    assert_said(reader, *programmes)
    assert_inert(reader)
    reader.open("tren", rinci="wilayah", bentuk="kecil", program=CODES[0], lang="en")
    assert_said(reader, town.programme_name(CODES[0], "en"), town.area_name(RW[1]))
    assert_inert(reader)
    for path in ("", "peta"):
        reader.open(path, wilayah=RT[2], program=CODES[1])
        assert_said(reader, town.area_name(RT[2]), town.programme_name(CODES[1]))
        assert_inert(reader)


@ONE_MORE
def test_nor_does_the_map_when_pointed_at(hostile: Windows) -> None:
    reader, town = hostile.reader, hostile.town
    reader.open("peta", banding="program", program2=CODES[1])
    for one in reader.maps(2):
        assert squeezed(town.area_name(RW[0])) in squeezed(one.frame.locator("body").inner_text()), "the label"
        for code in RW:
            assert squeezed(town.area_name(code)) in squeezed(one.tooltip(code).inner_text())
            assert_inert(reader)
    assert_said(reader, NOTE, town.programme_name(CODES[1]))
    reader.maps(2)[0].click(RW[1])
    reader.wait_for_query(wilayah=RW[1])
    assert squeezed(town.area_name(RW[1])) in squeezed(reader.page.locator(".st-key-crumbs").inner_text())
    one = reader.maps(2)[0]
    one.wait_for(lambda drawn: RT[2] in drawn)
    text = squeezed(one.tooltip(RT[2]).inner_text())
    assert squeezed(f"{town.area_name(RW[1])} › {town.area_name(RT[2])}") in text
    assert_inert(reader)


@ONE_MORE
def test_nor_do_charts_when_pointed_at(hostile: Windows) -> None:
    reader = hostile.reader
    reader.open("perbandingan")
    for key in ("bars", "heat"):
        plot = reader.page.locator(f".st-key-{key} .js-plotly-plot")
        plot.scroll_into_view_if_needed()
        box = plot.locator(".nsewdrag").first.bounding_box()
        assert box
        for share in (0.1, 0.3, 0.5):
            reader.page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
            reader.page.wait_for_timeout(120)
        assert_inert(reader)
    assert reader.options("wilayah", hostile.town.area_name(RW[1])[:20]).count() > 0
    assert_inert(reader)


def test_files_hold_text_and_no_formula(hostile: Windows) -> None:
    reader, town = hostile.reader, hostile.town
    keys = {"": ["ringkasan"], "tren": ["tren"], "perbandingan": ["perbandingan", "tumpang-tindih"], "peta": []}
    cells: list[str] = []
    for path, names in keys.items():
        reader.open(path)
        for name in names:
            rows = read_csv(reader.download(f"csv-{name}")[1])
            cells += [str(cell) for row in rows for cell in row.values()]
            sheets = read_xlsx(reader.download(f"xlsx-{name}")[1])  # no cell is a formula
            cells += [str(cell) for rows in sheets.values() for row in rows for pair in row.items() for cell in pair]
    sheets = read_xlsx(reader.download("xlsx-peta")[1])
    cells += [str(cell) for rows in sheets.values() for row in rows for pair in row.items() for cell in pair]
    formulas = [cell for cell in cells if re.match(r"\s*[=+@]|\s*-(?![\d.]+(e-?\d+)?$)", cell)]
    assert formulas == []
    programmes = [town.programme_name(code) for code in CODES]
    for name in [*programmes, *(town.area_name(code) for code in RW)]:
        assert ("'" + name if name.startswith("=") else name) in cells

    shapes = json.loads(reader.download("geojson-peta")[1])["features"]
    assert {s["properties"]["name"] for s in shapes} == {town.area_name(code) for code in RW}
    name, picture = reader.download("png-peta")
    assert picture.startswith(b"\x89PNG") and len(picture) > 10_000
    assert re.fullmatch(r"[\w.-]+", name) and KELURAHAN in name
    assert_inert(reader)
