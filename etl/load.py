"""Check a file, or load it in one transaction: rows, rejected rows and marts are all there, or nothing is."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select

from etl import bulk, incoming, life
from etl.reading import file_sha256
from etl.report import FILE_ROW, FileError, Problem, Report
from etl.sources import PARTS, SOURCES, recognise
from pantau import history, marts
from pantau.database import now, writing
from pantau.schema import area, batch, quarantine_row, rejected_row

Progress = Callable[[str], None]
MODES = ("amend", "replace")
HEADING_ROW = 1
"""The row that a warning about the file as a whole is shown at."""


class LoadError(Exception):
    """What is in the database after writing is not what the report says; the transaction is rolled back."""


def check_file(engine: Engine, path: Path, kind: str | None = None) -> Report:
    """The report that a load would give, ``loaded`` meaning "would be loaded". Nothing is written."""
    report = Report(Path(path).name)
    try:
        source = _identify(Path(path), kind, report)
        with engine.connect() as connection:
            earlier = _earlier_batch(connection, report, "amend")
            if earlier and not earlier.rejected:
                return earlier
            _prepare(source, Path(path), connection, report)
            if earlier and _same_outcome(earlier, report):
                return earlier
    except FileError as error:
        report.fail(error)
    return report


def load_file(
    engine: Engine,
    path: Path,
    kind: str | None = None,
    synthetic: bool = False,
    progress: Progress | None = None,
    *,
    actor: str = "",
    mode: str = "amend",
    incoming_id: int | None = None,
    whole: bool = False,
) -> Report:
    """Load a file in one transaction, marts included. What is loaded already (same kind and content) changes nothing.

    ``synthetic`` marks the batch as made-up data; ``progress`` is told the name of each step; ``actor`` is who loads.
    ``mode`` "amend": rows of the same key are replaced, the rest stays; "replace": what the file's scope held and the
    file does not name goes too (see each source). ``incoming_id`` names the file handed in that this is. ``whole``: a
    file of which a row is rejected is not loaded at all, as if it had only been checked. LoadError when the database does
    not reconcile with the report.
    """
    order = Order(kind, synthetic, actor, mode, incoming_id, whole)
    return _load(engine, [path], order, progress)[0]


def load_files(
    engine: Engine,
    paths: Sequence[Path],
    kind: str | None = None,
    synthetic: bool = False,
    progress: Progress | None = None,
    *,
    actor: str = "",
    mode: str = "amend",
    incoming_id: int | None = None,
) -> list[Report]:
    """Load files that belong together in one transaction with one rebuild of the marts: all of them, or nothing.

    A file that cannot be read at all (status "error") is left out and does not stop the others. See :func:`load_file`.
    """
    return _load(engine, paths, Order(kind, synthetic, actor, mode, incoming_id), progress)


def _load(engine: Engine, paths: Sequence[Path], order: Order, progress: Progress | None) -> list[Report]:
    say = progress or (lambda _step: None)
    with writing(engine) as connection:
        written = write_files(connection, paths, order, say)
        finish(connection, written, progress)
    return written.reports


def finish(connection: Connection, written: Written, progress: Progress | None) -> None:
    """What follows when files are written, within the same transaction: marts, superseded batches, history."""
    if written.event_id is None:
        return
    say = progress or (lambda _step: None)
    say("marts")
    periods = marts.rebuild(connection, written.touched, progress, written.parts, written.changed)
    life.mark_superseded(connection, written.loaded, written.event_id)
    say("history")
    history.record(connection, written.event_id, periods)


@dataclass(frozen=True)
class Order:
    """How files are to be loaded: see :func:`load_file`."""

    kind: str | None = None
    synthetic: bool = False
    actor: str = ""
    mode: str = "amend"
    incoming_id: int | None = None
    whole: bool = False


@dataclass
class Written:
    """What became of files: their reports, the month indices whose marts are touched (``touched``: those of transfers,
    ``parts``: those of the other facts; None: all), and the event (None: nothing was loaded)."""

    reports: list[Report] = field(default_factory=list)
    touched: set[int] | None = field(default_factory=set)
    parts: set[int] | None = field(default_factory=set)
    event_id: int | None = None

    @property
    def loaded(self) -> list[int]:
        """The batches that the files became."""
        return [r.batch_id for r in self.reports if not r.unchanged and r.batch_id is not None]

    @property
    def changed(self) -> set[str] | None:
        """The tables of the other parts in which something changed; None where a file touched more than those."""
        kinds = {r.kind for r in self.reports if not r.unchanged and r.batch_id is not None}
        own = kinds - {"disbursement"}
        return {name for kind in own for name in PARTS[kind]} if own <= set(PARTS) else None


def write_files(
    connection: Connection, paths: Sequence[Path], order: Order, say: Progress = lambda _step: None
) -> Written:
    """Read, check and write the files within the caller's transaction, marts not included."""
    written = Written()
    for path in map(Path, paths):
        report = Report(path.name)
        written.reports.append(report)
        say("read")
        try:
            source = _identify(path, order.kind, report)
            number = order.incoming_id
            handed_in = incoming.find(connection, number, report.sha256) if number is not None else None
            found = _read(connection, path, source, order.mode, report)
        except FileError as error:
            report.fail(error)
            continue
        if isinstance(found, Report):
            written.reports[-1] = found
            incoming.mark_loaded(connection, number, found.batch_id)
            continue
        if order.whole and report.rejected:
            continue
        if written.event_id is None:
            history.ensure_start(connection)
            written.event_id = history.next_event(connection, "load", order.actor)
        say("write")
        origin = handed_in or incoming.Origin(report.file, now(), order.actor)
        report.batch_id = _insert_batch(connection, report, order, written.event_id, origin)
        months = _write(connection, source, found, order.mode, report)
        incoming.mark_loaded(connection, number, report.batch_id)
        if report.kind not in PARTS:
            written.touched = _with(written.touched, months)
        if report.kind in PARTS or months is None:
            written.parts = _with(written.parts, months)
    return written


