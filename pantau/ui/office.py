"""Work on office files, done by ``python -m etl`` in a process of its own: this one never opens an office file.

The process has limits on memory and time and can be killed at any moment: a load is one transaction. Jobs belong to the
server, not to a visitor: whoever asks again for a job that runs gets that job, from another tab or after a reload too.
One runs at a time; the others wait for their turn.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st

from pantau import intake
from pantau.database import ROOT

MEMORY_MB = 4096
"""Address space of the process: the largest file costs the loader about 2 GB, and libraries reserve more than they use."""
ANSWER_MB = 64
"""The longest answer that is read: the report of a file in which nearly every row was rejected is longer."""
PATIENCE = {
    "receive": 120,
    "discard": 60,
    "check": 600,
    "diff": 1200,
    "load": 3600,
    "rollback": 3600,
    "duplicates": 900,
}
"""Seconds a command may take."""
OTHERWISE = 120
KEPT_JOBS = 60

_log = logging.getLogger(__name__)


def max_file_mb() -> int:
    """The largest file that can be handed in, MB."""
    server = int(st.get_option("server.maxUploadSize"))
    return min(intake.stated_mb() or server, server)


@dataclass
class Answer:
    """What a command said. ``data`` is its JSON, None where it gave none; ``trouble`` is "" or why it did not end by
    itself: "stopped" (by a person), "timeout", "too_long" (its answer), "failed"."""

    code: int | None = None
    data: Any = None
    trouble: str = ""


@dataclass
class Job:
    """A command under way, or done. ``key`` says what it is about: who asks for the same key gets the same job."""

    key: str
    command: str
    arguments: Sequence[str]
    who: str
    digest: Callable[[Any], Any]
    step: str = ""
    done: int = 0
    of: int = 0
    started: float = field(default_factory=time.monotonic)
    answer: Answer = field(default_factory=Answer)
    waits: bool = True  # for its turn
    over: threading.Event = field(default_factory=threading.Event)
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def running(self) -> bool:
        """Whether it is under way or waits for its turn."""
        return not self.over.is_set()

    @property
    def seconds(self) -> int:
        """How long ago it was asked for."""
        return int(time.monotonic() - self.started)

    def stop(self) -> None:
        """End it at once. Nothing is half loaded."""
        self._stop.set()

    def _work(self) -> None:
        try:
            while not _TURN.acquire(timeout=0.2):
                if self._stop.is_set():
                    self.answer = Answer(trouble="stopped")
                    return
            try:
                self.waits, self.started = False, time.monotonic()
                self.answer = _run(self.command, self.arguments, self._stop, self._progress)
            finally:
                _TURN.release()
            if self.answer.data is not None:
                self.answer.data = self.digest(self.answer.data)
        except Exception:  # whoever waits for the job must learn that it is over
            # The exception may quote the file, so only its class is written down.
            _log.error("etl %s: %s", self.command, sys.exc_info()[0])
            self.answer = Answer(trouble="failed")
        finally:
            self.over.set()

    def _progress(self, line: dict[str, Any]) -> None:
        self.step, self.done, self.of = str(line["step"]), int(line["done"]), int(line["of"])


_TURN = threading.Lock()
_JOBS: dict[str, Job] = {}
_GUARD = threading.Lock()
_PROCESSES: set[subprocess.Popen] = set()


def start(
    key: str, command: str, *arguments: str, who: str = "", digest: Callable[[Any], Any] = lambda data: data
) -> Job:
    """Start ``etl COMMAND ARGUMENTS --json`` as the job ``key``, unless it runs already. ``digest`` makes of its answer
    what is kept of it."""
    with _GUARD:
        found = _JOBS.get(key)
        if found is not None and found.running:
            return found
        job = Job(key, command, arguments, who, digest)
        _JOBS.pop(key, None)
        _JOBS[key] = job
        for old in [k for k, j in _JOBS.items() if not j.running][: max(0, len(_JOBS) - KEPT_JOBS)]:
            del _JOBS[old]
        threading.Thread(target=job._work, name=f"etl-{command}", daemon=True).start()
        return job


def job(key: str) -> Job | None:
    """The job of that key: under way, or the last one that was."""
    return _JOBS.get(key)


def forget(key: str) -> None:
    """Forget a job that is over."""
    with _GUARD:
        if key in _JOBS and not _JOBS[key].running:
            del _JOBS[key]


def run(command: str, *arguments: str) -> Answer:
    """Run ``etl COMMAND ARGUMENTS --json`` and wait for its answer. For what takes a moment."""
    return _run(command, arguments, threading.Event(), lambda _line: None)


def workbook(command: str, *arguments: str) -> bytes:
    """The workbook that ``etl COMMAND ARGUMENTS --out FILE`` writes. RuntimeError when there is none."""
    with tempfile.TemporaryDirectory(prefix="pantau-") as folder:  # its owner's alone
        path = Path(folder) / "berkas.xlsx"
        answer = run(command, *arguments, "--out", str(path))
        if answer.code != 0 or not path.exists():
            raise RuntimeError(f"etl {command}: {answer.trouble or answer.code}")
        return path.read_bytes()


def _run(
    command: str, arguments: Sequence[str], stop: threading.Event, progress: Callable[[dict[str, Any]], None]
) -> Answer:
    patience = PATIENCE.get(command, OTHERWISE)
    words = [sys.executable, "-m", "etl", command, *arguments]
    if command != "discard":
        words.append("--json")
    if os.name == "posix":
        words = [sys.executable, "-m", "pantau.limited", str(MEMORY_MB), str(patience), *words]
    # Threads of their own would make the numeric libraries reserve memory that is never used.
    environment = {**os.environ, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    # A file, not a pipe: an answer that is long can be left unread.
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            words,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.PIPE,
            start_new_session=os.name == "posix",
        )
        _PROCESSES.add(process)
        try:
            listener = threading.Thread(target=_listen, args=(process, progress), daemon=True)
            listener.start()
            trouble = _wait(process, patience, stop)
            listener.join(timeout=10)
        finally:
            _kill(process)
            _PROCESSES.discard(process)
        if trouble:
            return Answer(process.returncode, None, trouble)
        if output.seek(0, os.SEEK_END) > ANSWER_MB * 1024**2:
            return Answer(process.returncode, None, "too_long")
        output.seek(0)
        data = _json(output.read())
    if process.returncode not in (0, 1, 2) or (data is None and command != "discard"):
        _log.error("etl %s ended with %s", command, process.returncode)
        return Answer(process.returncode, None, "failed")
    return Answer(process.returncode, data)


def _wait(process: subprocess.Popen, patience: float, stop: threading.Event) -> str:
    deadline = time.monotonic() + patience
    while process.poll() is None:
        if stop.is_set():
            return "stopped"
        if time.monotonic() > deadline:
            return "timeout"
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.1)
    return ""


def _listen(process: subprocess.Popen, progress: Callable[[dict[str, Any]], None]) -> None:
    """Read the lines of progress; what else comes there may quote the file and is thrown away."""
    assert process.stderr is not None
    with contextlib.suppress(ValueError, OSError), process.stderr:
        while line := process.stderr.readline(10_000):
            found = _json(line)
            if isinstance(found, dict) and {"step", "done", "of"} <= set(found):
                progress(found)


def _json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _kill(process: subprocess.Popen) -> None:
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()


@atexit.register
def _end() -> None:
    """With the server its jobs end: what they were loading is not loaded at all."""
    for process in list(_PROCESSES):
        _kill(process)
