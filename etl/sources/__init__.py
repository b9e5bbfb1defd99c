"""The kinds of file, one module each, and the recognition of a file's kind from its headings.

A source module has ``KIND``, ``prepare(path, connection, report) -> prepared`` (only SELECTs; problems go to the
report), ``write(connection, prepared, batch_id)`` -> the month indices whose marts are touched (empty: none, None: all), and for
tables ``CONTRACT``; ``count_and_sums(connection, batch_id)`` says what a batch has left in the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from etl.reading import best_heading, read_top
from etl.report import FileError
from etl.sources import areas, boundaries, disbursement, programmes, registry, targets

SOURCES: dict[str, ModuleType] = {
    module.KIND: module for module in (areas, programmes, registry, disbursement, targets, boundaries)
}

_BOUNDARY_SUFFIXES = (".geojson", ".json", ".zip", ".gpkg", ".shp")


def recognise(path: Path) -> str:
    """The kind of a file, from its headings (tables) or its suffix (boundaries). FileError when it is not clear."""
    if path.suffix.lower() in _BOUNDARY_SUFFIXES and path.exists():
        return boundaries.KIND
    contracts = {kind: module.CONTRACT for kind, module in SOURCES.items() if hasattr(module, "CONTRACT")}

    def best(keys: Sequence[str]) -> float:
        return max(contract.score(keys) for contract in contracts.values())

    tops = read_top(path, best)
    scores = {
        kind: max((best_heading(top, contract.score)[0] for top in tops), default=0.0)
        for kind, contract in contracts.items()
    }
    highest = max(scores.values())
    kinds = ", ".join(sorted(SOURCES))
    if highest <= 0:
        raise FileError("kind_unknown", kinds=kinds)
    likely = [kind for kind, score in scores.items() if score == highest]
    if len(likely) > 1:
        raise FileError("kind_ambiguous", kinds=", ".join(sorted(likely)))
    return likely[0]
