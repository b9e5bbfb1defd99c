"""Files handed in: received, checked, then loaded, refused or discarded. The record stays; the file need not."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select, update

from etl import bulk
from etl.reading import file_sha256
from etl.report import FileError, Report
from etl.sources import recognise
from pantau.database import now, writing
from pantau.schema import incoming


@dataclass(frozen=True)
class Origin:
    """Where a batch came from: the file's own name, when (UTC) and by whom it was handed in."""

    file_name: str
    received_at: dt.datetime
    received_by: str


def receive(engine: Engine, path: Path, name: str, actor: str) -> tuple[int, Report]:
    """Record a file handed in by ``actor`` under the ``name`` it had with them; its number, and a report that says its
    kind, or why it was refused. FileError when it cannot even be read."""
    report = Report(name, sha256=file_sha256(path))
    try:
        size = path.stat().st_size
    except OSError:
        raise FileError("file_missing") from None  # it went away just now
    try:
        report.kind = recognise(path)
    except FileError as error:
        report.fail(error)
    refused = report.status == "error"
    with writing(engine) as connection:
        incoming_id = bulk.next_id(connection, incoming.c.incoming_id)
        connection.execute(
            insert(incoming).values(
                incoming_id=incoming_id,
                file_name=name[-255:],
                sha256=report.sha256,
                size=size,
                kind=report.kind,
                status="refused" if refused else "received",
                received_at=now(),
                received_by=actor[:80],
                report=_text(report) if refused else None,
            )
        )
    return incoming_id, report


def note_check(engine: Engine, incoming_id: int, report: Report) -> None:
    """Record what a check found. A file that was loaded or discarded meanwhile stays so."""
    status = "refused" if report.status == "error" else "checked"
    i = incoming.c
    waiting = update(incoming).where(
        i.incoming_id == incoming_id, i.sha256 == report.sha256, i.status.in_(("received", "checked", "refused"))
    )
    with engine.execution_options(writes=True).begin() as connection:
        values = {"status": status, "kind": report.kind, "checked_at": now(), "report": _text(report)}
        connection.execute(waiting.values(values))


def discard(engine: Engine, incoming_id: int) -> bool:
    """The clerk changed their mind: the file is not loaded. Whether it was still waiting."""
    i = incoming.c
    waiting = update(incoming).where(i.incoming_id == incoming_id, i.status.in_(("received", "checked", "refused")))
    with engine.execution_options(writes=True).begin() as connection:
        return connection.execute(waiting.values(status="discarded")).rowcount == 1


def find(connection: Connection, incoming_id: int, sha256: str) -> Origin:
    """Where the file with this content, handed in under this number, came from. FileError when there is none."""
    i = incoming.c
    query = select(i.file_name, i.received_at, i.received_by).where(i.incoming_id == incoming_id, i.sha256 == sha256)
    row = connection.execute(query.where(i.status != "discarded")).one_or_none()
    if row is None:
        raise FileError("incoming_unknown", number=incoming_id)
    return Origin(*row)


def mark_loaded(connection: Connection, incoming_id: int | None, batch_id: int | None) -> None:
    """Within the load's transaction: the file handed in became this batch."""
    if incoming_id is not None:
        done = update(incoming).where(incoming.c.incoming_id == incoming_id)
        connection.execute(done.values(status="loaded", batch_id=batch_id))


def _text(report: Report) -> str:
    return json.dumps(report.as_json(), ensure_ascii=False)
