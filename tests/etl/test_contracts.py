"""Is what the contracts say to people true of what the checks do, and is the documentation current?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine

from etl import contract_docs
from etl.contract import Column, Contract
from etl.load import check_file
from etl.messages import MESSAGES
from etl.parse import Cells
from etl.sources import SOURCES, recognise
from etl.template_place import example_place
from etl.template_texts import examples_of, input_message
from tests.etl.office import settle, write_file

CONTRACTS: dict[str, Contract] = {kind: s.CONTRACT for kind, s in SOURCES.items() if hasattr(s, "CONTRACT")}
COLUMNS = [(kind, column) for kind, contract in CONTRACTS.items() for column in contract.columns]

# Cells that are wrong in many ways: what a parser says of them must be what its rule announces.
BAD = """x|Budi|0|1|2|3|9|10|12|-5|2.5|1,5|31/02/1980|1/13/2026|01/01/1850|31/12/2098|12/01/2199|29232|1e15|3.174E+15
3174061201800001|3174061201800000|0074061201800001|3174001201800001|3174069901800001|31740612018|31740612018O0001
2026-13|Maret 2026|Maret 2026 - Januari 2026|Januari 2024 - Maret 2026|Tahap 13 2026|Tahap 1 2026|TW 9 2026|tahun 26
005/002|2026-02-05|5-Feb|RT 0|9999|31.74.06.1003|31.74.06.1003.1|Rp 1.000,50|Rp 9.999.999.999.999|9999999999999|85%|1.5%
kadang|abu-abu|tetangga|KODE/1|=1+1|"""
CELLS = [cell for line in BAD.splitlines() for cell in line.split("|")] + ["y" * 300, "z" * 3000]


def named(kind_and_column: tuple[str, Column]) -> str:
    return f"{kind_and_column[0]}-{kind_and_column[1].name}"


@pytest.mark.parametrize("entry", COLUMNS, ids=named)
def test_a_column_announces_what_its_parser_says(entry: tuple[str, Column]) -> None:
    _, column = entry
    announced = {*column.rule.reasons, *contract_docs.ANY_CELL}
    kinds = [None, *(pd.Series([kind] * len(CELLS)).to_numpy(dtype="uint8") for kind in (1, 2))]
    for parser in (column.parser, *(coding.parser for coding in column.codings)):
        said = {f.reason for k in kinds for f in parser(Cells(pd.Series(CELLS, dtype="str"), k)).faults}
        assert said <= announced, column.name


@pytest.mark.parametrize("entry", COLUMNS, ids=named)
def test_a_column_is_explained_in_both_languages(entry: tuple[str, Column]) -> None:
    kind, column = entry
    assert all(column.meaning) and all(column.rule.said)
    assert {*column.rule.reasons, *column.reasons} <= MESSAGES.keys()
    title, message = input_message(column)
    assert len(title) <= 32 and len(message) <= 255
    assert examples_of(CONTRACTS[kind], column) or not column.required


@pytest.mark.parametrize("entry", COLUMNS, ids=named)
def test_every_choice_of_a_drop_down_is_understood(entry: tuple[str, Column]) -> None:
    _, column = entry
    if column.choices:
        parsed = column.parser(Cells(pd.Series(column.choices, dtype="str")))
        assert parsed.ok.all(), column.choices


@pytest.mark.parametrize("entry", COLUMNS, ids=named)
def test_a_stated_length_is_the_one_that_is_checked(entry: tuple[str, Column]) -> None:
    _, column = entry
    if column.rule.limit:
        texts = pd.Series(["A" * column.rule.limit, "A" * (column.rule.limit + 1)], dtype="str")
        assert column.parser(Cells(texts)).ok.tolist() == [True, False]


@pytest.mark.parametrize("kind", CONTRACTS)
def test_no_heading_stands_for_two_columns(kind: str) -> None:
    keys = [key for column in CONTRACTS[kind].columns for key in set(column.keys)]
    assert sorted(set(keys)) == sorted(keys)


SHARED = ("lookup", "keyed", "places", "periods", "part_columns", "part_lookup", "part_public")
"""Modules of :mod:`etl.sources` that check for several kinds."""


@pytest.mark.parametrize("kind", CONTRACTS)
def test_every_reason_a_kind_gives_is_announced(kind: str) -> None:
    """The reasons named in the modules of a kind are those of its contract: none is missing, none is made up."""
    root = Path(__file__).resolve().parents[2] / "etl" / "sources"
    own = "\n".join(p.read_text(encoding="utf-8") for p in root.glob(f"{kind}*.py") if not p.stem.endswith("_contract"))
    shared = {name: (root / f"{name}.py").read_text(encoding="utf-8") for name in SHARED}
    announced = contract_docs.reasons_of(CONTRACTS[kind]).keys()
    certain = _reasons_in(own)
    if "find_recipients" in own:
        certain |= _reasons_in(shared["lookup"])
    if "find_areas" in own:
        certain |= _reasons_in(shared["places"]) - ({"rt_incomplete", "rt_contradicts", "rt_unknown"} - set(announced))
    assert certain - {"indicators_unavailable"} <= set(announced) | {*contract_docs.ANY_ROW}
    beside_others = {reason for column in CONTRACTS[kind].columns for reason in column.reasons}
    parsers = {reason for column in CONTRACTS[kind].columns for reason in column.rule.reasons}
    possible = _reasons_in("\n".join((own, *shared.values())))
    assert beside_others - parsers <= possible


def _reasons_in(code: str) -> set[str]:
    return {reason for reason in MESSAGES if f'"{reason}"' in code}


def test_the_documentation_is_current() -> None:
    assert contract_docs.FILE.read_text(encoding="utf-8") == contract_docs.markdown(), "python -m etl.contract_docs"


# --- which kind a file is ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", CONTRACTS)
@pytest.mark.parametrize("whole", [True, False], ids=["all columns", "required columns"])
def test_a_file_with_the_columns_of_a_kind_is_recognised(kind: str, whole: bool, tmp_path: Path) -> None:
    contract = CONTRACTS[kind]
    grouped = {group[0] for group in contract.one_of}
    chosen = [c for c in contract.columns if whole or c.required or c.in_file or c.name in grouped]
    path = write_file(tmp_path, "a", "comma", [[c.synonyms[0] for c in chosen], ["x"] * len(chosen)])
    assert recognise(path) == kind


def test_a_list_of_participants_with_columns_of_a_registry_is_no_registry(tmp_path: Path) -> None:
    headings = ["NO", "NO KK", "NIK", "NAMA", "ALAMAT", "RT", "RW", "DESIL", "PENGHASILAN", "PROGRAM", "TANGGAL MASUK"]
    assert recognise(write_file(tmp_path, "a", "comma", [headings, ["x"] * len(headings)])) == "membership"
    with_period = [*headings, "PERIODE", "JATUH TEMPO", "NOMINAL", "TANGGAL LAHIR"]
    assert recognise(write_file(tmp_path, "b", "comma", [with_period, ["x"] * len(with_period)])) == "disbursement"


def test_a_file_that_lacks_a_required_column_is_still_told_by_the_others(sqlite_engine: Engine, tmp_path: Path) -> None:
    settle(sqlite_engine, tmp_path)
    headings = ["KODE", "NAMA", "PELAKSANA", "JENIS PELAKSANA", "JENIS MANFAAT", "PENERIMA", "NOMINAL"]
    report = check_file(sqlite_engine, write_file(tmp_path, "p", "comma", [headings, ["x"] * 7]))
    assert (report.kind, report.problems[0].reason) == ("programmes", "column_missing")
    assert "MULAI" in report.problems[0].message_id


def test_examples_do_not_depend_on_the_day() -> None:
    """An example written on any day is of that day's past, or not paid yet."""
    for today in (dt.date(2024, 1, 1), dt.date(2026, 1, 9), dt.date(2030, 12, 31)):
        place = example_place(today)
        for row in CONTRACTS["disbursement"].example(place):  # type: ignore[misc]
            paid = row.get("paid")
            assert (row["status"] == "Dibayar") == (paid is not None)
            assert paid is None or (isinstance(paid, dt.date) and paid <= today)
        for row in CONTRACTS["membership"].example(place):  # type: ignore[misc]
            assert isinstance(row["entry"], dt.date) and row["entry"] <= today
