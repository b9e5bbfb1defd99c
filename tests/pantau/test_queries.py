"""Do the queries answer at the edges: nothing loaded, a programme that does not run, an area with nobody?"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from pantau import periods, queries
from pantau.catalogue import transfers
from pantau.database import make_engine
from pantau.queries import Cells
from pantau.reference import home_kelurahan
from pantau.schema import ALL_PROGRAMMES

EVERY = [indicator.id for indicator in transfers.ENTRIES]
"""What is known of every area and period in which a programme pays; the other parts have tests of their own."""


def test_a_database_that_does_not_exist_yet_is_not_ready(tmp_path) -> None:  # type: ignore[no-untyped-def]
    engine = make_engine(f"sqlite:///{tmp_path}/none.sqlite")
    assert queries.freshness(engine) is None
    assert queries.data_version(engine) == -1


def test_an_empty_database_answers_with_empty_frames(engine: Engine) -> None:
    fresh = queries.freshness(engine)
    assert fresh is not None
    assert (fresh.batches, fresh.rows, fresh.synthetic, fresh.last_period) == (0, 0, False, None)
    assert queries.periods(engine) == []
    assert queries.figures(engine, EVERY, Cells(("2026-01",), level="rw")).empty
    assert queries.boundaries(engine, "rw", home_kelurahan()).empty
    assert queries.overlaps(engine, "2026-01", home_kelurahan()).empty
    assert queries.overlap_counts(engine, "2026-01", home_kelurahan()).empty


def test_a_programme_that_does_not_run_has_no_figures(demo_engine: Engine) -> None:
    ids = {row.code: row.programme_id for row in queries.programmes(demo_engine).itertuples()}
    assert queries.figures(demo_engine, EVERY, Cells(("2026-03",), (ids["BST"],))).empty


def test_an_area_with_nobody_has_no_figures(demo_engine: Engine) -> None:
    assert queries.figures(demo_engine, EVERY, Cells(("2026-03",), level="rt", within=f"{home_kelurahan()}.099")).empty


def test_areas_whose_numbers_begin_alike_are_not_mixed_up(demo_engine: Engine) -> None:
    frame = queries.figures(
        demo_engine, ["recipients"], Cells(("2026-03",), level="rt", within=f"{home_kelurahan()}.001")
    )
    assert {code[:17] for code in frame["area_code"]} == {f"{home_kelurahan()}.001"}


def test_each_row_is_asked_for_once(demo_engine: Engine) -> None:
    cells = Cells(("2026-03", "2026-T1", "2026"), (ALL_PROGRAMMES, 1, 2), "rw")
    frame = queries.figures(demo_engine, EVERY, cells)
    assert not frame.duplicated(["period", "programme_id", "area_code", "indicator_id"]).any()
    assert len(frame) == 3 * 3 * 10 * len(EVERY)


def test_a_budget_of_the_kelurahan_is_not_shared_out(demo_engine: Engine) -> None:
    rw = queries.figures(demo_engine, ["realisation"], Cells(("2026-03",), level="rw"))
    assert rw["value"].isna().all()


@pytest.mark.parametrize(
    ("period", "last", "months"),
    [
        ("2026-03", "2026-10", 3),
        ("2026-T2", "2026-10", 6),
        ("2026", "2026-10", 10),  # the year runs: ten months have gone by
        ("2026-T4", "2026-10", 10),
        ("2026-10", "2026-10", 10),
        ("2025", "2026-10", 12),
        ("2026-12", "2026-10", 12),  # a plan for a month to come is held against all of it
        ("2026", None, 12),
    ],
)
def test_the_part_of_the_year_gone_by_ends_with_the_data(period: str, last: str | None, months: int) -> None:
    assert queries.elapsed_share(period, last) == months / 12


def test_the_target_of_a_running_year_is_for_the_months_gone_by(demo_engine: Engine) -> None:
    fresh = queries.freshness(demo_engine)
    assert fresh and fresh.last_period == "2026-10"
    frame = queries.figures(demo_engine, ["realisation"], Cells(("2026", "2026-T4", "2026-10", "2025")))
    target = frame.set_index("period")["target"]
    assert target["2026"] == target["2026-T4"] == target["2026-10"]
    whole = queries.figures(demo_engine, ["realisation"], Cells(("2025-12",)))["target"].iloc[0]
    assert target["2025"] == whole


def test_how_fresh_the_data_are_is_asked_for_budgets_only(demo_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fresh(_source: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(queries, "freshness", fresh)
    assert len(queries.figures(demo_engine, [i for i in EVERY if i != "realisation"], Cells(("2026-03",))))
    with pytest.raises(AssertionError, match="asked"):
        queries.figures(demo_engine, ["realisation"], Cells(("2026-03",)))


@given(st.dictionaries(st.integers(-400, 800), st.integers(1, 9), min_size=1, max_size=30))
def test_the_weighted_median_is_the_median(counts: dict[int, int]) -> None:
    values = np.repeat(list(counts), list(counts.values()))
    found = queries.weighted_median(np.array(list(counts)), np.array(list(counts.values())))
    assert math.isclose(found, float(np.median(values)))


@pytest.mark.parametrize(
    ("period", "before", "span"),
    [
        ("2026-01", "2025-12", (24312, 24312)),
        ("2026-T1", "2025-T4", (24312, 24314)),
        ("2026", "2025", (24312, 24323)),
    ],
)
def test_periods(period: str, before: str, span: tuple[int, int]) -> None:
    assert periods.previous(period) == before
    assert periods.span(period) == span
    assert periods.period_of(span[1], periods.kind_of(period)) == period


@pytest.mark.parametrize("text", ["", "2026-13", "2026-00", "2026-T5", "26", "2026-1", "2026-03-01", "SEMUA"])
def test_what_is_no_period(text: str) -> None:
    assert not periods.is_period(text)
    with pytest.raises(ValueError):
        periods.span(text)
