"""The search for records that may be one person under two NIK, or two people under one; its result is a list.

Nothing of a person is changed, ever: what a person decides about a candidate is kept with the candidate.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, select
from sqlalchemy import update as sql_update

from etl import bulk, linkage, one_nik
from etl.linkage_levels import COMPARISONS
from etl.parse_identity import nik_birth
from pantau import runs
from pantau.database import writing
from pantau.duplicates import KIND, LIKELY, ONE_NIK, SHOWN, TWO_NIK, VERY_LIKELY, Run
from pantau.masking import mask_number, mask_words
from pantau.schema import (
    NO_PERSON,
    duplicate_candidate,
    event,
    household,
    household_identity,
    person,
    person_identity,
)

Progress = Callable[[str], None]
STEPS = ("read", *linkage.STEPS, "one_nik", "write")
"""What :func:`run` tells its progress, in this order."""
FEWEST_PEOPLE = 50
"""In a smaller registry nothing is searched: how often strangers agree by chance cannot be learned from it."""
ONE_NIK_PRIOR = 0.5
"""How likely it is, before names are looked at, that one NIK written down twice means two people: even odds."""
TWINS = ("like", "word", "other")
"""Born on one day, on one family card, and names unlike by these levels: twins, and not listed."""

_KEY = ("kind", "person_a", "person_b", "other_batch", "other_row")
_Key = tuple[str, int, int, int, int]


def run(engine: Engine, actor: str, progress: Progress | None = None, threshold: float = SHOWN) -> Run:
    """Search the registry and bring ``duplicate_candidate`` up to date; loads wait only while the list is written.

    ``progress`` is told :data:`STEPS`. Candidates that a person has decided stay, with the decision, whatever the search
    finds; open ones that it does not find any more go. ValueError for a threshold that is no probability.
    """
    if not 0 < threshold < 1:
        raise ValueError("threshold")
    say = progress or (lambda _step: None)
    say("read")
    with engine.connect() as connection:
        event_id = connection.scalar(select(func.max(event.c.event_id))) or 0
        people = read_people(connection)
        others = one_nik.others(connection)
    found, made_with = _search(people, others, threshold, say) if len(people) >= FEWEST_PEOPLE else ({}, {})
    say("write")
    settings = {
        "actor": actor[:80],
        "thresholds": {"listed": threshold, "likely": LIKELY, "very_likely": VERY_LIKELY},
        "one_nik_prior": ONE_NIK_PRIOR,
        **made_with,
    }
    with writing(engine) as connection:
        new, gone = _write(connection, found, event_id)
        run_id, at = runs.note(connection, KIND, event_id, len(found), {"new": new, "gone": gone, **settings})
    return Run(run_id, event_id, at, len(found), new, gone)


def _search(
    people: pd.DataFrame, others: Sequence[one_nik.Other], threshold: float, say: Progress
) -> tuple[dict[_Key, tuple[float, str]], dict[str, Any]]:
    """The candidates of both kinds (key -> probability, evidence), and what they were found with."""
    say("prepare")
    table = linkage.records(people)
    pairs, model = linkage.pairs(table, threshold, say)
    twins = _are_twins(pairs)
    found: dict[_Key, tuple[float, str]] = {
        (TWO_NIK, int(pair["a"]), int(pair["b"]), 0, 0): (float(pair["probability"]), evidence_of(pair, model.share))
        for pair in pairs[~twins].to_dict("records")
    }
    say("one_nik")
    found |= _two_people(people, others, model, threshold)
    weights = {
        key: {level: {"m": round(m, 6), "u": float(f"{u:.4g}")} for level, (m, u) in levels.items()}
        for key, levels in model.weights.items()
    }
    return found, {"twins_left_out": int(twins.sum()), "share": model.share, **model.made_with, "weights": weights}


def read_people(connection: Connection) -> pd.DataFrame:
    """The registry as :func:`etl.linkage.records` takes it, by person_id; who was taken out of it is left out."""
    p, i, h = person.c, person_identity.c, household.c
    query = (
        select(
            *(p.person_id, i.nik, i.name, i.birth_date, p.sex, h.area_code),
            *(household_identity.c.kk, household_identity.c.address),
        )
        .join_from(person, person_identity, i.person_id == p.person_id)
        .join(household, h.household_id == p.household_id)
        .join(household_identity, household_identity.c.household_id == p.household_id)
        .where(p.status != "gone")
        .order_by(p.person_id)
    )
    rows = connection.execute(query).all()
    columns = ("unique_id", "nik", "name", "birth_date", "sex", "rt", "kk", "address")
    people = pd.DataFrame([tuple(row) for row in rows], columns=list(columns)).astype({"unique_id": "int64"})
    people["rw"] = [rt.rpartition(".")[0] for rt in people["rt"]]
    return _with_number(people)


def _with_number(people: pd.DataFrame) -> pd.DataFrame:
    """With ``birth``, the NIK without its date (``number``), and whether that date is the birth date (``dated``)."""
    births = [one_nik.as_date(value) for value in people["birth_date"]]
    dated = []
    for nik, born in zip(people["nik"], births, strict=True):
        dated.append(bool(nik) and born is not None and nik_birth(nik)[:3] == (born.day, born.month, born.year % 100))
    return people.assign(
        birth=[None if born is None else born.strftime("%Y%m%d") for born in births],
        number=[nik[:6] + nik[12:] for nik in people["nik"]],
        dated=dated,
    )


def _are_twins(pairs: pd.DataFrame) -> pd.Series:
    same = (pairs["level_place"] == "kk") & (pairs["level_birth"] == "same")
    return same & pairs["level_name"].isin(TWINS)


def _two_people(
    people: pd.DataFrame, others: Sequence[one_nik.Other], model: linkage.Model, threshold: float
) -> dict[_Key, tuple[float, str]]:
    """Of the ``others``, those that are another person than the one whose NIK they have, at least by ``threshold``."""
    at = {person_id: i for i, person_id in enumerate(people["unique_id"].tolist())}
    others = [other for other in others if other.person_id in at]
    if not others:
        return {}
    owners = people.iloc[[at[other.person_id] for other in others]].drop(columns=["number", "dated"])
    said = pd.DataFrame([other.said for other in others]).assign(unique_id=range(len(others)))
    said = _with_number(said).drop(columns=["number", "dated"])
    compared = linkage.compare(linkage.records(owners), linkage.records(said), model)
    weights = compared[[f"weight_{c.key}" for c in COMPARISONS]].sum(axis=1)
    found = {}
    for other, weight, pair in zip(others, weights.tolist(), compared.to_dict("records"), strict=True):
        odds = ONE_NIK_PRIOR / (1 - ONE_NIK_PRIOR) * 2.0 ** -max(min(weight, 500.0), -500.0)
        if (probability := odds / (1 + odds)) >= threshold:
            key = (ONE_NIK, other.person_id, NO_PERSON, other.batch_id, other.row_no)
            found[key] = (probability, evidence_of(pair, 1 - ONE_NIK_PRIOR, other))
    return found


def evidence_of(pair: dict[str, Any], share: float, other: one_nik.Other | None = None) -> str:
    """How a pair compares, as JSON, with nothing that identifies anybody.

    ``start`` is the weight before anything is compared, and ``columns`` has of each comparison key, level, their names in
    both languages and the weight in bits (above 0: rather one person). Of a record that is no person's there is
    ``other``: ``how`` it came to be, and what it says, masked.
    """
    columns = []
    for comparison in COMPARISONS:
        level = next((x for x in comparison.levels if x.key == pair[f"level_{comparison.key}"]), None)
        if level is not None:
            names = {"name_id": comparison.label_id, "name_en": comparison.label_en}
            labels = {"level_id": level.label_id, "level_en": level.label_en}
            weight = round(float(pair[f"weight_{comparison.key}"]), 2)
            columns.append({"key": comparison.key, "level": level.key, **names, **labels, "weight": weight})
    evidence: dict[str, Any] = {"start": round(_bits(share), 2), "columns": columns}
    if other is not None:
        born = one_nik.as_date(other.said["birth_date"])
        evidence["other"] = {
            "how": other.how,
            "name": mask_words(other.said["name"] or ""),
            "kk": mask_number(other.said["kk"] or ""),
            "born": born and born.year,
            "sex": other.said["sex"],
        }
    return json.dumps(evidence, ensure_ascii=False)


def _bits(share: float) -> float:
    return math.log2(share / (1 - share))


def _write(connection: Connection, found: dict[_Key, tuple[float, str]], event_id: int) -> tuple[int, int]:
    """Bring the table to what was found; how many are new, and how many open ones are gone."""
    c = duplicate_candidate.c
    columns = [c[name] for name in (*_KEY, "candidate_id", "state", "probability", "evidence")]
    known: dict[_Key, tuple[Any, ...]] = {
        tuple(row[:5]): tuple(row[5:]) for row in connection.execute(select(*columns))
    }
    next_id = bulk.next_id(connection, c.candidate_id)
    fresh = [
        {
            **dict(zip(_KEY, key, strict=True)),
            **{"candidate_id": next_id + i, "probability": probability, "evidence": evidence},
            **{"state": "open", "note": "", "state_by": "", "found_event": event_id},
        }
        for i, (key, (probability, evidence)) in enumerate((k, v) for k, v in found.items() if k not in known)
    ]
    gone = [candidate_id for key, (candidate_id, state, *_) in known.items() if key not in found and state == "open"]
    changed = [
        {"the_id": known[key][0], "new_probability": probability, "new_evidence": evidence}
        for key, (probability, evidence) in found.items()
        if key in known and (probability, evidence) != known[key][2:]
    ]
    if gone:
        bulk.remember_ids(connection, c.candidate_id)  # a link to a candidate never leads to another one
        connection.execute(
            delete(duplicate_candidate).where(c.candidate_id == bindparam("the_id")), [{"the_id": i} for i in gone]
        )
    if changed:
        one = sql_update(duplicate_candidate).where(c.candidate_id == bindparam("the_id"))
        values: dict[str, Any] = {"probability": bindparam("new_probability"), "evidence": bindparam("new_evidence")}
        connection.execute(one.values(values), changed)
    if fresh:
        connection.execute(insert(duplicate_candidate), fresh)
    return len(fresh), len(gone)
