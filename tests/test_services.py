"""Do the programs that tests start end with the tests, however those end?"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from pantau.database import ROOT
from tests.conftest import require
from tests.services import postgres_programs

HOLDS_A_SERVER = """
import time
from tests.services import PostgresCluster, postgres_programs
with PostgresCluster(postgres_programs()) as cluster:
    print(cluster.server.pid, cluster.folder, flush=True)
    time.sleep(60)
"""


def test_a_server_ends_with_the_process_that_started_it() -> None:
    require(postgres_programs(), "PostgreSQL (initdb and postgres)")
    holder = subprocess.Popen([sys.executable, "-c", HOLDS_A_SERVER], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    pid, folder = holder.stdout.readline().split()
    assert Path(f"/proc/{pid}/stat").exists()
    holder.send_signal(signal.SIGTERM)
    holder.communicate(timeout=10)
    deadline = time.monotonic() + 20
    while Path(folder).exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(folder).exists()
    process = Path(f"/proc/{pid}/stat")
    assert not process.exists() or process.read_text().split()[2] == "Z"  # ended, and waiting to be counted
