"""Registers of partners: who they are, what they agreed to, what they promised; and the 3W with its gaps in sentences.

Titles and names are public, and are to be made inert where they show.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import pandas as pd
from sqlalchemy import Engine, func, select

from pantau import counted, queries
from pantau import periods as period_text
from pantau.queries import Cells
from pantau.schema import ALL_PROGRAMMES, agreement, contribution, partner
from pantau.sectors import SECTORS
from pantau.sectors import name as sector_name
from pantau.words import Words, later

KINDS = {
    "pemerintah": later("Pemerintah"),
    "lsm": later("LSM"),
    "perusahaan": later("Perusahaan"),
    "komunitas": later("Komunitas"),
    "posyandu": later("Posyandu"),
    "kampus": later("Kampus"),
    "lainnya": later("Lainnya"),
}
FORMS = {"uang": later("Uang"), "barang": later("Barang"), "jasa": later("Jasa")}
AGREED = {
    "force": later("Berlaku"),
    "ending": later("Segera berakhir"),
    "ended": later("Sudah berakhir"),
    "coming": later("Belum mulai"),
}
"""How an agreement stands at the end of a period."""
SOON = 3
"""Months in which an agreement that ends is ending soon."""
KEPT = {
    "kept": later("Terpenuhi"),
    "late": later("Lewat waktu"),
    "part": later("Sebagian, masih dalam waktunya"),
    "open": later("Belum, masih dalam waktunya"),
}
"""How a pledge stands."""


def partners(engine: Engine) -> pd.DataFrame:
    """All partners: ``partner_id, code, name, kind, note``, by code."""
    p = partner.c
    with engine.connect() as connection:
        query = select(p.partner_id, p.code, p.name, p.kind, p.note).order_by(p.code)
        return pd.read_sql(query, connection)


def works(engine: Engine, cells: Cells) -> pd.DataFrame:
    """The 3W of one period: ``area_code`` (an RW), ``sector``, ``partner`` (code), one row a combination."""
    found = queries.facet_figures(engine, ["who_what_where"], cells, "pair")
    found = found[found["value"] > 0]
    split = found["item"].str.split("|", n=1, expand=True)
    if split.shape[1] < 2:
        return pd.DataFrame(columns=["area_code", "sector", "partner"])
    return pd.DataFrame({"area_code": found["area_code"], "sector": split[1], "partner": split[0]})


def matrix(found: pd.DataFrame, areas: Iterable[str]) -> pd.DataFrame:
    """Sector × RW (every sector, every one of ``areas``): the codes of the partners at work, as tuples."""
    cells = {key: tuple(sorted(rows)) for key, rows in found.groupby(["sector", "area_code"])["partner"]}
    return pd.DataFrame(
        {area: [cells.get((sector, area), ()) for sector in SECTORS] for area in areas}, index=list(SECTORS)
    )


def sentences(words: Words, table: pd.DataFrame, names: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Gaps and doubling of a :func:`matrix` in plain sentences, one an RW; ``names`` of its areas, inert already."""
    gaps, doubles = [], []
    for area in table.columns:
        empty = [sector_name(s, words).lower() for s in table.index if not table.at[s, area]]
        double = [s for s in table.index if len(table.at[s, area]) > 1]
        if empty and len(empty) == len(table):
            gaps.append(words("**{area}**: tidak ada mitra di bidang apa pun", area=names[area]))
        elif empty:
            listed = ", ".join(empty)
            gaps.append(words("**{area}**: tidak ada mitra {sectors}", area=names[area], sectors=listed))
        if double:
            several = [
                words("{n} mitra {sector}", n=len(table.at[s, area]), sector=sector_name(s, words).lower())
                for s in double
            ]
            doubles.append(f"**{names[area]}**: {', '.join(several)}")
    return gaps, doubles


def agreements(engine: Engine, area: str, period: str) -> pd.DataFrame:
    """Agreements that touch an area: ``code, partner, partner_name, title, sector, programme_id, start_date, end_date,
    value, areas, standing``.

    One row an agreement; ``value`` (rupiah, NaN where not stated) and ``areas`` (codes, a tuple) are those of the whole
    agreement; ``standing`` (of :data:`AGREED`) is that of the end of the period. Those in force first, the next to end first.
    """
    a = agreement.c
    about = (a.code, partner.c.code.label("partner"), partner.c.name.label("partner_name"), a.title, a.sector)
    with engine.connect() as connection:
        query = select(*about, a.programme_id, a.start_date, a.end_date, a.value, a.area_code)
        rows = connection.execute(query.join_from(agreement, partner).order_by(a.code, a.area_code)).mappings().all()
    end = period_text.span(period)[1]
    grouped: dict[str, dict] = {}
    for row in rows:
        one = grouped.setdefault(row["code"], {**row, "areas": (), "value": None})
        one["areas"] += (row["area_code"],)
        if row["value"] is not None:
            one["value"] = (one["value"] or 0) + row["value"]
    found = [
        {**one, "standing": _standing(one["start_date"], one["end_date"], end)}
        for one in grouped.values()
        if any(code.startswith(area) or area.startswith(code) for code in one["areas"])
    ]
    columns = ["code", "partner", "partner_name", "title", "sector", "programme_id", "start_date", "end_date"]
    order = list(AGREED)
    far = dt.date.max
    found.sort(key=lambda row: (order.index(row["standing"]) in (2, 3), row["end_date"] or far, row["code"]))
    return pd.DataFrame(found, columns=[*columns, "value", "areas", "standing"]).astype({"value": float})


