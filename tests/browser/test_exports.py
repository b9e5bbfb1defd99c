"""Do the downloads hold what the page shows, in full precision, and nobody's identity?"""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import Error, Request
from sqlalchemy import Engine, func, select

from pantau import queries
from pantau.indicators import CATALOGUE, HEADLINE
from pantau.queries import Cells
from pantau.schema import household_identity, person_identity
from pantau.words import Words
from tests.browser import figures
from tests.browser.figures import HOME, Asked
from tests.browser.files import Row, read_csv, read_xlsx
from tests.browser.pages import PART_HEADINGS, Reader
from tests.samples import ONE_MORE, one_more

ASKED = Asked("2026-09", "PKH", f"{HOME}.003")
ENGLISH = ASKED.changed(lang="en", program="SEMUA")
SIXTEEN_DIGITS = re.compile(r"(?<![\d.,])\d{16}(?!\d)")


def number(cell: object) -> float:
    return math.nan if cell in (None, "") else float(str(cell))


def assert_holds(rows: list[Row], frame: pd.DataFrame, language: str = "id") -> None:
    """The rows of a file are those of ``queries.figures``: same cells, unrounded figures."""
    words = Words(language)
    keys = [words(name) for name in ("Periode", "Kode wilayah", "Kode indikator")]
    names = {"Pembilang": "numerator", "Penyebut": "denominator", "Nilai": "value", "Target": "target"}
    codes = dict.fromkeys(row[words("Kode program")] for row in rows)
    assert len(rows) == len(frame)
    assert len(codes) == frame["programme_id"].nunique()
    wanted = frame.sort_values(["period", "programme_id", "area_code", "indicator_id"])
    ids = {code: i for i, code in enumerate(sorted(codes, key=lambda c: list(codes).index(c)))}
    found = sorted(rows, key=lambda r: (r[keys[0]], ids[r[words("Kode program")]], r[keys[1]], r[keys[2]]))
    for row, want in zip(found, wanted.itertuples(), strict=True):
        assert [row[k] for k in keys] == [want.period, want.area_code, want.indicator_id]
        assert row[words("Indikator")] == CATALOGUE[str(want.indicator_id)].name(language)
        for column, name in names.items():
            assert number(row[words(column)]) == pytest.approx(getattr(want, name), rel=1e-12, nan_ok=True)


def assert_notes(rows: list[Row], language: str = "id") -> None:
    """The last sheet says what the file is, and that the data are made up."""
    text = json.dumps(rows, ensure_ascii=False)
    words = Words(language)
    assert words("Data contoh (sintetis): bukan data warga yang sebenarnya") in text
    assert words.period("2026-09") in text and "RW 003" in text


