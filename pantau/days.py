"""Days between two dates, on every database: the one thing that SQLite and PostgreSQL do not write alike."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class days_between(FunctionElement[int]):
    """``days_between(later, earlier)``: whole days from one date column to another; negative when they are the other
    way round, NULL where either is."""

    type = Integer()
    inherit_cache = True
    name = "days_between"


def _dates(element: FunctionElement[int]) -> list[ColumnElement[Any]]:
    return list(element.clauses)


@compiles(days_between)
def _subtracted(element: FunctionElement[int], compiler: SQLCompiler, **options: Any) -> str:
    later, earlier = (compiler.process(date, **options) for date in _dates(element))
    return f"({later} - {earlier})"


@compiles(days_between, "sqlite")
def _julian(element: FunctionElement[int], compiler: SQLCompiler, **options: Any) -> str:
    later, earlier = (compiler.process(date, **options) for date in _dates(element))
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"