def _standing(start: dt.date, end: dt.date | None, month: int) -> str:
    first = start.year * 12 + start.month - 1
    last = None if end is None else end.year * 12 + end.month - 1
    if first > month:
        return "coming"
    if last is not None and last < month:
        return "ended"
    return "ending" if last is not None and last - month < SOON else "force"


PLEDGE_COLUMNS = (
    *("code", "partner", "partner_name", "programme_id", "sector", "area_code", "kind", "item", "unit"),
    *("quantity_pledged", "quantity_delivered", "value_pledged", "value_delivered"),
    *("pledged_date", "due_date", "delivered_date", "standing"),
)


def contributions(engine: Engine, area: str, period: str, programme_id: int = ALL_PROGRAMMES) -> pd.DataFrame:
    """Contributions pledged in a period for an area and what lies in it, the newest first: PLEDGE_COLUMNS.

    ``standing`` is of :data:`KEPT`, as far as the list of contributions goes; values rupiah, quantities NaN where none.
    """
    c = contribution.c
    own = [c[name] for name in PLEDGE_COLUMNS if name in c]
    low, high = period_text.span(period)
    query = (
        select(*own, partner.c.code.label("partner"), partner.c.name.label("partner_name"))
        .join_from(contribution, partner)
        .where(c.area_code.like(area + "%"), c.month_index.between(low, high))
        .order_by(c.pledged_date.desc(), c.code)
    )
    if programme_id != ALL_PROGRAMMES:
        query = query.where(c.programme_id == programme_id)
    with engine.connect() as connection:
        newest = connection.execute(select(func.max(c.pledged_date), func.max(c.delivered_date))).one()
        result = connection.execute(query)
        frame = pd.DataFrame(result.all(), columns=list(result.keys()))
    now = max((day for day in newest if day is not None), default=dt.date.min)
    frame["standing"] = [_kept(row, now) for row in frame.itertuples()]
    numbers = ("quantity_pledged", "quantity_delivered", "value_pledged", "value_delivered")
    return frame.astype(dict.fromkeys(numbers, float))[list(PLEDGE_COLUMNS)]


def _kept(row: object, now: dt.date) -> str:
    pledge: dict = row._asdict()  # type: ignore[attr-defined]
    if pledge["value_delivered"] >= pledge["value_pledged"]:
        return "kept"
    due = pledge["due_date"]
    if due is not None and due < now:
        return "late"
    return "part" if pledge["value_delivered"] > 0 else "open"


def goods(engine: Engine, cells: Cells) -> pd.DataFrame:
    """Goods and services pledged in a period: ``item, unit, pledged, delivered`` (quantities), most first."""
    found = counted.measures(engine, ("quantity_pledged", "quantity_delivered"), cells, "item")
    total = found.groupby("item", as_index=False)[["quantity_pledged", "quantity_delivered"]].sum()
    total = total[total["quantity_pledged"] > 0]
    split = total["item"].str.rsplit("|", n=1, expand=True)
    named = {"item": split[0], "unit": split[1]} if len(total) else {"item": [], "unit": []}
    frame = pd.DataFrame({**named, "pledged": total["quantity_pledged"], "delivered": total["quantity_delivered"]})
    return frame.sort_values(["pledged", "item"], ascending=[False, True], ignore_index=True)


def need_and_received(engine: Engine, cells: Cells) -> pd.DataFrame:
    """What families lack beside what came, by area and sector: ``area_code, sector, asked, named, need, received``.

    ``need``: share of the families asked in the period that name the sector (NaN where none was asked); ``received``: rupiah
    of contributions that came in the period.
    """
    asked = counted.measures(engine, ("families_asked",), cells)[["area_code", "families_asked"]]
    named = counted.measures(engine, ("needs_named",), cells, "sector")
    came = counted.measures(engine, ("value_received",), cells, "sector")
    areas = sorted({*asked["area_code"], *came["area_code"]})
    pairs = pd.MultiIndex.from_product([areas, SECTORS], names=["area_code", "item"])
    found = pairs.to_frame(index=False).merge(asked, on="area_code", how="left")
    for frame, name in ((named, "needs_named"), (came, "value_received")):
        found = found.merge(frame[["area_code", "item", name]], on=["area_code", "item"], how="left")
    found = found.fillna({"needs_named": 0.0, "value_received": 0.0, "families_asked": 0.0})
    names = {"item": "sector", "families_asked": "asked", "needs_named": "named", "value_received": "received"}
    found = found.rename(columns=names)
    found["need"] = found["named"] / found["asked"].where(found["asked"] > 0)
    return found[["area_code", "sector", "asked", "named", "need", "received"]]


MUCH_NEEDED = 0.25
"""Share of the families asked from which a need without any contribution is said."""


def remaining(found: pd.DataFrame, most: int = 8) -> pd.DataFrame:
    """Of :func:`need_and_received`: what many lack and nothing came for, the greatest need first."""
    left = found[(found["need"] >= MUCH_NEEDED) & (found["received"] == 0)]
    return left.sort_values(["need", "area_code"], ascending=[False, True], ignore_index=True).head(most)
