"""The file rows behind an audit finding: the transfers it flags, and the row that proves what is said of the recipient."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, Select, literal, or_, select

from pantau import audit
from pantau.audit_rules import repeated_pairs
from pantau.periods import month_of
from pantau.schema import NO_PERSON, batch, disbursement, household, membership, person, programme

ROLES = ("transfer", "earlier", "registry", "household", "membership", "programme")
"""What a row is: flagged; the earlier payment; who or which household it is about; their list entry; the programme."""

_SOURCE = ("batch_id", "file_name", "sha256", "row_no")
_TRANSFER = ("period", "due_date", "paid_date", "amount_due", "amount_paid", "status")
_PROOF = ("person_ref", "since", "until", "income", "desil", "reason")
COLUMNS = ("role", *_SOURCE, *_TRANSFER, "rupiah", *_PROOF)

_MEMBERS = {"dead_paid": ("dead",), "moved_paid": ("dead", "moved", "gone"), "name_of_dead": ("dead",)}


def rows_of(engine: Engine, finding_id: int) -> pd.DataFrame:
    """The file rows behind a finding; empty for one that the data no longer show. KeyError for an unknown one.

    ``role`` says what a row is (:data:`ROLES`). Transfers have period (text, ``2026-01`` or ``2026-01 – 2026-03``),
    dates, whole rupiah and ``rupiah`` at stake; the other rows have what proves the finding: ``status`` of a person or
    household and ``since``, ``income``, ``desil``; ``since``, ``until`` and ``reason`` of a list entry or a programme.
    """
    found = audit.finding(engine, finding_id)
    with engine.connect() as connection:
        flagged = _flagged(connection, [found], found["check_id"])
        parts = [flagged]
        if len(flagged):
            parts += _proof(connection, found, flagged["disbursement_id"].tolist())
    return pd.concat([part.reindex(columns=list(COLUMNS)) for part in parts if len(part)] or [_empty()])


def transfers_of(engine: Engine, filters: audit.Filters) -> pd.DataFrame:
    """The flagged transfers of all findings of a filter, for export: ``finding_id``, ``check_id`` and the file row."""
    every = audit.findings(engine, filters)
    parts = []
    with engine.connect() as connection:
        for check_id, group in every.groupby("check_id", sort=False):
            rows = _flagged(connection, [], str(check_id))
            rows["year"] = rows["year"].astype(int).astype(str)
            keys = ["programme_id", "household_id", "person_ref", "year"]
            parts.append(rows.merge(group[["finding_id", "check_id", *keys]], on=keys))
    if not parts:
        return pd.DataFrame(columns=["finding_id", "check_id", *COLUMNS])
    return pd.concat(parts).sort_values(["finding_id", "due_date"])[["finding_id", "check_id", *COLUMNS[1:12]]]


def _empty() -> pd.DataFrame:
    return pd.DataFrame(columns=list(COLUMNS))


def _frame(connection: Connection, rows: Select) -> pd.DataFrame:
    result = connection.execute(rows)
    return pd.DataFrame(result.all(), columns=list(result.keys()))


def _flagged(connection: Connection, wanted: list[dict[str, Any]], check_id: str) -> pd.DataFrame:
    rows = audit.flagged_rows(connection, check_id, wanted).add_columns(batch.c.file_name, batch.c.sha256)
    rows = rows.join(batch, batch.c.batch_id == disbursement.c.batch_id)
    return _with_period(_frame(connection, rows.order_by(disbursement.c.due_date, disbursement.c.row_no)), "transfer")


def _with_period(table: pd.DataFrame, role: str) -> pd.DataFrame:
    if not len(table):
        return table
    spans = zip(table["month_from"], table["month_to"], strict=True)
    periods = [month_of(a) if a == b else f"{month_of(a)} – {month_of(b)}" for a, b in spans]
    return table.assign(role=role, period=periods)


def _proof(connection: Connection, found: dict[str, Any], flagged: list[int]) -> list[pd.DataFrame]:
    check_id = found["check_id"]
    if check_id == "paid_twice":
        pairs = repeated_pairs()
        earlier = select(pairs.c.earlier_id).where(pairs.c.later_id.in_(flagged))
        rows = select(*disbursement.c, batch.c.file_name, batch.c.sha256).join_from(disbursement, batch)
        rows = rows.where(disbursement.c.disbursement_id.in_(earlier)).order_by(disbursement.c.due_date)
        return [_with_period(_frame(connection, rows), "earlier")]
    if check_id in _MEMBERS:
        return [_frame(connection, _persons(connection, found).where(person.c.status.in_(_MEMBERS[check_id])))]
    if check_id == "above_wage":
        earns = or_(person.c.relation == "kepala", person.c.person_id == found["person_ref"])
        return [_frame(connection, _persons(connection, found).where(earns))]
    if check_id == "not_eligible":
        return [_frame(connection, _home(found))]
    if check_id in ("before_entry", "after_exit"):
        return [_frame(connection, _memberships(connection, found))]
    if check_id == "outside_run":
        table = _frame(connection, _programme(found))
        months = {c: table[c].map(lambda m: None if pd.isna(m) else month_of(int(m))) for c in ("since", "until")}
        return [table.assign(**months)]
    return []


def _with_source(role: str, table: Any, *columns: Any) -> Select:
    source = (batch.c.batch_id, batch.c.file_name, batch.c.sha256, table.c.row_no)
    return select(literal(role).label("role"), *source, *columns).join_from(
        table, batch, batch.c.batch_id == table.c.batch_id
    )


def _to_person(connection: Connection, found: dict[str, Any]) -> bool:
    """Whether the finding is about one person rather than a household; see :mod:`pantau.audit_rules`."""
    unit = connection.scalar(select(programme.c.unit).where(programme.c.programme_id == found["programme_id"]))
    return unit == "person" and found["person_ref"] != NO_PERSON


def _persons(connection: Connection, found: dict[str, Any]) -> Select:
    p = person.c
    one = _to_person(connection, found)
    who = p.person_id == found["person_ref"] if one else p.household_id == found["household_id"]
    columns = (p.person_id.label("person_ref"), p.status, p.status_date.label("since"), p.income)
    return _with_source("registry", person, *columns).where(who).order_by(p.person_id)


def _home(found: dict[str, Any]) -> Select:
    h = household.c
    return _with_source("household", household, h.desil, h.income).where(h.household_id == found["household_id"])


def _memberships(connection: Connection, found: dict[str, Any]) -> Select:
    m = membership.c
    one = _to_person(connection, found)
    who = m.person_ref == found["person_ref"] if one else m.household_id == found["household_id"]
    columns = (m.person_ref, m.entry_date.label("since"), m.exit_date.label("until"), m.exit_reason.label("reason"))
    rows = _with_source("membership", membership, *columns)
    return rows.where(m.programme_id == found["programme_id"], who).order_by(m.entry_date)


def _programme(found: dict[str, Any]) -> Select:
    p = programme.c
    columns = (p.first_month.label("since"), p.last_month.label("until"))
    return _with_source("programme", programme, *columns).where(p.programme_id == found["programme_id"])
