"""Does any file, however mangled, end otherwise than in a full account or a refusal? (A small share; see ``fuzz.py``.)"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import masking, reading
from etl.load import check_file
from etl.parse import Cells, Parsed, map_unique
from etl.report import Report
from tests.etl import fuzz
from tests.etl.fuzz_changes import BLANKS
from tests.etl.office import write_file

SOME = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(scope="module")
def office() -> Iterator[fuzz.Office]:
    with fuzz.Office() as office:
        yield office


@SOME
@given(pick=st.randoms(use_true_random=False))
def test_mangled_office_files(office: fuzz.Office, pick: Random) -> None:
    office.try_file(pick)


@settings(SOME, max_examples=40)
@given(content=st.binary(max_size=3000), suffix=st.sampled_from([".csv", ".xlsx", ".geojson", ".zip", ".gpkg", ".xls"]))
@pytest.mark.parametrize(
    "begin", [b"", b"PK\x03\x04", b"NO KK,NIK\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b'{"a":']
)
def test_any_bytes(office: fuzz.Office, tmp_path: Path, begin: bytes, content: bytes, suffix: str) -> None:
    path = tmp_path / f"bita{suffix}"
    path.write_bytes(begin + content)
    report = check_file(office.engine, path)
    fuzz.check(fuzz.Case(path), report)


CELL = st.text(max_size=12) | st.sampled_from(BLANKS) | st.from_regex(r"[0-9., Rp-]{1,12}")


@settings(SOME, max_examples=60)
@given(
    rows=st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=8), form=st.sampled_from(["csv", "xlsx"])
)
def test_any_text_in_the_cells(office: fuzz.Office, tmp_path: Path, rows: list[list[str]], form: str) -> None:
    headings = ["KODE", "KODE INDUK", "TINGKAT", "NAMA"]
    if form == "csv":
        path = tmp_path / "teks.csv"
        with path.open("w", encoding="utf-8", errors="ignore", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows([headings, *rows])
    else:
        path = write_file(tmp_path, "teks", "xlsx", [headings, *rows])
    report = check_file(office.engine, path, "areas")
    fuzz.check(fuzz.Case(path), report)
    if report.status == "ok":
        filled = [row for row in rows if any(cell.isalnum() for cell in row)]
        assert len(filled) <= report.rows <= len(rows)


# --- would it be noticed? -------------------------------------------------------------------------------


def _lose_a_row(table: Callable[..., reading.Table]) -> Callable[..., reading.Table]:
    def losing(*arguments: Any) -> reading.Table:
        whole = table(*arguments)
        if len(whole) < 2:
            return whole
        kinds = None if whole.kinds is None else whole.kinds[:-1]
        return reading.Table(whole.headings, whole.heading_row, whole.data[:-1], whole.rows[:-1], kinds, {})

    return losing


def _lose_a_rupiah(cells: Cells) -> Parsed:
    def understand(text: str, _kind: int) -> int | None:
        digits = text.replace(".", "")
        return max(0, int(digits) - 1) if digits.isdecimal() else None

    return map_unique(cells, understand, np.int64, 0)


def test_a_lost_row_is_noticed(office: fuzz.Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_table", _lose_a_row(reading._table))
    _expect_lost(office, "in the file")


def test_a_lost_rupiah_is_noticed(office: fuzz.Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from etl.sources.registry_contract import CONTRACT

    (income,) = (column for column in CONTRACT.columns if column.name == "income")
    monkeypatch.setitem(income.__dict__, "parser", _lose_a_rupiah)
    _expect_lost(office, "reported")


def test_a_name_in_a_sentence_is_noticed(office: fuzz.Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(masking.MASKS, "coded", str)
    _expect_lost(office, "shows")


def test_an_exception_is_noticed(office: fuzz.Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Report:
        raise KeyError

    monkeypatch.setattr(fuzz, "check_file", fail)
    with pytest.raises(KeyError):
        office.try_file(Random(1))


def _expect_lost(office: fuzz.Office, words: str) -> None:
    with pytest.raises(fuzz.Lost, match=words):
        for seed in range(300):
            office.try_file(Random(seed))
