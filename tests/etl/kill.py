"""``python -m tests.etl.kill [--sqlite 200] [--postgres 100] [--seed S]``: the loader killed at random moments.

Each try copies a database, starts a loader on it in a process of its own and stops that process dead (SIGKILL) after a
random part of the time that the load takes; every fourth time once the commit has begun. A reader polls all the while:
it may only ever see the state before or the state after, and never the former again after the latter. On SQLite the
reader is killed at the same moment in every third try, so that whoever opens the database next has to recover it. On
PostgreSQL the server's own process for the loader is ended in some tries, and the whole server in others.

After each kill: the database opens and is sound, every row of every table is that of the state before or after; the
load is then run again and must end with the state of a load that nobody disturbed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from pantau.database import make_engine
from tests.etl import kill_acts
from tests.etl.kill_acts import Act, Servant
from tests.etl.state import State, assert_sound, changed, facts_meet_marts, fingerprint, state

PHASES = ("start", "read", "write", "marts", "receipt", "month", "quarter", "year", "parts", "history", "commit", "done")
"""Where the loader is, in the order of a load. "done": the call has returned."""

COMMIT, DONE = PHASES.index("commit"), PHASES.index("done")
AIMED = 4
"""Every which try waits for the commit to begin."""

PATIENCE = 60.0
_processes = multiprocessing.get_context("fork")  # the modules are loaded already: a try takes a second


@dataclass
class Kill:
    """What became of one try."""

    act: str
    way: str
    phase: str
    landed: str  # before | after
    reads: int
    unanswered: int  # reads while the whole server was down


@dataclass
class Tally:
    """All tries on one kind of database."""

    kills: list[Kill] = field(default_factory=list)
    too_late: int = 0  # the loader had ended before the moment came: not counted as a kill
    failures: list[str] = field(default_factory=list)

    def show(self, title: str) -> None:
        landed = Counter(kill.landed for kill in self.kills)
        reads, missed = (sum(getattr(kill, name) for kill in self.kills) for name in ("reads", "unanswered"))
        print(f"\n{title}: {len(self.kills)} kills ({landed['before']} before, {landed['after']} after), ", end="")
        print(
            f"{self.too_late} moments came after the end; {reads} reads, {missed} while the server was down; ", end=""
        )
        print(f"{len(self.failures)} failures")
        for what in ("phase", "act", "way"):
            counts = Counter((getattr(kill, what), kill.landed) for kill in self.kills)
            names = PHASES if what == "phase" else sorted({name for name, _ in counts})
            lines = [(name, counts[name, "before"], counts[name, "after"]) for name in names]
            print(f"  by {what}: " + ", ".join(f"{n} {b}+{a}" for n, b, a in lines if a + b) + "  (before+after)")
        for failure in self.failures:
            print(f"  FAILED {failure}")


# --- the processes --------------------------------------------------------------------------------------


def _behave() -> None:
    """The processes are silent, and do not keep the killer from its moment."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, 5)


def _load(url: str, act: Act, phase: Any) -> None:
    """The loader's process; its exit code is 0 when the act is done (or had been done before)."""
    _behave()
    engine = make_engine(url)

    def at(step: str) -> None:
        phase.value = PHASES.index(step)

    event.listen(engine, "commit", lambda _connection: at("commit"))
    try:
        act.do(engine, at)
        at("done")
    except Exception:
        os._exit(3)
    os._exit(0)


def _read(
    url: str, allowed: tuple[tuple[int, ...], ...], full: tuple[State, ...], now: dt.datetime, notes: Any
) -> None:
    """The reader's process: polls until told to stop; what is wrong goes into ``notes``."""
    _behave()
    engine = make_engine(url)
    seen = 0
    while not notes.stop.value:
        turn = notes.reads.value
        if turn % 7 == 0:
            engine.dispose()  # as somebody who opens the page only now
        try:
            if turn % 10 == 9:
                found = state(engine, now)
                at = full.index(found) if found in full else None
            else:
                with engine.connect() as connection:
                    counts = fingerprint(connection)
                at = allowed.index(counts) if counts in allowed and facts_meet_marts(counts) else None
        except OperationalError as error:
            if notes.may_be_down.value:
                notes.unanswered.value += 1
                time.sleep(0.02)
                continue
            notes.wrong.value = f"read {turn}: {type(error).__name__} {error.orig}"[:500].encode()
            break
        if at is None or at < seen:
            notes.wrong.value = f"read {turn}: {'neither before nor after' if at is None else 'before again'}".encode()
            break
        seen = at
        notes.reads.value += 1
        time.sleep(0.01)
    os._exit(0)


