"""What the page Data asks of the database: files handed in, batches, events, and what was said of their rows.

Everything here is masked by the loader already; the cells of rejected rows (``quarantine_row``) are never read here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Engine, Select, and_, distinct, func, select

from pantau import schema
from pantau.database import is_ready

SAMPLE = 200
"""Rows of a report that are shown; the workbook of rejected rows has all."""

REPORT_CHARS = 64 * 1024**2
"""A report longer than this is not read back: nearly every row of a very large file was rejected."""

WAITING = ("received", "checked", "refused")
"""States of a file handed in that is not decided yet."""

REASON_COLUMNS = ("severity", "reason", "column_name", "rows", "message_id", "message_en")
ROW_COLUMNS = ("row_no", "column_name", "value_shown", "message_id", "message_en")


@dataclass
class Summary:
    """A report as shown: counts, sums (heading -> file, loaded, rejected), reasons grouped, and some rows.

    ``rows == loaded + rejected``. ``refusal`` says in both languages why the file as a whole cannot be used, else None;
    ``refused_for`` is the loader's key of that reason.
    ``reasons`` has REASON_COLUMNS (an example of each, the most frequent first), ``rejected_rows`` and ``warned_rows``
    have ROW_COLUMNS, at most SAMPLE of each. ``also``: the same of the further kinds that the file is at once.
    """

    kind: str = ""
    batch_id: int | None = None
    unchanged: bool = False
    rows: int = 0
    loaded: int = 0
    rejected: int = 0
    warnings: int = 0
    heading_row: int | None = None
    sums: dict[str, dict[str, int]] = field(default_factory=dict)
    refusal: tuple[str, str] | None = None
    refused_for: str = ""
    reasons: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(REASON_COLUMNS)))
    rejected_rows: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(ROW_COLUMNS)))
    warned_rows: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(ROW_COLUMNS)))
    also: list[Summary] = field(default_factory=list)

    @property
    def to_load(self) -> int:
        """The rows of the file that go into the database, as each kind that it is."""
        return self.loaded + sum(further.loaded for further in self.also)


def summarise(report: dict[str, Any]) -> Summary:
    """The summary of a loader's report (the JSON of ``check`` and ``load``)."""
    found = Summary(
        kind=report["kind"],
        batch_id=report.get("batch_id"),
        unchanged=bool(report.get("unchanged")),
        rows=report["rows"],
        loaded=report["loaded"],
        rejected=report["rejected"],
        warnings=report["warnings"],
        heading_row=report.get("heading_row"),
        sums=report["sums"],
        also=[summarise(further) for further in report.get("also", [])],
    )
    refused = next((further for further in found.also if further.refusal is not None), None)
    if refused is not None:
        found.refusal, found.refused_for = refused.refusal, refused.refused_for
    said = [("rejected", p) for first in report["rejections"] for p in (first, *first["others"])]
    if report["status"] == "error":
        first = said[0][1]
        found.refusal, found.refused_for = (first["message_id"], first["message_en"]), first["reason"]
        return found
    said += [("warning", p) for p in report["warning_list"]]
    table = pd.DataFrame(
        [
            (severity, p["reason"], p["column"], p["row"], p["value"], p["message_id"], p["message_en"])
            for severity, p in said
        ],
        columns=["severity", "reason", "column_name", "row_no", "value_shown", "message_id", "message_en"],
    )
    groups = table.groupby(["severity", "reason", "column_name"], as_index=False, sort=False).agg(
        rows=("row_no", "nunique"), message_id=("message_id", "first"), message_en=("message_en", "first")
    )
    found.reasons = groups.sort_values(["severity", "rows"], ascending=[True, False], ignore_index=True)[
        list(REASON_COLUMNS)
    ]
    found.rejected_rows = _sample(table, "rejected")
    found.warned_rows = _sample(table, "warning")
    return found


