"""``audit``: run the audit checks on the loaded data and say what they found."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from typing import Any

from etl.commands.shared import account
from pantau import audit, audit_refused, database
from pantau.audit_checks import CHECKS
from pantau.words import Words


def add(commands: argparse._SubParsersAction) -> None:
    """Add ``audit``."""
    text = "jalankan pemeriksaan atas data yang sudah dimuat · run the audit checks on the loaded data"
    command = commands.add_parser("audit", help=text, description=text)
    command.add_argument("--by", default="", metavar="SIAPA", help="dicatat sebagai yang menjalankan · who runs it")
    command.add_argument("--json", action="store_true", help="hasilnya sebagai JSON · the result as JSON")
    command.set_defaults(run=_audit)


def _audit(options: argparse.Namespace) -> int:
    engine = database.make_engine()
    database.upgrade(engine)
    done = audit.run(engine, options.by or account(), None if options.json else _say)
    checks = audit.summary(engine).to_dict("records")
    refused = audit_refused.summary(engine).to_dict("records")
    if options.json:
        run = {**dataclasses.asdict(done), "at": done.at.isoformat()}
        print(json.dumps({"run": run, "checks": checks, "refused": refused}, ensure_ascii=False, indent=2))
    else:
        _print(done, checks, refused)
    return 0


def _say(check_id: str) -> None:
    name = CHECKS[check_id].name_id if check_id in CHECKS else "menulis · writing"
    print(f"  {name} …", file=sys.stderr)


def _print(done: audit.Run, checks: list[dict[str, Any]], refused: list[dict[str, Any]]) -> None:
    words = Words()
    print(
        f"{done.found} temuan: {done.new} baru, {done.fixed} selesai, {done.reopened} muncul lagi\n"
        f"{done.found} findings: {done.new} new, {done.fixed} fixed, {done.reopened} back again"
    )
    for row in checks:
        if row["open"] or row["explained"] or row["fixed"]:
            check = CHECKS[row["check_id"]]
            print(
                f"  {check.name_id} · {check.name_en}: {row['open']} terbuka · open, {row['explained']} dijelaskan · "
                f"explained, {row['fixed']} selesai · fixed; {words.rupiah(row['rupiah'])}"
            )
    for row in refused:
        check = CHECKS[row["check_id"]]
        print(f"  {check.name_id} · {check.name_en}: {row['rows']} baris di {row['files']} berkas · rows, files")
