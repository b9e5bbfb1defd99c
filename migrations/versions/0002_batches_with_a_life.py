"""Batches with a life: events, files handed in, what a batch replaced, snapshots, audit; persons with a status.

Data of the first released schema are kept: its batches count as loaded by one event.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_finding",
        sa.Column("finding_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("check_id", sa.String(length=40), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("person_ref", sa.Integer(), nullable=False),
        sa.Column("year", sa.String(length=4), nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("transfers", sa.Integer(), nullable=False),
        sa.Column("rupiah", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state_by", sa.String(length=80), nullable=False),
        sa.Column("state_at", sa.DateTime(), nullable=True),
        sa.Column("found_event", sa.Integer(), nullable=False),
        sa.Column("fixed_event", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_audit_finding")),
        sa.UniqueConstraint(
            "check_id", "programme_id", "household_id", "person_ref", "year", name="uq_audit_finding_key"
        ),
    )
    with op.batch_alter_table("audit_finding", schema=None) as batch_op:
        batch_op.create_index("ix_audit_finding_state", ["state", "check_id"], unique=False)

    op.create_table(
        "audit_run",
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_audit_run")),
    )
    op.create_table(
        "duplicate_candidate",
        sa.Column("candidate_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("person_a", sa.Integer(), nullable=False),
        sa.Column("person_b", sa.Integer(), nullable=False),
        sa.Column("other_batch", sa.Integer(), nullable=False),
        sa.Column("other_row", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state_by", sa.String(length=80), nullable=False),
        sa.Column("state_at", sa.DateTime(), nullable=True),
        sa.Column("found_event", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_duplicate_candidate")),
        sa.UniqueConstraint(
            "kind", "person_a", "person_b", "other_batch", "other_row", name="uq_duplicate_candidate_key"
        ),
    )
    op.create_table(
        "event",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event")),
    )
    op.create_table(
        "id_counter",
        sa.Column("table_name", sa.String(length=30), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("table_name", name=op.f("pk_id_counter")),
    )
    op.create_table(
        "snapshot",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "name", "period", name=op.f("pk_snapshot")),
    )
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.create_index("ix_snapshot_name_period", ["name", "period", "event_id"], unique=False)

    op.create_table(
        "wage_line",
        sa.Column("year", sa.String(length=4), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_wage_line")),
    )
    op.create_table(
        "incoming",
        sa.Column("incoming_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("received_by", sa.String(length=80), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_incoming_batch_id_batch")),
        sa.PrimaryKeyConstraint("incoming_id", name=op.f("pk_incoming")),
    )
    op.create_table(
        "quarantine_row",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_quarantine_row_batch_id_batch")),
        sa.PrimaryKeyConstraint("batch_id", "row_no", name=op.f("pk_quarantine_row")),
    )
    op.create_table(
        "undo",
        sa.Column("undo_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=30), nullable=False),
        sa.Column("earlier_batch_id", sa.Integer(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_undo_batch_id_batch")),
        sa.PrimaryKeyConstraint("undo_id", name=op.f("pk_undo")),
    )
    with op.batch_alter_table("undo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_undo_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_undo_earlier_batch_id"), ["earlier_batch_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("membership_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("person_ref", sa.Integer(), nullable=False),
        sa.Column("entry_date", sa.Date(), nullable=False),
        sa.Column("exit_date", sa.Date(), nullable=True),
        sa.Column("exit_reason", sa.String(length=40), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_membership_batch_id_batch")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.household_id"], name=op.f("fk_membership_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.programme_id"], name=op.f("fk_membership_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("membership_id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "programme_id",
            "household_id",
            "person_ref",
            "entry_date",
            name=op.f("uq_membership_programme_id_household_id_person_ref_entry_date"),
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_household_id"), ["household_id"], unique=False)

    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("status", sa.String(length=12), server_default="loaded", nullable=False))
        batch_op.add_column(sa.Column("mode", sa.String(length=8), server_default="amend", nullable=False))
        batch_op.add_column(sa.Column("received_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("received_by", sa.String(length=80), server_default="", nullable=False))
        batch_op.add_column(sa.Column("headings", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("loaded_event", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("superseded_event", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("rolled_back_event", sa.Integer(), nullable=True))

    with op.batch_alter_table("disbursement", schema=None) as batch_op:
        batch_op.create_index("ix_disbursement_batch_id", ["batch_id"], unique=False)
        batch_op.create_index("ix_disbursement_household_id", ["household_id"], unique=False)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("status", sa.String(length=10), server_default="active", nullable=False))
        batch_op.add_column(sa.Column("status_date", sa.Date(), nullable=True))

    op.execute(
        "INSERT INTO event (event_id, kind, at, actor, note) "
        "SELECT 1, 'upgrade', MAX(loaded_at), '', '' FROM batch HAVING COUNT(*) > 0"
    )
    op.execute("UPDATE batch SET received_at = loaded_at, loaded_event = 1")


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("status_date")
        batch_op.drop_column("status")

    with op.batch_alter_table("disbursement", schema=None) as batch_op:
        batch_op.drop_index("ix_disbursement_household_id")
        batch_op.drop_index("ix_disbursement_batch_id")

    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.drop_column("rolled_back_event")
        batch_op.drop_column("superseded_event")
        batch_op.drop_column("loaded_event")
        batch_op.drop_column("headings")
        batch_op.drop_column("received_by")
        batch_op.drop_column("received_at")
        batch_op.drop_column("mode")
        batch_op.drop_column("status")

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_household_id"))

    op.drop_table("membership")
    with op.batch_alter_table("undo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_undo_earlier_batch_id"))
        batch_op.drop_index(batch_op.f("ix_undo_batch_id"))

    op.drop_table("undo")
    op.drop_table("quarantine_row")
    op.drop_table("incoming")
    op.drop_table("wage_line")
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.drop_index("ix_snapshot_name_period")

    op.drop_table("snapshot")
    op.drop_table("id_counter")
    op.drop_table("event")
    op.drop_table("duplicate_candidate")
    op.drop_table("audit_run")
    with op.batch_alter_table("audit_finding", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_finding_state")

    op.drop_table("audit_finding")
