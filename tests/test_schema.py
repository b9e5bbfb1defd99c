"""Does the schema's history lead to the schema, on both engines, and is a transaction really one?"""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError

from pantau.database import ROOT, make_engine, newest_revision, upgrade
from pantau.reference import FIRST_YEAR, LAST_YEAR
from pantau.schema import area, batch, calendar, household, metadata

A_BATCH = {
    "kind": "registry", "file_name": "a.csv", "sha256": "0" * 64, "loaded_at": func.current_timestamp(), "rows": 1,
    "loaded": 1, "rejected": 0, "warnings": 0, "sums": "{}", "synthetic": True,
}  # fmt: skip


def test_the_newest_revision_is_the_schema(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_constraints_have_the_names_of_the_convention(engine: Engine) -> None:
    """Later revisions alter them by name, so the names must be those that ``schema.py`` gives."""
    inspector = inspect(engine)
    for table in metadata.tables.values():
        primary = inspector.get_pk_constraint(table.name)
        assert (primary["name"], primary["constrained_columns"]) == (
            table.primary_key.name,
            table.primary_key.columns.keys(),
        )
        found = {key["name"] for key in inspector.get_foreign_keys(table.name)}
        assert found == {f"fk_{table.name}_{k.parent.name}_{k.column.table.name}" for k in table.foreign_keys}


def test_there_is_one_line_of_revisions() -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    script = ScriptDirectory.from_config(config)
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_downgrade_leaves_nothing_but_alembic(sqlite_engine: Engine) -> None:
    from alembic import command

    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    with sqlite_engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert inspect(sqlite_engine).get_table_names() == ["alembic_version"]


def test_upgrade_twice_changes_nothing(engine: Engine) -> None:
    def counts() -> list[int]:
        with engine.connect() as connection:
            return [connection.scalar(select(func.count()).select_from(t)) or 0 for t in (calendar, area)]

    before = counts()
    upgrade(engine)
    assert counts() == before
    assert before[0] == (LAST_YEAR - FIRST_YEAR + 1) * 12
    assert before[1] > 260


def test_sqlite_is_set_up_for_readers_beside_a_loader(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("PRAGMA synchronous")) == 2


def test_a_reader_sees_the_state_before_an_open_load(sqlite_engine: Engine) -> None:
    count = select(func.count()).select_from(batch)
    with sqlite_engine.connect() as loader:
        loader.execute(insert(batch).values(A_BATCH))
        with sqlite_engine.connect() as reader:
            assert reader.scalar(count) == 0
            loader.commit()
            assert reader.scalar(count) == 0  # until the reader's own transaction ends
        with sqlite_engine.connect() as reader:
            assert reader.scalar(count) == 1


def test_foreign_keys_are_enforced(engine: Engine) -> None:
    row = {"household_id": 1, "area_code": "99", "members": 1, "income": 0, "batch_id": 1, "row_no": 2}
    row |= {column.name: False for column in household.c if column.name.startswith("has_")}
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(insert(household).values(row))


def test_a_rolled_back_transaction_leaves_nothing(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(insert(batch).values(A_BATCH))
        connection.execute(text("CREATE TABLE left_over (a INTEGER)"))
        connection.execute(text("INSERT INTO left_over VALUES (1)"))
        connection.execute(text("DROP TABLE budget"))
        connection.rollback()
    names = inspect(engine).get_table_names()
    assert "left_over" not in names
    assert "budget" in names
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(batch)) == 0


def test_an_interrupted_upgrade_leaves_no_half_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_connection: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pantau.reference.ensure_reference", interrupted)
    engine = make_engine(f"sqlite:///{tmp_path / 'half.sqlite'}")
    with pytest.raises(KeyboardInterrupt):
        upgrade(engine)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_the_newest_revision_is_known_without_alembic() -> None:
    """Its name is its file's number: a command need not import Alembic to see that there is nothing to do."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == newest_revision()
