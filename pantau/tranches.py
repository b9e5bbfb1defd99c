"""Tranches: when a stage of a programme was due, released and received, where it is late, and what is not yet paid.

A tranche is what a programme pays for the months that begin with ``month_from``. Its path is ``mart_tranche`` (by RW and
channel); its schedule is what the office's list of tranches says, where one was loaded. Rupiah are whole rupiah; days count
from the due date unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import Engine, func, select

from pantau import masked_people
from pantau.marts_tranche import SHORT
from pantau.queries import weighted_median
from pantau.reference import RW_LENGTH
from pantau.schema import NO_PERSON, UNPAID, disbursement, household, mart_tranche, person, tranche

ALL_CHANNELS = ""
HEAD = "kepala"


# --- what is asked of the database ----------------------------------------------------------------------------


def programmes(engine: Engine) -> list[int]:
    """Programmes that have paid or owe transfers; those with a list of tranches first."""
    with engine.connect() as connection:
        listed = set(connection.scalars(select(tranche.c.programme_id).distinct()))
        every = connection.scalars(select(mart_tranche.c.programme_id).distinct())
        return sorted(every, key=lambda programme_id: (programme_id not in listed, programme_id))


def schedule(engine: Engine, programme_id: int) -> pd.DataFrame:
    """The office's list: ``month_from, month_to, name, channel`` ("": all), ``due_date, released_date, amount, recipients``."""
    t = tranche.c
    names = ("month_from", "month_to", "name", "channel", "due_date", "released_date", "amount", "recipients")
    rows = select(*(t[name] for name in names)).where(t.programme_id == programme_id).order_by(t.month_from, t.channel)
    with engine.connect() as connection:
        return pd.DataFrame(connection.execute(rows).all(), columns=list(names))


def rows(engine: Engine, programme_id: int, within: str) -> pd.DataFrame:
    """The mart's rows of a programme in an area (of an RT: of its RW): ``month_from, area_code, channel, due_date, days,
    transfers, amount``."""
    m = mart_tranche.c
    names = ("month_from", "area_code", "channel", "due_date", "days", "transfers", "amount")
    query = select(*(m[name] for name in names)).where(
        m.programme_id == programme_id, m.area_code.like(within[:RW_LENGTH] + "%")
    )
    with engine.connect() as connection:
        frame = pd.DataFrame(connection.execute(query).all(), columns=list(names))
    return frame.astype({"month_from": "int64", "days": "int64", "transfers": "int64", "amount": "int64"})


def unpaid_by_rt(engine: Engine, programme_id: int, month_from: int, within: str) -> pd.DataFrame:
    """``area_code`` (an RT), ``transfers`` of the tranche, ``unpaid`` and ``rupiah`` of these. Every RT with a transfer.

    Empty on a database of an earlier state, which has no single transfers.
    """
    d, h = disbursement.c, household.c
    query = (
        select(h.area_code, d.status, func.count(), func.sum(d.amount_due))
        .join_from(disbursement, household, h.household_id == d.household_id)
        .where(d.programme_id == programme_id, d.month_from == month_from, h.area_code.like(within + "%"))
        .group_by(h.area_code, d.status)
    )
    with engine.connect() as connection:
        frame = pd.DataFrame(connection.execute(query).all(), columns=["area_code", "status", "transfers", "rupiah"])
    frame["rupiah"] = [int(v) for v in frame["rupiah"]]  # PostgreSQL sums bigint as numeric
    owed = frame["status"] != "paid"
    frame = frame.assign(unpaid=frame["transfers"].where(owed, 0), rupiah=frame["rupiah"].where(owed, 0))
    added = frame.groupby("area_code", sort=True)[["transfers", "unpaid", "rupiah"]].sum().reset_index()
    return added.astype({"transfers": "int64", "unpaid": "int64", "rupiah": "int64"})


def unpaid_households(engine: Engine, programme_id: int, month_from: int, within: str) -> pd.DataFrame:
    """For the office: the transfers not yet paid, who they are for masked: ``place, kk, name, channel, due_date, amount,
    status``. Of a transfer to a household it is its head who is named."""
    d, h, p = disbursement.c, household.c, person.c
    query = (
        select(d.household_id, d.person_ref, h.area_code, d.channel, d.due_date, d.amount_due, d.status)
        .join_from(disbursement, household, h.household_id == d.household_id)
        .where(d.programme_id == programme_id, d.month_from == month_from, d.status != "paid")
        .where(h.area_code.like(within + "%"))
        .order_by(h.area_code, d.household_id, d.person_ref)
    )
    with engine.connect() as connection:
        found = connection.execute(query).all()
        homes = select(d.household_id).where(
            d.programme_id == programme_id, d.month_from == month_from, d.status != "paid"
        )
        members = select(p.household_id, p.person_id, p.relation).where(p.household_id.in_(homes)).order_by(p.person_id)
        heads: dict[int, int] = {}
        for home, number, relation in connection.execute(members):
            if relation == HEAD or home not in heads:
                heads[home] = number
        who = [
            row.person_ref if row.person_ref != NO_PERSON else heads.get(row.household_id, NO_PERSON) for row in found
        ]
        people = masked_people.of(connection, set(who) - {NO_PERSON})
    lines = []
    for row, number in zip(found, who, strict=True):
        known = people.get(number, {})
        rw, rt = row.area_code.split(".")[-2:]
        lines.append(
            {
                "place": known.get("place", f"RT {rt}/RW {rw}"),
                "kk": known.get("kk", ""),
                "name": known.get("name", ""),
                "channel": row.channel,
                "due_date": row.due_date,
                "amount": row.amount_due,
                "status": row.status,
            }
        )
    return pd.DataFrame(lines, columns=["place", "kk", "name", "channel", "due_date", "amount", "status"])


