"""Who does what where, what was promised and what came: counted again from the files in plain Python."""

from __future__ import annotations

import csv
import datetime as dt
import math
import random
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete

from etl.load import load_files
from pantau import counted, lineage, marts_parts, partners, queries
from pantau.lineage import Figure
from pantau.queries import Cells
from pantau.schema import mart_count
from pantau.sectors import SECTORS
from pantau.words import Words
from tests.etl.office import AREAS, KELURAHAN
from tests.pantau.made_up_activities import RW, make

Row = dict[str, str]
PERIODS = {
    "2024": (2024 * 12, 2024 * 12 + 11),
    "2025": (2025 * 12, 2025 * 12 + 11),
    "2024-T2": (2024 * 12 + 3, 2024 * 12 + 5),
    "2024-08": (2024 * 12 + 7, 2024 * 12 + 7),
    "2025-02": (2025 * 12 + 1, 2025 * 12 + 1),
}
CODES = ["M1", "M2", "M3", "M4"]
SOME = ["pangan", "kesehatan", "pendidikan", "ekonomi"]
_AGREEMENTS = (
    "NOMOR PERJANJIAN;KODE MITRA;JUDUL PERJANJIAN;BIDANG;PROGRAM;RW;TANGGAL MULAI PERJANJIAN;"
    "TANGGAL SELESAI PERJANJIAN;NILAI PERJANJIAN"
)
_CONTRIBUTIONS = (
    "KODE KONTRIBUSI;KODE MITRA;PROGRAM;BIDANG;RW;BENTUK;BARANG ATAU JASA;SATUAN;JUMLAH DIJANJIKAN;JUMLAH DITERIMA;"
    "NILAI DIJANJIKAN;NILAI DITERIMA;TANGGAL JANJI;BATAS WAKTU;TANGGAL DITERIMA"
)


def _files() -> dict[str, list[list[str]]]:
    """Partners with agreements, activities and contributions here and there."""
    choose = random.Random(3)
    every = make().rows
    files = {name: every[name] for name in ("areas", "programmes", "registry")}
    files["partners"] = [every["partners"][0], *([code, f"Mitra {code}", "perusahaan", ""] for code in CODES)]
    activities = [list(row) for row in every["activities"]]
    for row in activities[1:]:
        row[3], row[4] = choose.choice([*CODES, ""]), choose.choice(SOME)
    files["activities"] = activities
    files["deliveries"] = every["deliveries"]
    files["agreements"] = [_AGREEMENTS.split(";")]
    for number in range(8):
        start = dt.date(2023 + number % 3, 1 + choose.randrange(12), 5)
        end = "" if number == 3 else f"{start + dt.timedelta(days=choose.randrange(20, 700)):%d/%m/%Y}"
        about = [f"P{number}", choose.choice(CODES), f"Perjanjian {number}", choose.choice(SOME)]
        programme = choose.choice(["", "SEHAT"])
        for rw in choose.choice([[""], ["1"], ["2"], ["1", "2"]]) if number else [""]:
            files["agreements"].append([*about, programme, rw, f"{start:%d/%m/%Y}", end, "1000000"])
    files["contributions"] = [_CONTRIBUTIONS.split(";")]
    for number in range(24):
        pledged = dt.date(2024, 1, 1) + dt.timedelta(days=choose.randrange(500))
        due = pledged + dt.timedelta(days=choose.randrange(20, 150))
        came = pledged + dt.timedelta(days=choose.randrange(10, 250))
        part = choose.choice([0, 0.3, 1, 1, 1.1])
        quantity = choose.randrange(10, 60)
        files["contributions"].append(
            [
                *(f"C{number}", choose.choice(CODES), choose.choice(["", "SEHAT"]), choose.choice(SOME)),
                *(choose.choice(["", "1", "2"]), "barang", choose.choice(["Beras", "Buku"]), "paket"),
                *(str(quantity), str(int(quantity * part)), str(quantity * 1000), str(int(quantity * part) * 1000)),
                *(f"{pledged:%d/%m/%Y}", f"{due:%d/%m/%Y}", f"{came:%d/%m/%Y}" if part else ""),
            ]
        )
    return files


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> tuple[Engine, dict[str, list[Row]]]:
    paths = []
    for name, rows in _files().items():
        path = tmp_path / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
        paths.append(path)
    for report in load_files(engine, paths[:3]) + load_files(engine, paths[3:]):
        assert report.status != "error" and not report.rejected, (report.file, report.problems[:3])
    read = {}
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            read[path.stem] = list(csv.DictReader(file, delimiter=";"))
    return engine, read


def month(text: str) -> int:
    day = dt.datetime.strptime(text, "%d/%m/%Y")
    return day.year * 12 + day.month - 1


def rw_of(text: str) -> list[str]:
    return [f"{KELURAHAN}.{int(text):03d}"] if text else []


