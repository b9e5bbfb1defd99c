"""``fetch``: a survey's answers from ODK Central or KoboToolbox, downloaded and loaded."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from etl.commands.files import check_again, print_report
from etl.commands.shared import account, engine_for_reading
from etl.load import LoadError, Order
from etl.load_kinds import check_kinds, load_kinds
from etl.report import FileError, Report, as_json_text
from pantau import database

FOLDER = database.ROOT / "data" / "local" / "unduhan"


def add(commands: argparse._SubParsersAction) -> None:
    """Add ``fetch``."""
    text = "unduh survei dari ODK Central atau KoboToolbox dan muat · fetch a survey from its server and load it"
    fetch = commands.add_parser("fetch", help=text, description=text)
    fetch.add_argument("server", choices=("odk", "kobo"))
    fetch.add_argument("--to", type=Path, default=FOLDER, metavar="FOLDER", help="folder unduhan · folder of downloads")
    fetch.add_argument("--check", action="store_true", help="periksa saja, jangan muat · only check, do not load")
    fetch.add_argument("--by", default=account(), metavar="NAMA", help="siapa yang memuat · who loads")
    fetch.add_argument("--json", action="store_true", help="laporan sebagai JSON · the report as JSON")
    fetch.set_defaults(run=_fetch)


def _fetch(options: argparse.Namespace) -> int:
    report = Report(options.server)
    try:
        path = _download(options.server)(options.to)
        print(f"Diunduh · downloaded: {path.name}", file=sys.stderr)
        report = _check(path) if options.check else _load(path, options.by)
    except FileError as error:
        report.fail(error)
    except OSError as error:  # the folder of downloads
        report.fail(FileError("file_unreadable", detail=error.strerror or "-"))
    if options.json:
        print(as_json_text([report]))
    else:
        print_report(report, options.check)
    return report.exit_code()


def _download(server: str) -> Callable[[Path], Path]:
    """The download of one kind of server: its libraries are asked for only when it is used."""
    if server == "odk":
        from etl import fetch_odk

        return fetch_odk.download
    from etl import fetch_kobo

    return fetch_kobo.download


def _check(path: Path) -> Report:
    return check_kinds(engine_for_reading(), path)


def _load(path: Path, actor: str) -> Report:
    engine = database.make_engine()
    database.upgrade(engine)
    try:
        report = load_kinds(engine, path, Order(actor=actor))
    except LoadError as error:
        raise FileError("not_reconciled", detail=type(error).__name__) from None
    check_again(engine, actor)
    return report
