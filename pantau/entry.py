"""One row entered on a page, as the file that an office would have sent: same headings, same checks, same way in.

The row becomes a CSV file with one row, kept beside the files handed in until the loader has read it. Its number is given
here, so that what is sent twice is the same file, which changes nothing the second time.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from pantau import intake

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters and digits that are not taken for each other when a number is read out."""
_LETTERS = 7

NUMBERS = {
    "aspirations": ("NOMOR USULAN", "USL"),
    "complaints": ("NOMOR ADUAN", "ADU"),
    "decisions": ("NOMOR KEPUTUSAN", "KPT"),
}
"""Kinds that can be entered on a page: the heading of the number, and how a number begins."""


def new_number(kind: str, today: dt.date) -> str:
    """A number for a new row, such as ``USL-20261127-7KQ2M9X``: of 27 thousand million a day, so nobody else has it."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(_LETTERS))
    return f"{NUMBERS[kind][1]}-{today:%Y%m%d}-{drawn}"


def content(kind: str, number: str, cells: Mapping[str, object]) -> bytes:
    """The file: the number and ``cells`` (heading -> value; None and "" are left blank), every cell quoted, in UTF-8.

    Line ends and tabs within a text become blanks: it is one line of one row.
    """
    row = {NUMBERS[kind][0]: number, **cells}
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(row)
    writer.writerow([_cell(value) for value in row.values()])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    return " ".join(str(value).split())


def keep(number: str, file: bytes) -> Path:
    """Write the file, for its owner alone, under its number; the loader takes the file's name from it. OSError when it
    cannot be written. What is left behind goes with :func:`pantau.intake.sweep`."""
    place = intake.folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = place / f"{number}.csv"
    unfinished = place / f"{number}.{os.getpid()}-{secrets.token_hex(4)}"
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(file)
    unfinished.replace(path)
    return path


def drop(number: str) -> None:
    """Delete the file, once it is loaded or not wanted any more."""
    (intake.folder() / f"{number}.csv").unlink(missing_ok=True)
