"""``python -m bench [--scale 1 10] [--quick] [--url URL]``: measure, and print Markdown tables to stdout.

For each scale (times the demo's 13,000 households, RW, RT and transfers): making the demo files, loading them all, the
size of the database, what 20 readers wait while a file is loaded, the server's time for each page, and the size of the
map. Progress goes to stderr. Ten times the demo is 5 million rows: allow half an hour and 3 GB of disk; everything made
is deleted at the end.

With ``--url postgresql://...`` the load goes into a new database on that server, dropped at the end; the user needs the
right to create databases, and the database named in the URL is left alone.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import databases, loading, machine, maps, pages, readers, table
from etl import demo
from pantau.database import ROOT
from tests.services import running_app

FOLDER = ROOT / "data" / "local" / "bench"
QUICK_HOUSEHOLDS = 800

Say = Callable[[str], None]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure loading, pages and the map.")
    parser.add_argument("--scale", type=int, nargs="+", default=[1, 10], metavar="N", help="times the demo's size")
    parser.add_argument("--runs", type=int, default=30, metavar="N", help="runs of each page (default 30)")
    parser.add_argument("--quick", action="store_true", help=f"only {QUICK_HOUSEHOLDS} households and 5 runs")
    parser.add_argument("--url", help="a PostgreSQL server to use instead of SQLite")
    options = parser.parse_args()
    table.show("Machine", ["what", "is"], machine.facts(options.url))
    scales = [1] if options.quick else options.scale
    for scale in scales:
        measure(scale, QUICK_HOUSEHOLDS if options.quick else None, 5 if options.quick else options.runs, options.url)
    return 0


def measure(scale: int, households: int | None, runs: int, url: str | None) -> None:
    """Everything for one size of data; what was made for it is deleted even when it breaks off."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{scale}x-", dir=FOLDER))
    say = _progress(f"{scale}x")
    title = "demo size" if scale == 1 else f"{scale}x demo size"
    if households is not None:
        title = f"{households} households"
    try:
        started = time.perf_counter()
        files = demo.generate(folder / "files", scale, lambda what, done, steps: say(f"make {what}"), households)
        generated = time.perf_counter() - started
        with databases.fresh(folder, url) as database:
            loads = loading.load(database.engine, files, say)
            loading.show(title, generated, sum(f.stat().st_size for f in files), loads, database.size())
            readers.show(title, readers.measure(database, files, say))
            with running_app(database.url, folder / "app.log") as address:
                client = pages.Client(address)
                maps.show(title, maps.measure(client, database.engine, say))
                pages.show(title, pages.measure(client, database.engine, runs, say), runs)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if not any(FOLDER.iterdir()):
            FOLDER.rmdir()


def _progress(prefix: str) -> Say:
    started = time.monotonic()

    def say(text: str) -> None:
        print(f"[{prefix} {time.monotonic() - started:6.0f} s] {text}", file=sys.stderr, flush=True)

    return say


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
