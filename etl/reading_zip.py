"""Zip archives opened with suspicion: the list of members is bounded and agrees with the content before any is read."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from etl import limits
from etl.report import FileError

CHUNK = limits.MB

# What zipfile raises on damage or a password; ValueError includes names it cannot decode.
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, EOFError, ValueError, OverflowError)

_END, _END64, _LOCATOR64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_END_SIZE, _END64_SIZE, _LOCATOR64_SIZE = 22, 56, 20
_LOCAL_SIZE = 30
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others unpack without a bound, and no office writes them


@contextmanager
def opened(path: Path, broken: str) -> Iterator[zipfile.ZipFile]:
    """The archive, once its list of members is found to be sound. FileError ``broken`` for any damage, also later on."""
    try:
        with path.open("rb") as file:
            _check_directory_size(file, broken)
            with zipfile.ZipFile(file) as archive:
                _check_members(archive, broken)
                yield archive
    except BROKEN:
        raise FileError(broken) from None


def _check_directory_size(file: BinaryIO, broken: str) -> None:
    """zipfile reads the whole list of members at once: see how long it says it is first."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_536 - _END_SIZE - _LOCATOR64_SIZE - _END64_SIZE))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise FileError(broken)
    (length,) = struct.unpack_from("<L", tail, at + 12)
    at64 = at - _LOCATOR64_SIZE - _END64_SIZE
    if tail[max(0, at - _LOCATOR64_SIZE) : at].startswith(_LOCATOR64) and tail[max(0, at64) :].startswith(_END64):
        (length,) = struct.unpack_from("<Q", tail, at64 + 40)
    if length > limits.ZIP_DIRECTORY_MB * limits.MB:
        raise FileError("zip_too_many_members", limit=limits.ZIP_MEMBERS)
    file.seek(0)


def _check_members(archive: zipfile.ZipFile, broken: str) -> None:
    members = archive.infolist()
    if len(members) > limits.ZIP_MEMBERS:
        raise FileError("zip_too_many_members", limit=limits.ZIP_MEMBERS)
    if not all(member.filename for member in members):  # zipfile stumbles over a name without a letter
        raise FileError(broken)
    if len({member.filename for member in members}) < len(members):
        raise FileError("zip_contradictory")
    end = archive.start_dir
    for member in sorted(members, key=lambda m: m.header_offset, reverse=True):
        if member.header_offset + _LOCAL_SIZE + member.compress_size > end:
            raise FileError("zip_contradictory")  # members share bytes: a small file that unpacks to anything
        end = member.header_offset
        if member.compress_type not in _METHODS and not member.flag_bits & 1:
            raise FileError(broken)


class Budget:
    """How many bytes may still be unpacked; FileError ``reason`` when they are used up, whatever the headers say."""

    def __init__(self, megabytes: int, reason: str) -> None:
        self.limit = megabytes
        self.left = megabytes * limits.MB
        self.reason = reason

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise FileError(self.reason, size=f"> {self.limit}", limit=self.limit)


def chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    """The content of a member, a megabyte at a time."""
    with archive.open(member) as file:
        while chunk := file.read(CHUNK):
            budget.take(len(chunk))
            yield chunk
