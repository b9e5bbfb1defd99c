"""What the figures were measured on."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import sqlite3
from pathlib import Path

from pantau.database import make_engine


def facts(url: str | None) -> list[list[str]]:
    """(what, value) pairs."""
    found = [
        ["processor", _processor()],
        ["cores", str(os.cpu_count())],
        ["memory", _memory()],
        ["system", platform.platform(terse=True)],
        ["Python", platform.python_version()],
        ["database", _postgres(url) if url else f"SQLite {sqlite3.sqlite_version}"],
        *([name, importlib.metadata.version(name)] for name in ("streamlit", "sqlalchemy", "pandas")),
    ]
    return found


def load() -> str:
    """How busy the machine is, for beside the figures: with more than a process a core, times are too long."""
    if not hasattr(os, "getloadavg"):
        return ""
    return f"Load of the machine in the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores."


def _processor() -> str:
    try:
        match = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        match = None
    return match[1] if match else platform.processor() or platform.machine()


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.1f} GiB"
    except (AttributeError, ValueError, OSError):
        return "?"


def _postgres(url: str) -> str:
    engine = make_engine(url)
    with engine.connect() as connection:
        version = connection.exec_driver_sql("SHOW server_version").scalar()
    engine.dispose()
    return f"PostgreSQL {version}"
