"""Does the list of likely duplicates show enough to decide, no more than that, and keep the decision?"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine, insert, select

from etl import bulk
from pantau import duplicates
from pantau.duplicates import ONE_NIK, TWO_NIK
from pantau.schema import NO_PERSON, duplicate_candidate, person_identity
from tests.etl.office import CHILD, HEAD, KK, OTHER, REGISTRY, load_rows, settle

EVIDENCE = {"start": -20.0, "columns": [{"key": "name", "level": "same", "weight": 12.0}]}
REFUSED = {
    **EVIDENCE,
    "other": {"how": "refused", "name": "W•••• L•••", "kk": "3174••••••••0009", "born": 1999, "sex": "P"},
}


@pytest.fixture
def two(sqlite_engine: Engine, tmp_path: Path) -> Engine:
    """The small kelurahan with one candidate of each kind, as the search writes them."""
    settle(sqlite_engine, tmp_path)
    with sqlite_engine.execution_options(writes=True).begin() as connection:
        i = person_identity.c
        ids = dict(connection.execute(select(i.nik, i.person_id)).all())
        first = bulk.next_id(connection, duplicate_candidate.c.candidate_id)
        same = {"state": "open", "note": "", "state_by": "", "found_event": 1}
        rows = [
            (TWO_NIK, ids[HEAD], ids[OTHER], 0, 0, 0.93, EVIDENCE),
            (ONE_NIK, ids[CHILD], NO_PERSON, 3, 9, 0.999, REFUSED),
        ]
        names = ("kind", "person_a", "person_b", "other_batch", "other_row", "probability")
        values = [
            {**dict(zip(names, row, strict=False)), **same, "candidate_id": first + n, "evidence": json.dumps(row[-1])}
            for n, row in enumerate(rows)
        ]
        connection.execute(insert(duplicate_candidate), values)
    return sqlite_engine


def test_the_strongest_comes_first_with_both_records(two: Engine) -> None:
    found = duplicates.candidates(two)
    assert found["kind"].tolist() == [ONE_NIK, TWO_NIK]
    assert found["degree"].tolist() == ["very_likely", "likely"]
    pair = found.iloc[1]
    assert (pair["name_a"], pair["born_a"], pair["place_a"]) == ("W•••• S•••", 1980, "RT 005/RW 002")
    assert (pair["name_b"], pair["born_b"], pair["place_b"]) == ("W•••• E••••", 1950, "RT 001/RW 001")
    assert (pair["nik_a"], pair["nik_b"]) == ("3174••••••••0001", "3174••••••••0004")
    assert (pair["row_a"], pair["row_b"]) == (2, 5)
    refused = found.iloc[0]
    assert (refused["name_b"], refused["born_b"], refused["sex_b"]) == ("W•••• L•••", 1999, "P")
    assert (refused["file_b"], refused["row_b"]) == ("registry_comma.csv", 9)
    assert len(duplicates.candidates(two, limit=1)) == 1
    assert duplicates.candidates(two, "same").empty


def test_nothing_that_identifies_is_in_what_the_page_gets(two: Engine) -> None:
    given = duplicates.candidates(two).to_json() + "".join(
        duplicates.rows_of(two, number).to_json() for number in duplicates.candidates(two)["candidate_id"]
    )
    for row in REGISTRY[1:]:
        for secret in (row[0], row[1], row[2], row[2].split()[1], row[3]):
            assert str(secret) not in given


def test_the_rows_are_those_of_the_file(two: Engine, tmp_path: Path) -> None:
    number = int(duplicates.candidates(two).set_index("kind").loc[TWO_NIK, "candidate_id"])
    rows = duplicates.rows_of(two, number)
    file = pd.read_csv(tmp_path / "registry_comma.csv", dtype=str)
    for (side, row_no), nik in zip(rows[["side", "row_no"]].to_numpy().tolist(), (HEAD, OTHER), strict=True):
        assert file["NIK"].iloc[row_no - 2] == nik, side
    refused = int(duplicates.candidates(two).set_index("kind").loc[ONE_NIK, "candidate_id"])
    assert duplicates.rows_of(two, refused)["row_no"].tolist() == [4, 9]
    with pytest.raises(KeyError):
        duplicates.rows_of(two, 99)


def test_a_decision_is_kept_with_who_and_when_and_can_be_taken_back(two: Engine) -> None:
    number = int(duplicates.candidates(two)["candidate_id"].iloc[0])
    duplicates.decide(two, number, "different", " KTP sudah dilihat ", "petugas")
    kept = duplicates.candidates(two, candidate_id=number).iloc[0]
    assert (kept["state"], kept["note"], kept["state_by"]) == ("different", "KTP sudah dilihat", "petugas")
    assert kept["state_at"] is not None
    assert duplicates.counts(two) == {"open": 1, "same": 0, "different": 1}
    duplicates.decide(two, number, "open", "", "petugas")
    assert duplicates.counts(two)["open"] == 2
    with pytest.raises(ValueError, match="state"):
        duplicates.decide(two, number, "merged", "", "petugas")
    with pytest.raises(KeyError):
        duplicates.decide(two, 99, "same", "", "petugas")


def test_the_list_says_when_the_data_are_newer(two: Engine, tmp_path: Path) -> None:
    from etl import duplicates as search

    assert duplicates.currency(two).stale and duplicates.currency(two).last is None
    done = search.run(two, "petugas")
    current = duplicates.currency(two)
    assert current.last == done and not current.stale
    changed = [list(row) for row in REGISTRY]
    changed[1][15] = "1.600.000"
    load_rows(two, tmp_path, "newer", changed)
    assert duplicates.currency(two).stale


def test_a_record_that_is_gone_leaves_an_empty_side(two: Engine) -> None:
    with two.execution_options(writes=True).begin() as connection:
        connection.execute(duplicate_candidate.update().values(person_a=10_000))
    found = duplicates.candidates(two)
    assert len(found) == 2 and found["name_a"].isna().all()
    assert KK not in found.to_json()
