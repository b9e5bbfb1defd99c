"""Complaints against the service standard. A number that is known is amended. No text and no name is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection

from etl.contract import Checked, read_checked
from etl.report import Report
from etl.sources.complaints_contract import CONTRACT, KIND, STANDARD_DAYS
from etl.sources.keyed import Keyed, Prepared, months_of
from etl.sources.lookup import Programmes
from etl.sources.part_columns import reject_future
from etl.sources.part_public import days_between, months_of_days, reject_earlier, warn_of_missing_day
from etl.sources.places import find_areas
from pantau.schema import complaint

__all__ = ["CONTRACT", "KIND", "count_and_sums", "prepare", "write"]


def _months(row: Mapping[str, Any]) -> Iterable[int]:
    """In the months in which it came in, was to be closed, and was closed."""
    return months_of_days(row["date"], row["due_date"], row["closed_date"])


_COMPLAINTS = Keyed(complaint, ("code",), _months)


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file against the areas and programmes; a number may appear once."""
    checked = read_checked(path, CONTRACT, report)
    _forget_other_columns(checked)
    programmes = Programmes.load(connection).find(checked, "programme", report, every="tidakada")
    areas = find_areas(checked, connection, report)
    reject_future(checked, report, "date", "closed_date")
    reject_earlier(checked, report, "date", "closed_date")
    is_open = checked.values("status") == "terbuka"
    contradicts = is_open & checked.has("closed_date") & ~checked.rejected
    checked.reject(report, contradicts, "closed_date", "complaint_open_with_day")
    warn_of_missing_day(checked, report, "closed_date", ("selesai", "ditolak"))
    day, closed = checked.values("date"), checked.values("closed_date")
    standard = np.where(checked.has("standard_days"), checked.values("standard_days"), STANDARD_DAYS)
    due = day + standard.astype("timedelta64[D]")
    columns = {
        **{name: checked.values(name) for name in ("code", "date", "channel", "category", "closed_date", "status")},
        "area_code": areas,
        "month_index": months_of(day),
        "programme_id": programmes,
        "standard_days": standard,
        "due_date": due,
        "due_month": months_of(due),
        "closed_month": months_of(closed),
        "days_to_close": days_between(day, closed),
    }
    return _COMPLAINTS.settle(checked, columns, "code", connection, report)


def _forget_other_columns(checked: Checked) -> None:
    """Empty what the contract has no column for, so that it is not kept with the rejected rows either: there stands what
    was complained of, and by whom."""
    table = checked.table
    for i in set(range(len(table.headings))) - set(checked.positions.values()):
        table.data[i] = ""
    table.beyond.clear()


def write(connection: Connection, prepared: Prepared, batch_id: int) -> set[int]:
    """Amend and insert; the months in which a complaint came in, was due or was closed, now or before."""
    return _COMPLAINTS.write(connection, prepared, batch_id)


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """Complaints the batch has left in the database; there is nothing to sum."""
    return _COMPLAINTS.count_and_sums(connection, batch_id)
