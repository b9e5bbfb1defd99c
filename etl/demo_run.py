"""``python -m etl demo``: write the made-up office files once, and load each of them once."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.progress import Progress
from sqlalchemy import Engine, select

from etl.load import load_files
from etl.reading import file_sha256
from pantau import audit, database
from pantau.schema import batch

MARKER = "demo.json"
"""Beside the files: the generator's version, the scale, and the name and SHA-256 of each file in loading order."""

_ALONE = ("program", "batas", "registri", "target")
"""First words of the names of files that are loaded by themselves."""


def run_demo(out: Path, scale: int, files_only: bool, progress: Progress) -> int:
    """Make the files where they are not there yet, load what is not in the database yet; 2 if a file was not loaded."""
    from etl import demo  # the generator is needed for nothing else

    version = str(getattr(demo, "VERSION", "1"))
    engine = None
    if not files_only:
        engine = database.make_engine()
        database.upgrade(engine)
    files = _read_marker(out, version, scale)
    loaded = _loaded(engine) if engine is not None else set()
    if files and all(entry["sha256"] in loaded for entry in files):
        print("Data contoh sudah dimuat. · The demo data is loaded already.", file=sys.stderr)
        return 0
    if not files or not all((out / entry["name"]).exists() for entry in files):
        files = _generate(demo, out, version, scale, progress)
    if engine is None:
        print(f"{len(files)} berkas di {out} · {len(files)} files in {out}", file=sys.stderr)
        return 0
    return _load_all(engine, out, [entry for entry in files if entry["sha256"] not in loaded], progress)


def loaded_together(files: Sequence[Path]) -> list[list[Path]]:
    """The files in their order, in groups whose marts are the same ones, built once: those of one year of transfers, and
    all that come after the transfers. What others refer to is loaded by itself."""

    def group(path: Path) -> str:
        first, *rest = path.name.split("_")
        return f"{first}_{rest[0]}" if first == "penyaluran" else path.name if first in _ALONE else ""

    return [list(paths) for _, paths in groupby(files, key=group)]


def _read_marker(out: Path, version: str, scale: int) -> list[dict[str, str]]:
    try:
        marker = json.loads((out / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return marker["files"] if (marker.get("version"), marker.get("scale")) == (version, scale) else []


def _generate(demo: Any, out: Path, version: str, scale: int, progress: Progress) -> list[dict[str, str]]:
    out.mkdir(parents=True, exist_ok=True)
    (out / MARKER).unlink(missing_ok=True)  # half-written files must not look finished
    task = progress.add_task("membuat berkas contoh · making demo files", total=None)

    def say(what: str, done: int, steps: int) -> None:
        progress.update(task, description=what or "berkas contoh · demo files", completed=done, total=steps)

    paths = demo.generate(out, scale=scale, progress=say)
    files = [{"name": path.relative_to(out).as_posix(), "sha256": file_sha256(path)} for path in map(Path, paths)]
    text = json.dumps({"version": version, "scale": scale, "files": files}, indent=1)
    (out / MARKER).write_text(text, encoding="utf-8")
    return files


def _loaded(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(select(batch.c.sha256)))


def _load_all(engine: Engine, out: Path, files: list[dict[str, str]], progress: Progress) -> int:
    task = progress.add_task("memuat · loading", total=len(files))
    failed = 0
    for paths in loaded_together([out / entry["name"] for entry in files]):
        reports = load_files(
            engine,
            paths,
            synthetic=True,
            progress=lambda step, name=paths[0].name: progress.update(task, description=f"{name}: {step}"),  # type: ignore[misc]
        )
        for report in reports:
            if report.status == "error":
                failed += 1
                text = f"{report.problems[0].message_id} · {report.problems[0].message_en}"
            else:
                counts = f"{report.rows} = {report.loaded} + {report.rejected}"
                text = f"{counts} (baris = dimuat + ditolak · rows = loaded + rejected)"
            progress.console.print(f"{report.file}: {text}", soft_wrap=True)
        progress.advance(task, len(paths))
    if audit.currency(engine).stale:
        progress.update(task, description="pemeriksaan · audit checks")
        audit.run(engine, "data contoh")
    progress.update(task, description="selesai · done")
    return 2 if failed else 0