def _with(months: set[int] | None, more: set[int] | None) -> set[int] | None:
    return None if months is None or more is None else months | more


def _read(connection: Connection, path: Path, source: ModuleType, mode: str, report: Report) -> Any:
    """What the source made ready to be written; the report of an earlier load instead where nothing would change."""
    earlier = _earlier_batch(connection, report, mode)
    if earlier and not earlier.rejected:
        return earlier
    prepared = _prepare(source, path, connection, report)
    if earlier and _same_outcome(earlier, report):
        return earlier
    if mode == "replace":
        _may_replace(source, report)
    return prepared


def _write(connection: Connection, source: ModuleType, prepared: Any, mode: str, report: Report) -> set[int] | None:
    """Write one batch and check it; the month indices whose marts are touched (None: all)."""
    months: set[int] | None = source.write(connection, prepared, report.batch_id)
    _insert_problems(connection, report)
    _insert_quarantine(connection, report)
    _verify(connection, source, prepared, report)
    if mode == "replace":
        more = source.replace_rest(connection, prepared, report.batch_id)
        months = None if months is None or more is None else months | more
    return months


def _may_replace(source: ModuleType, report: Report) -> None:
    if not hasattr(source, "replace_rest"):
        kinds = ", ".join(sorted(kind for kind, module in SOURCES.items() if hasattr(module, "replace_rest")))
        raise FileError("replace_not_for_kind", kinds=kinds)
    if report.rejected:
        raise FileError("replace_needs_clean", rows=report.rejected)


def _identify(path: Path, kind: str | None, report: Report) -> ModuleType:
    report.kind = kind or ""
    report.sha256 = file_sha256(path)
    report.kind = kind or recognise(path)
    if report.kind not in SOURCES:
        raise FileError("kind_unknown", kinds=", ".join(sorted(SOURCES)))
    return SOURCES[report.kind]


def _prepare(source: ModuleType, path: Path, connection: Connection, report: Report) -> Any:
    try:
        with _cycles_left_alone():
            prepared = source.prepare(path, connection, report)
    except MemoryError:
        raise FileError("file_memory") from None
    if file_sha256(path) != report.sha256:
        raise FileError("file_changed")  # what was read is not what the checksum stands for
    report.problems.sort(key=lambda problem: problem.row)  # stable: the reasons of a row keep their order
    rejected = report.rejected_rows()
    if FILE_ROW in rejected:
        raise FileError(rejected[FILE_ROW][0].reason)  # the source noted it in the report rather than raising it
    report.rejected = len(rejected)
    report.loaded = report.rows - report.rejected
    return prepared


