"""The other parts of the programme: partners, activities, deliveries, outcomes, voices, contributions; two general marts.

Nothing that is there is changed; the marts of what is new are empty until something is loaded.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mart_count",
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("programme_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("facet", sa.String(length=16), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "measure", "period", "programme_id", "area_code", "facet", "item", name=op.f("pk_mart_count")
        ),
    )
    with op.batch_alter_table("mart_count", schema=None) as batch_op:
        batch_op.create_index("ix_mart_count_period", ["period", "facet", "measure"], unique=False)

    op.create_table(
        "mart_spread",
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("programme_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("facet", sa.String(length=16), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("x", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "measure", "period", "programme_id", "area_code", "facet", "item", "x", name=op.f("pk_mart_spread")
        ),
    )
    with op.batch_alter_table("mart_spread", schema=None) as batch_op:
        batch_op.create_index("ix_mart_spread_period", ["period", "facet", "measure"], unique=False)

    op.create_table(
        "mart_stay",
        sa.Column("programme_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("entry_month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("exit_month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("exit_reason", sa.String(length=40), nullable=False),
        sa.Column("again_month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stays", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "programme_id",
            "area_code",
            "entry_month",
            "exit_month",
            "exit_reason",
            "again_month",
            name=op.f("pk_mart_stay"),
        ),
    )
    op.create_table(
        "mart_tranche",
        sa.Column("programme_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month_from", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("transfers", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "programme_id", "month_from", "area_code", "channel", "due_date", "days", name=op.f("pk_mart_tranche")
        ),
    )
    op.create_table(
        "partner",
        sa.Column("partner_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_partner_batch_id_batch")),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_partner")),
        sa.UniqueConstraint("code", name=op.f("uq_partner_code")),
    )
    op.create_table(
        "activity",
        sa.Column("activity_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("theme", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("month_index", sa.Integer(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("end_month", sa.Integer(), nullable=True),
        sa.Column("sessions", sa.Integer(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_activity_area_code_area")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_activity_batch_id_batch")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.partner_id"], name=op.f("fk_activity_partner_id_partner")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.programme_id"], name=op.f("fk_activity_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_activity")),
        sa.UniqueConstraint("code", name=op.f("uq_activity_code")),
    )
    op.create_table(
        "agreement",
        sa.Column("agreement_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("month_index", sa.Integer(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("end_month", sa.Integer(), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_agreement_area_code_area")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_agreement_batch_id_batch")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.partner_id"], name=op.f("fk_agreement_partner_id_partner")),
        sa.PrimaryKeyConstraint("agreement_id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("code", "area_code", name=op.f("uq_agreement_code_area_code")),
    )
    op.create_table(
        "aspiration",
        sa.Column("aspiration_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("month_index", sa.Integer(), nullable=False),
        sa.Column("forum", sa.String(length=20), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("answer_date", sa.Date(), nullable=True),
        sa.Column("days_to_answer", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("amount_asked", sa.BigInteger(), nullable=True),
        sa.Column("amount_funded", sa.BigInteger(), nullable=True),
        sa.Column("done_date", sa.Date(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_aspiration_area_code_area")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_aspiration_batch_id_batch")),
        sa.PrimaryKeyConstraint("aspiration_id", name=op.f("pk_aspiration")),
        sa.UniqueConstraint("code", name=op.f("uq_aspiration_code")),
    )
    op.create_table(
        "complaint",
        sa.Column("complaint_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("month_index", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("standard_days", sa.SmallInteger(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("due_month", sa.Integer(), nullable=False),
        sa.Column("closed_date", sa.Date(), nullable=True),
        sa.Column("closed_month", sa.Integer(), nullable=True),
        sa.Column("days_to_close", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_complaint_area_code_area")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_complaint_batch_id_batch")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("code", name=op.f("uq_complaint_code")),
    )
    op.create_table(
        "contribution",
        sa.Column("contribution_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("quantity_pledged", sa.Integer(), nullable=True),
        sa.Column("quantity_delivered", sa.Integer(), nullable=True),
        sa.Column("value_pledged", sa.BigInteger(), nullable=False),
        sa.Column("value_delivered", sa.BigInteger(), nullable=False),
        sa.Column("pledged_date", sa.Date(), nullable=False),
        sa.Column("month_index", sa.Integer(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("delivered_date", sa.Date(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_contribution_area_code_area")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_contribution_batch_id_batch")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.partner_id"], name=op.f("fk_contribution_partner_id_partner")
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("code", name=op.f("uq_contribution_code")),
    )
    op.create_table(
        "decision",
        sa.Column("decision_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("month_index", sa.Integer(), nullable=False),
        sa.Column("learned", sa.String(length=400), nullable=False),
        sa.Column("decided", sa.String(length=400), nullable=False),
        sa.Column("indicator_id", sa.String(length=40), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("responsible", sa.String(length=80), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("done_date", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("result", sa.String(length=400), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_decision_area_code_area")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_decision_batch_id_batch")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decision")),
        sa.UniqueConstraint("code", name=op.f("uq_decision_code")),
    )
    op.create_table(
        "logframe",
        sa.Column("logframe_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("parent_code", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("statement_id", sa.String(length=300), nullable=False),
        sa.Column("statement_en", sa.String(length=300), nullable=False),
        sa.Column("indicator_id", sa.String(length=40), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("baseline", sa.Float(), nullable=True),
        sa.Column("baseline_period", sa.String(length=7), nullable=False),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("target_period", sa.String(length=7), nullable=False),
        sa.Column("verification", sa.String(length=200), nullable=False),
        sa.Column("assumption", sa.String(length=300), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_logframe_area_code_area")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_logframe_batch_id_batch")),
        sa.PrimaryKeyConstraint("logframe_id", name=op.f("pk_logframe")),
        sa.UniqueConstraint("code", name=op.f("uq_logframe_code")),
    )
    op.create_table(
        "tranche",
        sa.Column("tranche_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("month_from", sa.Integer(), nullable=False),
        sa.Column("month_to", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("due_month", sa.Integer(), nullable=False),
        sa.Column("released_date", sa.Date(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_tranche_batch_id_batch")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.programme_id"], name=op.f("fk_tranche_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("tranche_id", name=op.f("pk_tranche")),
        sa.UniqueConstraint(
            "programme_id", "month_from", "channel", name=op.f("uq_tranche_programme_id_month_from_channel")
        ),
    )
    op.create_table(
        "delivery",
        sa.Column("delivery_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("person_ref", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=True),
        sa.Column("age", sa.SmallInteger(), nullable=True),
        sa.Column("session_no", sa.SmallInteger(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("month_index", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("dose", sa.SmallInteger(), nullable=True),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.activity_id"], name=op.f("fk_delivery_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_delivery_area_code_area")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_delivery_batch_id_batch")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.household_id"], name=op.f("fk_delivery_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.programme_id"], name=op.f("fk_delivery_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_delivery")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index("ix_delivery_activity_id", ["activity_id", "session_no", "service"], unique=False)
        batch_op.create_index("ix_delivery_batch_id", ["batch_id"], unique=False)
        batch_op.create_index("ix_delivery_household_id", ["household_id"], unique=False)
        batch_op.create_index("ix_delivery_month_index", ["month_index"], unique=False)

    op.create_table(
        "outcome",
        sa.Column("outcome_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("person_ref", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("age", sa.SmallInteger(), nullable=False),
        sa.Column("wave", sa.SmallInteger(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("month_index", sa.Integer(), nullable=False),
        sa.Column("instrument", sa.String(length=20), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.activity_id"], name=op.f("fk_outcome_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_outcome_area_code_area")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_outcome_batch_id_batch")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.household_id"], name=op.f("fk_outcome_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.programme_id"], name=op.f("fk_outcome_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("outcome_id", name=op.f("pk_outcome")),
        sa.UniqueConstraint(
            "activity_id",
            "person_ref",
            "wave",
            "instrument",
            name=op.f("uq_outcome_activity_id_person_ref_wave_instrument"),
        ),
    )
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.create_index("ix_outcome_batch_id", ["batch_id"], unique=False)
        batch_op.create_index("ix_outcome_household_id", ["household_id"], unique=False)

    op.create_table(
        "visit",
        sa.Column("visit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("officer", sa.String(length=40), nullable=False),
        sa.Column("area_code", sa.String(length=24), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("month_index", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_visit_area_code_area")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_visit_batch_id_batch")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.household_id"], name=op.f("fk_visit_household_id_household")
        ),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_visit")),
        sa.UniqueConstraint("code", name=op.f("uq_visit_code")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index("ix_visit_household_id", ["household_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("answer_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=20), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_answer_batch_id_batch")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.visit_id"], name=op.f("fk_answer_visit_id_visit")),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_answer")),
        sa.UniqueConstraint("visit_id", "question", "item", name=op.f("uq_answer_visit_id_question_item")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_visit_id"), ["visit_id"], unique=False)

    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.add_column(sa.Column("min_age", sa.SmallInteger(), nullable=True))
        batch_op.add_column(sa.Column("max_age", sa.SmallInteger(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.drop_column("max_age")
        batch_op.drop_column("min_age")

    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_visit_id"))

    op.drop_table("answer")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index("ix_visit_household_id")

    op.drop_table("visit")
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.drop_index("ix_outcome_household_id")
        batch_op.drop_index("ix_outcome_batch_id")

    op.drop_table("outcome")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_delivery_month_index")
        batch_op.drop_index("ix_delivery_household_id")
        batch_op.drop_index("ix_delivery_batch_id")
        batch_op.drop_index("ix_delivery_activity_id")

    op.drop_table("delivery")
    op.drop_table("tranche")
    op.drop_table("logframe")
    op.drop_table("decision")
    op.drop_table("contribution")
    op.drop_table("complaint")
    op.drop_table("aspiration")
    op.drop_table("agreement")
    op.drop_table("activity")
    op.drop_table("partner")
    op.drop_table("mart_tranche")
    op.drop_table("mart_stay")
    with op.batch_alter_table("mart_spread", schema=None) as batch_op:
        batch_op.drop_index("ix_mart_spread_period")

    op.drop_table("mart_spread")
    with op.batch_alter_table("mart_count", schema=None) as batch_op:
        batch_op.drop_index("ix_mart_count_period")

    op.drop_table("mart_count")
