"""What a database holds, as a backup states it: the schema's revision, the newest event, the rows of each table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, inspect, select, text

from etl.messages import MESSAGES
from pantau.schema import event, metadata

Rows = dict[str, int]
"""Table -> number of rows."""


class BackupError(Exception):
    """A backup cannot be made or restored: ``reason`` is a key of :data:`etl.messages.MESSAGES`."""

    def __init__(self, reason: str, **fields: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fields = fields

    def words(self) -> tuple[str, str]:
        """The sentence in Bahasa Indonesia and in English."""
        message_id, message_en = MESSAGES[self.reason]
        return message_id.format(**self.fields), message_en.format(**self.fields)


@dataclass(frozen=True)
class Content:
    """What is in a database."""

    revision: str
    event_id: int  # 0: none, or the schema has no events yet
    rows: Rows


def content_of(connection: Connection) -> Content | None:
    """What is in the database, as of this transaction's moment; None where there is no schema of ours."""
    there = set(inspect(connection).get_table_names())
    if not {"batch", "alembic_version"} <= there:
        return None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    newest = connection.scalar(select(func.max(event.c.event_id))) if event.name in there else 0
    ours = [table for table in metadata.sorted_tables if table.name in there]
    rows = {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in ours}
    return Content(revision, newest or 0, rows)


def event_to_come(connection: Connection, old: int) -> int:
    """A number for an event that is above all in the database, and above ``old``."""
    return max(connection.scalar(select(func.max(event.c.event_id))) or 0, old) + 1
