""" "Dari mana angka ini?": does each page lead from a figure to the files and rows behind it, and tell the public no more?"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator
from sqlalchemy import Engine, update

from pantau import lineage, queries
from pantau.access import PASSWORD
from pantau.database import make_engine
from pantau.indicators import CATALOGUE
from pantau.lineage import Figure
from pantau.schema import ALL_PROGRAMMES, batch
from pantau.words import Words
from tests.browser.figures import HOME, programme_id
from tests.browser.files import read_xlsx
from tests.browser.language import untranslated
from tests.browser.pages import PATIENCE, Reader
from tests.browser.town import RT, Town
from tests.samples import one_more
from tests.services import running_app

STAFF = "petugas loket tiga"
PERIOD, RW = "2026-03", f"{HOME}.003"


def opened(reader: Reader, key: str) -> Locator:
    """Press the button of that name; the dialog that opens."""
    assert reader.page.locator("[data-testid=lineage]").count() == 0
    reader.page.locator(f".st-key-asal-{key} button").click()
    reader.page.locator("[data-testid=lineage-files]").wait_for(timeout=PATIENCE)
    reader.settle()
    return reader.page.get_by_role("dialog")


def assert_tells(dialog: Locator, engine: Engine, figure: Figure, language: str) -> None:
    """The dialog has the figure, each measure's value, and each file with its checksum, rows and ranges."""
    words = Words(language)
    shown = queries.figures(engine, [figure.indicator_id], figure.cells).iloc[0]
    text = re.sub(r"\s+", " ", dialog.inner_text())
    assert CATALOGUE[figure.indicator_id].name(language) in text
    assert (
        words.figure(shown["value"], figure.indicator.unit) in text.replace("\xa0", " ")
        or words.figure(shown["value"], figure.indicator.unit).replace("\xa0", " ") in text
    )
    found = lineage.sources(engine, figure)
    assert len(found) > 1
    rows = dialog.locator("tbody tr").all_inner_texts()
    assert len(rows) == len(found)
    for row, source in zip(rows, found.itertuples(), strict=True):
        seen = re.sub(r"\s+", " ", row)
        assert source.file_name in seen and source.sha256 in seen and source.ranges in seen
        assert words.number(source.rows) in seen
        assert words.moment(source.loaded_at) in seen
    assert untranslated(dialog.inner_text(), language) == []


@pytest.mark.parametrize(
    ("path", "key", "indicator", "language", "width"),
    [
        ("", "card-exclusion_error", "exclusion_error", "id", 1440),
        one_more("", "card-realisation", "realisation", "en", 390),
        one_more("peta", "peta", "cgh", "en", 768),
        ("tren", "tren", "timeliness", "id", 390),
    ],
)
def test_a_figure_on_a_page_leads_to_its_files(
    reader: Reader, demo_engine: Engine, path: str, key: str, indicator: str, language: str, width: int
) -> None:
    area = HOME if indicator == "realisation" else RW
    reader.page.set_viewport_size({"width": width, "height": 1000})
    reader.open(path, periode=PERIOD, wilayah=area, indikator=indicator, lang=language)
    dialog = opened(reader, key)
    assert_tells(dialog, demo_engine, Figure(indicator, ALL_PROGRAMMES, PERIOD, area), language)
    box = dialog.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width + 1
    reader.page.keyboard.press("Escape")


