"""The kinds of file of the other parts of the programme, and the tables whose rows they bring: said once for all rooms."""

from __future__ import annotations

from sqlalchemy import Table

from pantau.schema import (
    activity,
    agreement,
    answer,
    aspiration,
    complaint,
    contribution,
    decision,
    delivery,
    logframe,
    outcome,
    partner,
    tranche,
    visit,
)

PART_TABLES: dict[str, tuple[Table, ...]] = {
    "partners": (partner,),
    "agreements": (agreement,),
    "activities": (activity,),
    "deliveries": (delivery,),
    "outcomes": (outcome,),
    "contributions": (contribution,),
    "aspirations": (aspiration,),
    "complaints": (complaint,),
    "tranches": (tranche,),
    "visits": (visit, answer),
    "logframe": (logframe,),
    "decisions": (decision,),
}
"""Parents before children."""
