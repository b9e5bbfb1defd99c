"""Programs that tests start and stop: a throw-away PostgreSQL, the dashboard."""

from __future__ import annotations

import asyncio
import fcntl
import glob
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from pantau.database import ROOT
from scripts.serve import answers


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


_WATCH = """read -r _
kill -QUIT "$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)" 2>/dev/null
while kill -0 "$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)" 2>/dev/null; do sleep 0.1; done
rm -rf "$1"
"""
"""Waits for the end of the process that holds the other end of its input, however that ends; then cleans up."""

_NOTHING_LASTS: dict[str, Any] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresCluster:
    """A server of our own on a random port, with a random password, deleted at the end. A context manager.

    It ends with the process that started it, even one that is killed. ``durable``: as in an office, where a commit
    survives a crash; else as fast as it can be. ``folder``: an empty folder to hold everything, deleted too.
    """

    def __init__(self, programs: Path, durable: bool = False, folder: Path | None = None) -> None:
        self.programs = programs
        self.port = free_port()
        self.password = secrets.token_hex(16)
        self.url = f"postgresql://pantau:{self.password}@127.0.0.1:{self.port}/postgres"
        self.settings = {"max_connections": 60, **({} if durable else _NOTHING_LASTS)}
        # Directly under /tmp: the path of a socket may have 107 characters only.
        self.folder = folder or Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))

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
        watch = ["/bin/sh", "-c", _WATCH, "watch", str(self.folder)]
        self._watcher = subprocess.Popen(watch, stdin=subprocess.PIPE, start_new_session=True)
        self._common = {
            **self._as_user(),
            "cwd": self.folder,
            "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        }
        password_file = self.folder / "password"
        password_file.write_text(self.password)
        if "user" in self._common:
            os.chown(password_file, self._common["user"], self._common["group"])
        password_file.chmod(0o600)
        initdb: list[str | Path] = [self.programs / "initdb", "-D", self.folder / "data", "-U", "pantau"]
        options = ["-A", "scram-sha-256", "-E", "UTF8", "--no-sync", "--no-locale", "--wal-segsize=4"]
        made = subprocess.run(
            [*initdb, *options, f"--pwfile={password_file}"], capture_output=True, text=True, **self._common
        )
        assert made.returncode == 0, made.stdout + made.stderr
        self.start()
        return self

    def start(self) -> None:
        """Start the server on the data that are there, and wait until it answers."""
        settings = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self.folder,
            **self.settings,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as output:
            self.server = subprocess.Popen(
                [self.programs / "postgres", "-D", self.folder / "data", *options],
                stdout=output,
                stderr=output,
                start_new_session=True,
                **self._common,
            )
        ready: list[str | Path] = [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        deadline = time.monotonic() + 60
        while subprocess.call(ready) != 0:
            if self.server.poll() is not None or time.monotonic() > deadline:
                self.__exit__(None, None, None)
                raise AssertionError("PostgreSQL did not start:\n" + self.last_log)
            time.sleep(0.05)

    def crash(self) -> None:
        """Stop the server at once, as ``pg_ctl stop -m immediate`` does: it recovers when it is started again."""
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait(timeout=30)

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.crash()  # at once: its data are thrown away
        self.last_log = (self.folder / "log").read_text(errors="replace")[-3000:]
        assert self._watcher.stdin
        self._watcher.stdin.close()
        self._watcher.wait(timeout=30)


# --- the dashboard ----------------------------------------------------------------------------------


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
        while not answers(port):
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


@contextmanager
def forwarding_proxy(base: str, visitor: str) -> Iterator[str]:
    """A proxy before the dashboard at ``base`` that says, as they do, for whom it asks; yields its own base URL.

    A browser cannot stand in for it: it keeps headers of its own off the handshake of a web socket.
    """
    target = urlsplit(base)

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            writer.close()
            return
        first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
        if not any(line.lower().startswith(b"upgrade:") for line in lines):  # one request a connection
            lines = [line for line in lines if not line.lower().startswith(b"connection:")] + [b"Connection: close"]
        lines.append(b"X-Forwarded-For: " + visitor.encode())
        back, forth = await asyncio.open_connection(target.hostname, target.port)
        forth.write(b"\r\n".join([first, *lines]) + b"\r\n\r\n")
        await asyncio.gather(pipe(reader, forth), pipe(back, writer))

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    port = free_port()
    server = asyncio.run_coroutine_threadsafe(asyncio.start_server(serve, "127.0.0.1", port), loop).result(30)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)


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
