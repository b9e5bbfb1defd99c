"""Registers of residents' voice: proposals with what became of each, and the complaints that are open too long.

The texts are public (the contract forbids names and numbers of people in them) and are to be made inert where they show.
Who recorded a row, and when, is for the office alone.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd
from sqlalchemy import Engine, func, select

from pantau.queries import Cells
from pantau.queries_parts import spread
from pantau.schema import aspiration, batch, complaint
from pantau.words import later

FORUMS = {
    "musrenbang": later("Musrenbang"),
    "musyawarah_rw": later("Musyawarah RW"),
    "konsultasi": later("Konsultasi"),
}
STATUSES = {
    "diajukan": later("Diajukan, belum dijawab"),
    "diterima": later("Diterima"),
    "ditunda": later("Ditunda"),
    "ditolak": later("Ditolak"),
    "didanai": later("Didanai"),
    "selesai": later("Terlaksana"),
}
CHANNELS = {
    "jaki": later("JAKI"),
    "kelurahan": later("Kantor kelurahan"),
    "rt_rw": later("RT/RW"),
    "forum": later("Forum warga"),
    "telepon": later("Telepon"),
    "lainnya": later("Lainnya"),
}
CATEGORIES = {
    "terlambat": later("Bantuan terlambat"),
    "jumlah": later("Jumlah tidak sesuai"),
    "tidak_terdaftar": later("Tidak terdaftar"),
    "tidak_layak": later("Penerima tidak layak"),
    "petugas": later("Petugas"),
    "lainnya": later("Lainnya"),
}
STEPS = {
    "waiting": later("Belum dijawab"),
    "answered": later("Dijawab, tidak didanai"),
    "funded": later("Didanai, belum terlaksana"),
    "done": later("Terlaksana"),
}
"""How far a proposal has come: each is at exactly one of these."""

PROPOSAL_COLUMNS = (
    *("code", "date", "area_code", "forum", "theme", "title", "votes", "status", "step", "answer_date"),
    *("days_to_answer", "answer", "programme_id", "amount_asked", "amount_funded", "done_date"),
    *("recorded_by", "recorded_at"),
)


def step_of(status: str, answered: bool) -> str:
    """The key of :data:`STEPS` of a proposal."""
    if status == "selesai":
        return "done"
    if status == "didanai":
        return "funded"
    return "answered" if answered else "waiting"


def proposals(engine: Engine, area: str, year: str = "") -> pd.DataFrame:
    """Proposals of an area and what lies in it (of a year), the newest first, most votes first: PROPOSAL_COLUMNS.

    Days are dates (None: not yet), amounts rupiah; ``recorded_at`` is UTC.
    """
    a, b = aspiration.c, batch.c
    own = [a[name] for name in PROPOSAL_COLUMNS if name in a]
    query = (
        select(*own, b.received_by.label("recorded_by"), b.loaded_at.label("recorded_at"))
        .select_from(aspiration.outerjoin(batch, b.batch_id == a.batch_id))
        .where(a.area_code.like(area + "%"))
        .order_by(a.date.desc(), func.coalesce(a.votes, 0).desc(), a.code)
    )
    if year:
        query = query.where(a.month_index.between(int(year) * 12, int(year) * 12 + 11))
    with engine.connect() as connection:
        result = connection.execute(query)
        frame = pd.DataFrame(result.all(), columns=list(result.keys()))
    frame["step"] = [step_of(s, day is not None) for s, day in zip(frame["status"], frame["answer_date"], strict=True)]
    numbers = ("votes", "days_to_answer", "amount_asked", "amount_funded")
    return frame.astype(dict.fromkeys(numbers, float))[list(PROPOSAL_COLUMNS)]


def years(engine: Engine) -> list[str]:
    """Years in which a proposal was made, oldest first."""
    with engine.connect() as connection:
        months = connection.scalars(select(aspiration.c.month_index).distinct())
        return sorted({str(month // 12) for month in months})


def flow(found: pd.DataFrame, by: str) -> pd.DataFrame:
    """Of :func:`proposals`: how many stand at each of :data:`STEPS`, one row a value of ``by`` ("year", "rw", "theme", "forum")."""
    keys = {
        "year": lambda: [str(day.year) for day in found["date"]],
        "rw": lambda: found["area_code"].str[:17],
        "theme": lambda: found["theme"],
        "forum": lambda: found["forum"],
    }[by]()
    table = found.assign(key=keys).groupby(["key", "step"]).size().unstack(fill_value=0)
    return table.reindex(columns=list(STEPS), fill_value=0).sort_index()


OVERDUE_COLUMNS = (
    *("code", "date", "area_code", "category", "channel", "programme_id", "standard_days", "due_date"),
    *("days_over", "recorded_by", "recorded_at"),
)


def overdue_complaints(engine: Engine, area: str, today: dt.date) -> pd.DataFrame:
    """Open complaints whose due date is before ``today``, the longest overdue first: OVERDUE_COLUMNS. For the office."""
    c, b = complaint.c, batch.c
    own = [c[name] for name in OVERDUE_COLUMNS if name in c]
    query = (
        select(*own, b.received_by.label("recorded_by"), b.loaded_at.label("recorded_at"))
        .select_from(complaint.outerjoin(batch, b.batch_id == c.batch_id))
        .where(c.area_code.like(area + "%"), c.closed_date.is_(None), c.due_date < today)
        .order_by(c.due_date, c.code)
    )
    with engine.connect() as connection:
        result = connection.execute(query)
        frame = pd.DataFrame(result.all(), columns=list(result.keys()))
    frame["days_over"] = [(today - day).days for day in frame["due_date"]]
    return frame[list(OVERDUE_COLUMNS)]


def recent_complaints(engine: Engine, area: str, limit: int = 10) -> pd.DataFrame:
    """The complaints recorded last, for who has just entered one: ``code, date, area_code, category, channel, status,
    recorded_by, recorded_at`` (UTC). For the office."""
    c, b = complaint.c, batch.c
    columns = (c.code, c.date, c.area_code, c.category, c.channel, c.status)
    query = (
        select(*columns, b.received_by.label("recorded_by"), b.loaded_at.label("recorded_at"))
        .join_from(complaint, batch)
        .where(c.area_code.like(area + "%"))
        .order_by(c.batch_id.desc(), c.date.desc(), c.code)
        .limit(limit)
    )
    with engine.connect() as connection:
        result = connection.execute(query)
        return pd.DataFrame(result.all(), columns=list(result.keys()))


def answer_days(engine: Engine, cells: Cells) -> pd.DataFrame:
    """How often each number of days from proposal to answer occurs: ``period, x, n`` of the area asked for."""
    with engine.connect() as connection:
        return spread(connection, "answer_days", cells)[["period", "x", "n"]]
