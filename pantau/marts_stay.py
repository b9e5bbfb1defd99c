"""``mart_stay``: stays in programmes by when they began and ended."""

from __future__ import annotations

from sqlalchemy import Connection, delete

from pantau.schema import mart_stay


def rebuild(connection: Connection) -> None:
    """Make the mart anew from ``membership``."""
    connection.execute(delete(mart_stay))
