"""The stories in time: which stages a programme has, when each is due, how late it was, how many were reached."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.demo.programmes import PROGRAMMES, Programme
from etl.demo.settings import FIRST_MONTH, LAST_MONTH, UNDER_COVERED_RW, generator, part_of
from pantau.reference import month_index

# How many of the entitled are reached, relative to the programme's best: a slow climb with a dip in mid-2024, when
# the lists were cleaned and many who were entitled fell off them for some months.
_COURSE = {
    (2021, 1): 0.88, (2021, 7): 0.90, (2022, 1): 0.84, (2023, 1): 0.88, (2024, 1): 0.92, (2024, 4): 0.91,
    (2024, 6): 0.80, (2024, 9): 0.82, (2025, 1): 0.92, (2026, 1): 0.97, (2026, 10): 1.00,
}  # fmt: skip
# Days added to every payment of a stage (year, first month of its period): the bad and the moderately bad times.
_DELAYS = {
    ("PKH", 2024, 4): 47, ("SEMBAKO", 2024, 3): 31, ("SEMBAKO", 2024, 5): 38, ("KJP", 2024, 4): 24,
    ("KJP", 2024, 5): 33, ("KJP", 2024, 6): 20, ("KLJ", 2024, 4): 29, ("KPDJ", 2024, 4): 29, ("KAJ", 2024, 4): 29,
    ("SEMBAKO", 2026, 7): 5, ("SEMBAKO", 2026, 9): 4, ("PKH", 2026, 7): 5, ("PKH", 2026, 10): 3, ("KJP", 2026, 8): 3,
    ("KJP", 2026, 9): 3, ("KJP", 2026, 10): 3, ("KLJ", 2026, 10): 3, ("KPDJ", 2026, 10): 3, ("KAJ", 2026, 10): 3,
    ("PKH", 2021, 7): 12, ("PKH", 2023, 1): 9, ("SEMBAKO", 2022, 1): 10, ("SEMBAKO", 2025, 1): 8, ("BST", 2021, 5): 18,
    ("BST", 2021, 6): 22, ("PKH", 2025, 1): 8, ("PKH", 2026, 1): 6, ("SEMBAKO", 2023, 1): 7,
}  # fmt: skip
_YEAR_END = ("KLJ", "KPDJ", "KAJ")
"""Their last stage of a year, but for the running one, was only due in December: the year-end rush."""


@dataclass(frozen=True)
class Stage:
    """One round of transfers of a programme: its first month, due date, and days added to every payment."""

    month: int
    due: np.datetime64
    shift: float


def stages(programme: Programme) -> list[Stage]:
    """All rounds of a programme from January 2021 to October 2026."""
    rng = generator(200 + PROGRAMMES.index(programme))
    months = programme.stages or range(FIRST_MONTH, LAST_MONTH + 1)
    found = []
    for month in months:
        year, number = month // 12, month % 12 + 1
        usual = rng.normal(0, 1.2)
        last = LAST_MONTH if programme.last is None else programme.last
        if (programme.cycle and number not in programme.cycle) or not programme.first <= month <= last:
            continue
        due_month, day = month + programme.due[0], programme.due[1]
        if programme.code in _YEAR_END and number == 10 and year < 2026:
            due_month, day = month + 2, 5
        due = np.datetime64(f"{due_month // 12}-{due_month % 12 + 1:02d}-{day:02d}", "D")
        late = float(_DELAYS.get((programme.code, year, number), 0))
        if number in (11, 12) and not late:
            late = 2.5  # offices are busy at year end
        found.append(Stage(month, due, usual + late))
    return found


def course(month: int) -> float:
    """Share of the programme's best take-up in a month."""
    points = [month_index(*ym) for ym in _COURSE]
    return float(np.interp(month, points, list(_COURSE.values())))


def reach_of_rw(rw: np.ndarray) -> np.ndarray:
    """Factor on the take-up by RW number."""
    usual = np.array([1.0, 1.02, 1.0, 0.98, 1.04, 0.99, 1.03, 1.0, 1.0, 0.97, 1.01])  # [0] is no RW
    usual[UNDER_COVERED_RW] = 0.66
    return usual[part_of(rw)]
