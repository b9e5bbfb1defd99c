"""``demo``: make and load the made-up office files."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pantau import database


def add(commands: argparse._SubParsersAction) -> None:
    """Add ``demo``."""
    demo = commands.add_parser("demo", help="buat dan muat data contoh · make and load the demo data")
    demo.add_argument("--out", type=Path, default=database.ROOT / "data" / "local" / "demo", metavar="FOLDER")
    demo.add_argument(
        "--scale", type=int, default=1, metavar="N", help="kelipatan jumlah penduduk · multiple of the population"
    )
    demo.add_argument("--files-only", action="store_true", help="buat berkas saja · only write the files")
    demo.set_defaults(run=_demo)


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
