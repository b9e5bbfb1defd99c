"""The kinds of file, one module each, and the recognition of a file's kind from its headings.

A source module has ``KIND``, ``prepare(path, connection, report) -> prepared`` (only SELECTs; problems go to the
report), ``write(connection, prepared, batch_id)`` -> the month indices whose marts are touched (empty: none, None: all), and for
tables ``CONTRACT``; ``count_and_sums(connection, batch_id)`` says what a batch has left in the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from etl.contract import Contract
from etl.reading import best_heading, heading_key, read_top
from etl.reading_survey_zip import is_survey_zip
from etl.report import FileError
from etl.sources import (
    activities,
    agreements,
    areas,
    aspirations,
    boundaries,
    complaints,
    contributions,
    decisions,
    deliveries,
    disbursement,
    logframe,
    membership,
    outcomes,
    partners,
    programmes,
    registry,
    targets,
    tranches,
    visits,
)
from pantau.kinds import PART_TABLES

SOURCES: dict[str, ModuleType] = {
    module.KIND: module
    for module in (
        *(areas, programmes, registry, membership, disbursement, targets, boundaries),
        *(partners, agreements, contributions, activities, deliveries, outcomes),
        *(aspirations, complaints, tranches, visits, logframe, decisions),
    )
}

PARTS: dict[str, tuple[str, ...]] = {
    membership.KIND: ("membership",),
    **{kind: tuple(table.name for table in tables) for kind, tables in PART_TABLES.items()},
}
"""Kinds that touch none of the marts of transfers, and the tables that they write: what their ``write`` gives are the
months of :mod:`pantau.marts_parts`."""

_BOUNDARY_SUFFIXES = (".geojson", ".json", ".zip", ".gpkg", ".shp")


_NONE = (False, 0.0)
_TELLING = 3
"""Fewer columns than this do not tell a kind, even if they are all that it requires."""


def _likeness(top: list[list[str]], contract: Contract) -> tuple[bool, float]:
    """How much the first rows of a sheet are like this kind: whether all it requires is there, then the score.

    A list of participants may have more columns in common with a registry than with its own contract; but it lacks what a
    registry requires.
    """
    score, at = best_heading(top, contract.score)
    if score <= 0:
        return _NONE
    found = contract.match([heading_key(cell) for cell in top[at]])
    return len(found) >= _TELLING and not contract.missing(found), score


def also(path: Path, kind: str) -> list[str]:
    """The further kinds that the export of a survey is to be loaded as: a registry's may hold visits. FileError."""
    if kind != registry.KIND:
        return []
    contract = visits.CONTRACT
    tops = read_top(path, contract.score, contract.known())
    return [visits.KIND] if any(_likeness(top, contract)[0] for top in tops) else []


def recognise(path: Path) -> str:
    """The kind of a file, from its headings (tables) or its suffix (boundaries). FileError when it is not clear."""
    is_survey = path.suffix.lower() == ".zip" and is_survey_zip(path)
    if path.suffix.lower() in _BOUNDARY_SUFFIXES and path.exists() and not is_survey:
        return boundaries.KIND
    contracts = {kind: module.CONTRACT for kind, module in SOURCES.items() if hasattr(module, "CONTRACT")}

    def best(keys: Sequence[str]) -> float:
        return max(contract.score(keys) for contract in contracts.values())

    known = {key: name for contract in contracts.values() for key, name in contract.known().items()}
    tops = read_top(path, best, known)
    scores = {
        kind: max((_likeness(top, contract) for top in tops), default=_NONE) for kind, contract in contracts.items()
    }
    highest = max(scores.values())
    kinds = ", ".join(sorted(SOURCES))
    if highest[1] <= 0:
        raise FileError("kind_unknown", kinds=kinds)
    likely = [kind for kind, score in scores.items() if score == highest]
    if len(likely) > 1:
        raise FileError("kind_ambiguous", kinds=", ".join(sorted(likely)))
    return likely[0]
