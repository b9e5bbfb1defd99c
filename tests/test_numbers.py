"""Is every number on the pages the number the office files say? Computed a second way, from the raw files."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from pantau import periods as period_text
from pantau import queries
from pantau.indicators import CATALOGUE
from pantau.queries import Cells
from pantau.schema import ALL_PROGRAMMES, batch, rejected_row
from tests import raw_files
from tests.recount import Recount

YEAR = 2025  # all its months; with 2021 and 2026 sampled below


@pytest.fixture(scope="module")
def rejected(demo_engine: Engine) -> dict[str, set[int]]:
    rows = (
        select(batch.c.file_name, rejected_row.c.row_no)
        .join_from(rejected_row, batch)
        .where(rejected_row.c.severity == "rejected")
    )
    found: dict[str, set[int]] = {}
    with demo_engine.connect() as connection:
        for name, row in connection.execute(rows):
            found.setdefault(name, set()).add(row)
    return found


@pytest.fixture(scope="module")
def recount(demo_files: list[Path], rejected: dict[str, set[int]]) -> Recount:
    def skip(file: Path) -> set[int]:
        return rejected.get(file.name, set())

    def only(start: str) -> list[Path]:
        return [f for f in demo_files if f.name.startswith(start)]

    programmes = raw_files.programmes(only("program")[0])
    homes, kk_of = raw_files.registry([(file, skip(file)) for file in only("registri")])
    transfers = [t for f in only("penyaluran") for t in raw_files.transfers(f, skip(f), programmes, kk_of)]
    _, budgets = raw_files.targets_and_budgets(only("target")[0], skip(only("target")[0]))
    return Recount(homes, programmes, transfers, budgets)


def _differences(engine: Engine, recount: Recount, period: str, code: str | None) -> tuple[int, list[str]]:
    """Comparisons made, and those that differ: all indicators, the kelurahan, each RW, 20 RT."""
    programme_ids = {row.code: row.programme_id for row in queries.programmes(engine).itertuples()}
    programme_id = ALL_PROGRAMMES if code is None else programme_ids[code]
    first, last = period_text.span(period)
    expected = recount.indicators(list(range(first, last + 1)), code)
    some_rt = set(random.Random(period).sample(sorted(a for a in expected if len(a) == 21), 20))
    made, wrong = 0, []
    for level, length in queries.LEVEL_LENGTH.items():
        frame = queries.figures(engine, list(CATALOGUE), Cells((period,), (programme_id,), level))
        shown = {(r.area_code, r.indicator_id): r.value for r in frame.itertuples()}
        areas = [a for a in expected if len(a) == length and (length < 21 or a in some_rt)]
        assert areas
        for area in areas:
            for indicator, value in expected[area].items():
                found = shown[area, indicator]
                made += 1
                same = math.isnan(found) if value is None else math.isclose(found, value, rel_tol=1e-12, abs_tol=1e-12)
                if not same:
                    wrong.append(f"{period} {code} {area} {indicator}: page {found}, files {value}")
    return made, wrong


PERIODS = [f"{YEAR}-{m:02d}" for m in range(1, 13)] + ["2021-01", "2021-07", "2026-10", "2025-T2", "2026-T4", "2024"]


def test_every_indicator_equals_a_recount_from_the_raw_files(
    demo_engine: Engine, recount: Recount, record_property: pytest.RecordProperty
) -> None:
    made, wrong = 0, []
    for period in PERIODS:
        for code in [None, *recount.programmes]:
            first, last = period_text.span(period)
            if code is not None and not recount.runs(code, range(first, last + 1)):
                continue
            count, differing = _differences(demo_engine, recount, period, code)
            made += count
            wrong += differing
    assert not wrong, f"{len(wrong)} of {made} differ:\n" + "\n".join(wrong[:20])
    assert made > 50_000
    record_property("comparisons", made)
    print(f"\n{made} comparisons, all equal")


def test_the_recount_covers_the_whole_catalogue(recount: Recount) -> None:
    shown = recount.indicators([YEAR * 12], None)[raw_files.HOME]
    assert set(shown) == set(CATALOGUE)


def test_rt_add_up_to_rw_and_rw_to_the_kelurahan(demo_engine: Engine) -> None:
    sums = ["recipients", "recipient_people", "unpaid_transfers", "amount_due", "amount_paid"]
    for period in ("2025-03", "2025-T1", "2025"):
        totals = [
            queries.figures(demo_engine, sums, Cells((period,), level=level)).groupby("indicator_id")["value"].sum()
            for level in queries.LEVEL_LENGTH
        ]
        assert totals[0].equals(totals[1])
        assert totals[1].equals(totals[2])


def test_overlaps_equal_a_recount(demo_engine: Engine, recount: Recount) -> None:
    codes = {row.programme_id: row.code for row in queries.programmes(demo_engine).itertuples()}
    for period in ("2025-11", "2021-T2", "2023"):
        first, last = period_text.span(period)
        got: dict[str, set[str]] = {}
        for month in range(first, last + 1):
            for transfer, _ in recount.covering[month]:
                got.setdefault(transfer.household, set()).add(transfer.programme)
        for within in (raw_files.HOME, f"{raw_files.HOME}.007"):
            here = {kk: p for kk, p in got.items() if recount.homes[kk].rt.startswith(within)}
            homes = sum(home.members > 0 and home.rt.startswith(within) for home in recount.homes.values())
            counts = {0: homes - len(here)}
            for programmes in here.values():
                counts[len(programmes)] = counts.get(len(programmes), 0) + 1
            shown = queries.overlap_counts(demo_engine, period, within)
            assert dict(zip(shown["programmes"], shown["households"], strict=True)) == counts
            pairs = queries.overlaps(demo_engine, period, within)
            assert len(pairs)
            for row in pairs.itertuples():
                both = {codes[row.programme_a], codes[row.programme_b]}
                assert row.households == sum(both <= p for p in here.values()), (period, within, both)


def test_targets_are_the_files(demo_engine: Engine, demo_files: list[Path], rejected: dict[str, set[int]]) -> None:
    file = next(f for f in demo_files if f.name.startswith("target"))
    targets, _ = raw_files.targets_and_budgets(file, rejected.get(file.name, set()))
    programmes = {row.code: row.programme_id for row in queries.programmes(demo_engine).itertuples()}
    programmes["SEMUA"] = ALL_PROGRAMMES
    checked = 0
    for (indicator, programme, area, year), value in targets.items():
        level = next(k for k, n in queries.LEVEL_LENGTH.items() if n == len(area))
        frame = queries.figures(demo_engine, [indicator], Cells((f"{year}-06",), (programmes[programme],), level, area))
        for shown in frame["target"]:
            checked += 1
            due = value / 2 if indicator == "realisation" else value  # half the year has passed in June
            assert math.isclose(shown, due), (indicator, programme, area, year)
    assert checked > 50
