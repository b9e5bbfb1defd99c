"""Those whom an activity could reach: persons of the registry, kept for years (an age is that of the year's end).

``adults``: persons from :data:`ADULT` years. ``targeted``: persons for whom a programme is meant by its own rule (desil,
category, age); ``targeted_health`` of programmes with health activities only, ``targeted_dose_1`` and so on of those that
give this dose of a vaccine. All by sex and age group. The registry is that of today: it is not known who lived here in 2022.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from pantau.counting import AGE_GROUPS, KEYS, age_name
from pantau.schema import ALL_PROGRAMMES, activity, delivery, household, person, programme

ADULT = 18
DOSES = (1, 2, 3)
POPULATION = ("adults", "targeted", "targeted_health", *(f"targeted_dose_{dose}" for dose in DOSES))
TABLES = frozenset({activity.name, delivery.name})
"""The tables that say which programmes give a service; besides them there are the registry and the programmes."""
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
    rules = service_rules(connection)
    serving = {measure: set(connection.scalars(_serving(measure))) for measure in POPULATION if measure != "adults"}
    parts: list[pd.DataFrame] = []
    for year in years:
        age = int(year) - people["birth_year"].to_numpy(dtype=np.int64)
        split = _Splitting(people, age, year)
        grown = age >= ADULT
        parts += split("adults", ALL_PROGRAMMES, grown)
        anybody = {measure: np.zeros(len(people), dtype=bool) for measure in serving}
        for rule in rules:
            meant = is_meant(people, age, rule)
            for measure in (m for m, programmes in serving.items() if rule["programme_id"] in programmes):
                anybody[measure] |= meant
                parts += split(measure, rule["programme_id"], meant)
            parts += split("adults", rule["programme_id"], meant & grown)
        for measure, reached in anybody.items():
            parts += split(measure, ALL_PROGRAMMES, reached)
    found = [part for part in parts if len(part)]
    return pd.concat(found, ignore_index=True)[[*KEYS, "value"]] if found else pd.DataFrame(columns=[*KEYS, "value"])


def service_rules(connection: Connection) -> list[dict[str, Any]]:
    """The programmes that give a service, with whom they are meant for."""
    found = connection.execute(select(programme).where(programme.c.benefit_kind == SERVICE))
    return [dict(row) for row in found.mappings()]


def _serving(measure: str) -> Select:
    """``programme_id`` of the programmes that a measure looks at."""
    d, a = delivery.c, activity.c
    if measure == "targeted":
        return select(programme.c.programme_id).where(programme.c.benefit_kind == SERVICE)
    if measure == "targeted_health":
        return select(a.programme_id).distinct().where(a.kind == "kesehatan", a.status != "batal")
    return select(d.programme_id).distinct().where(d.service == "vaksin", d.dose == int(measure[-1]))


def is_meant(people: pd.DataFrame, age: np.ndarray, rule: dict[str, Any]) -> np.ndarray:
    """For whom of ``people`` (``desil``, ``is_…``), so old in the year asked for, a programme is meant."""
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


class _Splitting:
    """Counts persons of a year by area, and by sex or age group: over whole numbers, as there are many persons."""

    def __init__(self, people: pd.DataFrame, age: np.ndarray, year: str) -> None:
        self._year = year
        self._place, self._places = pd.factorize(people["area_code"], sort=True)
        sex, sexes = pd.factorize(people["sex"], sort=True)
        bounds = [high for _, high in AGE_GROUPS if high is not None]
        groups = [age_name(low, high) for low, high in AGE_GROUPS]
        self._facets = {
            "": (np.zeros(len(age), dtype=np.int64), [""]),
            "sex": (sex, list(sexes)),
            "age": (np.searchsorted(bounds, age), groups),
        }

    def __call__(self, measure: str, programme_id: int, which: np.ndarray) -> list[pd.DataFrame]:
        """The rows of ``mart_count`` for those of ``which``, one frame a facet."""
        parts = []
        for facet, (item, names) in self._facets.items():
            cells = np.bincount((self._place * len(names) + item)[which], minlength=len(self._places) * len(names))
            filled = np.flatnonzero(cells)
            rows = {
                "area_code": np.asarray(self._places, dtype=object)[filled // len(names)],
                "item": np.array(names, dtype=object)[filled % len(names)],
                "value": cells[filled],
            }
            parts.append(
                pd.DataFrame(rows).assign(measure=measure, period=self._year, programme_id=programme_id, facet=facet)
            )
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
    chosen = [] if programme_id == ALL_PROGRAMMES else [rule.programme_id == programme_id]
    if measure not in ("adults", "targeted"):  # of these every programme with a service
        chosen.append(rule.programme_id.in_(_serving(measure)))
    return query.where(select(rule.programme_id).where(meant_in(int(year)), *chosen).exists())


def meant_in(year: int) -> ColumnElement[bool]:
    """Whether a programme is meant for a person in a year, as :func:`is_meant` has it; of ``programme, person, household``."""
    rule, p = programme.c, person.c
    return and_(
        rule.benefit_kind == SERVICE,
        or_(rule.max_desil.is_(None), household.c.desil <= rule.max_desil),
        or_(
            and_(*(rule[f"for_{name}"].is_(False) for name in _CATEGORIES)),
            *(and_(rule[f"for_{name}"].is_(True), p[f"is_{name}"].is_(True)) for name in _CATEGORIES),
        ),
        or_(rule.min_age.is_(None), year - p.birth_year >= rule.min_age),
        or_(rule.max_age.is_(None), year - p.birth_year <= rule.max_age),
    )
