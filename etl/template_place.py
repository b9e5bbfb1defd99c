"""What templates and their examples take from the installation: its areas and programmes, never anything of a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from pantau.reference import home_kelurahan, month_index
from pantau.schema import area, programme

EXAMPLE_CASH, EXAMPLE_GOODS = "CONTOH-TUNAI", "CONTOH-PAKET"
EXAMPLE_PARTNER, EXAMPLE_ACTIVITY = "MITRA-CONTOH", "PELATIHAN-CONTOH"


def _example_programmes() -> list[dict[str, Any]]:
    """The programmes of the programme template's example, for an installation that has none yet."""
    same = {"unit": "household", "months": 1, "first_month": month_index(2024, 1), "last_month": None}
    return [
        {**same, "code": EXAMPLE_CASH, "benefit_kind": "tunai", "amount": 200_000, "unit_value": None},
        {**same, "code": EXAMPLE_GOODS, "benefit_kind": "barang", "amount": None, "unit_value": 150_000},
    ]


@dataclass(frozen=True)
class Place:
    """The installation: code -> name of the areas in its kelurahan (parents first), and its programmes as rows."""

    kelurahan: str
    areas: dict[str, str] = field(default_factory=dict)
    programmes: list[dict[str, Any]] = field(default_factory=_example_programmes)
    today: dt.date = field(default_factory=dt.date.today)

    @property
    def rts(self) -> list[str]:
        """Codes of its RT."""
        return [code for code in self.areas if code.count(".") == 5]

    @property
    def rt(self) -> tuple[str, str]:
        """RT and RW number of an RT of the kelurahan, three digits each."""
        rw, rt = self.rts[0].split(".")[-2:]
        return rt, rw

    def month_of(self, row: dict[str, Any]) -> int:
        """A month index in the run of a programme: this year's January where that is possible."""
        wanted = month_index(self.today.year, 1)
        if row["last_month"] is not None:
            wanted = min(wanted, row["last_month"] - row["months"] + 1)
        return max(wanted, row["first_month"])


def example_place(today: dt.date | None = None) -> Place:
    """An installation without data yet: what the templates of areas and programmes show as their examples."""
    kelurahan = home_kelurahan()
    areas = {
        f"{kelurahan}.001": "RW 001",
        f"{kelurahan}.001.001": "RT 001",
        f"{kelurahan}.001.002": "RT 002",
    }
    return Place(kelurahan, areas, today=today or dt.date.today())


def place_of(connection: Connection) -> Place:
    """This installation, with the examples' areas or programmes where it has none."""
    default = example_place()
    query = select(area.c.code, area.c.name).where(area.c.code.like(f"{default.kelurahan}.%")).order_by(area.c.code)
    areas = {code: name for code, name in connection.execute(query)}
    rows = [dict(row) for row in connection.execute(select(programme).order_by(programme.c.code)).mappings()]
    with_rt = any(code.count(".") == 5 for code in areas)
    return Place(default.kelurahan, areas if with_rt else default.areas, rows or default.programmes)
