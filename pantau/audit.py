"""Audit findings: run the checks, keep what they found with its state, show the file rows behind it, record decisions.

A finding is (check, programme, household, person, year of the due dates) with the number of transfers and the rupiah at
stake. It is *open* until a person explains it (with a note) or the data no longer show it (*fixed*); what shows again
after that is open again. Nobody is named: a household is its RT and internal number.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Date, Engine, Select, bindparam, case, func, insert, literal, select
from sqlalchemy import update as sql_update

from pantau import runs
from pantau.audit_checks import CHECKS
from pantau.audit_rules import RULES
from pantau.database import now, refresh_statistics, writing
from pantau.runs import Currency
from pantau.schema import audit_finding, audit_run, batch, disbursement, household, programme
from pantau.words import in_jakarta

Progress = Callable[[str], None]
State = Literal["open", "explained", "fixed"]
STATES: tuple[State, ...] = ("open", "explained", "fixed")
KIND = "audit"
_KEY = ("check_id", "programme_id", "household_id", "person_ref", "year")
_Key = tuple[str, int, int, int, str]


@dataclass(frozen=True)
class Run:
    """What one run of the checks found, after which event, and what changed since the run before."""

    run_id: int
    event_id: int
    at: dt.datetime  # UTC
    found: int  # findings that the data show now, explained ones included
    new: int
    fixed: int
    reopened: int


@dataclass(frozen=True)
class Filters:
    """Which findings are asked for; an empty field asks for all. ``within`` is a code of the kelurahan, an RW or RT."""

    check_ids: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    within: str = ""
    programme_id: int = 0

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter as conditions on ``audit_finding``."""
        f = audit_finding.c
        lists = ((f.check_id, self.check_ids), (f.severity, self.severities), (f.state, self.states))
        found: list[ColumnElement[bool]] = [column.in_(values) for column, values in lists if values]
        if self.within:
            found.append((f.area_code == self.within) | f.area_code.like(self.within + ".%"))
        if self.programme_id:
            found.append(f.programme_id == self.programme_id)
        return found


def loaded_on(connection: Connection) -> ColumnElement:
    """The day in Jakarta on which the batch of a ``disbursement`` row was loaded, as an expression."""
    days = {i: in_jakarta(at).date() for i, at in connection.execute(select(batch.c.batch_id, batch.c.loaded_at))}
    if not days:
        return literal(None, Date)
    whens = {i: literal(day, Date) for i, day in days.items()}
    return case(whens, value=disbursement.c.batch_id)


# --- running the checks ---------------------------------------------------------------------------------


