"""How good the data are that offices hand in: by file, by RW, over time. Counts only; shares are made where they show.

A row belongs to a file for good, also when a later file has replaced it: its loaded rows are those that are live and
those kept as what later files replaced. Files that were rolled back are left out.
"""

from __future__ import annotations

import calendar as days_of
import datetime as dt
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import pandas as pd
from sqlalchemy import Connection, Engine, FromClause, Table, func, select

from pantau import packing
from pantau.audit_checks import check_of
from pantau.database import is_ready
from pantau.reference import RW_LENGTH, home_kelurahan
from pantau.schema import (
    area,
    batch,
    disbursement,
    household,
    household_identity,
    membership,
    person,
    person_identity,
    quarantine_row,
    rejected_row,
    undo,
)

RECORDS: dict[str, Table] = {"registry": person, "disbursement": disbursement, "membership": membership}
"""Kinds whose rows are each about a person or household, and the table that holds them."""

INVALID = ("nik_invalid", "kk_invalid", "area_unknown")
"""Audit checks that make a record's NIK, KK or area not valid."""

UNKNOWN = ""
"""The area of a rejected row that does not tell it."""

_ASKED = 10_000


@dataclass(frozen=True)
class Measure:
    """A share of the rows of files: ``numerator`` ÷ ``denominator`` (columns of :func:`files` and :func:`by_area`)."""

    id: str
    name_id: str
    name_en: str
    formula_id: str
    formula_en: str
    numerator: str
    denominator: str = "rows"
    source: str = "6T: tepat administrasi"

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_id

    def formula(self, language: str) -> str:
        return self.formula_en if language == "en" else self.formula_id


MEASURES: dict[str, Measure] = {
    m.id: m
    for m in (
        Measure(
            "accepted",
            "Baris diterima",
            "Rows accepted",
            "Baris yang dimuat ÷ semua baris di berkas.",
            "Rows loaded ÷ all rows of the file.",
            "loaded",
        ),
        Measure(
            "clean",
            "Diterima tanpa peringatan",
            "Accepted without a warning",
            "Baris yang dimuat tanpa satu peringatan pun ÷ semua baris di berkas.",
            "Rows loaded without any warning ÷ all rows of the file.",
            "clean",
        ),
        Measure(
            "valid_records",
            "Tepat administrasi",
            "Valid records",
            "Baris dengan NIK, nomor KK, dan wilayah yang sah ÷ semua baris di berkas (hanya registri, penyaluran, dan "
            "kepesertaan). NIK dan KK sah: 16 angka utuh, kode wilayah dan tanggal lahirnya ada; wilayah sah: RT-nya ada.",
            "Rows with a valid NIK, KK number and area ÷ all rows of the file (registries, disbursements and lists of "
            "participants only). NIK and KK are valid with 16 intact digits, an area code and a birth date that exist; "
            "an area is valid if its RT exists.",
            "valid",
        ),
    )
}
"""Shares of a file's rows, by id."""

FILE_COLUMNS = ("batch_id", "kind", "file_name", "loaded_at", "period_end", "days", "rows", "loaded", "clean", "valid")


def files(engine: Engine) -> pd.DataFrame:
    """One row a file: FILE_COLUMNS. ``clean`` loaded without a warning; ``valid`` NA for kinds without persons.

    ``period_end`` is the last day that the file's transfers cover (NaT for other kinds); ``days`` from it to the day of
    loading, negative where the file reaches beyond that day.
    """
    b = batch.c
    if not is_ready(engine):
        return pd.DataFrame(columns=list(FILE_COLUMNS))
    with engine.connect() as connection:
        query = select(b.batch_id, b.kind, b.file_name, b.loaded_at, b.rows, b.loaded)
        rows = connection.execute(query.where(b.status != "rolled_back").order_by(b.batch_id)).all()
        faults = _faults(connection)
        ends = _period_ends(connection)
    table = pd.DataFrame([tuple(row) for row in rows], columns=[column.name for column in query.selected_columns])
    warned = Counter(number for number, _ in faults.warned)
    invalid = Counter(number for number, _ in faults.invalid)
    table["clean"] = [loaded - warned[n] for n, loaded in zip(table["batch_id"], table["loaded"], strict=True)]
    valid = [
        count - invalid[n] if kind in RECORDS else None
        for n, kind, count in zip(table["batch_id"], table["kind"], table["rows"], strict=True)
    ]
    table["valid"] = pd.array(valid, dtype="Int64")
    table["period_end"] = pd.Series([ends.get(n) for n in table["batch_id"]], dtype="datetime64[s]")
    table["days"] = (pd.to_datetime(table["loaded_at"]).dt.normalize() - table["period_end"]).dt.days.astype("Int64")
    return table[list(FILE_COLUMNS)]


