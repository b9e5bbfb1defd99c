"""How long readers wait while files are loaded, and whether each answer is that of one state of the data.

Readers ask what pages ask, each in a thread, as visitors of one dashboard; a loader in a process of its own loads and
rolls back meanwhile. Which answers are right is found beforehand, on a copy where nobody is in the way.

What is promised: one question (a call of :mod:`pantau.queries`) is answered from one state of the data, however many
SELECTs it takes, and a reader never sees an older state after a newer one. A page asks several questions and keeps the
answers under the version it began with; one that is drawn while a load commits may hold answers of both states until it is
drawn again, and then only those of the newer one.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from sqlalchemy import Engine, func, select

from bench import machine, table
from bench.databases import Database
from bench.pages import percentile_95
from etl.batches import rollback
from etl.load import load_file
from pantau import queries
from pantau.catalogue import transfers
from pantau.database import make_engine
from pantau.queries import Cells
from pantau.reference import home_kelurahan
from pantau.schema import batch
from tests.etl.kill_acts import corrected

READERS = 20
Step = Callable[[Engine], object]
"""A load or a rollback: one transaction."""


def questions(year: str) -> dict[str, Step]:
    """What pages ask about a year, by name."""
    every, home = [entry.id for entry in transfers.ENTRIES], home_kelurahan()
    months = tuple(f"{year}-{month:02d}" for month in range(1, 13))
    return {
        "freshness": lambda e: replace(_known(queries.freshness(e)), loaded_at=None),
        "periods": queries.periods,
        "programmes": queries.programmes,
        "areas": queries.areas,
        "figures of the kelurahan": lambda e: queries.figures(e, every, Cells((f"{year}-T1", year), (0,))),
        "figures by RW": lambda e: queries.figures(e, every, Cells((f"{year}-03",), (0,), "rw")),
        "figures by RT": lambda e: queries.figures(e, ["coverage", "realisation"], Cells((year,), (0,), "rt")),
        "figures by month": lambda e: queries.figures(e, ["coverage", "median_days_late"], Cells(months, (0,))),
        "overlaps": lambda e: queries.overlaps(e, year, home),
        "overlap counts": lambda e: queries.overlap_counts(e, year, home),
        "boundaries": lambda e: queries.boundaries(e, "rt", home),
    }


def _known(found: queries.Freshness | None) -> queries.Freshness:
    assert found is not None
    return found


def digest(answer: Any) -> str:
    """The same for the same answer."""
    if isinstance(answer, gpd.GeoDataFrame):
        answer = pd.DataFrame(answer.to_wkb(hex=True))
    text = answer.to_csv() if isinstance(answer, pd.DataFrame) else repr(answer)
    return hashlib.sha256(text.encode()).hexdigest()


def right_answers(engine: Engine, steps: Sequence[Step], asked: dict[str, Step]) -> dict[str, list[str]]:
    """The digest of each question's answer before the first step and after each, on a database nobody else uses."""
    found: dict[str, list[str]] = {name: [digest(ask(engine))] for name, ask in asked.items()}
    for step in steps:
        step(engine)
        for name, ask in asked.items():
            found[name].append(digest(ask(engine)))
    return found


