"""``duplicates``: search the registry for one person under two NIK, and one NIK for two people."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys

from etl.commands.shared import account
from pantau import database, duplicates

_STEPS = {
    "read": "membaca registri · reading the registry",
    "prepare": "menyeragamkan nama dan alamat · making names and addresses alike",
    "chance": "menghitung kesamaan yang kebetulan · counting chance agreement",
    "train": "belajar dari data · learning from the data",
    "score": "menilai pasangan · weighing pairs",
    "one_nik": "mencari satu NIK untuk dua orang · looking for one NIK for two people",
    "write": "menulis daftar · writing the list",
}


def add(commands: argparse._SubParsersAction) -> None:
    """Add ``duplicates``."""
    text = "cari orang yang mungkin tercatat ganda · search for people who may be registered twice"
    command = commands.add_parser("duplicates", help=text, description=text)
    command.add_argument(
        "--threshold",
        type=_probability,
        default=duplicates.SHOWN,
        metavar="P",
        help=f"peluang terkecil yang didaftar · least probability that is listed ({duplicates.SHOWN})",
    )
    command.add_argument("--by", default="", metavar="SIAPA", help="dicatat sebagai yang mencari · who searches")
    command.add_argument("--json", action="store_true", help="hasilnya sebagai JSON · the result as JSON")
    command.add_argument("--progress", action="store_true", help="kemajuan sebagai JSON · progress as JSON lines")
    command.set_defaults(run=_duplicates)


def _probability(text: str) -> float:
    value = float(text)
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError("0 < P < 1")
    return value


def _duplicates(options: argparse.Namespace) -> int:
    from etl.duplicates import STEPS, run  # its libraries take a second to come up

    def say(step: str) -> None:
        if options.progress:
            print(json.dumps({"step": step, "done": STEPS.index(step), "of": len(STEPS)}), file=sys.stderr, flush=True)
        elif not options.json:
            print(f"  {_STEPS[step]} …", file=sys.stderr)

    engine = database.make_engine()
    database.upgrade(engine)
    done = run(engine, options.by or account(), say, options.threshold)
    listed = duplicates.candidates(engine)
    summary = {
        kind: {degree: int(((listed["kind"] == kind) & (listed["degree"] == degree)).sum()) for degree in _DEGREES}
        for kind in (duplicates.TWO_NIK, duplicates.ONE_NIK)
    }
    states = duplicates.counts(engine)
    if options.json:
        said = {**dataclasses.asdict(done), "at": done.at.isoformat()}
        print(json.dumps({"run": said, "candidates": summary, "states": states}, ensure_ascii=False, indent=2))
        return 0
    print(
        f"{done.found} kemungkinan ganda: {done.new} baru, {done.gone} tidak ada lagi\n"
        f"{done.found} likely duplicates: {done.new} new, {done.gone} no longer there"
    )
    for kind, label in (
        (duplicates.TWO_NIK, "satu orang, dua NIK · one person, two NIK"),
        (duplicates.ONE_NIK, "satu NIK, dua orang · one NIK, two people"),
    ):
        degrees = ", ".join(f"{summary[kind][degree]} {name}" for degree, name in _DEGREES.items())
        print(f"  {label}: {degrees}")
    return 0


_DEGREES = {
    "very_likely": "sangat mungkin · very likely",
    "likely": "mungkin · likely",
    "possible": "perlu dicek · to be checked",
}
