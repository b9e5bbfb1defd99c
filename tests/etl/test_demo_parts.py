"""Do the demo lists of the other parts tell the stories that lie beside them, and are only the rows wrong that are said to be?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr
from sqlalchemy import Engine

from etl.demo import boundaries, changes, generate, participants, parts, population, transfers
from etl.demo.parts import (
    activities,
    attendance,
    complaints,
    contributions,
    plans,
    proposals,
    results,
    tranches,
    visits,
)
from etl.demo.parts.town import TODAY, Town
from etl.demo.programmes import INDEX
from etl.load import Order, write_files
from pantau.catalogue import CATALOGUE
from pantau.database import writing

HOUSEHOLDS = 4_000


@pytest.fixture(scope="module")
def town() -> Town:
    people = population.make(boundaries.draw(), HOUSEHOLDS)
    happened = changes.make(people)
    paid = changes.slips(changes.stopped(transfers.make(people), happened), people)
    return Town(people, happened, paid, np.ones(len(people.household), dtype=bool))


@pytest.fixture(scope="module")
def rolls(town: Town) -> attendance.Rolls:
    return attendance.Rolls(town, activities.plan(town))


def _frame(table: parts.Table) -> pd.DataFrame:
    """The rows that are not wrong on purpose, as text."""
    wrong = {number - 2 for number, _ in table.wrong}
    rows = [row for i, row in enumerate(table.rows) if i not in wrong]
    return pd.DataFrame(rows, dtype=object).fillna("").astype(str)


def _rupiah(cells: pd.Series) -> pd.Series:
    return pd.to_numeric(cells.str.replace(r"\D", "", regex=True)).fillna(0)


# --- activities and what came of them -------------------------------------------------------------------


def test_rw_7_was_left_out_until_august_2026(rolls: attendance.Rolls) -> None:
    there = [r.activity for r in rolls.all if r.activity.rw == 7 and r.activity.kind in ("pelatihan", "penyuluhan")]
    assert there and min(a.days[0] for a in there) >= dt.date(2026, 8, 1)
    assert {a.rw for a in activities.plan(rolls.town) if a.programme == "KURSUS"} >= {1, 2, 4, 5, 8, 9, 10}
    assert all(not a.partner for a in activities.plan(rolls.town) if a.rw == 7 and a.sector == "Kesehatan")


def test_nobody_is_on_two_courses_or_too_young(rolls: attendance.Rolls) -> None:
    listed = [(p, r.activity) for r in rolls.all if r.activity.programme == "KURSUS" for p in (*r.present, *r.waiting)]
    people = [person for person, _ in listed]
    assert len(set(people)) == len(people) > 200
    ages = [rolls.town.age(person, activity.days[0]) for person, activity in listed]
    assert min(ages) >= 18 and max(ages) <= 59


def test_sewing_worked_and_basic_computing_hardly(rolls: attendance.Rolls) -> None:
    table = _frame(results.make(rolls))
    theme = {r.activity.code: r.activity.theme for r in rolls.all}
    table["theme"] = table["KODE KEGIATAN"].map(theme)
    keys = ["theme", "KODE KEGIATAN", "NIK"]
    wide = table.set_index([*keys, "PENGUKURAN"]).unstack()

    def mean_change(column: str, first: str, last: str) -> pd.Series:
        return (
            (_rupiah(wide[column, last]) - _rupiah(wide[column, first]))[
                (wide[column, first].fillna("") != "") & (wide[column, last].fillna("") != "")
            ]
            .groupby("theme")
            .mean()
        )

    gain = mean_change("NILAI", "awal", "akhir")
    assert gain["Menjahit"] > 25 and abs(gain["Komputer dasar"]) < 6
    income = mean_change("PENDAPATAN", "awal", "12 bulan")
    assert income["Menjahit"] > 200_000 > income["Komputer dasar"]
    alive = (wide["USAHA BERJALAN", "12 bulan"] == "Ya").groupby("theme").sum()
    assert alive["Menjahit"] > 3 * alive["Komputer dasar"]


def test_second_doses_are_missing_most_in_rw_9(rolls: attendance.Rolls) -> None:
    given = [
        (roll.activity.rw, cells["DOSIS"])
        for roll in rolls.all
        if roll.activity.programme == "VAKSIN-ANAK"
        for _, cells in roll.rows
        if cells["STATUS"] == "diberikan"
    ]
    doses = pd.DataFrame(given, columns=["rw", "dose"]).value_counts().unstack()
    came_back = doses[2] / doses[1]
    assert came_back.idxmin() == 9 and came_back[9] < 0.55 < 0.65 < came_back.drop(9).min()


def test_stigma_falls_where_groups_go_on_meeting(rolls: attendance.Rolls) -> None:
    table = _frame(results.make(rolls))
    table = table[table["SKOR STIGMA"] != ""]
    lapsed = {r.activity.code for r in rolls.all if r.activity.kind == "kelompok" and len(r.activity.days) < 12}
    score = pd.to_numeric(table["SKOR STIGMA"].str.replace(",", "."))
    mean = score.groupby([table["KODE KEGIATAN"].isin(lapsed), table.PENGUKURAN]).mean()
    assert mean[False, "gelombang 3"] < mean[False, "gelombang 1"] - 0.8
    assert mean[True, "gelombang 3"] > mean[True, "gelombang 1"] - 0.3


# --- voices, partners, visits -------------------------------------------------------------------------


def test_money_follows_need_since_it_was_decided(town: Town) -> None:
    asked = [v for v in visits.make(town) if v.result == visits.DONE and v.form != visits.RECEIPT]
    named = pd.DataFrame([(int(town.people.rw[v.household]), v.day.year, len(v.wants)) for v in asked])
    need = named.groupby([1, 0])[2].mean()
    table = _frame(proposals.make(town))
    funded = (
        _rupiah(table["NILAI DIDANAI"])
        .groupby([table["NOMOR USULAN"].str[4:8].astype(int), table.RW.astype(int)])
        .sum()
    )
    fit = {
        year: spearmanr(need[year].sort_index(), funded[year].reindex(need[year].index).sort_index())[0]
        for year in (2024, 2026)
    }
    assert fit[2024] < 0 and fit[2026] > 0.6


def test_rw_8_asked_for_water_three_years_running(town: Town) -> None:
    table = _frame(proposals.make(town))
    water = table[table.USULAN == "Sumur bor dan jaringan air bersih"].sort_values("NOMOR USULAN")
    assert set(water.RW) == {"008"}
    assert list(water["STATUS USULAN"]) == ["ditolak", "ditunda", "ditunda", "selesai"]
    assert water.SUARA.astype(int).is_monotonic_increasing


def test_rw_3_complains_of_lateness_and_waits(town: Town) -> None:
    table = _frame(complaints.make(town))
    late = table[table["KATEGORI ADUAN"] == "terlambat"].RW.value_counts()
    assert late.idxmax() == "003" and late["003"] > 2 * late.drop("003").max()
    assert table.RW.value_counts().idxmax() == "003"
    day = {
        name: pd.to_datetime(table[name], format="mixed", dayfirst=True)
        for name in ("TANGGAL ADUAN", "TANGGAL DITUTUP")
    }
    took = (day["TANGGAL DITUTUP"] - day["TANGGAL ADUAN"]).dt.days
    in_time = (took <= table["STANDAR HARI"].astype(int)).groupby(table.RW).mean()
    assert in_time.idxmin() == "003" and in_time["003"] < 0.5 < 0.6 < in_time.drop("003").mean()


def test_one_company_gave_a_tenth_and_another_all(town: Town) -> None:
    table = _frame(contributions.make(town))
    assert len(table) == 60
    given = _rupiah(table["NILAI DITERIMA"]).groupby(table["KODE MITRA"]).sum()
    share = given / _rupiah(table["NILAI DIJANJIKAN"]).groupby(table["KODE MITRA"]).sum()
    assert share["M05"] < 0.12 and share["M06"] > 1 and share.drop("M05").min() > 0.6


def test_stages_add_up_to_the_transfers(town: Town) -> None:
    table = _frame(tranches.make(town.paid))
    paid = town.paid
    pkh = table[table.PROGRAM == "PKH"]
    own = paid.programme == INDEX["PKH"]
    assert pkh["NILAI CAIR"].astype(float).sum() == paid.amount_due[own].sum()
    assert pkh["JUMLAH PENERIMA"].astype(float).sum() == own.sum()
    assert set(pkh.PENYALUR) == {"Himbara", "PT Pos"}


def test_three_rt_of_rw_10_were_never_visited(town: Town) -> None:
    made = visits.make(town)
    people = town.people
    seen = {int(people.rt[v.household]) for v in made if people.rw[v.household] == 10}
    assert max(seen) == people.rt[people.rw == 10].max() - 3
    done = pd.DataFrame([(v.officer, v.result == visits.DONE) for v in made]).groupby(0)[1].mean()
    assert set(done.index) == set(visits.OFFICERS) and done.idxmin() == "P06"
    assert len({v.code for v in made}) == len(made) and max(v.day for v in made) <= TODAY


def test_families_of_trainees_leave_aid_as_graduates(town: Town, rolls: attendance.Rolls, tmp_path: Path) -> None:
    trained = rolls.trained()
    participants.write(town.paid, town.people, town.happened, trained, tmp_path / "k.csv")
    table = pd.read_csv(tmp_path / "k.csv", sep=";", dtype=str, keep_default_na=False)
    ended = table[(table.PROGRAM == "PKH") & (table["TANGGAL KELUAR"] != "")]
    of_trainee = ended["NO KK"].isin(town.people.kk[trained > 0].astype(str))
    graduated = (ended["ALASAN KELUAR"] == "graduasi").groupby(of_trainee).mean()
    assert graduated[True] > graduated[False] + 0.15
    again = ended[ended["ALASAN KELUAR"] == "graduasi"]
    assert again["NO KK"].isin(table["NO KK"][table["TANGGAL MASUK"].str.endswith("2025")]).any()


def test_plans_and_decisions_name_indicators_that_exist() -> None:
    for table in (plans.logframe(), plans.decisions()):
        assert set(_frame(table).INDIKATOR) <= set(CATALOGUE)
    assert len(_frame(plans.logframe())) == 18 and len(_frame(plans.decisions())) == 14


def test_what_is_said_to_be_wrong_is_rejected_and_nothing_else(tmp_path: Path, sqlite_engine: Engine) -> None:
    files = generate(tmp_path, households=300)
    truth = pd.read_csv(tmp_path / parts.TRUTH, sep=";", dtype=str)
    wanted = [path for path in files if not path.name.startswith(("penyaluran", "target"))]
    with writing(sqlite_engine) as connection:  # without the marts: they are tested elsewhere
        reports = write_files(connection, wanted, Order(synthetic=True)).reports
    for report in reports:
        rejected = sorted(problem.row for problem in report.problems if problem.severity == "rejected")
        assert report.status != "error", report.file
        if report.file in parts.NAMES:
            assert rejected == sorted(truth[truth["BERKAS"].eq(report.file)]["BARIS"].astype(int)), report.file
    assert {report.file for report in reports} >= set(parts.NAMES)
