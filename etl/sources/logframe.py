"""The logframe: statements below statements, each with an indicator, a baseline and a target. A known code is amended."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sqlalchemy import Connection, select

from etl.contract import Checked, read_checked
from etl.report import Report
from etl.sources.keyed import Keyed, Prepared, filled, reject_twice
from etl.sources.logframe_contract import CONTRACT, KIND, LEVELS
from etl.sources.lookup import Programmes
from etl.sources.part_public import find_indicators
from etl.sources.places import find_areas
from pantau.indicators import CATALOGUE
from pantau.schema import logframe

__all__ = ["CONTRACT", "KIND", "count_and_sums", "prepare", "write"]

_STATEMENTS = Keyed(logframe, ("code",))
_RANK = {level: rank for rank, level in enumerate(LEVELS)}
_SIGNED = ("index", "points")
"""Units of which a value may be below 0: a correlation, a change of a score."""


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file against the catalogue of indicators, the programmes, the areas and itself."""
    checked = read_checked(path, CONTRACT, report)
    indicators = find_indicators(checked, report)
    programmes = Programmes.load(connection).find(checked, "programme", report, every="semua")
    areas = find_areas(checked, connection, report)
    for name in ("baseline", "target"):
        _check_values(checked, indicators, name, report)
    reject_twice(checked, [checked.values("code")], "code", report)
    _check_parents(checked, connection, report)
    english, indonesian = checked.values("statement_en"), checked.values("statement_id")
    columns = {
        "code": checked.values("code"),
        "parent_code": checked.values("parent"),
        "level": checked.values("level"),
        "statement_id": indonesian,
        "statement_en": np.where(checked.has("statement_en"), english, indonesian),
        "indicator_id": indicators,
        "programme_id": programmes,
        "area_code": areas,
        **{name: filled(checked, name) for name in ("baseline", "target")},
        **{name: checked.values(name) for name in ("baseline_period", "target_period", "verification", "assumption")},
    }
    return _STATEMENTS.settle(checked, columns, "code", connection, report)


def _check_values(checked: Checked, indicators: np.ndarray, name: str, report: Report) -> None:
    values, has = checked.values(name), checked.has(name)
    shares = np.array([i in CATALOGUE and CATALOGUE[i].unit == "share" for i in indicators], dtype=bool)
    outside = has & shares & ((values < 0) | (values > 1))
    checked.reject(report, outside & ~checked.rejected, name, "share_out_of_range")
    signed = np.array([i in CATALOGUE and CATALOGUE[i].unit in _SIGNED for i in indicators], dtype=bool)
    checked.reject(report, has & ~signed & (values < 0) & ~checked.rejected, name, "number_negative")
    alone = has & ~checked.has(f"{name}_period") & ~checked.rejected
    checked.warn(report, alone, f"{name}_period", "logframe_value_without_period")


def _check_parents(checked: Checked, connection: Connection, report: Report) -> None:
    """A statement stands below one of a higher level, in the file or in the database; a goal below none.

    From the highest level down: the children of a rejected row are rejected as well.
    """
    levels, codes, parents = (checked.values(name) for name in ("level", "code", "parent"))
    known = {code: level for code, level in connection.execute(select(logframe.c.code, logframe.c.level))}
    stated: dict[str, str] = {codes[position]: str(levels[position]) for position in checked.kept().tolist()}
    known = {code: level for code, level in known.items() if code not in stated}
    for position in sorted(checked.kept().tolist(), key=lambda p: _RANK[str(levels[p])]):
        here, level, parent = np.array([position]), str(levels[position]), str(parents[position])
        above = known.get(parent) or stated.get(parent, "")
        if not parent:
            if level != "tujuan":
                checked.reject(report, here, "parent", "logframe_parent_missing")
        elif above and _RANK[above] >= _RANK[level]:
            checked.reject(report, here, "level", "logframe_level_order", level=level, parent_level=above)
        elif parent not in known:
            checked.reject(report, here, "parent", "logframe_parent_unknown")
        if not checked.rejected[position]:
            known[codes[position]] = level


def write(connection: Connection, prepared: Prepared, batch_id: int) -> set[int]:
    """Amend and insert. No mart is touched: the page reads the logframe as it is."""
    _STATEMENTS.write(connection, prepared, batch_id)
    return set()


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """Statements the batch has left in the database; there is nothing to sum."""
    return _STATEMENTS.count_and_sums(connection, batch_id)
