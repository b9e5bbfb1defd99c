"""Records that may be one person under two NIK, or two people under one: the list for a person to decide.

The search itself is :mod:`etl.duplicates`; nothing is ever merged or changed because of it. What is shown of a person is
masked: the first letters of the name, the year of birth, RT, and a NIK without its middle.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Engine, func, select
from sqlalchemy import update as sql_update

from pantau import masked_people, runs
from pantau.database import now
from pantau.runs import Currency
from pantau.schema import NO_PERSON, batch, duplicate_candidate, person

KIND = "duplicates"
TWO_NIK, ONE_NIK = "two_nik", "one_nik"
STATES = ("open", "same", "different")

SHOWN, LIKELY, VERY_LIKELY = 0.5, 0.9, 0.99
"""The thresholds of the probability, and why: below 0.5 a pair is likelier two people than one, and looking at it costs more
than it finds; from 0.9 on at most one pair in ten, from 0.99 on one in a hundred is expected to be wrong."""


@dataclass(frozen=True)
class Run:
    """One search: after which event, when (UTC), how many candidates the data show, and what changed in the list."""

    run_id: int
    event_id: int
    at: dt.datetime
    found: int
    new: int
    gone: int


def degree(probability: float) -> str:
    """``very_likely``, ``likely`` or ``possible``."""
    return "very_likely" if probability >= VERY_LIKELY else "likely" if probability >= LIKELY else "possible"


def currency(engine: Engine) -> Currency[Run]:
    """The last search, and the newest event of the data."""
    row, newest = runs.last(engine, KIND)
    if row is None:
        return Currency(None, newest)
    changes = json.loads(row.settings)
    return Currency(Run(row.run_id, row.event_id, row.at, row.found, changes["new"], changes["gone"]), newest)


def counts(engine: Engine) -> dict[str, int]:
    """Candidates by state."""
    c = duplicate_candidate.c
    with engine.connect() as connection:
        found: dict = dict(connection.execute(select(c.state, func.count()).group_by(c.state)).all())
    return {state: int(found.get(state, 0)) for state in STATES}


def candidates(
    engine: Engine, state: str = "", limit: int | None = None, candidate_id: int | None = None
) -> pd.DataFrame:
    """The candidates (of one ``state``; "": all), likeliest first; at most ``limit``.

    Columns: candidate_id, kind, probability, degree, state, note, state_by, state_at (UTC), evidence (see
    :func:`etl.duplicates.evidence_of`), and of both records (``_a``, ``_b``): name, nik and kk masked, born (year), sex,
    place (``RT 003/RW 005``), status, file, row. A record that is no person of the database has only what the file says.
    """
    c = duplicate_candidate.c
    query = select(duplicate_candidate).order_by(c.probability.desc(), c.candidate_id)
    if state:
        query = query.where(c.state == state)
    if candidate_id is not None:
        query = query.where(c.candidate_id == candidate_id)
    with engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(query.limit(limit)).mappings()]
        asked = {row[side] for row in rows for side in ("person_a", "person_b")} - {NO_PERSON}
        people = masked_people.of(connection, asked)
        files = _files(connection, {row["other_batch"] for row in rows} - {0})
    return pd.DataFrame([_shown(row, people, files) for row in rows], columns=_COLUMNS)


_SIDES = ("name", "nik", "kk", "born", "sex", "place", "status", "file", "row")
_COLUMNS = [
    *("candidate_id", "kind", "probability", "degree", "state", "note", "state_by", "state_at", "evidence"),
    *(f"{what}_{side}" for side in "ab" for what in _SIDES),
]


def _files(connection: Any, ids: set[int]) -> dict[int, str]:
    query = select(batch.c.batch_id, batch.c.file_name).where(batch.c.batch_id.in_(sorted(ids)))
    return dict(connection.execute(query).all())


def _shown(row: dict[str, Any], people: dict[int, dict[str, Any]], files: dict[int, str]) -> dict[str, Any]:
    evidence = json.loads(row["evidence"])
    left = people.get(row["person_a"], {})
    right = people.get(row["person_b"], {})
    if row["kind"] == ONE_NIK:
        said = evidence["other"]  # masked already
        right = {**said, "nik": left.get("nik"), "file": files.get(row["other_batch"]), "row": row["other_row"]}
    shown = {k: row[k] for k in ("candidate_id", "kind", "probability", "state", "note", "state_by", "state_at")}
    shown |= {"degree": degree(row["probability"]), "evidence": evidence}
    return shown | {f"{what}_{side}": one.get(what) for side, one in (("a", left), ("b", right)) for what in _SIDES}


def rows_of(engine: Engine, candidate_id: int) -> pd.DataFrame:
    """The file rows of both records: ``side`` (a, b), ``batch_id, file_name, sha256, row_no``. KeyError if unknown.

    Fewer than two where a roll back has taken a record away.
    """
    with engine.connect() as connection:
        found = connection.execute(
            select(duplicate_candidate).where(duplicate_candidate.c.candidate_id == candidate_id)
        ).one_or_none()
        if found is None:
            raise KeyError(candidate_id)
        places = []
        for side, person_id in (("a", found.person_a), ("b", found.person_b)):
            query = select(person.c.batch_id, person.c.row_no).where(person.c.person_id == person_id)
            places += [(side, *place) for place in connection.execute(query)]
        if found.other_batch:
            places.append(("b", found.other_batch, found.other_row))
        rows = []
        for side, batch_id, row_no in places:
            b = batch.c
            source = connection.execute(select(b.file_name, b.sha256).where(b.batch_id == batch_id)).one()
            rows.append((side, batch_id, *source, row_no))
    return pd.DataFrame(rows, columns=["side", "batch_id", "file_name", "sha256", "row_no"])


def decide(engine: Engine, candidate_id: int, state: str, note: str, actor: str) -> None:
    """Record a person's decision; nothing else changes. KeyError if unknown, ValueError for another state."""
    if state not in STATES:
        raise ValueError("state")
    c = duplicate_candidate.c
    values = {"state": state, "note": note.strip(), "state_by": actor[:80], "state_at": now()}
    with engine.execution_options(writes=True).begin() as connection:
        done = connection.execute(sql_update(duplicate_candidate).where(c.candidate_id == candidate_id).values(values))
        if done.rowcount != 1:
            raise KeyError(candidate_id)
