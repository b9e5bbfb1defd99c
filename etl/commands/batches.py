"""``status``: the files loaded so far."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from typing import Any

from sqlalchemy import select

from etl.commands.shared import engine_for_reading
from pantau.schema import batch
from pantau.words import Words


def add(commands: argparse._SubParsersAction) -> None:
    """Add ``status``."""
    status = commands.add_parser("status", help="daftar berkas yang sudah dimuat · the files loaded so far")
    status.add_argument("--json", action="store_true")
    status.set_defaults(run=_status)


def _status(options: argparse.Namespace) -> int:
    rows = []
    engine = engine_for_reading()
    with engine.connect() as connection:
        for found in connection.execute(select(batch).order_by(batch.c.batch_id)).mappings():
            row: dict[str, Any] = {**found, "loaded_at": found["loaded_at"].isoformat()}
            rows.append({**row, "sums": json.loads(found["sums"])})
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    if not rows:
        print("Belum ada berkas yang dimuat. · No file has been loaded yet.")
    for row in rows:
        mark = " (data contoh · made-up data)" if row["synthetic"] else ""
        print(
            f"{row['batch_id']:>4}  {Words().moment(dt.datetime.fromisoformat(row['loaded_at']))}  {row['kind']:<12} {row['rows']:>8} = {row['loaded']} + "
            f"{row['rejected']}  {row['file_name']}{mark}"
        )
    return 0
