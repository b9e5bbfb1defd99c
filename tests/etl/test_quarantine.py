"""Can what was rejected be fetched, mended in a spreadsheet and loaded again, with nothing lost and nothing slipping in?"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import Engine, func, select

from etl.__main__ import main
from etl.load import load_file
from etl.quarantine import MARKS, MEND, NO_DATA, quarantine_of, write_quarantine
from pantau.schema import batch, disbursement, person, quarantine_row, rejected_row
from tests.etl.office import KK, KK_2, OTHER, REGISTRY_HEADING, Cell, nik, settle, write_file
from tests.etl.test_messy_file import (
    DISBURSEMENT_ROWS,
    FORMS,
    MESSY_HEADING,
    REGISTRY_ROWS,
    TITLES,
    TRANSFER_HEADING,
    Expected,
    member,
)

HEADINGS = {"registry": MESSY_HEADING, "disbursement": TRANSFER_HEADING}
ROWS = {"registry": REGISTRY_ROWS, "disbursement": DISBURSEMENT_ROWS}
FACTS = {"registry": person, "disbursement": disbursement}


def export(engine: Engine, batch_id: int | None, path: Path) -> Path:
    assert batch_id is not None
    with engine.connect() as connection:
        found = quarantine_of(connection, batch_id)
    assert found is not None
    write_quarantine(found, path)
    return path


def data_sheet(path: Path) -> Worksheet:
    sheet = load_workbook(path)["Data"]
    assert isinstance(sheet, Worksheet)
    return sheet


def rows_of(table: Worksheet, first: int = 2) -> list[list[str]]:
    return [["" if v is None else str(v) for v in row] for row in table.iter_rows(min_row=first, values_only=True)]


def content(engine: Engine, kind: str) -> list[tuple]:
    """Every fact of the kind, without its lineage."""
    columns = [c for c in FACTS[kind].c if c.name not in ("batch_id", "row_no")]
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(columns[0]))]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", HEADINGS)
def test_each_rejected_row_is_there_as_it_stood_and_none_slips_in_unmended(
    kind: str, form: str, sqlite_engine: Engine, tmp_path: Path
) -> None:
    settle(sqlite_engine, tmp_path)
    grid: list[Sequence[Cell]] = [*TITLES, HEADINGS[kind], *(cells for _, cells in ROWS[kind])]
    report = load_file(sqlite_engine, write_file(tmp_path, "messy", form, grid))
    before = content(sqlite_engine, kind)
    path = export(sqlite_engine, report.batch_id, tmp_path / "karantina.xlsx")
    rejected = report.rejected_rows()
    table = data_sheet(path)
    width = len(MARKS) + len(HEADINGS[kind])
    assert [str(cell.value) for cell in table[1]][:width] == [*MARKS, *HEADINGS[kind]]
    to_mend = {row: said for row, said in rejected.items() if said[0].reason not in NO_DATA}
    found = {int(row[0]): row for row in rows_of(table)}
    assert list(found) == list(to_mend)
    raw = _raw_rows(ROWS[kind], form)
    for row_no, cells in found.items():
        for problem in to_mend[row_no]:
            assert problem.message_id in cells[1] and problem.message_en in cells[2]
        kept = [cell.removesuffix(MEND) for cell in cells[len(MARKS) :]]
        wanted = raw[row_no]
        assert kept[: len(wanted)] == wanted and not any(kept[len(wanted) :]), wanted
    not_data = rows_of(load_workbook(path)["Bukan data"], 3)
    assert [int(row[0]) for row in not_data] == [row for row in rejected if row not in to_mend]

    again = load_file(sqlite_engine, path)
    assert (again.kind, again.rows, again.loaded) == (kind, len(to_mend), 0), again.as_json()["rejections"]
    assert content(sqlite_engine, kind) == before


def _raw_rows(rows: Sequence[Expected], form: str) -> dict[int, list[str]]:
    """The cells of each row as the file holds them, by row number."""
    from tests.etl.office import _as_exported

    def shown(cell: Cell) -> str:
        if form == "xlsx" and isinstance(cell, float):
            return str(int(cell))
        return _as_exported(cell).replace("\u00a0", " ") if form != "semicolon" else _as_exported(cell)

    return {i: [shown(cell) for cell in cells] for i, (_, cells) in enumerate(rows, 2)}


def test_a_messy_registry_is_mended_and_all_of_it_is_in(engine: Engine, tmp_path: Path) -> None:
    """On both databases: load, fetch, mend the red cells, load again: every row of the file is a person."""
    settle(engine, tmp_path)
    grid: list[Sequence[Cell]] = [*TITLES, MESSY_HEADING, *(cells for _, cells in REGISTRY_ROWS)]
    report = load_file(engine, write_file(tmp_path, "messy", "xlsx", grid))
    path = export(engine, report.batch_id, tmp_path / "karantina.xlsx")
    book = load_workbook(path)
    mended = _mend(book["Data"])
    book.save(path)
    again = load_file(engine, path)
    assert (again.status, again.rejected, again.loaded) == ("ok", 0, mended), again.as_json()["rejections"]
    data_rows = [reason for reason, _ in REGISTRY_ROWS if reason not in (*NO_DATA, "blank", "not_data")]
    assert report.loaded + again.loaded == len(data_rows)
    with engine.connect() as connection:
        ids = [report.batch_id, again.batch_id]
        assert connection.scalar(select(func.count()).where(person.c.batch_id.in_(ids))) == len(data_rows)


def _mend(table: Worksheet) -> int:
    """What a clerk does: put the right value into each red cell, remove what is no data; how many rows remain."""
    for number in range(table.max_row, 1, -1):
        reason = str(table.cell(number, 2).value)
        if "hampir kosong" in reason:
            table.delete_rows(number)
            continue
        right = member("")[1]
        for i, value in enumerate(right, len(MARKS) + 1):
            red = table.cell(number, i).fill.fgColor.rgb == "FFFFC7CE"
            missing = MESSY_HEADING[i - len(MARKS) - 1] == "RW" and "RT atau RW tidak ada" in reason
            if red or missing:
                table.cell(number, i).value = value
        for i in range(len(MARKS) + len(right) + 1, table.max_column + 1):
            table.cell(number, i).value = None  # cells beyond the last heading
    return table.max_row - 1


def test_a_second_round_has_the_marks_once(sqlite_engine: Engine, tmp_path: Path) -> None:
    settle(sqlite_engine, tmp_path)
    grid: list[Sequence[Cell]] = [MESSY_HEADING, *(cells for _, cells in REGISTRY_ROWS)]
    report = load_file(sqlite_engine, write_file(tmp_path, "messy", "comma", grid))
    first = export(sqlite_engine, report.batch_id, tmp_path / "satu.xlsx")
    again = load_file(sqlite_engine, first)
    second = export(sqlite_engine, again.batch_id, tmp_path / "dua.xlsx")
    headings = [str(cell.value) for cell in data_sheet(second)[1]]
    assert headings[: len(MARKS)] == list(MARKS) and [h for h in headings if h in MARKS] == list(MARKS)
    cells = [[cell.removesuffix(MEND) for cell in row[3:]] for row in rows_of(data_sheet(first))]
    assert [[cell.removesuffix(MEND) for cell in row[3:]] for row in rows_of(data_sheet(second))] == cells


def test_no_formula_of_the_file_is_one_in_the_workbook(sqlite_engine: Engine, tmp_path: Path) -> None:
    settle(sqlite_engine, tmp_path)
    hostile = ["=1+1", '=HYPERLINK("http://a.example","x")', "+cmd|' /C calc'!A0", "@SUM(1)", "http://a.example"]
    grid = [MESSY_HEADING, *([*member("")[1][:6], text, *member("")[1][7:]] for text in hostile)]
    report = load_file(sqlite_engine, write_file(tmp_path, "formula", "comma", grid))
    assert report.rejected == len(hostile)
    path = export(sqlite_engine, report.batch_id, tmp_path / "karantina.xlsx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not any(b"<f>" in part or b"<f " in part for part in parts.values())
    assert not any(b"<hyperlink" in part for part in parts.values())
    assert [row[9] for row in rows_of(data_sheet(path))] == hostile


def test_warnings_are_listed_and_only_the_owner_can_read(sqlite_engine: Engine, tmp_path: Path) -> None:
    settle(sqlite_engine, tmp_path)
    rows = [
        REGISTRY_HEADING,
        [KK_2, OTHER, "Warga Empat", "Jl Contoh 2", "001", "001", "06/05/1950", "P", "Anak", *[""] * 7],
    ]
    report = load_file(sqlite_engine, write_file(tmp_path, "warned", "comma", rows))
    assert report.rejected == 0 and report.warnings == 3
    path = export(sqlite_engine, report.batch_id, tmp_path / "karantina.xlsx")
    book = load_workbook(path)
    assert "Data" not in book.sheetnames
    listed = rows_of(book["Peringatan"], 3)
    assert sorted(row[2] for row in listed) == sorted(p.message_id for p in report.problems)
    assert path.stat().st_mode & 0o077 == 0


def test_rows_that_were_not_kept_give_their_reasons(sqlite_engine: Engine, tmp_path: Path) -> None:
    """Boundaries are no tables, and batches of the first version kept no rows: the reasons are listed all the same."""
    settle(sqlite_engine, tmp_path)
    shape = {"type": "Polygon", "coordinates": [[[106.79, -6.31], [106.8, -6.31], [106.8, -6.3], [106.79, -6.31]]]}
    feature = {"type": "Feature", "properties": {"KODE": "99.99.99.9999"}, "geometry": shape}
    collection = {"type": "FeatureCollection", "features": [feature]}
    (tmp_path / "batas.geojson").write_text(json.dumps(collection), encoding="utf-8")
    report = load_file(sqlite_engine, tmp_path / "batas.geojson")
    assert report.rejected == 1
    book = load_workbook(export(sqlite_engine, report.batch_id, tmp_path / "batas.xlsx"))
    assert "Data" not in book.sheetnames
    assert [row[2] for row in rows_of(book["Alasan"], 3)] == [p.message_id for p in report.problems]

    bad = load_file(sqlite_engine, write_file(tmp_path, "bad", "comma", [REGISTRY_HEADING, [KK, "12", *[""] * 14]]))
    with sqlite_engine.execution_options(writes=True).begin() as connection:
        connection.execute(quarantine_row.delete())
        connection.execute(batch.update().values(headings=None))
    book = load_workbook(export(sqlite_engine, bad.batch_id, tmp_path / "lama.xlsx"))
    assert len(rows_of(book["Alasan"], 3)) == len(bad.problems)


def test_a_code_that_only_its_column_made_unclear_does_not_pass_alone(sqlite_engine: Engine, tmp_path: Path) -> None:
    settle(sqlite_engine, tmp_path)
    heading = REGISTRY_HEADING[:9]
    rows = [
        ["3174060101200011", nik(12, 1, 1980, 61 + i), "Warga", "Jl", "005", "002", "12/01/1980", sex, "Anak"]
        for i, sex in enumerate("101")
    ]
    report = load_file(sqlite_engine, write_file(tmp_path, "kode", "comma", [heading, *rows]))
    assert {p.reason for p in report.problems} == {"sex_code_unclear"} and report.rejected == 3
    again = load_file(sqlite_engine, export(sqlite_engine, report.batch_id, tmp_path / "k.xlsx"))
    assert again.loaded == 0


def test_a_row_that_was_out_as_a_whole_does_not_pass_alone(sqlite_engine: Engine, tmp_path: Path) -> None:
    """Such as a form that is not approved yet: its cells are right, and nothing in them would stop it."""
    settle(sqlite_engine, tmp_path)
    row = member("number_length", nik="12")[1]
    report = load_file(sqlite_engine, write_file(tmp_path, "utuh", "comma", [MESSY_HEADING, row]))
    good = json.dumps([*member("")[1]])
    with sqlite_engine.execution_options(writes=True).begin() as connection:
        connection.execute(quarantine_row.update().values(cells=good))
        connection.execute(rejected_row.update().values(column_name="", reason="not_approved"))
    path = export(sqlite_engine, report.batch_id, tmp_path / "k.xlsx")
    assert load_file(sqlite_engine, path).loaded == 0
    book = load_workbook(path)
    for cell in book["Data"][2]:
        cell.value = None if cell.value is None else str(cell.value).removesuffix(MEND)
    book.save(path)
    assert load_file(sqlite_engine, path).loaded == 1


# --- the command ---------------------------------------------------------------------------------------

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(
    sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.setenv("PANTAU_DATABASE_URL", str(sqlite_engine.url))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> tuple[int, str]:
        code = main([str(argument) for argument in arguments])
        return code, capsys.readouterr().out

    return run


def test_the_command(sqlite_engine: Engine, run: Run, tmp_path: Path) -> None:
    settle(sqlite_engine, tmp_path)
    rows = [REGISTRY_HEADING, [KK, "12", "Rahasia", *[""] * 13], ["TOTAL", *[""] * 14, "0"]]
    report = load_file(sqlite_engine, write_file(tmp_path, "bad", "comma", rows))
    code, out = run("quarantine", report.batch_id)
    assert code == 0 and "1 baris untuk diperbaiki" in out and "1 rows to mend" in out and "Rahasia" not in out
    assert (tmp_path / f"karantina-{report.batch_id}.xlsx").exists()
    code, out = run("quarantine", report.batch_id, "--out", tmp_path / "q.xlsx", "--json")
    said = json.loads(out)
    assert code == 0 and (said["to_mend"], said["no_data"], said["warnings"]) == (1, 1, 0)
    assert Path(said["file"]).exists()
    code, out = run("quarantine", 1)
    assert code == 0 and "No row was rejected" in out
    assert run("quarantine", 99)[0] == 2
    code, out = run("quarantine", report.batch_id, "--out", tmp_path / "none" / "q.xlsx")
    assert code == 2 and "tidak dapat ditulis" in out
    with sqlite_engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(rejected_row)) > 0
