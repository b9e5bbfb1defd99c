"""Lists a document quotes: proposals, what falls due, what is planned, decisions. All of it is public; no row is a person.

An office that never loaded such a file has an empty list. Frames have the columns named in each function.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd
from sqlalchemy import ColumnElement, Engine, Select, or_, select

from pantau.schema import activity, aspiration, contribution, decision, partner, tranche

OPEN = ("rencana", "berjalan")


def _read(engine: Engine, query: Select) -> pd.DataFrame:
    with engine.connect() as connection:
        return pd.read_sql(query, connection)


def _touching(column: ColumnElement, area: str) -> ColumnElement:
    """Rows of the area, of what lies in it, and of the areas it lies in: the kelurahan's concern each RW."""
    parents = [area[:n] for n in (13, 17) if n < len(area)]
    return or_(column.like(area + "%"), column.in_(parents))


def proposals(engine: Engine, area: str, until: dt.date) -> pd.DataFrame:
    """Proposals of an area up to a day, newest forum first, most votes first within it: ``code, area_code, date, forum,
    theme, title, votes, status, answer_date, answer, programme_id, amount_asked, amount_funded, done_date``."""
    a = aspiration.c
    columns = [
        *(a.code, a.area_code, a.date, a.forum, a.theme, a.title, a.votes, a.status, a.answer_date, a.answer),
        *(a.programme_id, a.amount_asked, a.amount_funded, a.done_date),
    ]
    where = a.area_code.like(area + "%"), a.date <= until
    return _read(engine, select(*columns).where(*where).order_by(a.date.desc(), a.votes.desc(), a.code))


def tranches_to_come(engine: Engine, after: dt.date) -> pd.DataFrame:
    """Tranches due from a day on, soonest first: ``programme_id, name, due_date, released_date, amount``.

    A tranche of several channels counts once a due date.
    """
    t = tranche.c
    columns = [t.programme_id, t.name, t.due_date, t.released_date, t.amount]
    frame = _read(engine, select(*columns).where(t.due_date >= after).order_by(t.due_date, t.programme_id, t.name))
    return frame.drop_duplicates(["programme_id", "name", "due_date"], ignore_index=True)


def activities_to_come(engine: Engine, area: str, after: dt.date) -> pd.DataFrame:
    """Activities in an area, or for the whole kelurahan, that begin from a day on or still run: ``kind, title, theme,
    area_code, start_date, end_date, status``, soonest first."""
    a = activity.c
    columns = [a.kind, a.title, a.theme, a.area_code, a.start_date, a.end_date, a.status]
    still = or_(a.start_date >= after, (a.status == "berjalan") & or_(a.end_date.is_(None), a.end_date >= after))
    where = a.status.in_(OPEN), still, _touching(a.area_code, area)
    return _read(engine, select(*columns).where(*where).order_by(a.start_date, a.title))


def decisions(engine: Engine, area: str, until: dt.date, open_only: bool = False) -> pd.DataFrame:
    """Decisions that concern an area up to a day, the latest first: ``code, date, learned, decided, indicator_id,
    programme_id, area_code, responsible, due_date, done_date, status, result``."""
    d = decision.c
    columns = [
        *(d.code, d.date, d.learned, d.decided, d.indicator_id, d.programme_id, d.area_code, d.responsible),
        *(d.due_date, d.done_date, d.status, d.result),
    ]
    where = [d.date <= until, _touching(d.area_code, area), *([d.status.in_(OPEN)] if open_only else [])]
    return _read(engine, select(*columns).where(*where).order_by(d.date.desc(), d.code))


def contributions(engine: Engine, area: str, until: dt.date) -> pd.DataFrame:
    """What partners promised an area up to a day, the largest still missing first: ``partner, programme_id, sector,
    area_code, item, unit, quantity_pledged, quantity_delivered, value_pledged, value_delivered, due_date``."""
    c, p = contribution.c, partner.c
    columns = [
        *(p.name.label("partner"), c.programme_id, c.sector, c.area_code, c.item, c.unit, c.quantity_pledged),
        *(c.quantity_delivered, c.value_pledged, c.value_delivered, c.due_date),
    ]
    missing = (c.value_pledged - c.value_delivered).desc()
    where = c.area_code.like(area + "%"), c.pledged_date <= until
    return _read(engine, select(*columns).join_from(contribution, partner).where(*where).order_by(missing, c.code))


def partner_names(engine: Engine) -> dict[str, str]:
    """Name of each partner by its code."""
    with engine.connect() as connection:
        return {code: name for code, name in connection.execute(select(partner.c.code, partner.c.name))}
