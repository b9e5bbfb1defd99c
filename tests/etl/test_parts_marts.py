"""After any load, amendment or roll back of any kind, are the marts those that would be made from nothing?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from etl.batches import rollback
from pantau import marts
from pantau.schema import mart_count, mart_spread, mart_stay, mart_tranche
from tests.etl import test_parts_a as first_half
from tests.etl import test_parts_b as second_half
from tests.etl.office import HEAD, KK, load_rows, settle
from tests.etl.test_load import TRANSFERS

PARTS = (mart_count, mart_spread, mart_stay, mart_tranche)
STAYS = ["PROGRAM;NO KK;NIK;TANGGAL MASUK;TANGGAL KELUAR;ALASAN KELUAR", f"PKH;{KK};;01/01/2025;30/09/2025;graduasi"]


def rows(connection: Connection) -> dict[str, set[tuple[Any, ...]]]:
    return {table.name: {tuple(row) for row in connection.execute(select(table))} for table in PARTS}


def assert_as_from_nothing(engine: Engine, what: str) -> None:
    with engine.connect() as connection:
        before = rows(connection)
        marts.rebuild(connection)
        after = rows(connection)
        connection.rollback()
    for name, kept in before.items():
        assert kept == after[name], f"{what}: {name}: {sorted(kept ^ after[name])[:6]}"


@pytest.mark.slow
def test_the_marts_after_each_step_are_those_made_from_nothing(sqlite_engine: Engine, tmp_path: Path) -> None:
    engine = sqlite_engine
    settle(engine, tmp_path)
    assert first_half.load(engine, tmp_path, "program", first_half.SERVICE).problems == []
    load_rows(engine, tmp_path, "transfers", TRANSFERS)
    first_half.load(engine, tmp_path, "stays", STAYS)
    assert_as_from_nothing(engine, "stays")
    loaded: list[tuple[str, int]] = []
    for half in (first_half, second_half):
        for kind, lines in half.FILES.items():
            report = half.load(engine, tmp_path, kind, lines)
            loaded.append((kind, report.batch_id or 0))
    assert_as_from_nothing(engine, "all loaded")
    for half in (second_half, first_half):
        for kind, lines in half.AMENDED.items():
            report = half.load(engine, tmp_path, f"{kind}_baru", lines)
            assert report.status == "ok", report.as_json()
            if kind in ("visits", "aspirations", "activities", "outcomes", "contributions"):
                assert_as_from_nothing(engine, f"{kind} amended")
    for kind, batch_id in loaded[::-4]:
        rollback(engine, batch_id, "petugas", "uji", cascade=True)
        assert_as_from_nothing(engine, f"{kind} rolled back")
    with engine.connect() as connection:
        assert all(rows(connection).values()), HEAD
