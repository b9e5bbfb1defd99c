"""How Alembic reaches the database: the connection it is handed (``pantau.database.upgrade``), else the configured one.

To add a revision after a change in ``pantau/schema.py``, against a database that is up to date::

    .venv/bin/python -m alembic revision --autogenerate --rev-id 0002 -m "what changed"
"""

from __future__ import annotations

import sys
from pathlib import Path

from alembic import context
from sqlalchemy import Connection

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pantau.database import make_engine
from pantau.schema import metadata


def migrate(connection: Connection) -> None:
    """Run the revisions within the connection's open transaction; whoever opened it commits."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,  # SQLite cannot alter most things in place
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    if context.is_offline_mode():
        raise SystemExit("Migrations need a database; set PANTAU_DATABASE_URL.")
    handed_over = context.config.attributes.get("connection")
    if handed_over is not None:
        migrate(handed_over)
        return
    engine = make_engine()
    with engine.begin() as connection:
        migrate(connection)
    engine.dispose()


main()
