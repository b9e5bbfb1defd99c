"""The log of decisions: what was changed because of what was learned. A number that is known is amended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from etl.contract import read_checked
from etl.report import Report
from etl.sources.decisions_contract import CONTRACT, KIND, STATUSES
from etl.sources.keyed import Keyed, Prepared, months_of
from etl.sources.lookup import Programmes
from etl.sources.part_columns import reject_far, reject_future
from etl.sources.part_public import (
    find_indicators,
    months_of_days,
    reject_earlier,
    warn_of_early_status,
    warn_of_missing_day,
)
from etl.sources.places import find_areas
from pantau.schema import decision

__all__ = ["CONTRACT", "KIND", "count_and_sums", "prepare", "write"]

_DAYS = ("date", "due_date", "done_date")
_TEXTS = ("learned", "decided", "responsible", "result")


def _months(row: Mapping[str, Any]) -> Iterable[int]:
    """In the months in which it was taken, due and done."""
    return months_of_days(*(row[name] for name in _DAYS))


_DECISIONS = Keyed(decision, ("code",), _months)


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file against the catalogue of indicators, the programmes and the areas; a number may appear once."""
    checked = read_checked(path, CONTRACT, report)
    indicators = find_indicators(checked, report)
    programmes = Programmes.load(connection).find(checked, "programme", report, every="semua")
    areas = find_areas(checked, connection, report)
    reject_future(checked, report, "date", "done_date")
    reject_far(checked, report, "due_date")
    reject_earlier(checked, report, "date", "due_date", "done_date")
    warn_of_missing_day(checked, report, "done_date", ("selesai",))
    warn_of_early_status(checked, report, "done_date", tuple(s for s in STATUSES if s != "selesai"))
    columns = {
        **{name: checked.values(name) for name in ("code", "status", *_TEXTS, *_DAYS)},
        "month_index": months_of(checked.values("date")),
        "indicator_id": indicators,
        "programme_id": programmes,
        "area_code": areas,
    }
    return _DECISIONS.settle(checked, columns, "code", connection, report)


def write(connection: Connection, prepared: Prepared, batch_id: int) -> set[int]:
    """Amend and insert; the months in which a decision was taken, due or done, now or before."""
    return _DECISIONS.write(connection, prepared, batch_id)


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """Decisions the batch has left in the database; there is nothing to sum."""
    return _DECISIONS.count_and_sums(connection, batch_id)
