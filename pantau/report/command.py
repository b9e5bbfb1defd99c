"""``python -m pantau report``: posters, handouts and the month's report, written into a folder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pantau.database import is_ready, make_engine
from pantau.report.month_files import files
from pantau.report.scope import Scope, open_scope
from pantau.report.sheets import sheets
from pantau.words import LANGUAGES, Words


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the documents asked for; 0, or 1 with the reason on the terminal."""
    parser = argparse.ArgumentParser(
        prog="python -m pantau", description=Words()("Pantau Bansos: cetakan dan laporan.")
    )
    reports = parser.add_subparsers(dest="what", required=True).add_parser("report", help="cetakan · documents")
    kinds = reports.add_subparsers(dest="kind", required=True)
    posters = kinds.add_parser("posters", help="poster A3 dan selebaran A4 tiap RW · poster and handout of each RW")
    posters.add_argument("--rw", action="append", help="nomor RW (bawaan: semua) · number of an RW (default: all)")
    monthly = kinds.add_parser("monthly", help="laporan bulanan · the month's report")
    monthly.add_argument("--format", default="pdf,pptx", help="pdf, pptx (bawaan · default: pdf,pptx)")
    for parser_ in (posters, monthly):
        parser_.add_argument("--period", default="", help="2026-10 (bawaan: bulan terbaru · default: the newest month)")
        parser_.add_argument("--out", type=Path, required=True, help="map tujuan · folder to write into")
        parser_.add_argument("--lang", choices=LANGUAGES, default="id")
    asked = parser.parse_args(arguments)
    engine = make_engine()
    try:
        if not is_ready(engine):
            raise ValueError(Words(asked.lang)("belum ada data"))
        scope = open_scope(engine, Words(asked.lang), asked.period)
        asked.out.mkdir(parents=True, exist_ok=True)
        for name, content in _made(scope, asked):
            (asked.out / name).write_bytes(content)
            print(asked.out / name)
    except ValueError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    finally:
        engine.dispose()
    return 0


def _made(scope: Scope, asked: argparse.Namespace) -> Iterator[tuple[str, bytes]]:
    if asked.kind == "posters":
        return sheets(scope, _codes(scope, asked.rw) if asked.rw else None)
    formats = [f.strip() for f in asked.format.split(",") if f.strip()]
    return files(scope, formats)


def _codes(scope: Scope, numbers: Sequence[str]) -> list[str]:
    by_number = {code.rpartition(".")[2]: code for code in scope.rw}
    unknown = [n for n in numbers if n.zfill(3) not in by_number]
    if unknown:
        raise ValueError(scope.words("Wilayah {area} tidak dikenal.", area=", ".join(unknown)))
    return [by_number[n.zfill(3)] for n in numbers]
