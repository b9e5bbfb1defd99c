"""Where a figure comes from: from an indicator through the measures of the marts and the rows of the facts to the files.

A figure is followed to the rows *as they stand*: a row that a newer file has amended belongs to the newer file. On a
database of an earlier state (:func:`pantau.history.as_known`) there are no rows to follow; :func:`behind` then names the
files that were loaded.

No answer here says anything of a household but how many there are: a row number identifies nobody without the file.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, Engine, Select, Subquery, func, or_, select, union_all

from pantau import periods as period_text
from pantau import queries, queries_parts
from pantau.counting import source_rows
from pantau.database import one_moment
from pantau.indicators import CATALOGUE, Indicator, evaluate
from pantau.lineage_rows import KIND_OF, ROWS, Cell, kinds_of, rule_rows, target_rows
from pantau.marts import covers
from pantau.parts import COUNTS, TALLIES, YEARLY, population
from pantau.queries import LEVEL_LENGTH, Cells
from pantau.schema import ALL_PROGRAMMES, batch, disbursement, household, person, programme, programme_period

PARTS = ("numerator", "denominator", "rule", "target")
"""What a row is for: counted above or below the line; says who is eligible; says what is aimed at."""

MOST_RANGES = 12
"""Ranges of rows written out for one file; the workbook of row numbers has them all."""

FEW = 5
"""Fewer households than this in an RT are few enough to be recognised by somebody who knows the RT."""

BATCH_COLUMNS = ["kind", "file_name", "sha256", "received_at", "loaded_at", "received_by", "synthetic"]


@dataclass(frozen=True)
class Figure:
    """One figure: an indicator for a programme (or all), a period and an area of any level."""

    indicator_id: str
    programme_id: int
    period: str
    area_code: str

    @property
    def indicator(self) -> Indicator:
        """Its definition."""
        return CATALOGUE[self.indicator_id]

    @property
    def cells(self) -> Cells:
        """Its cell of the cube."""
        level = next(name for name, length in LEVEL_LENGTH.items() if length == len(self.area_code))
        return Cells((self.period,), (self.programme_id,), level, self.area_code)


def steps(engine: Engine, figure: Figure) -> pd.DataFrame:
    """The measures of the marts that make the figure: ``part, measure, weight, value``; none where there are no data, or
    where it is of too few persons to be said.

    The numerator is the sum of weight × value of its measures, the denominator likewise; the figure is the indicator's
    factor × numerator ÷ denominator.
    """
    indicator = figure.indicator
    cube = queries.indicator_measures(engine, indicator, figure.cells)
    if indicator.few:
        cube = cube[evaluate(indicator, cube)["numerator"].notna()]
    rows = [
        {"part": part, "measure": measure, "weight": weight, "value": float(cube[measure].iloc[0])}
        for part, weights in (("numerator", indicator.numerator), ("denominator", indicator.denominator))
        for measure, weight in weights.items()
        if len(cube)
    ]
    return pd.DataFrame(rows, columns=["part", "measure", "weight", "value"])


def sources(engine: Engine, figure: Figure) -> pd.DataFrame:
    """The files behind a figure, one row for each part, measure and batch.

    ``part`` (:data:`PARTS`), ``measure``, ``batch_id``, ``kind``, ``file_name``, ``sha256``, ``received_at``,
    ``loaded_at`` (UTC), ``received_by``, ``synthetic``, ``rows`` (how many of the file) and ``ranges`` (which: the first
    :data:`MOST_RANGES` ranges as text).
    """
    names = ["part", "measure", "batch_id", *BATCH_COLUMNS, "rows", "ranges"]
    found: list[dict[str, object]] = []
    with one_moment(engine) as connection:
        for part, measure, queries_ in _selects(connection, figure):
            ranges: dict[int, list[tuple[int, int]]] = {}
            counts: dict[int, tuple[int, int]] = {}
            for batch_id, first, last, rows, islands in connection.execute(_ranges(queries_)):
                ranges.setdefault(batch_id, []).append((first, last))
                counts[batch_id] = (int(rows), int(islands))
            for batch_id, pairs in ranges.items():
                rows, islands = counts[batch_id]
                text = written(pairs) + (", …" if islands > len(pairs) else "")
                found.append({"part": part, "measure": measure, "batch_id": batch_id, "rows": rows, "ranges": text})
        batches = _batches(connection, {int(str(row["batch_id"])) for row in found})
    frame = pd.DataFrame(found, columns=["part", "measure", "batch_id", "rows", "ranges"])
    return frame.merge(batches, on="batch_id", how="left")[names]


def rows(
    engine: Engine,
    figure: Figure,
    part: str,
    batch_id: int,
    measure: str | None = None,
    limit: int | None = None,
) -> pd.DataFrame:
    """The row numbers (``row_no``, ascending; the heading is row 1) of one file that a part of the figure counts.

    ``measure``: those of one measure only; ``limit``: the first so many.
    """
    with one_moment(engine) as connection:
        selects = [
            query.where(query.selected_columns.batch_id == batch_id)
            for name, what, every in _selects(connection, figure)
            for query in every
            if name == part and measure in (None, what)
        ]
        if not selects:
            return pd.DataFrame({"row_no": pd.Series(dtype="int64")})
        every_row = union_all(*selects).subquery()
        numbers = select(every_row.c.row_no).distinct().order_by(every_row.c.row_no).limit(limit)
        return pd.DataFrame({"row_no": pd.Series(list(connection.scalars(numbers)), dtype="int64")})


def few_households(engine: Engine, figure: Figure) -> bool:
    """Whether the rows single out some, but fewer than :data:`FEW` households.

    Directly, or by what one part of the figure has more than the other (eligible households that did *not* receive).
    """
    sizes: list[tuple[int, str, int]] = []
    with one_moment(engine) as connection:
        for part, _, selects in _selects(connection, figure):
            if part not in ("numerator", "denominator"):
                continue
            for kind, group in itertools.groupby(
                selects, lambda query: KIND_OF[query.selected_columns.batch_id.table.name]
            ):
                every = union_all(*group).subquery()
                distinct = select(every.c.batch_id, every.c.row_no).distinct().subquery()
                homes = connection.scalar(select(func.count(every.c.household_id.distinct()))) or 0
                lines = connection.scalar(select(func.count()).select_from(distinct)) or 0
                sizes.append((homes, kind, lines))

    def few(count: int) -> bool:
        return 0 < abs(count) < FEW

    return any(few(homes) for homes, _, _ in sizes) or any(
        few(a[0] - b[0]) or (a[1] == b[1] and few(a[2] - b[2])) for a, b in itertools.combinations(sizes, 2)
    )


def behind(engine: Engine, indicator_ids: Collection[str], cells: Cells) -> pd.DataFrame:
    """The files behind a whole table: ``batch_id`` and what is known of each batch, in the order of loading.

    Transfers of the programmes and of the span of the periods asked for, the registry of the area, the targets and the
    programmes. On an earlier state, where no rows are left: every file of these kinds that was loaded then.
    """
    kinds = {kind for i in indicator_ids for kind in _kinds(CATALOGUE[i])} | {"targets", "programmes"}
    known = select(batch.c.batch_id).where(batch.c.kind.in_(kinds), batch.c.status == "loaded")
    with one_moment(engine) as connection:
        if not has_rows(connection):
            return _batches(connection, set(connection.scalars(known)))
        ids = set(connection.scalars(known.where(batch.c.kind.in_(["targets", "programmes"]))))
        if "registry" in kinds:
            here = household.c.area_code.like(cells.area + "%")
            for table in (person, household):
                query = select(table.c.batch_id).distinct().select_from(table)
                ids |= set(connection.scalars((query.join(household) if table is person else query).where(here)))
        later = kinds - {"registry", "disbursement", "targets", "programmes"}
        ids |= set(connection.scalars(known.where(batch.c.kind.in_(sorted(later)))))
        if "disbursement" in kinds and cells.periods:
            ids |= set(connection.scalars(_paying(indicator_ids, cells)))
        return _batches(connection, ids)


def _paying(indicator_ids: Collection[str], cells: Cells) -> Select:
    """The batches of the transfers that a table can count."""
    spans = [period_text.span(period) for period in cells.periods]
    low, high = min(first for first, _ in spans), max(last for _, last in spans)
    if any(CATALOGUE[i].mart == "budget" for i in indicator_ids):
        low = low // 12 * 12  # since January
    d = disbursement.c
    query = select(d.batch_id).distinct().where(or_(covers(low, high), d.due_month.between(low, high)))
    if ALL_PROGRAMMES not in cells.programme_ids:
        query = query.where(d.programme_id.in_(cells.programme_ids))
    if cells.area != queries.home_kelurahan():
        query = query.join_from(disbursement, household).where(household.c.area_code.like(cells.area + "%"))
    return query


def has_rows(connection: Connection) -> bool:
    """Whether the rows of the facts are there: they are not in the database of an earlier state."""
    return connection.scalar(select(household.c.household_id).limit(1)) is not None


def written(ranges: Iterable[tuple[int, int]]) -> str:
    """Ranges of row numbers as text: ``2–14, 18, 20–33``."""
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)


# --- how it is asked ----------------------------------------------------------------------------------------


def _kinds(indicator: Indicator) -> list[str]:
    if indicator.ranks is not None:
        return [kind for i in indicator.ranks for kind in _kinds(CATALOGUE[i])]
    measures = [*indicator.numerator, *indicator.denominator]
    if indicator.mart in queries.PART_MARTS:
        return [kind for measure in measures for kind in _part_kinds(measure.partition(":")[0])]
    return [kind for measure in measures for kind in kinds_of(measure)]


def _part_kinds(measure: str) -> Collection[str]:
    if measure in YEARLY:
        return ["registry"]
    if measure in TALLIES:
        return TALLIES[measure].KINDS
    return [KIND_OF[COUNTS[measure].table.name]] if measure in COUNTS else kinds_of(measure)


def _selects(connection: Connection, figure: Figure) -> list[tuple[str, str, list[Select]]]:
    """(part, measure, its SELECTs) of a figure; nothing where its programme does not run."""
    if figure.indicator.mart in queries.PART_MARTS:
        return _part_selects(connection, figure)
    running = _running(connection, figure.period)
    cell = Cell(figure.period, figure.programme_id, figure.area_code, running)
    if not running or (figure.programme_id != ALL_PROGRAMMES and figure.programme_id not in running):
        return []
    indicator = figure.indicator
    parts = [("numerator", m) for m in indicator.numerator] + [("denominator", m) for m in indicator.denominator]
    found = [(part, measure, ROWS[measure](cell)) for part, measure in parts]
    if any(measure.startswith("eligible_") for _, measure in parts):
        found.append(("rule", programme.name, rule_rows(cell)))
    return [*found, ("target", "target", target_rows(cell, figure.indicator_id))]


def _running(connection: Connection, period: str) -> tuple[int, ...]:
    """The programmes with transfers in a period."""
    p = programme_period.c
    return tuple(connection.scalars(select(p.programme_id).where(p.period == period).order_by(p.programme_id)))


def _part_selects(connection: Connection, figure: Figure) -> list[tuple[str, str, list[Select]]]:
    """The same of what :mod:`pantau.parts` counts."""
    indicator = figure.indicator
    if queries_parts.cube(connection, indicator, figure.cells).empty:
        return []
    low, high = period_text.span(figure.period)
    running = _running(connection, figure.period)
    found = []
    for part, measures in (("numerator", indicator.numerator), ("denominator", indicator.denominator)):
        for measure in measures:
            name = measure.partition(":")[0]
            if name in YEARLY:
                year = period_text.year_of(figure.period)
                rows = [population.source_rows(name, year, figure.programme_id, figure.area_code)]
            elif name in TALLIES:
                rows = TALLIES[name].source_rows(name, figure.period, figure.programme_id, figure.area_code)
            elif name in COUNTS:
                rows = [source_rows(COUNTS[name], low, high, figure.programme_id, figure.area_code)]
            else:
                rows = ROWS[name](Cell(figure.period, ALL_PROGRAMMES, figure.area_code, running))
            found.append((part, measure, rows))
    cell = Cell(figure.period, figure.programme_id, figure.area_code, ())
    return [*found, ("target", "target", target_rows(cell, figure.indicator_id))]


def _ranges(selects: list[Select]) -> Select:
    """``batch_id, first, last, rows, islands``: the first ranges of consecutive rows of each batch, and how much there is."""
    every = union_all(*selects).subquery()
    numbers = select(every.c.batch_id, every.c.row_no).distinct().subquery()
    n = numbers.c
    place = func.row_number().over(partition_by=n.batch_id, order_by=n.row_no)
    islands = select(n.batch_id, n.row_no, (n.row_no - place).label("island")).subquery()
    i = islands.c
    ranges: Subquery = (
        select(i.batch_id, func.min(i.row_no).label("first"), func.max(i.row_no).label("last"))
        .group_by(i.batch_id, i.island)
        .subquery()
    )
    r = ranges.c
    ranked = select(
        r.batch_id,
        r.first,
        r.last,
        func.sum(r.last - r.first + 1).over(partition_by=r.batch_id).label("rows"),
        func.count().over(partition_by=r.batch_id).label("islands"),
        func.row_number().over(partition_by=r.batch_id, order_by=r.first).label("place"),
    ).subquery()
    k = ranked.c
    query = select(k.batch_id, k.first, k.last, k.rows, k.islands).where(k.place <= MOST_RANGES)
    return query.order_by(k.batch_id, k.first)


def _batches(connection: Connection, ids: set[int]) -> pd.DataFrame:
    columns = [batch.c[name] for name in BATCH_COLUMNS]
    query = select(batch.c.batch_id, *columns).where(batch.c.batch_id.in_(ids)).order_by(batch.c.batch_id)
    result = connection.execute(query)
    return pd.DataFrame(result.all(), columns=list(result.keys()))
