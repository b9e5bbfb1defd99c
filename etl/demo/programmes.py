"""The programmes of the demo, as ``programmes.toml`` states them, and their office file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pantau.reference import month_index

_FILE = Path(__file__).with_name("programmes.toml")


@dataclass(frozen=True)
class Programme:
    """One row of ``program_bantuan.xlsx``, and how the demo pays it (see the head of ``programmes.toml``).

    Rupiah; ``first``, ``last`` and ``stages`` are month indices; ``last`` is None while the programme runs.
    """

    code: str
    name_id: str
    name_en: str
    partner: str
    partner_kind: str  # pusat | daerah | lsm | swasta
    benefit_kind: str  # tunai | barang | iuran | jasa
    unit: str  # household | person
    amount: int | None  # None: varies by recipient
    months: int
    unit_value: int | None
    max_desil: int | None  # None: every household
    min_age: int | None  # whom a service is for, in years
    max_age: int | None
    categories: tuple[str, ...]
    first: int
    last: int | None
    note_id: str
    note_en: str
    office: str  # kemensos | pemprov | mitra; "" of a service
    cycle: tuple[int, ...]
    stages: tuple[int, ...]
    due: tuple[int, int]
    take_up: float
    quota: int
    channels: tuple[str, ...]

    @property
    def is_person(self) -> bool:
        """Whether single members are entitled, rather than the household."""
        return self.unit == "person"

    @property
    def is_service(self) -> bool:
        """Whether something is done for people and nothing paid to them."""
        return self.benefit_kind == "jasa"


def month_text(index: int) -> str:
    """``2021-01`` for a month index."""
    return f"{index // 12}-{index % 12 + 1:02d}"


def _month(text: str) -> int:
    return month_index(int(text[:4]), int(text[5:]))


def _programme(entry: dict[str, Any]) -> Programme:
    optional = {"amount": None, "unit_value": None, "take_up": 0.0, "quota": 0, "max_desil": None, "office": ""}
    optional |= {"min_age": None, "max_age": None}
    return Programme(
        **(optional | entry)
        | {
            "categories": tuple(entry.get("categories", ())),
            "first": _month(entry["first"]),
            "last": _month(entry["last"]) if "last" in entry else None,
            "cycle": tuple(entry.get("cycle", ())),
            "stages": tuple(_month(text) for text in entry.get("stages", ())),
            "due": tuple(entry.get("due", (0, 1))),
            "channels": tuple(entry.get("channels", ())),
        }
    )


PROGRAMMES: tuple[Programme, ...] = tuple(
    _programme(entry) for entry in tomllib.loads(_FILE.read_text(encoding="utf-8"))["programme"]
)
INDEX = {programme.code: number for number, programme in enumerate(PROGRAMMES)}
PAID_PROGRAMMES = tuple(programme for programme in PROGRAMMES if not programme.is_service)
"""Those with transfers: the first of :data:`PROGRAMMES`."""

_HEADING = """KODE|NAMA|NAMA INGGRIS|PELAKSANA|JENIS PELAKSANA|JENIS MANFAAT|PENERIMA|NOMINAL|BULAN PER TAHAP|
NILAI SATUAN|DESIL MAKS|USIA MIN|USIA MAKS|KATEGORI|MULAI|SELESAI|CATATAN|CATATAN INGGRIS"""
HEADING = tuple(_HEADING.replace("\n", "").split("|"))


def rows() -> list[list[object]]:
    """The cells of ``program_bantuan.xlsx`` below its heading."""
    found: list[list[object]] = []
    for p in PROGRAMMES:
        who = "perorangan" if p.is_person else "keluarga"
        run = [month_text(p.first), "" if p.last is None else month_text(p.last)]
        names = [p.code, p.name_id, p.name_en, p.partner, p.partner_kind, p.benefit_kind, who]
        rule = [p.amount, p.months, p.unit_value, p.max_desil, p.min_age, p.max_age, "; ".join(p.categories)]
        found.append([*names, *rule, *run, p.note_id, p.note_en])
    return found
