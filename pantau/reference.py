"""Reference rows the project ships: the calendar, the official area codes and the minimum wage of DKI Jakarta."""

from __future__ import annotations

import csv
import os
from pathlib import Path

from sqlalchemy import Connection, func, insert, select

from pantau.schema import area, calendar, wage_line

_FOLDER = Path(__file__).resolve().parent.parent / "data" / "reference"
AREAS_FILE = _FOLDER / "jakarta_areas.csv"
WAGES_FILE = _FOLDER / "wage_line.csv"
FIRST_YEAR, LAST_YEAR = 2000, 2099
LEVEL_LENGTH = {"kelurahan": 13, "rw": 17, "rt": 21}
"""Characters of the code of an area, by its level: a code begins with those of the areas it lies in."""
RW_LENGTH = LEVEL_LENGTH["rw"]


def home_kelurahan() -> str:
    """Code of the kelurahan this installation serves (``PANTAU_KELURAHAN``; default Pondok Labu)."""
    return os.environ.get("PANTAU_KELURAHAN", "31.74.06.1003")


def month_index(year: int, month: int) -> int:
    """Months since year 0: ``year * 12 + (month - 1)``; ``month`` is 1..12."""
    return year * 12 + month - 1


def calendar_row(index: int) -> dict[str, int | str]:
    """The ``calendar`` row of a month index."""
    year, month = divmod(index, 12)
    return {
        "month_index": index,
        "month": f"{year}-{month + 1:02d}",
        "quarter": f"{year}-T{month // 3 + 1}",
        "year": str(year),
    }


def ensure_reference(connection: Connection) -> None:
    """Insert the calendar, areas and minimum wages where they are missing; rows that are there are left as they are."""
    if not connection.scalar(select(func.count()).select_from(calendar)):
        indices = range(month_index(FIRST_YEAR, 1), month_index(LAST_YEAR, 12) + 1)
        connection.execute(insert(calendar), [calendar_row(i) for i in indices])
    known = set(connection.scalars(select(area.c.code)))
    with AREAS_FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            {"code": r["code"], "parent_code": r["parent_code"] or None, "level": r["level"], "name": r["name"]}
            for r in csv.DictReader(file)
            if r["code"] not in known
        ]
    if rows:  # parents first: a code is longer than its parent's
        connection.execute(insert(area), sorted(rows, key=lambda r: (len(str(r["code"])), str(r["code"]))))
    known_years = set(connection.scalars(select(wage_line.c.year)))
    with WAGES_FILE.open(encoding="utf-8", newline="") as file:
        wages = [
            {"year": r["year"], "amount": int(r["amount"]), "source": r["source"]}
            for r in csv.DictReader(file)
            if r["year"] not in known_years
        ]
    if wages:
        connection.execute(insert(wage_line), wages)
