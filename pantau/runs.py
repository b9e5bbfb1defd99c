"""What was looked for in the loaded data after the fact (audit checks, duplicates): when, and in which state of the data."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Connection, Engine, Row, func, insert, select

from pantau.database import now
from pantau.schema import audit_run, event


class Run(Protocol):
    """A run of any kind."""

    @property
    def event_id(self) -> int:
        """The event after which it looked."""


AnyRun = TypeVar("AnyRun", bound=Run)


@dataclass(frozen=True)
class Currency(Generic[AnyRun]):
    """How current a list of findings is: the last run (None: never) and the newest change of the data."""

    last: AnyRun | None
    newest_event: int

    @property
    def stale(self) -> bool:
        """Whether the data changed after the last run."""
        return self.last is None or self.last.event_id < self.newest_event


def newest_event(connection: Connection) -> int:
    """The newest change of the data; 0 before the first."""
    return connection.scalar(select(func.max(event.c.event_id))) or 0


def note(
    connection: Connection, kind: str, event_id: int, found: int, settings: dict[str, Any]
) -> tuple[int, dt.datetime]:
    """Record a run within its own transaction: its number, and when (UTC)."""
    run_id = (connection.scalar(select(func.max(audit_run.c.run_id))) or 0) + 1
    at = now()
    values = {"run_id": run_id, "kind": kind, "event_id": event_id, "at": at, "found": found}
    connection.execute(insert(audit_run).values(**values, settings=json.dumps(settings)))
    return run_id, at


def last(engine: Engine, kind: str) -> tuple[Row | None, int]:
    """The row of the last run of a kind (None: never), and the newest event of the data."""
    r = audit_run.c
    with engine.connect() as connection:
        query = select(audit_run).where(r.kind == kind).order_by(r.run_id.desc()).limit(1)
        return connection.execute(query).one_or_none(), newest_event(connection)