@dataclass
class _Faults:
    """Rows (batch and row number) that have a warning though loaded, were rejected, or whose NIK, KK or area is not valid."""

    warned: set[tuple[int, int]]
    rejected: set[tuple[int, int]]
    invalid: set[tuple[int, int]]


def _faults(connection: Connection) -> _Faults:
    r = rejected_row.c
    query = (
        select(r.batch_id, r.row_no, r.severity, r.reason, r.column_name)
        .join_from(rejected_row, batch, batch.c.batch_id == r.batch_id)
        .where(batch.c.status != "rolled_back", r.row_no > 0)
    )
    found = _Faults(set(), set(), set())
    for batch_id, row_no, severity, reason, column in connection.execute(query):
        rejected = severity == "rejected"
        (found.rejected if rejected else found.warned).add((batch_id, row_no))
        if check_of(reason, column, rejected) in INVALID:
            found.invalid.add((batch_id, row_no))
    found.warned -= found.rejected
    return found


def _period_ends(connection: Connection) -> dict[int, dt.date]:
    """The last day that each batch's transfers cover."""
    d = disbursement.c
    live = select(d.batch_id, func.max(d.month_to)).group_by(d.batch_id)
    last: dict[int, int] = {number: month for number, month in connection.execute(live)}
    for number, columns in _replaced(connection, disbursement):
        last[number] = max([last.get(number, 0), *columns["month_to"]])
    return {number: _month_end(month) for number, month in last.items()}


def _month_end(month_index: int) -> dt.date:
    year, month = divmod(month_index, 12)
    return dt.date(year, month + 1, days_of.monthrange(year, month + 1)[1])


def _replaced(connection: Connection, table: Table) -> Iterator[tuple[int, dict[str, list]]]:
    """The rows of ``table`` that later batches replaced: the batch they came with, and their columns."""
    u = undo.c
    query = select(u.earlier_batch_id, u.payload).where(u.table_name == table.name, u.earlier_batch_id.is_not(None))
    for number, payload in connection.execute(query.order_by(u.undo_id)):
        yield number, packing.unpack(table, payload)


# --- by RW ----------------------------------------------------------------------------------------------

AREA_COLUMNS = ("batch_id", "kind", "area_code", "rows", "loaded", "clean", "valid")


def by_area(engine: Engine) -> pd.DataFrame:
    """One row a file (of RECORDS) and RW: AREA_COLUMNS, the counts of :func:`files` split by RW.

    A rejected row counts where its cells say: by its RW, else by a KK number or NIK that is in the registry; else under
    UNKNOWN. The cells are read for that alone.
    """
    if not is_ready(engine):
        return pd.DataFrame(columns=list(AREA_COLUMNS))
    counts: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    with engine.connect() as connection:
        b = batch.c
        kinds = dict(
            connection.execute(
                select(b.batch_id, b.kind).where(b.status != "rolled_back", b.kind.in_(RECORDS)).order_by(b.batch_id)
            ).all()
        )
        rw_of = _rw_of_households(connection)
        faults = _faults(connection)
        for kind, table in RECORDS.items():
            for number, rw, rows in _live(connection, table):
                if kinds.get(number) == kind:
                    counts[number, rw]["loaded"] += rows
            places = _places_of_warned(connection, table, faults.warned, rw_of)
            for number, columns in _replaced(connection, table):
                if kinds.get(number) != kind:
                    continue
                for home, row_no in zip(columns["household_id"], columns["row_no"], strict=True):
                    counts[number, rw_of.get(home, UNKNOWN)]["loaded"] += 1
                    places[number, row_no] = rw_of.get(home, UNKNOWN)
            for row in sorted(faults.warned):
                if kinds.get(row[0]) == kind:
                    found = counts[row[0], places.get(row, UNKNOWN)]
                    found["warned"] += 1
                    found["invalid"] += row in faults.invalid
        for row, rw in _places_of_rejected(connection, [r for r in sorted(faults.rejected) if r[0] in kinds]).items():
            found = counts[row[0], rw]
            found["rejected"] += 1
            found["invalid"] += row in faults.invalid
    lines = []
    for (number, rw), n in sorted(counts.items()):
        rows = n["loaded"] + n["rejected"]
        lines.append((number, kinds[number], rw, rows, n["loaded"], n["loaded"] - n["warned"], rows - n["invalid"]))
    return pd.DataFrame(lines, columns=list(AREA_COLUMNS))


