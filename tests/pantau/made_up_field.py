"""A small place with tranches, transfers and visits, and what is known of them in plain Python: nothing here asks a database."""

from __future__ import annotations

import datetime as dt
import math
import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from tests.etl.office import AREAS, KELURAHAN, PROGRAMMES, REGISTRY_HEADING, load_rows, nik
from tests.etl.test_load import HEADING

FAMILIES = 48
PLACES = (("001", "001"), ("005", "001"), ("001", "002"), ("005", "002"))
"""RT and RW."""
MONTHS = (dt.date(2025, 3, 1), dt.date(2025, 4, 1), dt.date(2025, 5, 1))
DUE = {day: day.replace(day=15) for day in MONTHS}
RELEASED = {MONTHS[0]: dt.date(2025, 3, 10), MONTHS[1]: dt.date(2025, 4, 18)}
"""The third tranche is not released."""
CHANNELS = ("Bank DKI", "PT Pos")
AMOUNT = 200_000


def kk(number: int) -> str:
    return f"317406010121{1001 + number}"


def head(number: int) -> str:
    return nik(1 + number % 28, 1 + number // 28, 1950, 100 + number)


def area(number: int) -> str:
    rt, rw = PLACES[number % 4]
    return f"{KELURAHAN}.{rw}.{rt}"


@dataclass(frozen=True)
class Transfer:
    family: int
    month: dt.date
    channel: str
    paid: dt.date | None
    amount: int

    @property
    def late(self) -> int:
        assert self.paid
        return (self.paid - DUE[self.month]).days


@dataclass(frozen=True)
class Visit:
    code: str
    form: str
    officer: str
    family: int
    day: dt.date
    result: str
    received: bool | None = None
    content: int = 0

    @property
    def done(self) -> bool:
        return self.result == "selesai"

    @property
    def month(self) -> int:
        return self.day.year * 12 + self.day.month - 1


def transfers() -> list[Transfer]:
    choose = random.Random(5)
    made = []
    for month in MONTHS:
        for i in range(FAMILIES):
            day = DUE[month] + dt.timedelta(days=choose.randrange(-4, 25))
            paid = None if choose.random() < 0.15 else day
            amount = 0 if paid is None else AMOUNT - 50_000 * (choose.random() < 0.1)
            made.append(Transfer(i, month, CHANNELS[i % 3 == 0], paid, amount))
    return made


def visits() -> list[Visit]:
    choose = random.Random(9)
    results = ("selesai", "selesai", "selesai", "tidak ada", "menolak", "pindah")
    made = []
    for i in range(90):
        family = choose.randrange(FAMILIES - 8)  # eight families are never visited
        day = dt.date(2025, 1, 10) + dt.timedelta(days=choose.randrange(500))
        form = ("survei", "penerimaan", "penerimaan")[i % 3]
        result = choose.choice(results)
        asked = form == "penerimaan" and result == "selesai"
        received = choose.random() < 0.6 if asked else None
        made.append(
            Visit(f"v-{i}", form, f"P{i % 4 + 1:02d}", family, day, result, received, choose.randint(1, 5) * asked)
        )
    return made


def load(engine: Engine, folder: Path) -> tuple[list[Transfer], list[Visit]]:
    """Load all of it; what was written."""
    registry = [REGISTRY_HEADING]
    for i in range(FAMILIES):
        rt, rw = PLACES[i % 4]
        row = [kk(i), head(i), f"Warga {i}", "Jl Contoh", rt, rw, f"{1 + i % 28:02d}/{1 + i // 28:02d}/1950", "L"]
        registry.append([*row, "Kepala Keluarga", "2", "Y", "T", "T", "T", "T", "0"])
    paid = transfers()
    money = [HEADING]
    for t in paid:
        day = t.paid.strftime("%d/%m/%Y") if t.paid else ""
        amount, state = (f"{t.amount}", "Dibayar") if t.paid else ("", "Gagal")
        due = DUE[t.month].strftime("%d/%m/%Y")
        period = f"{t.month:%Y-%m}"
        money.append(["BPNT", kk(t.family), "", period, due, day, amount, str(AMOUNT), "", "", t.channel, state])
    stages = [
        [
            "PROGRAM",
            "TAHAP",
            "PERIODE",
            "PENYALUR",
            "TANGGAL JATUH TEMPO",
            "TANGGAL CAIR",
            "NILAI CAIR",
            "JUMLAH PENERIMA",
        ]
    ]
    for i, month in enumerate(MONTHS):
        day = f"{RELEASED[month]:%d/%m/%Y}" if month in RELEASED else ""
        total = str(AMOUNT * FAMILIES + 1_000_000)
        stages.append(
            ["BPNT", f"Tahap {i + 1}", f"{month:%Y-%m}", "", f"{DUE[month]:%d/%m/%Y}", day, total, str(FAMILIES)]
        )
    made = visits()
    forms = [["KODE ISIAN", "FORMULIR", "PETUGAS", "RW", "RT", "NO KK", "TANGGAL KUNJUNGAN", "HASIL KUNJUNGAN"]]
    forms[0] += ["PROGRAM", "DITERIMA", "PUAS"]
    for v in made:
        rt, rw = PLACES[v.family % 4]
        said = ["", "", ""] if v.received is None else ["BPNT", "ya" if v.received else "tidak", str(v.content)]
        forms.append([v.code, v.form, v.officer, rw, rt, kk(v.family), f"{v.day:%d/%m/%Y}", v.result, *said])
    files = (("areas", AREAS), ("programmes", PROGRAMMES), ("registry", registry), ("stages", stages))
    for name, rows in (*files, ("money", money), ("forms", forms)):
        report = load_rows(engine, folder, name, rows)
        assert report.status in ("ok", "warnings") and not report.rejected, (name, report.as_json())
    return paid, made


def p90(values: Sequence[int]) -> float:
    """The smallest value that nine in ten do not exceed."""
    return sorted(values)[math.ceil(len(values) * 9 / 10) - 1]


def median(values: Sequence[int]) -> float:
    return statistics.median(values)
