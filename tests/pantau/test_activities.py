"""Trainings, outreach, health and groups: their figures counted again from the files in plain Python."""

from __future__ import annotations

import csv
import datetime as dt
import math
import statistics
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import pytest
from scipy import stats
from sqlalchemy import Engine, delete

from etl.load import load_files
from pantau import activities, counted, lineage, marts_parts, queries
from pantau.indicator import FEW, evaluate, intervals
from pantau.indicators import CATALOGUE
from pantau.lineage import Figure
from pantau.queries import Cells
from pantau.schema import mart_count
from tests.etl.office import KELURAHAN
from tests.pantau import made_up_activities
from tests.pantau.made_up_activities import RW, SERVICES, Files, Person

Row = dict[str, str]
YEARS = ("2023", "2024", "2025")
PERIODS = {
    **{year: (int(year) * 12, int(year) * 12 + 11) for year in YEARS},
    **{f"{year}-T2": (int(year) * 12 + 3, int(year) * 12 + 5) for year in YEARS},
    **{f"2024-{month:02d}": (2024 * 12 + month - 1,) * 2 for month in (3, 5, 9)},
}
MEANS = ("training_gain", "quiz_gain", "income_change", "stigma_change", "support_change")
COUNTED = (
    *("training_participants", "training_completion", "business_started", "follow_up_lost", "business_alive"),
    *("vaccine_dose_1", "vaccine_dose_2", "vaccine_dose_3", "health_people", "health_reach", "health_goods"),
    "health_educated",
    *("outreach_participants", "outreach_reach", "outreach_sessions"),
    *("groups_active", "group_membership", "group_attendance", "stigma_score", "support_score"),
)
_READ: dict[str, list[Row]] = {}


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d/%m/%Y").date()


def month(text: str) -> int:
    return day(text).year * 12 + day(text).month - 1


@pytest.fixture
def place(engine: Engine, tmp_path: Path) -> tuple[Engine, Files]:
    files = made_up_activities.make()
    paths = files.write(tmp_path)
    for report in load_files(engine, paths[:3]) + load_files(engine, paths[3:]):
        assert report.status != "error" and not report.rejected, (report.file, report.problems[:3])
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            _READ[path.stem] = list(csv.DictReader(file, delimiter=";"))
    return engine, files


