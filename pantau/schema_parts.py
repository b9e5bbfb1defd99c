"""The tables of the other parts of the programme: who agreed, what was delivered to whom, what came of it.

One model for all of them: a *programme* (a training, a vaccination, a peer group is one too) × *who* (a registered person,
or somebody counted only) × *delivery* (a session attended, a dose, a kit) × *outcome* (a score, an income, a scale).
The conventions are those of :mod:`pantau.schema`, from where these tables are to be imported.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from pantau.schema_base import metadata, source_row

partner = Table(
    "partner",
    metadata,
    Column("partner_id", Integer, primary_key=True, autoincrement=False),
    Column("code", String(30), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column(
        "kind", String(20), nullable=False
    ),  # pemerintah | lsm | perusahaan | komunitas | posyandu | kampus | lainnya
    Column("note", String(200), nullable=False),
    *source_row(),
)

agreement = Table(  # who agreed to do what where: one row for each area of an agreement
    "agreement",
    metadata,
    Column("agreement_id", Integer, primary_key=True, autoincrement=False),
    Column("code", String(40), nullable=False),
    Column("partner_id", ForeignKey("partner.partner_id"), nullable=False),
    Column("title", String(200), nullable=False),
    Column("sector", String(40), nullable=False),  # key of pantau.sectors
    Column("programme_id", Integer, nullable=False),  # 0: of no one programme
    Column("area_code", ForeignKey("area.code"), nullable=False),  # the kelurahan or an RW
    Column("start_date", Date, nullable=False),
    Column("month_index", Integer, nullable=False),  # of start_date
    Column("end_date", Date, nullable=True),
    Column("end_month", Integer, nullable=True),  # of end_date; NULL: no end
    Column("value", BigInteger, nullable=True),  # rupiah
    *source_row(),
    UniqueConstraint("code", "area_code"),
)

activity = Table(  # something offered: a training, an information session, a health day, a peer group
    "activity",
    metadata,
    Column("activity_id", Integer, primary_key=True, autoincrement=False),
    Column("code", String(40), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),  # pelatihan | penyuluhan | kesehatan | kelompok
    Column("programme_id", ForeignKey("programme.programme_id"), nullable=False),
    Column("partner_id", ForeignKey("partner.partner_id"), nullable=True),
    Column("sector", String(40), nullable=False),
    Column("theme", String(60), nullable=False),
    Column("title", String(200), nullable=False),
    Column("area_code", ForeignKey("area.code"), nullable=False),  # where: the kelurahan, an RW or an RT
    Column("start_date", Date, nullable=False),
    Column("month_index", Integer, nullable=False),  # of start_date
    Column("end_date", Date, nullable=True),
    Column("end_month", Integer, nullable=True),  # of end_date
    Column("sessions", Integer, nullable=True),  # planned
    Column("places", Integer, nullable=True),
    Column("cost", BigInteger, nullable=True),  # rupiah
    Column("status", String(12), nullable=False),  # rencana | berjalan | selesai | batal
    *source_row(),
)

delivery = Table(  # one person at one session of an activity, or given one service of it
    "delivery",
    metadata,
    Column("delivery_id", Integer, primary_key=True, autoincrement=False),
    Column("activity_id", ForeignKey("activity.activity_id"), nullable=False),
    Column("programme_id", ForeignKey("programme.programme_id"), nullable=False),  # the activity's
    Column("person_ref", Integer, nullable=False),  # person_id; NO_PERSON: somebody who is not in the registry
    Column("household_id", ForeignKey("household.household_id"), nullable=True),
    Column("area_code", ForeignKey("area.code"), nullable=False),  # the person's RT, else where the activity is
    Column("sex", String(1), nullable=True),  # L | P
    Column("age", SmallInteger, nullable=True),  # years on the day
    Column("session_no", SmallInteger, nullable=False),  # 0: of no one session
    Column("date", Date, nullable=False),
    Column("month_index", Integer, nullable=False),
    Column("service", String(20), nullable=False),  # terdaftar | hadir | vaksin | apd | kit | edukasi
    Column("dose", SmallInteger, nullable=True),  # of a vaccine: 1, 2, 3
    Column("item", String(80), nullable=False),  # vaccine, mask, hygiene kit; "" where there is none
    Column("quantity", Integer, nullable=True),
    Column("status", String(12), nullable=False),  # hadir | tidak | izin | diberikan | ditolak
    *source_row(),
    Index("ix_delivery_activity_id", "activity_id", "session_no", "service"),
    Index("ix_delivery_month_index", "month_index"),
    Index("ix_delivery_household_id", "household_id"),
    Index("ix_delivery_batch_id", "batch_id"),
)

outcome = Table(  # what was measured of a person before, after, or some time after an activity
    "outcome",
    metadata,
    Column("outcome_id", Integer, primary_key=True, autoincrement=False),
    Column("activity_id", ForeignKey("activity.activity_id"), nullable=False),
    Column("programme_id", ForeignKey("programme.programme_id"), nullable=False),  # the activity's
    Column("person_ref", Integer, nullable=False),  # person_id
    Column("household_id", ForeignKey("household.household_id"), nullable=False),
    Column("area_code", ForeignKey("area.code"), nullable=False),  # the person's RT
    Column("sex", String(1), nullable=False),
    Column("age", SmallInteger, nullable=False),  # years on the day
    # 0 before, 1 after; 6 and 12: months after. Of a scale: 1, 2, 3 ... the wave of the survey.
    Column("wave", SmallInteger, nullable=False),
    Column("date", Date, nullable=False),
    Column("month_index", Integer, nullable=False),
    Column("instrument", String(20), nullable=False),  # nilai | lulus | usaha | pendapatan | stigma | dukungan
    # nilai, stigma, dukungan: hundredths of a point; lulus, usaha: 0 or 1; pendapatan: rupiah a month
    Column("value", BigInteger, nullable=False),
    *source_row(),
    UniqueConstraint("activity_id", "person_ref", "wave", "instrument"),
    Index("ix_outcome_household_id", "household_id"),
    Index("ix_outcome_batch_id", "batch_id"),
)

aspiration = Table(  # what residents asked for in a forum, and what became of it
    "aspiration",
    metadata,
    Column("aspiration_id", Integer, primary_key=True, autoincrement=False),
    Column("code", String(40), nullable=False, unique=True),
    Column("area_code", ForeignKey("area.code"), nullable=False),  # an RW (or the kelurahan, or an RT)
    Column("date", Date, nullable=False),
    Column("month_index", Integer, nullable=False),
    Column("forum", String(20), nullable=False),  # musrenbang | musyawarah_rw | konsultasi
    Column("theme", String(40), nullable=False),  # key of pantau.sectors
    Column("title", String(200), nullable=False),  # public: the contract forbids names and numbers of people
    Column("votes", Integer, nullable=True),
    Column("status", String(12), nullable=False),  # diajukan | diterima | ditolak | ditunda | didanai | selesai
    Column("answer_date", Date, nullable=True),
    Column("days_to_answer", Integer, nullable=True),
    Column("answer", String(300), nullable=False),  # public, likewise
    Column("programme_id", Integer, nullable=False),  # that funds it; 0: none
    Column("amount_asked", BigInteger, nullable=True),
    Column("amount_funded", BigInteger, nullable=True),
    Column("done_date", Date, nullable=True),
    *source_row(),
)

complaint = Table(  # no text of a complaint is kept: it names people
    "complaint",
    metadata,
    Column("complaint_id", Integer, primary_key=True, autoincrement=False),
    Column("code", String(40), nullable=False, unique=True),
    Column("area_code", ForeignKey("area.code"), nullable=False),
    Column("date", Date, nullable=False),
    Column("month_index", Integer, nullable=False),
    Column("channel", String(20), nullable=False),  # jaki | kelurahan | rt_rw | forum | telepon | lainnya
    Column(
        "category", String(40), nullable=False
    ),  # terlambat | jumlah | tidak_terdaftar | tidak_layak | petugas | lainnya
    Column("programme_id", Integer, nullable=False),  # 0: about no one programme
    Column("standard_days", SmallInteger, nullable=False),  # the service standard
    Column("due_date", Date, nullable=False),
    Column("due_month", Integer, nullable=False),
    Column("closed_date", Date, nullable=True),
    Column("closed_month", Integer, nullable=True),
    Column("days_to_close", Integer, nullable=True),
    Column("status", String(12), nullable=False),  # terbuka | selesai | ditolak
    *source_row(),
)

contribution = Table(  # what a company or an organisation promised, and what of it came
    "contribution",
    metadata,
    Column("contribution_id", Integer, primary_key=True, autoincrement=False),
    Column("code", String(40), nullable=False, unique=True),
    Column("partner_id", ForeignKey("partner.partner_id"), nullable=False),
    Column("programme_id", Integer, nullable=False),  # 0: for no one programme
    Column("sector", String(40), nullable=False),
    Column("area_code", ForeignKey("area.code"), nullable=False),  # the kelurahan or an RW
    Column("kind", String(10), nullable=False),  # uang | barang | jasa
    Column("item", String(80), nullable=False),
    Column("unit", String(20), nullable=False),  # of the quantities
    Column("quantity_pledged", Integer, nullable=True),
    Column("quantity_delivered", Integer, nullable=True),
    Column("value_pledged", BigInteger, nullable=False),  # rupiah; goods at their stated value
    Column("value_delivered", BigInteger, nullable=False),
    Column("pledged_date", Date, nullable=False),
    Column("month_index", Integer, nullable=False),  # of pledged_date
    Column("due_date", Date, nullable=True),
    Column("delivered_date", Date, nullable=True),  # the last delivery
    *source_row(),
)

tranche = Table(  # a stage of a programme: when it was due, when the money was released
    "tranche",
    metadata,
    Column("tranche_id", Integer, primary_key=True, autoincrement=False),
    Column("programme_id", ForeignKey("programme.programme_id"), nullable=False),
    Column("name", String(60), nullable=False),  # Tahap I 2026
    Column("month_from", Integer, nullable=False),
    Column("month_to", Integer, nullable=False),
    Column("channel", String(40), nullable=False),  # "": all
    Column("due_date", Date, nullable=False),
    Column("due_month", Integer, nullable=False),
    Column("released_date", Date, nullable=True),  # NULL: not yet
    Column("amount", BigInteger, nullable=False),  # rupiah released, or to be
    Column("recipients", Integer, nullable=True),
    *source_row(),
    UniqueConstraint("programme_id", "month_from", "channel"),
)

visit = Table(  # a form filled in at a door: household survey, aid receipt, needs assessment
    "visit",
    metadata,
    Column("visit_id", Integer, primary_key=True, autoincrement=False),
    Column("code", String(80), nullable=False, unique=True),  # the submission's instance id
    Column("form", String(20), nullable=False),  # survei | penerimaan | kebutuhan
    Column("officer", String(40), nullable=False),  # a code, never a name; office pages only
    Column("area_code", ForeignKey("area.code"), nullable=False),  # an RT
    Column("household_id", ForeignKey("household.household_id"), nullable=True),
    Column("date", Date, nullable=False),
    Column("month_index", Integer, nullable=False),
    Column("result", String(20), nullable=False),  # selesai | tidak_ada | menolak | pindah | tidak_ditemukan
    *source_row(),
    Index("ix_visit_household_id", "household_id"),
)

answer = Table(  # one thing said in a visit
    "answer",
    metadata,
    Column("answer_id", Integer, primary_key=True, autoincrement=False),
    Column("visit_id", ForeignKey("visit.visit_id"), nullable=False, index=True),
    Column(
        "question", String(20), nullable=False
    ),  # kebutuhan (1 = most urgent) | terima (0/1) | nominal (rupiah) | puas (1..5)
    Column(
        "item", String(60), nullable=False
    ),  # kebutuhan: key of pantau.sectors; terima, nominal, puas: programme code
    Column("value", BigInteger, nullable=False),
    *source_row(),
    UniqueConstraint("visit_id", "question", "item"),
)

logframe = Table(
    "logframe",
    metadata,
    Column("logframe_id", Integer, primary_key=True, autoincrement=False),
    Column("code", String(20), nullable=False, unique=True),  # 1, 1.1, 1.1.1
    Column("parent_code", String(20), nullable=False),  # "" for a goal
    Column("level", String(10), nullable=False),  # tujuan | hasil | keluaran | kegiatan
    Column("statement_id", String(300), nullable=False),
    Column("statement_en", String(300), nullable=False),
    Column("indicator_id", String(40), nullable=False),  # of the catalogue; "": not measured by one
    Column("programme_id", Integer, nullable=False),  # 0: all
    Column("area_code", ForeignKey("area.code"), nullable=False),
    Column("baseline", Float, nullable=True),  # in the indicator's unit; a share is 0..1
    Column("baseline_period", String(7), nullable=False),
    Column("target", Float, nullable=True),
    Column("target_period", String(7), nullable=False),
    Column("verification", String(200), nullable=False),  # means of verification
    Column("assumption", String(300), nullable=False),
    *source_row(),
)

decision = Table(  # what was changed because of what was learned
    "decision",
    metadata,
    Column("decision_id", Integer, primary_key=True, autoincrement=False),
    Column("code", String(40), nullable=False, unique=True),
    Column("date", Date, nullable=False),
    Column("month_index", Integer, nullable=False),
    Column("learned", String(400), nullable=False),  # public
    Column("decided", String(400), nullable=False),  # public
    Column("indicator_id", String(40), nullable=False),  # of the catalogue; "": none
    Column("programme_id", Integer, nullable=False),  # 0: all
    Column("area_code", ForeignKey("area.code"), nullable=False),
    Column("responsible", String(80), nullable=False),  # a unit or position, no name
    Column("due_date", Date, nullable=True),
    Column("done_date", Date, nullable=True),
    Column("status", String(12), nullable=False),  # rencana | berjalan | selesai | batal
    Column("result", String(400), nullable=False),
    *source_row(),
)
