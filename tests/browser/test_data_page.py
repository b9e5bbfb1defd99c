"""Can a clerk who never saw a terminal bring a file in, see what it says, load it, mend it and take it back?"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser
from sqlalchemy import Engine, select

from etl.messages import MESSAGES
from pantau import intake, schema
from pantau.database import make_engine
from tests.browser.desk import figures, hand_in, load, press, work
from tests.browser.language import untranslated
from tests.browser.pages import PATIENCE, Reader
from tests.browser.town import Town
from tests.etl import hostile
from tests.etl.office import AREAS, REGISTRY, write_file
from tests.etl.test_limits import old_excel, open_document, web_page, with_password
from tests.samples import ONE_MORE, one_more
from tests.services import forwarding_proxy, running_app

MARCH = ["PROGRAM", "NO KK", "PERIODE", "JATUH TEMPO", "TANGGAL BAYAR", "NOMINAL", "KANAL", "STATUS"]


@pytest.fixture(scope="module")
def office(
    browser: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Reader, Engine, str, Path]]:
    """A small installation with a registry and one month; a window in which a clerk has said who works."""
    folder = tmp_path_factory.mktemp("office")
    database = folder / "town.sqlite"
    shutil.copyfile(sqlite_template, database)
    engine = make_engine(f"sqlite:///{database}")
    town = Town(engine, folder)
    for step in (town.areas, town.programmes, town.registry, lambda: town.transfers("2026-02")):
        step()
    with running_app(f"sqlite:///{database}", folder / "app.log") as base:
        reader = Reader(browser, base)
        reader.open("data")
        reader.sign_in()
        yield reader, engine, base, folder
        reader.close()
    log = (folder / "app.log").read_text(errors="replace")
    assert "Traceback" not in log and not re.search(r"\d{16}", log)
    engine.dispose()


# --- what the clerk does --------------------------------------------------------------------------------


def cards(reader: Reader) -> dict[str, str]:
    """The figures of the first page, to somebody who comes anew."""
    reader.open("")
    return reader.cards()


def march(folder: Path) -> tuple[Path, list[list[str]]]:
    """The file of March: good rows, and three that are wrong in one cell each."""
    rows = [
        ["SATU", f"31740601012{i:05d}", "2026-03", "2026-03-10", "2026-03-09", "200000", "Tunai", ""]
        for i in range(1, 61)
    ]
    rows[4][1] = "317406010120"
    rows[9][4] = "31/02/2026"
    rows[14][5] = "dua ratus"
    path = folder / "penyaluran_maret.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([MARCH, *rows])
    return path, rows


# --- the whole life of a file ---------------------------------------------------------------------------


def test_the_life_of_a_file(office: tuple[Reader, Engine, str, Path]) -> None:
    reader, engine, _, folder = office
    before = cards(reader)
    work(reader)
    path, rows = march(folder)
    hand_in(reader, path)
    assert figures(reader) == ["60", "57", "3", "0"]
    text = reader.text()
    assert "11400000" in text, "the sum of the rows that would be loaded: 57 × 200,000"
    assert len(re.findall(r"1 baris · ", text)) == 3, "three reasons, a row each"
    assert "31740601012" not in text, "no number of a person"
    kept = list((folder / intake.FOLDER).glob("*"))
    assert [file.name for file in kept] == [hashlib.sha256(path.read_bytes()).hexdigest() + ".csv"]
    assert (folder / intake.FOLDER).stat().st_mode & 0o077 == 0 and kept[0].stat().st_mode & 0o077 == 0
    reader.screenshot("data-periksa-id")
    load(reader)
    assert list((folder / intake.FOLDER).glob("*")) == [], "once loaded, the file is not kept"
    reader.screenshot("data-dimuat-id")

    during = cards(reader)
    assert reader.query["periode"] == "2026-03"
    assert during["recipients"] == "57"
    assert during != before

    # The rejected rows come back as a workbook, are mended there, and are loaded.
    number = newest(engine)
    work(reader, bagian="riwayat", berkas=str(number))
    assert figures(reader) == ["60", "57", "3", "0"]
    reader.screenshot("data-riwayat-id")
    name, content = reader.download("quarantine")
    assert name == f"karantina-{number}.xlsx"
    mended = mend(content, folder / "perbaikan.xlsx", rows)
    reader.press("bagian", "Muat berkas")
    hand_in(reader, mended)
    assert figures(reader) == ["3", "3", "0", "0"]
    load(reader)
    assert cards(reader)["recipients"] == "60"

    # And both are taken back, the newer one first or together.
    for rolled_back in (newest(engine), number):
        roll_back(reader, rolled_back)
    assert cards(reader) == before
    with engine.connect() as connection:
        b, e = schema.batch.c, schema.event.c
        states = connection.execute(select(b.batch_id, b.status, b.received_by).where(b.batch_id >= number)).all()
        actors = connection.execute(select(e.kind, e.actor, e.note).order_by(e.event_id.desc()).limit(4)).all()
    assert [tuple(row) for row in states] == [(n, "rolled_back", "petugas data") for n in (number, number + 1)]
    assert [tuple(row) for row in actors] == [
        ("rollback", "petugas data", "salah bulan"),
        ("rollback", "petugas data", "salah bulan"),
        ("load", "petugas data", ""),
        ("load", "petugas data", ""),
    ]
    reader.assert_clean()


def newest(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalars(select(schema.batch.c.batch_id).order_by(schema.batch.c.batch_id.desc())).first() or 0


def mend(content: bytes, path: Path, rows: list[list[str]]) -> Path:
    """Correct the three cells in the workbook of rejected rows, as a clerk would."""
    book = load_workbook(io.BytesIO(content))
    sheet = book["Data"]
    heading = [cell.value for cell in sheet[1]]
    assert heading[3:] == MARCH
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["6", "11", "16"], "rows of the file, heading 1"
    right = {6: ("NO KK", f"31740601012{5:05d}"), 11: ("TANGGAL BAYAR", "2026-03-09"), 16: ("NOMINAL", "200000")}
    for line in sheet.iter_rows(min_row=2):
        column, value = right[int(line[0].value)]
        assert line[1].value and line[2].value, "the reason in both languages"
        line[heading.index(column)].value = value
    book.save(path)
    return path


def roll_back(reader: Reader, number: int) -> None:
    work(reader, bagian="riwayat", berkas=str(number))
    reader.page.get_by_text("Batalkan berkas ini", exact=True).click()
    assert reader.page.locator(".st-key-rollback button").is_disabled(), "not without a reason"
    note = reader.page.locator(f".st-key-w-rollback-note-{number} input")
    note.fill("salah bulan")
    note.press("Enter")
    reader.settle()
    reader.page.locator(f"[class*=st-key-w-rollback-sure-{number}] label").first.click()
    reader.settle()
    press(reader, "rollback")
    reader.page.get_by_text("Alasan: salah bulan").first.wait_for(timeout=PATIENCE)
    reader.settle()


def test_what_others_build_on_is_rolled_back_with_them_or_not_at_all(office: tuple[Reader, Engine, str, Path]) -> None:
    reader, engine, _, _ = office
    with engine.connect() as connection:
        b = schema.batch.c
        registry = connection.scalars(select(b.batch_id).where(b.kind == "registry")).one()
        later = connection.execute(select(b.batch_id, b.file_name).where(b.batch_id == registry + 1)).one()
    work(reader, bagian="riwayat", berkas=str(registry))
    reader.page.get_by_text("Batalkan berkas ini", exact=True).click()
    note = reader.page.locator(f".st-key-w-rollback-note-{registry} input")
    note.fill("coba")
    note.press("Enter")
    reader.settle()
    reader.page.locator(f".st-key-w-rollback-sure-{registry}-0 label").first.click()
    reader.settle()
    press(reader, "rollback")
    warning = reader.page.get_by_text("Berkas yang lebih baru bergantung pada berkas ini")
    warning.wait_for(timeout=PATIENCE)
    reader.settle()
    assert f"{later[0]} · {later[1]}" in reader.text()
    assert reader.page.locator(".st-key-rollback button").is_disabled(), "asked again, as more would go"
    with engine.connect() as connection:
        assert connection.scalar(select(b.status).where(b.batch_id == registry)) == "loaded"
    reader.assert_clean()


# --- a load under way ---------------------------------------------------------------------------------


@ONE_MORE
def test_a_load_can_be_followed_from_anywhere_and_stopped(
    office: tuple[Reader, Engine, str, Path], browser: Browser
) -> None:
    """Another transaction keeps the load waiting, so that it is under way for as long as the test looks."""
    reader, engine, base, folder = office
    path = folder / "penyaluran_april.csv"
    rows = [["SATU", f"31740601012{i:05d}", "2026-04", "2026-04-10", "", "200000", "Tunai", ""] for i in range(1, 9)]
    path.write_text("\n".join(",".join(row) for row in [MARCH, *rows]), encoding="utf-8")
    work(reader)
    hand_in(reader, path)
    known = newest(engine)
    blocker = sqlite3.connect(str(engine.url.database), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    reader.page.locator(".st-key-load button").dblclick()
    reader.page.locator(".st-key-stop-load").wait_for(timeout=PATIENCE)
    address = reader.query
    second = Reader(browser, base)
    second.page.goto(f"{base}/data?masuk={address['masuk']}")
    second.page.locator(".st-key-w-desk-who input").fill("petugas lain")
    second.page.locator(".st-key-w-desk-who input").press("Enter")
    second.page.locator(".st-key-stop-load").wait_for(timeout=PATIENCE)
    assert "petugas data" in second.page.locator("[data-testid=stMain]").inner_text(), "who asked for it"
    second.page.locator(".st-key-stop-load button").click()
    for window in (second, reader):
        window.page.get_by_text("Dihentikan. Tidak ada data yang berubah.").wait_for(timeout=PATIENCE)
    blocker.execute("ROLLBACK")
    blocker.close()
    assert newest(engine) == known
    load(second)
    assert newest(engine) == known + 1
    second.close()

    # The first tab still offers it: pressing is harmless.
    reader.page.locator(".st-key-load button").click()
    reader.page.locator(".st-key-another").wait_for(timeout=PATIENCE)
    reader.settle()
    assert newest(engine) == known + 1
    reader.assert_clean()


# --- bad input ------------------------------------------------------------------------------------------


def cells(name: str, rows: list[list]) -> Callable[[Path], Path]:
    return lambda path: shutil.move(write_file(path.parent, f"tulis-{name}", "comma", rows), path)


def truncated(path: Path) -> Path:
    whole = write_file(path.parent, "utuh", "xlsx", AREAS).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


NO_NIK = [[cell for i, cell in enumerate(row) if i != 1] for row in REGISTRY]
EATEN = [REGISTRY[0], [REGISTRY[1][0], "3,17406E+15", *REGISTRY[1][2:]]]
FORMULA = [AREAS[0], [*AREAS[1][:3], '=HYPERLINK("http://127.0.0.1/","RW 001")']]
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"

BAD: dict[str, tuple[Callable[[Path], Path], str]] = {
    "lama.xls": (old_excel, "file_xls"),
    "bersandi.xlsx": (with_password, "file_password"),
    "terbuka.ods": (open_document, "file_ods"),
    "terpotong.xlsx": (truncated, "file_broken"),
    "surat.xlsx": (lambda p: hostile.write(p, PDF), "file_binary"),
    "kosong.xlsx": (lambda p: hostile.write(p), "file_empty"),
    "tanpa_nik.csv": (cells("tanpa_nik", NO_NIK), "column_missing"),
    "catatan.csv": (lambda p: hostile.write(p, "rapat hari Senin\nagenda: bantuan\n"), "kind_unknown"),
    "bom.xlsx": (hostile.bomb, "file_too_large"),
    "ekspor.xls": (web_page, "file_html"),
    "nik_rusak.csv": (cells("nik_rusak", EATEN), "number_rounded"),
    "rumus.csv": (cells("rumus", FORMULA), "formula_as_text"),
}
"""Name of a file, what is in it, and the reason that the clerk must be told."""
SAMPLE = ("lama.xls", "kosong.xlsx", "tanpa_nik.csv", "nik_rusak.csv")
"""One of each way of being refused: by what the file is, its emptiness, its heading, a cell."""


@pytest.mark.parametrize("name", [name if name in SAMPLE else one_more(name) for name in BAD])
def test_a_bad_file_gets_its_message_in_both_languages(office: tuple[Reader, Engine, str, Path], name: str) -> None:
    reader, engine, _, folder = office
    known = newest(engine)
    make, reason = BAD[name]
    begin_anew(reader)
    hand_in(reader, make(folder / name))
    now = 1 if "Clerk" in reader.page.locator(".st-key-desk").inner_text() else 0
    for language in (now, 1 - now):
        label = ("ID", "EN")[language]
        if language != now:
            speak(reader, label)
        text = reader.page.locator("[data-testid=stMain]").inner_text()
        wanted = KIND_UNCLEAR if reason == "kind_unknown" else MESSAGES[reason]
        missing = [piece for piece in pieces(wanted[language]) if piece not in text]
        assert missing == [], text
        assert untranslated(text, label.lower()) == []
        assert "Traceback" not in text
        if name == "terpotong.xlsx":
            reader.screenshot(f"data-ditolak-{label.lower()}")
    assert newest(engine) == known
    reader.assert_clean()


KIND_UNCLEAR = ("Jenis berkas tidak jelas dari judul kolomnya.", "The headings do not say what kind of file this is.")
"""What the page says where the command line would name an option."""


def speak(reader: Reader, label: str) -> None:
    """Change the language, and wait until the page speaks it."""
    reader.press("lang", label)
    reader.page.locator(".st-key-desk", has_text={"ID": "Petugas", "EN": "Clerk"}[label]).wait_for(timeout=PATIENCE)
    reader.settle()


def begin_anew(reader: Reader) -> None:
    """Put away what is on the desk."""
    if "bagian" in reader.query or reader.path != "data":
        work(reader)
    for key in ("discard", "another"):
        if reader.page.locator(f".st-key-{key} button").count():
            press(reader, key)


def pieces(template: str) -> list[str]:
    """The parts of a message between its fields."""
    return [piece.strip() for piece in re.split(r"\{[^}]*\}", template) if piece.strip(" .,:;()")]


def test_a_file_that_is_too_large_is_not_even_sent(office: tuple[Reader, Engine, str, Path]) -> None:
    reader, _, _, folder = office
    begin_anew(reader)
    large = hostile.sparse(folder / "besar.csv", 101)
    upload = reader.page.locator("[data-testid=stFileUploader] input[type=file]")
    for label, wanted in (("ID", "paling besar 100 MB"), ("EN", "at most 100 MB")):
        speak(reader, label)
        upload.set_input_files(large)
        reader.page.locator(".too-large", has_text=wanted).wait_for(timeout=PATIENCE)
        assert reader.page.locator(".st-key-check-new").count() == 0
        reader.screenshot(f"data-terlalu-besar-{label.lower()}")
    speak(reader, "ID")
    assert [file.name for file in (folder / intake.FOLDER).glob("*") if file.stat().st_size > 2**20] == []
    reader.errors.clear()  # the browser says in its console that it refused the file
    reader.assert_clean()


# --- who may come in --------------------------------------------------------------------------------------


def test_with_a_password_everyone_gives_it_and_the_first_file_comes_in(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On an installation without any database yet."""
    monkeypatch.setenv("PANTAU_OFFICE_PASSWORD", "kantor kita")
    with running_app(f"sqlite:///{tmp_path / 'baru.sqlite'}", tmp_path / "app.log") as base:
        reader = Reader(browser, base)
        reader.open("")
        reader.page.get_by_role("link", name="Buka halaman Data").click()
        field = reader.page.locator(".st-key-w-desk-password input")
        field.fill("kantor lain")
        field.press("Enter")
        reader.page.get_by_text("Kata sandi salah. Coba lagi.").wait_for(timeout=PATIENCE)
        assert reader.page.locator("[data-testid=stFileUploader]").count() == 0
        field.fill("kantor kita")
        field.press("Enter")
        reader.page.locator(".st-key-w-desk-who").wait_for(timeout=PATIENCE)
        reader.sign_in()
        hand_in(reader, write_file(tmp_path, "wilayah", "xlsx", AREAS))
        assert figures(reader)[:3] == [str(len(AREAS) - 1)] * 2 + ["0"]
        load(reader)
        reader.assert_clean()
        reader.close()
    engine = make_engine(f"sqlite:///{tmp_path / 'baru.sqlite'}")
    assert newest(engine) == 1
    engine.dispose()


def test_who_comes_through_a_proxy_is_told_how_and_sees_no_office_page(
    office: tuple[Reader, Engine, str, Path], browser: Browser
) -> None:
    _, _, base, _ = office
    with forwarding_proxy(base, "192.168.1.20") as outside:
        page = browser.new_page()
        page.goto(f"{outside}/data?lang=en")
        page.get_by_text("This page is for the office's clerks only.").wait_for(timeout=PATIENCE)
        assert page.locator("[data-testid=stFileUploader], .st-key-w-desk-who").count() == 0
        sections = page.locator("[data-testid=stTopNavSection]").all_inner_texts()
        assert sections and not any(name.startswith("Office") for name in sections), sections
        page.close()