def run(engine: Engine, actor: str, progress: Progress | None = None) -> Run:
    """Run every check in one transaction and bring ``audit_finding`` up to date; waits for a load under way.

    ``progress`` is told the id of each check. What a person explained stays explained.
    """
    tell = progress or (lambda _step: None)
    with writing(engine) as connection:
        refresh_statistics(connection, ("person", "household", "membership", "eligibility", "disbursement"))
        event_id = runs.newest_event(connection)
        found: dict[_Key, tuple[str, int, int]] = {}
        day = loaded_on(connection)
        for check_id, rule in RULES.items():
            tell(check_id)
            flagged = rule(day).subquery("flagged")
            year = (flagged.c.due_month // 12).label("year")
            keys = (flagged.c.programme_id, flagged.c.household_id, flagged.c.person_ref, year, household.c.area_code)
            rows = (
                select(*keys, func.count(), func.sum(flagged.c.rupiah))
                .join_from(flagged, household, household.c.household_id == flagged.c.household_id)
                .group_by(*keys)
                .order_by(*keys)
            )
            for programme_id, home, who, when, area_code, transfers, rupiah in connection.execute(rows):
                found[check_id, programme_id, home, who, str(int(when))] = (area_code, transfers, int(rupiah))
        tell("write")
        new, fixed, reopened = _write(connection, found, event_id)
        changes = {"actor": actor, "new": new, "fixed": fixed, "reopened": reopened}
        run_id, at = runs.note(connection, KIND, event_id, len(found), changes)
    return Run(run_id, event_id, at, len(found), new, fixed, reopened)


def _write(connection: Connection, found: dict[_Key, tuple[str, int, int]], event_id: int) -> tuple[int, int, int]:
    """Bring the table to what was found; how many are new, fixed now, and open again."""
    f = audit_finding.c
    columns = [f[name] for name in (*_KEY, "finding_id", "state", "area_code", "transfers", "rupiah")]
    known: dict[_Key, tuple] = {
        (a, b, c, d, e): tuple(rest) for a, b, c, d, e, *rest in connection.execute(select(*columns))
    }
    next_id = max((row[0] for row in known.values()), default=0) + 1
    fresh = [
        {
            **dict(zip(_KEY, key, strict=True)),
            "finding_id": next_id + i,
            "area_code": area_code,
            "severity": CHECKS[key[0]].severity,
            "transfers": transfers,
            "rupiah": rupiah,
            "state": "open",
            "note": "",
            "state_by": "",
            "found_event": event_id,
        }
        for i, (key, (area_code, transfers, rupiah)) in enumerate((k, v) for k, v in found.items() if k not in known)
    ]
    if fresh:
        connection.execute(insert(audit_finding), fresh)
    changed, reopened, fixed = [], 0, []
    for key, (finding_id, state, *before) in known.items():
        if key not in found:
            if state != "fixed":
                fixed.append({"the_id": finding_id})
        elif tuple(before) != found[key] or state == "fixed":
            reopened += state == "fixed"
            area_code, transfers, rupiah = found[key]
            values = {
                "new_state": "open" if state == "fixed" else state,
                "new_area": area_code,
                "new_transfers": transfers,
                "new_rupiah": rupiah,
            }
            changed.append({"the_id": finding_id, **values})
    one = sql_update(audit_finding).where(f.finding_id == bindparam("the_id"))
    if changed:
        connection.execute(
            one.values(
                state=bindparam("new_state"),
                area_code=bindparam("new_area"),
                transfers=bindparam("new_transfers"),
                rupiah=bindparam("new_rupiah"),
                fixed_event=None,
            ),
            changed,
        )
    if fixed:
        connection.execute(one.values(state="fixed", fixed_event=event_id), fixed)
    return len(fresh), len(fixed), reopened


def currency(engine: Engine) -> Currency[Run]:
    """The last run of the checks, and the newest event of the data."""
    row, newest = runs.last(engine, KIND)
    if row is None:
        return Currency(None, newest)
    changes = json.loads(row.settings)
    last = Run(row.run_id, row.event_id, row.at, row.found, changes["new"], changes["fixed"], changes["reopened"])
    return Currency(last, newest)


NOT_LOOKED_AT = frozenset({"aspirations", "complaints", "decisions", "logframe"})
"""Kinds of file that no check looks at: after one of them the findings are what they were."""


def confirm(engine: Engine) -> None:
    """Note that the last run holds for the newest event too: what was loaded since is :data:`NOT_LOOKED_AT`."""
    with writing(engine) as connection:
        last = select(func.max(audit_run.c.run_id)).where(audit_run.c.kind == KIND).scalar_subquery()
        newest = runs.newest_event(connection)
        connection.execute(sql_update(audit_run).where(audit_run.c.run_id == last).values(event_id=newest))


# --- asking for findings ----------------------------------------------------------------------------------


def summary(engine: Engine, filters: Filters | None = None) -> pd.DataFrame:
    """One row a check over the facts: ``check_id, severity, open, explained, fixed, transfers, rupiah``.

    Transfers and rupiah are those of the open findings.
    """
    f = audit_finding.c
    where = (filters or Filters()).conditions()
    rows = select(f.check_id, f.state, func.count(), func.sum(f.transfers), func.sum(f.rupiah)).where(*where)
    table = {c: dict.fromkeys((*STATES, "transfers", "rupiah"), 0) for c in RULES}
    with engine.connect() as connection:
        for check_id, state, count, transfers, rupiah in connection.execute(rows.group_by(f.check_id, f.state)):
            if check_id in table:
                table[check_id][state] = count
                if state == "open":
                    table[check_id] |= {"transfers": int(transfers), "rupiah": int(rupiah)}
    return pd.DataFrame([{"check_id": c, "severity": CHECKS[c].severity, **row} for c, row in table.items()])


def count(engine: Engine, filters: Filters) -> int:
    """How many findings the filter has."""
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(audit_finding).where(*filters.conditions())) or 0


