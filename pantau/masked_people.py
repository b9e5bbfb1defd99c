"""The only module of the dashboard that reads who people are; what it gives is masked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from pantau.masking import mask_number, mask_words
from pantau.schema import batch, household, household_identity, person, person_identity

_ASKED = 500  # ids in one question


def of(connection: Connection, ids: set[int]) -> dict[int, dict[str, Any]]:
    """By person_id: ``name``, ``nik`` and ``kk`` masked, ``born`` (year), ``sex``, ``place`` (``RT 003/RW 005``), ``status``,
    and where the record stands (``file``, ``row``)."""
    p, i, h = person.c, person_identity.c, household.c
    query = (
        select(
            *(p.person_id, i.name, i.nik, p.birth_year, p.sex, p.status, p.row_no, h.area_code, batch.c.file_name),
            household_identity.c.kk,
        )
        .join_from(person, person_identity, i.person_id == p.person_id)
        .join(household, h.household_id == p.household_id)
        .join(household_identity, household_identity.c.household_id == p.household_id)
        .join(batch, batch.c.batch_id == p.batch_id)
    )
    found = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), _ASKED):
        for row in connection.execute(query.where(p.person_id.in_(wanted[start : start + _ASKED]))):
            rw, rt = row.area_code.split(".")[-2:]
            found[row.person_id] = {
                "name": mask_words(row.name),
                "nik": mask_number(row.nik),
                "kk": mask_number(row.kk),
                "born": row.birth_year,
                "sex": row.sex,
                "place": f"RT {rt}/RW {rw}",
                "status": row.status,
                "file": row.file_name,
                "row": row.row_no,
            }
    return found
