"""``python tests/etl/check_hostile.py DATABASE MEGABYTES FILE...``: check each file in a process that may take so much memory.

One JSON line a file: name, exit code, seconds, peak memory in MB, and the report (null if the process died).
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from pathlib import Path

from etl.load import check_file
from pantau.database import make_engine

CPU_SECONDS, SECONDS = 60, 240
"""A check that computes or waits longer is killed: it counts as one that never ends."""


def check(url: str, path: Path, megabytes: int, pipe: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024**2, megabytes * 1024**2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    signal.alarm(SECONDS)
    report = check_file(make_engine(url), path)
    with os.fdopen(pipe, "w") as file:
        json.dump(report.as_json(), file)


def main(url: str, megabytes: str, *files: str) -> None:
    for name in files:
        reading, writing = os.pipe()
        started = time.monotonic()
        child = os.fork()
        if not child:
            os.close(reading)
            try:
                check(url, Path(name), int(megabytes), writing)
            finally:
                os._exit(1 if sys.exc_info()[0] else 0)
        os.close(writing)
        with os.fdopen(reading) as file:
            content = file.read()
        _, status, usage = os.wait4(child, 0)
        found = {"name": Path(name).name, "exit": os.waitstatus_to_exitcode(status), "peak": usage.ru_maxrss // 1024}
        found |= {"seconds": round(time.monotonic() - started, 1), "report": json.loads(content) if content else None}
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
