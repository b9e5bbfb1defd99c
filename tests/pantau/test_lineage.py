"""Does the lineage name just the file rows a figure is made of?"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from sqlalchemy import Engine, select

from etl import demo
from etl.batches import rollback
from etl.load import load_files
from pantau import history, lineage
from pantau.catalogue import transfers
from pantau.database import make_engine
from pantau.indicators import CATALOGUE
from pantau.lineage import Figure
from pantau.lineage_rows import ROWS
from pantau.parts import COUNTS, TALLIES, YEARLY
from pantau.queries import Cells
from pantau.schema import ALL_PROGRAMMES, MEASURES, batch, rejected_row
from tests.etl.office import KELURAHAN, KK, KK_2, REGISTRY, load_rows, nik, settle
from tests.lineage_recount import Files, differences, some_figures

HOUSEHOLDS = 500
YEARS = ("2021", "2025", "2026")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A small demo's files of transfers of three years; the second registry file amends the first."""
    made = demo.generate(tmp_path_factory.mktemp("lineage"), households=HOUSEHOLDS)
    every = [f for f in made if f.name not in demo.parts.NAMES]
    return [f for f in every if not f.name.startswith("penyaluran") or f.name.split("_")[1] in YEARS]


@pytest.fixture(scope="module")
def both(
    files: list[Path],
    sqlite_template: Path,
    new_postgres_database: Callable[[], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[list[Engine]]:
    """The files loaded on SQLite and on PostgreSQL."""
    path = tmp_path_factory.mktemp("lineage") / "pantau.sqlite"
    shutil.copyfile(sqlite_template, path)
    engines = [make_engine(f"sqlite:///{path}"), make_engine(new_postgres_database())]
    for engine in engines:
        assert all(report.exit_code() < 2 for report in load_files(engine, files))
    yield engines
    for engine in engines:
        engine.dispose()


@pytest.fixture(scope="module")
def raw(both: list[Engine], files: list[Path]) -> Files:
    """The files' rows, read another way."""
    return Files(files, rejected(both[0]))


def rejected(engine: Engine) -> dict[str, set[int]]:
    rows = select(batch.c.file_name, rejected_row.c.row_no).join_from(rejected_row, batch)
    found: dict[str, set[int]] = {}
    with engine.connect() as connection:
        for name, row in connection.execute(rows.where(rejected_row.c.severity == "rejected")):
            found.setdefault(name, set()).add(row)
    return found


def test_each_measure_has_its_rows() -> None:
    needed = {m for i in transfers.ENTRIES for m in (*i.numerator, *i.denominator)}
    assert set(ROWS) == set(MEASURES) | needed | {"p90_days_late"}
    others = {m.partition(":")[0] for i in CATALOGUE.values() for m in i.measures} - needed
    assert others <= set(COUNTS) | set(TALLIES) | set(ROWS) | YEARLY


def test_the_rows_named_give_the_figure_again(
    both: list[Engine], raw: Files, record_property: pytest.RecordProperty
) -> None:
    opened, wrong, told = 0, [], 0
    for figure in some_figures(both[0], 144, seed=6):
        count, differing = differences(both[0], raw, figure)
        opened += count
        told += count > 0
        wrong += differing
    assert not wrong, f"{len(wrong)} differ:\n" + "\n".join(wrong[:20])
    assert told > 70 and opened > 10_000
    record_property("rows opened", opened)
    print(f"\n{told} figures with rows, {opened} rows opened")


def test_a_recount_notices_a_row_too_few_and_one_too_many(
    both: list[Engine], raw: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure = Figure("disbursement_rate", ALL_PROGRAMMES, "2026-03", KELURAHAN)
    assert differences(both[0], raw, figure)[1] == []
    for name in ("transfers_paid", "transfers_due"):
        other = {"transfers_paid": "transfers_due", "transfers_due": "transfers_paid"}[name]
        with monkeypatch.context() as patched:
            patched.setitem(ROWS, name, ROWS[other])
            assert differences(both[0], raw, figure)[1]


def test_both_databases_name_the_same_rows(both: list[Engine]) -> None:
    told = 0
    for figure in some_figures(both[0], 54, seed=7):
        first, second = (lineage.sources(engine, figure).drop(columns=["loaded_at", "received_at"]) for engine in both)
        assert_frame_equal(first, second)
        assert_frame_equal(*(lineage.steps(engine, figure) for engine in both))
        assert len({lineage.few_households(engine, figure) for engine in both}) == 1
        told += len(first) > 0
        for source in first.tail(2).itertuples():
            assert_frame_equal(
                *(lineage.rows(engine, figure, source.part, source.batch_id, source.measure) for engine in both)
            )
    assert told > 25


def test_the_files_behind_a_table_are_all_those_of_its_figures(both: list[Engine]) -> None:
    for engine in both:
        for figure in some_figures(engine, 36, seed=8):
            each = set(lineage.sources(engine, figure)["batch_id"])
            table = lineage.behind(engine, [figure.indicator_id], figure.cells)
            assert each <= set(table["batch_id"])
        names = set(lineage.behind(engine, ["amount_paid"], Cells(("2025-03",)))["file_name"])
        assert {n for n in names if n.startswith("penyaluran")} <= {
            f"penyaluran_2025_{who}" for who in ("kemensos.csv", "pemprov.csv", "mitra.xlsx")
        }


def test_the_first_rows_are_written_out_as_ranges(both: list[Engine]) -> None:
    figure = Figure("recipients", ALL_PROGRAMMES, "2026-03", KELURAHAN)
    for source in lineage.sources(both[0], figure).itertuples():
        numbers = lineage.rows(both[0], figure, source.part, source.batch_id)["row_no"].tolist()
        pairs = [tuple(int(n) for n in part.split("–")) for part in source.ranges.removesuffix(", …").split(", ")]
        listed = [n for pair in pairs for n in range(pair[0], pair[-1] + 1)]
        assert listed == numbers[: len(listed)]
        assert (len(listed) < len(numbers)) == source.ranges.endswith("…")
        assert lineage.rows(both[0], figure, source.part, source.batch_id, limit=3)["row_no"].tolist() == numbers[:3]


@given(st.lists(st.tuples(st.integers(2, 9), st.integers(0, 3)), max_size=9))
def test_ranges_as_text(steps: Sequence[tuple[int, int]]) -> None:
    ranges, at = [], 0
    for gap, length in steps:
        ranges.append((at + gap, at + gap + length))
        at += gap + length
    said = [part.split("–") for part in lineage.written(ranges).split(", ") if part]
    assert [(int(p[0]), int(p[-1])) for p in said] == ranges
    assert all(len(p) == 1 or p[0] != p[1] for p in said)


# --- a life: amended, rolled back -----------------------------------------------------------------------

TRANSFERS = [
    ["PROGRAM", "NO KK", "PERIODE", "JATUH TEMPO", "TANGGAL BAYAR", "NOMINAL"],
    ["BPNT", KK, "2026-03", "2026-03-10", "2026-03-12", "200000"],
    ["BPNT", KK_2, "2026-03", "2026-03-10", "2026-03-09", "200000"],
]
PAID = Figure("amount_paid", ALL_PROGRAMMES, "2026-03", KELURAHAN)


def named(engine: Engine, figure: Figure) -> dict[tuple[str, str], str]:
    """Row ranges by measure and the start of the file's name."""
    found = lineage.sources(engine, figure)
    return {(row.measure, row.file_name.split("_")[0]): row.ranges for row in found.itertuples()}


def test_a_row_that_was_amended_is_followed_to_the_newer_file_and_back_after_roll_back(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    settle(sqlite_engine, tmp_path)
    load_rows(sqlite_engine, tmp_path, "first", TRANSFERS)
    assert named(sqlite_engine, PAID) == {("amount_paid", "first"): "2–3"}
    newer = [TRANSFERS[0], [*TRANSFERS[2][:-1], "150000"]]
    report = load_rows(sqlite_engine, tmp_path, "second", newer)
    assert named(sqlite_engine, PAID) == {("amount_paid", "first"): "2", ("amount_paid", "second"): "2"}
    assert report.batch_id
    rollback(sqlite_engine, report.batch_id, "petugas", "salah nominal")
    assert named(sqlite_engine, PAID) == {("amount_paid", "first"): "2–3"}


def test_people_who_left_are_not_counted_but_what_was_paid_to_them_is(sqlite_engine: Engine, tmp_path: Path) -> None:
    settle(sqlite_engine, tmp_path)
    load_rows(sqlite_engine, tmp_path, "first", TRANSFERS)
    figure = Figure("coverage", ALL_PROGRAMMES, "2026-03", KELURAHAN)
    assert named(sqlite_engine, figure)["people", "registry"] == "2–5"
    gone = [[*REGISTRY[0], "STATUS"], [*REGISTRY[4], "meninggal"]]
    assert load_rows(sqlite_engine, tmp_path, "later", gone).exit_code() == 0
    found = named(sqlite_engine, figure)
    assert found["people", "registry"] == "2–4"
    assert ("people", "later") not in found
    assert found["recipient_people", "first"] == "2–3"


def test_nothing_is_named_where_there_is_no_figure(sqlite_engine: Engine, tmp_path: Path) -> None:
    assert lineage.sources(sqlite_engine, PAID).empty
    assert lineage.steps(sqlite_engine, PAID).empty
    settle(sqlite_engine, tmp_path)
    load_rows(sqlite_engine, tmp_path, "first", TRANSFERS)
    for figure in (
        Figure("amount_paid", ALL_PROGRAMMES, "2026-04", KELURAHAN),
        Figure("amount_paid", 1, "2026-03", KELURAHAN),
        Figure("amount_paid", ALL_PROGRAMMES, "2026-03", f"{KELURAHAN}.009"),
    ):
        assert lineage.sources(sqlite_engine, figure).empty, figure
        assert lineage.rows(sqlite_engine, figure, "numerator", 4).empty


def test_the_earlier_state_has_files_but_no_rows(sqlite_engine: Engine, tmp_path: Path) -> None:
    settle(sqlite_engine, tmp_path)
    load_rows(sqlite_engine, tmp_path, "first", TRANSFERS)
    then = int(history.events(sqlite_engine)["event_id"].iloc[0])
    load_rows(sqlite_engine, tmp_path, "second", [TRANSFERS[0], [*TRANSFERS[2][:-1], "150000"]])
    known = history.as_known(sqlite_engine, then)
    assert lineage.sources(known, PAID).empty
    assert lineage.steps(known, PAID)["value"].tolist() == [400_000]
    names = lineage.behind(known, ["amount_paid"], PAID.cells)["file_name"].tolist()
    assert [n.split("_")[0] for n in names] == ["programmes", "first"]


def test_few_households_are_noticed_directly_and_by_difference(sqlite_engine: Engine, tmp_path: Path) -> None:
    settle(sqlite_engine, tmp_path)
    homes = [f"3174060101{50001 + i:06d}" for i in range(20)]
    people = [
        [
            kk,
            nik(1, 1, 1970, 100 + i),
            "Warga Contoh",
            "Jl Contoh 3",
            "001",
            "001",
            "1970-01-01",
            "L",
            "Kepala Keluarga",
            "2",
        ]
        for i, kk in enumerate(homes)
    ]
    assert (
        load_rows(sqlite_engine, tmp_path, "more", [REGISTRY[0], *([*p, *[""] * 6] for p in people)]).exit_code() == 0
    )
    rt = f"{KELURAHAN}.001.001"

    def after(*paid: int) -> dict[str, bool]:
        rows = [["BPNT", homes[i], "2026-03", "2026-03-10", "2026-03-09", "200000"] for i in paid]
        load_rows(sqlite_engine, tmp_path, f"paid{len(paid)}", [TRANSFERS[0], *rows])
        return {
            name: lineage.few_households(sqlite_engine, Figure(name, ALL_PROGRAMMES, "2026-03", rt))
            for name in ("recipients", "coverage_eligible", "exclusion_error")
        }

    assert after(*range(4)) == {"recipients": True, "coverage_eligible": True, "exclusion_error": True}
    assert after(*range(10)) == {"recipients": False, "coverage_eligible": False, "exclusion_error": False}
    # One household is left that is eligible and did not receive (with that of the small kelurahan): told by difference.
    assert after(*range(19)) == {"recipients": False, "coverage_eligible": True, "exclusion_error": True}


def test_row_numbers_are_all_that_is_told(both: list[Engine]) -> None:
    figure = Figure("coverage", ALL_PROGRAMMES, "2026-03", KELURAHAN)
    found = lineage.sources(both[0], figure)
    assert list(lineage.rows(both[0], figure, "numerator", int(found["batch_id"].iloc[0]))) == ["row_no"]
    assert not {"household_id", "nik", "kk"} & set(found)
