"""Does each of twenty readers get a whole answer while files are loaded and rolled back beside them?"""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from bench import readers
from pantau.database import make_engine
from tests.etl import kill_acts
from tests.etl.conftest import Office

pytestmark = pytest.mark.slow

ACTS = ("transfers replaced", "boundaries", "rolled back")


def step(act: kill_acts.Act, engine: readers.Engine) -> None:
    act.do(engine, lambda _step: None)


@pytest.fixture(params=["sqlite", "postgresql"])
def urls(request: pytest.FixtureRequest, office: Office, tmp_path: Path) -> list[str]:
    """Two databases with the same data."""
    if request.param == "sqlite":
        paths = [tmp_path / f"{name}.sqlite" for name in ("alone", "together")]
        for path in paths:
            shutil.copyfile(office.database, path)
        return [f"sqlite:///{path}" for path in paths]
    template = make_url(request.getfixturevalue("postgres_office"))
    admin = make_engine(request.getfixturevalue("postgres_url")).execution_options(isolation_level="AUTOCOMMIT")
    names = ["readers_alone", "readers_together"]
    with admin.connect() as connection:
        for name in names:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template.database}"))
    admin.dispose()
    return [template.set(database=name).render_as_string(hide_password=False) for name in names]


def test_readers_beside_a_loader(office: Office, urls: list[str]) -> None:
    every = {act.name: act for act in kill_acts.acts(office.files)}
    steps = [partial(step, every[name]) for name in ACTS]
    asked = readers.questions("2026")
    alone = make_engine(urls[0])
    right = readers.right_answers(alone, steps, asked)
    alone.dispose()
    assert all(len(set(right[name])) > 1 for name in ("freshness", "figures by RW", "boundaries"))
    reads = readers.watch(urls[1], steps, asked, right, own=True)
    assert reads.failures == []
    assert sum(map(len, reads.seconds.values())) > 2 * readers.READERS
    assert reads.last == [len(steps)] * readers.READERS, "each of them saw the newest state at last"
