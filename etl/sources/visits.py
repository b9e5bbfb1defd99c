"""Visits: forms filled in at a door, and what was answered. A submission that is known is amended, its answers replaced.

Nothing that identifies a person is kept: the family by its household of the registry, the officer by a code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from etl import bulk, undo
from etl.contract import Checked, read_checked
from etl.report import Report
from etl.sources import keyed
from etl.sources.keyed import Keyed
from etl.sources.lookup import Programmes
from etl.sources.part_columns import reject_future
from etl.sources.places import find_areas
from etl.sources.visits_contract import CONTRACT, KIND
from pantau.schema import answer, household, household_identity, visit

__all__ = ["CONTRACT", "KIND", "Prepared", "count_and_sums", "prepare", "write"]

_RT_DOTS = 5
_ASKED = 10_000
"""Ids in one question to the database."""

Answers = list[tuple[str, str, int]]
"""(question, item, value) of one visit: see ``answer`` in :mod:`pantau.schema_parts`."""


def _months(row: Mapping[str, Any]) -> Iterable[int]:
    return (row["month_index"],)


_VISITS = Keyed(visit, ("code",), _months)


@dataclass
class Prepared:
    """The visits, and the answers of each of them in the same order."""

    visits: keyed.Prepared
    answers: list[Answers]


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file against the areas, programmes and registry; a submission may be there once."""
    checked = read_checked(path, CONTRACT, report)
    areas = find_areas(checked, connection, report)
    no_rt = np.array([code.count(".") < _RT_DOTS for code in areas], dtype=bool)
    checked.reject(report, no_rt & ~checked.rejected, "rt", "rt_incomplete")
    reject_future(checked, report, "date")
    answers = _answers(checked, Programmes.load(connection), report)
    homes = _households(checked, areas, connection, report)
    columns = {
        **{name: checked.values(name) for name in ("code", "form", "officer", "date", "result")},
        "area_code": areas,
        "household_id": homes,
        "month_index": keyed.months_of(checked.values("date")),
    }
    settled = _VISITS.settle(checked, columns, "code", connection, report)
    kept = checked.kept()
    given = [answers.get(position, []) for position in kept.tolist()]
    _warn_of_changed_answers(checked, kept, settled, given, connection, report)
    return Prepared(settled, given)


def _households(checked: Checked, areas: np.ndarray, connection: Connection, report: Report) -> np.ndarray:
    """``household_id`` of each row (None: not known). A family that answered must be in the registry."""
    h = household_identity.c
    query = select(h.kk, h.household_id, household.c.area_code).join_from(
        household_identity, household, household.c.household_id == h.household_id
    )
    known = {kk: (home, area) for kk, home, area in connection.execute(query)} if checked.has("kk").any() else {}
    found = [known.get(kk, (None, "")) for kk in checked.values("kk").tolist()]
    homes = np.array([home for home, _ in found], dtype=object)
    unknown = checked.has("kk") & np.array([home is None for home in homes], dtype=bool)
    done = checked.values("result") == "selesai"
    checked.reject(report, unknown & done & ~checked.rejected, "kk", "kk_not_registered")
    checked.warn(report, unknown & ~done & ~checked.rejected, "kk", "visit_kk_unknown")
    checked.warn(report, ~checked.has("kk") & done & ~checked.rejected, "kk", "visit_kk_missing")
    moved = np.array([bool(area) and area != here for (_, area), here in zip(found, areas, strict=True)], dtype=bool)
    checked.warn(report, moved & ~checked.rejected, "kk", "visit_other_rt")
    return homes


def _answers(checked: Checked, programmes: Programmes, report: Report) -> dict[int, Answers]:
    """Position -> what was answered there; rows whose answers do not fit together are rejected."""
    found: dict[int, Answers] = {}
    for position in checked.kept().tolist():
        try:
            answers = [*_needs(checked, position), *_receipts(checked, position, programmes)]
            if len({(question, item) for question, item, _ in answers}) < len(answers):
                raise _Wrong("need" if checked.has("need")[position] else "programme", "visit_item_twice")
            if answers and checked.values("result")[position] != "selesai":
                raise _Wrong("result", "visit_answers_unexpected")
            found[position] = answers
        except _Wrong as wrong:
            checked.reject(report, np.array([position]), wrong.column, wrong.reason, **wrong.fields)
    return found