# --- what is made of it ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stage:
    """One tranche in figures. ``released`` is what the office's list says was released; None where it says nothing.

    due = paid + short + unpaid, in rupiah; in transfers, due = paid + unpaid.
    """

    month_from: int
    transfers: int
    paid_transfers: int
    due: int
    paid: int
    short: int
    short_transfers: int
    unpaid: int
    released: int | None
    median_late: float
    p90_late: float
    median_receive: float
    p90_receive: float

    @property
    def unpaid_transfers(self) -> int:
        """Transfers that are not paid."""
        return self.transfers - self.paid_transfers

    @property
    def share(self) -> float:
        """Transfers paid ÷ transfers due; NaN where none is due."""
        return self.paid_transfers / self.transfers if self.transfers else float("nan")

    @property
    def beyond(self) -> int | None:
        """Rupiah released less the rupiah that the transfers recorded were due: what the records do not explain."""
        return None if self.released is None else self.released - self.due


def stage(every: pd.DataFrame, listed: pd.DataFrame, month_from: int, whole: bool = True) -> Stage:
    """The figures of one tranche from :func:`rows` and :func:`schedule`. The list is of the kelurahan: not ``whole``, no
    rupiah released are said."""
    mine, said = every[every["month_from"] == month_from], listed[listed["month_from"] == month_from]
    path, short = mine[mine["days"] != SHORT], mine[mine["days"] == SHORT]
    paid, unpaid = path[path["days"] != UNPAID], path[path["days"] == UNPAID]
    out = said[said["released_date"].notna()]
    late = spread(paid["days"], paid["transfers"])
    since = since_release(paid, listed)
    receive = spread(since["days"], since["transfers"])
    lacking = int(short["amount"].sum())
    return Stage(
        month_from=month_from,
        transfers=int(path["transfers"].sum()),
        paid_transfers=int(paid["transfers"].sum()),
        due=int(path["amount"].sum()) + lacking,
        paid=int(paid["amount"].sum()),
        short=lacking,
        short_transfers=int(short["transfers"].sum()),
        unpaid=int(unpaid["amount"].sum()),
        released=int(out["amount"].sum()) if whole and len(out) else None,
        median_late=late[0],
        p90_late=late[1],
        median_receive=receive[0],
        p90_receive=receive[1],
    )


def spread(days: pd.Series, transfers: pd.Series) -> tuple[float, float]:
    """Median and 90th percentile of ``days``, each counted ``transfers`` times; NaN without any."""
    from pantau.statistics import percentile_of_counts

    if not len(days):
        return float("nan"), float("nan")
    x, n = days.to_numpy(), transfers.to_numpy()
    return weighted_median(x, n), percentile_of_counts(x, n, 0.9)


def since_release(every: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """The rows whose tranche was released, their ``days`` counted from the release of their channel (else of all)."""
    out = listed[listed["released_date"].notna()]
    released = {(m, c): d for m, c, d in zip(out["month_from"], out["channel"], out["released_date"], strict=True)}
    days = []
    for month, channel, due, late in zip(
        every["month_from"], every["channel"], every["due_date"], every["days"], strict=True
    ):
        day = released.get((month, channel), released.get((month, ALL_CHANNELS)))
        days.append(np.nan if day is None else late if late in (UNPAID, SHORT) else late + (due - day).days)
    found = every.assign(days=days)
    return found[found["days"].notna()].astype({"days": "int64"})


def path(every: pd.DataFrame) -> pd.DataFrame:
    """Day by day of one tranche (or a part of it): ``day, share, amount_share``, the parts of all transfers and of all rupiah
    paid until then; one row for each day on which anything was paid. Empty where nothing is due."""
    counted = every[every["days"] != SHORT]
    transfers, amount = counted["transfers"].sum(), counted["amount"].sum()
    if not transfers:
        return pd.DataFrame({"day": [], "share": [], "amount_share": []})
    paid = counted[counted["days"] != UNPAID].groupby("days", sort=True)[["transfers", "amount"]].sum().cumsum()
    return pd.DataFrame(
        {
            "day": paid.index.to_numpy(),
            "share": paid["transfers"].to_numpy() / transfers,
            "amount_share": paid["amount"].to_numpy() / amount if amount else np.nan,
        }
    )


def share_by(every: pd.DataFrame, column: str, days: Sequence[int]) -> pd.DataFrame:
    """The share of transfers paid by each of ``days``, one row for each ``area_code`` or ``channel``; index: these."""
    found = {}
    for name, part in every[every["days"] != SHORT].groupby(column, sort=True):
        total = part["transfers"].sum()
        found[name] = [part.loc[part["days"] <= day, "transfers"].sum() / total for day in days]
    return pd.DataFrame.from_dict(found, orient="index", columns=list(days))


def delays(every: pd.DataFrame) -> pd.DataFrame:
    """Days late by RW and channel, of what was paid: ``area_code, channel, transfers, median, p90``."""
    paid = every[~every["days"].isin([UNPAID, SHORT])]
    found = []
    for (code, channel), part in paid.groupby(["area_code", "channel"], sort=True):
        found.append((code, channel, int(part["transfers"].sum()), *spread(part["days"], part["transfers"])))
    return pd.DataFrame(found, columns=["area_code", "channel", "transfers", "median", "p90"])
