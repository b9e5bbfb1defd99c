"""The board of tranches, recomputed from the rows of a small list in plain Python."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine, select

from pantau import queries, tranches
from pantau.queries import Cells
from pantau.schema import programme
from tests.etl.office import KELURAHAN
from tests.pantau import made_up_field as made
from tests.pantau.made_up_field import AMOUNT, CHANNELS, FAMILIES, MONTHS, RELEASED, Transfer


def index(month: object) -> int:
    return month.year * 12 + month.month - 1  # type: ignore[attr-defined]


def test_a_tranche_is_what_its_transfers_are(sqlite_engine: Engine, tmp_path: Path) -> None:
    engine = sqlite_engine  # that PostgreSQL makes the same marts is tested with the demo (test_two_databases)
    every, _ = made.load(engine, tmp_path)
    with engine.connect() as connection:
        bpnt = connection.execute(select(programme.c.programme_id).where(programme.c.code == "BPNT")).scalar_one()
    assert tranches.programmes(engine) == [bpnt]
    listed, rows = tranches.schedule(engine, bpnt), tranches.rows(engine, bpnt, KELURAHAN)
    for month in MONTHS:
        mine = [t for t in every if t.month == month]
        found = tranches.stage(rows, listed, index(month))
        _check_stage(found, mine)
        assert found.beyond == (1_000_000 if month in RELEASED else None)
        path = tranches.path(rows[rows["month_from"] == index(month)])
        for day, share, amount in path.itertuples(index=False):
            by_then = [t for t in mine if t.paid and t.late <= day]
            assert share == len(by_then) / FAMILIES
            due = sum(t.amount if t.paid else AMOUNT for t in mine)
            assert amount == pytest.approx(sum(t.amount for t in by_then) / due)
        _check_delays(tranches.delays(rows[rows["month_from"] == index(month)]), mine)
        owed = tranches.unpaid_by_rt(engine, bpnt, index(month), KELURAHAN)
        for code, transfers, unpaid, rupiah in owed.itertuples(index=False):
            there = [t for t in mine if made.area(t.family) == code]
            missing = sum(t.paid is None for t in there)
            assert (transfers, unpaid, rupiah) == (len(there), missing, missing * AMOUNT)
        assert owed["transfers"].sum() == found.transfers and owed["unpaid"].sum() == found.unpaid_transfers
        _check_list(tranches.unpaid_households(engine, bpnt, index(month), KELURAHAN), mine)
    part = tranches.rows(engine, bpnt, f"{KELURAHAN}.001.005")
    assert part["area_code"].unique().tolist() == [f"{KELURAHAN}.001"], "of an RT, its RW"
    _check_indicators(engine, bpnt, every)


def _check_stage(found: tranches.Stage, mine: list[Transfer]) -> None:
    paid = [t for t in mine if t.paid]
    assert (found.transfers, found.paid_transfers) == (FAMILIES, len(paid))
    assert found.due == AMOUNT * FAMILIES == found.paid + found.short + found.unpaid
    assert found.paid == sum(t.amount for t in paid)
    assert found.short_transfers == sum(t.amount != AMOUNT for t in paid) > 0
    late = [t.late for t in paid]
    assert (found.median_late, found.p90_late) == (made.median(late), made.p90(late))
    since = [(t.paid - RELEASED[t.month]).days for t in paid if t.month in RELEASED and t.paid]
    if since:
        assert (found.median_receive, found.p90_receive) == (made.median(since), made.p90(since))
    else:
        assert pd.isna(found.median_receive)


def _check_delays(found: pd.DataFrame, mine: list[Transfer]) -> None:
    seen = 0
    for code, channel, transfers, median, p90 in found.itertuples(index=False):
        late = [t.late for t in mine if t.paid and t.channel == channel and made.area(t.family).startswith(code)]
        assert (transfers, median, p90) == (len(late), made.median(late), made.p90(late))
        seen += transfers
    assert seen == sum(t.paid is not None for t in mine) and set(found["channel"]) == set(CHANNELS)


def _check_list(found: pd.DataFrame, mine: list[Transfer]) -> None:
    """As many as are owed, and nothing in it that tells who they are."""
    owed = [t for t in mine if t.paid is None]
    assert len(found) == len(owed) and set(found["status"]) == {"failed"}
    text = found.to_csv()
    for t in owed:
        assert made.kk(t.family) not in text and made.head(t.family) not in text
        assert f"Warga {t.family}," not in text


def _check_indicators(engine: Engine, bpnt: int, every: list[Transfer]) -> None:
    ids = ("late_p90", "receive_days", "receive_days_p90", "median_days_late")
    cells = Cells(("2025-T1", "2025-04"), (bpnt,), "rw", KELURAHAN)
    found = queries.figures(engine, ids, cells).set_index(["period", "area_code", "indicator_id"])["value"]
    for period, month in (("2025-T1", MONTHS[0]), ("2025-04", MONTHS[1])):
        for rw in ("001", "002"):
            paid = [t for t in every if t.month == month and t.paid and f".{rw}." in made.area(t.family)]
            late = [t.late for t in paid]
            since = [(t.paid - RELEASED[month]).days for t in paid if t.paid]
            code = f"{KELURAHAN}.{rw}"
            assert found[period, code, "late_p90"] == made.p90(late)
            assert found[period, code, "median_days_late"] == made.median(late)
            assert found[period, code, "receive_days"] == made.median(since)
            assert found[period, code, "receive_days_p90"] == made.p90(since)


def test_what_is_paid_short_or_over_is_explained() -> None:
    """100 due: 60 paid of 70 entitled, 30 owed; released were 110."""
    keys = {"month_from": 1, "area_code": "x", "channel": "", "due_date": pd.Timestamp(2025, 1, 1).date()}
    rows = pd.DataFrame(
        [
            {**keys, "days": 2, "transfers": 2, "amount": 60},
            {**keys, "days": tranches.SHORT, "transfers": 1, "amount": 10},
            {**keys, "days": tranches.UNPAID, "transfers": 1, "amount": 30},
        ]
    )
    day = pd.Timestamp(2024, 12, 30).date()
    listed = pd.DataFrame([{"month_from": 1, "channel": "", "released_date": day, "amount": 110}])
    found = tranches.stage(rows, listed, 1)
    assert (found.due, found.paid, found.short, found.unpaid, found.released, found.beyond) == (
        100,
        60,
        10,
        30,
        110,
        10,
    )
    assert (found.transfers, found.paid_transfers, found.median_late, found.median_receive) == (3, 2, 2.0, 4.0)
    assert tranches.share_by(rows, "channel", (1, 2)).values.tolist() == [[0.0, 2 / 3]]
