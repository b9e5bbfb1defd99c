"""How long the ETL takes for the demo files, by kind of file and by step."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from bench import machine, table
from etl.demo_run import loaded_together
from etl.load import load_files

READ, WRITE, MARTS = "read + check", "write + verify", "marts + commit"


@dataclass
class Load:
    """All files of one kind: seconds by step, and rows in the files."""

    kind: str
    files: int = 0
    rows: int = 0
    loaded: int = 0
    transactions: int = 0
    processor: float = 0.0  # seconds of this process's own work: little changed by what else the machine does
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def total(self) -> float:
        return sum(self.seconds.values())


class Stopwatch:
    """A progress callback: the time between two steps belongs to the earlier one."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._step, self._since = READ, time.perf_counter()

    def __call__(self, step: str) -> None:
        now = time.perf_counter()
        self.seconds[self._step] += now - self._since
        # The steps of a load are "read" and "write" for each file, then "marts" and steps within it.
        self._step, self._since = {"read": READ, "write": WRITE}.get(step, MARTS), now


def load(engine: Engine, files: Sequence[Path], say: Callable[[str], None]) -> list[Load]:
    """Load the files as ``python -m etl demo`` does, the transfer files of one year in one transaction."""
    found: dict[str, Load] = {}
    for paths in loaded_together(files):
        say(f"load {', '.join(path.name for path in paths)}")
        watch, worked = Stopwatch(), time.process_time()
        reports = load_files(engine, paths, synthetic=True, progress=watch)
        watch("end")
        for report in reports:
            if report.status == "error":
                raise RuntimeError(f"{report.file}: {report.problems[0].message_en}")
        (kind,) = {report.kind for report in reports}
        one = found.setdefault(kind, Load(kind))
        one.processor += time.process_time() - worked
        one.files += len(reports)
        one.transactions += 1
        one.rows += sum(report.rows for report in reports)
        one.loaded += sum(report.loaded for report in reports)
        for step, seconds in watch.seconds.items():
            one.seconds[step] += seconds
    return list(found.values())


def show(title: str, generated: float, bytes_of_files: int, loads: Sequence[Load], size: int) -> None:
    """Print the table."""
    every = Load("all", *(sum(getattr(one, name) for one in loads) for name in ("files", "rows", "loaded")))
    every.transactions = sum(one.transactions for one in loads)
    every.processor = sum(one.processor for one in loads)
    for step in (READ, WRITE, MARTS):
        every.seconds[step] = sum(one.seconds[step] for one in loads)
    rows: list[list[table.Cell]] = [
        [
            one.kind,
            one.files,
            one.transactions,
            one.rows,
            one.loaded,
            *(one.seconds[step] for step in (READ, WRITE, MARTS)),
            one.total,
            one.processor,
            round(one.rows / one.total),
        ]
        for one in [*loads, every]
    ]
    heading = ["kind", "files", "transactions", "rows", "loaded", *(f"{s} s" for s in (READ, WRITE, MARTS))]
    note = (
        f"Files made in {generated:.1f} s ({bytes_of_files / 2**20:.1f} MiB), not part of the load. "
        f"Database afterwards: {size / 2**20:.1f} MiB. CPU: of the loading process (SQLite included, PostgreSQL's server "
        f"not). {machine.load()}"
    )
    table.show(f"Full load, {title}", [*heading, "total s", "of it CPU s", "rows/s"], rows, note)
