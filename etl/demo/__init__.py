"""Demo data: a made-up Pondok Labu as ordinary office files, the same bytes on every run.

The files go through the ETL like anyone's. All people, numbers, boundaries and transfers are synthetic.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from etl.demo import (
    boundaries,
    changes,
    disbursement_files,
    participants,
    parts,
    population,
    programmes,
    registry,
    targets,
    transfers,
)
from etl.demo.parts.activities import plan
from etl.demo.parts.attendance import Rolls
from etl.demo.parts.town import Town
from etl.demo.readme import README
from etl.demo.settings import HOUSEHOLDS
from etl.demo.writing import write_xlsx

VERSION = "3"
"""Changes whenever the files' content does."""

Progress = Callable[[str, int, int], None]

__all__ = ["VERSION", "generate"]


def generate(out: Path, scale: int = 1, progress: Progress | None = None, households: int | None = None) -> list[Path]:
    """Write the demo files into ``out`` (made if need be); returns their paths in the order in which to load them.

    ``scale`` multiplies RW, RT, households and transfers; ``households`` sets the number of households instead
    (13,000 each scale), for quick tests. ``progress`` is called with what is being made, steps done, and steps in all.
    Raises ValueError for a scale outside 1..99 or no households.
    """
    if not 1 <= scale <= 99:
        raise ValueError("scale must be 1 to 99")
    size = HOUSEHOLDS * scale if households is None else households
    if size < 1:
        raise ValueError("households must be at least 1")
    out.mkdir(parents=True, exist_ok=True)
    steps = 6 + 3 * 6 + len(parts.NAMES)
    say = progress or (lambda _what, _done, _total: None)

    before = [
        out / "program_bantuan.xlsx",
        out / "batas_rw_rt_contoh.geojson",
        out / "registri_rumah_tangga.csv",
        out / "registri_2026_pemutakhiran.csv",
        out / "target_anggaran_2021_2026.xlsx",
    ]
    say(before[0].name, 0, steps)
    write_xlsx(before[0], "Program", programmes.HEADING, programmes.rows())
    say(before[1].name, 1, steps)
    layout = boundaries.draw(scale)
    boundaries.write(layout, before[1])
    say(before[2].name, 2, steps)
    people = population.make(layout, size)
    happened = changes.make(people)
    released = changes.stopped(transfers.make(people), happened)
    paid = changes.slips(released, people)
    recipients = np.zeros(len(people.household), dtype=bool)
    recipients[paid.person[paid.person >= 0]] = True
    spoilt = registry.write(people, recipients, before[2])
    say(before[3].name, 3, steps)
    changes.write(people, happened, before[3])
    say(before[4].name, 4, steps)
    targets.write(paid, scale, before[4])
    files = disbursement_files.plan(paid, out)
    for number, file in enumerate(files, 5):
        say(file.path.name, number, steps)
        disbursement_files.write(file, people)
    after = out / "kepesertaan_2021_2026.csv"
    number = 5 + len(files)
    say(after.name, number, steps)
    town = Town(people, happened, paid, ~spoilt)
    rolls = Rolls(town, plan(town))
    participants.write(paid, people, happened, rolls.trained(), after)
    others = parts.write(
        town, rolls, released, out, lambda name: say(name, number + 1 + parts.NAMES.index(name), steps)
    )
    (out / "README_DATA_CONTOH.txt").write_text(README, encoding="utf-8", newline="\n")
    say("", steps, steps)
    return [*before, *(file.path for file in files), after, *others]