def at_work(read: dict[str, list[Row]], low: int, high: int) -> set[tuple[str, str, str, str]]:
    """(partner, sector, RW, programme) of the combinations that work in some month of the period."""
    found = set()
    for r in read["agreements"]:
        end = r["TANGGAL SELESAI PERJANJIAN"]
        if month(r["TANGGAL MULAI PERJANJIAN"]) <= high and (not end or month(end) >= low):
            for rw in rw_of(r["RW"]) or RW:
                found.add((r["KODE MITRA"], r["BIDANG"], rw, r["PROGRAM"]))
    for r in read["activities"]:
        days = (r["TANGGAL MULAI KEGIATAN"], r["TANGGAL SELESAI KEGIATAN"])
        goes_on = month(days[0]) <= high and month(days[1]) >= low and r["STATUS KEGIATAN"] == "selesai"
        if r["KODE MITRA"] and goes_on:
            found |= {(r["KODE MITRA"], r["BIDANG"], rw, r["PROGRAM"]) for rw in rw_of(r["RW"])}
    for r in read["contributions"]:
        came = r["TANGGAL DITERIMA"]
        if came and low <= month(came) <= high:
            found |= {(r["KODE MITRA"], r["BIDANG"], rw, r["PROGRAM"]) for rw in rw_of(r["RW"])}
    return found


def overdue(read: dict[str, list[Row]], high: int, area: str) -> tuple[int, int]:
    """Pledges past their date at the end of a month, and the rupiah that are missing."""
    newest = max(
        dt.datetime.strptime(r[name], "%d/%m/%Y")
        for r in read["contributions"]
        for name in ("TANGGAL JANJI", "TANGGAL DITERIMA")
        if r[name]
    )
    number = missing = 0
    for r in read["contributions"]:
        pledged, came = int(r["NILAI DIJANJIKAN"]), int(r["NILAI DITERIMA"])
        whole = came >= pledged
        here = (rw_of(r["RW"]) or [KELURAHAN])[0].startswith(area)
        due = month(r["BATAS WAKTU"]) <= high and dt.datetime.strptime(r["BATAS WAKTU"], "%d/%m/%Y") < newest
        if here and due and not (whole and month(r["TANGGAL DITERIMA"]) <= high):
            number += 1
            missing += pledged if whole else pledged - came
    return number, missing


def test_figures_are_those_of_the_files_counted_in_plain_python(office: tuple[Engine, dict[str, list[Row]]]) -> None:
    engine, read = office
    names = [
        *("who_what_where", "sector_gaps", "sector_doubles", "contribution_pledged", "contribution_delivery"),
        *("contribution_received", "pledges_overdue", "value_overdue"),
    ]
    compared = 0
    for level, areas in (("kelurahan", [KELURAHAN]), ("rw", RW)):
        found = queries.figures(engine, names, Cells(tuple(PERIODS), level=level))
        got = found.set_index(["period", "area_code", "indicator_id"])["value"].to_dict()
        for period, (low, high) in PERIODS.items():
            for area in areas:
                for name, value in _expected(read, low, high, area).items():
                    is_value = got.get((period, area, name), math.nan)
                    wanted = pytest.approx(value, nan_ok=True)
                    assert is_value == wanted or (math.isnan(is_value) and value == 0), (period, area, name)
                    compared += not math.isnan(value)
    assert compared > 100
    _check_facets(engine, read)
    _check_registers(engine, read)
    _check_lineage(engine)
    _check_renewal(engine)


def _expected(read: dict[str, list[Row]], low: int, high: int, area: str) -> dict[str, float]:
    works = {(p, s, rw) for p, s, rw, _ in at_work(read, low, high) if rw.startswith(area)}
    pairs = [(s, rw) for s in SECTORS for rw in RW if rw.startswith(area)]
    partners_in = {pair: {p for p, s, rw in works if (s, rw) == pair} for pair in pairs}
    served = sum(bool(who) for who in partners_in.values())
    here = [r for r in read["contributions"] if (rw_of(r["RW"]) or [KELURAHAN])[0].startswith(area)]
    made = [r for r in here if low <= month(r["TANGGAL JANJI"]) <= high]
    pledged, delivered = (sum(int(r[n]) for r in made) for n in ("NILAI DIJANJIKAN", "NILAI DITERIMA"))
    came = [r for r in here if r["TANGGAL DITERIMA"] and low <= month(r["TANGGAL DITERIMA"]) <= high]
    number, missing = overdue(read, high, area)
    return {
        "who_what_where": len(works),
        "sector_gaps": sum(not who for who in partners_in.values()) / len(pairs),
        "sector_doubles": sum(len(who) > 1 for who in partners_in.values()) / served if served else math.nan,
        "contribution_pledged": pledged,
        "contribution_delivery": delivered / pledged if pledged else math.nan,
        "contribution_received": sum(int(r["NILAI DITERIMA"]) for r in came),
        "pledges_overdue": number,
        "value_overdue": missing,
    }