@dataclass
class Reads:
    """What the readers met."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failures: list[str] = field(default_factory=list)
    last: list[int] = field(default_factory=list)  # the newest state that each reader saw
    loading: float = 0.0  # seconds that the loader took


def watch(
    url: str,
    steps: Sequence[Step],
    asked: dict[str, Step],
    right: dict[str, list[str]],
    own: bool,
    readers: int = READERS,
) -> Reads:
    """Read while another process takes the steps. ``own``: each reader opens connections of its own, rather than sharing
    those of one dashboard."""
    found, go, done = Reads(), _processes.Event(), threading.Event()
    loader = _processes.Process(target=_take, args=(url, steps, go), daemon=True)
    loader.start()  # before there are threads
    shared = make_engine(url)
    engines = [make_engine(url) if own else shared for _ in range(readers)]
    threads = [
        threading.Thread(target=_read, args=(engine, asked, right, found, done, random.Random(number)), daemon=True)
        for number, engine in enumerate(engines)
    ]
    for thread in threads:
        thread.start()
    started = time.perf_counter()
    go.set()
    loader.join()
    found.loading = time.perf_counter() - started
    done.set()
    for thread in threads:
        thread.join()
    for engine in {id(engine): engine for engine in (shared, *engines)}.values():
        engine.dispose()
    if loader.exitcode:
        found.failures.append(f"the loader ended with {loader.exitcode}")
    return found


_processes = multiprocessing.get_context("fork")


def _take(url: str, steps: Sequence[Step], go: Any) -> None:
    engine = make_engine(url)
    go.wait()
    for step in steps:
        step(engine)


def _read(
    engine: Engine,
    asked: dict[str, Step],
    right: dict[str, list[str]],
    found: Reads,
    done: threading.Event,
    dice: random.Random,
) -> None:
    """One reader: questions by chance until the loader is done, then what tells one state from another at once, or each
    of them. ``seen`` is the newest state that an answer has proved."""
    last = ["freshness"] if "freshness" in asked else list(asked)
    seen, ended = 0, False
    while not ended:
        ended = done.is_set()
        for name in last if ended else [dice.choice(list(asked))]:
            started = time.perf_counter()
            try:
                answer = asked[name](engine)
            except Exception as error:
                found.failures.append(f"{name}: {type(error).__name__}: {error}")
                return
            found.seconds[name].append(time.perf_counter() - started)
            states = [i for i, known in enumerate(right[name]) if known == digest(answer)]
            later = [i for i in states if i >= seen]
            if not later:
                found.failures.append(f"{name}: {f'state {states} after {seen}' if states else 'of no state'}")
                return
            seen = later[0]
    found.last.append(seen)


def measure(database: Database, files: Sequence[Path], say: Callable[[str], None]) -> Reads:
    """Readers while a correction of the newest transfers is loaded and rolled back."""
    path = corrected(next(f for f in reversed(files) if f.name.endswith("kemensos.csv")), database.engine)
    asked = questions(newest_year(files))
    del asked["freshness"]  # it tells the version too, which is another one the second time
    steps: list[Step] = [partial(_load, path), _roll_back]
    say("readers: the answers alone")
    right = right_answers(database.engine, steps, asked)
    database.engine.dispose()
    say("readers: the answers beside a loader")
    return watch(database.url, steps, asked, right, own=False)


def newest_year(files: Sequence[Path]) -> str:
    """The newest year of transfers among the demo's files."""
    return max(f.name.split("_")[1] for f in files if f.name.startswith("penyaluran_"))


def _load(path: Path, engine: Engine) -> None:
    report = load_file(engine, path, mode="replace")
    if report.status != "ok":
        raise RuntimeError(report.problems[0].message_en)


def _roll_back(engine: Engine) -> None:
    with engine.connect() as connection:
        newest = connection.scalar(select(func.max(batch.c.batch_id)))
    rollback(engine, newest or 0, "bench", "bench")


def show(title: str, reads: Reads) -> None:
    """Print the table, in milliseconds."""
    rows: list[list[table.Cell]] = [
        [name, len(times), round(1000 * percentile_95(times)), round(1000 * max(times))]
        for name, times in sorted(reads.seconds.items())
    ]
    every = [seconds for times in reads.seconds.values() for seconds in times]
    rows.append(["all", len(every), round(1000 * percentile_95(every)), round(1000 * max(every))])
    note = (
        f"{READERS} readers in threads of one process with the connections of one dashboard, no cache, no pause between "
        f"questions; a loader beside them for {reads.loading:.1f} s. Errors or answers of no one state: "
        f"{len(reads.failures)}. {machine.load()}"
    )
    table.show(f"Reads during loads, {title}", ["question", "reads", "p95 ms", "slowest ms"], rows, note)
