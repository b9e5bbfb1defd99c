"""Proposals of residents, their answers, and what was funded and done. A number that is known is amended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection

from etl.contract import Checked, read_checked
from etl.report import Report
from etl.sources.aspirations_contract import CONTRACT, KIND, STATUSES
from etl.sources.keyed import Keyed, Prepared, filled, months_of
from etl.sources.lookup import Programmes
from etl.sources.part_columns import reject_future, reject_negative
from etl.sources.part_public import (
    days_between,
    months_of_days,
    reject_earlier,
    warn_of_early_status,
    warn_of_missing_day,
)
from etl.sources.places import find_areas
from pantau.schema import aspiration

__all__ = ["CONTRACT", "KIND", "count_and_sums", "prepare", "write"]

_DAYS = ("date", "answer_date", "done_date")
_ANSWERED = tuple(status for status in STATUSES if status != "diajukan")
_FUNDED = ("didanai", "selesai")
_SUMMED = ("amount_asked", "amount_funded")


def _months(row: Mapping[str, Any]) -> Iterable[int]:
    """In the months in which it was made, answered and done."""
    return months_of_days(*(row[name] for name in _DAYS))


_PROPOSALS = Keyed(aspiration, ("code",), _months)


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file against the areas and programmes; a number may appear once."""
    checked = read_checked(path, CONTRACT, report)
    programmes = Programmes.load(connection).find(checked, "programme", report, every="tidakada")
    areas = find_areas(checked, connection, report)
    reject_negative(checked, report, *_SUMMED)
    reject_future(checked, report, *_DAYS)
    reject_earlier(checked, report, "date", "answer_date", "done_date")
    _compare_status(checked, report)
    columns = {
        **{name: checked.values(name) for name in ("code", "forum", "theme", "title", "status", "answer", *_DAYS)},
        "area_code": areas,
        "month_index": months_of(checked.values("date")),
        "votes": filled(checked, "votes"),
        "days_to_answer": days_between(checked.values("date"), checked.values("answer_date")),
        "programme_id": programmes,
        **{name: filled(checked, name) for name in _SUMMED},
    }
    return _PROPOSALS.settle(checked, columns, "code", connection, report)


def _compare_status(checked: Checked, report: Report) -> None:
    """Warn where the status and the days or the money do not agree."""
    warn_of_missing_day(checked, report, "answer_date", _ANSWERED)
    warn_of_early_status(checked, report, "answer_date", ("diajukan",))
    warn_of_missing_day(checked, report, "done_date", ("selesai",))
    warn_of_early_status(checked, report, "done_date", tuple(s for s in STATUSES if s != "selesai"))
    unfunded = ~np.isin(checked.values("status").astype(str), _FUNDED) & (checked.values("amount_funded") > 0)
    checked.warn(report, unfunded & ~checked.rejected, "amount_funded", "funded_without_status")


def write(connection: Connection, prepared: Prepared, batch_id: int) -> set[int]:
    """Amend and insert; the months in which a proposal was made, answered or done, now or before."""
    return _PROPOSALS.write(connection, prepared, batch_id)


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """Proposals the batch has left in the database, and the rupiah asked for and funded."""
    return _PROPOSALS.count_and_sums(connection, batch_id, **{name: name for name in _SUMMED})