# --- nobody's identity ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def identities(demo_engine: Engine) -> list[str]:
    """NIK, KK, names and addresses of 100 people and 100 households, spread over the whole registry."""
    p, h = person_identity.c, household_identity.c
    with demo_engine.connect() as connection:
        people = connection.scalar(select(func.count()).select_from(person_identity)) or 0
        homes = connection.scalar(select(func.count()).select_from(household_identity)) or 0
        some = select(p.nik, p.name).where(p.person_id % max(1, people // 100) == 0).limit(100)
        some_homes = select(h.kk, h.address).where(h.household_id % max(1, homes // 100) == 0).limit(100)
        found = [*connection.execute(some), *connection.execute(some_homes)]
    return sorted({text.strip() for row in found for text in row if len(text.strip()) > 6})


@pytest.fixture(scope="module")
def numbers(demo_engine: Engine) -> set[str]:
    """Every NIK and KK in the registry."""
    with demo_engine.connect() as connection:
        return {
            *connection.scalars(select(person_identity.c.nik)),
            *connection.scalars(select(household_identity.c.kk)),
        }


def identities_in(texts: Iterable[str], identities: list[str]) -> list[str]:
    """What identifies a person in the texts: 16 digits, or one of the ``identities``."""
    every = "\n".join(texts).lower()
    return SIXTEEN_DIGITS.findall(every) + [i for i in identities if i.lower() in every]


def as_text(data: bytes) -> list[str]:
    """A file's text, and for a workbook each cell's."""
    texts = [data.decode("utf-8", "replace")]
    if data.startswith(b"PK"):
        texts += [str(v) for rows in read_xlsx(data).values() for row in rows for pair in row.items() for v in pair]
    return texts


def test_the_search_for_identities_finds_them(identities: list[str]) -> None:
    assert len(identities) > 250
    assert identities_in(["x", f"a {identities[5].upper()} b"], identities)
    assert identities_in(["NIK 3174060101200001."], []) == ["3174060101200001"]
    assert identities_in(["0.9417989417989417, 0,3174060101200001"], []) == []


# --- the files of each page ----------------------------------------------------------------------------


def test_files_of_the_overview(reader: Reader, demo_engine: Engine, identities: list[str]) -> None:
    reader.open("", **ASKED.query())
    name, as_csv = reader.download("csv-ringkasan")
    assert name == f"pantau-ringkasan-{HOME}.003-PKH-2026-09.csv"
    assert_holds(read_csv(as_csv), figures.figures(demo_engine, ASKED, HEADLINE))
    name, as_xlsx = reader.download("xlsx-ringkasan")
    assert name.endswith("2026-09.xlsx")
    sheets = read_xlsx(as_xlsx)
    assert list(sheets) == ["Ringkasan", "Catatan"]
    assert_holds(sheets["Ringkasan"], figures.figures(demo_engine, ASKED, HEADLINE))
    assert_notes(sheets["Catatan"])
    assert identities_in(as_text(as_csv) + as_text(as_xlsx), identities) == []

    reader.open("", **ENGLISH.query())
    sheets = read_xlsx(reader.download("xlsx-ringkasan")[1])
    assert_holds(sheets["Overview"], figures.figures(demo_engine, ENGLISH, HEADLINE), "en")
    assert_notes(list(sheets.values())[-1], "en")


@ONE_MORE
def test_files_of_the_trend(reader: Reader, demo_engine: Engine, identities: list[str]) -> None:
    reader.open("tren", **ASKED.query(rinci="wilayah", indikator="timeliness", rentang="24"))
    months = sorted(p for p in queries.periods(demo_engine) if len(p) == 7 and "T" not in p and p <= "2026-09")[-24:]
    programme = figures.programme_id(demo_engine, "PKH")
    frame = queries.figures(demo_engine, ["timeliness"], Cells(tuple(months), (programme,), "rt", ASKED.wilayah))
    as_csv, as_xlsx = reader.download("csv-tren")[1], reader.download("xlsx-tren")[1]
    assert_holds(read_csv(as_csv), frame)
    assert_holds(read_xlsx(as_xlsx)["Tren"], frame)
    assert_notes(read_xlsx(as_xlsx)["Catatan"])
    assert identities_in(as_text(as_csv) + as_text(as_xlsx), identities) == []


@ONE_MORE
def test_files_of_the_comparison(reader: Reader, demo_engine: Engine, identities: list[str]) -> None:
    asked = ASKED.changed(program="SEMUA")
    reader.open("perbandingan", **asked.query())
    as_csv, as_xlsx = reader.download("csv-perbandingan")[1], reader.download("xlsx-perbandingan")[1]
    rows = read_csv(as_csv)
    running = tuple(queries.running_programmes(demo_engine, asked.periode))
    indicators = list(dict.fromkeys(str(row["Kode indikator"]) for row in rows))
    assert len(indicators) >= 10
    frame = queries.figures(demo_engine, indicators, Cells((asked.periode,), running, "rw", asked.wilayah))
    assert_holds(rows, frame)
    assert_holds(read_xlsx(as_xlsx)["Perbandingan"], frame)

    pairs = queries.overlaps(demo_engine, asked.periode, asked.wilayah)
    pair_csv, pair_xlsx = reader.download("csv-tumpang-tindih")[1], reader.download("xlsx-tumpang-tindih")[1]
    codes = queries.programmes(demo_engine).set_index("programme_id")["code"]
    wanted = [(codes[p.programme_a], codes[p.programme_b], p.households) for p in pairs.itertuples()]
    assert [tuple(row.values()) for row in read_csv(pair_csv)] == [(a, b, str(n)) for a, b, n in wanted]
    sheets = list(read_xlsx(pair_xlsx).values())
    assert [tuple(row.values()) for row in sheets[0]] == wanted
    counts = queries.overlap_counts(demo_engine, asked.periode, asked.wilayah)
    assert [tuple(row.values()) for row in sheets[1]] == list(counts.itertuples(index=False, name=None))
    assert_notes(sheets[-1])
    files = (as_csv, as_xlsx, pair_csv, pair_xlsx)
    assert identities_in([t for f in files for t in as_text(f)], identities) == []


@pytest.mark.parametrize("maps", [1, one_more(2)])
def test_files_of_the_map(
    reader: Reader, demo_engine: Engine, identities: list[str], tmp_path: Path, maps: int
) -> None:
    other = {"banding": "periode", "periode2": "2025-09"} if maps == 2 else {}
    reader.open("peta", **ASKED.query(**other))
    reader.maps(maps)
    periods = [ASKED.periode, "2025-09"][:maps]
    frame = pd.concat(
        [figures.figures(demo_engine, ASKED.changed(periode=p), ["coverage_eligible"], "rt") for p in periods]
    )

    name, as_png = reader.download("png-peta")
    assert name == f"pantau-peta-coverage_eligible-{HOME}.003-PKH-2026-09.png"
    picture = Image.open(io.BytesIO(as_png))
    assert picture.format == "PNG" and picture.width > 800 * maps and picture.height > 600
    assert len(picture.convert("RGB").getcolors(maxcolors=10**6) or []) > 10, "an empty picture"
    (tmp_path / "map.png").write_bytes(as_png)

    as_geojson = reader.download("geojson-peta")[1]
    path = tmp_path / "map.geojson"
    path.write_bytes(as_geojson)
    areas = gpd.read_file(path)
    assert areas.crs.to_epsg() == 4326 and areas.geometry.is_valid.all()
    assert sorted(areas["code"]) == sorted(frame["area_code"])
    west, south, east, north = areas.total_bounds
    assert 106 < west < east < 107.5 and -7 < south < north < -5
    titles = {p: Words("id").period(p) for p in periods}
    for period, title in titles.items():
        mine = areas[areas["view"].str.contains(title, regex=False)].set_index("code")["value"].astype(float)
        wanted = frame[frame["period"] == period].set_index("area_code")["value"]
        assert mine.to_dict() == pytest.approx(wanted.to_dict(), rel=1e-12, nan_ok=True)
    assert len(areas) == len(frame)

    as_xlsx = reader.download("xlsx-peta")[1]
    sheets = read_xlsx(as_xlsx)
    assert_holds(sheets["Peta"], frame)
    assert_notes(sheets["Catatan"])
    texts = [*as_text(as_geojson), *as_text(as_xlsx), str(picture.info)]
    assert identities_in(texts, identities) == []


def test_nothing_that_reaches_the_browser_identifies_a_person(
    reader: Reader, identities: list[str], numbers: set[str]
) -> None:
    bodies: list[bytes] = []
    requests: list[Request] = []

    def note(request: Request) -> None:
        if "/static/" not in request.url and not request.url.startswith("data:"):  # Streamlit's own scripts
            requests.append(request)

    reader.frames.clear()
    reader.keep_frames = True
    reader.context.on("requestfinished", note)
    views = {
        "": {"wilayah": f"{HOME}.003.004"},
        "peta": {"tingkat": "rt"},
        "tren": {"rinci": "wilayah"},
        "perbandingan": {},
        **{path: {} for path in PART_HEADINGS},
    }
    for path, options in views.items():
        reader.open(path, **options)
        if path == "peta":
            reader.map()
        for request in requests:  # the browser forgets them with the page
            response = request.response()
            if response and response.status == 200:
                with suppress(Error):  # of the page before, finished late
                    bodies.append(response.body())
        requests.clear()
    reader.keep_frames = False
    reader.context.remove_listener("requestfinished", note)
    texts = [p.decode("utf-8", "replace") if isinstance(p, bytes) else p for p in reader.frames]
    assert len(texts) > 100 and any("Cakupan sasaran" in t for t in texts)
    assert len(bodies) > 8
    found = identities_in([*texts, *(b.decode("utf-8", "replace") for b in bodies)], identities)
    # The made-up ids of a map's elements now and then hold 16 digits in a row; they are nobody's.
    assert [f for f in found if not f.isdigit() or f in numbers] == []