class _Wrong(Exception):
    """Why the answers of a row cannot be loaded: the column, the reason and the fields of its sentence."""

    def __init__(self, column: str, reason: str, **fields: Any) -> None:
        super().__init__(reason)
        self.column, self.reason, self.fields = column, reason, fields


def _lists(checked: Checked, position: int, *names: str) -> Iterator[tuple[Any, ...]]:
    """The answers of neighbouring columns side by side; a column that is blank has None each time."""
    cells = [checked.values(name)[position] for name in names]
    count = len(cells[0] or ())
    for name, cell in zip(names, cells, strict=True):
        if cell is not None and len(cell) != count:
            raise _Wrong(name, "visit_lists_differ", found=len(cell), expected=count)
    return zip(*(cell or (None,) * count for cell in cells), strict=True)


def _needs(checked: Checked, position: int) -> Iterator[tuple[str, str, int]]:
    for number, (need, urgency) in enumerate(_lists(checked, position, "need", "urgency"), 1):
        if need is not None:
            yield "kebutuhan", need, int(urgency or number)


def _receipts(checked: Checked, position: int, programmes: Programmes) -> Iterator[tuple[str, str, int]]:
    columns = ("programme", "received", "amount", "satisfaction")
    for text, received, amount, satisfaction in _lists(checked, position, *columns):
        if text is None:
            continue
        number = programmes.match(text)
        if not isinstance(number, int):
            raise _Wrong("programme", number[0], **number[1])
        code = programmes.rows[number]["code"]
        if received is None:
            raise _Wrong("received", "visit_answer_missing", programme=code)
        yield "terima", code, int(received)
        if amount is not None:
            if amount < 0:
                raise _Wrong("amount", "number_negative")
            if amount and not received:
                raise _Wrong("amount", "visit_not_received", programme=code)
            yield "nominal", code, int(amount)
        if satisfaction is not None:
            yield "puas", code, int(satisfaction)


def _warn_of_changed_answers(
    checked: Checked,
    kept: np.ndarray,
    settled: keyed.Prepared,
    given: list[Answers],
    connection: Connection,
    report: Report,
) -> None:
    """Say of a known visit that its answers are others now, where nothing was said of it yet."""
    a = answer.c
    there: dict[int, set[tuple[str, str, int]]] = {number: set() for number in settled.known}
    ids = sorted(there)
    query = select(a.visit_id, a.question, a.item, a.value)
    for start in range(0, len(ids), _ASKED):
        for number, question, item, value in connection.execute(
            query.where(a.visit_id.in_(ids[start : start + _ASKED]))
        ):
            there[number].add((question, item, value))
    said = {problem.row for problem in report.problems if problem.reason == "row_replaced"}
    for i, number in enumerate(settled.columns["visit_id"]):
        if number in there and there[number] != set(given[i]) and checked.row(kept[i]) not in said:
            checked.warn(report, kept[i : i + 1], "code", "row_replaced")


def write(connection: Connection, prepared: Prepared, batch_id: int) -> set[int]:
    """Amend and insert; the months of the visits, now or before."""
    visits = prepared.visits
    undo.keep(connection, batch_id, answer, "visit_id", visits.known)
    bulk.delete_ids(connection, answer, "visit_id", visits.known)
    months = _VISITS.write(connection, visits, batch_id)
    places = zip(visits.columns["visit_id"], visits.columns["row_no"], prepared.answers, strict=True)
    rows = [(number, row_no, *said) for number, row_no, answers in places for said in answers]
    first = bulk.next_id(connection, answer.c.answer_id)
    numbers, row_nos, questions, items, values = zip(*rows, strict=True) if rows else [()] * 5
    bulk.insert_columns(
        connection,
        answer,
        {
            "answer_id": list(range(first, first + len(rows))),
            "visit_id": numbers,
            "question": questions,
            "item": items,
            "value": values,
            "batch_id": [batch_id] * len(rows),
            "row_no": row_nos,
        },
    )
    return months


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """Visits the batch has left in the database; there is nothing to sum."""
    return _VISITS.count_and_sums(connection, batch_id)