def _check_facets(engine: Engine, read: dict[str, list[Row]]) -> None:
    """The 3W by RW, its gaps in words; one programme alone; people reached by a partner; goods."""
    works = partners.works(engine, Cells(("2024",), level="rw"))
    wanted = {(rw, s, p) for p, s, rw, _ in at_work(read, *PERIODS["2024"])}
    assert {tuple(row) for row in works.itertuples(index=False)} == wanted
    table = partners.matrix(works, RW)
    assert {(rw, s, p) for s in table.index for rw in RW for p in table.at[s, rw]} == wanted
    gaps, _ = partners.sentences(Words("id"), table, dict.fromkeys(RW, "RW"))
    assert len(gaps) == 2 and all("perlindungan sosial" in line for line in gaps)
    ids = {row.code: row.programme_id for row in queries.programmes(engine).itertuples()}
    one = queries.figures(engine, ["who_what_where"], Cells(("2024",), (ids["SEHAT"],)))["value"]
    assert one.tolist() == [len({w[:3] for w in at_work(read, *PERIODS["2024"]) if w[3] == "SEHAT"})]
    reached: dict[str, set[str]] = {}
    about = {r["KODE KEGIATAN"]: r for r in read["activities"]}
    for r in read["deliveries"]:
        of = about[r["KODE KEGIATAN"]]
        got = r["LAYANAN"] != "terdaftar" and r["STATUS"] in ("diberikan", "hadir", "")
        if got and of["KODE MITRA"] and of["STATUS KEGIATAN"] != "batal" and month(r["TANGGAL"]) // 12 == 2024:
            reached.setdefault(of["KODE MITRA"], set()).add(r["NIK"] or str(id(r)))
    found = queries.facet_figures(engine, ["partner_people"], Cells(("2024",)), "partner").set_index("item")["value"]
    assert {code: found[code] for code in reached} == {code: len(who) for code, who in reached.items()}
    goods = partners.goods(engine, Cells(("2024",))).set_index("item")
    made = [r for r in read["contributions"] if month(r["TANGGAL JANJI"]) // 12 == 2024]
    for item in ("Beras", "Buku"):
        pair = [
            sum(int(r[n]) for r in made if r["BARANG ATAU JASA"] == item)
            for n in ("JUMLAH DIJANJIKAN", "JUMLAH DITERIMA")
        ]
        assert goods.loc[item, ["pledged", "delivered"]].tolist() == pair and goods.at[item, "unit"] == "paket"


def _check_registers(engine: Engine, read: dict[str, list[Row]]) -> None:
    found = partners.agreements(engine, RW[0], "2024-08").set_index("code")
    now = 2024 * 12 + 7
    rows = [r for r in read["agreements"] if r["RW"] in ("", "1")]
    assert set(found.index) == {r["NOMOR PERJANJIAN"] for r in rows}
    for r in rows:
        first, end = month(r["TANGGAL MULAI PERJANJIAN"]), r["TANGGAL SELESAI PERJANJIAN"]
        left = month(end) - now if end else 99
        wanted = "coming" if first > now else "ended" if left < 0 else "ending" if left < partners.SOON else "force"
        assert found.at[r["NOMOR PERJANJIAN"], "standing"] == wanted
    pledges = partners.contributions(engine, KELURAHAN, "2024")
    assert len(pledges) == sum(month(r["TANGGAL JANJI"]) // 12 == 2024 for r in read["contributions"])
    assert set(pledges[pledges["value_delivered"] >= pledges["value_pledged"]]["standing"]) == {"kept"}
    assert "late" in set(pledges["standing"])


def _check_lineage(engine: Engine) -> None:
    """Who works where is followed to all three kinds of file."""
    for name in ("who_what_where", "sector_gaps"):
        sources = lineage.sources(engine, Figure(name, 0, "2024", KELURAHAN))
        assert set(sources["kind"]) == {"agreements", "activities", "contributions"}
        assert not lineage.few_households(engine, Figure(name, 0, "2024", RW[0]))
    received = lineage.sources(engine, Figure("contribution_received", 0, "2024", KELURAHAN))
    assert set(received["kind"]) == {"contributions"}
    assert lineage.behind(engine, ["who_what_where"], Cells(("2024",)))["kind"].nunique() >= 3


def _check_renewal(engine: Engine) -> None:
    """What the loads renewed month by month is what counting anew gives, as far as anything is counted."""
    with engine.begin() as connection:
        before = list(map(tuple, connection.execute(mart_count.select()).all()))
        connection.execute(delete(mart_count))
        marts_parts.rebuild(connection, None, None)
        anew = sorted(map(tuple, connection.execute(mart_count.select()).all()))
    counted_to = max(row[1] for row in anew if len(row[1]) == 7 and "T" not in row[1])
    known = set(anew)
    assert anew == sorted(row for row in before if row[1][:4] < counted_to[:4] or row in known)
    assert {row[1] for row in set(before) - set(anew)} <= {row[1] for row in before if row[1] > counted_to[:4]}
    by_rw = counted.measures(engine, ("partner_sectors",), Cells(tuple(PERIODS), level="rw"))["partner_sectors"]
    assert by_rw.sum() == counted.measures(engine, ("partner_sectors",), Cells(tuple(PERIODS)))["partner_sectors"].sum()
    assert len(AREAS) == 7
