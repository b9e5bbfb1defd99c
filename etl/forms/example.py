"""The place of the forms that come with the project: the areas and programmes of the demo data."""

from __future__ import annotations

from typing import Any

from etl.demo import boundaries
from etl.demo.programmes import PROGRAMMES
from etl.demo.settings import CREATED, KELURAHAN
from etl.template_place import Place


def demo_place() -> Place:
    """The made-up Pondok Labu, on the day its files were written."""
    areas: dict[str, str] = {}
    for code in boundaries.draw().codes():
        rw = code.rpartition(".")[0]
        areas |= {rw: f"RW {rw[-3:]}", code: f"RT {code[-3:]}"}
    return Place(KELURAHAN, areas, [_row(programme) for programme in PROGRAMMES], CREATED.date())


def _row(programme: Any) -> dict[str, Any]:
    same = {name: getattr(programme, name) for name in ("code", "name_id", "name_en", "benefit_kind", "unit", "months")}
    return {**same, "first_month": programme.first, "last_month": programme.last}
