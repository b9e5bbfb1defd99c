"""Finding what cells name: a programme by code or name, recipients by NIK and KK; never by a guess."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process
from sqlalchemy import Connection, select

from etl.contract import Checked
from etl.masking import mask_words
from etl.parse import word_key
from etl.report import Report
from pantau.schema import NO_PERSON, household_identity, person, person_identity, programme

UNKNOWN = -1


_ALIKE = 60.0
"""Below this similarity (0 to 100) a text is no misspelt programme: it may be a name in the wrong column."""


def closest(text: str, names: list[str]) -> tuple[str, bool]:
    """The most similar of ``names`` (a dash when there is none), and whether it is alike at all."""
    found = process.extractOne(text, names, scorer=fuzz.WRatio, processor=str.lower)
    return (found[0], found[1] >= _ALIKE) if found else ("–", False)


@dataclass(frozen=True)
class Programmes:
    """The programmes in the database: rows by id, and ids by the key of their code and names."""

    rows: dict[int, dict]
    by_key: dict[str, set[int]]

    @classmethod
    def load(cls, connection: Connection) -> Programmes:
        rows = {row["programme_id"]: dict(row) for row in connection.execute(select(programme)).mappings()}
        by_key: dict[str, set[int]] = {}
        for column in ("code", "name_id", "name_en"):
            for i, row in rows.items():
                key = word_key(row[column])
                # A code wins over another programme's name.
                if key and not (column != "code" and key in {word_key(r["code"]) for r in rows.values()}):
                    by_key.setdefault(key, set()).add(i)
        return cls(rows, by_key)

    def find(self, checked: Checked, name: str, report: Report, every: str = "") -> np.ndarray:
        """The programme id of each row (UNKNOWN where the row is out); unknown and ambiguous ones are rejected.

        Rows whose cell is blank, or says ``every`` (a word key), get 0 if ``every`` is given.
        """
        values = checked.values(name)
        ids = np.full(len(checked), UNKNOWN, dtype=np.int64)
        found: dict[str, int | tuple[str, dict[str, str]]] = {}
        for position in checked.kept():
            text = values[position]
            if text not in found:
                found[text] = self.match(text, every)
            match = found[text]
            if isinstance(match, int):
                ids[position] = match
            else:
                checked.reject(report, np.array([position]), name, match[0], **match[1])
        return ids

    def match(self, text: str, every: str = "") -> int | tuple[str, dict[str, str]]:
        """The programme id that a text names (``every``: see :meth:`find`), or why there is none: a reason and its fields."""
        key = word_key(text)
        if every and key in ("", every):
            return 0
        ids = self.by_key.get(key, set())
        if len(ids) == 1:
            return next(iter(ids))
        if ids:
            return "programme_ambiguous", {"codes": ", ".join(sorted(self.rows[i]["code"] for i in ids))}
        if not self.rows:
            return "programme_none", {}
        names = [row[column] for row in self.rows.values() for column in ("code", "name_id")]
        suggestion, alike = closest(text, names)
        return "programme_unknown", {"suggestion": suggestion, "shown": text if alike else mask_words(text)}


def find_recipients(
    checked: Checked, ids: np.ndarray, programmes: Programmes, connection: Connection, report: Report
) -> tuple[np.ndarray, np.ndarray]:
    """``household_id`` and ``person_ref`` of each row by its columns ``nik`` and ``kk``; ``ids`` are its programmes.

    Rows that name nobody, somebody unknown, or a NIK and a KK that do not belong together are rejected.
    """
    n = len(checked)
    person_of: dict[str, int] = {}
    home_of_person: dict[int, int] = {}
    home_of_kk: dict[str, int] = {}
    has_nik, has_kk = checked.has("nik"), checked.has("kk")
    if has_nik.any():
        join = select(person_identity.c.nik, person.c.person_id, person.c.household_id).join_from(
            person_identity, person
        )
        for nik, person_id, home in connection.execute(join).all():  # at once: faster than row by row
            person_of[nik] = person_id
            home_of_person[person_id] = home
    if has_kk.any():
        query = select(household_identity.c.kk, household_identity.c.household_id)
        home_of_kk = {kk: home for kk, home in connection.execute(query).all()}
    people = np.fromiter((person_of.get(nik, 0) for nik in checked.values("nik")), dtype=np.int64, count=n)
    by_nik = np.fromiter((home_of_person.get(p, 0) for p in people.tolist()), dtype=np.int64, count=n)
    by_kk = np.fromiter((home_of_kk.get(kk, 0) for kk in checked.values("kk")), dtype=np.int64, count=n)
    blank = checked.columns["nik"].blank & checked.columns["kk"].blank
    checked.reject(report, blank & ~checked.rejected, "kk" if "kk" in checked.headings else "nik", "recipient_missing")
    checked.reject(report, has_nik & (people == 0) & ~checked.rejected, "nik", "nik_not_registered")
    checked.reject(report, has_kk & (by_kk == 0) & ~checked.rejected, "kk", "kk_not_registered")
    other = has_nik & has_kk & (by_nik != by_kk) & ~checked.rejected
    checked.reject(report, other, "nik", "nik_other_household")
    to_person = np.isin(ids, [i for i, row in programmes.rows.items() if row["unit"] == "person"])
    persons = np.where(has_nik & (to_person | ~has_kk), people, NO_PERSON)
    return np.where(has_nik, by_nik, by_kk), persons
