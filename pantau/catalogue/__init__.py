"""The definitions of the indicators, one module for each part of the programme that has some."""

from __future__ import annotations

from types import ModuleType

from pantau.catalogue import (
    field,
    groups,
    health,
    outreach,
    partners,
    sustainability,
    training,
    tranches,
    transfers,
    voice,
)
from pantau.indicator import Indicator

PARTS: dict[str, tuple[tuple[str, str], ModuleType]] = {
    "bantuan": (("Bantuan", "Aid"), transfers),
    "penyaluran": (("Penyaluran", "Delivery"), tranches),
    "pendataan": (("Pendataan", "Field recording"), field),
    "partisipasi": (("Partisipasi warga", "Residents' voice"), voice),
    "mitra": (("Mitra & CSR", "Partners & CSR"), partners),
    "pelatihan": (("Pelatihan", "Training"), training),
    "penyuluhan": (("Penyuluhan", "Outreach"), outreach),
    "kesehatan": (("Kesehatan", "Health"), health),
    "kelompok": (("Kelompok", "Peer groups"), groups),
    "keberlanjutan": (("Keberlanjutan", "Sustainability"), sustainability),
}
"""Key -> (name in Bahasa Indonesia and English, the module whose ``ENTRIES`` are its indicators), as pages order them."""

CATALOGUE: dict[str, Indicator] = {entry.id: entry for _, module in PARTS.values() for entry in module.ENTRIES}
"""The indicators by id, in the order in which pages offer them."""

_PART_OF = {entry.id: part for part, (_, module) in PARTS.items() for entry in module.ENTRIES}

HEADLINE = (
    "recipients",
    "coverage_eligible",
    "coverage",
    "exclusion_error",
    "inclusion_error",
    "disbursement_rate",
    "timeliness",
    "realisation",
)
"""The cards of the first page."""


def part_of(indicator_id: str) -> str:
    """The key of the part of the programme that an indicator belongs to."""
    return _PART_OF[indicator_id]
