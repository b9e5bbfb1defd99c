"""Is every kind of office file read into the same table, and every other file refused with its reason?"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from etl import reading_csv
from etl.reading import DATE, NUMBER, TEXT, Table, read_table
from etl.report import FileError
from etl.sources import SOURCES, recognise
from tests.etl.office import AREAS, PROGRAMMES, REGISTRY, write_file


def score(keys: Sequence[str]) -> float:
    return float(len({"NAMA", "KODE", "NILAI"} & set(keys)))


def read_text(tmp_path: Path, content: str | bytes, name: str = "file.csv") -> Table:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return read_table(path, score, "NAMA, KODE")


def cells(table: Table) -> list[list[str]]:
    return table.data.to_numpy().tolist()


PLAIN = [["a", "Café", "1"], ["b", "Desa; Kota", "2"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_encodings_line_ends(tmp_path: Path, encoding: str, separator: str, end: str) -> None:
    lines = ["Kode{0}Nama{0}Nilai", "a{0}Café{0}1", 'b{0}"Desa; Kota"{0}2', ""]
    table = read_text(tmp_path, end.join(lines).format(separator).encode(encoding))
    assert cells(table) == PLAIN and table.headings == ["Kode", "Nama", "Nilai"]


def test_titles_blank_rows_and_row_numbers(tmp_path: Path) -> None:
    table = read_text(tmp_path, "DAFTAR, DESA\n\n,,\nKODE,NAMA,NILAI\na,b,1\n\n ,,\nc,d,2\n")
    assert table.heading_row == 4
    assert table.rows.tolist() == [2, 5]  # the heading is row 1; blank rows are counted


def test_quoted_line_ends_count_as_one_row(tmp_path: Path) -> None:
    table = read_text(tmp_path, 'KODE;NAMA;NILAI\na;"Jalan Satu\nGang Dua";1\nb;c;2\n')
    assert cells(table)[0][1] == "Jalan Satu\nGang Dua" and table.rows.tolist() == [2, 3]


def test_an_unclosed_quote_swallows_no_rows(tmp_path: Path) -> None:
    rows = "".join(f"k{i},nama,1\n" for i in range(50))
    assert len(read_text(tmp_path, 'KODE,NAMA,NILAI\na,"nama,1\n' + rows)) == 51
    assert len(read_text(tmp_path, 'KODE,NAMA,NILAI\na,"nama,1\n' + rows + 'b,nama",1\n')) == 52


def test_a_cell_of_several_lines_that_look_like_rows_is_one_cell(tmp_path: Path) -> None:
    """Where all cells are quoted, as survey tools write them, nothing was left open."""
    table = read_text(tmp_path, '"KODE","NAMA","NILAI"\n"a","b\n1,2,3\n4,5,6","x"\n"c","d","1"\n')
    assert cells(table) == [["a", "b\n1,2,3\n4,5,6", "x"], ["c", "d", "1"]]
    table = read_text(tmp_path, 'KODE,NAMA,NILAI\na,"Jalan Satu\nGang Dua, RT 1",1\nc,d,2\n')
    assert len(table) == 2


def test_ragged_rows(tmp_path: Path) -> None:
    table = read_text(tmp_path, "KODE,NAMA,NILAI\na\nb,c,1,,\nd,e,2,,lebih\n")
    assert cells(table) == [["a", "", ""], ["b", "c", "1"], ["d", "e", "2"]]
    assert table.surplus == {2: 5}


def test_control_characters_are_taken_out(tmp_path: Path) -> None:
    table = read_text(tmp_path, "KODE,NAMA,NILAI\na\x00b,c\u200b\x07d,\u202e1\n")
    assert cells(table) == [["ab", "cd", "1"]]


def test_excels_separator_hint(tmp_path: Path) -> None:
    table = read_text(tmp_path, "sep=;\r\nKODE;NAMA\r\na;b,c\r\n")
    assert cells(table) == [["a", "b,c"]] and table.heading_row == 2


def test_workbook_cells(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Kosong")
        book.add_worksheet("Catatan").write(0, 0, "bukan tabel")
        sheet = book.add_worksheet("Data")
        sheet.write_row(2, 1, ["KODE", "NAMA", "NILAI"])
        sheet.write_row(3, 1, [3174065201800012, 1.5, True])
        sheet.write_datetime(5, 1, dt.datetime(2026, 1, 12), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_datetime(5, 2, dt.datetime(2026, 1, 12, 8, 30), book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
        sheet.write_string(5, 3, "x\u200b")
        sheet.write_string(5, 6, "lebih")
    table = read_table(path, score)
    assert table.heading_row == 3 and table.headings == ["", "KODE", "NAMA", "NILAI"]
    assert cells(table) == [["", "3174065201800012", "1.5", "True"], ["", "2026-01-12", "2026-01-12T08:30:00", "x"]]
    assert table.rows.tolist() == [2, 4] and table.surplus == {1: 7}
    assert table.kinds is not None
    assert table.kinds.tolist() == [[TEXT, NUMBER, NUMBER, TEXT], [TEXT, DATE, DATE, TEXT]]


def zip_with(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    "name, content, reason",
    [
        ("a.csv", b"", "file_empty"),
        ("a.csv", b"\n\n , \n", "heading_not_found"),
        ("a.csv", b"satu,dua\n1,2\n", "heading_not_found"),
        ("a.csv", b"KODE,NAMA\n\n", "file_without_rows"),
        ("a.xls", OLE + bytes(600), "file_xls"),
        ("a.xlsx", OLE + bytes(600) + "EncryptedPackage\0".encode("utf-16-le"), "file_password"),
        ("a.xls", b"<html><body><table><tr><td>KODE</td></tr></table>", "file_html"),
        ("a.csv", b"\xef\xbb\xbf<!DOCTYPE html><p>", "file_html"),
        ("a.csv", b"%PDF-1.7\n%\xe2\xe3", "file_binary"),
        ("a.csv", bytes(range(256)) * 20, "file_binary"),
        ("a.xlsx", b"PK\x03\x04" + bytes(100), "file_broken"),
        ("a.xlsx", b"\x00\x01\x02" * 50, "file_broken"),
    ],
)
def test_files_that_are_no_table(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    with pytest.raises(FileError) as error:
        read_text(tmp_path, content, name)
    assert error.value.reason == reason


def test_other_archives_and_broken_workbooks(tmp_path: Path) -> None:
    good = write_file(tmp_path, "good", "xlsx", AREAS)
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(good.read_bytes()[:3000])
    cases = {
        zip_with(tmp_path / "a.ods", mimetype="application/vnd.oasis.opendocument.spreadsheet"): "file_ods",
        zip_with(tmp_path / "a.xlsb", xl__workbook__bin="x", **{"xl/workbook.bin": "x"}): "file_xlsb",
        zip_with(tmp_path / "a.docx", word__document="x"): "file_binary",
        zip_with(tmp_path / "b.xlsx", **{"xl/workbook.xml": "<broken"}): "file_broken",
        cut: "file_broken",
        tmp_path / "missing.csv": "file_missing",
        tmp_path: "file_not_regular",
    }
    for path, reason in cases.items():
        with pytest.raises(FileError) as error:
            read_table(path, score)
        assert error.value.reason == reason, path.name


def test_a_workbook_named_csv_is_read_as_a_workbook(tmp_path: Path) -> None:
    path = write_file(tmp_path, "good", "xlsx", AREAS).rename(tmp_path / "good.csv")
    assert len(read_table(path, SOURCES["areas"].CONTRACT.score)) == len(AREAS) - 1


@pytest.mark.parametrize("kind, rows", [("areas", AREAS), ("programmes", PROGRAMMES), ("registry", REGISTRY)])
@pytest.mark.parametrize("form", ["semicolon", "xlsx"])
def test_kinds_are_recognised(tmp_path: Path, kind: str, rows: list, form: str) -> None:
    assert recognise(write_file(tmp_path, "x", form, rows)) == kind


def test_undecodable_bytes_do_not_raise() -> None:
    assert "KODE" in reading_csv.decode(b"KODE,NAMA\n\x81\x8d\x8f\xff,x\n")
    assert reading_csv.decode("KODE".encode("utf-16-le") * 10).startswith("KODE")