def findings(engine: Engine, filters: Filters, most: int | None = None) -> pd.DataFrame:
    """The findings of a filter, gravest and dearest first; at most ``most``.

    Columns: those of ``audit_finding``, ``programme`` (its code) and ``household`` (RT/RW and internal number).
    """
    f = audit_finding.c
    rank = case({"high": 0, "medium": 1}, value=f.severity, else_=2)
    rows = (
        select(*f, programme.c.code.label("programme"))
        .join_from(audit_finding, programme, programme.c.programme_id == f.programme_id, isouter=True)
        .where(*filters.conditions())
        .order_by(rank, f.rupiah.desc(), f.finding_id)
        .limit(most)
    )
    with engine.connect() as connection:
        table = pd.DataFrame(connection.execute(rows).mappings().all(), columns=[*f.keys(), "programme"])
    labels = [label(*row) for row in zip(table["area_code"], table["household_id"], table["person_ref"], strict=True)]
    return table.assign(household=pd.Series(labels, index=table.index, dtype=object))


def label(area_code: str, household_id: int, person_ref: int) -> str:
    """A household (or one person of it) without a name: RT 012/RW 005 · K1234, and P56 for the person."""
    rw, rt = area_code.split(".")[-2:]
    return f"RT {rt}/RW {rw} · K{household_id}" + (f" · P{person_ref}" if person_ref else "")


def finding(engine: Engine, finding_id: int) -> dict[str, Any]:
    """One finding, with the columns of :func:`findings`. KeyError when there is none."""
    with engine.connect() as connection:
        row = connection.execute(
            select(*audit_finding.c, programme.c.code.label("programme"))
            .join_from(audit_finding, programme, programme.c.programme_id == audit_finding.c.programme_id, isouter=True)
            .where(audit_finding.c.finding_id == finding_id)
        ).one_or_none()
    if row is None:
        raise KeyError(finding_id)
    found = dict(row._mapping)
    return {**found, "household": label(found["area_code"], found["household_id"], found["person_ref"])}


def flagged_rows(connection: Connection, check_id: str, wanted: Sequence[dict[str, Any]] | None = None) -> Select:
    """The SELECT of the transfers that a check flags: ``disbursement`` columns and ``rupiah``; of ``wanted`` findings."""
    flagged = RULES[check_id](loaded_on(connection)).subquery("flagged")
    rows = select(*disbursement.c, flagged.c.rupiah, (flagged.c.due_month // 12).label("year"))
    rows = rows.join_from(disbursement, flagged, flagged.c.disbursement_id == disbursement.c.disbursement_id)
    for one in wanted or ():
        rows = rows.where(
            flagged.c.programme_id == one["programme_id"],
            flagged.c.household_id == one["household_id"],
            flagged.c.person_ref == one["person_ref"],
            flagged.c.due_month.between(int(one["year"]) * 12, int(one["year"]) * 12 + 11),
        )
    return rows


# --- deciding -----------------------------------------------------------------------------------------


def decide(engine: Engine, finding_id: int, state: str, note: str, actor: str) -> None:
    """Record a person's decision: ``explained`` (a note says why) or ``open`` again.

    KeyError for an unknown finding; ValueError for another state, an explanation without a note, or a finding that the
    data no longer show: only the data make a finding ``fixed``.
    """
    note = note.strip()
    if state not in ("open", "explained"):
        raise ValueError("state")
    if state == "explained" and not note:
        raise ValueError("note")
    f = audit_finding.c
    with engine.execution_options(writes=True).begin() as connection:
        before = connection.scalar(select(f.state).where(f.finding_id == finding_id))
        if before is None:
            raise KeyError(finding_id)
        if before == "fixed":
            raise ValueError("fixed")
        values = {"state": state, "note": note, "state_by": actor[:80], "state_at": now()}
        connection.execute(sql_update(audit_finding).where(f.finding_id == finding_id).values(values))
