"""Is the loader killed at any moment as if it had never run, or as if it had finished? (The full run: tests/etl/kill.py.)"""

from __future__ import annotations

import pytest

from tests.conftest import require
from tests.etl import kill_acts
from tests.etl.conftest import Office
from tests.etl.kill import Tries
from tests.services import postgres_programs

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind, kills", [("sqlite", 2), ("postgresql", 1)])
def test_a_killed_load_leaves_the_state_before_or_after(office: Office, kind: str, kills: int) -> None:
    if kind == "postgresql":
        require(postgres_programs(), "PostgreSQL (initdb and postgres)")
    names = ("transfers replaced", "rolled back")
    acts = [act for act in kill_acts.acts(office.files) if act.name in names]
    with (kill_acts.Sqlite if kind == "sqlite" else kill_acts.Postgres)(
        office.database.parent, office.files
    ) as servant:
        tally = Tries(servant, "suite").run(acts, kills)
    assert tally.failures == []
    assert len(tally.kills) == kills
    assert sum(kill.reads for kill in tally.kills) > kills
