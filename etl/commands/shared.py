"""What several commands need: the database to read from, and who is at the keyboard."""

from __future__ import annotations

import getpass
from pathlib import Path

from sqlalchemy import Engine

from pantau import database
from pantau.schema import metadata


def account() -> str:
    """The name of the account that runs the command, for the record of who loaded what."""
    try:
        return getpass.getuser()[:80]
    except (OSError, KeyError, ImportError):  # a service without a name
        return "-"


def engine_for_reading() -> Engine:
    """The database, or an empty one in memory where there is none yet: a check creates nothing."""
    url = database.database_url()
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        return _empty_engine()
    engine = database.make_engine(url)
    return engine if database.is_ready(engine) else _empty_engine()


def _empty_engine() -> Engine:
    from pantau.reference import ensure_reference

    engine = database.make_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        ensure_reference(connection)
    return engine
