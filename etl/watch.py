"""A watched folder: each file put there is loaded, then moved aside with a report of what became of it.

By looking every few seconds, which works on any disk and network share. A file is moved only after its load is
committed, and loading it again changes nothing: whatever moment the computer stops, the next look goes on from there.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from etl.database_errors import database_errors
from etl.load import LoadError, Order
from etl.load_kinds import load_kinds
from etl.report import WARNING, FileError, Report
from etl.sources import recognise

DONE, TO_MEND = "selesai", "perlu-diperbaiki"
REPORT = ".laporan.txt"
_LOCK = ".pantau-sedang-dipantau"

_IGNORED_STARTS = ("~$", "~", ".", "#")
_IGNORED_ENDS = (
    *(".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".filepart", ".swp", ".lock", "~"),
    *(REPORT, "desktop.ini", "thumbs.db"),
)

_ORDER = (
    *("areas", "boundaries", "programmes", "registry", "membership", "disbursement", "targets"),
    *("partners", "agreements", "contributions", "activities", "deliveries", "outcomes"),
)
"""Kinds in the order in which they need one another: of files that come together the first ones first. Those that are not
named need these only."""

_PASSING = ("file_missing", "file_unreadable", "file_changed")
"""Reasons that may be gone at the next look: the file is being written, or another program has it open."""

EMPTY_LOOKS = 6
"""How many looks an empty file is given to be filled: some programs make the file first and write later."""

Signature = tuple[int, int]
Say = Callable[[str], None]


@dataclass
class Watcher:
    """What is known of the files of a folder between looks.

    ``seen`` has each file's size and time of change and how many looks they have stayed; ``left`` the files that failed
    for a reason that lies with the program or the database, as they were then. ``stopping`` is asked before each file.
    """

    engine: Engine
    folder: Path
    actor: str
    say: Say
    seen: dict[str, tuple[Signature, int]] = field(default_factory=dict)
    left: dict[str, Signature] = field(default_factory=dict)
    stopping: Callable[[], bool] = lambda: False

    def look(self) -> list[Report]:
        """One look: load what has not changed since the last one; the reports of the files that were dealt with.

        OSError when the folder cannot be read.
        """
        for name in (DONE, TO_MEND):
            (self.folder / name).mkdir(exist_ok=True)
        found = dict(_files(self.folder))
        ready = []
        for name, signature in found.items():
            before, looks = self.seen.get(name, (None, 0))
            looks = looks + 1 if before == signature else 0
            self.seen[name] = signature, looks
            if looks >= (1 if signature[0] else EMPTY_LOOKS) and self.left.get(name) != signature:
                ready.append(name)
        self.seen = {name: kept for name, kept in self.seen.items() if name in found}
        self.left = {name: kept for name, kept in self.left.items() if name in found}
        reports = []
        with _alone(self.folder) as alone:
            if not alone:
                if ready:
                    self.say("Pemantau lain sedang bekerja di folder ini. · Another watcher is at work in this folder.")
                return []
            for name in sorted(ready, key=lambda name: (_place(self.folder / name), name)):
                if self.stopping():
                    break
                report = self._deal_with(name, found[name])
                if report is not None:
                    reports.append(report)
        return reports

    def _deal_with(self, name: str, signature: Signature) -> Report | None:
        """Load one file and move it aside; None if it stays where it is."""
        path = self.folder / name
        self.say(f"{name}: memuat · loading")
        try:
            report = load_kinds(self.engine, path, Order(actor=self.actor))
        except LoadError as error:
            report = Report(name)
            report.fail(FileError("not_reconciled", detail=type(error).__name__))
        except database_errors() as error:  # busy, full or out of reach: the file waits for the next look
            self.say(f"{name}: database belum dapat dipakai, dicoba lagi nanti · database not usable yet, tried again "
                     f"later ({type(error).__name__})")  # fmt: skip
            return None
        except Exception as error:  # a fault of ours: its words may hold a NIK; the other files are not to wait for it
            self.left[name] = signature
            self.say(
                f"{name}: galat program, berkas dibiarkan · program error, file left alone ({type(error).__name__})"
            )
            return None
        reasons = {problem.reason for problem in report.problems}
        if report.status == "error" and reasons & set(_PASSING):
            self.say(f"{name}: belum dapat dibaca, dicoba lagi nanti · cannot be read yet, tried again later")
            return None
        if _signature(path) != signature:
            self.say(
                f"{name}: berubah selagi dimuat, dimuat lagi nanti · changed while it was loaded, loaded again later"
            )
            return None
        target = _free(self.folder / (TO_MEND if report.exit_code() else DONE), name)
        _write(target.with_name(target.name + REPORT), text_of(report))
        try:
            path.rename(target)
        except FileNotFoundError:  # taken by another watcher, which says the same of it
            target.with_name(target.name + REPORT).unlink(missing_ok=True)
            return None
        except OSError as error:
            self.say(f"{name}: sudah dimuat, belum dapat dipindahkan · loaded, cannot be moved yet ({error.strerror})")
            return None
        self.say(f"{name} → {target.parent.name}/{target.name}")
        return report


def text_of(report: Report) -> str:
    """The whole report as plain text, Bahasa Indonesia first; values are masked already."""
    lines = [report.file, f"{dt.datetime.now():%Y-%m-%d %H:%M}", ""]
    if report.status == "error":
        problem = report.problems[0]
        lines += ["TIDAK DIMUAT · NOT LOADED", problem.message_id, problem.message_en]
        return "\n".join(lines) + "\n"
    if report.unchanged:
        lines += [
            "Berkas ini sudah pernah dimuat; tidak ada yang berubah.",
            "This file was loaded before; nothing changed.",
        ]
    if report.batch_id is not None:
        lines += [f"Nomor muatan · batch: {report.batch_id}"]
    lines += [
        f"{report.rows} baris = {report.loaded} dimuat + {report.rejected} ditolak; {report.warnings} peringatan",
        f"{report.rows} rows = {report.loaded} loaded + {report.rejected} rejected; {report.warnings} warnings",
    ]
    lines += [f"{h}: {s['file']} = {s['loaded']} + {s['rejected']}" for h, s in report.sums.items()]
    if (report.heading_row or 1) > 1:
        lines += [
            f"Judul kolom ada di baris {report.heading_row}; di bawah ini judul dihitung sebagai baris 1.",
            f"The headings are in line {report.heading_row}; below, the heading row counts as row 1.",
        ]
    lines += _listed("DITOLAK · REJECTED", [p for found in report.rejected_rows().values() for p in found])
    lines += _listed("PERINGATAN · WARNINGS", [p for p in report.problems if p.severity == WARNING])
    return "\n".join([*lines, *("\n" + text_of(further) for further in report.also)]) + "\n"


def _listed(title: str, problems: list) -> list[str]:
    lines = ["", title] if problems else []
    for problem in problems:
        lines += [
            f"baris · row {problem.row} · {problem.column or '-'}: {problem.message_id}",
            f"    {problem.message_en}",
        ]
    return lines


# --- the folder -------------------------------------------------------------------------------------------


def _files(folder: Path) -> Iterator[tuple[str, Signature]]:
    """The ordinary files of the folder that may be for us, with size and time of change. Links are not followed."""
    for entry in os.scandir(folder):
        name = entry.name.lower()
        if name.startswith(_IGNORED_STARTS) or name.endswith(_IGNORED_ENDS):
            continue
        signature = _signature(Path(entry.path))
        if signature is not None:
            yield entry.name, signature


def _signature(path: Path) -> Signature | None:
    try:
        found = path.lstat()
    except OSError:  # gone meanwhile
        return None
    return (found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


def _place(path: Path) -> int:
    try:
        return _ORDER.index(recognise(path))
    except (FileError, ValueError):
        return len(_ORDER)
    except Exception:  # said when the file is loaded
        return len(_ORDER)


def _free(folder: Path, name: str) -> Path:
    """A name that is not taken in ``folder``: the file's own, or with a number."""
    stem, dot, suffix = name.partition(".")
    number = 1
    path = folder / name
    while path.exists():
        number += 1
        path = folder / f"{stem} ({number}){dot}{suffix}"
    return path


def _write(path: Path, text: str) -> None:
    """Whole or not at all."""
    part = path.with_name(path.name + ".tmp")
    part.write_text(text, encoding="utf-8-sig", newline="\r\n")  # opens well in Notepad
    part.replace(path)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether no other watcher works on the folder. Where the share knows no locks: yes, and loading twice does no harm."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield True
        return
    try:
        file = (folder / _LOCK).open("a")
    except OSError:
        yield True
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        except OSError:
            pass
        yield True
