"""Who does what where (part 3): partner × sector × RW, a count of the 3W's combinations in which somebody works.

A partner works in a sector in an RW in a period when an agreement for that RW is in force in any month of it, an activity of
theirs (planned ones and those called off aside) goes on there, or a contribution of theirs came there. An agreement for the
whole kelurahan promises to work in every RW and counts for each; an activity or a contribution that states no RW counts for
none, as nobody knows where it went. Combinations are distinct within a period, so the figures add up over RW and sectors,
and a quarter is not the sum of its months.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Integer, Select, Table, and_, cast, func, null, or_, select

from pantau import periods as period_text
from pantau.counting import KEYS
from pantau.marts_stay import month_of_date
from pantau.parts.delivered import CALLED_OFF
from pantau.reference import RW_LENGTH, home_kelurahan
from pantau.schema import ALL_PROGRAMMES, activity, agreement, area, contribution, partner
from pantau.sectors import SECTORS

MEASURES = ("partner_sectors", "sector_areas", "sector_areas_served", "sector_areas_empty", "sector_areas_double")
"""Combinations of partner, sector and RW; pairs of sector and RW: all, with a partner, with none, with two or more."""
FINEST = "rw"
KINDS = ("agreements", "activities", "contributions")
"""Kinds of file the measures are counted from."""
FACETS = ("", "partner", "sector", "pair")
"""``pair``: partner and sector, ``P01|kesehatan``."""
_PLANNED = "rencana"


def _sources() -> list[Select]:
    """``batch_id, row_no, partner, sector, programme_id, area_code, first, last`` of what shows that a partner works in an RW."""
    rw, a = area.c, activity.c
    inside = and_(
        rw.level == "rw", or_(rw.code.like(agreement.c.area_code + "%"), agreement.c.area_code.like(rw.code + "%"))
    )
    agreed = (
        select(
            *_columns(agreement), rw.code.label("area_code"), agreement.c.month_index.label("first"),
            agreement.c.end_month.label("last"),
        )
        .join_from(agreement, partner)
        .join(area, inside)
    )  # fmt: skip
    own = func.substr(activity.c.area_code, 1, RW_LENGTH)
    held = (
        select(
            *_columns(activity), own.label("area_code"), a.month_index.label("first"),
            func.coalesce(a.end_month, a.month_index).label("last"),
        )
        .join_from(activity, partner, partner.c.partner_id == a.partner_id)
        .where(a.status.not_in((CALLED_OFF, _PLANNED)), func.length(a.area_code) >= RW_LENGTH)
    )  # fmt: skip
    c = contribution.c
    came = month_of_date(c.delivered_date)
    given = (
        select(
            *_columns(contribution), func.substr(c.area_code, 1, RW_LENGTH).label("area_code"), came.label("first"),
            came.label("last"),
        )
        .join_from(contribution, partner)
        .where(c.delivered_date.is_not(None), c.value_delivered > 0, func.length(c.area_code) >= RW_LENGTH)
    )  # fmt: skip
    return [agreed, held, given]


def _columns(table: Table) -> list[ColumnElement]:
    c = table.c
    return [c.batch_id, c.row_no, partner.c.code.label("partner"), c.sector, c.programme_id]


def tally(connection: Connection, periods: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The rows of ``mart_count`` of :data:`MEASURES` for ``periods`` (by kind)."""
    frames = []
    for query in _sources():
        result = connection.execute(query)
        frames.append(pd.DataFrame(result.all(), columns=list(result.keys())))
    works = pd.concat([f for f in frames if len(f)] or frames[:1], ignore_index=True)
    places = connection.scalars(
        select(area.c.code).where(area.c.level == "rw", area.c.code.like(home_kelurahan() + "%"))
    )
    pairs = pd.MultiIndex.from_product([sorted(places), SECTORS], names=["area_code", "sector"])
    empty = pd.DataFrame(columns=[*KEYS, "value"])
    if works.empty or not len(pairs):
        return empty
    spans = [(p, *period_text.span(p)) for asked in periods.values() for p in asked]
    every = works.merge(pd.DataFrame(spans, columns=["period", "low", "high"]), how="cross")
    last = pd.to_numeric(every["last"])
    now = every[(every["first"] <= every["high"]) & (last.isna() | (last >= every["low"]))]
    parts = _combinations(now) + _pairs(now, pairs)
    return pd.concat(parts, ignore_index=True)[[*KEYS, "value"]]


def _combinations(now: pd.DataFrame) -> list[pd.DataFrame]:
    every = now.assign(programme_id=ALL_PROGRAMMES)
    both = pd.concat([now[now["programme_id"] != ALL_PROGRAMMES], every])
    distinct = both[["period", "programme_id", "area_code", "partner", "sector"]].drop_duplicates()
    distinct = distinct.assign(pair=distinct["partner"] + "|" + distinct["sector"])
    return [_counted(distinct, facet, "partner_sectors") for facet in FACETS]


def _pairs(now: pd.DataFrame, pairs: pd.MultiIndex) -> list[pd.DataFrame]:
    """Sector × RW: how many partners work there; of all programmes, as a gap of one of them is none."""
    partners = now.groupby(["period", "area_code", "sector"])["partner"].nunique().rename("n").reset_index()
    periods = pd.DataFrame({"period": partners["period"].unique()})
    found = periods.merge(pairs.to_frame(index=False), how="cross")
    found = found.merge(partners, on=["period", "area_code", "sector"], how="left").fillna({"n": 0})
    found["programme_id"] = ALL_PROGRAMMES
    n = found["n"]
    which = {
        "sector_areas": n >= 0,
        "sector_areas_served": n >= 1,
        "sector_areas_empty": n == 0,
        "sector_areas_double": n >= 2,
    }
    return [_counted(found[rows], facet, measure) for measure, rows in which.items() for facet in ("", "sector")]


def _counted(frame: pd.DataFrame, facet: str, measure: str) -> pd.DataFrame:
    rows = frame.assign(item=frame[facet] if facet else "")
    counted = rows.groupby(["period", "programme_id", "area_code", "item"]).size().rename("value").reset_index()
    return counted.assign(measure=measure, facet=facet)


def source_rows(measure: str, period: str, programme_id: int, area_code: str) -> list[Select]:
    """``batch_id, row_no, household_id`` of the rows that show who works where: for a gap those that fill the others."""
    low, high = period_text.span(period)
    found = []
    for query in _sources():
        rows = query.subquery(query.selected_columns.batch_id.table.name)  # by which its kind of file is known
        r = rows.c
        chosen = select(r.batch_id, r.row_no, cast(null(), Integer).label("household_id")).where(
            r.first <= high, or_(r.last.is_(None), r.last >= low), r.area_code.like(area_code + "%")
        )
        if programme_id != ALL_PROGRAMMES:
            chosen = chosen.where(r.programme_id == programme_id)
        found.append(chosen)
    return found
