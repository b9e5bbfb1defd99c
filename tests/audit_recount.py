"""The audit checks over the facts again, by their words, with loops in plain Python over the raw rows.

Nothing is shared with ``pantau``. What a finding is about: (check, programme code, KK, NIK or "", year due).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.raw_files import Person, Programme, Stay, Transfer

Key = tuple[str, str, str, str, str]


@dataclass
class Found:
    """Transfers flagged (file, row) and the rupiah at stake."""

    rows: set[tuple[str, int]] = field(default_factory=set)
    rupiah: int = 0


@dataclass
class Office:
    """What an office's files say, in loading order. ``loaded``: the day a file was loaded, where that matters."""

    people: dict[str, Person]
    programmes: dict[str, Programme]
    transfers: list[Transfer]
    eligible: dict[str, set[str]]
    stays: list[Stay]
    wages: dict[int, int]
    loaded: dict[str, dt.date] = field(default_factory=dict)

    def findings(self) -> dict[Key, Found]:
        found: dict[Key, Found] = defaultdict(Found)
        for check, transfer, rupiah in (*self._one_by_one(), *self._twice()):
            one = found[check, transfer.programme, transfer.household, transfer.nik, str(transfer.due.year)]
            one.rows.add(transfer.source)
            one.rupiah += rupiah
        return dict(found)

    def _since(self, person: Person) -> dt.date:
        return person.since or self.loaded[person.source[0]]

    def _one_by_one(self) -> Iterator[tuple[str, Transfer, int]]:
        families: dict[str, list[Person]] = defaultdict(list)
        for person in self.people.values():
            families[person.kk].append(person)
        stays: dict[tuple[str, str], list[Stay]] = defaultdict(list)
        for stay in self.stays:
            stays[stay.programme, stay.nik or stay.household].append(stay)
        for t in self.transfers:
            if t.paid is None:
                continue
            programme = self.programmes[t.programme]
            to_person = programme.per_person and bool(t.nik)
            family = families[t.household]
            active = [p for p in family if p.status == "aktif"]
            if to_person:
                person = self.people[t.nik]
                if person.status != "aktif" and t.due > self._since(person):
                    yield "dead_paid" if person.status == "meninggal" else "moved_paid", t, t.amount_paid
                earner = [person]
            else:
                if not active and t.due > max(map(self._since, family)):
                    all_dead = all(p.status == "meninggal" for p in family)
                    yield "dead_paid" if all_dead else "moved_paid", t, t.amount_paid
                if active:
                    heads = [self.people[t.nik]] if t.nik else [p for p in family if p.head]
                    dead = [p for p in heads if p.status == "meninggal"]
                    replaced = not t.nik and any(p.head for p in active)
                    if dead and not replaced and t.due > max(map(self._since, dead)):
                        yield "name_of_dead", t, t.amount_paid
                earner = [p for p in active if p.head]
            if any(p.income > self.wages.get(t.due.year, 10**12) for p in earner):
                yield "above_wage", t, t.amount_paid
            if t.amount_paid > t.amount_due:
                yield "above_entitlement", t, t.amount_paid - t.amount_due
            if active and t.household not in self.eligible[t.programme]:
                yield "not_eligible", t, t.amount_paid
            if t.first < programme.first or (programme.last is not None and t.last > programme.last):
                yield "outside_run", t, t.amount_paid
            mine = stays[t.programme, t.nik if to_person else t.household]
            spans = [(_month(s.entry), _month(s.leave) if s.leave else 10**9) for s in mine]
            if spans and not any(entry <= t.last and t.first <= leave for entry, leave in spans):
                yield "before_entry" if t.last < min(spans)[0] else "after_exit", t, t.amount_paid

    def _twice(self) -> Iterator[tuple[str, Transfer, int]]:
        groups: dict[tuple[str, str, str], list[tuple[dt.date, int, Transfer]]] = defaultdict(list)
        for number, t in enumerate(self.transfers):
            if t.paid is not None:
                who = t.nik if self.programmes[t.programme].per_person else ""
                groups[t.programme, t.household, who].append((t.paid, number, t))
        for group in groups.values():
            covered: set[int] = set()
            for _, _, t in sorted(group, key=lambda one: one[:2]):
                months = set(range(t.first, t.last + 1))
                if again := len(months & covered):
                    yield "paid_twice", t, t.amount_paid * again // len(months)
                covered |= months


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1
