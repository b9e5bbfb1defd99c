"""``python -m tests.etl.fuzz --files 20000 --seed 1``: check (and load, every tenth) mangled files; nothing may be lost.

For each file: a report or a refusal with its two sentences, never an exception; rows = loaded + rejected, each sum the
same; rows and sums as counted here without the readers, where the mangling leaves them countable; no NIK, KK number or
name of the file in any sentence. A failure is printed with its seed: ``--only SEED`` makes the same file again.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import geopandas as gpd
from shapely.geometry import box
from sqlalchemy import Engine, func, select

from etl.load import check_file, load_file
from etl.report import Report
from pantau import schema
from pantau.database import make_engine, upgrade
from tests.etl import fuzz_changes as changes
from tests.etl import fuzz_files as files
from tests.etl.fuzz_sheets import KINDS, Case
from tests.etl.office import KELURAHAN, settle

LOADED_SHARE = 0.1


class Lost(AssertionError):
    """A promise about a file that was not kept."""


def hold(kept: bool, promise: str) -> None:
    if not kept:
        raise Lost(promise)


# --- making a case --------------------------------------------------------------------------------------


def make_case(pick: Random, folder: Path, base: dict[str, bytes]) -> Case:
    """One file in ``folder`` and what must hold of its report. ``base`` has a sound Shapefile zip and GeoPackage."""
    dice = pick.random()
    if dice < 0.12:
        return _boundary_case(pick, folder, base)
    if dice < 0.2:
        return _survey_case(pick, folder)
    sheet = pick.choice(KINDS)(pick)
    changes.mangle(pick, sheet)
    rows, sums = files.expected(sheet)
    how = sheet.how
    is_csv = pick.random() < 0.55
    content = files.as_csv(pick, sheet) if is_csv else files.as_workbook(pick, sheet)
    if pick.random() < 0.4:
        rows = sums = None
        if is_csv or pick.random() < 0.3:
            content = changes.mangle_bytes(pick, content, how)
        else:
            content = changes.mangle_parts(pick, content, how)
    suffix = ".csv" if is_csv else ".xlsx"
    path = folder / f"berkas{pick.choice([suffix] * 8 + ['.csv', '.xlsx', '.txt', '.XLS'])}"
    path.write_bytes(content)
    return Case(path, pick.choice([None, sheet.kind]), rows, sums, sheet.secrets, [sheet.kind, *how])


def _survey_case(pick: Random, folder: Path) -> Case:
    content, suffix, members = files.survey(pick)
    rows, sums = files.expected(members)
    how = ["survey", *members.how]
    if pick.random() < 0.3:
        rows = sums = None
        content = (changes.mangle_parts if pick.random() < 0.5 else changes.mangle_bytes)(pick, content, how)
    path = folder / f"survei{suffix}"
    path.write_bytes(content)
    return Case(path, pick.choice([None, "registry"]), rows, sums, members.secrets, how)


def _boundary_case(pick: Random, folder: Path, base: dict[str, bytes]) -> Case:
    suffix = pick.choice([".geojson", ".geojson", ".geojson", ".json", ".zip", ".gpkg"])
    path = folder / f"batas{suffix}"
    how = [f"boundaries {suffix}"]
    rows: int | None = None
    if suffix in base:
        content = base[suffix]
        if suffix == ".zip" and pick.random() < 0.6:
            content = changes.mangle_parts(pick, content, how)
        else:
            content = changes.mangle_bytes(pick, content, how)
    else:
        content, rows = files.boundaries(pick)
        if pick.random() < 0.3:
            content, rows = changes.mangle_bytes(pick, content, how), None
    path.write_bytes(content)
    return Case(path, pick.choice([None, "boundaries"]), rows, None, set(), how)


def sound_boundaries(folder: Path) -> dict[str, bytes]:
    """A Shapefile in a zip and a GeoPackage, by suffix."""
    codes = [f"{KELURAHAN}.{rw:03d}" for rw in range(1, 5)]
    shapes = [box(106.79 + i / 1000, -6.31, 106.791 + i / 1000, -6.309) for i in range(4)]
    frame = gpd.GeoDataFrame({"kode": codes, "nama": codes}, geometry=shapes, crs=4326)
    frame.to_file(folder / "batas.gpkg", driver="GPKG")
    shape = folder / "shape"
    shape.mkdir()
    frame.to_file(shape / "batas.shp")
    packed = shutil.make_archive(str(folder / "batas"), "zip", shape)
    return {".zip": Path(packed).read_bytes(), ".gpkg": (folder / "batas.gpkg").read_bytes()}


# --- what must hold -------------------------------------------------------------------------------------


def check(case: Case, report: Report) -> None:
    """Lost, with the promise that was broken."""
    hold(report.rows == report.loaded + report.rejected, f"{report.rows} ≠ {report.loaded} + {report.rejected}")
    hold(report.rejected == (0 if report.status == "error" else len(report.rejected_rows())), "rejected rows")
    for heading, sums in report.sums.items():
        hold(sums["file"] == sums["loaded"] + sums["rejected"], f"sum of {heading}: {sums}")
    refused = report.status == "error"
    hold(not refused or (len(report.problems) == 1 and report.rows == 0), "a refusal is one reason, without rows")
    for problem in report.problems:
        said = (problem.message_id, problem.message_en)
        # A field that nobody filled; what the file itself says may well stand between braces.
        own = [text.replace(problem.value, "").replace(problem.column, "") for text in said]
        hold(all(said) and not any(re.search(r"\{\w+\}", text) for text in own), f"sentences of {problem.reason}")
        _no_secret(case, " ".join((*said, problem.value, problem.column)))
    if refused:
        return
    if case.rows is not None:
        hold(report.rows == case.rows, f"{report.rows} rows reported, {case.rows} in the file")
    if case.sums is not None:
        for name, heading in report.summed.items():
            found = report.sums[heading]["file"]
            hold(found == case.sums[name], f"{heading}: {found} reported, {case.sums[name]} in the file")


def _no_secret(case: Case, said: str) -> None:
    packed = re.sub(r"[\s.\-'’_]", "", said)
    for secret in case.secrets:
        words = [secret] if secret.isdecimal() else secret.split()
        hold(not any(word in (packed if word.isdecimal() else said) for word in words), f"shows {words}: {said[:300]}")


_FACTS = {
    "registry": schema.person,
    "disbursement": schema.disbursement,
    "areas": schema.area,
    "boundaries": schema.area,
    "programmes": schema.programme,
    "membership": schema.membership,
}


def check_loaded(engine: Engine, report: Report) -> None:
    """The database has what the report says: as many rows of the batch, and every rejected row."""
    hold((report.batch_id is None) == (report.status == "error"), "a batch, unless the file was refused")
    if report.batch_id is None:
        return
    with engine.connect() as connection:
        query = select(func.count(func.distinct(schema.rejected_row.c.row_no)))
        kept = connection.scalar(
            query.where(schema.rejected_row.c.batch_id == report.batch_id, schema.rejected_row.c.severity == "rejected")
        )
        hold(kept == report.rejected, f"{kept} rejected rows in the database, {report.rejected} reported")
        if report.kind in _FACTS:
            table = _FACTS[report.kind]
            count = connection.scalar(select(func.count()).where(table.c.batch_id == report.batch_id))
            hold(count == report.loaded, f"{count} rows in the database, {report.loaded} reported")
        if report.kind == "registry" and "income" in report.summed:
            total = connection.scalar(
                select(func.sum(schema.person.c.income)).where(schema.person.c.batch_id == report.batch_id)
            )
            hold((total or 0) == report.sums[report.summed["income"]]["loaded"], "income in the database")


# --- running --------------------------------------------------------------------------------------------


class Office:
    """A folder with a settled database to check against, and copies of it to load into. A context manager."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pantau-fuzz-"))
        self.template = self.folder / "template.sqlite"

    def __enter__(self) -> Office:
        engine = make_engine(f"sqlite:///{self.template}")
        upgrade(engine)
        settle(engine, self.folder)
        engine.dispose()
        self.engine = make_engine(f"sqlite:///{self.template}")
        self.base = sound_boundaries(self.folder)
        self.work = self.folder / "work"
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()
        shutil.rmtree(self.folder, ignore_errors=True)

    def try_file(self, pick: Random) -> tuple[Case, Report, bool]:
        """Make a file, check it, load it perhaps. Lost when a promise is broken; any other exception is one too."""
        self.work.mkdir(exist_ok=True)
        case = make_case(pick, self.work, self.base)
        loads = pick.random() < LOADED_SHARE
        try:
            report = check_file(self.engine, case.path, case.kind)
            check(case, report)
            if loads:
                self._load(case, report)
        except Exception as error:
            error.add_note(f"{case.path.name} as {case.kind}: {', '.join(case.how)}")
            raise
        finally:
            case.path.unlink(missing_ok=True)
        return case, report, loads

    def _load(self, case: Case, checked: Report) -> None:
        database = self.work / "load.sqlite"
        shutil.copyfile(self.template, database)
        engine = make_engine(f"sqlite:///{database}")
        try:
            report = load_file(engine, case.path, case.kind)
            check(case, report)
            same = (checked.rows, checked.loaded, checked.rejected, checked.sums)
            hold((report.rows, report.loaded, report.rejected, report.sums) == same, "a load does what the check said")
            check_loaded(engine, report)
        finally:
            engine.dispose()
            for path in self.work.glob("load.sqlite*"):
                path.unlink()


