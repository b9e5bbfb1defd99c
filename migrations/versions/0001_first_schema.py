"""first schema"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batch",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("loaded", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("sums", sa.Text(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_batch")),
    )
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.create_index("ix_batch_kind_sha256", ["kind", "sha256"], unique=False)

    op.create_table(
        "calendar",
        sa.Column("month_index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("year", sa.String(length=4), nullable=False),
        sa.PrimaryKeyConstraint("month_index", name=op.f("pk_calendar")),
        sa.UniqueConstraint("month", name=op.f("uq_calendar_month")),
    )
    op.create_table(
        "eligibility",
        sa.Column("programme_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("household_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("programme_id", "household_id", name=op.f("pk_eligibility")),
    )
    op.create_table(
        "mart_delay",
        sa.Column("due_month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("programme_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("days_late", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("transfers", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("due_month", "programme_id", "area_code", "days_late", name=op.f("pk_mart_delay")),
    )
    op.create_table(
        "mart_overlap",
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("programme_a", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("programme_b", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("households", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("period", "programme_a", "programme_b", "area_code", name=op.f("pk_mart_overlap")),
    )
    op.create_table(
        "mart_overlap_count",
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("programmes", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("households", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("period", "programmes", "area_code", name=op.f("pk_mart_overlap_count")),
    )
    op.create_table(
        "mart_period",
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("programme_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("households", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.Column("eligible_households", sa.BigInteger(), nullable=False),
        sa.Column("recipient_households", sa.BigInteger(), nullable=False),
        sa.Column("recipient_people", sa.BigInteger(), nullable=False),
        sa.Column("eligible_recipients", sa.BigInteger(), nullable=False),
        sa.Column("amount_received", sa.BigInteger(), nullable=False),
        sa.Column("amount_received_poor", sa.BigInteger(), nullable=False),
        sa.Column("recipient_income", sa.BigInteger(), nullable=False),
        sa.Column("transfers_due", sa.BigInteger(), nullable=False),
        sa.Column("transfers_paid", sa.BigInteger(), nullable=False),
        sa.Column("amount_due", sa.BigInteger(), nullable=False),
        sa.Column("amount_paid", sa.BigInteger(), nullable=False),
        sa.Column("paid_on_time", sa.BigInteger(), nullable=False),
        sa.Column("paid_right_amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("period", "programme_id", "area_code", name=op.f("pk_mart_period")),
    )
    with op.batch_alter_table("mart_period", schema=None) as batch_op:
        batch_op.create_index("ix_mart_period_programme_id_period", ["programme_id", "period"], unique=False)

    op.create_table(
        "programme_period",
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("programme_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("period", "programme_id", name=op.f("pk_programme_period")),
    )
    op.create_table(
        "receipt",
        sa.Column("month_index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("household_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("programme_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("month_index", "household_id", "programme_id", name=op.f("pk_receipt")),
    )
    op.create_table(
        "area",
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("parent_code", sa.String(length=24), nullable=True),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("geometry", sa.LargeBinary(), nullable=True),
        sa.Column("boundary_note", sa.String(length=200), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_area_batch_id_batch")),
        sa.ForeignKeyConstraint(["parent_code"], ["area.code"], name=op.f("fk_area_parent_code_area")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_area")),
    )
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_parent_code"), ["parent_code"], unique=False)

    op.create_table(
        "programme",
        sa.Column("programme_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name_id", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("partner", sa.String(length=120), nullable=False),
        sa.Column("partner_kind", sa.String(length=20), nullable=False),
        sa.Column("benefit_kind", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("months", sa.SmallInteger(), nullable=False),
        sa.Column("unit_value", sa.BigInteger(), nullable=True),
        sa.Column("max_desil", sa.SmallInteger(), nullable=True),
        sa.Column("for_elderly", sa.Boolean(), nullable=False),
        sa.Column("for_disability", sa.Boolean(), nullable=False),
        sa.Column("for_pregnant", sa.Boolean(), nullable=False),
        sa.Column("for_child", sa.Boolean(), nullable=False),
        sa.Column("for_pupil", sa.Boolean(), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=True),
        sa.Column("note_id", sa.Text(), nullable=False),
        sa.Column("note_en", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_programme_batch_id_batch")),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("pk_programme")),
        sa.UniqueConstraint("code", name=op.f("uq_programme_code")),
    )
    op.create_table(
        "rejected_row",
        sa.Column("rejected_row_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("column_name", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("value_shown", sa.String(length=120), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("message_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_rejected_row_batch_id_batch")),
        sa.PrimaryKeyConstraint("rejected_row_id", name=op.f("pk_rejected_row")),
    )
    with op.batch_alter_table("rejected_row", schema=None) as batch_op:
        batch_op.create_index("ix_rejected_row_batch_id_row_no", ["batch_id", "row_no"], unique=False)

    op.create_table(
        "budget",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("year", sa.String(length=4), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_budget_area_code_area")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_budget_batch_id_batch")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.programme_id"], name=op.f("fk_budget_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("programme_id", "area_code", "year", name=op.f("pk_budget")),
    )
    op.create_table(
        "household",
        sa.Column("household_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("desil", sa.SmallInteger(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("income", sa.BigInteger(), nullable=False),
        sa.Column("has_elderly", sa.Boolean(), nullable=False),
        sa.Column("has_disability", sa.Boolean(), nullable=False),
        sa.Column("has_pregnant", sa.Boolean(), nullable=False),
        sa.Column("has_child", sa.Boolean(), nullable=False),
        sa.Column("has_pupil", sa.Boolean(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_household_area_code_area")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_household_batch_id_batch")),
        sa.PrimaryKeyConstraint("household_id", name=op.f("pk_household")),
    )
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_household_area_code"), ["area_code"], unique=False)

    op.create_table(
        "target",
        sa.Column("indicator_id", sa.String(length=40), nullable=False),
        sa.Column("programme_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("year", sa.String(length=4), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_target_area_code_area")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_target_batch_id_batch")),
        sa.PrimaryKeyConstraint("indicator_id", "programme_id", "area_code", "year", name=op.f("pk_target")),
    )
    op.create_table(
        "disbursement",
        sa.Column("disbursement_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("person_ref", sa.Integer(), nullable=False),
        sa.Column("month_from", sa.Integer(), nullable=False),
        sa.Column("month_to", sa.Integer(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("due_month", sa.Integer(), nullable=False),
        sa.Column("paid_date", sa.Date(), nullable=True),
        sa.Column("days_late", sa.Integer(), nullable=True),
        sa.Column("amount_due", sa.BigInteger(), nullable=False),
        sa.Column("amount_paid", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("goods", sa.String(length=80), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_disbursement_batch_id_batch")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.household_id"], name=op.f("fk_disbursement_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.programme_id"], name=op.f("fk_disbursement_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("disbursement_id", name=op.f("pk_disbursement")),
        sa.UniqueConstraint(
            "programme_id",
            "household_id",
            "person_ref",
            "month_from",
            name=op.f("uq_disbursement_programme_id_household_id_person_ref_month_from"),
        ),
    )
    with op.batch_alter_table("disbursement", schema=None) as batch_op:
        batch_op.create_index("ix_disbursement_due_month", ["due_month", "programme_id"], unique=False)
        batch_op.create_index("ix_disbursement_months", ["month_from", "month_to"], unique=False)

    op.create_table(
        "enrolment",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.household_id"], name=op.f("fk_enrolment_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.programme_id"], name=op.f("fk_enrolment_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("programme_id", "household_id", name=op.f("pk_enrolment")),
    )
    op.create_table(
        "household_identity",
        sa.Column("household_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kk", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.household_id"], name=op.f("fk_household_identity_household_id_household")
        ),
        sa.PrimaryKeyConstraint("household_id", name=op.f("pk_household_identity")),
        sa.UniqueConstraint("kk", name=op.f("uq_household_identity_kk")),
    )
    op.create_table(
        "person",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("birth_year", sa.SmallInteger(), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("relation", sa.String(length=30), nullable=False),
        sa.Column("income", sa.BigInteger(), nullable=False),
        sa.Column("is_elderly", sa.Boolean(), nullable=False),
        sa.Column("is_disability", sa.Boolean(), nullable=False),
        sa.Column("is_pregnant", sa.Boolean(), nullable=False),
        sa.Column("is_child", sa.Boolean(), nullable=False),
        sa.Column("is_pupil", sa.Boolean(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_person_batch_id_batch")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.household_id"], name=op.f("fk_person_household_id_household")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_household_id"), ["household_id"], unique=False)

    op.create_table(
        "person_identity",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nik", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name=op.f("fk_person_identity_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_identity")),
        sa.UniqueConstraint("nik", name=op.f("uq_person_identity_nik")),
    )


def downgrade() -> None:
    op.drop_table("person_identity")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_household_id"))

    op.drop_table("person")
    op.drop_table("household_identity")
    op.drop_table("enrolment")
    with op.batch_alter_table("disbursement", schema=None) as batch_op:
        batch_op.drop_index("ix_disbursement_months")
        batch_op.drop_index("ix_disbursement_due_month")

    op.drop_table("disbursement")
    op.drop_table("target")
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_household_area_code"))

    op.drop_table("household")
    op.drop_table("budget")
    with op.batch_alter_table("rejected_row", schema=None) as batch_op:
        batch_op.drop_index("ix_rejected_row_batch_id_row_no")

    op.drop_table("rejected_row")
    op.drop_table("programme")
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_area_parent_code"))

    op.drop_table("area")
    op.drop_table("receipt")
    op.drop_table("programme_period")
    with op.batch_alter_table("mart_period", schema=None) as batch_op:
        batch_op.drop_index("ix_mart_period_programme_id_period")

    op.drop_table("mart_period")
    op.drop_table("mart_overlap_count")
    op.drop_table("mart_overlap")
    op.drop_table("mart_delay")
    op.drop_table("eligibility")
    op.drop_table("calendar")
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.drop_index("ix_batch_kind_sha256")

    op.drop_table("batch")
