"""``status``, ``show`` and ``rollback``: the files loaded so far, one of them, and taking one back."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from etl.batches import Blocked, RollbackError, rollback
from etl.commands.files import check_again, print_report
from etl.commands.shared import account, engine_for_reading
from etl.load import batch_report
from pantau import database, operations
from pantau.schema import batch, event
from pantau.words import Words

STATES = {
    "loaded": ("dimuat", "loaded"),
    "superseded": ("tergantikan", "superseded"),
    "rolled_back": ("dibatalkan", "rolled back"),
}

PROBLEMS = {
    "unknown": (
        "Tidak ada berkas dengan nomor itu. Lihat nomornya dengan: python -m etl status",
        "There is no file with that number. See the numbers with: python -m etl status",
    ),
    "already": (
        "Berkas itu sudah dibatalkan sebelumnya; tidak ada yang berubah.",
        "That file was rolled back before; nothing changed.",
    ),
    "before_history": (
        "Berkas itu dimuat sebelum aplikasi menyimpan apa yang digantikan, jadi tidak dapat dibatalkan. Muat berkas "
        "yang benar di atasnya, atau pulihkan dari cadangan.",
        "That file was loaded before the application kept what a file replaces, so it cannot be rolled back. Load the "
        "correct file on top of it, or restore a backup.",
    ),
}
"""Why a batch cannot be shown or rolled back."""


def add(commands: argparse._SubParsersAction) -> None:
    """Add ``status``."""
    status = commands.add_parser("status", help="daftar berkas yang sudah dimuat · the files loaded so far")
    status.add_argument("--json", action="store_true")
    status.set_defaults(run=_status)
    text = "satu berkas: laporan, baris ditolak, keadaannya · one file: its report, rejected rows, its state"
    show = commands.add_parser("show", help=text, description=text)
    show.add_argument("batch", type=int, metavar="NOMOR")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=_show)
    text = "batalkan satu berkas: isinya keluar, yang digantikannya kembali · roll one file back"
    back = commands.add_parser("rollback", help=text, description=text)
    back.add_argument("batch", type=int, metavar="NOMOR")
    back.add_argument("--by", default=account(), metavar="NAMA", help="siapa yang membatalkan · who rolls it back")
    back.add_argument("--note", required=True, metavar="ALASAN", help="mengapa · why")
    back.add_argument(
        "--cascade", action="store_true", help="beserta berkas yang bergantung padanya · with those that build on it"
    )
    back.add_argument("--json", action="store_true")
    back.set_defaults(run=_rollback)


def _batch_row(found: Mapping[Any, Any]) -> dict[str, Any]:
    """A batch as plain data."""
    row: dict[str, Any] = {
        name: value.isoformat() if isinstance(value, dt.datetime) else value
        for name, value in found.items()
        if name != "headings"
    }
    return {**row, "sums": json.loads(found["sums"])}


def _status(options: argparse.Namespace) -> int:
    engine = engine_for_reading()
    with engine.connect() as connection:
        query = select(batch).order_by(batch.c.batch_id)
        rows = [_batch_row(found) for found in connection.execute(query).mappings()]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    if not rows:
        print("Belum ada berkas yang dimuat. · No file has been loaded yet.")
    for row in rows:
        print(_line(row))
    return 0


def _line(row: dict[str, Any]) -> str:
    mark = " (data contoh · made-up data)" if row["synthetic"] else ""
    state = "" if row["status"] == "loaded" else f" [{' · '.join(STATES[row['status']])}]"
    moment = Words().moment(dt.datetime.fromisoformat(row["loaded_at"]))
    counts = f"{row['rows']:>8} = {row['loaded']} + {row['rejected']}"
    return f"{row['batch_id']:>4}  {moment}  {row['kind']:<12} {counts}  {row['file_name']}{mark}{state}"


def _show(options: argparse.Namespace) -> int:
    engine = engine_for_reading()
    with engine.connect() as connection:
        found = connection.execute(select(batch).where(batch.c.batch_id == options.batch)).mappings().one_or_none()
        if found is None:
            return _refuse(options, *PROBLEMS["unknown"])
        report = batch_report(connection, dict(found))
        known_events = select(event).order_by(event.c.event_id)
        happened = {row["event_id"]: dict(row) for row in connection.execute(known_events).mappings()}
    exchanged = operations.replaced(engine, options.batch).drop(columns="file_name").astype(object)
    replaced = exchanged.where(exchanged.notna(), None).to_dict("records")
    row = _batch_row(found)
    events = [
        {"what": what, **happened[row[column]], "at": happened[row[column]]["at"].isoformat()}
        for what, column in (
            ("loaded", "loaded_event"),
            ("superseded", "superseded_event"),
            ("rolled_back", "rolled_back_event"),
        )
        if row[column] in happened
    ]
    if options.json:
        answer = {**row, "events": events, "replaced": replaced, "report": report.as_json()}
        print(json.dumps(answer, ensure_ascii=False, indent=2, default=int))
        return 0
    print(_line(row))
    print(f"  SHA-256 {row['sha256']}")
    for happening in events:
        moment = Words().moment(dt.datetime.fromisoformat(happening["at"]))
        note = f": {happening['note']}" if happening["note"] else ""
        print(f"  {' · '.join(STATES[happening['what']])}  {moment}  {happening['actor'] or '-'}{note}")
    for line in replaced:
        print(
            f"  menggantikan {line['rows']} baris {line['table_name']} dari berkas {line['earlier_batch_id'] or '-'} · replaced rows"
        )
    report.unchanged = False
    print_report(report)
    return 0


def _rollback(options: argparse.Namespace) -> int:
    engine = database.make_engine()
    database.upgrade(engine)
    try:
        gone = rollback(engine, options.batch, options.by, options.note, options.cascade)
    except Blocked as blocked:
        if options.json:
            print(json.dumps({"status": "blocked", "batch_ids": blocked.batch_ids}))
        else:
            numbers = ", ".join(map(str, blocked.batch_ids))
            print(
                f"Berkas lain bergantung padanya. Batalkan dahulu: {numbers} (atau semuanya sekaligus dengan --cascade).\n"
                f"Other files build on it. Roll these back first: {numbers} (or all at once with --cascade).",
                file=sys.stderr,
            )
        return 2
    except RollbackError as error:
        return _refuse(options, *PROBLEMS[error.reason])
    check_again(engine, options.by)
    if options.json:
        print(json.dumps({"status": "rolled_back", "batch_ids": gone}))
    else:
        numbers = ", ".join(map(str, gone))
        print(f"Dibatalkan: {numbers} · Rolled back: {numbers}")
    return 0


def _refuse(options: argparse.Namespace, message_id: str, message_en: str) -> int:
    if options.json:
        print(json.dumps({"status": "error", "message_id": message_id, "message_en": message_en}, ensure_ascii=False))
    else:
        print(f"{message_id}\n{message_en}", file=sys.stderr)
    return 2
