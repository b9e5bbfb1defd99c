"""The families near graduation one by one, masked: for the office's desk only. Public pages have their number by RT."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, func, or_, select

from pantau import masked_people, poverty_line
from pantau.database import one_moment
from pantau.marts_stay import ENTRY_MONTH, EXIT_MONTH
from pantau.schema import ALL_PROGRAMMES, household, membership, person, programme

COLUMNS = ("household", "kk", "head", "place", "members", "income_each", "lines", "programmes", "months")


def families(engine: Engine, month: int, programme_id: int, within: str) -> pd.DataFrame:
    """Families enrolled at the end of ``month`` with own income a member at or above the poverty line, richest first.

    ``household`` (the number of this database), ``kk`` and ``head`` (masked), ``place``, ``members``, ``income_each``
    (rupiah a month), ``lines`` (the same in poverty lines), ``programmes`` (codes), ``months`` (since the first entry of
    those). Empty for an earlier state of the data, which holds no families.
    """
    h, m = household.c, membership.c
    line = poverty_line.newest().amount
    query = (
        select(h.household_id, h.members, h.income, programme.c.code, func.min(ENTRY_MONTH).label("entry"))
        .join_from(membership, household, h.household_id == m.household_id)
        .join(programme, programme.c.programme_id == m.programme_id)
        .where(month >= ENTRY_MONTH, or_(EXIT_MONTH.is_(None), month < EXIT_MONTH))
        .where(h.members > 0, h.income >= line * h.members, h.area_code.like(within + "%"))
        .group_by(h.household_id, h.members, h.income, programme.c.code)
        .order_by(h.household_id, programme.c.code)
    )
    if programme_id != ALL_PROGRAMMES:
        query = query.where(m.programme_id == programme_id)
    with one_moment(engine) as connection:
        found: dict[int, dict[str, Any]] = {}
        for row in connection.execute(query):
            kept = found.setdefault(row.household_id, {"row": row, "codes": [], "entry": row.entry})
            kept["codes"].append(row.code)
            kept["entry"] = min(kept["entry"], row.entry)
        heads = _heads(connection, list(found))
        people = masked_people.of(connection, set(heads.values()))
    rows = []
    for household_id, kept in found.items():
        who = people.get(heads.get(household_id, 0), {})
        each = kept["row"].income / kept["row"].members
        place = (who.get("kk", ""), who.get("name", ""), who.get("place", ""))
        codes = ", ".join(kept["codes"])
        rows.append((household_id, *place, kept["row"].members, each, each / line, codes, month - kept["entry"]))
    return pd.DataFrame(rows, columns=list(COLUMNS)).sort_values("lines", ascending=False, ignore_index=True)


def _heads(connection: Connection, household_ids: list[int]) -> dict[int, int]:
    """person_id of who stands for each family: its head, else the person first in the registry."""
    heads: dict[int, int] = {}
    p = person.c
    for start in range(0, len(household_ids), 500):
        asked = household_ids[start : start + 500]
        query = select(p.household_id, p.person_id).where(p.household_id.in_(asked), p.status == "active")
        for household_id, person_id in connection.execute(query.order_by(p.relation != "kepala", p.person_id)):
            heads.setdefault(household_id, person_id)
    return heads