@contextmanager
def _cycles_left_alone() -> Iterator[None]:
    """Without the search for reference cycles: among millions of small lists it takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _earlier_batch(connection: Connection, report: Report, mode: str) -> Report | None:
    """The report of the newest batch that loaded this very content, rebuilt from the database.

    None as well where that batch was rolled back, or a later file has replaced rows of it: loading it again then
    changes something, and in the second case the report says so.
    """
    query = select(batch).where(batch.c.kind == report.kind, batch.c.sha256 == report.sha256)
    newest = query.where(batch.c.status != "rolled_back").order_by(batch.c.batch_id.desc()).limit(1)
    row = connection.execute(newest).mappings().one_or_none()
    if row is None or (mode == "replace" and row["mode"] != mode):
        return None
    if later := life.built_on(connection, row["batch_id"]):
        numbers = ", ".join(map(str, later))
        report.add(HEADING_ROW, "", "older_than_what_is_there", batch=row["batch_id"], later=numbers)
        return None
    return batch_report(connection, dict(row))


def _same_outcome(earlier: Report, report: Report) -> bool:
    """Whether trying again rejects the same rows for the same reasons, and so would change nothing.

    It need not: a registry that came before the list of RT is rejected, and is fine once the RT are known.
    """
    reasons = [
        {row: [p.reason for p in problems] for row, problems in r.rejected_rows().items()} for r in (earlier, report)
    ]
    return reasons[0] == reasons[1]


def batch_report(connection: Connection, row: dict[str, Any]) -> Report:
    """The report of a batch row, with ``unchanged`` set. ``heading_row`` is not kept and is None."""
    report = Report(row["file_name"], row["kind"], row["sha256"], row["rows"], row["loaded"], row["rejected"])
    report.sums = json.loads(row["sums"])
    report.unchanged = True
    report.batch_id = row["batch_id"]
    c = rejected_row.c
    names = (c.row_no, c.column_name, c.reason, c.value_shown, c.severity, c.message_id, c.message_en)
    query = select(*names).where(c.batch_id == row["batch_id"]).order_by(c.rejected_row_id)
    report.problems = [Problem(*found) for found in connection.execute(query)]
    return report


def _insert_batch(connection: Connection, report: Report, order: Order, event_id: int, origin: incoming.Origin) -> int:
    batch_id = bulk.next_id(connection, batch.c.batch_id)
    report.file = origin.file_name
    keeps_rows = report.rejected and report.table is not None
    connection.execute(
        insert(batch).values(
            batch_id=batch_id,
            kind=report.kind,
            file_name=report.file[-255:],
            sha256=report.sha256,
            loaded_at=now(),
            rows=report.rows,
            loaded=report.loaded,
            rejected=report.rejected,
            warnings=report.warnings,
            sums=json.dumps(report.sums, ensure_ascii=False),
            synthetic=order.synthetic,
            status="loaded",
            mode=order.mode,
            received_at=origin.received_at,
            received_by=origin.received_by[:80],
            headings=json.dumps(report.table.headings, ensure_ascii=False) if keeps_rows else None,
            loaded_event=event_id,
        )
    )
    return batch_id


def _insert_quarantine(connection: Connection, report: Report) -> None:
    """Keep the rejected rows as they stood in the file, to be mended."""
    if report.table is None or not report.rejected:
        return
    rejected = set(report.rejected_rows())
    positions = [i for i, row in enumerate(report.table.rows.tolist()) if row in rejected]
    rows = report.table.data.iloc[positions].to_numpy().tolist()
    bulk.insert_columns(
        connection,
        quarantine_row,
        {
            "batch_id": [report.batch_id] * len(positions),
            "row_no": report.table.rows[positions].tolist(),
            "cells": [
                json.dumps([*row, *report.table.beyond.get(i, [])], ensure_ascii=False)
                for i, row in zip(positions, rows, strict=True)
            ],
        },
    )


def _insert_problems(connection: Connection, report: Report) -> None:
    problems = report.problems
    first = bulk.next_id(connection, rejected_row.c.rejected_row_id)
    bulk.insert_columns(
        connection,
        rejected_row,
        {
            "rejected_row_id": list(range(first, first + len(problems))),
            "batch_id": [report.batch_id] * len(problems),
            "row_no": [p.row for p in problems],
            "severity": [p.severity for p in problems],
            "column_name": [p.column[:80] for p in problems],
            "reason": [p.reason for p in problems],
            "value_shown": [p.value[:120] for p in problems],
            "message_id": [p.message_id for p in problems],
            "message_en": [p.message_en for p in problems],
        },
    )


def _verify(connection: Connection, source: ModuleType, prepared: Any, report: Report) -> None:
    """Compare what the batch left in the database with the report: number of rows, and each sum."""
    assert report.batch_id is not None
    if hasattr(source, "count_and_sums"):
        count, sums = source.count_and_sums(connection, report.batch_id)
    else:
        query = select(func.count()).select_from(area).where(area.c.batch_id == report.batch_id)
        count, sums = connection.scalar(query) or 0, {}
    expected: dict[str, int] = dict(getattr(prepared, "totals", {}))
    expected |= {name: report.sums[heading]["loaded"] for name, heading in report.summed.items() if name in sums}
    wrong = [f"{name}: {sums.get(name)} ≠ {value}" for name, value in expected.items() if sums.get(name) != value]
    if count != report.loaded:
        wrong.insert(0, f"rows: {count} ≠ {report.loaded}")
    for heading, s in report.sums.items():
        if s["file"] != s["loaded"] + s["rejected"]:
            wrong.append(f"{heading}: {s}")
    if wrong:
        raise LoadError("; ".join(wrong))
