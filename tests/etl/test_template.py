"""Can a clerk take a template, fill it in as its example shows, and load it as it is?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import Engine, func, select

from etl.__main__ import main
from etl.contract import Contract
from etl.load import check_file, load_file
from etl.report import Report
from etl.sources import SOURCES
from etl.template import ROWS, write_template
from etl.template_place import place_of
from pantau import marts_parts
from pantau.schema import disbursement, membership, person, programme
from tests.etl.office import KELURAHAN, settle

CONTRACTS: dict[str, Contract] = {kind: s.CONTRACT for kind, s in SOURCES.items() if hasattr(s, "CONTRACT")}


@pytest.fixture(autouse=True)
def uncounted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is counted of the examples is not asked here."""
    monkeypatch.setattr(marts_parts, "rebuild", lambda *_: set())


def template(engine: Engine, kind: str, folder: Path) -> Path:
    path = folder / f"{kind}.xlsx"
    with engine.connect() as connection:
        place = place_of(connection)
    write_template(CONTRACTS[kind], path, place)
    return path


def fill_as_example(path: Path) -> Path:
    """Copy the rows of *Contoh* into *Data*, as a clerk would; the file saved by another program than wrote it."""
    book = load_workbook(path)
    data, example = book["Data"], book["Contoh"]
    for row in example.iter_rows(min_row=3):
        for cell in row:
            data.cell(cell.row - 1, cell.column).value = cell.value
    filled = path.with_name(f"isi-{path.name}")
    book.save(filled)
    return filled


def load_example(engine: Engine, kind: str, folder: Path) -> Report:
    report = load_file(engine, fill_as_example(template(engine, kind, folder)))
    assert (report.status, report.kind, report.heading_row) == ("ok", kind, 1), report.as_json()
    assert [p.message_id for p in report.problems] == [] and report.rows == report.loaded > 0
    return report


def test_the_examples_fill_an_empty_installation(engine: Engine, tmp_path: Path) -> None:
    """On both databases: each template's example loads after those before it, without a rejection or a warning."""
    for kind in CONTRACTS:
        load_example(engine, kind, tmp_path)
    with engine.connect() as connection:
        counts = [connection.scalar(select(func.count()).select_from(t)) for t in (programme, person, membership)]
        paid = connection.scalar(select(func.sum(disbursement.c.amount_paid)))
    assert counts == [2, 4, 2] and paid == 200_000 + 150_000


def test_the_examples_fit_an_installation_with_its_own_areas_and_programmes(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    settle(sqlite_engine, tmp_path)
    for kind in ("areas", "registry", "membership", "disbursement", "targets"):
        load_example(sqlite_engine, kind, tmp_path)
    paid_by = select(programme.c.code).join(disbursement, disbursement.c.programme_id == programme.c.programme_id)
    with sqlite_engine.connect() as connection:
        assert set(connection.scalars(paid_by)) == {"BPNT", "CSR", "KLJ"}  # money, goods, and one for persons


@pytest.mark.parametrize("kind", CONTRACTS)
def test_an_empty_template_says_so_and_its_example_is_never_loaded(
    kind: str, sqlite_engine: Engine, tmp_path: Path
) -> None:
    path = template(sqlite_engine, kind, tmp_path)
    report = load_file(sqlite_engine, path)
    assert (report.kind, report.status, report.loaded) == (kind, "error", 0)
    assert [p.reason for p in report.problems] == ["file_without_rows"]
    book = load_workbook(path)
    del book["Data"]  # not even when there is nothing else to read
    book.save(path)
    assert load_file(sqlite_engine, path, kind).status == "error"
    with sqlite_engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(person)) == 0


def test_the_example_is_not_read_although_it_looks_more_like_a_heading(sqlite_engine: Engine, tmp_path: Path) -> None:
    settle(sqlite_engine, tmp_path)
    book = load_workbook(fill_as_example(template(sqlite_engine, "registry", tmp_path)))
    data = book["Data"]
    data.delete_cols(11, 8)  # the clerk removes columns and a row that the example has
    data.delete_rows(2)
    book.move_sheet("Contoh", offset=-1)
    book.move_sheet("Petunjuk", offset=-2)
    path = tmp_path / "kurang.xlsx"
    book.save(path)
    report = check_file(sqlite_engine, path)
    assert report.kind == "registry" and report.rows == 3