def _sample(table: pd.DataFrame, severity: str) -> pd.DataFrame:
    return table.loc[table["severity"] == severity, list(ROW_COLUMNS)].head(SAMPLE).reset_index(drop=True)


# --- files handed in ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Incoming:
    """A file handed in."""

    incoming_id: int
    file_name: str
    sha256: str
    kind: str
    status: str  # received | checked | refused | loaded | discarded
    received_at: Any  # UTC
    received_by: str
    checked_at: Any  # UTC, or None
    batch_id: int | None


def _incoming(engine: Engine, *conditions: ColumnElement[bool]) -> list[Incoming]:
    if not is_ready(engine):
        return []
    i = schema.incoming.c
    names = [i[name] for name in Incoming.__dataclass_fields__]
    with engine.connect() as connection:
        query = select(*names).where(*conditions).order_by(i.incoming_id.desc())
        return [Incoming(*row) for row in connection.execute(query)]


def incoming(engine: Engine, incoming_id: int) -> Incoming | None:
    """One file handed in."""
    return next(iter(_incoming(engine, schema.incoming.c.incoming_id == incoming_id)), None)


def waiting(engine: Engine) -> list[Incoming]:
    """The files handed in that are neither loaded nor discarded, newest first."""
    return _incoming(engine, schema.incoming.c.status.in_(WAITING))


def checked(engine: Engine, incoming_id: int) -> Summary | None:
    """What the check of a file handed in found; None when it was not checked, or its report is too long to show."""
    i = schema.incoming.c
    with engine.connect() as connection:
        length = connection.scalar(select(func.length(i.report)).where(i.incoming_id == incoming_id))
        if not length or length > REPORT_CHARS:
            return None
        return summarise(json.loads(connection.scalar(select(i.report).where(i.incoming_id == incoming_id)) or ""))


# --- batches --------------------------------------------------------------------------------------------

BATCH_COLUMNS = (
    "batch_id", "kind", "file_name", "sha256", "status", "mode", "synthetic", "rows", "loaded", "rejected", "warnings",
    "sums", "received_at", "received_by", "loaded_at", "loaded_by", "ended_at", "ended_by", "note", "can_roll_back",
)  # fmt: skip


def batches(engine: Engine) -> pd.DataFrame:
    """Every batch, newest first: BATCH_COLUMNS; ``ended_*`` and ``note`` of its roll back or of what superseded it.

    ``sums`` is a dict; moments are UTC. ``can_roll_back`` is false for what was rolled back, and for batches from before
    the database kept what a batch replaces.
    """
    if not is_ready(engine):
        return pd.DataFrame(columns=list(BATCH_COLUMNS))
    b, came, went = schema.batch.c, schema.event.alias("came"), schema.event.alias("went")
    ended = func.coalesce(b.rolled_back_event, b.superseded_event)
    query = (
        select(
            *(b[name] for name in BATCH_COLUMNS[:15]),
            came.c.actor.label("loaded_by"),
            went.c.at.label("ended_at"),
            went.c.actor.label("ended_by"),
            went.c.note,
            came.c.kind.label("came_by"),
        )
        .select_from(
            schema.batch.outerjoin(came, came.c.event_id == b.loaded_event).outerjoin(went, went.c.event_id == ended)
        )
        .order_by(b.batch_id.desc())
    )
    with engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(query).mappings()]
    for row in rows:
        row["sums"] = json.loads(row["sums"])
        row["can_roll_back"] = row.pop("came_by") == "load" and row["status"] != "rolled_back"
    return pd.DataFrame(rows, columns=list(BATCH_COLUMNS))


def loaded_with(engine: Engine, batch_id: int) -> list[int]:
    """The further batches, of other kinds, that the same file became."""
    b, other = schema.batch.c, schema.batch.alias("other")
    same = (other.c.sha256 == b.sha256) & (other.c.kind != b.kind) & (other.c.status != "rolled_back")
    query = select(other.c.batch_id).join_from(schema.batch, other, same).where(b.batch_id == batch_id)
    with engine.connect() as connection:
        return list(connection.scalars(query.order_by(other.c.batch_id)))


