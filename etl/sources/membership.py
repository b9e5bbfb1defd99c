"""Lists of participants: one row is one stay of a family or a person in a programme.

The same programme, recipient and entry date twice in a file is rejected; in a newer file it replaces what was there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, func, select

from etl import bulk, undo
from etl.contract import Checked, read_checked
from etl.parse import first_positions
from etl.report import Report
from etl.sources.lookup import Programmes, find_recipients
from etl.sources.membership_contract import CONTRACT, KIND
from pantau.schema import membership

__all__ = ["CONTRACT", "KIND", "Prepared", "count_and_sums", "prepare", "write"]

_KEY = ("programme_id", "household_id", "person_ref", "entry_date")


@dataclass
class Prepared:
    """The accepted rows as columns of ``membership``, and the ids of the rows they replace."""

    columns: dict[str, Any]
    replaced: list[int]


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file against the programmes, the registry and itself."""
    checked = read_checked(path, CONTRACT, report)
    programmes = Programmes.load(connection)
    ids = programmes.find(checked, "programme", report)
    homes, persons = find_recipients(checked, ids, programmes, connection, report)
    _check_dates(checked, report)
    entries = checked.values("entry").astype("datetime64[D]")
    kept = checked.kept()
    keys = [*zip(ids.tolist(), homes.tolist(), persons.tolist(), entries.tolist(), strict=True)]
    earlier = first_positions(_numbered([keys[position] for position in kept.tolist()]))
    for i in np.flatnonzero(earlier != np.arange(len(kept))):
        checked.reject(report, kept[i : i + 1], "programme", "membership_twice", first=checked.row(kept[earlier[i]]))
    checked.total(report)
    kept = checked.kept()
    columns = {
        "programme_id": ids[kept],
        "household_id": homes[kept],
        "person_ref": persons[kept],
        "entry_date": entries[kept],
        "exit_date": checked.values("exit")[kept].astype("datetime64[D]"),
        "exit_reason": [reason or None for reason in checked.values("exit_reason")[kept].tolist()],
        "row_no": checked.table.rows[kept],
    }
    return _against_database(checked, kept, [keys[position] for position in kept.tolist()], columns, connection, report)


def _numbered(keys: list[tuple]) -> np.ndarray:
    """One integer for each distinct key."""
    numbers: dict[tuple, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)


def _check_dates(checked: Checked, report: Report) -> None:
    entry, leaving = checked.values("entry"), checked.values("exit")
    has_exit, has_reason = checked.has("exit"), checked.has("exit_reason")
    today = np.datetime64("today", "D")
    checked.reject(report, checked.has("entry") & (entry > today) & ~checked.rejected, "entry", "entry_in_future")
    checked.reject(report, has_exit & (leaving < entry) & ~checked.rejected, "exit", "exit_before_entry")
    alone = has_reason & ~has_exit & ~checked.rejected
    checked.reject(report, alone, "exit_reason", "exit_reason_without_date")
    checked.warn(report, has_exit & ~has_reason & ~checked.rejected, "exit", "exit_without_reason")


def _against_database(
    checked: Checked,
    kept: np.ndarray,
    keys: list[tuple],
    columns: dict[str, Any],
    connection: Connection,
    report: Report,
) -> Prepared:
    """Give ids: a stay that is there already keeps its id and is replaced, with a warning if it differs."""
    c = membership.c
    used = sorted({key[0] for key in keys})
    query = select(*(c[name] for name in _KEY), c.membership_id, c.exit_date, c.exit_reason)
    there = {tuple(row[:4]): row for row in connection.execute(query.where(c.programme_id.in_(used))).all()}
    fresh = bulk.next_id(connection, c.membership_id)
    ids: list[int] = []
    replaced: list[int] = []
    stated = zip(columns["exit_date"].tolist(), columns["exit_reason"], strict=True)
    for i, (key, now) in enumerate(zip(keys, stated, strict=True)):
        old = there.get(key)
        if old is None:
            ids.append(fresh)
            fresh += 1
            continue
        ids.append(old.membership_id)
        replaced.append(old.membership_id)
        if (old.exit_date, old.exit_reason) != now:
            checked.warn(report, kept[i : i + 1], "programme", "membership_replaced")
    return Prepared({"membership_id": ids, **columns}, replaced)


def write(connection: Connection, prepared: Prepared, batch_id: int) -> None:
    """Replace and insert. A stay counts in every month it lasts; coverage is counted from transfers."""
    undo.keep(connection, batch_id, membership, "membership_id", prepared.replaced)
    bulk.delete_ids(connection, membership, "membership_id", prepared.replaced)
    count = len(prepared.columns["membership_id"])
    bulk.insert_columns(connection, membership, {**prepared.columns, "batch_id": [batch_id] * count})


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """Stays the batch has left in the database; there is nothing to sum."""
    query = select(func.count()).select_from(membership).where(membership.c.batch_id == batch_id)
    return connection.scalar(query) or 0, {}
