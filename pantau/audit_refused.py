"""Audit checks on what the loader refused or warned about: counts by check and file, and the rows.

Nothing is kept: the answers are read from the problems of the batches that are live (not rolled back, not superseded).
"""

from __future__ import annotations

import json

import pandas as pd
from sqlalchemy import Engine, select

from pantau.audit_checks import CHECKS, check_of
from pantau.schema import batch, rejected_row

QUANTITY_HEADINGS = frozenset(
    ("JUMLAH", "JUMLAH BARANG", "JML", "JML BARANG", "KUANTITAS", "QTY", "VOLUME", "QUANTITY")
)
"""The totalled headings of a disbursement file that are no money (the synonyms of the loader's contract)."""

ROW_COLUMNS = ("check_id", "batch_id", "file_name", "row_no", "column_name", "value_shown", "message_id", "message_en")


def _problems(engine: Engine) -> pd.DataFrame:
    """One row a problem that belongs to a check: ``check_id, batch_id, row_no``, and what the loader said."""
    r = rejected_row.c
    rows = (
        select(r.batch_id, r.row_no, r.severity, r.column_name, r.reason, r.value_shown, r.message_id, r.message_en)
        .join_from(rejected_row, batch, batch.c.batch_id == r.batch_id)
        .where(batch.c.status == "loaded")
        .order_by(r.batch_id, r.row_no, r.rejected_row_id)
    )
    with engine.connect() as connection:
        table = pd.DataFrame(connection.execute(rows).mappings().all(), columns=[c.name for c in rows.selected_columns])
    kinds = zip(table["reason"], table["column_name"], table["severity"] == "rejected", strict=True)
    table.insert(0, "check_id", pd.Series([check_of(*kind) for kind in kinds], index=table.index, dtype=object))
    return table[table["check_id"].notna()]


def _files(engine: Engine) -> pd.DataFrame:
    """The live batches: ``batch_id, file_name, kind, loaded_at, rejected, rupiah`` (of its refused rows; NaN: no money)."""
    b = batch.c
    rows = select(b.batch_id, b.file_name, b.kind, b.loaded_at, b.rejected, b.sums).where(b.status == "loaded")
    with engine.connect() as connection:
        table = pd.DataFrame(connection.execute(rows).mappings().all(), columns=[c.name for c in rows.selected_columns])
    money = [refused_rupiah(kind, sums) for kind, sums in zip(table["kind"], table["sums"], strict=True)]
    return table.drop(columns="sums").assign(rupiah=pd.Series(money, index=table.index, dtype="Int64"))


def refused_rupiah(kind: str, sums: str) -> int | None:
    """Rupiah of a file's refused rows, from its reconciliation; None where the file holds no money.

    A file with an amount and an entitlement counts the amount, which its contract totals first.
    """
    if kind != "disbursement":
        return None
    money = [s["rejected"] for heading, s in json.loads(sums).items() if heading.upper() not in QUANTITY_HEADINGS]
    return int(money[0]) if money else None


def summary(engine: Engine) -> pd.DataFrame:
    """One row a check that found something: ``check_id, severity, rows, files``; a row counts once in a check."""
    by_file = files(engine)
    totals = by_file.groupby("check_id").agg(rows=("rows", "sum"), files=("batch_id", "nunique"))
    order = [check_id for check_id in CHECKS if check_id in totals.index]
    table = totals.loc[order].reset_index()
    table.insert(1, "severity", [CHECKS[c].severity for c in table["check_id"]])
    return table


def files(engine: Engine) -> pd.DataFrame:
    """One row a check and file: ``check_id, batch_id, rows``, and :func:`_files` columns of the file as a whole."""
    problems = _problems(engine).drop_duplicates(["check_id", "batch_id", "row_no"])
    counts = problems.groupby(["check_id", "batch_id"], as_index=False).agg(rows=("row_no", "size"))
    return counts.merge(_files(engine), on="batch_id").sort_values(["check_id", "batch_id"], ignore_index=True)


def rows(engine: Engine, check_id: str) -> pd.DataFrame:
    """The rows of a check: file and row number, column, masked value, and the loader's words in both languages."""
    problems = _problems(engine)
    found = problems[problems["check_id"] == check_id].merge(_files(engine)[["batch_id", "file_name"]], on="batch_id")
    return found[list(ROW_COLUMNS)]
