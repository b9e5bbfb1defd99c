"""What all tables share: the metadata with its naming convention, and the lineage of a row."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def source_row() -> list[Column]:
    """The lineage of a row: its batch and its row number in that batch's file."""
    return [
        Column("batch_id", ForeignKey("batch.batch_id"), nullable=False),
        Column("row_no", Integer, nullable=False),
    ]
