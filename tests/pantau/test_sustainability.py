"""Leaving, coming back, nearing independence: recomputed from the rows of a small list in plain Python."""

from __future__ import annotations

import csv
import datetime as dt
import random
import statistics
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import Engine, select

from etl.load import load_file
from pantau import aid_needed, near_graduation, projection, queries, sustainability, trained
from pantau.queries import Cells
from pantau.schema import ALL_PROGRAMMES, batch, mart_stay, programme, rejected_row
from tests import raw_files
from tests.etl.office import AREAS, KELURAHAN, PROGRAMMES, REGISTRY_HEADING, load_rows, nik

LINE = 897_768  # BPS DKI Jakarta, September 2025
FAMILIES = 16
HEADING = ["PROGRAM", "NO KK", "NIK", "TANGGAL MASUK", "TANGGAL KELUAR", "ALASAN KELUAR"]
REASONS = ["graduasi", "graduasi", "meninggal", "pindah", "tidak layak", "mundur"]


def kk(number: int) -> str:
    return f"317406010121{1001 + number}"


def head(number: int) -> str:
    return nik(1 + number, 1, 1950, 1 + number)


def place(number: int) -> tuple[str, str]:
    """RT and RW of a family."""
    return (("001", "001"), ("005", "001"), ("001", "002"), ("005", "002"))[number % 4]


def members(number: int) -> int:
    return 1 + number % 3


def income(number: int) -> int:
    """Just below the poverty line a member, at it, above it ..."""
    return members(number) * (LINE - 1 + number % 3) if number < 9 else number * 100_000


def registry() -> list[list[str]]:
    rows = [REGISTRY_HEADING]
    for i in range(FAMILIES):
        rt, rw = place(i)
        for m in range(members(i)):
            born = "01/02/1990" if m else f"{1 + i:02d}/01/1950"
            number = nik(1, 2, 1990, 1000 + 10 * i + m) if m else head(i)
            earned = str(0 if m else income(i))
            row = [kk(i), number, f"Warga {i} {m}", "Jl Contoh", rt, rw, born, "L", "anak" if m else "Kepala Keluarga"]
            rows.append([*row, "2", "T" if m else "Y", "T", "T", "T", "T", earned])
    return rows


def participants() -> list[list[str]]:
    """Stays of families in PKH and of elderly persons in KLJ, some of whom come back once or twice."""
    choose = random.Random(7)
    rows = [HEADING]
    for i in range(FAMILIES):
        for code, person in (("PKH", ""), ("KLJ", head(i))):
            day = dt.date(2022, 1, 1) + dt.timedelta(days=choose.randrange(600))
            while day < dt.date(2025, 6, 1) and choose.random() < 0.9:
                leave = day + dt.timedelta(days=choose.randrange(20, 700))
                gone = leave < dt.date(2025, 10, 1)
                reason = choose.choice(REASONS) if gone else ""
                rows.append([code, kk(i), person, day.isoformat(), leave.isoformat() if gone else "", reason])
                if not gone:
                    break
                day = leave + dt.timedelta(days=choose.randrange(0, 500))
    return rows


@dataclass(frozen=True)
class Stay:
    code: str
    who: str
    area: str
    family: int
    entry: dt.date
    leave: dt.date | None
    reason: str

    @property
    def first(self) -> int:
        return month(self.entry)

    @property
    def last(self) -> int | None:
        return month(self.leave) if self.leave else None


