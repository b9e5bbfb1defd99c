"""``load``, ``check``, ``diff`` and ``receive``: office files, one after the other, each with its report."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.status import Status
from sqlalchemy import Engine, func, select

from etl import diff, incoming
from etl.commands.shared import account, engine_for_reading
from etl.database_errors import as_file_error, database_errors
from etl.load import MODES, LoadError, Order
from etl.load_kinds import check_kinds, load_kinds
from etl.report import WARNING, FileError, Report, as_json_text
from etl.sources import SOURCES
from pantau import audit, database
from pantau.schema import batch

SHOWN = 20
"""How many rejected rows are listed on the terminal; --json lists all."""

STEPS = ("read", "write", "marts", "receipt", "month", "quarter", "year", "parts", "history", "compare")
"""The steps of a load in their order, as ``--progress`` counts them; not every load has all of them."""

_STEP_WORDS = {
    "read": "membaca · reading",
    "write": "menulis · writing",
    "compare": "membandingkan · comparing",
    "history": "menyimpan riwayat · keeping the history",
}

_CHANGED = {
    "households": ("keluarga", "households"),
    "persons": ("orang", "persons"),
    "transfers": ("penyaluran", "transfers"),
    "rows": ("baris", "rows"),
}


def add(commands: argparse._SubParsersAction) -> None:
    """Add ``load``, ``check``, ``diff`` and ``receive``."""
    for name, run, text in (
        ("load", _load, "muat berkas ke database · load files into the database"),
        ("check", _check, "periksa berkas tanpa memuat · check files without loading"),
        ("diff", _diff, "apa yang akan berubah bila berkas dimuat · what loading a file would change"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("files", nargs="+", type=Path, metavar="BERKAS")
        command.add_argument(
            "--kind", choices=sorted(SOURCES), help="jenis berkas; bila kosong, dikenali · kind; else recognised"
        )
        command.add_argument("--json", action="store_true", help="laporan sebagai JSON · the report as JSON")
        command.add_argument("--progress", action="store_true", help="kemajuan sebagai JSON · progress as JSON lines")
        command.add_argument(
            "--incoming", type=int, metavar="N", help="nomor berkas masuk · number of the file handed in"
        )
        if name != "check":
            command.add_argument(
                "--mode",
                choices=MODES,
                default="amend",
                help="amend: perbarui; replace: ganti seluruh isi lingkup berkas · replace the whole scope of the file",
            )
        if name == "load":
            command.add_argument("--by", default=account(), metavar="NAMA", help="siapa yang memuat · who loads")
            command.add_argument(
                "--synthetic", action="store_true", help="tandai sebagai data contoh · mark as made-up data"
            )
            command.add_argument(
                "--whole",
                action="store_true",
                help="tidak dimuat bila ada baris ditolak · nothing if a row is rejected",
            )
        command.set_defaults(run=run)
    text = "catat berkas yang diserahkan · record a file that is handed in"
    receive = commands.add_parser("receive", help=text, description=text)
    receive.add_argument("file", type=Path, metavar="BERKAS")
    receive.add_argument("--name", metavar="NAMA", help="nama berkas di tempat asalnya · its name where it came from")
    receive.add_argument("--by", default=account(), metavar="NAMA", help="siapa yang menyerahkan · who hands it in")
    receive.add_argument("--json", action="store_true")
    receive.set_defaults(run=_receive)
    text = "buang berkas masuk yang tidak jadi dimuat · discard a file handed in that is not to be loaded"
    discard = commands.add_parser("discard", help=text, description=text)
    discard.add_argument("incoming", type=int, metavar="N")
    discard.set_defaults(run=_discard)


def _load(options: argparse.Namespace) -> int:
    engine = database.make_engine()
    database.upgrade(engine)
    if not options.synthetic:
        _say_if_demo(engine)

    current = not audit.currency(engine).stale
    kinds: set[str] = set()

    def act(path: Path, say: Say) -> Report:
        order = Order(options.kind, options.synthetic, options.by, options.mode, options.incoming, options.whole)
        report = load_kinds(engine, path, order, say)
        kinds.update(part.kind for part in (report, *report.also))
        return report

    code = _each_file(options, act)
    if kinds and current and kinds <= audit.NOT_LOOKED_AT:
        audit.confirm(engine)
    else:
        check_again(engine, options.by)
    return code


def _receive(options: argparse.Namespace) -> int:
    engine = database.make_engine()
    database.upgrade(engine)
    number: int | None = None

    def act(path: Path, _say: Say) -> Report:
        nonlocal number
        number, report = incoming.receive(engine, path, options.name or path.name, options.by)
        return report

    report = _carefully(act, options.file, lambda _step: None)
    refused = report.status == "error"
    answer: dict[str, Any] = {"incoming_id": number, "status": "refused" if refused else "received"}
    answer |= {"kind": report.kind, "sha256": report.sha256}
    if refused:
        answer["report"] = report.as_json()
    if options.json:
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    elif refused:
        print_report(report)
    else:
        print(f"{report.file}: berkas masuk nomor {number} ({report.kind}) · handed in as number {number}")
    return 2 if refused else 0


def _discard(options: argparse.Namespace) -> int:
    engine = database.make_engine()
    database.upgrade(engine)
    return 0 if incoming.discard(engine, options.incoming) else 2


def check_again(engine: Engine, actor: str) -> None:
    """Run the audit checks where the data are newer than the last run. What was loaded stays loaded if they fail."""
    try:
        if audit.currency(engine).stale:
            audit.run(engine, actor)
    except database_errors() as error:
        print(
            f"Pemeriksaan belum dijalankan ({type(error).__name__}); apa yang sudah dimuat tetap tersimpan. Jalankan nanti: "
            f"python -m etl audit\nThe checks have not been run; what was loaded is saved. Run them later: "
            f"python -m etl audit",
            file=sys.stderr,
        )


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

    def act(path: Path, _say: Say) -> Report:
        report = check_kinds(engine, path, options.kind)
        if options.incoming is not None:
            incoming.note_check(engine, options.incoming, report)
        return report

    return _each_file(options, act)


def _diff(options: argparse.Namespace) -> int:
    engine = engine_for_reading()
    found: list[diff.Changes] = []

    def act(path: Path, say: Say) -> Report:
        found.append({})
        report, found[-1] = diff.changes(engine, path, options.kind, options.mode, say)
        return report

    reports = _reports(options, act, quiet=options.json)
    if options.json:
        both = [{"report": r.as_json(), "changes": c} for r, c in zip(reports, found, strict=True)]
        print(json.dumps(both[0] if len(both) == 1 else both, ensure_ascii=False, indent=2))
    else:
        for changed in found:
            print_changes(changed)
    return max(report.exit_code() for report in reports)


Say = Callable[[str], None]
Act = Callable[[Path, Say], Report]


def _carefully(act: Act, path: Path, say: Say) -> Report:
    """The report of one file; a database that refuses is a report too. Its own words may hold a NIK: they are not shown."""
    try:
        return act(path, say)
    except FileError as error:  # it could not even be received
        report = Report(path.name)
        report.fail(error)
        return report
    except LoadError:
        report = Report(path.name)
        report.fail(FileError("not_reconciled"))
        return report
    except database_errors() as error:
        report = Report(path.name)
        report.fail(as_file_error(error))
        return report


def _each_file(options: argparse.Namespace, act: Act) -> int:
    reports = _reports(options, act, quiet=options.json)
    if options.json:
        print(as_json_text(reports))
    return max(report.exit_code() for report in reports)


def _reports(options: argparse.Namespace, act: Act, quiet: bool) -> list[Report]:
    """The report of each file, shown as it comes unless ``quiet``."""
    console = Console(stderr=True, quiet=options.progress)
    reports = []
    for path in options.files:
        with console.status(path.name) as status:

            def say(step: str, name: str = path.name, status: Status = status) -> None:
                if options.progress:
                    done = STEPS.index(step) if step in STEPS else 0
                    print(json.dumps({"step": step, "done": done, "of": len(STEPS)}), file=sys.stderr, flush=True)
                status.update(f"{name}: {_STEP_WORDS.get(step, step)}")

            reports.append(_carefully(act, path, say))
        if not quiet:
            print_report(reports[-1], options.run is not _load)
    return reports


def print_changes(changed: diff.Changes) -> None:
    """What would change, for a person at a terminal."""
    for what, (name_id, name_en) in _CHANGED.items():
        if what in changed:
            n = changed[what]
            gone = f", {n['gone']} tidak ada di berkas (not in the file)" if "gone" in n else ""
            print(
                f"  {name_id} · {name_en}: {n['new']} baru (new), {n['changed']} berubah (changed), "
                f"{n['same']} sama (same){gone}"
            )
    for line in changed.get("by_programme", []):
        print(
            f"  {line['programme']}: {line['transfers_before']} → {line['transfers_after']} penyaluran (transfers), "
            f"Rp {line['rupiah_before']:,} → Rp {line['rupiah_after']:,}".replace(",", ".")
        )
    for line in changed.get("by_rw", []):
        print(
            f"  {line['area_code']}: {line['households_before']} → {line['households_after']} keluarga (households), "
            f"Rp {line['rupiah_before']:,} → Rp {line['rupiah_after']:,}".replace(",", ".")
        )


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
    for further in report.also:
        print_report(further, dry_run)
