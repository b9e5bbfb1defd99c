"""Tranches: the stages of a programme, when each was due and when its money was released. The same stage is amended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from etl.contract import read_checked
from etl.report import Report
from etl.sources.keyed import Keyed, Prepared, filled, months_of
from etl.sources.lookup import Programmes
from etl.sources.part_columns import reject_far, reject_future, reject_negative
from etl.sources.part_public import months_of_days
from etl.sources.periods import resolve_periods
from etl.sources.tranches_contract import CONTRACT, KIND
from pantau.schema import tranche

__all__ = ["CONTRACT", "KIND", "count_and_sums", "prepare", "write"]


def _months(row: Mapping[str, Any]) -> Iterable[int]:
    """In the months it covers, in which it was due, and in which it was released."""
    return {*range(row["month_from"], row["month_to"] + 1), *months_of_days(row["due_date"], row["released_date"])}


_TRANCHES = Keyed(tranche, ("programme_id", "month_from", "channel"), _months)


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file against the programmes; a stage may appear once for each channel."""
    checked = read_checked(path, CONTRACT, report)
    programmes = Programmes.load(connection)
    ids = programmes.find(checked, "programme", report)
    first, last = resolve_periods(checked, ids, programmes, report)
    reject_negative(checked, report, "amount")
    reject_future(checked, report, "released_date")
    reject_far(checked, report, "due_date")
    columns = {
        "programme_id": ids,
        "month_from": first,
        "month_to": last,
        **{name: checked.values(name) for name in ("name", "channel", "due_date", "released_date", "amount")},
        "due_month": months_of(checked.values("due_date")),
        "recipients": filled(checked, "recipients"),
    }
    return _TRANCHES.settle(checked, columns, "programme", connection, report)


def write(connection: Connection, prepared: Prepared, batch_id: int) -> set[int]:
    """Amend and insert; the months a stage covers, was due or was released in, now or before."""
    return _TRANCHES.write(connection, prepared, batch_id)


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """Tranches the batch has left in the database, and the rupiah released."""
    return _TRANCHES.count_and_sums(connection, batch_id, amount="amount")
