"""``load`` and ``check``: office files, one after the other, each with its report."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.status import Status
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from etl.commands.shared import engine_for_reading
from etl.load import LoadError, check_file, load_file
from etl.report import WARNING, FileError, Report, as_json_text
from etl.sources import SOURCES
from pantau import database
from pantau.schema import batch

SHOWN = 20
"""How many rejected rows are listed on the terminal; --json lists all."""

_STEPS = {"read": "membaca · reading", "write": "menulis · writing"}


def add(commands: argparse._SubParsersAction) -> None:
    """Add ``load`` and ``check``."""
    kinds = sorted(SOURCES)
    for name, run, text in (
        ("load", _load, "muat berkas ke database · load files into the database"),
        ("check", _check, "periksa berkas tanpa memuat · check files without loading"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("files", nargs="+", type=Path, metavar="BERKAS")
        command.add_argument(
            "--kind", choices=kinds, help="jenis berkas; bila kosong, dikenali · kind; else recognised"
        )
        command.add_argument("--json", action="store_true", help="laporan sebagai JSON · the report as JSON")
        if name == "load":
            command.add_argument(
                "--synthetic", action="store_true", help="tandai sebagai data contoh · mark as made-up data"
            )
        command.set_defaults(run=run)


def _load(options: argparse.Namespace) -> int:
    engine = database.make_engine()
    database.upgrade(engine)
    if not options.synthetic:
        _say_if_demo(engine)
    return _each_file(options, lambda path, say: load_file(engine, path, options.kind, options.synthetic, say))


def _say_if_demo(engine: Engine) -> None:
    """Office files on top of demo data give figures about nobody: say so, on the side."""
    with engine.connect() as connection:
        if connection.scalar(select(func.count()).select_from(batch).where(batch.c.synthetic.is_(True))):
            print(
                "PERHATIAN: basis data ini berisi data contoh, dan berkas ini akan bercampur dengannya. Untuk data kantor "
                "pakai basis data baru (PANTAU_DATABASE_URL, atau pindahkan data/local/pantau.sqlite).\n"
                "NOTE: this database holds demo data, and this file will be mixed with it. For office data use a new "
                "database (PANTAU_DATABASE_URL, or move data/local/pantau.sqlite away).",
                file=sys.stderr,
            )


def _check(options: argparse.Namespace) -> int:
    engine = engine_for_reading()
    return _each_file(options, lambda path, _say: check_file(engine, path, options.kind))


Act = Callable[[Path, Callable[[str], None]], Report]


def _carefully(act: Act, path: Path, say: Callable[[str], None]) -> Report:
    """The report of one file; a database that refuses is a report too. Its own words may hold a NIK: they are not shown."""
    try:
        return act(path, say)
    except (LoadError, SQLAlchemyError) as error:
        report = Report(path.name)
        reason = "not_reconciled" if isinstance(error, LoadError) else "database_failed"
        report.fail(FileError(reason, detail=type(error).__name__))
        return report


def _each_file(options: argparse.Namespace, act: Act) -> int:
    console = Console(stderr=True)
    reports = []
    for path in options.files:
        with console.status(path.name) as status:

            def say(step: str, name: str = path.name, status: Status = status) -> None:
                status.update(f"{name}: {_STEPS.get(step, step)}")

            reports.append(_carefully(act, path, say))
        if not options.json:
            print_report(reports[-1], options.run is _check)
    if options.json:
        print(as_json_text(reports))
    return max(report.exit_code() for report in reports)


def print_report(report: Report, dry_run: bool = False) -> None:
    """The report for a person at a terminal: Bahasa Indonesia first, English below it."""
    if report.status == "error":
        problem = report.problems[0]
        print(f"{report.file}: TIDAK DIMUAT · NOT LOADED\n  {problem.message_id}\n  {problem.message_en}\n")
        return
    words = ("akan dimuat", "would be loaded") if dry_run else ("dimuat", "loaded")
    print(f"{report.file} ({report.kind})")
    if report.unchanged:
        print(
            "  Berkas ini sudah pernah dimuat; tidak ada yang berubah. · This file was loaded before; nothing changed."
        )
    print(
        f"  {report.rows} baris = {report.loaded} {words[0]} + {report.rejected} ditolak; {report.warnings} peringatan"
    )
    print(f"  {report.rows} rows = {report.loaded} {words[1]} + {report.rejected} rejected; {report.warnings} warnings")
    for heading, s in report.sums.items():
        print(f"  {heading}: {s['file']:,} = {s['loaded']:,} + {s['rejected']:,}".replace(",", "."))
    if (report.heading_row or 1) > 1:
        print(
            f"  Judul kolom ada di baris {report.heading_row} berkas; di bawah ini judul dihitung sebagai baris 1."
            f"\n  The headings are in line {report.heading_row} of the file; below, the heading row counts as row 1."
        )
    rejected = report.rejected_rows()
    for row, problems in list(rejected.items())[:SHOWN]:
        for problem in problems:
            print(f"  baris {row} · {problem.column or '-'}: {problem.message_id}\n      {problem.message_en}")
    if len(rejected) > SHOWN:
        print(f"  … {len(rejected) - SHOWN} baris lagi; semua dengan --json · more rows; all of them with --json")
    warned = [problem for problem in report.problems if problem.severity == WARNING]
    for problem in warned[:SHOWN]:
        print(f"  peringatan, baris {problem.row} · {problem.column or '-'}: {problem.message_id}")
        print(f"      (warning) {problem.message_en}")
    if len(warned) > SHOWN:
        print(f"  … {len(warned) - SHOWN} peringatan lagi; semua dengan --json · more warnings; all with --json")
    print()
