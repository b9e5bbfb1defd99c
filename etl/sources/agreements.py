"""Agreements with partners: one row for each area (kelurahan or RW) of an agreement."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sqlalchemy import Connection

from etl.contract import Checked, read_checked
from etl.report import Report
from etl.sources.agreements_contract import CONTRACT, KIND
from etl.sources.keyed import Keyed, Prepared, filled, months_of
from etl.sources.lookup import Programmes
from etl.sources.part_columns import reject_backwards, reject_far, reject_negative
from etl.sources.part_lookup import find_partners, life_of
from etl.sources.places import find_areas
from pantau.schema import agreement

__all__ = ["CONTRACT", "KIND", "count_and_sums", "prepare", "write"]

_AGREEMENTS = Keyed(agreement, ("code", "area_code"), life_of)


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file against the partners, programmes and areas, and the rows of one number against each other."""
    checked = read_checked(path, CONTRACT, report)
    partners = find_partners(checked, connection, report)
    programmes = Programmes.load(connection).find(checked, "programme", report, every="semua")
    areas = find_areas(checked, connection, report)
    reject_far(checked, report, "start")
    reject_backwards(checked, report, "start", "end")
    reject_negative(checked, report, "value")
    _reject_contradictions(checked, partners, report)
    start, end = checked.values("start"), checked.values("end")
    columns = {
        "code": checked.values("code"),
        "partner_id": partners,
        "title": checked.values("title"),
        "sector": checked.values("sector"),
        "programme_id": programmes,
        "area_code": areas,
        "start_date": start,
        "month_index": months_of(start),
        "end_date": end,
        "end_month": months_of(end),
        "value": filled(checked, "value"),
    }
    return _AGREEMENTS.settle(checked, columns, "code", connection, report)


def _reject_contradictions(checked: Checked, partners: np.ndarray, report: Report) -> None:
    """One number is one agreement: its rows have the same partner and the same days."""
    codes, starts, ends = (checked.values(name).tolist() for name in ("code", "start", "end"))
    first: dict[str, int] = {}
    for position in checked.kept().tolist():
        lead = first.setdefault(codes[position], position)
        if any(values[lead] != values[position] for values in (partners, starts, ends)):
            checked.reject(report, np.array([position]), "code", "agreement_differs", first=checked.row(lead))


def write(connection: Connection, prepared: Prepared, batch_id: int) -> set[int]:
    """Amend and insert; the months in which the agreements are in force."""
    return _AGREEMENTS.write(connection, prepared, batch_id)


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """Rows the batch has left in the database, and the sum of their values."""
    return _AGREEMENTS.count_and_sums(connection, batch_id, value="value")
