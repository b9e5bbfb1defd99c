"""``watch``: a folder whose files are loaded as they come."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from etl.commands.files import check_again
from etl.commands.shared import account
from etl.watch import DONE, TO_MEND, Watcher
from pantau import database

_ONCE_WAIT = 2.0
"""Seconds between the two looks of ``--once``: a file that changes meanwhile is still being copied."""


def add(commands: argparse._SubParsersAction) -> None:
    """Add ``watch``."""
    text = "pantau sebuah folder dan muat berkas yang ditaruh di sana · watch a folder and load the files put there"
    watch = commands.add_parser(
        "watch",
        help=text,
        description=f"{text}. Berkas yang termuat utuh pindah ke {DONE}/, lainnya ke {TO_MEND}/, dengan laporannya. · "
        f"Files that load completely move to {DONE}/, others to {TO_MEND}/, each with its report.",
    )
    watch.add_argument("folder", type=Path, metavar="FOLDER")
    watch.add_argument("--once", action="store_true", help="satu kali saja · only once")
    watch.add_argument(
        "--every", type=_seconds, default=10.0, metavar="DETIK", help="jeda melihat · seconds between looks"
    )
    watch.add_argument("--by", default=account(), metavar="NAMA", help="siapa yang memuat · who loads")
    watch.set_defaults(run=_watch)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0.1 <= seconds <= 86_400:
        raise argparse.ArgumentTypeError("0.1 … 86400")
    return seconds


def _watch(options: argparse.Namespace) -> int:
    if not options.folder.is_dir():
        print(f"Folder tidak ada · no such folder: {options.folder}", file=sys.stderr)
        return 2
    engine = database.make_engine()
    database.upgrade(engine)
    watcher = Watcher(engine, options.folder, options.by, lambda line: print(line, flush=True))
    stop = threading.Event()
    watcher.stopping = stop.is_set
    code = 0
    before = {number: signal.signal(number, _stopper(stop)) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        if options.once:
            code = _look(watcher)
            stop.wait(min(options.every, _ONCE_WAIT))
            code = max(code, _look(watcher))
            if not stop.is_set():
                return code
        print(f"Memantau {options.folder}; Ctrl+C untuk berhenti. · Watching; Ctrl+C to stop.", flush=True)
        while not stop.is_set():
            _look(watcher)
            stop.wait(options.every)
    except KeyboardInterrupt:  # a load under way is undone by its transaction; its file is still there
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        engine.dispose()
    print("Berhenti. · Stopped.", flush=True)
    return code


def _stopper(stop: threading.Event) -> Callable[[int, FrameType | None], None]:
    """A handler that lets the file under way be finished, and at the second signal gives it up.

    An exception raised by the first one could come anywhere, also where Python ignores exceptions.
    """

    def handler(_signal: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    return handler


def _look(watcher: Watcher) -> int:
    """One look; the exit code of its files. A folder that cannot be read, such as a share that is away, is tried again."""
    try:
        reports = watcher.look()
    except OSError as error:
        print(f"Folder belum dapat dibaca · folder cannot be read yet ({error.strerror})", file=sys.stderr, flush=True)
        return 2
    if any(report.batch_id is not None and not report.unchanged for report in reports):
        check_again(watcher.engine, watcher.actor)
    return max((report.exit_code() for report in reports), default=0)
