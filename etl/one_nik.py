"""One NIK, two people? A number is in the registry once, so the second record is found where it went instead.

Either its row was refused (``nik_twice``: the number is in the file twice) and stands in quarantine, or a newer file put
it in place of the first, whose image is kept for a roll back.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from etl.parse import Cells
from etl.reading import heading_key
from etl.sources.registry import CONTRACT, KIND
from pantau import packing
from pantau.schema import (
    batch,
    household_identity,
    person,
    person_identity,
    quarantine_row,
    rejected_row,
    undo,
)

COLUMNS = ("nik", "name", "birth_date", "sex", "kk", "address")
"""What is compared of the two records: those of the contract that say who somebody is."""


@dataclass(frozen=True)
class Other:
    """A record that has the NIK of a person of the registry, and is not in it: where it stands, and what it says.

    ``how`` is "refused" or "replaced"; a value of ``said`` is None where it could not be read.
    """

    person_id: int
    how: str
    batch_id: int
    row_no: int
    said: dict[str, Any]


def others(connection: Connection) -> list[Other]:
    """Every such record of the batches that are loaded, in the order of their batches and rows."""
    return sorted([*_refused(connection), *_replaced(connection)], key=lambda o: (o.batch_id, o.row_no, o.person_id))


def _refused(connection: Connection) -> list[Other]:
    q, r = quarantine_row.c, rejected_row.c
    query = (
        select(q.batch_id, q.row_no, q.cells, batch.c.headings)
        .join_from(quarantine_row, batch, batch.c.batch_id == q.batch_id)
        .join(rejected_row, (r.batch_id == q.batch_id) & (r.row_no == q.row_no))
        .where(batch.c.kind == KIND, batch.c.status == "loaded", r.reason == "nik_twice")
        .order_by(q.batch_id, q.row_no)
    )
    rows = connection.execute(query.distinct()).all()
    found = []
    for batch_id in dict.fromkeys(row.batch_id for row in rows):
        its = [row for row in rows if row.batch_id == batch_id]
        headings = json.loads(its[0].headings or "[]")
        columns = _understood(headings, [json.loads(row.cells) for row in its])
        niks = [said["nik"] for said in columns]
        known = _persons(connection, [n for n in niks if n])
        found += [
            Other(known[said["nik"]], "refused", batch_id, row.row_no, said)
            for row, said in zip(its, columns, strict=True)
            if said["nik"] in known
        ]
    return found


def _understood(headings: list[str], rows: list[list[str]]) -> list[dict[str, Any]]:
    """The cells of rejected rows as the contract reads them, column by column; None for what it does not."""
    positions = CONTRACT.match([heading_key(heading) for heading in headings])
    values: dict[str, list[Any]] = {}
    for name in COLUMNS:
        if name not in positions:
            values[name] = [None] * len(rows)
            continue
        i = positions[name]
        texts = pd.Series([row[i] if i < len(row) else "" for row in rows], dtype="str")
        parsed = CONTRACT[name].parser_under(headings[i])(Cells(texts))
        plain = parsed.values.tolist()
        values[name] = [value if ok else None for value, ok in zip(plain, parsed.ok.tolist(), strict=True)]
    return [{name: values[name][i] for name in COLUMNS} for i in range(len(rows))]


def _persons(connection: Connection, niks: list[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for start in range(0, len(niks), 500):
        i = person_identity.c
        query = select(i.nik, i.person_id).where(i.nik.in_(niks[start : start + 500]))
        known |= {nik: person_id for nik, person_id in connection.execute(query)}
    return known


def _replaced(connection: Connection) -> list[Other]:
    """Earlier images of persons whose name or birth date is another now."""
    now = {row.person_id: row for row in connection.execute(select(person_identity))}
    cards = select(household_identity.c.household_id, household_identity.c.kk, household_identity.c.address)
    homes = {row.household_id: row for row in connection.execute(cards)}
    query = (
        select(undo.c.batch_id, undo.c.table_name, undo.c.payload)
        .join_from(undo, batch, batch.c.batch_id == undo.c.batch_id)
        .where(undo.c.table_name.in_((person.name, person_identity.name)), batch.c.status != "rolled_back")
        .order_by(undo.c.batch_id, undo.c.undo_id)
    )
    identities: dict[tuple[int, int], dict[str, Any]] = {}
    facts: dict[tuple[int, int], dict[str, Any]] = {}
    for batch_id, table_name, payload in connection.execute(query):
        table, into = (person, facts) if table_name == person.name else (person_identity, identities)
        columns = packing.unpack(table, payload)
        for row in zip(*columns.values(), strict=True):
            image = dict(zip(columns, row, strict=True))
            into.setdefault((batch_id, image["person_id"]), image)
    found = {}
    for key, was in identities.items():
        here, fact = now.get(was["person_id"]), facts.get(key)
        if here is None or fact is None or (here.name, here.birth_date) == (was["name"], was["birth_date"]):
            continue
        home = homes.get(fact["household_id"])
        said = {
            **{name: was[name] for name in ("nik", "name", "birth_date")},
            "sex": fact["sex"],
            "kk": home and home.kk,
            "address": home and home.address,
        }
        # The same record is replaced again by each newer file: it is one other record, at its own row.
        place = (was["person_id"], fact["batch_id"], fact["row_no"])
        found[place] = Other(place[0], "replaced", place[1], place[2], said)
    return list(found.values())


def as_date(value: Any) -> dt.date | None:
    """A birth date of :attr:`Other.said` as a date."""
    return value if isinstance(value, dt.date) or value is None else dt.date.fromisoformat(str(value)[:10])
