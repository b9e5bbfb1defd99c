"""A made-up registry of 500 families, in which 60 people are written down twice as clerks do it; with the truth."""

from __future__ import annotations

import datetime as dt

import numpy as np

from etl.demo import names
from tests.etl.office import REGISTRY_HEADING

FAMILIES, MEMBERS, DOUBLES = 500, 4, 60
Person = dict[str, str]


def registry() -> tuple[list[list[str]], list[tuple[str, str]]]:
    """The rows of the file, heading first, and the pairs of NIK that are one person."""
    rng = np.random.default_rng(20261003)
    people = _people(rng)
    twice = rng.permutation(len(people))[:DOUBLES].tolist()
    doubles = [_again(people[i], people[(i * 37 + 11) % len(people)], turn) for turn, i in enumerate(twice)]
    truth = [(people[i]["nik"], double["nik"]) for i, double in zip(twice, doubles, strict=True)]
    return [REGISTRY_HEADING, *map(_row, people), *map(_row, doubles)], truth


def _people(rng: np.random.Generator) -> list[Person]:
    size = FAMILIES * MEMBERS
    women = rng.random(size) < 0.5
    said, homes = names.people(women, rng), names.addresses(FAMILIES, rng)
    days = rng.integers(0, 27_000, size)
    people = []
    for i in range(size):
        home, born = i // MEMBERS, dt.date(1948, 1, 1) + dt.timedelta(days=int(days[i]))
        first, *rest = str(said[i]).split()
        if i % 9 == 0:
            first = "Siti" if women[i] else "Muhammad"
        person = {
            "kk": f"317406{home % 28 + 1:02d}0615{home + 1:04d}",
            "name": " ".join([first, *rest]),
            "address": str(homes[home]),
            "rt": ("001", "005")[home % 2],
            "rw": ("001", "002")[home // 2 % 2],
            "birth": born.isoformat(),
            "sex": "P" if women[i] else "L",
            "relation": "Kepala Keluarga" if i % MEMBERS == 0 else "Anak",
        }
        people.append({**person, "nik": _nik(person, i + 1)})
    return people


def _nik(person: Person, serial: int, district: str = "317406") -> str:
    born = dt.date.fromisoformat(person["birth"])
    return f"{district}{born.day + 40 * (person['sex'] == 'P'):02d}{born.month:02d}{born.year % 100:02d}{serial:04d}"


def _again(person: Person, elsewhere: Person, turn: int) -> Person:
    """The person as another clerk wrote it: most at the same address or in the same RT, a third elsewhere."""
    other = {**person, "relation": "Famili Lain", "kk": elsewhere["kk"]}
    words = person["name"].split()
    born = dt.date.fromisoformat(person["birth"])
    slip = turn % 6
    if slip == 0:  # short forms, titles
        short = {"Muhammad": "M.", "Siti": "St."}.get(words[0], "H. " + words[0])
        other["name"] = " ".join([short, *words[1:]]) + ", S.Pd"
    elif slip == 1:  # a letter more
        other["name"] = " ".join([*words[:-1], words[-1][:2] + words[-1][1:]])
    elif slip == 2:  # an initial
        other["name"] = " ".join([words[0][0] + ".", *words[1:]])
    elif slip == 3 and born.day <= 12 and born.day != born.month:  # day and month exchanged
        other["birth"] = born.replace(day=born.month, month=born.day).isoformat()
    elif slip in (3, 4):  # a digit of the year, and blanks
        other["birth"] = born.replace(year=born.year - 1, day=min(born.day, 28)).isoformat()
        other["name"] = "  ".join(words)
    else:  # another letter, and whose child
        other["name"] = " ".join(
            [*words[:-1], words[-1][:-1] + "h", "bin" if person["sex"] == "L" else "binti", "Fulan"]
        )
    if turn % 3 == 2:
        other |= {name: elsewhere[name] for name in ("address", "rt", "rw")}
    else:  # a family card of the same house
        other["kk"] = person["kk"][:12] + f"{5000 + turn}"
    other["nik"] = _nik(other, 9_000 + turn, "317406" if turn % 2 else "327603")
    return other


def _row(person: Person) -> list[str]:
    born = dt.date.fromisoformat(person["birth"])
    row = [person["kk"], person["nik"], person["name"], person["address"], person["rt"], person["rw"]]
    return [*row, born.strftime("%d/%m/%Y"), person["sex"], person["relation"], "", "T", "T", "T", "T", "T", ""]
