"""Is everything that is declared counted as declared: in its month, area and programme, each person once, and found again?

The declarations of all parts are tried on one small made-up place; what each part means by them is tested with the part.
"""

from __future__ import annotations

import random
from collections import defaultdict

import pytest
from sqlalchemy import Engine, func, select

from pantau import periods as period_text
from pantau.counting import Count, Spread, source_rows, tally
from pantau.parts import COUNTS, YEARLY
from pantau.periods import KINDS
from pantau.schema import ALL_PROGRAMMES, area, mart_count, mart_spread


def test_names_fit_and_are_each_declared_once() -> None:
    for name, count in COUNTS.items():
        assert len(name) <= 40 and name not in YEARLY
        assert all(len(facet) <= 16 for facet in count.facets)
        assert isinstance(count, Spread) == (getattr(count, "x", None) is not None)


@pytest.mark.slow
def test_the_source_rows_of_any_cell_are_as_many_as_are_counted(demo_engine: Engine) -> None:
    """For what counts rows: the lineage's SELECT names just so many; a person or a sum has at least one row."""
    random_ = random.Random(11)
    wrong, tried = [], 0
    with demo_engine.connect() as connection:
        for name, count in COUNTS.items():
            table = mart_spread if isinstance(count, Spread) else mart_count
            number = func.sum(table.c.n if isinstance(count, Spread) else table.c.value)
            c = table.c
            query = select(c.period, c.programme_id, c.area_code, number).where(c.measure == name, c.facet == "")
            cells = connection.execute(query.group_by(c.period, c.programme_id, c.area_code)).all()
            for period, programme_id, code, value in random_.sample(cells, min(3, len(cells))):
                low, high = period_text.span(period)
                rows = connection.execute(source_rows(count, low, high, programme_id, code)).all()
                exact = count.add is None and count.distinct is None and len(code) == 21
                tried += 1
                if (exact and len(rows) != value) or (value and not rows):
                    wrong.append(f"{name} {period} {programme_id} {code}: mart {value}, rows {len(rows)}")
    assert not wrong, "\n".join(wrong[:20])
    assert tried > len(COUNTS)


def test_parts_of_a_facet_add_up_and_quarters_have_their_months(demo_engine: Engine) -> None:
    c = mart_count.c
    added = [count.measure for count in COUNTS.values() if _adds_up(count)]
    totals: dict[tuple, int] = defaultdict(int)
    with demo_engine.connect() as connection:
        rows = select(c.measure, c.period, c.programme_id, c.facet, func.sum(c.value)).where(c.measure.in_(added))
        for measure, period, programme_id, facet, value in connection.execute(
            rows.group_by(c.measure, c.period, c.programme_id, c.facet)
        ):
            totals[measure, period, programme_id, facet] = int(value)
    checked = 0
    for (measure, period, programme_id, facet), value in totals.items():
        if facet:
            assert value == totals[measure, period, programme_id, ""], (measure, period, facet)
        elif period_text.kind_of(period) != "month":
            first, last = period_text.span(period)
            months = sum(
                totals.get((measure, period_text.month_of(m), programme_id, ""), 0) for m in range(first, last + 1)
            )
            assert value == months, (measure, period)
        checked += 1
    assert checked > 1_000


def _adds_up(count: Count) -> bool:
    """Rows and sums add up over facets and months; persons who come twice, and stocks, do not."""
    return count.distinct is None and not count.is_stock and not isinstance(count, Spread)


def test_nothing_is_counted_outside_the_kelurahan(demo_engine: Engine) -> None:
    with demo_engine.connect() as connection:
        known = set(connection.scalars(select(area.c.code)))
        assert set(connection.scalars(select(mart_count.c.area_code).distinct())) <= known


def test_a_tally_of_an_empty_table_is_empty(engine: Engine) -> None:
    periods = {kind: [period_text.period_of(2026 * 12, kind)] for kind in KINDS}
    with engine.connect() as connection:
        for count in COUNTS.values():
            assert tally(connection, count, periods) == []
            assert not connection.execute(source_rows(count, 0, 30_000, ALL_PROGRAMMES, "")).all()
