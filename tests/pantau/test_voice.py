"""Proposals, complaints and needs recounted from the rows of small lists in plain Python."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from scipy import stats
from sqlalchemy import Engine

from etl.load import load_files
from pantau import need, queries, voice
from pantau.database import make_engine
from pantau.lineage import Figure, rows, sources
from pantau.queries import Cells
from pantau.schema import ALL_PROGRAMMES
from pantau.words import Words
from tests.etl.office import KELURAHAN, PROGRAMMES, REGISTRY_HEADING, nik, write_file

RWS = range(1, 6)
PERIODS = {"2025": (2025, 1, 12), "2025-T1": (2025, 1, 3), "2025-03": (2025, 3, 3), "2026": (2026, 1, 12)}
PROPOSAL = (
    "NOMOR USULAN|TANGGAL USULAN|FORUM|RW|TEMA|USULAN|SUARA|STATUS USULAN|TANGGAL JAWABAN|NILAI USULAN|NILAI DIDANAI"
)
COMPLAINT = "NOMOR ADUAN|TANGGAL ADUAN|KANAL|KATEGORI ADUAN|RW|PROGRAM|STANDAR HARI|TANGGAL DITUTUP|STATUS ADUAN"
VISIT = "KODE ISIAN|FORMULIR|PETUGAS|RW|RT|NO KK|TANGGAL KUNJUNGAN|HASIL KUNJUNGAN|KEBUTUHAN|URUTAN"
SECTORS = ("Pangan", "Kesehatan", "Hunian", "Pendidikan")


@dataclass(frozen=True)
class Said:
    """A proposal or a complaint: as its row has it."""

    row: list[str]
    rw: int
    day: dt.date
    ended: dt.date | None  # answered, or closed
    about: str  # status of a proposal, category of a complaint
    number: int  # rupiah funded, or days of the standard


def _proposals() -> list[Said]:
    chance, found = random.Random(11), []
    for i in range(60):
        rw, day = chance.choice(RWS), dt.date(2025, 1, 1) + dt.timedelta(days=chance.randrange(600))
        status = chance.choice(["diajukan", "diterima", "ditolak", "didanai", "selesai"])
        ended = None if status == "diajukan" else day + dt.timedelta(days=chance.randrange(3, 90))
        funded = chance.randrange(1, 90) * 1_000_000 if status in ("didanai", "selesai") else 0
        theme, forum = chance.choice(SECTORS), chance.choice(["musrenbang", "konsultasi"])
        row = [f"U{i}", f"{day}", forum, f"{rw:03d}", theme, f"Usulan {i}", str(i), status, str(ended or "")]
        found.append(Said([*row, "90000000", str(funded or "")], rw, day, ended, status, funded))
    return found


def _complaints() -> list[Said]:
    chance, found = random.Random(12), []
    for i in range(80):
        rw, day = chance.choice(RWS), dt.date(2025, 1, 1) + dt.timedelta(days=chance.randrange(500))
        standard, category = chance.choice([7, 14]), chance.choice(["terlambat", "jumlah", "petugas"])
        ended = day + dt.timedelta(days=chance.randrange(1, 40)) if chance.random() < 0.8 else None
        row = [f"A{i}", f"{day}", "JAKI", category, f"{rw:03d}", chance.choice(["PKH", ""]), str(standard)]
        row += [str(ended or ""), "selesai" if ended else "terbuka"]
        found.append(Said(row, rw, day, ended, category, standard))
    return found


PROPOSALS, COMPLAINTS = _proposals(), _complaints()
FAMILIES = {rw: 2 + rw % 3 for rw in RWS}
NEEDS = {1: 3, 2: 1, 3: 4, 4: 0, 5: 2}  # named by the first family of each RW; the others name none
PAID = {1: 300, 2: 500, 3: 100, 4: 400, 5: 200}  # thousand rupiah to the first family of each RW


def kk(rw: int, family: int) -> str:
    return f"31740601012{rw:02d}{family:03d}"


def _load(engine: Engine, folder: Path) -> None:
    areas = [["Kode", "Kode Induk", "Tingkat", "Nama"]]
    registry, paid = [REGISTRY_HEADING], [["PROGRAM", "NO KK", "PERIODE", "JATUH TEMPO", "TANGGAL BAYAR", "NOMINAL"]]
    visits = [VISIT.split("|")]
    for rw in RWS:
        code = f"{KELURAHAN}.{rw:03d}"
        areas += [[code, KELURAHAN, "RW", f"RW {rw:03d}"], [f"{code}.001", "", "RT", "RT 001"]]
        paid.append(["PKH", kk(rw, 0), "2025-03", "2025-03-10", "2025-03-09", f"{PAID[rw]}000"])
        for family in range(FAMILIES[rw]):
            who = [kk(rw, family), nik(1 + family, rw, 1980, rw), "Warga Contoh", "Jl Contoh", "001", f"{rw:03d}"]
            rest = [f"{1 + family:02d}/{rw:02d}/1980", "L", "Kepala Keluarga", "2", "T", "T", "T", "T", "T", "0"]
            registry.append([*who, *rest])
            named = SECTORS[: NEEDS[rw]] if family == 0 else ()
            order = "; ".join(str(i + 1) for i in range(len(named)))
            at = [f"{rw:03d}", "001", kk(rw, family), "2025-03-05", "selesai", "; ".join(named), order]
            visits.append([f"V{rw}-{family}", "kebutuhan", "P01", *at])
    lists = {
        "areas": areas,
        "programmes": PROGRAMMES,
        "registry": registry,
        "disbursement": paid,
        "visits": visits,
        "proposals": [PROPOSAL.split("|"), *(said.row for said in PROPOSALS)],
        "complaints": [COMPLAINT.split("|"), *(said.row for said in COMPLAINTS)],
    }
    files = [write_file(folder, name, "comma", table) for name, table in lists.items()]
    for report in load_files(engine, files):
        assert report.exit_code() == 0, report.as_json()["rejections"][:2]


@pytest.fixture(scope="module")
def loaded(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The lists, loaded; for reading only."""
    folder = tmp_path_factory.mktemp("voice")
    shutil.copyfile(sqlite_template, folder / "pantau.sqlite")
    engine = make_engine(f"sqlite:///{folder / 'pantau.sqlite'}")
    _load(engine, folder)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """The same on each database."""
    if request.param == "sqlite":
        return request.getfixturevalue("loaded")
    engine = request.getfixturevalue("postgres_engine")
    _load(engine, tmp_path)
    return engine


