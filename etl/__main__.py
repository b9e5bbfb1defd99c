"""``python -m etl``: load or check office files, list what was loaded, make and load the demo data."""

from __future__ import annotations

import argparse
import json
import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module

from etl import commands as command_modules
from etl.database_errors import as_file_error, database_errors, words_of
from etl.report import Report


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 all loaded, 1 some rows rejected, 2 a file not loaded."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):  # a Windows console may not know "≠" or "•"
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return int(options.run(options))
    except database_errors() as error:
        message_id, message_en = words_of(error)
        if getattr(options, "json", False):
            report = Report("")
            report.fail(as_file_error(error))
            print(json.dumps({**report.as_json(), "message_id": message_id, "message_en": message_en}))
        else:
            print(f"{message_id}\n{message_en}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, such as ``head``, has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - else Python complains while it closes the pipe
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m etl", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="PERINTAH")
    for found in pkgutil.iter_modules(command_modules.__path__):
        module = import_module(f"etl.commands.{found.name}")
        if hasattr(module, "add"):
            module.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