class _Notes:
    """What a reader tells, in memory that outlives it."""

    def __init__(self) -> None:
        self.stop = _processes.Value("b", 0, lock=False)
        self.may_be_down = _processes.Value("b", 0, lock=False)
        self.reads = _processes.Value("i", 0, lock=False)
        self.unanswered = _processes.Value("i", 0, lock=False)
        self.wrong = _processes.Array("c", 600, lock=False)


class _Reader:
    """A reader that runs until :meth:`end`."""

    def __init__(self, *arguments: Any) -> None:
        self.notes = _Notes()
        self.process = _start(_read, *arguments, self.notes)

    def kill(self) -> None:
        self.process.kill()
        self.process.join()

    def end(self) -> None:
        self.notes.stop.value = 1
        self.process.join(PATIENCE)
        assert not self.process.is_alive(), "the reader hangs"


def _start(target: Callable[..., None], *arguments: Any) -> BaseProcess:
    process = _processes.Process(target=target, args=arguments, daemon=True)
    process.start()
    return process


# --- the tries ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Undisturbed:
    """How an act goes when nobody disturbs it."""

    seconds: float
    commit_seconds: float
    states: tuple[State, State]  # before, after
    counts: tuple[tuple[int, ...], tuple[int, ...]]  # fingerprints of the same


