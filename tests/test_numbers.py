"""Is every number on the pages the number the office files say? Computed a second way, from the raw files."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from pantau import audit, audit_rows, queries
from pantau import periods as period_text
from pantau.catalogue import transfers as catalogue
from pantau.queries import Cells
from pantau.schema import (
    ALL_PROGRAMMES,
    audit_finding,
    batch,
    household_identity,
    person_identity,
    programme,
    rejected_row,
    wage_line,
)
from tests import raw_files
from tests.audit_recount import Found, Key, Office
from tests.lineage_recount import Files, differences, some_figures
from tests.recount import Recount
from tests.samples import THOROUGH

YEAR = 2025


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


Skipped = Callable[[str], list[tuple[Path, set[int]]]]


@pytest.fixture(scope="module")
def files(demo_files: list[Path], rejected: dict[str, set[int]]) -> Skipped:
    """The files whose names begin so, each with its rejected rows."""
    return lambda start: [(f, rejected.get(f.name, set())) for f in demo_files if f.name.startswith(start)]


@pytest.fixture(scope="module")
def programmes(files: Skipped) -> dict[str, raw_files.Programme]:
    return raw_files.programmes(files("program")[0][0])


@pytest.fixture(scope="module")
def transfers(files: Skipped, programmes: dict[str, raw_files.Programme]) -> list[raw_files.Transfer]:
    _, kk_of = raw_files.registry(files("registri"))
    return [t for file, skip in files("penyaluran") for t in raw_files.transfers(file, skip, programmes, kk_of)]


@pytest.fixture(scope="module")
def recount(files: Skipped, programmes: dict[str, raw_files.Programme], transfers: list[raw_files.Transfer]) -> Recount:
    homes, _ = raw_files.registry(files("registri"))
    _, budgets = raw_files.targets_and_budgets(*files("target")[0])
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
        frame = queries.figures(engine, EVERY, Cells((period,), (programme_id,), level))
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


EVERY = [indicator.id for indicator in catalogue.ENTRIES]
MONTHS = range(1, 13) if THOROUGH else (6,)  # the recount in plain Python takes a minute for each three periods
PERIODS = [f"{YEAR}-{m:02d}" for m in MONTHS] + ["2026-10", "2025-T2", "2024", *(["2021-07", "2026-T4"] if THOROUGH else [])]


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
    assert made > 20_000
    record_property("comparisons", made)
    print(f"\n{made} comparisons, all equal")


def test_the_recount_covers_the_whole_catalogue(recount: Recount) -> None:
    shown = recount.indicators([YEAR * 12], None)[raw_files.HOME]
    assert set(shown) == set(EVERY)


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
    for (indicator, code, area, year), value in targets.items():
        level = next(k for k, n in queries.LEVEL_LENGTH.items() if n == len(area))
        frame = queries.figures(demo_engine, [indicator], Cells((f"{year}-06",), (programmes[code],), level, area))
        for shown in frame["target"]:
            checked += 1
            due = value / 2 if indicator == "realisation" else value  # half the year has passed in June
            assert math.isclose(shown, due), (indicator, code, area, year)
    assert checked > 50


def test_the_rows_that_the_lineage_names_give_the_figures_again(
    demo_engine: Engine,
    demo_files: list[Path],
    rejected: dict[str, set[int]],
    transfers: list[raw_files.Transfer],
    record_property: pytest.RecordProperty,
) -> None:
    raw = Files(demo_files, rejected, transfers)
    opened, wrong = 0, []
    for figure in some_figures(demo_engine, 54, seed=3):
        count, differing = differences(demo_engine, raw, figure)
        opened += count
        wrong += differing
    assert not wrong, f"{len(wrong)} differ:\n" + "\n".join(wrong[:20])
    assert opened > 100_000
    record_property("rows opened", opened)
    print(f"\n54 figures, {opened} rows opened")


# --- audit findings ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shown_findings(demo_engine: Engine) -> dict[int, tuple[Key, int, int]]:
    """Findings by number: what each is about (with the KK and NIK that pages never show), its transfers and rupiah."""
    f = audit_finding.c
    rows = (
        select(f.finding_id, f.check_id, programme.c.code, household_identity.c.kk, person_identity.c.nik, f.year)
        .add_columns(f.transfers, f.rupiah)
        .join_from(audit_finding, programme, programme.c.programme_id == f.programme_id)
        .join(household_identity, household_identity.c.household_id == f.household_id)
        .join(person_identity, person_identity.c.person_id == f.person_ref, isouter=True)
    )
    with demo_engine.connect() as connection:
        return {i: ((c, p, kk, nik or "", y), n, r) for i, c, p, kk, nik, y, n, r in connection.execute(rows)}


@pytest.fixture(scope="module")
def expected_findings(
    demo_engine: Engine, files: Skipped, recount: Recount, transfers: list[raw_files.Transfer]
) -> dict[Key, Found]:
    people, _ = raw_files.persons(files("registri"))
    stays = raw_files.stays(*files("kepesertaan")[0], recount.programmes)
    with demo_engine.connect() as connection:
        wages = {int(year): amount for year, amount in connection.execute(select(wage_line.c.year, wage_line.c.amount))}
    return Office(people, recount.programmes, transfers, recount.eligible, stays, wages).findings()


def test_every_audit_finding_equals_a_recount_from_the_raw_files(
    shown_findings: dict[int, tuple[Key, int, int]], expected_findings: dict[Key, Found]
) -> None:
    shown = {key: (transfers, rupiah) for key, transfers, rupiah in shown_findings.values()}
    expected = {key: (len(one.rows), one.rupiah) for key, one in expected_findings.items()}
    differing = {k for k in shown.keys() | expected.keys() if shown.get(k) != expected.get(k)}
    assert not differing, [(k[0], k[1], k[4], shown.get(k), expected.get(k)) for k in sorted(differing)[:10]]
    by_check = {check: sum(key[0] == check for key in shown) for check in audit.RULES}
    assert by_check.pop("future_dates") == 0  # the loader refuses them
    assert min(by_check.values()) >= 10, by_check


def test_every_finding_leads_to_the_rows_of_the_files(
    demo_engine: Engine, shown_findings: dict[int, tuple[Key, int, int]], expected_findings: dict[Key, Found]
) -> None:
    behind = audit_rows.transfers_of(demo_engine, audit.Filters())
    rows: dict[int, set[tuple[str, int]]] = {}
    for finding_id, name, number in zip(behind["finding_id"], behind["file_name"], behind["row_no"], strict=True):
        rows.setdefault(finding_id, set()).add((name, number))
    assert rows == {i: expected_findings[key].rows for i, (key, _, _) in shown_findings.items()}


def test_the_rows_that_prove_a_finding_are_in_the_files(
    demo_engine: Engine, files: Skipped, shown_findings: dict[int, tuple[Key, int, int]]
) -> None:
    people, _ = raw_files.persons(files("registri"))
    person_at = {person.source: (nik, person) for nik, person in people.items()}
    known = raw_files.programmes(files("program")[0][0])
    stay_at = {stay.source: stay for stay in raw_files.stays(*files("kepesertaan")[0], known)}
    words = {"dead": "meninggal", "moved": "pindah", "gone": "tidak ditemukan", "active": "aktif"}
    sample = random.Random(3)
    looked_at = set()
    for check in audit.RULES:
        ids = [i for i, (key, _, _) in shown_findings.items() if key[0] == check]
        for finding_id in sample.sample(ids, min(6, len(ids))):
            _, code, kk, nik, _ = shown_findings[finding_id][0]
            for row in audit_rows.rows_of(demo_engine, finding_id).to_dict("records"):
                looked_at.add(row["role"])
                place = (row["file_name"], row["row_no"])
                if row["role"] == "registry":
                    found, person = person_at[place]
                    assert person.kk == kk and (not known[code].per_person or found == nik)
                    assert (person.status, person.since, person.income) == (
                        words[row["status"]],
                        row["since"],
                        row["income"],
                    )
                elif row["role"] == "membership":
                    stay = stay_at[place]
                    assert (stay.programme, stay.household, stay.nik) == (code, kk, nik)
                    assert (stay.entry, stay.leave) == (row["since"], row["until"])
                elif row["role"] == "household":
                    assert person_at[place][1].kk == kk
                elif row["role"] == "programme":
                    assert place[0] == "program_bantuan.xlsx"
    assert looked_at == set(audit_rows.ROLES)