def test_any_cell_of_the_comparison_can_be_asked_about_and_its_rows_fetched(
    reader: Reader, demo_engine: Engine
) -> None:
    reader.open("perbandingan", periode=PERIOD)
    dialog = opened(reader, "perbandingan")
    names = {i: row for i, row in queries.programmes(demo_engine).set_index("code")["name_id"].items()}
    for key, label in (("indicators", "Tepat waktu"), ("programmes", names["KJP"]), ("areas", "RW 003")):
        reader.choose(f"asal-{key}", label)
    figure = Figure("timeliness", programme_id(demo_engine, "KJP"), PERIOD, RW)
    assert_tells(dialog, demo_engine, figure, "id")
    with reader.page.expect_download(timeout=PATIENCE) as promise:
        reader.page.locator(".st-key-xlsx-asal button").click()
    name, sheets = promise.value.suggested_filename, read_xlsx(promise.value.path().read_bytes())
    assert name == f"pantau-asal-timeliness-{RW}-KJP-{PERIOD}.xlsx"
    steps = {row["Kolom mart"]: float(row["Nilai"]) for row in sheets["Cara menghitung"]}
    made = lineage.steps(demo_engine, figure)
    assert steps == {f"mart_period.{m}": v for m, v in zip(made["measure"], made["value"], strict=True)}
    found = lineage.sources(demo_engine, figure)
    assert {row["SHA-256"] for row in sheets["Berkas"]} == set(found["sha256"])
    said = {
        "paid_on_time": "Pembilang: penyaluran dibayar tepat waktu",
        "transfers_paid": "Penyebut: penyaluran dibayar",
    }
    for source in found[found["kind"] == "disbursement"].itertuples():
        (sheet,) = (rows for title, rows in sheets.items() if title.startswith(f"{source.batch_id} "))
        listed = [int(float(row[said[source.measure]])) for row in sheet if row[said[source.measure]]]
        assert (
            listed == lineage.rows(demo_engine, figure, source.part, source.batch_id, source.measure)["row_no"].tolist()
        )
    reader.page.keyboard.press("Escape")


def test_the_files_behind_a_table_are_in_its_workbook(reader: Reader, demo_engine: Engine) -> None:
    reader.open("", periode=PERIOD)
    _, content = reader.download("xlsx-ringkasan")
    notes = {str(v) for row in read_xlsx(content)["Catatan"] for v in row.values()}
    figure = Figure("disbursement_rate", ALL_PROGRAMMES, PERIOD, HOME)
    for source in lineage.sources(demo_engine, figure).itertuples():
        assert f"{source.file_name} · SHA-256 {source.sha256[:12]}…" in notes


@pytest.fixture(scope="module")
def public(
    browser: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Reader, Engine]]:
    """A visitor of a small kelurahan whose office has a password; the files were handed in by :data:`STAFF`."""
    folder = tmp_path_factory.mktemp("public")
    database = folder / "town.sqlite"
    shutil.copyfile(sqlite_template, database)
    engine = make_engine(f"sqlite:///{database}")
    Town(engine, folder).all()
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(update(batch).values(received_by=STAFF))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(PASSWORD, "sandi contoh")
        with running_app(f"sqlite:///{database}", folder / "app.log") as base:
            reader = Reader(browser, base)
            yield reader, engine
            reader.close()
    engine.dispose()


def test_the_public_sees_files_but_not_who_handed_them_in(public: tuple[Reader, Engine]) -> None:
    reader, engine = public
    reader.keep_frames = True
    reader.open("", periode=PERIOD)
    assert_tells(
        opened(reader, "card-disbursement_rate"),
        engine,
        Figure("disbursement_rate", ALL_PROGRAMMES, PERIOD, HOME),
        "id",
    )
    frames = b"".join(f if isinstance(f, bytes) else f.encode() for f in reader.frames)
    assert b"transfers_paid" in frames
    assert STAFF.encode() not in frames
    with reader.page.expect_download(timeout=PATIENCE) as promise:
        reader.page.locator(".st-key-xlsx-asal button").click()
    assert STAFF not in str(read_xlsx(promise.value.path().read_bytes()))
    reader.assert_clean()


def test_the_rows_of_few_households_of_an_rt_are_not_told_to_the_public(public: tuple[Reader, Engine]) -> None:
    reader, engine = public
    figure = Figure("disbursement_rate", ALL_PROGRAMMES, PERIOD, RT[0])  # four homes there are due and not paid
    assert lineage.few_households(engine, figure)
    reader.open("", periode=PERIOD, wilayah=RT[0])
    dialog = opened(reader, "card-disbursement_rate")
    text = dialog.inner_text()
    assert "Kurang dari 5 keluarga" in text
    found = lineage.sources(engine, figure)
    assert not any(source.ranges in text for source in found.itertuples() if source.kind == "disbursement")
    with reader.page.expect_download(timeout=PATIENCE) as promise:
        reader.page.locator(".st-key-xlsx-asal button").click()
    sheets = read_xlsx(promise.value.path().read_bytes())
    assert list(sheets) == ["Cara menghitung", "Berkas", "Catatan"]
    assert "Nomor baris" not in sheets["Berkas"][0]
    reader.assert_clean()