class Tries:
    """Kills on one kind of database."""

    def __init__(self, servant: Servant, seed: str) -> None:
        self.servant, self.seed = servant, seed
        with suppress(OSError):  # needs root; without it, more moments come too late
            os.setpriority(os.PRIO_PROCESS, 0, -5)
        time.sleep(1.1)  # what a load writes as "now" is a later second than anything that is there
        self.now = dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)
        self.known: dict[str, Undisturbed] = {}
        self.tally = Tally()

    def run(self, acts: list[Act], count: int) -> Tally:
        """``count`` kills, the acts in turn."""
        number = 0
        while len(self.tally.kills) + len(self.tally.failures) < count:
            act = acts[number % len(acts)]
            try:
                self._one(act, number, random.Random(f"{self.seed}-{self.servant.kind}-{number}"))
            except AssertionError as error:
                self.tally.failures.append(f"try {number}, {act.name}: {error}")
            number += 1
            if number % 20 == 0:
                print(f"{self.servant.kind}: {number} tries", file=sys.stderr, flush=True)
        return self.tally

    def _one(self, act: Act, number: int, dice: random.Random) -> None:
        usual = self._undisturbed(act)
        way = dice.choices(*zip(*self.servant.ways.items(), strict=True))[0]
        with self.servant.copy(act.start) as url:
            reader = _Reader(url, usual.counts, usual.states, self.now)
            phase = _processes.Value("i", 0, lock=False)
            loader = _start(_load, self.servant.as_loader(url), act, phase)
            reader.notes.may_be_down.value = way == "server"
            with self.servant.armed(way, loader, url) as strike:
                _wait(usual, phase, dice, aimed=number % AIMED == AIMED - 1)
                strike()
            loader.join(PATIENCE)
            assert not loader.is_alive(), "the loader hangs"
            at = phase.value
            readers = [reader]
            if way == "loader and reader":
                reader.kill()
            self.servant.settle(url)
            reader.notes.may_be_down.value = 0
            landed = self._checked(url, act, usual, at)
            if way == "loader and reader":
                readers.append(_Reader(url, usual.counts, usual.states, self.now))
            again = _start(_load, url, act, _processes.Value("i", 0, lock=False))
            again.join(PATIENCE)
            assert again.exitcode == 0, f"running it again ends with {again.exitcode}"
            with _opened(url) as engine:
                left = changed(state(engine, self.now), usual.states[1])
                assert not left, f"killed in {PHASES[at]} ({landed}), and again: differs in {left}"
                assert_sound(engine)
            reads = missed = 0
            for one in readers:
                if one.process.exitcode != -9:
                    one.end()
                assert not one.notes.wrong.value, one.notes.wrong.value.decode()
                reads, missed = reads + one.notes.reads.value, missed + one.notes.unanswered.value
        if at == DONE:
            self.tally.too_late += 1
        else:
            self.tally.kills.append(Kill(act.name, way, PHASES[at], landed, reads, missed))

    def _checked(self, url: str, act: Act, usual: Undisturbed, at: int) -> str:
        """Whether the state is the one before or the one after; AssertionError for anything else."""
        with _opened(url) as engine:
            found = state(engine, self.now)
            assert_sound(engine)
        if found == usual.states[1]:
            assert at >= COMMIT, f"killed in {PHASES[at]}, but committed"
            return "after"
        left = changed(found, usual.states[0])
        assert not left, f"killed in {PHASES[at]}: neither before nor after, differs in {left}"
        assert at != DONE, "the load had returned, and is lost"
        return "before"

    def _undisturbed(self, act: Act) -> Undisturbed:
        if act.name not in self.known:
            with self.servant.copy(act.start) as url:
                with _opened(url) as engine:
                    before = state(engine, self.now)
                    with engine.connect() as connection:
                        counts = fingerprint(connection)
                phase = _processes.Value("i", 0, lock=False)
                reader = _Reader(url, (counts,), (before,), self.now)  # it takes its share of the machine
                started, commit = time.monotonic(), 0.0
                loader = _start(_load, self.servant.as_loader(url), act, phase)
                while phase.value < DONE and loader.is_alive():
                    if phase.value >= COMMIT and not commit:
                        commit = time.monotonic()
                    time.sleep(0.0001)
                ended = time.monotonic()
                reader.kill()
                loader.join()
                assert loader.exitcode == 0, f"{act.name}: the load itself fails"
                with _opened(url) as engine:
                    after = state(engine, self.now)
                    with engine.connect() as connection:
                        pair = counts, fingerprint(connection)
                    assert_sound(engine)
            assert len(changed(before, after)) > 4, f"{act.name} changes nothing"
            self.known[act.name] = Undisturbed(ended - started, ended - commit, (before, after), pair)
        return self.known[act.name]


def _wait(usual: Undisturbed, phase: Any, dice: random.Random, aimed: bool) -> None:
    """Until the random moment: anywhere in the time a load takes, or within its commit."""
    share = dice.random()
    if not aimed:
        time.sleep(share * usual.seconds)
        return
    deadline = time.monotonic() + PATIENCE
    while phase.value < COMMIT and time.monotonic() < deadline:
        time.sleep(0.0001)
    time.sleep(share * usual.commit_seconds)


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    """No connection of ours is open while a process is forked: SQLite's locks would be its too."""
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.etl.kill", description=__doc__.partition("\n")[0])
    parser.add_argument("--sqlite", type=int, default=200, metavar="N", help="kills on SQLite")
    parser.add_argument("--postgres", type=int, default=100, metavar="N", help="kills on PostgreSQL")
    parser.add_argument("--seed", default=str(time.time_ns()), help="of the random moments; default: another each time")
    options = parser.parse_args()
    print(f"seed {options.seed}")
    failed = False
    with tempfile.TemporaryDirectory(prefix="kill-") as folder:
        files = kill_acts.make_files(Path(folder))
        for servant, count in ((kill_acts.Sqlite, options.sqlite), (kill_acts.Postgres, options.postgres)):
            if count:
                started = time.monotonic()
                with servant(Path(folder), files) as ready:
                    tally = Tries(ready, options.seed).run(kill_acts.acts(files), count)
                tally.show(f"{ready.kind} ({time.monotonic() - started:.0f} s)")
                failed = failed or bool(tally.failures)
    return int(failed)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
