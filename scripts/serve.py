"""Have data, start the dashboard, say when it answers, stop it when told to.

Usage: ``.venv/bin/python scripts/serve.py [--only-data]`` with ``PORT`` (default 8501) and ``PANTAU_DATABASE_URL``.

An empty database gets the demo data. Once the office has loaded a file of its own, demo data are never loaded again.
"""

from __future__ import annotations

import argparse
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = "127.0.0.1"
PATIENCE = 120  # seconds until a server that does not answer is given up


def say(text: str) -> None:
    print(text, flush=True)


def office_batches() -> int:
    """Files in the database that are the office's own, not synthetic; 0 as well for a database that is not yet made."""
    from sqlalchemy import func, select
    from sqlalchemy.exc import SQLAlchemyError

    from pantau.database import is_ready, make_engine
    from pantau.schema import batch

    try:
        engine = make_engine()
        if not is_ready(engine):
            return 0
        with engine.connect() as connection:
            return connection.scalar(select(func.count()).where(batch.c.synthetic.is_(False))) or 0
    except SQLAlchemyError as error:
        # Only the driver's own sentence: the whole exception would be a traceback, and the URL may hold a password.
        sys.exit(f"Basis data tidak dapat dibuka / the database cannot be opened:\n  {getattr(error, 'orig', error)}")


def have_data() -> None:
    """Bring the schema up to date; load the demo data (those not yet loaded) unless the office has its own."""
    if count := office_batches():
        from pantau.database import make_engine, upgrade

        upgrade(make_engine())
        say(f"Ada data kantor ({count} berkas), data contoh tidak dimuat / office data found, no demo data loaded")
        return
    if subprocess.call([sys.executable, "-m", "etl", "demo"], cwd=ROOT):
        sys.exit("Data contoh gagal dimuat / loading the demo data failed (see above)")


def port_wanted() -> int:
    """The port in ``PORT``, checked to be a free one."""
    text = os.environ.get("PORT") or "8501"
    if not (text.isdecimal() and 0 < int(text) < 65536):
        sys.exit(f"PORT={text}: bukan nomor port / not a port number")
    with socket.socket() as probe:
        if os.name != "nt":  # there, this option would let two programs share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, int(text)))
        except OSError as error:
            sys.exit(
                f"Port {text} tidak dapat dipakai ({error.strerror}). Pakai yang lain: make run PORT=8600\n"
                f"Port {text} cannot be used, probably by another program (or a dashboard that already runs there)."
            )
    return int(text)


def answers(port: int) -> bool:
    """Whether the server's health check says ok (asked directly: a proxy setting must not come between)."""
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=2)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def serve(port: int) -> int:
    """Run the dashboard until it ends or we are told to stop; its exit code, 0 when told to stop."""
    from pantau.intake import stated_mb

    options = ["--server.address", ADDRESS, "--server.port", str(port)]
    if largest := stated_mb():
        options += ["--server.maxUploadSize", str(largest)]
    server = subprocess.Popen([sys.executable, "-m", "streamlit", "run", "app.py", *options], cwd=ROOT)
    told_to_stop = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal told_to_stop
        told_to_stop = True
        server.terminate()

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)

    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and not answers(port):
        if time.monotonic() > deadline:
            server.kill()
            sys.exit(f"Dasbor tidak menjawab / no answer from the dashboard in {PATIENCE} s")
        time.sleep(0.2)
    if server.poll() is None:
        say(f"Dasbor siap / Dashboard ready: http://{ADDRESS}:{port}")
        say("Ctrl+C untuk berhenti / to stop")
    status = server.wait()
    if told_to_stop:
        say("Dasbor berhenti / dashboard stopped")
        return 0
    return status


def main() -> int:
    parser = argparse.ArgumentParser(description="Load the demo data if there are no others, then start the dashboard.")
    parser.add_argument("--only-data", action="store_true", help="do not start the dashboard")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    if options.only_data:
        have_data()
        return 0
    port = port_wanted()  # before the long part
    have_data()
    return serve(port)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # while loading: that file's transaction is rolled back
        sys.exit(130)