def _within(day: dt.date | None, period: str) -> bool:
    year, first, last = PERIODS[period]
    return day is not None and day.year == year and first <= day.month <= last


def _end(period: str) -> dt.date:
    year, _, last = PERIODS[period]
    return dt.date(year + last // 12, last % 12 + 1, 1)  # the day after


def _due(said: Said) -> dt.date:
    return said.day + dt.timedelta(days=said.number)


def _in_time(said: Said) -> bool:
    return said.ended is not None and said.ended <= _due(said)


def _recount(period: str, rws: list[int]) -> dict[str, tuple[float, float]]:
    """Numerator and denominator of each indicator."""
    made = [p for p in PROPOSALS if p.rw in rws and _within(p.day, period)]
    ours = [c for c in COMPLAINTS if c.rw in rws]
    on_time = [c for c in ours if _in_time(c) and _within(c.ended, period)]
    missed = [c for c in ours if not _in_time(c) and _within(_due(c), period)]
    after = _end(period)
    standing = [c for c in ours if c.day < after and (c.ended is None or c.ended >= after)]
    return {
        "voice_response": (sum(p.ended is not None for p in made), len(made)),
        "voice_funded": (sum(p.number > 0 for p in made), len(made)),
        "voice_done": (sum(p.about == "selesai" for p in made), len(made)),
        "voice_money": (sum(p.number for p in made), len(made) * 90_000_000),
        "complaint_resolution": (len(on_time), len(on_time) + len(missed)),
        "complaints_open": (len(standing), 0),
        "complaints_overdue": (sum(_due(c) < after for c in standing), 0),
    }


def test_recounted_from_the_files_and_followed_back_to_their_rows(either: Engine) -> None:
    engine = either
    for period in PERIODS:
        for level, areas in (("kelurahan", {KELURAHAN: list(RWS)}), ("rw", {f"{KELURAHAN}.{i:03d}": [i] for i in RWS})):
            found = queries.figures(engine, list(_recount(period, [])), Cells((period,), level=level))
            got = {(r.indicator_id, r.area_code): (r.numerator, r.denominator) for r in found.itertuples()}
            for area, rws in areas.items():
                for indicator, (top, bottom) in _recount(period, rws).items():
                    shown = got.get((indicator, area), (0, 0))
                    assert shown[0] == top, (period, area, indicator)
                    assert indicator.startswith("complaints_") or shown[1] == bottom, (period, area, indicator)

    year = [p for p in PROPOSALS if _within(p.day, "2025")]
    days = [(p.ended - p.day).days for p in year if p.ended]
    median = queries.figures(engine, ["voice_days"], Cells(("2025",)))["value"].iloc[0]
    assert median == statistics.median(days)

    facets = queries.facet_figures(engine, ["complaints"], Cells(("2025",)), "category")
    expected = Counter(c.about for c in COMPLAINTS if _within(c.day, "2025"))
    assert dict(zip(facets["item"], facets["value"], strict=True)) == expected
    about_pkh = queries.figures(engine, ["complaints"], Cells(("2025",), (2 if PROGRAMMES[1][0] != "PKH" else 1,)))
    assert about_pkh["value"].sum() == sum(c.row[5] == "PKH" for c in COMPLAINTS if _within(c.day, "2025"))

    figure = Figure("voice_response", ALL_PROGRAMMES, "2025", KELURAHAN)
    batch = int(sources(engine, figure)["batch_id"].iloc[0])
    lines = rows(engine, figure, "denominator", batch)["row_no"].tolist()
    assert lines == [i + 2 for i, p in enumerate(PROPOSALS) if _within(p.day, "2025")], "the heading is row 1"
    hidden = queries.figures(engine, ["proposals", "complaints"], Cells(("2025",), level="rt"))
    assert hidden.empty, "what a person said is not shown by RT"


def test_need_against_allocation_by_rw(loaded: Engine) -> None:
    expressed = [NEEDS[rw] / FAMILIES[rw] for rw in RWS]
    aid = [PAID[rw] * 1000 / FAMILIES[rw] for rw in RWS]
    funded = [sum(p.number for p in PROPOSALS if p.rw == rw and _within(p.day, "2025")) for rw in RWS]
    for fit_id, allocation in (("need_fit", aid), ("need_fit_proposals", funded)):
        found = need.fit(loaded, fit_id, KELURAHAN, "2025")
        wanted = stats.spearmanr(expressed, allocation).statistic
        assert found.rho == pytest.approx(wanted) and found.n == len(RWS)
        assert found.rows["need"].tolist() == pytest.approx(expressed)
        assert found.rows["allocation"].tolist() == pytest.approx(allocation)
        shown = queries.figures(loaded, [fit_id], Cells(("2025",))).iloc[0]
        assert (shown["value"], shown["low"], shown["denominator"]) == (found.rho, found.low, len(RWS))
        assert queries.figures(loaded, [fit_id], Cells(("2025",), level="rw")).empty
    sectors = need.by_sector(loaded, KELURAHAN, "rw", "2025").set_index(["area_code", "sector"])["share"]
    assert sectors[f"{KELURAHAN}.003", "pangan"] == pytest.approx(1 / FAMILIES[3])
    assert sectors[f"{KELURAHAN}.004", "pangan"] == 0
    text = need.sentence(Words("id"), found)
    assert "p = " in text and "RW hanya sedikit" in text and "5 RW" in text


def test_registers(loaded: Engine) -> None:
    listed = voice.proposals(loaded, KELURAHAN, "2025")
    mine = [p for p in PROPOSALS if p.day.year == 2025]
    assert Counter(listed["status"]) == Counter(p.about for p in mine)
    assert listed["date"].is_monotonic_decreasing
    flow = voice.flow(listed, "rw")
    assert flow.to_numpy().sum() == len(mine)
    assert flow["funded"].sum() == sum(p.about == "didanai" for p in mine)
    today = dt.date(2026, 6, 1)
    late = voice.overdue_complaints(loaded, KELURAHAN, today)
    expected = {c.row[0]: (today - _due(c)).days for c in COMPLAINTS if c.ended is None and _due(c) < today}
    assert dict(zip(late["code"], late["days_over"], strict=True)) == expected