def test_a_sheet_of_an_office_that_happens_to_be_called_contoh_is_read(sqlite_engine: Engine, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Contoh"
    for row in (["KODE", "NAMA"], [f"{KELURAHAN}.007", "RW 007"]):
        sheet.append(row)
    book.save(tmp_path / "contoh.xlsx")
    assert check_file(sqlite_engine, tmp_path / "contoh.xlsx").loaded == 1


def test_a_workbook_with_several_sheets_of_data_is_not_loaded_in_part(sqlite_engine: Engine, tmp_path: Path) -> None:
    book = Workbook()
    for number in (1, 2):
        sheet = book.create_sheet(f"RW {number}")
        for row in (["KODE", "NAMA"], [f"{KELURAHAN}.00{number}", f"RW 00{number}"]):
            sheet.append(row)
    book.save(tmp_path / "rw.xlsx")
    report = load_file(sqlite_engine, tmp_path / "rw.xlsx")
    assert report.status == "error" and [p.reason for p in report.problems] == ["file_several_tables"]
    assert "RW 1, RW 2" in report.problems[0].message_id
    book["RW 1"].delete_rows(2)  # the same form, not filled in
    book.save(tmp_path / "rw.xlsx")
    assert load_file(sqlite_engine, tmp_path / "rw.xlsx").loaded == 1


@pytest.mark.parametrize("kind", CONTRACTS)
def test_cells_keep_digits_and_offer_choices(kind: str, sqlite_engine: Engine, tmp_path: Path) -> None:
    settle(sqlite_engine, tmp_path)
    contract = CONTRACTS[kind]
    book = load_workbook(template(sqlite_engine, kind, tmp_path))
    data = book["Data"]
    assert data.freeze_panes == "A2" and book["Pilihan"].sheet_state == "hidden"
    headings = {str(cell.value).split(" *")[0].split(" (*")[0]: cell for cell in data[1]}
    by_column = {next(iter(v.sqref.ranges)).bounds[0]: v for v in data.data_validations.dataValidation}
    for column in contract.columns:
        if not column.in_template:
            assert column.synonyms[0] not in headings
            continue
        cell = headings[column.synonyms[0]]
        marked = "*" in str(cell.value)
        assert marked or not (column.required or column.in_file)
        widths = [d for d in data.column_dimensions.values() if d.min <= cell.column <= d.max]
        style = widths[0].number_format
        if column.shown == "number":
            assert style == "@"  # Excel keeps 15 digits of a number
        rule = by_column[cell.column]
        assert rule.prompt and next(iter(rule.sqref.ranges)).bounds[3] == ROWS + 1
        assert (rule.type == "list") == bool(column.choices or column.choices_from)
        if column.choices_from == "programmes":
            assert "BPNT" in _offered(book, rule.formula1)
        if column.choices_from == "areas":
            assert f"{KELURAHAN}.002.005" in _offered(book, rule.formula1)
    notes = [str(row[0].value) for row in book["Petunjuk"].iter_rows()]
    assert {column.synonyms[0] for column in contract.columns} <= set(notes)


def _offered(book: Workbook, formula: str) -> list[str]:
    """The entries of a drop-down, given in place or in the hidden sheet."""
    if formula.startswith('"'):
        return formula.strip('"').split(",")
    sheet, _, cells = formula.partition("!")
    return [str(row[0].value) for row in book[sheet.strip("'=")][cells.replace("$", "")]]


def test_nobody_of_the_registry_is_in_a_template(sqlite_engine: Engine, tmp_path: Path) -> None:
    from tests.etl.office import HEAD, KK, REGISTRY

    settle(sqlite_engine, tmp_path)
    for kind in CONTRACTS:
        book = load_workbook(template(sqlite_engine, kind, tmp_path))
        cells = {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row}
        assert not cells & {KK, HEAD, *(str(row[2]) for row in REGISTRY[1:])}


# --- the command ---------------------------------------------------------------------------------------

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("PANTAU_DATABASE_URL", f"sqlite:///{tmp_path / 'cli.sqlite'}")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> tuple[int, str]:
        code = main([str(argument) for argument in arguments])
        return code, capsys.readouterr().out

    return run


def test_the_command_lists_kinds_and_writes_a_template(run: Run, tmp_path: Path) -> None:
    code, out = run("template")
    assert code == 0 and all(kind in out for kind in CONTRACTS) and "Registry of families" in out
    assert run("template", "registry")[0] == 0 and (tmp_path / "templat-registry.xlsx").exists()
    code, out = run("template", "targets", "--out", tmp_path / "t.xlsx", "--json")
    assert code == 0 and json.loads(out) == {"kind": "targets", "file": str(tmp_path / "t.xlsx")}
    assert not (tmp_path / "cli.sqlite").exists()


def test_the_command_says_what_it_cannot_do(run: Run, tmp_path: Path) -> None:
    code, out = run("template", "boundaries")
    assert code == 2 and "tidak punya templat" in out and "have no template" in out
    code, out = run("template", "areas", "--out", tmp_path / "none" / "a.xlsx")
    assert code == 2 and "tidak dapat ditulis" in out
