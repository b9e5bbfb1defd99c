"""A figure counted again from nothing but the file rows its lineage names.

The rows are opened in the office's files and read by :mod:`tests.raw_files`; what is asked of the product is only which
rows of which file. If a row were missing, too many or of the wrong file, the count would differ from the page's.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from sqlalchemy import Engine

from pantau import lineage, queries
from pantau import periods as period_text
from pantau.catalogue import transfers
from pantau.lineage import Figure
from pantau.schema import ALL_PROGRAMMES
from tests import raw_files
from tests.raw_files import Transfer

Row = tuple[str, int]  # file name, row number


@dataclass(frozen=True)
class Member:
    """What a registry row says of one person."""

    kk: str
    income: int


class Files:
    """The rows of all files by file name and row number."""

    def __init__(
        self, files: Sequence[Path], rejected: dict[str, set[int]], transfers: Iterable[Transfer] | None = None
    ) -> None:

        def starting(start: str) -> list[tuple[Path, set[int]]]:
            return [(f, rejected.get(f.name, set())) for f in files if f.name.startswith(start)]

        self.members: dict[Row, Member] = {}
        for path, skip in starting("registri"):
            for number, row in raw_files.rows(path, skip, "NIK"):
                income = raw_files.rupiah(row["PENDAPATAN"]) if row["PENDAPATAN"].strip() else 0
                self.members[path.name, number] = Member(raw_files.digits(row["NO KK"]), income)
        if transfers is None:
            programmes = raw_files.programmes(starting("program")[0][0])
            kk_of = {nik: person.kk for nik, person in raw_files.persons(starting("registri"))[0].items()}
            named = starting("penyaluran")
            transfers = [t for path, skip in named for t in raw_files.transfers(path, skip, programmes, kk_of)]
        self.transfers = {t.source: t for t in transfers}
        self.budgets: dict[Row, int] = {}
        self.targets: dict[Row, float] = {}
        for path, skip in starting("target"):
            for number, row in raw_files.rows(path, skip, "JENIS"):
                value = row["NILAI"].strip()
                if row["JENIS"].strip().lower() == "anggaran":
                    self.budgets[path.name, number] = raw_files.rupiah(value)
                else:
                    share = float(value.rstrip("% ").replace(",", "."))
                    self.targets[path.name, number] = share / 100 if "%" in value else share


def share_of(transfer: Transfer, months: range) -> int:
    """The rupiah of a transfer that cover these months: whole rupiah a month, the remainder in the first."""
    covered = range(transfer.first, transfer.last + 1)
    share, rest = divmod(transfer.amount_paid, len(covered))
    return sum(share + (rest if month == transfer.first else 0) for month in covered if month in months)


class Followed:
    """The rows that the lineage names for one measure of one figure, opened."""

    def __init__(
        self, engine: Engine, files: Files, figure: Figure, sources: pd.DataFrame, part: str, measure: str
    ) -> None:
        self.registry: dict[Row, Member] = {}
        self.transfers: dict[Row, Transfer] = {}
        self.budgets: list[int] = []
        self.named = 0
        first, last = period_text.span(figure.period)
        self.months = range(first, last + 1)
        mine = sources[(sources["part"] == part) & (sources["measure"] == measure)]
        for source in mine.itertuples():
            numbers = lineage.rows(engine, figure, part, source.batch_id, measure)["row_no"].tolist()
            assert numbers == sorted(set(numbers))
            assert len(numbers) == source.rows
            self.named += len(numbers)
            for row in ((source.file_name, number) for number in numbers):
                if source.kind == "registry":
                    self.registry[row] = files.members[row]
                elif source.kind == "disbursement":
                    self.transfers[row] = files.transfers[row]
                else:
                    self.budgets.append(files.budgets[row])

    @property
    def _paid_homes(self) -> set[str]:
        return {t.household for t in self.transfers.values()}

    @property
    def _registered(self) -> set[str]:
        return {m.kk for m in self.registry.values()}

    def count(self, measure: str) -> float:
        """The measure, from the rows alone."""
        paid = self.transfers.values()
        if measure in ("households", "eligible_households"):
            return len(self._registered)
        if measure in ("people", "recipient_people"):
            return len(self.registry)
        if measure == "recipient_households":
            return len(self._paid_homes)
        if measure == "eligible_recipients":
            assert self._paid_homes == self._registered
            return len(self._paid_homes)
        if measure in ("amount_received", "amount_received_poor"):
            return sum(share_of(t, self.months) for t in paid)
        if measure == "recipient_income":
            months: dict[str, set[int]] = defaultdict(set)
            for t in paid:
                months[t.household] |= set(range(t.first, t.last + 1)) & set(self.months)
            return sum(m.income * len(months[m.kk]) for m in self.registry.values())
        if measure == "amount_due":
            return sum(t.amount_due for t in paid)
        if measure in ("amount_paid", "amount_paid_to_date"):
            return sum(t.amount_paid for t in paid)
        if measure == "median_days_late":
            return statistics.median((_paid_date(t) - t.due).days for t in paid)
        if measure == "budget":
            return sum(self.budgets)
        assert measure in ("transfers_due", "transfers_paid", "paid_on_time", "paid_right_amount"), measure
        return len(self.transfers)


def _paid_date(transfer: Transfer) -> dt.date:
    assert transfer.paid is not None
    return transfer.paid


def some_figures(engine: Engine, number: int, seed: int) -> Iterator[Figure]:
    """Figures at random: every indicator in turn, of any programme, kind of period and level of area."""
    random_ = random.Random(seed)
    areas = queries.areas(engine)
    periods = queries.periods(engine)
    kinds = {kind: [p for p in periods if period_text.kind_of(p) == kind] for kind in ("month", "quarter", "year")}
    for turn in range(number):
        indicator_id = transfers.ENTRIES[turn % len(transfers.ENTRIES)].id
        level = random_.choice(["kelurahan", "rw", "rw", "rt", "rt"])
        code = random_.choice(areas.loc[areas["level"] == level, "code"].tolist())
        period = random_.choice(kinds[random_.choice(["month", "month", "quarter", "year"])])
        programme_id = random_.choice([ALL_PROGRAMMES, *queries.running_programmes(engine, period)])
        yield Figure(indicator_id, programme_id, period, code)


def differences(engine: Engine, files: Files, figure: Figure) -> tuple[int, list[str]]:
    """Rows opened, and in what the count from the rows differs from the figure on the page."""
    shown = queries.figures(engine, [figure.indicator_id], figure.cells)
    made = lineage.steps(engine, figure)
    found = lineage.sources(engine, figure)
    assert len(shown) == (len(made) > 0)
    opened, wrong = 0, []
    totals: dict[str, float] = defaultdict(float)
    for step in made.itertuples():
        followed = Followed(engine, files, figure, found, step.part, step.measure)
        opened += followed.named
        if not followed.named and step.value != step.value:  # no budget, no transfer paid: no data
            totals[step.part] = float("nan")
            continue
        counted = followed.count(step.measure) if followed.named else 0
        totals[step.part] += step.weight * counted
        if counted != step.value:
            wrong.append(f"{figure} {step.part} {step.measure}: files {counted}, mart {step.value}")
    for part, total in totals.items():
        value = float(shown[part].iloc[0])
        if total != value and not (total != total and value != value):
            wrong.append(f"{figure} {part}: files {total}, page {value}")
    aims = [
        files.targets[source.file_name, number]
        for source in found[found["part"] == "target"].itertuples()
        for number in lineage.rows(engine, figure, "target", source.batch_id)["row_no"]
    ]
    if len(shown) and figure.indicator_id != "realisation":  # whose target is for the part of the year gone by
        target = float(shown["target"].iloc[0])
        if aims != ([] if target != target else [target]):
            wrong.append(f"{figure} target: files {aims}, page {target}")
    return opened, wrong
