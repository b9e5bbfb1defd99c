"""Who may use the office pages (Data, Pemeriksaan): people at this very computer, or whoever knows the office's password.

A visitor counts as local only when everything says so: the connection comes from this computer, no proxy says that it
passes on somebody else's request, and the address in the browser (Host, and Origin where the browser sends it) is this
computer's own. Behind a reverse proxy every connection looks local, but its headers, or the address, do not.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import os
import re
import secrets
import threading
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

PASSWORD = "PANTAU_OFFICE_PASSWORD"
PASSWORD_FILE = "PANTAU_OFFICE_PASSWORD_FILE"

FORWARDED = ("forwarded", "via", "cf-connecting-ip", "true-client-ip", "x-real-ip", "x-client-ip", "x-original-host")
"""Headers by which a proxy says that it passes a request on; besides these, all that begin with ``x-forwarded-``."""

NAME_LENGTH = 80
FREE_TRIES = 3
LONGEST_WAIT = 60.0
"""Seconds between two tries after many wrong ones."""

_KEY = secrets.token_bytes(32)


class Door(Enum):
    """How the office pages stand open to a visitor."""

    OPEN = "open"
    PASSWORD = "password"  # whoever gives it
    CLOSED = "closed"  # not from elsewhere, as no password is set
    BROKEN = "broken"  # a password file is named but holds none: closed to everyone


def is_loopback(host: str) -> bool:
    """Whether a name or IP address is this computer's own."""
    name = host.strip().strip("[]").lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def is_local(ip_address: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a visitor sits at this computer. ``ip_address`` None: Streamlit's word for this computer."""
    found = {name.lower(): value for name, value in headers.items()}
    if ip_address is not None and not is_loopback(ip_address):
        return False
    if any(name in FORWARDED or name.startswith("x-forwarded-") for name in found):
        return False
    if not is_loopback(_host(f"//{found.get('host', '')}")):
        return False
    return "origin" not in found or is_loopback(_host(found["origin"]))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def password(environment: Mapping[str, str] = os.environ) -> str | None:
    """The office's password; None where none is set, "" where the file that should hold it does not."""
    if stated := environment.get(PASSWORD):
        return stated
    if not (file := environment.get(PASSWORD_FILE)):
        return None
    try:
        return Path(file).read_text(encoding="utf-8").strip("\r\n")
    except (OSError, ValueError):
        return ""


def door(local: bool, environment: Mapping[str, str] = os.environ) -> Door:
    """How the office pages stand open. Where a password is set, everyone gives it, at this computer too."""
    wanted = password(environment)
    if wanted is None:
        return Door.OPEN if local else Door.CLOSED
    return Door.PASSWORD if wanted else Door.BROKEN


def token(wanted: str) -> str:
    """What a session keeps as proof that the password was given; worthless to another process or for another password."""
    return hmac.new(_KEY, wanted.encode(), hashlib.sha256).hexdigest()


class Tries:
    """Tries at the password in this process: after some wrong ones each further one has to wait, longer and longer."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._wrong = 0
        self._not_before = 0.0

    def wait(self) -> float:
        """Seconds until the next try is looked at; 0 when it may come now."""
        with self._lock:
            return max(0.0, self._not_before - self._clock())

    def right(self, given: str, wanted: str) -> bool:
        """Whether the password is right. While waiting (:meth:`wait`) nothing is, and nothing is compared."""
        with self._lock:
            now = self._clock()
            if now < self._not_before or not wanted:
                return False
            # Of equal length, so that the time taken tells nothing, not even how long the password is.
            if hmac.compare_digest(token(given), token(wanted)):
                self._wrong, self._not_before = 0, 0.0
                return True
            self._wrong += 1
            if self._wrong >= FREE_TRIES:
                self._not_before = now + min(LONGEST_WAIT, 2.0 ** (self._wrong - FREE_TRIES + 1))
            return False


TRIES = Tries()
"""The tries of this process."""


def clean_name(typed: str) -> str:
    """Who works, as kept in the records: one line of at most 80 characters; "" when it says nothing.

    Long numbers are left out: somebody may take their NIK for their name.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in typed).split())
    line = " ".join(re.sub(r"\d{6,}", "", line).split())[:NAME_LENGTH].strip()
    return line if any(c.isalpha() for c in line) else ""
