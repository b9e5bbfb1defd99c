"""``python -m etl``: load or check office files, list what was loaded, make and load the demo data."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.status import Status
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from etl.load import LoadError, check_file, load_file
from etl.report import WARNING, FileError, Report, as_json_text
from etl.sources import SOURCES
from pantau import database
from pantau.schema import batch, metadata
from pantau.words import Words

SHOWN = 20
"""How many rejected rows are listed on the terminal; --json lists all."""

_STEPS = {"read": "membaca · reading", "write": "menulis · writing"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 all loaded, 1 some rows rejected, 2 a file not loaded."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):  # a Windows console may not know "≠" or "•"
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return int(options.run(options))
    except SQLAlchemyError as error:
        name = type(error).__name__
        print(f"Database tidak dapat dibuka ({name}). · The database cannot be opened ({name}).", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, such as ``head``, has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - else Python complains while it closes the pipe
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m etl", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="PERINTAH")
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
    status = commands.add_parser("status", help="daftar berkas yang sudah dimuat · the files loaded so far")
    status.add_argument("--json", action="store_true")
    status.set_defaults(run=_status)
    demo = commands.add_parser("demo", help="buat dan muat data contoh · make and load the demo data")
    demo.add_argument("--out", type=Path, default=database.ROOT / "data" / "local" / "demo", metavar="FOLDER")
    demo.add_argument(
        "--scale", type=int, default=1, metavar="N", help="kelipatan jumlah penduduk · multiple of the population"
    )
    demo.add_argument("--files-only", action="store_true", help="buat berkas saja · only write the files")
    demo.set_defaults(run=_demo)
    return parser


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
    engine = _engine_for_reading()
    return _each_file(options, lambda path, _say: check_file(engine, path, options.kind))


def _engine_for_reading() -> Engine:
    """The database, or an empty one in memory where there is none yet: a check creates nothing."""
    url = database.database_url()
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        return _empty_engine()
    engine = database.make_engine(url)
    return engine if database.is_ready(engine) else _empty_engine()


def _empty_engine() -> Engine:
    from pantau.reference import ensure_reference

    engine = database.make_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        ensure_reference(connection)
    return engine


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


def _status(options: argparse.Namespace) -> int:
    rows = []
    engine = _engine_for_reading()
    with engine.connect() as connection:
        for found in connection.execute(select(batch).order_by(batch.c.batch_id)).mappings():
            row: dict[str, Any] = {**found, "loaded_at": found["loaded_at"].isoformat()}
            rows.append({**row, "sums": json.loads(found["sums"])})
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    if not rows:
        print("Belum ada berkas yang dimuat. · No file has been loaded yet.")
    for row in rows:
        mark = " (data contoh · made-up data)" if row["synthetic"] else ""
        print(
            f"{row['batch_id']:>4}  {Words().moment(dt.datetime.fromisoformat(row['loaded_at']))}  {row['kind']:<12} {row['rows']:>8} = {row['loaded']} + "
            f"{row['rejected']}  {row['file_name']}{mark}"
        )
    return 0


def _demo(options: argparse.Namespace) -> int:
    from etl.demo_run import run_demo

    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        return run_demo(options.out, options.scale, options.files_only, progress)


if __name__ == "__main__":
    sys.exit(main())
