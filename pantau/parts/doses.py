"""Doses of vaccines (part 9): of those for whom a vaccination is meant now, how many have ever had this dose.

A stock by period: who has grown too old for a vaccination is neither in the numerator nor in the denominator
(``targeted_dose_1`` … in :mod:`pantau.parts.population`), and an age group is that of the period's year, not of the day of
the dose. A person counts once, in the RW where the household lives now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, func, select

from pantau import periods as period_text
from pantau.counting import AGE_GROUPS, KEYS, age_name
from pantau.parts.population import DOSES, LIVING_HERE, is_meant, meant_in, service_rules
from pantau.reference import RW_LENGTH
from pantau.schema import ALL_PROGRAMMES, delivery, household, person, programme

MEASURES = tuple(f"had_dose_{dose}" for dose in DOSES)
FINEST = "rw"
KINDS = ("deliveries", "registry")
_FLAGS = ("elderly", "disability", "pregnant", "child", "pupil")


def _dosed() -> tuple[ColumnElement[bool], ...]:
    d = delivery.c
    return (d.service == "vaksin", d.status == "diberikan", d.dose.in_(DOSES), LIVING_HERE)


def tally(connection: Connection, periods: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The rows of ``mart_count`` of :data:`MEASURES` for ``periods`` (by kind)."""
    d, p, h = delivery.c, person.c, household.c
    about = [p.person_id, func.substr(h.area_code, 1, RW_LENGTH).label("area_code"), h.desil, p.sex, p.birth_year]
    about += [p[f"is_{name}"] for name in _FLAGS]
    query = (
        select(*about, d.programme_id, d.dose, func.min(d.month_index).label("month"))
        .join_from(delivery, person, p.person_id == d.person_ref)
        .join(household, h.household_id == p.household_id)
        .where(*_dosed())
        .group_by(p.person_id, h.area_code, h.desil, p.sex, p.birth_year, *about[5:], d.programme_id, d.dose)
    )
    result = connection.execute(query)
    doses = pd.DataFrame(result.all(), columns=list(result.keys()))
    rules = {rule["programme_id"]: rule for rule in service_rules(connection)}
    asked = [period for of_kind in periods.values() for period in of_kind]
    parts: list[pd.DataFrame] = []
    for year in sorted({period_text.year_of(period) for period in asked}):
        by_month = _by_month(doses, int(year), rules)
        for period in (p for p in asked if period_text.year_of(p) == year):
            stood = by_month[by_month["month"] <= period_text.span(period)[1]]
            keys = [key for key in KEYS if key != "period"]
            parts.append(stood.groupby(keys)["value"].sum().reset_index().assign(period=period))
    found = [part for part in parts if len(part)]
    return pd.concat(found, ignore_index=True)[[*KEYS, "value"]] if found else pd.DataFrame(columns=[*KEYS, "value"])


def _by_month(doses: pd.DataFrame, year: int, rules: Mapping[int, dict]) -> pd.DataFrame:
    """Those meant for the vaccination in ``year``, by the month in which they first had the dose."""
    kept = []
    for programme_id, rows in doses.groupby("programme_id"):
        if programme_id in rules:
            age = year - rows["birth_year"].to_numpy(dtype=np.int64)
            groups = [next(age_name(*g) for g in AGE_GROUPS if g[1] is None or a <= g[1]) for a in age]
            kept.append(rows.assign(age=groups)[is_meant(rows, age, rules[programme_id])])
    columns = ["month", *(key for key in KEYS if key != "period"), "value"]
    if not kept:
        return pd.DataFrame(columns=columns)
    meant = pd.concat(kept)
    anywhere = meant.sort_values("month").drop_duplicates(["person_id", "dose"]).assign(programme_id=ALL_PROGRAMMES)
    both = pd.concat([meant, anywhere])
    both["measure"] = [f"had_dose_{dose}" for dose in both["dose"]]
    parts = []
    for facet in ("", "sex", "age"):
        rows = both.assign(facet=facet, item=both[facet] if facet else "")
        parts.append(rows.groupby(columns[:-1]).size().rename("value").reset_index())
    return pd.concat(parts, ignore_index=True)


def source_rows(measure: str, period: str, programme_id: int, area_code: str) -> list[Select]:
    """``batch_id, row_no, household_id`` of the doses that a measure counts."""
    d = delivery.c
    rule = [] if programme_id == ALL_PROGRAMMES else [d.programme_id == programme_id]
    query = (
        select(d.batch_id, d.row_no, d.household_id)
        .join_from(delivery, person, person.c.person_id == d.person_ref)
        .join(household, household.c.household_id == person.c.household_id)
        .join(programme, programme.c.programme_id == d.programme_id)
        .where(*_dosed(), meant_in(int(period_text.year_of(period))), *rule)
        .where(d.dose == int(measure[-1]), d.month_index <= period_text.span(period)[1])
        .where(household.c.area_code.like(area_code + "%"))
    )
    return [query]