def month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def stays_of(path: Path) -> list[Stay]:
    """The list read again with nothing but csv."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        _, *rows = csv.reader(file)
    found = []
    for code, home, person, entry, leave, reason in rows:
        i = int(home[-4:]) - 1001
        rt, rw = place(i)
        gone = dt.date.fromisoformat(leave) if leave else None
        area = f"{KELURAHAN}.{rw}.{rt}"
        found.append(Stay(code, person or home, area, i, dt.date.fromisoformat(entry), gone, reason))
    return found


def expected(stays: list[Stay], low: int, high: int) -> dict[str, float | None]:
    """The indicators of months ``low`` to ``high`` by their definitions."""

    def ratio(part: int, whole: int) -> float | None:
        return part / whole if whole > 0 else None

    at_start = [s for s in stays if s.first < low and (s.last is None or s.last >= low)]
    left = [s for s in stays if s.last is not None and low <= s.last <= high]
    known_to = max(s.first for s in _EVERY)
    followed = [
        s for s in stays if s.reason == "graduasi" and s.last and low <= s.last + 12 <= high and s.last + 12 <= known_to
    ]
    back = [
        s
        for s in followed
        if any(
            o.who == s.who and o.code == s.code and s.leave and o.entry >= s.leave and o.first <= month(s.leave) + 12
            for o in stays
            if o is not s
        )
    ]
    now = {s.family for s in stays if s.first <= high and (s.last is None or s.last > high)}
    near = {i for i in now if income(i) / members(i) >= LINE}
    lengths = [s.last - s.first for s in left if s.last is not None]
    return {
        "graduation": ratio(sum(s.reason == "graduasi" for s in left), len(at_start)),
        "re_entry": ratio(len(back), len(followed)),
        # Fewer than five families are not said.
        "near_graduation": ratio(len(near), len(now)) if len(now) > 4 and len(near) not in range(1, 5) else None,
        "stay_months": statistics.median(lengths) if lengths else None,
    }


_EVERY: list[Stay] = []


@pytest.fixture
def town(engine: Engine, tmp_path: Path) -> Engine:
    for name, rows in (("areas", AREAS), ("programmes", PROGRAMMES), ("registry", registry())):
        report = load_rows(engine, tmp_path, name, rows)
        assert not report.problems, report.problems[:3]
    path = tmp_path / "peserta.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(participants())
    report = load_file(engine, path)
    assert not report.problems, report.problems[:3]
    _EVERY[:] = stays_of(path)
    return engine


NAMES = ["graduation", "re_entry", "near_graduation", "stay_months"]
PERIODS = {
    period: span
    for year in (2022, 2023, 2024, 2025)
    for period, span in (
        (str(year), (year * 12, year * 12 + 11)),
        (f"{year}-T3", (year * 12 + 6, year * 12 + 8)),
        (f"{year}-03", (year * 12 + 2, year * 12 + 2)),
    )
}


def test_indicators_are_those_of_the_list_counted_in_plain_python(town: Engine) -> None:
    _check_mart(town)
    _check_lists(town)
    _check_needed(town)
    codes: dict[int, str | None] = {**_programmes(town), ALL_PROGRAMMES: None}
    compared = 0
    for level in ("kelurahan", "rw", "rt"):
        figures = queries.figures(town, NAMES, Cells(tuple(PERIODS), tuple(codes), level))
        for row in figures.itertuples():
            code = codes[row.programme_id]
            chosen = [s for s in _EVERY if code in (None, s.code) and s.area.startswith(row.area_code)]
            want = expected(chosen, *PERIODS[row.period])[row.indicator_id]
            assert row.value == pytest.approx(float("nan") if want is None else want, nan_ok=want is None), row
            compared += want is not None
    assert compared > 250  # figures that exist on both sides


def _check_lists(engine: Engine) -> None:
    """Exits by reason, the income bands, and the families near graduation, which are masked."""
    year = range(2024 * 12, 2024 * 12 + 12)
    reasons = Counter(s.reason.replace(" ", "_") for s in _EVERY if s.last in year)
    exits = sustainability.exits(engine, ("2024",), ALL_PROGRAMMES, KELURAHAN)
    assert dict(zip(exits["reason"], exits["stays"], strict=True)) == reasons
    end = year[-1]
    now = {s.family for s in _EVERY if s.first <= end and (s.last is None or s.last > end)}
    each = {i: income(i) / members(i) / LINE for i in now}
    limits = (0, 0.8, 1, 1.2, 1.5, 99)
    bands = [sum(low <= v < high for v in each.values()) for low, high in pairwise(limits)]
    said = sustainability.income_bands(engine, "2024", ALL_PROGRAMMES, KELURAHAN)["households"]
    assert said.fillna(-1).tolist() == [-1 if n in range(1, 5) else n for n in bands]
    near = near_graduation.families(engine, end, ALL_PROGRAMMES, KELURAHAN)
    assert near["lines"].tolist() == pytest.approx(sorted((v for v in each.values() if v >= 1), reverse=True))
    assert set(near["kk"].str[4:12]) == {"••••••••"} and set(near["head"].str[0]) == {"W"}
    assert not any(kk(i) in cell or head(i) in cell for cell in near.astype(str).to_numpy().ravel() for i in now)


def _check_needed(engine: Engine) -> None:
    """The list is two programmes of three years and more; what was due is not loaded, so there are no rupiah."""
    known = sustainability.known_to(engine)
    assert known is not None
    needed = aid_needed.needed(engine, ALL_PROGRAMMES, KELURAHAN, known)
    assert set(needed.totals["programme_id"]) == {ALL_PROGRAMMES, *_programmes(engine)} and needed.years == 3
    inside = sum(s.first <= known and (s.last is None or s.last > known) for s in _EVERY)
    assert needed.past["enrolled"].iloc[-1] == inside
    assert needed.totals.loc[needed.totals["what"] == "rupiah", "middle"].isna().all()
    assert {"BPNT", "CSR"} == {code for i, code in _codes(engine).items() if i in needed.without}


def _codes(engine: Engine) -> dict[int, str]:
    with engine.connect() as connection:
        return {i: code for i, code in connection.execute(select(programme.c.programme_id, programme.c.code))}


def _programmes(engine: Engine) -> dict[int, str | None]:
    return {i: code for i, code in _codes(engine).items() if code in ("PKH", "KLJ")}


def _check_mart(engine: Engine) -> None:
    """Every stay is in the mart, with when the same one next entered."""
    ids = {code: i for i, code in _programmes(engine).items()}
    with engine.connect() as connection:
        found = {tuple(row[:6]): row.stays for row in connection.execute(select(mart_stay))}
    want: dict[tuple, int] = {}
    for s in _EVERY:
        same = [o for o in _EVERY if (o.code, o.who) == (s.code, s.who) and o is not s]
        later = [o.first for o in same if s.leave and o.entry >= s.leave]
        key = (ids[s.code], s.area, s.first, s.last or 0, s.reason.replace(" ", "_"), min(later, default=0))
        want[key] = want.get(key, 0) + 1
    assert found == want


# --- the curve and the projection ------------------------------------------------------------------------


def _frame(rows: list[tuple[int, int, str, int]]) -> pd.DataFrame:
    """(entry month, exit month or 0, reason, stays)."""
    frame = pd.DataFrame(rows, columns=["entry_month", "exit_month", "exit_reason", "stays"])
    return frame.assign(programme_id=1, area_code=KELURAHAN, again_month=0)


def test_the_curve_is_of_what_was_known_then() -> None:
    frame = _frame([(100, 106, "graduasi", 2), (100, 112, "pindah", 2), (104, 0, "", 4), (120, 0, "", 9)])
    now = sustainability.curve(frame, 112)
    # At 6 months 2 of 8 left; the four of month 104 are last seen after 8; at 12 months both that remain leave.
    assert [now.share_at(t) for t in (5, 6, 8, 12)] == pytest.approx([1, 0.75, 0.75, 0])
    before = sustainability.curve(frame, 110)  # who left in month 112 was still in
    assert before.share_at(10) == pytest.approx(0.75) and before.n == 8
    left = sustainability.left_by(frame, 112, (6, 12)).set_index(["reason", "months"])["share"]
    assert left[("graduasi", 6)] == pytest.approx(0.25) and left[("pindah", 6)] == 0
    assert left[("graduasi", 12)] + left[("pindah", 12)] == pytest.approx(1 - now.share_at(12))
    assert sustainability.open_stays(frame, 112).values.tolist() == [[8, 4]]


def test_a_projection_of_a_steady_programme_is_what_arithmetic_says() -> None:
    """Ten come each month and all stay 24 months: 240 in, 120 come and 120 leave in a year, at 300,000 each."""
    rows = [(m, m + 24 if m + 24 <= 160 else 0, "lainnya" if m + 24 <= 160 else "", 10) for m in range(60, 161)]
    found = projection.project(_frame(rows), 160, [300_000])
    assert found is not None and found.years == 5
    totals = found.totals().set_index("what")["middle"]
    assert totals["entered"] == pytest.approx(120, rel=0.03) and totals["left"] == pytest.approx(120, rel=0.03)
    assert totals["mean"] == pytest.approx(240, rel=0.02)
    assert totals["rupiah"] == pytest.approx(240 * 12 * 300_000, rel=0.02)
    grown = projection.project(_frame(rows), 160, [400_000, 200_000, 100_000])  # doubling each year, so it will again
    assert grown is not None
    assert grown.totals().set_index("what").at["rupiah", "middle"] == pytest.approx(240 * 12 * 800_000, rel=0.02)
    again = projection.project(_frame(rows), 160, [300_000])
    assert again is not None and (again.enrolled == found.enrolled).all()  # the seed is fixed
    bands = found.by_month()
    assert (bands["low95"] <= bands["low80"]).all() and (bands["high80"] <= bands["high95"]).all()
    assert projection.project(_frame(rows), 60 + 24, [300_000]) is None  # two years are too few
    ended = found.until(166)
    assert (ended.enrolled[:, 6:] == 0).all() and (ended.enrolled[:, :6] == found.enrolled[:, :6]).all()


def test_the_bands_hold_what_came_about_as_often_as_they_say() -> None:
    """Ten made-up towns with good and bad years: the year that came lies in the 80 % band in most of them."""
    inside = 0
    for seed in range(10):
        frame = _random_town(np.random.default_rng(seed))
        found = projection.project(frame, 2025 * 12 - 1, [])
        assert found is not None
        band = found.by_month().iloc[-1]
        inside += band["low80"] <= projection.actual(frame, 2025 * 12 - 1)["enrolled"].iloc[-1] <= band["high80"]
    assert inside >= 5  # 8 are expected; of a true 80 %, 4 or fewer come up once in 150


def _random_town(random: np.random.Generator) -> pd.DataFrame:
    start, end = 2019 * 12, 2026 * 12
    comes, leaves = np.exp(random.normal(0, 0.3, (2, 7)))
    rows = []
    for month in range(start, end):
        n = 200 if month == start else random.poisson(6 * comes[(month - start) // 12])
        chance = 0.02 * leaves[(np.arange(month + 1, end) - start) // 12]
        goes = random.random((n, len(chance))) < chance
        for first in np.where(goes.any(axis=1), goes.argmax(axis=1), -1) if len(chance) else [-1] * n:
            rows.append((month, 0 if first < 0 else month + 1 + int(first), "", 1))
    return _frame(rows)


def test_trained_and_others_are_followed_from_the_same_month() -> None:
    """Of four trained, three graduate after 3, 6 and 12 months; of four others, one moves away after 12."""
    rows = [(True, 103, "graduasi", 1), (True, 106, "graduasi", 1), (True, 112, "graduasi", 1), (True, 0, "", 1)]
    rows += [(False, 112, "pindah", 1), (False, 0, "", 2), (False, 130, "graduasi", 1)]
    frame = pd.DataFrame(rows, columns=["trained", "exit_month", "exit_reason", "stays"])
    found, p = trained.curves(frame, 100, 124)
    assert [found[True].share_at(t) for t in (3, 6, 12, 24)] == pytest.approx([0.75, 0.5, 0.25, 0.25])
    assert found[False].share_at(24) == pytest.approx(0.75)  # who graduates in month 130 is still in
    assert 0.05 < p < 0.5  # three against one, of four each, is no proof
    assert trained.graduated(frame, 124).values.tolist() == [[True, 4, 3], [False, 4, 0]]


def test_the_curves_and_rates_of_the_demo_are_those_of_its_list(demo_engine: Engine, demo_files: list[Path]) -> None:
    """The product-limit estimate written out, from the rows of the demo's own list of participants."""
    path = next(file for file in demo_files if file.name.startswith("kepesertaan"))
    with demo_engine.connect() as connection:
        query = select(rejected_row.c.row_no).join_from(rejected_row, batch)
        chosen = query.where(batch.c.file_name == path.name, rejected_row.c.severity == "rejected")
        rejected = set(connection.scalars(chosen))
    listed = []
    for _, row in raw_files.rows(path, rejected, "TANGGAL MASUK"):
        entry, leave = raw_files.day(row["TANGGAL MASUK"]), raw_files.day(row["TANGGAL KELUAR"])
        assert entry is not None
        listed.append((row["PROGRAM"], month(entry), month(leave) if leave else None, row["ALASAN KELUAR"].strip()))
    known = sustainability.known_to(demo_engine)
    assert known is not None and len(listed) > 400
    ids = {code: i for i, code in _codes(demo_engine).items()}
    for code in {code for code, *_ in listed}:
        own = [((leave or known) - entry, leave is not None) for c, entry, leave, _ in listed if c == code]
        still, share = {0: 1.0}, 1.0
        for time in sorted({t for t, ended in own if ended}):
            share *= 1 - sum(t == time and ended for t, ended in own) / sum(t >= time for t, _ in own)
            still[time] = share
        curve = sustainability.curve(sustainability.stays(demo_engine, ids[code]), known)
        for at in (6, 12, 24, 36, 48, 60):
            assert curve.share_at(at) == pytest.approx(still[max(t for t in still if t <= at)]), (code, at)
    for year in (2022, 2023, 2024, 2025):
        low, high = year * 12, year * 12 + 11
        start = sum(entry < low and (leave is None or leave >= low) for _, entry, leave, _ in listed)
        out = sum(leave is not None and low <= leave <= high and why == "graduasi" for _, _, leave, why in listed)
        figure = queries.figures(demo_engine, ["graduation"], Cells((str(year),))).iloc[0]
        assert (figure["numerator"], figure["denominator"]) == (out, start)
