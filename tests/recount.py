"""Each indicator computed again from the raw rows, by definition, with sets and sums in plain Python.

Nothing here is shared with ``pantau``: neither the marts, nor the SQL, nor the catalogue's formulas.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable

from tests.raw_files import Household, Programme, Transfer

Pair = tuple[float | None, float | None]  # value, denominator


class Recount:
    """Indicators of any area and set of months, for one programme or for all of them."""

    def __init__(
        self,
        homes: dict[str, Household],
        programmes: dict[str, Programme],
        transfers: list[Transfer],
        budgets: dict[tuple[str, str, str], int],
    ) -> None:
        self.homes, self.programmes, self.budgets = homes, programmes, budgets
        self.eligible = {
            code: {kk for kk, home in homes.items() if self._may(home, programme)}
            for code, programme in programmes.items()
        }
        self.covering: dict[int, list[tuple[Transfer, int]]] = defaultdict(list)  # month -> (transfer, its rupiah then)
        self.due: dict[int, list[Transfer]] = defaultdict(list)
        for transfer in transfers:
            self.due[transfer.due_month].append(transfer)
            if transfer.paid is None:
                continue
            months = range(transfer.first, transfer.last + 1)
            for month in months:
                share, rest = divmod(transfer.amount_paid, len(months))
                self.covering[month].append((transfer, share + (rest if month == transfer.first else 0)))
        self.running = {(t.programme, m) for t in transfers for m in (*range(t.first, t.last + 1), t.due_month)}

    @staticmethod
    def _may(home: Household, programme: Programme) -> bool:
        if not home.members:  # nobody of it lives here any more
            return False
        if programme.max_desil is not None and (home.desil is None or home.desil > programme.max_desil):
            return False
        return not programme.categories or bool(programme.categories & home.categories)

    def runs(self, code: str, months: Iterable[int]) -> bool:
        return any((code, m) in self.running for m in months)

    def indicators(self, months: list[int], code: str | None) -> dict[str, dict[str, float | None]]:
        """Value (None: no data) by area code and indicator id, for the kelurahan, every RW and every RT."""
        running = [c for c in self.programmes if self.runs(c, months)]
        asked = running if code is None else [code]
        eligible = set().union(*(self.eligible[c] for c in asked)) if asked else set()
        received: dict[str, int] = defaultdict(int)
        income_months: set[tuple[str, int]] = set()
        for month in months:
            for transfer, amount in self.covering.get(month, ()):
                if code is None or transfer.programme == code:
                    received[transfer.household] += amount
                    income_months.add((transfer.household, month))
        due = [t for m in months for t in self.due.get(m, ()) if code is None or t.programme == code]

        areas: dict[str, _Tally] = defaultdict(_Tally)
        for kk, home in self.homes.items():
            for area in (home.rt, home.rt[:17], home.rt[:13]):
                tally = areas[area]
                tally.people += home.members
                tally.eligible += kk in eligible
                if kk in received:
                    tally.recipients += 1
                    tally.recipient_people += home.members
                    tally.eligible_recipients += kk in eligible
                    tally.received += received[kk]
                    tally.received_poor += received[kk] if home.desil is not None and home.desil <= 4 else 0
        for kk, _ in income_months:
            home = self.homes[kk]
            for area in (home.rt, home.rt[:17], home.rt[:13]):
                areas[area].income += home.income
        for transfer in due:
            home = self.homes[transfer.household]
            for area in (home.rt, home.rt[:17], home.rt[:13]):
                areas[area].add(transfer)
        self._spend_to_date(areas, months, code)
        return {area: tally.values() for area, tally in areas.items()}

    def _spend_to_date(self, areas: dict[str, _Tally], months: list[int], code: str | None) -> None:
        year = str(months[0] // 12)
        for (programme, area, when), amount in self.budgets.items():
            if when == year and code in (None, programme) and area in areas:
                tally = areas[area]
                tally.budget += amount
                for month in range(int(year) * 12, months[-1] + 1):
                    tally.spent += sum(
                        t.amount_paid
                        for t in self.due.get(month, ())
                        if t.programme == programme and self.homes[t.household].rt.startswith(area)
                    )


class _Tally:
    def __init__(self) -> None:
        self.people = self.eligible = self.recipients = self.recipient_people = self.eligible_recipients = 0
        self.received = self.received_poor = self.income = self.budget = self.spent = 0
        self.due = self.paid = self.amount_due = self.amount_paid = self.on_time = self.right = 0
        self.delays: list[int] = []

    def add(self, t: Transfer) -> None:
        self.due += 1
        self.amount_due += t.amount_due
        if t.paid is not None:
            late = (t.paid - t.due).days
            self.paid += 1
            self.amount_paid += t.amount_paid
            self.on_time += late <= 0
            self.right += t.amount_paid == t.amount_due
            self.delays.append(late)

    def values(self) -> dict[str, float | None]:
        def ratio(part: float, whole: float) -> float | None:
            return part / whole if whole else None

        return {
            "recipients": self.recipients,
            "recipient_people": self.recipient_people,
            "coverage_eligible": ratio(self.eligible_recipients, self.eligible),
            "coverage": ratio(self.recipient_people, self.people),
            "exclusion_error": ratio(self.eligible - self.eligible_recipients, self.eligible),
            "inclusion_error": ratio(self.recipients - self.eligible_recipients, self.recipients),
            "right_person": ratio(self.eligible_recipients, self.recipients),
            "disbursement_rate": ratio(self.paid, self.due),
            "unpaid_transfers": self.due - self.paid,
            "timeliness": ratio(self.on_time, self.paid),
            "median_days_late": statistics.median(self.delays) if self.delays else None,
            "right_amount": ratio(self.right, self.paid),
            "amount_due": self.amount_due,
            "amount_paid": self.amount_paid,
            "realisation": ratio(self.spent, self.budget),
            "cost_per_beneficiary": ratio(self.received, self.recipients),
            "adequacy": ratio(self.received, self.received + self.income),
            "cgh": ratio(self.received_poor, 0.4 * self.received),
        }
