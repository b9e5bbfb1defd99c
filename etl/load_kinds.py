"""Load a file as each kind of file that it is: the export of a household survey is registry and visits at once.

All in one transaction: who was visited is not counted without the family, and the other way round.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, Engine

from etl import incoming
from etl.load import Order, Progress, check_file, finish, load_file, write_files
from etl.report import FileError, Report
from etl.sources import also, recognise
from pantau.database import writing


class _NotWhole(Exception):
    """A row was rejected of a file that was to be loaded whole or not at all."""


def load_kinds(engine: Engine, path: Path, order: Order, progress: Progress | None = None) -> Report:
    """Load as :func:`etl.load.load_file` does, and as the further kinds that the export is: those reports are ``also``.

    An order with a kind loads as that kind alone, unless it is of a file handed in: there the kind is what the file was
    recognised for. LoadError as there.
    """
    kinds = _kinds(Path(path), order)
    if len(kinds) == 1:
        options = {"actor": order.actor, "mode": order.mode, "incoming_id": order.incoming_id, "whole": order.whole}
        return load_file(engine, path, kinds[0] or None, order.synthetic, progress, **options)  # type: ignore[arg-type]
    reports: list[Report] = []
    try:
        with writing(engine) as connection:
            for kind in kinds:
                reports.append(_load_as(connection, path, replace(order, kind=kind), progress))
                if kind != kinds[-1] and _nobody_at_home(reports[-1]):
                    del reports[-1]
                    continue
                if reports[-1].status == "error" or (order.whole and reports[-1].rejected):
                    break
            if order.whole and any(report.rejected for report in reports):
                raise _NotWhole
            if reports[0].status != "error":
                incoming.mark_loaded(connection, order.incoming_id, reports[0].batch_id)
    except _NotWhole:
        for report in reports:
            report.batch_id = None if not report.unchanged else report.batch_id
    first, *rest = reports
    first.also = rest
    return first


class _Undo(Exception):
    """Everything has been looked at: take it back."""


def check_kinds(engine: Engine, path: Path, kind: str | None = None) -> Report:
    """The report that :func:`load_kinds` would give (``kind`` None: recognised). Nothing is kept.

    Of a file of several kinds the first is written before the next is looked at, as in a load, and all is taken back:
    a visit to a family that is new in the same file is no mistake.
    """
    kinds = _kinds(Path(path), Order(kind))
    if len(kinds) == 1:
        return check_file(engine, path, kind)
    reports: list[Report] = []
    with suppress(_Undo), writing(engine) as connection:
        for each in kinds:
            reports += write_files(connection, [path], Order(each), lambda _step: None).reports
            if each != kinds[-1] and _nobody_at_home(reports[-1]):
                del reports[-1]
            elif reports[-1].status == "error":
                break
        raise _Undo
    for report in reports:
        report.batch_id = report.batch_id if report.unchanged else None
    reports[0].also = reports[1:]
    return reports[0]


def _nobody_at_home(report: Report) -> bool:
    """Whether it is of a survey with visits, and no members."""
    return [p.reason for p in report.problems] == ["file_without_rows"]


def _kinds(path: Path, order: Order) -> list[str]:
    """The kinds to load as, in their order ("": not recognised, which the load will say)."""
    if order.mode != "amend" or (order.kind is not None and order.incoming_id is None):
        return [order.kind or ""]
    try:
        kind = recognise(path)
        if order.kind not in (None, kind):
            return [order.kind or ""]
        return [kind, *also(path, kind)]
    except FileError:
        return [order.kind or ""]


def _load_as(connection: Connection, path: Path, order: Order, progress: Progress | None) -> Report:
    written = write_files(connection, [path], order, progress or (lambda _step: None))
    finish(connection, written, progress)
    return written.reports[0]
