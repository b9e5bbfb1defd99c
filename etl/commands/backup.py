"""``backup`` and ``restore``: the whole database as one file, and back."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from etl.backup import Restored, restore, write
from etl.backup_content import BackupError
from etl.commands.files import check_again
from etl.commands.shared import account
from pantau import database


def add(commands: argparse._SubParsersAction) -> None:
    """Add ``backup`` and ``restore``."""
    text = "cadangkan seluruh basis data ke satu berkas · back the whole database up to one file"
    backup = commands.add_parser("backup", help=text, description=text)
    backup.add_argument("target", nargs="?", type=Path, metavar="BERKAS.zip|FOLDER", help="kosong: data/local/cadangan")
    backup.add_argument("--json", action="store_true")
    backup.set_defaults(run=_backup)
    text = "pulihkan basis data dari cadangan · restore the database from a backup"
    back = commands.add_parser("restore", help=text, description=text)
    back.add_argument("file", type=Path, metavar="BERKAS.zip")
    back.add_argument(
        "--force", action="store_true", help="ganti data yang sudah ada (dicadangkan dahulu) · replace what is there"
    )
    back.add_argument("--by", default=account(), metavar="NAMA", help="siapa yang memulihkan · who restores")
    back.add_argument("--json", action="store_true")
    back.set_defaults(run=_restore)


def _backup(options: argparse.Namespace) -> int:
    try:
        path, manifest = write(database.make_engine(), options.target)
    except BackupError as error:
        return _refuse(options, error)
    size = path.stat().st_size
    if options.json:
        print(json.dumps({"status": "made", "file": str(path), "size": size, "manifest": asdict(manifest)}))
        return 0
    batches = manifest.rows["batch"]
    print(
        f"{path}\n  {batches} berkas, {sum(manifest.rows.values())} baris, {size / 1e6:.1f} MB; sudah diperiksa. Memuat data "
        f"pribadi tanpa enkripsi: simpan seperti kartu keluarga.\n  {batches} files, {sum(manifest.rows.values())} rows; "
        f"checked. It holds personal data, not encrypted: keep it like a family card."
    )
    return 0


def _restore(options: argparse.Namespace) -> int:
    engine = database.make_engine()
    try:
        done = restore(engine, options.file, options.by, options.force)
    except BackupError as error:
        return _refuse(options, error)
    check_again(engine, options.by)
    if options.json:
        places = {"safety_copy": done.safety_copy, "set_aside": done.set_aside}
        answer = {"status": "restored", "event_id": done.event_id, "manifest": asdict(done.manifest)}
        print(json.dumps({**answer, **{name: str(path) if path else None for name, path in places.items()}}))
    else:
        _print(done)
    return 0


def _print(done: Restored) -> None:
    rows = sum(done.manifest.rows.values())
    print(
        f"Dipulihkan: keadaan {done.manifest.made_at} UTC, {done.manifest.rows['batch']} berkas, {rows} baris.\n"
        f"Restored: the state of {done.manifest.made_at} UTC, {done.manifest.rows['batch']} files, {rows} rows."
    )
    if done.safety_copy:
        print(f"Isi sebelumnya dicadangkan di · what was there before is in: {done.safety_copy}")
    if done.set_aside:
        print(f"Berkas yang rusak disisihkan · the damaged file was set aside: {done.set_aside}")


def _refuse(options: argparse.Namespace, error: BackupError) -> int:
    message_id, message_en = error.words()
    if options.json:
        said = {"status": "error", "reason": error.reason, "message_id": message_id, "message_en": message_en}
        print(json.dumps(said, ensure_ascii=False))
    else:
        print(f"{message_id}\n{message_en}", file=sys.stderr)
    return 2