class Recount:
    """The figures of months ``low`` to ``high`` and one area, by their definitions."""

    def __init__(self, files: Files, area: str, low: int, high: int) -> None:
        self.people = {p.nik: p for p in files.people}
        self.area, self.low, self.high = area, low, high
        self.activities = {r["KODE KEGIATAN"]: r for r in _READ["activities"] if r["STATUS KEGIATAN"] != "batal"}
        self.given = [r for r in _READ["deliveries"] if r["KODE KEGIATAN"] in self.activities]
        self.measured = [r for r in _READ["outcomes"] if r["KODE KEGIATAN"] in self.activities]

    def here(self, row: Row) -> bool:
        if row["NIK"]:
            return self.people[row["NIK"]].area.startswith(self.area)
        rw = self.activities[row["KODE KEGIATAN"]]["RW"]
        return (f"{KELURAHAN}.{int(rw):03d}" if rw else KELURAHAN).startswith(self.area)

    def kind(self, row: Row) -> str:
        return self.activities[row["KODE KEGIATAN"]]["JENIS KEGIATAN"]

    def within(self, number: int) -> bool:
        return self.low <= number <= self.high

    def end(self, row: Row) -> int:
        return month(self.activities[row["KODE KEGIATAN"]]["TANGGAL SELESAI KEGIATAN"])

    def came(self, kind: str) -> list[Row]:
        return [r for r in self.given if self.kind(r) == kind and (r["LAYANAN"], r["STATUS"]) == ("hadir", "hadir")]

    def who(self, rows: Iterable[Row]) -> int:
        """Different persons; each guest is one."""
        every = [r for r in rows if self.here(r)]
        return len({r["NIK"] for r in every if r["NIK"]}) + sum(not r["NIK"] for r in every)

    def pairs(self, rows: Iterable[Row]) -> set[tuple[str, str]]:
        return {(r["KODE KEGIATAN"], r["NIK"]) for r in rows}

    def values(self, column: str, wave: str, kind: str) -> dict[tuple[str, str], float]:
        return {
            (r["KODE KEGIATAN"], r["NIK"]): float(r[column].replace(",", "."))
            for r in self.measured
            if r["PENGUKURAN"] == wave and r[column] and self.kind(r) == kind
        }

    def said(self, column: str, wave: str) -> set[tuple[str, str]]:
        return self.pairs(r for r in self.measured if r["PENGUKURAN"] == wave and r[column] == "Ya")

    def cohort(self, months: int) -> Callable[[tuple[str, str]], bool]:
        """Of trainings that ended so many months before the period, asked again then, and living here."""
        wave = f"{months} bulan"
        asked = (
            {r["KODE KEGIATAN"] for r in self.measured if r["PENGUKURAN"] == wave} if months else set(self.activities)
        )

        def belongs(pair: tuple[str, str]) -> bool:
            code, number = pair
            end = month(self.activities[code]["TANGGAL SELESAI KEGIATAN"]) + months
            return code in asked and self.within(end) and self.people[number].area.startswith(self.area)

        return belongs

    def trained(self) -> dict[str, float]:
        attended = self.pairs(self.came("pelatihan"))
        passed = self.said("LULUS", "akhir") & attended
        business = {months: self.said("USAHA BERJALAN", f"{months} bulan") for months in (6, 12)}
        now, half, year = self.cohort(0), self.cohort(6), self.cohort(12)
        early = {p for p in passed & business[6] if year(p)}
        asked = self.pairs(r for r in self.measured if r["PENGUKURAN"] == "6 bulan")
        half_passed = {p for p in passed if half(p)}
        return {
            "training_participants": self.who(r for r in self.came("pelatihan") if self.within(month(r["TANGGAL"]))),
            "training_completion": ratio(sum(map(now, passed)), sum(map(now, attended))),
            "business_started": ratio(len(half_passed & business[6]), len(half_passed)),
            "follow_up_lost": ratio(len(half_passed - asked), len(half_passed)),
            "business_alive": ratio(len(early & business[12]), len(early)),
        }

    def gains(self, kind: str, column: str, before: str, after: str) -> list[float]:
        """After − before of those living here who were tested in the period."""
        first, then = self.values(column, before, kind), self.values(column, after, kind)
        dates = {(r["KODE KEGIATAN"], r["NIK"]): month(r["TANGGAL"]) for r in self.measured if r["PENGUKURAN"] == after}
        return [
            then[p] - first[p]
            for p in then
            if p in first and self.within(dates[p]) and self.people[p[1]].area.startswith(self.area)
        ]

    def incomes(self) -> list[float]:
        first, then = (self.values("PENDAPATAN", wave, "pelatihan") for wave in ("awal", "12 bulan"))
        attended, year = self.pairs(self.came("pelatihan")), self.cohort(12)
        return [then[p] - first[p] for p in then if p in first and p in attended and year(p)]

    def meant(self, person: Person, programme: str, year: int) -> bool:
        desil, low, high, who = SERVICES[programme]
        age = year - person.born.year
        fits = (not low or age >= int(low)) and (not high or age <= int(high))
        fits = fits and (not who or person.number % 4 == 3)
        return fits and (not desil or 1 + person.number // 4 % 7 <= int(desil)) and person.area.startswith(self.area)

    def health(self) -> dict[str, float]:
        year = self.high // 12
        given = [r for r in self.given if self.kind(r) == "kesehatan" and r["STATUS"] in ("diberikan", "hadir", "")]
        now = [r for r in given if self.within(month(r["TANGGAL"]))]
        doses = {}
        for dose in (1, 2, 3):
            had = {r["NIK"] for r in given if r["DOSIS"] == str(dose) and month(r["TANGGAL"]) <= self.high}
            meant = {n for n, p in self.people.items() if self.meant(p, "SUNTIK", year)}
            doses[f"vaccine_dose_{dose}"] = few_ratio(len(had & meant), len(meant))
        people = len({n for n, p in self.people.items() if p.area.startswith(self.area)})
        goods = sum(int(r["JUMLAH"]) for r in now if r["BARANG"] == "Sabun" and self.here(r))
        reached = self.who(now)
        taught = self.who(r for r in self.given if r["LAYANAN"] == "edukasi" and self.taught(r))
        return {
            **doses,
            "health_educated": few(taught),
            "health_people": few(reached),
            "health_reach": few_ratio(reached, people),
            "health_goods": goods,
        }

    def outreach(self) -> dict[str, float]:
        now = [r for r in self.came("penyuluhan") if self.within(month(r["TANGGAL"]))]
        adults = sum(self.high // 12 - p.born.year >= 18 and p.area.startswith(self.area) for p in self.people.values())
        registered = {r["NIK"] for r in now if r["NIK"] and self.here(r)}
        sessions = {(r["KODE KEGIATAN"], r["SESI"]) for r in now if self._held_here(r)}
        return {
            "outreach_participants": self.who(now),
            "outreach_reach": ratio(len(registered), adults),
            "outreach_sessions": len(sessions),
        }

    def counted(self) -> dict[str, float]:
        return {**self.trained(), **self.health(), **self.outreach(), **self.groups()}

    def differences(self) -> dict[str, list[float]]:
        """What the means of :data:`MEANS` are of."""
        return {
            "training_gain": self.gains("pelatihan", "NILAI", "awal", "akhir"),
            "quiz_gain": self.gains("penyuluhan", "NILAI", "awal", "akhir"),
            "income_change": self.incomes(),
            "stigma_change": self.changes("SKOR STIGMA"),
            "support_change": self.changes("SKOR DUKUNGAN"),
        }

    def changes(self, column: str) -> list[float]:
        """Since the first wave, of those measured again in the period."""
        return [
            gain
            for wave in ("gelombang 2", "gelombang 3")
            for gain in self.gains("kelompok", column, "gelombang 1", wave)
        ]

    def _held_here(self, row: Row) -> bool:
        rw = self.activities[row["KODE KEGIATAN"]]["RW"]
        return (f"{KELURAHAN}.{int(rw):03d}" if rw else KELURAHAN).startswith(self.area)

    def taught(self, row: Row) -> bool:
        return row["STATUS"] in ("hadir", "diberikan", "") and self.within(month(row["TANGGAL"]))

    def members(self) -> set[str]:
        """Families with somebody who had joined a group by the end of the period, and the group had not ended then."""
        joined = [
            r
            for r in self.given
            if self.kind(r) == "kelompok"
            and (r["LAYANAN"] == "terdaftar" or r["STATUS"] == "hadir")
            and month(r["TANGGAL"]) <= self.high <= self.end(r)
        ]
        return {self.people[r["NIK"]].kk for r in joined if self.here(r)}

    def recipients(self) -> set[str]:
        """Families living here that were paid for a month of the period."""
        homes = {p.kk for p in self.people.values() if p.area.startswith(self.area)}
        months = {r["PERIODE"]: int(r["PERIODE"][:4]) * 12 + int(r["PERIODE"][5:]) - 1 for r in _READ["disbursements"]}
        paid = [r for r in _READ["disbursements"] if r["STATUS"] == "dibayar" and self.within(months[r["PERIODE"]])]
        return homes & {r["NO KK"] for r in paid}

    def mean_score(self, column: str) -> float:
        scores = [
            float(r[column].replace(",", "."))
            for r in self.measured
            if r[column] and self.within(month(r["TANGGAL"])) and self.here(r)
        ]
        return statistics.fmean(scores) if len(scores) >= FEW else math.nan

    def groups(self) -> dict[str, float]:
        now = [r for r in self.given if self.kind(r) == "kelompok" and self.within(month(r["TANGGAL"]))]
        at_meeting = [r for r in now if r["LAYANAN"] == "hadir" and self.here(r)]
        met = {r["KODE KEGIATAN"] for r in now if r["STATUS"] == "hadir" and r["SESI"] and self._held_here(r)}
        return {
            "groups_active": len(met),
            "group_attendance": ratio(sum(r["STATUS"] == "hadir" for r in at_meeting), len(at_meeting)),
            "group_membership": ratio(len(self.members()), len(self.recipients())),
            "stigma_score": self.mean_score("SKOR STIGMA"),
            "support_score": self.mean_score("SKOR DUKUNGAN"),
        }


def ratio(part: int, whole: int) -> float:
    return part / whole if whole else math.nan


def few(number: int) -> float:
    return math.nan if 0 < number < FEW else number


def few_ratio(part: int, whole: int) -> float:
    return math.nan if 0 < part < FEW or 0 < whole < FEW else ratio(part, whole)


def test_figures_are_those_of_the_files_counted_in_plain_python(place: tuple[Engine, Files]) -> None:
    engine, files = place
    compared, told = 0, set()
    for level, areas in (("kelurahan", [KELURAHAN]), ("rw", RW)):
        found = queries.figures(engine, [*COUNTED, *MEANS], Cells(tuple(PERIODS), level=level))
        got = found.set_index(["period", "area_code", "indicator_id"])
        for period, (low, high) in PERIODS.items():
            for area in areas:
                again = Recount(files, area, low, high)
                for name, value in again.counted().items():
                    key = (period, area, name)
                    if key in got.index:
                        assert got.at[key, "value"] == pytest.approx(value, nan_ok=True), key
                        compared += not math.isnan(value)
                        told |= {name} if value > 0 else set()
                    else:  # nothing at all happened in the kelurahan then
                        assert math.isnan(value) or value == 0, key
                for name, values in again.differences().items():
                    there = _is_mean_of(name, values, got, (period, area, name))
                    compared += there
                    told |= {name} if there else set()
    assert compared > 250 and told >= {*COUNTED, *MEANS}, {*COUNTED, *MEANS} - told
    _check_path(engine, files)
    _check_parts(engine)
    _check_lineage(engine)
    _check_register(engine, files)
    _check_renewal(engine)


def _is_mean_of(name: str, values: list[float], got: pd.DataFrame, key: tuple[str, str, str]) -> bool:
    """Mean and interval against SciPy's t interval of the same differences; whether there was one to compare."""
    if len(values) < 2 or (CATALOGUE[name].few and len(values) < FEW):
        assert key not in got.index or len(values) == 1 or math.isnan(got.at[key, "value"]), key
        return False
    low, high = stats.t.interval(0.95, len(values) - 1, statistics.fmean(values), stats.sem(values))
    row = got.loc[key]
    assert row["value"] == pytest.approx(statistics.fmean(values)), key
    assert (row["low"], row["high"]) == pytest.approx((low, high)), key
    return True


def _check_path(engine: Engine, files: Files) -> None:
    """The steps of all cohorts together, and that themes are parts of them."""
    again = Recount(files, KELURAHAN, 0, 2100 * 12)
    attended, year = again.pairs(again.came("pelatihan")), again.cohort(12)
    passed = again.said("LULUS", "akhir") & attended
    early = passed & again.said("USAHA BERJALAN", "6 bulan")
    steps = [attended, passed, early, early & again.said("USAHA BERJALAN", "12 bulan")]
    wanted = [sum(map(year, step)) for step in steps]
    cells = Cells((*YEARS, "2026"))
    assert activities.path(engine, cells).iloc[0].tolist() == wanted and wanted[0] > wanted[1] > wanted[2] > 0
    assert activities.path(engine, cells, "theme").sum().tolist() == wanted
    gains = again.gains("pelatihan", "NILAI", "awal", "akhir")
    pooled = counted.pooled(engine, ["training_gain"], cells).iloc[0]
    assert (pooled["denominator"], pooled["value"]) == pytest.approx((len(gains), statistics.fmean(gains)))


def _check_parts(engine: Engine) -> None:
    """RW add up to the kelurahan; women and men, and age groups, to all."""
    whole = counted.measures(engine, ("health_served", "training_attended", "had_dose_1"), Cells(YEARS))
    for facet in ("sex", "age"):
        names = ["training_attended", "had_dose_1"] if facet == "sex" else ["had_dose_1"]
        parts = counted.measures(engine, tuple(names), Cells(YEARS), facet)
        for name in names:
            assert parts[name].sum() == whole[name].sum() > 0
    by_rw = counted.measures(engine, ("health_served",), Cells(YEARS, level="rw"))
    assert by_rw["health_served"].sum() == whole["health_served"].sum() > 0
    assert queries.figures(engine, ["stigma_score", "health_reach"], Cells(("2024",), level="rt")).empty
    nowhere = Cells(("2024",), within=f"{KELURAHAN}.099")
    assert queries.facet_figures(engine, ["health_goods"], nowhere, "item").empty


def _check_lineage(engine: Engine) -> None:
    """A figure is followed to the files of both its parts; one of few persons to nothing."""
    kinds = {"training_gain": {"outcomes"}, "vaccine_dose_1": {"deliveries", "registry"}, "outreach_reach": {"deliveries", "registry"}}  # fmt: skip
    for name, wanted in kinds.items():
        figure = Figure(name, 0, "2024", KELURAHAN)
        assert set(lineage.sources(engine, figure)["kind"]) == wanted, name
        assert not lineage.steps(engine, figure).empty
    found = queries.figures(engine, ["vaccine_dose_3"], Cells(("2023",), level="rw"))
    for row in found[found["numerator"].isna()].itertuples():
        assert lineage.steps(engine, Figure("vaccine_dose_3", 0, "2023", row.area_code)).empty


def _check_register(engine: Engine, files: Files) -> None:
    found = activities.register(engine, "pelatihan", Cells(("2024",))).set_index("code")
    again = Recount(files, KELURAHAN, 2024 * 12, 2024 * 12 + 11)
    for code, row in found.iterrows():
        came = [r for r in again.came("pelatihan") if r["KODE KEGIATAN"] == code and again.within(month(r["TANGGAL"]))]
        assert (row["people"], row["held"]) == (len({r["NIK"] for r in came}), len({r["SESI"] for r in came}))
    assert len(found)
    called_off = activities.register(engine, "pelatihan", Cells(("2023",))).set_index("code").loc["K10"]
    assert (called_off["status"], called_off["people"]) == ("batal", 0)


def _check_renewal(engine: Engine) -> None:
    """What the loads have renewed month by month is what counting everything anew gives."""

    def content(connection) -> list:
        return sorted(map(tuple, connection.execute(mart_count.select()).all()))

    with engine.begin() as connection:
        before = content(connection)
        connection.execute(delete(mart_count))
        marts_parts.rebuild(connection, None, None)
        assert content(connection) == before


def test_which_training_worked_is_said_by_intervals_alone() -> None:
    from pantau.activities import Ranked, verdict
    from pantau.words import Words

    words = Words("en")
    nan = math.nan
    clear = [Ranked("A", 30, 28, 32, 50), Ranked("B", 10, 8, 12, 50), Ranked("C", 9, 7, 11, 50)]
    assert "Clearly better than all the others." in verdict(words, "Gain", clear, "points")
    part = [Ranked("A", 30, 28, 32, 50), Ranked("B", 29, 27, 31, 50), Ranked("C", 9, 7, 11, 50)]
    assert "Clearly better than C." in verdict(words, "Gain", part, "points")
    same = [Ranked("A", 30, 20, 40, 5), Ranked("B", 25, 15, 35, 5)]
    assert "cannot be told apart" in verdict(words, "Gain", same, "points")
    assert "not enough data" in verdict(words, "Gain", [Ranked("A", 3, nan, nan, 1)], "points")


def test_figures_of_few_persons_are_not_said() -> None:
    def said(indicator_id: str, **measures: list[float]) -> list[tuple[bool, bool, bool]]:
        indicator = CATALOGUE[indicator_id]
        frame = pd.DataFrame(measures)
        found = evaluate(indicator, frame)
        bounds = intervals(indicator, found, frame)
        assert bounds["low"].isna().tolist() == found["value"].isna().tolist()
        return list(zip(found["value"].notna(), found["numerator"].notna(), found["denominator"].notna(), strict=True))

    nothing, whole, counted_only = (False, False, False), (True, True, True), (False, False, True)
    scores = {"stigma_n": [4.0, 5.0], "stigma_sum": [900.0, 1200.0], "stigma_squares": [210_000.0, 300_000.0]}
    assert said("stigma_score", **scores) == [nothing, whole]
    doses = {"had_dose_1": [0.0, 4.0, 5.0, 2.0], "targeted_dose_1": [40.0, 40.0, 40.0, 3.0]}
    assert said("vaccine_dose_1", **doses) == [whole, counted_only, whole, nothing]
