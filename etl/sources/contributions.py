"""Contributions of partners: money, goods or services, pledged and delivered. A code that is known is amended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from etl.contract import Checked, read_checked
from etl.report import Report
from etl.sources.contributions_contract import CONTRACT, KIND
from etl.sources.keyed import Keyed, Prepared, filled, months_of
from etl.sources.lookup import Programmes
from etl.sources.part_columns import reject_backwards, reject_far, reject_future, reject_negative
from etl.sources.part_lookup import find_partners
from etl.sources.places import find_areas
from pantau.reference import month_index
from pantau.schema import contribution

__all__ = ["CONTRACT", "KIND", "count_and_sums", "prepare", "write"]

_DAYS = ("pledged_date", "due_date", "delivered_date")
_SUMMED = ("quantity_pledged", "quantity_delivered", "value_pledged", "value_delivered")


def _months(row: Mapping[str, Any]) -> Iterable[int]:
    """In the months of its days: pledged, due, delivered."""
    return [month_index(day.year, day.month) for name in _DAYS if (day := row[name]) is not None]


_CONTRIBUTIONS = Keyed(contribution, ("code",), _months)


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file against the partners, programmes and areas; a code may appear once."""
    checked = read_checked(path, CONTRACT, report)
    partners = find_partners(checked, connection, report)
    programmes = Programmes.load(connection).find(checked, "programme", report, every="semua")
    areas = find_areas(checked, connection, report)
    reject_future(checked, report, "pledged_date", "delivered_date")
    reject_far(checked, report, "due_date")
    reject_backwards(checked, report, "pledged_date", "due_date")
    reject_negative(checked, report, "value_pledged", "value_delivered")
    _check_what_came(checked, report)
    columns = {
        "code": checked.values("code"),
        "partner_id": partners,
        "programme_id": programmes,
        "area_code": areas,
        **{name: checked.values(name) for name in ("sector", "kind", "item", "unit")},
        **{name: filled(checked, name) for name in _SUMMED[:2]},
        **{name: checked.values(name) for name in _SUMMED[2:]},
        **{name: checked.values(name) for name in _DAYS},
        "month_index": months_of(checked.values("pledged_date")),
    }
    return _CONTRIBUTIONS.settle(checked, columns, "code", connection, report)


def _check_what_came(checked: Checked, report: Report) -> None:
    goods = checked.values("kind") != "uang"
    checked.reject(report, goods & checked.columns["item"].blank & ~checked.rejected, "item", "item_missing")
    open_rows = ~checked.rejected
    for what in ("quantity", "value"):
        pledged, came = (checked.values(f"{what}_{end}") for end in ("pledged", "delivered"))
        more = checked.has(f"{what}_pledged") & (came > pledged) & open_rows
        checked.warn(report, more, f"{what}_delivered", "more_than_pledged")
    undated = (checked.values("value_delivered") > 0) & ~checked.has("delivered_date") & open_rows
    checked.warn(report, undated, "delivered_date", "delivered_without_date")


def write(connection: Connection, prepared: Prepared, batch_id: int) -> set[int]:
    """Amend and insert; the months in which it was pledged, due or delivered, now or before."""
    return _CONTRIBUTIONS.write(connection, prepared, batch_id)


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """Contributions the batch has left in the database, and the sums of their quantities and values."""
    return _CONTRIBUTIONS.count_and_sums(connection, batch_id, **{name: name for name in _SUMMED})
