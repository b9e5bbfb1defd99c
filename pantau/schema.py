"""The tables (SQLAlchemy Core, dialect-neutral). One star: dimensions, facts, operations, marts.

Conventions
-----------
* Rupiah are whole rupiah in BigInteger columns; a missing amount is NULL, never 0.
* A month is also kept as ``month_index`` = year * 12 + (month - 1), so a range of months is ``BETWEEN``.
* ``period`` is text: ``2026-03`` (month), ``2026-T1`` (quarter, *triwulan*), ``2026`` (year).
* Area codes are Kemendagri's and nest by prefix: ``31.74.06.1003`` (kelurahan), ``.005`` (RW), ``.012`` (RT).
* What identifies a person (NIK, KK, name, address, full birth date) is only in the ``*_identity`` tables,
  which no page reads.
* Each fact knows its batch and its row in the source file (the heading is row 1).
* ``event`` numbers the transactions that changed the data; what is "as known on a date" is as known after an event.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from pantau.schema_base import metadata as metadata  # "as": to be imported from here
from pantau.schema_base import source_row
from pantau.schema_marts import MARTS as MARTS
from pantau.schema_marts import MEASURES as MEASURES
from pantau.schema_marts import UNPAID as UNPAID
from pantau.schema_marts import mart_count as mart_count
from pantau.schema_marts import mart_delay as mart_delay
from pantau.schema_marts import mart_overlap as mart_overlap
from pantau.schema_marts import mart_overlap_count as mart_overlap_count
from pantau.schema_marts import mart_period as mart_period
from pantau.schema_marts import mart_spread as mart_spread
from pantau.schema_marts import mart_stay as mart_stay
from pantau.schema_marts import mart_tranche as mart_tranche
from pantau.schema_parts import activity as activity
from pantau.schema_parts import agreement as agreement
from pantau.schema_parts import answer as answer
from pantau.schema_parts import aspiration as aspiration
from pantau.schema_parts import complaint as complaint
from pantau.schema_parts import contribution as contribution
from pantau.schema_parts import decision as decision
from pantau.schema_parts import delivery as delivery
from pantau.schema_parts import logframe as logframe
from pantau.schema_parts import outcome as outcome
from pantau.schema_parts import partner as partner
from pantau.schema_parts import tranche as tranche
from pantau.schema_parts import visit as visit

ALL_PROGRAMMES = 0
"""``programme_id`` of the mart rows that count a household once however many programmes reached it."""

NO_PERSON = 0
"""``person_ref`` of a transfer made to the household rather than to one member."""

# --- operations -----------------------------------------------------------------------------------

event = Table(  # one transaction that changed the data: files loaded together, or a batch rolled back
    "event",
    metadata,
    Column("event_id", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(10), nullable=False),  # load | rollback | upgrade | restore
    Column("at", DateTime, nullable=False),  # UTC
    Column("actor", String(80), nullable=False),  # who, as the clerk or the system account says
    Column("note", Text, nullable=False, default=""),  # why, for a rollback
)

incoming = Table(  # a file handed in, before (or without) its being loaded
    "incoming",
    metadata,
    Column("incoming_id", Integer, primary_key=True, autoincrement=False),
    Column("file_name", String(255), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),  # bytes
    Column("kind", String(20), nullable=False, default=""),  # "" until recognised
    Column("status", String(10), nullable=False),  # received | checked | refused | loaded | discarded
    Column("received_at", DateTime, nullable=False),  # UTC
    Column("received_by", String(80), nullable=False),
    Column("checked_at", DateTime, nullable=True),
    Column("report", Text, nullable=True),  # JSON of etl.report.Report: masked, so it identifies nobody
    Column("batch_id", ForeignKey("batch.batch_id"), nullable=True),  # once loaded
)

batch = Table(
    "batch",
    metadata,
    Column("batch_id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("file_name", String(255), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("loaded_at", DateTime, nullable=False),  # UTC
    Column("rows", Integer, nullable=False),
    Column("loaded", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("sums", Text, nullable=False),  # JSON {column: {file, loaded, rejected}}
    Column("synthetic", Boolean, nullable=False, default=False),
    # superseded: later files replaced every row of it; it lives again when they are rolled back.
    Column("status", String(12), nullable=False, server_default="loaded"),  # loaded | superseded | rolled_back
    Column("mode", String(8), nullable=False, server_default="amend"),  # amend | replace
    Column("received_at", DateTime, nullable=True),  # UTC
    Column("received_by", String(80), nullable=False, server_default=""),
    Column("headings", Text, nullable=True),  # JSON list: the headings as written, where rows were rejected
    Column("loaded_event", Integer, nullable=True),  # event_id
    Column("superseded_event", Integer, nullable=True),  # event_id, while status is superseded
    Column("rolled_back_event", Integer, nullable=True),  # event_id
    Index("ix_batch_kind_sha256", "kind", "sha256"),  # not unique: a file with rejected rows may be loaded again
)

rejected_row = Table(
    "rejected_row",
    metadata,
    Column("rejected_row_id", Integer, primary_key=True),
    *source_row(),
    Column("severity", String(10), nullable=False),  # rejected | warning
    Column("column_name", String(80), nullable=False),  # as written in the file's heading
    Column("reason", String(40), nullable=False),  # key of etl.messages
    Column("value_shown", String(120), nullable=False),  # masked where it identifies
    Column("message_id", Text, nullable=False),
    Column("message_en", Text, nullable=False),
    Index("ix_rejected_row_batch_id_row_no", "batch_id", "row_no"),
)

quarantine_row = Table(  # the rejected rows as they stood in the file: may identify, and is never read by a public page
    "quarantine_row",
    metadata,
    Column("batch_id", ForeignKey("batch.batch_id"), primary_key=True),
    Column("row_no", Integer, primary_key=True, autoincrement=False),
    Column("cells", Text, nullable=False),  # JSON list in the order of batch.headings
)

undo = Table(  # what a batch replaced, kept so that it can be rolled back; may identify
    "undo",
    metadata,
    Column("undo_id", Integer, primary_key=True, autoincrement=False),
    Column("batch_id", ForeignKey("batch.batch_id"), nullable=False, index=True),
    Column("table_name", String(30), nullable=False),
    Column("earlier_batch_id", Integer, nullable=True, index=True),  # whose rows; NULL: shipped reference rows
    Column("rows", Integer, nullable=False),
    Column("payload", LargeBinary, nullable=False),  # pantau.packing
)

id_counter = Table(  # the highest id ever given, where a rollback took the rows away: ids are never given twice
    "id_counter",
    metadata,
    Column("table_name", String(30), primary_key=True),
    Column("last", BigInteger, nullable=False),
)

snapshot = Table(  # what pages read, as it stood after an event; one row whenever a part changed
    "snapshot",
    metadata,
    Column("event_id", Integer, primary_key=True, autoincrement=False),
    Column("name", String(30), primary_key=True),  # of a table
    Column("period", String(7), primary_key=True),  # "": the whole table
    Column("sha256", String(64), nullable=False),  # of the unpacked content
    Column("payload", LargeBinary, nullable=False),  # pantau.packing
    Index("ix_snapshot_name_period", "name", "period", "event_id"),
)

# --- dimensions -----------------------------------------------------------------------------------

calendar = Table(
    "calendar",
    metadata,
    Column("month_index", Integer, primary_key=True, autoincrement=False),
    Column("month", String(7), nullable=False, unique=True),  # 2026-03
    Column("quarter", String(7), nullable=False),  # 2026-T1
    Column("year", String(4), nullable=False),  # 2026
)

area = Table(
    "area",
    metadata,
    Column("code", String(24), primary_key=True),
    Column("parent_code", ForeignKey("area.code"), nullable=True, index=True),
    Column("level", String(10), nullable=False),  # provinsi kota kecamatan kelurahan rw rt
    Column("name", String(100), nullable=False),
    Column("geometry", LargeBinary, nullable=True),  # WKB, EPSG:4326
    Column("boundary_note", String(200), nullable=True),  # e.g. "batas contoh, bukan batas resmi"
    Column("batch_id", ForeignKey("batch.batch_id"), nullable=True),  # NULL: shipped reference table
)

programme = Table(
    "programme",
    metadata,
    Column("programme_id", Integer, primary_key=True, autoincrement=False),
    Column("code", String(30), nullable=False, unique=True),
    Column("name_id", String(120), nullable=False),
    Column("name_en", String(120), nullable=False),
    Column("partner", String(120), nullable=False),  # who pays: Kementerian Sosial, Pemprov DKI, an LSM, a company
    Column("partner_kind", String(20), nullable=False),  # pusat | daerah | lsm | swasta
    Column("benefit_kind", String(20), nullable=False),  # tunai | barang | iuran | jasa
    Column("unit", String(20), nullable=False),  # household | person: who is entitled
    Column("amount", BigInteger, nullable=True),  # entitlement per transfer in rupiah, NULL when it varies by recipient
    Column("months", SmallInteger, nullable=False),  # months one transfer covers
    Column("unit_value", BigInteger, nullable=True),  # rupiah value of one unit of goods
    # Eligibility: desil <= max_desil (if set) AND a member in one of the ticked categories (if any is ticked).
    Column("max_desil", SmallInteger, nullable=True),
    Column("for_elderly", Boolean, nullable=False),
    Column("for_disability", Boolean, nullable=False),
    Column("for_pregnant", Boolean, nullable=False),
    Column("for_child", Boolean, nullable=False),  # 0-6 years
    Column("for_pupil", Boolean, nullable=False),
    Column("first_month", Integer, nullable=False),  # month_index, inclusive
    Column("last_month", Integer, nullable=True),  # month_index, inclusive; NULL: still running
    # Whom a service is for, in years; it says nothing of households. NULL: no limit.
    Column("min_age", SmallInteger, nullable=True),
    Column("max_age", SmallInteger, nullable=True),
    Column("note_id", Text, nullable=False, default=""),
    Column("note_en", Text, nullable=False, default=""),
    *source_row(),
)

household = Table(
    "household",
    metadata,
    Column("household_id", Integer, primary_key=True, autoincrement=False),
    Column("area_code", ForeignKey("area.code"), nullable=False, index=True),  # an RT
    Column("desil", SmallInteger, nullable=True),  # 1 poorest .. 10; NULL: not ranked
    Column("members", Integer, nullable=False),
    Column("income", BigInteger, nullable=False),  # rupiah a month, all members, before aid
    Column("has_elderly", Boolean, nullable=False),
    Column("has_disability", Boolean, nullable=False),
    Column("has_pregnant", Boolean, nullable=False),
    Column("has_child", Boolean, nullable=False),
    Column("has_pupil", Boolean, nullable=False),
    *source_row(),  # of the first member's row
)

person = Table(
    "person",
    metadata,
    Column("person_id", Integer, primary_key=True, autoincrement=False),
    Column("household_id", ForeignKey("household.household_id"), nullable=False, index=True),
    Column("birth_year", SmallInteger, nullable=False),
    Column("sex", String(1), nullable=False),  # L | P
    Column(
        "relation", String(30), nullable=False
    ),  # kepala | pasangan | anak | orang_tua | menantu | cucu | famili | lainnya
    Column("income", BigInteger, nullable=False),  # rupiah a month, 0 when none stated
    Column("is_elderly", Boolean, nullable=False),
    Column("is_disability", Boolean, nullable=False),
    Column("is_pregnant", Boolean, nullable=False),
    Column("is_child", Boolean, nullable=False),
    Column("is_pupil", Boolean, nullable=False),
    # Only active persons count as members; the others stay for what was paid to them.
    Column("status", String(10), nullable=False, server_default="active"),  # active | dead | moved | gone
    Column("status_date", Date, nullable=True),  # since when, where the file says
    *source_row(),
)

household_identity = Table(
    "household_identity",
    metadata,
    Column("household_id", ForeignKey("household.household_id"), primary_key=True, autoincrement=False),
    Column("kk", String(16), nullable=False, unique=True),
    Column("address", String(255), nullable=False),
)

person_identity = Table(
    "person_identity",
    metadata,
    Column("person_id", ForeignKey("person.person_id"), primary_key=True, autoincrement=False),
    Column("nik", String(16), nullable=False, unique=True),
    Column("name", String(150), nullable=False),
    Column("birth_date", Date, nullable=False),
)

# --- facts ----------------------------------------------------------------------------------------

disbursement = Table(
    "disbursement",
    metadata,
    Column("disbursement_id", Integer, primary_key=True, autoincrement=False),
    Column("programme_id", ForeignKey("programme.programme_id"), nullable=False),
    Column("household_id", ForeignKey("household.household_id"), nullable=False),
    Column("person_ref", Integer, nullable=False),  # person_id, or NO_PERSON
    Column("month_from", Integer, nullable=False),  # month_index of the first month covered
    Column("month_to", Integer, nullable=False),  # month_index of the last month covered
    Column("due_date", Date, nullable=False),
    Column("due_month", Integer, nullable=False),  # month_index of due_date
    Column("paid_date", Date, nullable=True),  # NULL: not (yet) paid
    Column("days_late", Integer, nullable=True),  # paid_date - due_date, negative when early
    Column("amount_due", BigInteger, nullable=False),  # entitled rupiah (goods at the programme's unit value)
    Column("amount_paid", BigInteger, nullable=False),  # rupiah received, 0 when not paid
    Column("quantity", Integer, nullable=True),  # units of goods
    Column("goods", String(80), nullable=True),
    Column("channel", String(40), nullable=False),
    Column("status", String(10), nullable=False),  # paid | due | failed | returned
    *source_row(),
    UniqueConstraint("programme_id", "household_id", "person_ref", "month_from"),
    Index("ix_disbursement_due_month", "due_month", "programme_id"),
    Index("ix_disbursement_months", "month_from", "month_to"),
    Index("ix_disbursement_batch_id", "batch_id"),
    Index("ix_disbursement_household_id", "household_id"),
)

membership = Table(  # who is enrolled in a programme, from when to when, as its list of participants says
    "membership",
    metadata,
    Column("membership_id", Integer, primary_key=True, autoincrement=False),
    Column("programme_id", ForeignKey("programme.programme_id"), nullable=False),
    Column("household_id", ForeignKey("household.household_id"), nullable=False, index=True),
    Column("person_ref", Integer, nullable=False),  # person_id, or NO_PERSON
    Column("entry_date", Date, nullable=False),
    Column("exit_date", Date, nullable=True),  # NULL: still in
    Column("exit_reason", String(40), nullable=True),  # graduasi | meninggal | pindah | tidak_layak | mundur | lainnya
    *source_row(),
    UniqueConstraint("programme_id", "household_id", "person_ref", "entry_date"),
)

enrolment = Table(
    "enrolment",
    metadata,
    Column("programme_id", ForeignKey("programme.programme_id"), primary_key=True),
    Column("household_id", ForeignKey("household.household_id"), primary_key=True),
    Column("first_month", Integer, nullable=False),  # first month covered by a transfer due
    Column("last_month", Integer, nullable=False),  # last month covered by a transfer due
    Column("months", Integer, nullable=False),  # distinct months covered by a paid transfer
)

target = Table(
    "target",
    metadata,
    Column("indicator_id", String(40), primary_key=True),
    Column("programme_id", Integer, primary_key=True, autoincrement=False),  # ALL_PROGRAMMES: any programme
    Column("area_code", ForeignKey("area.code"), primary_key=True),
    Column("year", String(4), primary_key=True),
    Column("value", Float, nullable=False),  # in the indicator's own unit; a share is 0..1
    *source_row(),
)

budget = Table(
    "budget",
    metadata,
    Column("programme_id", ForeignKey("programme.programme_id"), primary_key=True),
    Column("area_code", ForeignKey("area.code"), primary_key=True),
    Column("year", String(4), primary_key=True),
    Column("amount", BigInteger, nullable=False),
    *source_row(),
)

# --- audit: what needs a person's decision (household level, never read by public pages) ---------------

wage_line = Table(  # the provincial minimum wage, shipped with the project
    "wage_line",
    metadata,
    Column("year", String(4), primary_key=True),
    Column("amount", BigInteger, nullable=False),  # rupiah a month
    Column("source", String(200), nullable=False),
)

audit_finding = Table(
    "audit_finding",
    metadata,
    Column("finding_id", Integer, primary_key=True, autoincrement=False),
    Column("check_id", String(40), nullable=False),  # key of pantau.audit.CHECKS
    Column("programme_id", Integer, nullable=False),  # 0: about no one programme
    Column("household_id", Integer, nullable=False),
    Column("person_ref", Integer, nullable=False),
    Column("year", String(4), nullable=False),  # of the transfers; "": about no transfer
    Column("area_code", String(24), nullable=False),  # an RT
    Column("severity", String(10), nullable=False),  # high | medium | low
    Column("transfers", Integer, nullable=False),
    Column("rupiah", BigInteger, nullable=False),  # at stake
    Column("state", String(10), nullable=False),  # open | explained | fixed
    Column("note", Text, nullable=False, default=""),
    Column("state_by", String(80), nullable=False, default=""),
    Column("state_at", DateTime, nullable=True),  # UTC
    Column("found_event", Integer, nullable=False),  # event_id after which it was first found
    Column("fixed_event", Integer, nullable=True),  # event_id after which it was gone
    UniqueConstraint("check_id", "programme_id", "household_id", "person_ref", "year", name="uq_audit_finding_key"),
    Index("ix_audit_finding_state", "state", "check_id"),
)

audit_run = Table(
    "audit_run",
    metadata,
    Column("run_id", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(12), nullable=False),  # audit | duplicates
    Column("event_id", Integer, nullable=False),  # the state of the data it looked at
    Column("at", DateTime, nullable=False),  # UTC
    Column("found", Integer, nullable=False),
    Column("settings", Text, nullable=False, default=""),  # JSON
)

duplicate_candidate = Table(  # two records that may be one person, or one number that may be two people
    "duplicate_candidate",
    metadata,
    Column("candidate_id", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(10), nullable=False),  # two_nik: one person under two NIK | one_nik: two people under one
    Column("person_a", Integer, nullable=False),
    Column("person_b", Integer, nullable=False),  # NO_PERSON: the other record is no person's, as below
    # Of one_nik: where the record stands that was refused, or replaced by a newer file; 0 otherwise.
    Column("other_batch", Integer, nullable=False),
    Column("other_row", Integer, nullable=False),
    Column("probability", Float, nullable=False),
    Column("evidence", Text, nullable=False),  # JSON: how each column compares, and its weight; no value of a person
    Column("state", String(10), nullable=False),  # open | same | different
    Column("note", Text, nullable=False, default=""),
    Column("state_by", String(80), nullable=False, default=""),
    Column("state_at", DateTime, nullable=True),  # UTC
    Column("found_event", Integer, nullable=False),
    UniqueConstraint(*("kind", "person_a", "person_b", "other_batch", "other_row"), name="uq_duplicate_candidate_key"),
)

# --- derived, household level (never read by pages) -------------------------------------------------

eligibility = Table(
    "eligibility",
    metadata,
    Column("programme_id", Integer, primary_key=True, autoincrement=False),
    Column("household_id", Integer, primary_key=True, autoincrement=False),
)

receipt = Table(
    "receipt",
    metadata,
    Column("month_index", Integer, primary_key=True, autoincrement=False),
    Column("household_id", Integer, primary_key=True, autoincrement=False),
    Column("programme_id", Integer, primary_key=True, autoincrement=False),
    Column("amount", BigInteger, nullable=False),  # this month's whole-rupiah share of the paid transfers covering it
)

programme_period = Table(  # in which periods a programme runs: those that a transfer covers or falls due in
    "programme_period",
    metadata,
    Column("period", String(7), primary_key=True),
    Column("programme_id", Integer, primary_key=True, autoincrement=False),
    Column("months", Integer, nullable=False),  # months of the period in which it runs
)
