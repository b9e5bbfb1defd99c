"""ODK Central's archive of a survey: a CSV file for each table, media beside them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from etl import limits, reading_csv, reading_zip
from etl.reading_survey_tables import Grid, is_survey
from etl.report import FileError


def is_survey_zip(path: Path) -> bool:
    """Whether the file is a zip of survey tables: CSV files with ``KEY`` in their heading, and no Shapefile."""
    try:
        limits.guard(path)
        with reading_zip.opened(path, "file_broken") as archive:
            if any(name.lower().endswith(".shp") for name in archive.namelist()):
                return False
            for member in _members(archive):
                with archive.open(member) as file:
                    heading = file.read(65_536).split(b"\n")[0].decode("utf-8", errors="replace")
                if is_survey(heading.replace('"', "").strip("\ufeff\r").split(",")):
                    return True
    except (FileError, OSError):
        pass
    return False


def tables(path: Path) -> Iterator[Grid]:
    """The survey tables of a zip, named by their files. FileError when it is broken or too large."""
    budget = reading_zip.Budget(limits.file_mb(), "file_too_large")
    with reading_zip.opened(path, "file_broken") as archive:
        for member in _members(archive):
            if member.flag_bits & 1:
                raise FileError("file_password")
            text = reading_csv.decode(b"".join(reading_zip.chunks(archive, member, budget)))
            cells = reading_csv.rows(text, lambda rows: float(any(is_survey(row) for row in rows[:1])))
            yield Grid(cells, None, PurePosixPath(member.filename).stem)


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The tables: CSV files at the top, without the audit log that Central adds."""
    found = [m for m in archive.infolist() if m.filename.lower().endswith(".csv") and "/" not in m.filename]
    return [m for m in found if not m.filename.lower().endswith("audit.csv") and m.file_size]