def batch_summary(engine: Engine, batch_id: int) -> Summary:
    """The report of a batch, from the database. KeyError for an unknown batch."""
    b, r = schema.batch.c, schema.rejected_row.c
    with engine.connect() as connection:
        row = connection.execute(select(schema.batch).where(b.batch_id == batch_id)).mappings().one_or_none()
        if row is None:
            raise KeyError(batch_id)
        reasons = connection.execute(_reasons(batch_id)).mappings().all()
        samples = [
            connection.execute(
                select(*(r[name] for name in ROW_COLUMNS))
                .where(r.batch_id == batch_id, r.severity == severity)
                .order_by(r.row_no, r.rejected_row_id)
                .limit(SAMPLE)
            ).all()
            for severity in ("rejected", "warning")
        ]
    counts = {name: row[name] for name in ("kind", "rows", "loaded", "rejected", "warnings")}
    return Summary(
        batch_id=batch_id,
        sums=json.loads(row["sums"]),
        reasons=pd.DataFrame(reasons, columns=list(REASON_COLUMNS)),
        rejected_rows=pd.DataFrame(samples[0], columns=list(ROW_COLUMNS)),
        warned_rows=pd.DataFrame(samples[1], columns=list(ROW_COLUMNS)),
        **counts,
    )


def _reasons(batch_id: int) -> Select:
    """Reasons of a batch with the number of rows and an example each."""
    r = schema.rejected_row.c
    example = schema.rejected_row.alias("example")
    groups = (
        select(
            r.severity,
            r.reason,
            r.column_name,
            func.count(distinct(r.row_no)).label("rows"),
            func.min(r.rejected_row_id).label("first_id"),
        )
        .where(r.batch_id == batch_id)
        .group_by(r.severity, r.reason, r.column_name)
        .subquery()
    )
    return (
        select(*(groups.c[n] for n in REASON_COLUMNS[:4]), example.c.message_id, example.c.message_en)
        .join_from(groups, example, example.c.rejected_row_id == groups.c.first_id)
        .order_by(groups.c.severity, groups.c.rows.desc(), groups.c.first_id)
    )


def replaced(engine: Engine, batch_id: int) -> pd.DataFrame:
    """What a batch replaced: ``earlier_batch_id`` (NA: shipped reference rows), ``file_name, table_name, rows``."""
    return _exchanged(engine, schema.undo.c.batch_id == batch_id, schema.undo.c.earlier_batch_id)


def replaced_by(engine: Engine, batch_id: int) -> pd.DataFrame:
    """What later batches replaced of this one: ``later_batch_id, file_name, table_name, rows``."""
    return _exchanged(
        engine, schema.undo.c.earlier_batch_id == batch_id, schema.undo.c.batch_id.label("later_batch_id")
    )


def _exchanged(engine: Engine, condition: ColumnElement[bool], other: ColumnElement[Any]) -> pd.DataFrame:
    u, b = schema.undo.c, schema.batch.c
    number = u.earlier_batch_id if other.key == "earlier_batch_id" else u.batch_id
    query = (
        select(other, b.file_name, u.table_name, func.sum(u.rows).label("rows"))
        .select_from(schema.undo.outerjoin(schema.batch, b.batch_id == number))
        .where(and_(condition, u.table_name.not_like("%identity")))  # they go with their person or household
        .group_by(number, b.file_name, u.table_name)
        .order_by(number, u.table_name)
    )
    with engine.connect() as connection:
        rows: Sequence[Any] = connection.execute(query).all()
    return pd.DataFrame([tuple(row) for row in rows], columns=[other.key, "file_name", "table_name", "rows"]).astype(
        {other.key: "Int64", "rows": "int64"}
    )
