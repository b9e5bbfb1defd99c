"""``quarantine``: the rejected rows of a batch as a workbook, to be mended and loaded again."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from etl.commands.shared import engine_for_reading
from etl.quarantine import quarantine_of, write_quarantine


def add(commands: argparse._SubParsersAction) -> None:
    """Add ``quarantine``."""
    text = "ambil baris yang ditolak untuk diperbaiki · fetch rejected rows to mend them"
    quarantine = commands.add_parser("quarantine", help=text, description=text)
    quarantine.add_argument("batch", type=int, metavar="NOMOR", help="nomor pemuatan, dari: python -m etl status")
    quarantine.add_argument("--out", type=Path, metavar="BERKAS.xlsx")
    quarantine.add_argument("--json", action="store_true")
    quarantine.set_defaults(run=_quarantine)


def _quarantine(options: argparse.Namespace) -> int:
    with engine_for_reading().connect() as connection:
        found = quarantine_of(connection, options.batch)
    path = options.out or Path(f"karantina-{options.batch}.xlsx")
    if found is None:
        return _say(options, 2, f"Tidak ada pemuatan nomor {options.batch}. · There is no load number {options.batch}.")
    counts = {"to_mend": len(found.to_mend) + len(found.bare), "no_data": len(found.no_data)}
    counts["warnings"] = len(found.warnings)
    if not found:
        return _say(options, 0, "Tidak ada baris yang ditolak. · No row was rejected.", **counts)
    try:
        write_quarantine(found, path)
    except OSError as error:
        return _say(options, 2, f"{path.name}: tidak dapat ditulis · cannot be written ({error.strerror})")
    text = (
        f"{path}: {counts['to_mend']} baris untuk diperbaiki, {counts['no_data']} bukan data, {counts['warnings']} peringatan · "
        f"{counts['to_mend']} rows to mend, {counts['no_data']} that are no data, {counts['warnings']} warnings\n"
        "Berkas ini memuat data pribadi: hapus setelah dipakai. · This file holds personal data: delete it after use."
    )
    return _say(options, 0, text, file=str(path), **counts)


def _say(options: argparse.Namespace, code: int, text: str, **fields: object) -> int:
    print(
        json.dumps({"batch_id": options.batch, "message": text, **fields}, ensure_ascii=False) if options.json else text
    )
    return code
