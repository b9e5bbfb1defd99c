"""Does a hostile file cost more than a message: memory, time, or what stands in other files?"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msoffcrypto.format.ooxml
import pytest
import shapely
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P
from sqlalchemy import Engine, select

from etl import limits
from etl.load import check_file
from etl.reading import read_table
from etl.report import FileError
from etl.sources.boundary_geometry import check_shape
from pantau import intake
from pantau.database import ROOT
from pantau.schema import area
from tests.etl import hostile
from tests.etl.office import AREAS, PROGRAMMES, REGISTRY, load_rows, settle, write_file

MEGABYTES = 2048
"""What a check may take of memory, addresses included. Nothing else of the machine is at stake."""


@pytest.fixture(scope="module")
def checks(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> dict[str, dict[str, Any]]:
    """Every hostile file checked, each in a process of its own with bounded memory: name -> what came of it."""
    folder = tmp_path_factory.mktemp("hostile")
    files = [str(make(folder / name)) for name, (_, make) in hostile.ALL.items()]
    command = [sys.executable, str(Path(__file__).with_name("check_hostile.py")), f"sqlite:///{sqlite_template}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, str(MEGABYTES), *files], env=environment, stdout=subprocess.PIPE, text=True, timeout=1200, check=True
    )
    return {found["name"]: found for found in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", hostile.ALL)
def test_refused_with_a_message_or_read(checks: dict[str, dict[str, Any]], name: str) -> None:
    expected, found = hostile.ALL[name][0], checks[name]
    assert found["exit"] == 0, found
    report = found["report"]
    if not expected:
        assert report["status"] == "ok" and report["rows"] == report["loaded"] + report["rejected"] > 0
        return
    assert [r["reason"] for r in report["rejections"]] == [expected]
    said = report["rejections"][0]
    assert said["message_id"] and said["message_en"] and "{" not in said["message_id"] + said["message_en"]
    assert said["row"] == 0 or report["rows"] == 1, "a refused file has no rows"


def test_blank_rows_and_lying_dimensions_hide_nothing(checks: dict[str, dict[str, Any]]) -> None:
    for name in ("kosong.xlsx", "pojok_kosong.xlsx"):
        assert checks[name]["report"]["rows"] == len(AREAS) - 1


def test_a_trigger_in_a_geopackage_does_not_run(checks: dict[str, dict[str, Any]]) -> None:
    assert checks["pemicu.gpkg"]["report"]["loaded"] == 1


def test_the_size_limit_is_the_operators(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = hostile.sparse(tmp_path / "a.csv", 3)
    for stated, refused in (("2", True), ("3", False), ("nol", False), ("0", False), ("", False)):
        monkeypatch.setenv(intake.ENVIRONMENT, stated)
        assert (_reason(lambda: limits.guard(path)) == "file_size_limit") == refused, stated
    monkeypatch.setenv(intake.ENVIRONMENT, "2")
    with pytest.raises(FileError) as error:
        limits.guard(path)
    assert error.value.fields == {"size": 3, "limit": 2}


def _reason(act: Callable[[], object]) -> str:
    try:
        act()
    except FileError as error:
        return error.reason
    return ""


# --- workbooks of other programs, written by other programs --------------------------------------------


def old_excel(path: Path) -> Path:
    book = xlwt.Workbook()
    page = book.add_sheet("Data")
    for i, cells in enumerate(AREAS):
        for j, cell in enumerate(cells):
            page.write(i, j, cell)
    book.save(str(path))
    return path


def open_document(path: Path) -> Path:
    document = OpenDocumentSpreadsheet()
    table = OdfTable(name="Data")
    for cells in AREAS:
        line = TableRow()
        for cell in cells:
            found = TableCell(valuetype="string")
            found.addElement(P(text=cell))
            line.addElement(found)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(path))
    return path


def with_password(path: Path) -> Path:
    plain = write_file(path.parent, "plain", "xlsx", AREAS)
    with plain.open("rb") as source, path.open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(source).encrypt("rahasia", target)
    return path


def web_page(path: Path) -> Path:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" for cells in AREAS)
    path.write_text(f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table>{rows}</table></body></html>')
    return path


def binary_workbook(path: Path) -> Path:
    return hostile.write_zip(path, {"[Content_Types].xml": hostile.HEAD, "xl/workbook.bin": "\x83\x01\x00"})


def truncated(path: Path) -> Path:
    path.write_bytes(write_file(path.parent, "plain", "xlsx", REGISTRY).read_bytes()[:-200])
    return path


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".csv"])
@pytest.mark.parametrize(
    "make, reason",
    [
        (old_excel, "file_xls"),
        (open_document, "file_ods"),
        (with_password, "file_password"),
        (web_page, "file_html"),
        (binary_workbook, "file_xlsb"),
        (truncated, "file_broken"),
    ],
)
def test_other_workbooks_are_named_for_what_they_are(
    sqlite_engine: Engine, tmp_path: Path, make: Callable[[Path], Path], reason: str, suffix: str
) -> None:
    report = check_file(sqlite_engine, make(tmp_path / f"berkas{suffix}"))
    assert [p.reason for p in report.problems] == [reason] and report.exit_code() == 2


@pytest.mark.parametrize(
    "begin", [b"\x1f\x8b\x08", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x89PNG\r\n", b"{\\rtf1 "]
)
def test_archives_and_pictures_are_no_tables(sqlite_engine: Engine, tmp_path: Path, begin: bytes) -> None:
    path = hostile.write(tmp_path / "a.csv", begin, b"KODE,NAMA\n31,Contoh\n" * 20)
    assert [p.reason for p in check_file(sqlite_engine, path).problems] == ["file_binary"]


# --- cells ----------------------------------------------------------------------------------------------


def test_control_characters_are_gone_before_a_cell_is_judged(sqlite_engine: Engine, tmp_path: Path) -> None:
    rows = [AREAS[0], *([f"\x00{a}\u200b", b, f"\u202e{c}", f"{d}\x1b[31m"] for a, b, c, d in AREAS[1:])]
    for form in ("comma", "tab"):
        report = load_rows(sqlite_engine, tmp_path, form, rows, form)
        assert report.exit_code() == 0, report.as_json()
    with sqlite_engine.connect() as connection:
        names = connection.scalars(select(area.c.name)).all()
    assert all(name.isprintable() for name in names) and "RT 001[31m" in names


@pytest.mark.parametrize("form", ["comma", "xlsx"])
@pytest.mark.parametrize(
    "text",
    ["=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0", "-2+3+cmd|'x'!A0", '=HYPERLINK("x")'],
)
def test_a_formula_is_no_name(sqlite_engine: Engine, tmp_path: Path, text: str, form: str) -> None:
    rows = [AREAS[0], *AREAS[1:3], [*AREAS[3][:3], text]]
    report = load_rows(sqlite_engine, tmp_path, "rumus", rows, form)
    assert (report.rows, report.loaded) == (3, 2)
    assert [(p.row, p.reason) for p in report.problems] == [(4, "formula_as_text")]


def test_signs_that_are_no_formula_stay(sqlite_engine: Engine, tmp_path: Path) -> None:
    rows = [AREAS[0], [*AREAS[1][:3], "-Rawa Contoh (lama)"], [*AREAS[2][:3], "+62 contoh"]]
    assert load_rows(sqlite_engine, tmp_path, "tanda", rows).exit_code() == 0


@pytest.mark.parametrize("column", [0, 2, 6, 15])
def test_a_cell_of_megabytes_rejects_its_row(sqlite_engine: Engine, tmp_path: Path, column: int) -> None:
    settle(sqlite_engine, tmp_path)
    long = [cell if i != column else "12 sd, " * 300_000 for i, cell in enumerate(REGISTRY[1])]
    report = check_file(sqlite_engine, write_file(tmp_path, "panjang", "semicolon", [*REGISTRY, long]))
    assert (report.rows, report.loaded) == (len(REGISTRY), len(REGISTRY) - 1)
    reasons = {p.reason for p in report.problems if p.row == len(REGISTRY) + 1}
    assert reasons & {"cell_too_long", "text_too_long"}
    assert all(len(p.message_id) < 400 for p in report.problems)


def test_more_problems_than_anyone_can_mend(
    sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [AREAS[0], *([["x", "y", "z", "=1"]] * 40)]
    path = write_file(tmp_path, "salah", "comma", rows)
    assert check_file(sqlite_engine, path, "areas").rejected == 40
    monkeypatch.setattr(limits, "PROBLEMS", 30)
    report = check_file(sqlite_engine, path, "areas")
    assert [p.reason for p in report.problems] == ["file_too_many_problems"] and "baris 2" in report.problems[
        0
    ].message_id
    assert (report.status, report.rows, report.sums) == ("error", 0, {})


# --- while it is read ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form, kind", [("comma", "areas"), ("xlsx", "areas")])
def test_a_file_that_vanishes_while_it_is_read(
    sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, kind: str
) -> None:
    path = write_file(tmp_path, "a", form, AREAS)
    looked = limits.guard

    def guard(path: Path) -> int:
        size = looked(path)
        path.unlink()
        return size

    monkeypatch.setattr(limits, "guard", guard)
    with pytest.raises(FileError) as error:
        read_table(path, lambda keys: 1.0)
    assert error.value.reason == "file_missing"


def test_a_boundary_file_that_vanishes(sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = hostile.geopackage(tmp_path / "a.gpkg")
    looked = limits.guard
    monkeypatch.setattr(limits, "guard", lambda path: (looked(path), path.unlink())[0])
    from etl.sources.boundary_files import read_features

    assert _reason(lambda: read_features(path)) == "file_missing"


def test_out_of_memory_is_said(sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("etl.reading._table", full)
    report = check_file(sqlite_engine, write_file(tmp_path, "p", "comma", PROGRAMMES))
    assert [p.reason for p in report.problems] == ["file_memory"]


# --- shapes -------------------------------------------------------------------------------------------


def test_a_few_crossings_are_still_mended() -> None:
    ring = [(106.79 + math.cos(i / 500 * math.pi) / 100, -6.3 + math.sin(i / 500 * math.pi) / 100) for i in range(1000)]
    for i in range(100, 900, 100):
        ring[i], ring[i + 1] = ring[i + 1], ring[i]
    found = check_shape(shapely.Polygon(ring))
    assert found.geometry is not None and [reason for reason, _ in found.findings] == ["boundary_mended"]