def _live(connection: Connection, table: Table) -> Iterable[tuple[int, str, int]]:
    rw = func.substr(household.c.area_code, 1, RW_LENGTH)
    query = (
        select(table.c.batch_id, rw, func.count())
        .join_from(table, household, household.c.household_id == table.c.household_id)
        .group_by(table.c.batch_id, rw)
    )
    return ((number, code, rows) for number, code, rows in connection.execute(query))


def _rw_of_households(connection: Connection) -> dict[int, str]:
    query = select(household.c.household_id, household.c.area_code)
    return {i: code[:RW_LENGTH] for i, code in connection.execute(query)}


def _places_of_warned(
    connection: Connection, table: Table, warned: set[tuple[int, int]], rw_of: dict[int, str]
) -> dict[tuple[int, int], str]:
    """RW of the live rows that were loaded with a warning."""
    by_batch: dict[int, list[int]] = defaultdict(list)
    for number, row_no in sorted(warned):
        by_batch[number].append(row_no)
    places = {}
    for number, row_nos in by_batch.items():
        for chunk in _chunks(row_nos):
            query = select(table.c.row_no, table.c.household_id)
            query = query.where(table.c.batch_id == number, table.c.row_no.in_(chunk))
            for row_no, home in connection.execute(query):
                places[number, row_no] = rw_of.get(home, UNKNOWN)
    return places


def _places_of_rejected(connection: Connection, rows: list[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """RW of each rejected row, as far as its cells tell."""
    b, q = batch.c, quarantine_row.c
    places = dict.fromkeys(rows, UNKNOWN)
    known = set(connection.scalars(select(area.c.code).where(area.c.level == "rw")))
    numbers: dict[str, list[tuple[int, int]]] = defaultdict(list)
    query = select(q.batch_id, q.row_no, b.headings, q.cells).join_from(quarantine_row, batch, b.batch_id == q.batch_id)
    for number, row_no, headings, cells in connection.execute(query.where(b.status != "rolled_back")):
        row, written = (number, row_no), json.loads(cells)
        if row not in places:
            continue
        rw = _rw_in(json.loads(headings or "[]"), written)
        if rw in known:
            places[row] = rw
            continue
        for cell in written:
            if len(digits := re.sub(r"[\s.'-]", "", str(cell))) == 16 and digits.isdecimal():
                numbers[digits].append(row)
    for identity, number, home in (
        (household_identity, household_identity.c.kk, household_identity.c.household_id),
        (person_identity, person_identity.c.nik, person.c.household_id),
    ):
        for chunk in _chunks(sorted(numbers)):
            source: FromClause = identity
            if identity is person_identity:
                source = identity.join(person, person.c.person_id == person_identity.c.person_id)
            source = source.join(household, household.c.household_id == home)
            asked = select(number, household.c.area_code).select_from(source).where(number.in_(chunk))
            for digits, code in connection.execute(asked):
                for row in numbers[digits]:
                    places[row] = places[row] or code[:RW_LENGTH]
    return places


def _rw_in(headings: list[str], cells: list[str]) -> str:
    """The code of the RW that a row names by a column RW, or RT/RW (RT first); "" where it names none."""
    for heading, cell in zip(headings, cells, strict=False):
        key, found = re.sub(r"[^A-Z]", "", heading.upper()), re.findall(r"\d+", str(cell))
        if key in ("RW", "NORW", "NOMORRW") and found:
            return f"{home_kelurahan()}.{int(found[-1]):03d}"
        if key in ("RTRW", "RTDANRW", "RT") and len(found) == 2:
            return f"{home_kelurahan()}.{int(found[1]):03d}"
    return UNKNOWN


def _chunks(values: list) -> Iterator[list]:
    rest = iter(values)
    while chunk := list(islice(rest, _ASKED)):
        yield chunk


# --- what registries leave blank ------------------------------------------------------------------------


def completeness(engine: Engine) -> pd.DataFrame:
    """One row an RW, as the registry stands now: ``area_code, households``, and how many of them have a ``desil``, an
    ``address``, and an ``income`` of somebody."""
    columns = ["area_code", "households", "desil", "address", "income"]
    if not is_ready(engine):
        return pd.DataFrame(columns=columns)
    h, rw = household.c, func.substr(household.c.area_code, 1, RW_LENGTH)
    written = household_identity.c.address
    query = (
        select(
            rw,
            func.count(),
            func.count(h.desil),
            func.count(func.nullif(func.trim(written), "")),
            func.count(func.nullif(h.income, 0)),
        )
        .select_from(household.outerjoin(household_identity, household_identity.c.household_id == h.household_id))
        .where(h.members > 0)
        .group_by(rw)
        .order_by(rw)
    )
    with engine.connect() as connection:
        return pd.DataFrame([tuple(row) for row in connection.execute(query)], columns=columns)