def run(count: int, seed: int, say: Callable[[str], None], only: int | None = None) -> int:
    """Try ``count`` files (or the one of seed ``only``); the number of failures."""
    failures: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    started, slowest, rows, counted, summed, loads = time.monotonic(), (0.0, 0), 0, 0, 0, 0
    numbers = [only] if only is not None else range(seed * 10_000_000, seed * 10_000_000 + count)
    with Office() as office:
        for done, number in enumerate(numbers, 1):
            begun = time.monotonic()
            try:
                case, report, loaded = office.try_file(Random(number))
            except Exception as error:
                failures[type(error).__name__] += 1
                place = traceback.extract_tb(error.__traceback__)[-1]
                notes = " ".join(getattr(error, "__notes__", []))
                say(
                    f"FAILED seed {number}: {type(error).__name__} {str(error)[:400]} at {place.filename}:{place.lineno} [{notes}]"
                )
                if only is not None:
                    raise
                continue
            slowest = max(slowest, (time.monotonic() - begun, number))
            seen["refused" if report.status == "error" else "read"] += 1
            rows += report.rows
            loads += loaded
            counted += report.status == "ok" and case.rows is not None
            summed += report.status == "ok" and bool(case.sums and report.summed)
            if done % 1000 == 0:
                say(f"{done} files, {sum(failures.values())} failures, {time.monotonic() - started:.0f} s")
    say(
        f"{count if only is None else 1} files (seed {seed}): {seen['read']} read, {seen['refused']} refused with a reason; {rows} rows "
        f"accounted for; {counted} row counts and {summed} sets of sums compared; {loads} loaded; "
        f"uncaught exceptions and broken promises: {sum(failures.values())} {dict(failures)}; "
        f"slowest {slowest[0]:.1f} s (seed {slowest[1]}); {time.monotonic() - started:.0f} s in all"
    )
    return sum(failures.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the seed of one file")
    options = parser.parse_args()
    return 1 if run(options.files, options.seed, lambda line: print(line, flush=True), options.only) else 0


if __name__ == "__main__":
    sys.exit(main())
