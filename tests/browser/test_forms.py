"""What a form asks on a phone, does it arrive on the pages: form, answers, export, load, page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from etl.load import Order
from etl.load_kinds import load_kinds
from pantau.database import make_engine
from pantau.indicators import CATALOGUE
from tests.browser.desk import figures, hand_in, load, work
from tests.browser.pages import PART_HEADINGS, Reader
from tests.etl import xforms
from tests.etl.office import settle
from tests.etl.phone import EXPECTED, compiled_forms, sent
from tests.services import running_app


@pytest.fixture(scope="module")
def surveyed(browser: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A window on a kelurahan that has nothing but its registry and what the phones of its officers sent.

    A clerk hands in the survey on the page Data; it is loaded as registry and as visits.
    """
    folder = tmp_path_factory.mktemp("phones")
    url = f"sqlite:///{folder / 'office.sqlite'}"
    shutil.copyfile(sqlite_template, folder / "office.sqlite")
    engine = make_engine(url)
    settle(engine, folder)
    forms = compiled_forms(engine, folder / "forms")
    paths = {name: xforms.odk_zip(folder / f"{name}.zip", forms[name], given) for name, given in sent(forms).items()}
    survey = paths.pop("survei_rumah_tangga")
    with running_app(url, folder / "app.log") as base:
        reader = Reader(browser, base)
        work(reader)
        hand_in(reader, survey)
        assert figures(reader) == ["4", "4", "0", "1", "3", "3", "0", "0"]
        assert "Berkas yang sama, sebagai Kunjungan lapangan" in reader.text() and "Muat 7 baris" in reader.text()
        load(reader)
        assert figures(reader) == ["4", "4", "0", "1", "3", "3", "0", "0"]
        for path in paths.values():
            assert load_kinds(engine, path, Order()).exit_code() == 0
        engine.dispose()
        yield reader
        reader.assert_clean()
        reader.close()


def cards(reader: Reader, part: str) -> dict[str, list[str]]:
    """The cards of a part of the page, by their title: the lines below it."""
    reader.open("pendataan", lapangan=part, periode="2025-10")
    lines = reader.text().split("\n")
    lines = [line for line in lines if line.strip()]
    names = {CATALOGUE[i].name("id"): i for i in EXPECTED}
    return {names[line]: lines[n + 1 : n + 3] for n, line in reversed([*enumerate(lines)]) if line in names}


def test_the_pages_show_what_the_phones_sent(surveyed: Reader) -> None:
    """The figures of :data:`EXPECTED`, as they are written in Indonesian; and what was named as needed, in a table."""
    shown = cards(surveyed, "kemajuan")
    assert shown["survey_progress"] == ["66,7%", "2 dari 3"]
    assert shown["never_visited"][0] == "1" and shown["data_age"][0] == "0 bulan"
    rows = surveyed.text().split("\n")
    assert "RW 002 › RT 005\t2\t2\t0\t100,0%\t100,0%\t100,0%\t0 bulan" in rows
    shown = cards(surveyed, "kunjungan")
    assert shown["visits"][0] == "5" and shown["visit_completion"] == ["80,0%", "4 dari 5"]
    shown = cards(surveyed, "penerimaan")
    assert shown["receipt_confirmed"] == ["50,0%", "1 dari 2"] and shown["satisfaction"][0].startswith("3")
    surveyed.open("partisipasi", warga="kebutuhan", periode="2025-10")
    text = surveyed.text()
    assert "Belum ada yang diterima pada 2025 untuk dibandingkan dengan kebutuhan." in text
    lines = [line for line in text.split("\n") if line.strip()]
    at = lines.index("Apa yang dibutuhkan, menurut RW dan bidang")
    assert lines[at + 1 : at + 8] == ["33,3%"] * 3 + ["Pangan", "Hunian", "Air dan sanitasi", "RW 002"]


def test_pages_of_transfers_say_that_there_are_none_yet(surveyed: Reader) -> None:
    for path in ("", "penyaluran", "peta", "tren", "perbandingan"):
        surveyed.open(path)
        assert "Belum ada berkas penyaluran. Yang sudah dicatat" in surveyed.text(), path
    for path in ("mitra", "kegiatan", "keberlanjutan", "logframe"):
        surveyed.open(path)
        assert PART_HEADINGS[path]["id"] in surveyed.text() and "Oktober 2025" in surveyed.text(), path
        surveyed.assert_clean()
