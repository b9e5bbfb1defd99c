"""Programs that tests start and stop: a throw-away PostgreSQL, the dashboard."""

from __future__ import annotations

import fcntl
import glob
import http.client
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from pantau.database import ROOT


def free_port() -> int:
    """A TCP port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Hold a lock that other processes wait for."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


# --- PostgreSQL -------------------------------------------------------------------------------------


def postgres_programs() -> Path | None:
    """The folder of the newest ``initdb`` and ``postgres`` on this machine."""
    found = [Path(p) for p in glob.glob("/usr/lib/postgresql/*/bin/initdb")]
    if found:
        return max(found, key=lambda p: int(p.parts[-3])).parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


class PostgresCluster:
    """A server of our own on a random port, with a random password, deleted at the end. A context manager."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.port = free_port()
        self.password = secrets.token_hex(16)
        self.url = f"postgresql://pantau:{self.password}@127.0.0.1:{self.port}/postgres"

    def _as_user(self) -> dict[str, Any]:
        """Arguments that make a subprocess unprivileged: PostgreSQL refuses to run as root."""
        if os.geteuid() != 0:
            return {}
        try:
            user = pwd.getpwnam("postgres")
        except KeyError:
            user = pwd.getpwnam("nobody")
        os.chown(self.folder, user.pw_uid, user.pw_gid)
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def __enter__(self) -> PostgresCluster:
        # Directly under /tmp: the path of a socket may have 107 characters only.
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        data, log = self.folder / "data", self.folder / "log"
        common = {**self._as_user(), "cwd": self.folder, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}}
        password_file = self.folder / "password"
        password_file.write_text(self.password)
        if "user" in common:
            os.chown(password_file, common["user"], common["group"])
        password_file.chmod(0o600)
        initdb: list[str | Path] = [
            self.programs / "initdb",
            "-D",
            data,
            "-U",
            "pantau",
            "-A",
            "scram-sha-256",
            "-E",
            "UTF8",
        ]
        made = subprocess.run(
            [*initdb, f"--pwfile={password_file}", "--no-sync", "--no-locale"], capture_output=True, text=True, **common
        )
        assert made.returncode == 0, made.stdout + made.stderr
        settings = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self.folder,
            "fsync": "off",  # nothing here outlives a power cut anyway
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": 50,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with log.open("wb") as output:
            self.server = subprocess.Popen(
                [self.programs / "postgres", "-D", data, *options], stdout=output, stderr=output, **common
            )
        ready: list[str | Path] = [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        deadline = time.monotonic() + 60
        while subprocess.call(ready) != 0:
            if self.server.poll() is not None or time.monotonic() > deadline:
                self.__exit__(None, None, None)
                raise AssertionError("PostgreSQL did not start:\n" + self.last_log)
            time.sleep(0.1)
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.server.send_signal(signal.SIGQUIT)  # at once: its data are thrown away
        self.server.wait(timeout=30)
        self.last_log = (self.folder / "log").read_text(errors="replace")[-3000:]
        shutil.rmtree(self.folder, ignore_errors=True)


# --- the dashboard ----------------------------------------------------------------------------------


def _healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def running_app(database_url: str, log: Path) -> Iterator[str]:
    """The dashboard over a database on a free port, as ``make run`` starts it; yields its base URL."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = {**os.environ, "PANTAU_DATABASE_URL": database_url}
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        deadline = time.monotonic() + 90
        while not _healthy(port):
            if server.poll() is not None or time.monotonic() > deadline:
                raise AssertionError("The dashboard did not start:\n" + log.read_text(errors="replace")[-3000:])
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()


def browser_arguments() -> list[str]:
    """Chromium's switches: works as root, sends nothing of its own anywhere."""
    return [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
