"""Finding what cells of the parts' lists name: partners, activities, and the people of a list; never by a guess."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from etl.contract import Checked, Column, Said
from etl.masking import mask_words
from etl.parse import word_key
from etl.report import Report
from etl.sources.lookup import UNKNOWN, closest
from etl.sources.part_columns import code_column, horizon, text_column
from pantau.schema import NO_PERSON, activity, household, partner, person, person_identity

_NOBODY = 0
"""Stands for a blank cell: no partner."""


def partner_column(required: bool = True) -> Column:
    """The partner, by code or name."""
    return text_column(
        "partner",
        ("KODE MITRA", "MITRA", "NAMA MITRA", "PARTNER"),
        120,
        ("Kode atau nama mitra yang sudah dimuat.", "The code or the name of a partner that was loaded before.")
        if required
        else (
            "Kode atau nama mitra yang sudah dimuat; kosong: tanpa mitra.",
            "The code or the name of a partner that was loaded before; blank: none.",
        ),
        required=required,
        reasons=("partner_unknown",),
    )


def activity_column(meaning: Said, *reasons: str) -> Column:
    """The activity a row belongs to, by its code; ``reasons`` are those of one kind of file."""
    headings = ("KODE KEGIATAN", "ID KEGIATAN", "NOMOR KEGIATAN", "ACTIVITY CODE")
    return code_column("activity", headings, 40, meaning, "activity_unknown", *reasons)


def find_partners(checked: Checked, connection: Connection, report: Report) -> np.ndarray:
    """``partner_id`` of each row (0 where the cell is blank); rows of an unknown partner are rejected."""
    rows = connection.execute(select(partner.c.partner_id, partner.c.code, partner.c.name)).all()
    names = Counter(word_key(row.name) for row in rows)
    known = {word_key(row.name): row.partner_id for row in rows if names[word_key(row.name)] == 1}
    known |= {word_key(row.code): row.partner_id for row in rows}  # a code wins over another partner's name
    shown = [text for row in rows for text in (row.code, row.name)]
    ids = np.full(len(checked), UNKNOWN, dtype=np.int64)
    for position in checked.kept().tolist():
        text = checked.values("partner")[position]
        if text == "":
            ids[position] = _NOBODY
        elif word_key(text) in known:
            ids[position] = known[word_key(text)]
        else:
            suggestion, alike = closest(text, shown)
            said = text if alike else mask_words(text)
            checked.reject(
                report, np.array([position]), "partner", "partner_unknown", suggestion=suggestion, shown=said
            )
    return ids


FOLLOW_UPS = (6, 12)
"""Months after its end in which people are asked again what they do."""


def life_of(row: Mapping[str, Any]) -> range:
    """The months (indices) from a row's first (``month_index``) to its ``end_month``: without one, to this month."""
    today = dt.date.today()
    first, last = row["month_index"], row["end_month"]
    last = today.year * 12 + today.month - 1 if last is None else min(last, horizon())
    return range(first, max(first, last) + 1)


def path_of(row: Mapping[str, Any]) -> list[int]:
    """The months in which anything is counted of an activity: those of its life, and when 6 and 12 months have gone by."""
    life = life_of(row)
    return [*life, *(life[-1] + later for later in FOLLOW_UPS)]


def find_activities(checked: Checked, connection: Connection, report: Report) -> dict[int, Mapping[str, Any]]:
    """Position -> the activity's row; file rows of an unknown activity are rejected."""
    known = {row["code"]: row for row in connection.execute(select(activity)).mappings()}
    found: dict[int, Mapping[str, Any]] = {}
    for position in checked.kept().tolist():
        code = checked.values("activity")[position]
        if code in known:
            found[position] = dict(known[code])
        else:
            suggestion = closest(code, list(known))[0]
            checked.reject(report, np.array([position]), "activity", "activity_unknown", suggestion=suggestion)
    return found


@dataclass(frozen=True)
class Person:
    """Somebody of the registry, or (:data:`GUEST`) who is only counted."""

    person_ref: int
    household_id: int | None
    area_code: str
    sex: str
    born: dt.date

    def age_on(self, day: dt.date) -> int:
        """Whole years; negative before birth."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


GUEST = Person(NO_PERSON, None, "", "", dt.date.min)


def find_people(checked: Checked, connection: Connection, report: Report) -> list[Person]:
    """Who each row is of, by its NIK: :data:`GUEST` where it has none. Rows of somebody unknown are rejected."""
    people: dict[str, Person] = {}
    if checked.has("nik").any():
        p, i = person.c, person_identity.c
        query = select(i.nik, p.person_id, p.household_id, household.c.area_code, p.sex, i.birth_date)
        joined = person.join(person_identity, i.person_id == p.person_id).join(
            household, household.c.household_id == p.household_id
        )
        people = {nik: Person(*rest) for nik, *rest in connection.execute(query.select_from(joined)).all()}
    found = [people.get(nik, GUEST) for nik in checked.values("nik").tolist()]
    unknown = checked.has("nik") & np.array([who is GUEST for who in found], dtype=bool)
    checked.reject(report, unknown & ~checked.rejected, "nik", "nik_not_registered")
    return found


def find_ages(checked: Checked, people: Sequence[Person], report: Report) -> list[int | None]:
    """Whole years of each person on the row's day (None for a guest); rows of a day before birth are rejected."""
    ages: list[int | None] = [None] * len(checked)
    days = checked.values("date").tolist()
    for position in checked.kept().tolist():
        if people[position] is GUEST:
            continue
        ages[position] = age = people[position].age_on(days[position])
        if age < 0:
            checked.reject(report, np.array([position]), "nik", "born_later")
    return ages
