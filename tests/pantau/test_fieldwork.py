"""Who was visited, how old what is known is, and what families say of the aid: recounted from a small list in plain Python."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine, select

from pantau import fieldwork, periods, queries
from pantau.queries import Cells
from pantau.schema import ALL_PROGRAMMES, programme
from tests.etl.office import KELURAHAN
from tests.pantau import made_up_field as made
from tests.pantau.made_up_field import FAMILIES, Transfer, Visit

PERIODS = ("2025-03", "2025-T2", "2025", "2026-T1", "2026")
STOCKS = ("survey_progress", "never_visited", "visited_share", "visits", "visit_completion", "data_age", "data_fresh")
SAID = ("receipt_confirmed", "receipt_denied", "receipt_unrecorded", "satisfaction")


def paid_then(visit: Visit, every: list[Transfer]) -> bool:
    return any(
        t.family == visit.family and t.paid and dt.timedelta(0) <= visit.day - t.paid <= dt.timedelta(92) for t in every
    )


def expected(every: list[Visit], money: list[Transfer], code: str, low: int, high: int) -> dict[str, float | None]:
    """The indicators of an area by their definitions."""
    homes = [i for i in range(FAMILIES) if made.area(i).startswith(code)]
    within = [v for v in every if low <= v.month <= high and v.family in homes]
    upto = [v for v in every if v.done and v.month <= high and v.family in homes]
    last = {v.family: v.month for v in sorted(upto, key=lambda v: v.day)}
    asked = [v for v in within if v.received is not None]
    yes, paid = [v for v in asked if v.received], [v for v in asked if paid_then(v, money)]

    def ratio(part: float, whole: int) -> float | None:
        return part / whole if whole else None

    return {
        "survey_progress": len(last) / len(homes),
        "never_visited": len(homes) - len(last),
        "visited_share": len({v.family for v in within if v.done}) / len(homes),
        "visits": len(within),
        "visit_completion": ratio(sum(v.done for v in within), len(within)),
        "data_age": made.median([high - month for month in last.values()]) if last else None,
        "data_fresh": sum(high - month < 12 for month in last.values()) / len(homes),
        "receipt_confirmed": ratio(len(yes), len(asked)),
        "receipt_denied": ratio(sum(not v.received for v in paid), len(paid)),
        "receipt_unrecorded": ratio(sum(not paid_then(v, money) for v in yes), len(yes)),
        "satisfaction": ratio(sum(v.content for v in asked), len(asked)),
    }


def test_the_indicators_are_those_of_the_lists(engine: Engine, tmp_path: Path) -> None:
    money, every = made.load(engine, tmp_path)
    with engine.connect() as connection:
        bpnt = connection.execute(select(programme.c.programme_id).where(programme.c.code == "BPNT")).scalar_one()
    wrong = []
    for ids, programme_id in ((STOCKS, ALL_PROGRAMMES), (SAID, bpnt), (SAID, ALL_PROGRAMMES)):
        for level in ("kelurahan", "rw", "rt"):
            found = queries.figures(engine, ids, Cells(PERIODS, (programme_id,), level, KELURAHAN))
            for row in found.itertuples():
                wanted = expected(every, money, row.area_code, *periods.span(row.period))[row.indicator_id]
                if not (pd.isna(row.value) if wanted is None else row.value == pytest.approx(wanted)):
                    wrong.append((row.period, row.area_code, row.indicator_id, row.value, wanted))
            assert len(found) >= (len(ids) - 1) * len(PERIODS)
    assert not wrong, wrong[:10]
    _check_office(engine, every, money)


def _check_office(engine: Engine, every: list[Visit], money: list[Transfer]) -> None:
    low, high = periods.span("2025")
    area = f"{KELURAHAN}.001"
    mine = [v for v in every if low <= v.month <= high and made.area(v.family).startswith(area)]
    found = fieldwork.officers(engine, low, high, area).set_index("officer")
    assert set(found.index) == {v.officer for v in mine}
    for officer, row in found.iterrows():
        own = [v for v in mine if v.officer == officer]
        assert (row["visits"], row["selesai"]) == (len(own), sum(v.done for v in own))
        assert row["tidak_ada"] == sum(v.result == "tidak ada" for v in own)
        assert row["households"] == len({v.family for v in own}) and row["days"] == len({v.day for v in own})
    disputed = {
        (v.code, bool(v.received)) for v in mine if v.received is not None and v.received != paid_then(v, money)
    }
    listed = fieldwork.disputes(engine, low, high, area, ALL_PROGRAMMES)
    assert {(code, bool(said)) for code, said in zip(listed["code"], listed["received"], strict=True)} == disputed
    assert len(listed) == len(disputed) > 3
    assert (listed["paid_date"].notna() == (listed["received"] == 0)).all()
