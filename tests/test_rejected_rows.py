"""Can every refused or flagged row of the demo be followed to its row in the file, and does the file hold just that?"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from pantau.schema import batch, quarantine_row, rejected_row
from tests.raw_files import grid_of

pytestmark = pytest.mark.slow


def plain(cell: str) -> str:
    """A cell as it stands, without what is only the way a library writes a number or a day."""
    return re.sub(r" 00:00:00$|(?<=\d)\.0$", "", cell.strip())


def test_every_refused_or_flagged_row_is_a_row_of_the_file(demo_engine: Engine, demo_files: list[Path]) -> None:
    files = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in demo_files}
    followed = 0
    with demo_engine.connect() as connection:
        for loaded in connection.execute(select(batch)).mappings():
            listed = select(rejected_row.c.row_no).where(rejected_row.c.batch_id == loaded["batch_id"])
            numbers = {n for n in connection.scalars(listed) if n > 1}  # 1 is the heading: about a column
            kept = select(quarantine_row.c.row_no, quarantine_row.c.cells)
            cells = dict(connection.execute(kept.where(quarantine_row.c.batch_id == loaded["batch_id"])).all())
            assert len(cells) == (loaded["rejected"] if loaded["kind"] != "boundaries" else 0)
            assert cells.keys() <= numbers
            path = files[loaded["sha256"]]
            if not numbers or path.suffix not in (".csv", ".xlsx"):
                continue
            grid = grid_of(path)
            headings = json.loads(loaded["headings"]) if loaded["headings"] else None
            top = next(i for i, row in enumerate(grid) if headings is None or row[: len(headings)] == headings)
            for number in numbers:
                row = grid[top + number - 1]  # the heading counts as row 1
                assert any(cell.strip() for cell in row), (path.name, number)
                followed += 1
                if number in cells:
                    stands = [plain(c) for c in row]
                    assert [plain(c) for c in json.loads(cells[number])] == stands[: len(json.loads(cells[number]))]
                    assert not any(stands[len(json.loads(cells[number])) :])
        every = connection.scalar(select(func.count()).select_from(quarantine_row))
    assert followed >= (every or 0) > 3000
