"""Those whom an activity could reach: persons of the registry, kept for years (an age is that of the year's end).

``adults``: persons from :data:`ADULT` years. ``targeted``: persons for whom a programme is meant by its own rule (desil,
category, age). Both by sex and age group. The registry is that of today: it is not known who lived here in 2022.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Select, and_, or_, select

from pantau.counting import AGE_GROUPS, KEYS, age_name
from pantau.schema import ALL_PROGRAMMES, household, person, programme

ADULT = 18
POPULATION = ("adults", "targeted")
SERVICE = "jasa"
"""``benefit_kind`` of programmes that give a service; of the others nobody is counted as targeted here."""

_CATEGORIES = ("elderly", "disability", "pregnant", "child", "pupil")
LIVING_HERE = and_(person.c.status == "active", household.c.members > 0)


def tally(connection: Connection, years: Sequence[str]) -> pd.DataFrame:
    """The rows of ``mart_count`` of the measures :data:`POPULATION` for ``years``."""
    columns = (household.c.area_code, household.c.desil, person.c.sex, person.c.birth_year)
    flags = (person.c[f"is_{name}"] for name in _CATEGORIES)
    query = select(*columns, *flags).join_from(person, household).where(LIVING_HERE)
    result = connection.execute(query)
    people = pd.DataFrame(result.all(), columns=list(result.keys()))
    rules = connection.execute(select(programme).where(programme.c.benefit_kind == SERVICE)).mappings().all()
    parts: list[pd.DataFrame] = []
    for year in years:
        age = int(year) - people["birth_year"].to_numpy(dtype=np.int64)
        parts += _split(people, age, age >= ADULT, "adults", year, ALL_PROGRAMMES)
        anybody = np.zeros(len(people), dtype=bool)
        for rule in rules:
            meant = _meant(people, age, dict(rule))
            anybody |= meant
            parts += _split(people, age, meant, "targeted", year, rule["programme_id"])
            parts += _split(people, age, meant & (age >= ADULT), "adults", year, rule["programme_id"])
        parts += _split(people, age, anybody, "targeted", year, ALL_PROGRAMMES)
    found = [part for part in parts if len(part)]
    return pd.concat(found, ignore_index=True)[[*KEYS, "value"]] if found else pd.DataFrame(columns=[*KEYS, "value"])


def _meant(people: pd.DataFrame, age: np.ndarray, rule: dict) -> np.ndarray:
    meant = np.ones(len(people), dtype=bool)
    if rule["max_desil"] is not None:
        meant &= (people["desil"] <= rule["max_desil"]).to_numpy(dtype=bool)  # not ranked: not meant
    asked = [name for name in _CATEGORIES if rule[f"for_{name}"]]
    if asked:
        meant &= np.logical_or.reduce([people[f"is_{name}"].to_numpy(dtype=bool) for name in asked])
    if rule["min_age"] is not None:
        meant &= age >= rule["min_age"]
    if rule["max_age"] is not None:
        meant &= age <= rule["max_age"]
    return meant


def _split(
    people: pd.DataFrame, age: np.ndarray, which: np.ndarray, measure: str, year: str, programme_id: int
) -> list[pd.DataFrame]:
    chosen, ages = people[which], age[which]
    groups = np.full(len(ages), age_name(*AGE_GROUPS[-1]), dtype=object)
    for low, high in reversed(AGE_GROUPS[:-1]):
        groups[ages <= (high or 0)] = age_name(low, high)
    parts = []
    for facet, item in (("", ""), ("sex", chosen["sex"]), ("age", groups)):
        frame = pd.DataFrame({"area_code": chosen["area_code"], "item": item})
        counted = frame.groupby(["area_code", "item"]).size().rename("value").reset_index()
        parts.append(counted.assign(measure=measure, period=year, programme_id=programme_id, facet=facet))
    return parts


def source_rows(measure: str, year: str, programme_id: int, area_code: str) -> Select:
    """``batch_id, row_no, household_id`` of the registry rows that a measure counts."""
    p = person.c
    query = select(p.batch_id, p.row_no, p.household_id).join_from(person, household)
    query = query.where(LIVING_HERE, household.c.area_code.like(area_code + "%"))
    adult = p.birth_year <= int(year) - ADULT
    if measure == "adults":
        query = query.where(adult)
        if programme_id == ALL_PROGRAMMES:
            return query
    rule = programme.c
    meant = and_(
        rule.benefit_kind == SERVICE,
        or_(rule.max_desil.is_(None), household.c.desil <= rule.max_desil),
        or_(
            and_(*(rule[f"for_{name}"].is_(False) for name in _CATEGORIES)),
            *(and_(rule[f"for_{name}"].is_(True), p[f"is_{name}"].is_(True)) for name in _CATEGORIES),
        ),
        or_(rule.min_age.is_(None), int(year) - p.birth_year >= rule.min_age),
        or_(rule.max_age.is_(None), int(year) - p.birth_year <= rule.max_age),
    )
    chosen = [] if programme_id == ALL_PROGRAMMES else [rule.programme_id == programme_id]
    return query.where(select(rule.programme_id).where(meant, *chosen).exists())
